"""What people who plan look at: plans page by page, known subjects to plan for, and the board of what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, false, func, or_, select, true

from storage import tables
from storage.plans import NamedPlan, Plan
from storage.scope import Scope
from storage.statements import columns
from storage.subjects import subject_of
from storage.values import Subject

_plan = tables.plan
_subject = tables.subject
_unit = tables.unit
_occurrence = tables.occurrence
_evaluation = tables.evaluation

_KEPT = ("active", "paused")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything: what is not closed has a later ``next_at``, and the index on it serves."""
_BEFORE = timedelta(days=92)
"""How far back the board looks for what is overdue or wants a reason: into the quarter before."""


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """A plan with the names of its subject and unit; ``unit`` is empty where it belongs to none."""

    plan: Plan
    subject: str
    unit: str


def plans_page(conn: Connection, scope: Scope, limit: int, offset: int = 0) -> list[ListedPlan]:
    """Plans that are not ended and that ``scope`` holds, by unit, form and subject.

    ``scope.evaluator`` stands for the supervisor of a plan that belongs to no unit.
    """
    wanted = (
        select(*columns(_plan, Plan), _subject.c.name, _unit.c.name)
        .join(_subject, _subject.c.id == _plan.c.subject_id)
        .outerjoin(_unit, _unit.c.id == _plan.c.unit_id)
        .where(_plan.c.state.in_(_KEPT), _watched(scope, _plan.c.unit_id, _plan.c.supervisor_id))
        .order_by(_unit.c.name, _plan.c.unit_id, _plan.c.form_id, _subject.c.name, _plan.c.id)
    )
    rows = conn.execute(wanted.limit(limit).offset(offset))
    return [ListedPlan(Plan(*row[:-2]), row[-2], row[-1] or "") for row in rows]


def count_plans(conn: Connection, scope: Scope) -> int:
    """How many plans :func:`plans_page` has in all."""
    wanted = select(func.count()).where(
        _plan.c.state.in_(_KEPT), _watched(scope, _plan.c.unit_id, _plan.c.supervisor_id)
    )
    return int(conn.execute(wanted).scalar_one())


def same_plans(conn: Connection, form_id: str, subject_id: int) -> list[NamedPlan]:
    """Plans of a form for a subject that are not ended, oldest first."""
    wanted = (
        select(*columns(_plan, Plan), _subject.c.name)
        .join(_subject, _subject.c.id == _plan.c.subject_id)
        .where(_plan.c.subject_id == subject_id, _plan.c.form_id == form_id, _plan.c.state.in_(_KEPT))
        .order_by(_plan.c.id)
    )
    return [NamedPlan(Plan(*row[:-1]), row[-1]) for row in conn.execute(wanted)]


def last_evaluator(conn: Connection, form_id: str, unit_id: int | None) -> int | None:
    """Whom the newest plan of a form in a unit names as evaluator."""
    wanted = (
        select(_plan.c.evaluator_id)
        .where(_plan.c.unit_id == unit_id, _plan.c.form_id == form_id)
        .order_by(_plan.c.id.desc())
        .limit(1)
    )
    return conn.execute(wanted).scalar()


def known_subjects(
    conn: Connection, kind: str, scope: Scope, person_id: int, limit: int, offset: int = 0
) -> list[Subject]:
    """Subjects of a kind in a scope's units, or that this person entered or rated, the one used last first."""
    rated = select(_evaluation.c.subject_id).where(_evaluation.c.evaluator_id == person_id)
    theirs = or_(
        _subject.c.unit_id.in_(sorted(scope.units)),
        _subject.c.created_by == person_id,
        _subject.c.id.in_(rated),
    )
    wanted = (
        select(*columns(_subject, Subject))
        .where(
            _subject.c.kind == kind,
            _subject.c.erased_at.is_(None),
            true() if scope.everything else theirs,
        )
        .order_by(_subject.c.used_at.desc(), _subject.c.id.desc())
    )
    return [subject_of(row) for row in conn.execute(wanted.limit(limit).offset(offset))]


def named_subjects(conn: Connection, ids: tuple[int, ...]) -> list[Subject]:
    """These subjects, in this order, as far as they are there and were not erased."""
    rows = conn.execute(
        select(*columns(_subject, Subject)).where(_subject.c.id.in_(ids), _subject.c.erased_at.is_(None))
    )
    found = {one.id: one for one in map(subject_of, rows)}
    return [found[id] for id in ids if id in found]


def offered_to(conn: Connection, person_id: int) -> list[int]:
    """Ids of occurrences that this person is asked to take over, by due day."""
    wanted = (
        select(_occurrence.c.id)
        .where(_occurrence.c.next_at > _LONG_AGO, _occurrence.c.offered_to == person_id)
        .order_by(_occurrence.c.due, _occurrence.c.id)
    )
    return [id for (id,) in conn.execute(wanted)]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the occurrences of some days stand. ``pending``: neither closed nor overdue."""

    pending: int = 0
    overdue: int = 0
    done: int = 0
    late: int = 0
    missed: int = 0
    excused: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return self.pending + self.overdue + self.done + self.late + self.missed + self.excused


_PENDING = ("scheduled", "open", "in-progress")


def tally(conn: Connection, scope: Scope, first: date, last: date) -> Tally:
    """How what is due in these days, both included, stands, as far as ``scope`` watches over it."""

    def counted(*states: str) -> ColumnElement[Any]:
        return func.coalesce(func.sum(case((_occurrence.c.state.in_(states), 1), else_=0)), 0)

    wanted = select(
        counted(*_PENDING),
        counted("overdue"),
        counted("done"),
        counted("done-late"),
        counted("missed"),
        counted("excused"),
    ).where(_due_in(scope, first, last))
    return Tally(*conn.execute(wanted).one())


def board_page(conn: Connection, scope: Scope, first: date, last: date, limit: int, offset: int) -> list[int]:
    """Ids of what is on the board, in its order: overdue, missed without a reason, pending, then the closed.

    Of the quarter before, what is overdue or was missed and wants a reason is on it too.
    """
    state = _occurrence.c.state
    rank = case((state == "overdue", 0), (_unexplained(), 1), (state.in_(_PENDING), 2), else_=3)
    rows = conn.execute(
        _board(select(_occurrence.c.id), scope, first, last)
        .order_by(rank, _occurrence.c.due, _occurrence.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [id for (id,) in rows]


def count_board(conn: Connection, scope: Scope, first: date, last: date) -> int:
    """How many occurrences :func:`board_page` has in all."""
    return int(conn.execute(_board(select(func.count()), scope, first, last)).scalar_one())


def _board(wanted: Select[Any], scope: Scope, first: date, last: date) -> Select[Any]:
    earlier = _due_in(scope, first - _BEFORE, first - timedelta(days=1)) & or_(
        _occurrence.c.state == "overdue", _unexplained()
    )
    return wanted.select_from(_occurrence).where(or_(_due_in(scope, first, last), earlier))


def _unexplained() -> ColumnElement[bool]:
    return (_occurrence.c.state == "missed") & _occurrence.c.reason.is_(None)


def _due_in(scope: Scope, first: date, last: date) -> ColumnElement[bool]:
    return (
        _watched(scope, _occurrence.c.unit_id, _occurrence.c.supervisor_id)
        & (_occurrence.c.due >= first.isoformat())
        & (_occurrence.c.due <= last.isoformat())
    )


def _watched(
    scope: Scope, unit_id: ColumnElement[Any], supervisor_id: ColumnElement[Any]
) -> ColumnElement[bool]:
    """What a scope holds of things that have a supervisor instead of an evaluator: whose counts where no unit does."""
    if scope.everything:
        # Each unit by itself, so that the index on unit and due day serves.
        return or_(unit_id.in_(select(_unit.c.id)), unit_id.is_(None))
    parts: list[ColumnElement[bool]] = []
    if scope.evaluator is not None:
        parts.append((supervisor_id == scope.evaluator) & unit_id.is_(None))
    if scope.units:
        parts.append(unit_id.in_(sorted(scope.units)))
    return or_(*parts) if parts else false()


def next_moment(conn: Connection, after: datetime) -> datetime | None:
    """When next something happens by itself: a period opens, an occurrence moves on, something is to be sent."""
    moments = []
    for column in (
        _plan.c.next_at,
        _occurrence.c.next_at,
        tables.reminder.c.act_at,
        tables.notice.c.act_at,
    ):
        found = conn.execute(select(func.min(column)).where(column > after)).scalar()
        if found is not None:
            moments.append(found)
    return min(moments, default=None)
