"""Occurrences: what each plan asks for in each period, from its opening until it is closed.

A tick reads only those at whose ``next_at`` something happens; a closed one has none. Which of them moves where
is decided elsewhere (``bot.reminding``); whoever changes one holds its row till commit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, or_, select, update

from storage import tables
from storage.open_work import in_units
from storage.statements import Upsert, columns
from storage.values import Evaluation

State: TypeAlias = Literal[
    "scheduled", "open", "in-progress", "overdue", "done", "done-late", "missed", "excused"
]
"""``scheduled``: its period has begun, no reminder has come yet. The last four are closed."""

_table = tables.occurrence
_evaluation = tables.evaluation


@dataclass(frozen=True, slots=True)
class HandIn:
    """Something that was handed in, and may have done an occurrence before that was opened."""

    id: int
    subject_id: int
    form_id: str
    evaluator_id: int
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class NewOccurrence:
    """What a plan asks for in a period that opens, with the plan's terms as they are now.

    ``first_day``, ``due``: ISO dates. ``days``: on which days it reminds, counted from the due day, in order.
    ``late_at``: the end of the due day; ``missed_at``: from here on it is missed. ``done``: what did it already.
    """

    plan_id: int
    period: str
    first_day: str
    due: str
    days: str
    at: str
    timezone: str
    late_at: datetime
    missed_at: datetime
    form_id: str
    subject_id: int
    unit_id: int | None
    evaluator_id: int
    supervisor_id: int
    done: HandIn | None = None


@dataclass(frozen=True, slots=True)
class KeptOccurrence:
    """One plan in one period, as it stands.

    ``reminded_to`` is the last of ``days`` that was seen to, ``remind_at`` one more reminder; ``next_at`` when
    anything next happens. ``evaluation_id``: the evaluation begun for it, once closed the one that closed it.
    ``offered_to``: the evaluator asked to take it over. ``reason``: why it was excused or missed.
    """

    id: int
    plan_id: int
    period: str
    first_day: date
    due: date
    days: tuple[int, ...]
    at: time
    timezone: str
    late_at: datetime
    missed_at: datetime
    form_id: str
    subject_id: int
    unit_id: int | None
    evaluator_id: int
    supervisor_id: int
    state: State
    opened_at: datetime
    reminded_to: int | None
    remind_at: datetime | None
    next_at: datetime | None
    evaluation_id: int | None
    offered_to: int | None
    closed_at: datetime | None
    closed_by: int | None
    reason: str | None

    @property
    def zone(self) -> ZoneInfo:
        """The plan's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def closed(self) -> bool:
        """Whether it is settled: done, missed or excused."""
        return self.closed_at is not None


@dataclass(frozen=True, slots=True)
class Move:
    """Where an occurrence goes."""

    id: int
    state: State
    reminded_to: int | None
    remind_at: datetime | None
    next_at: datetime | None
    closed_at: datetime | None


COLUMNS = columns(_table, KeptOccurrence)
_ADD = Upsert(_table, same=["plan_id", "period"])
_ONE = select(*COLUMNS).where(_table.c.id == bindparam("wanted"))
_HELD = _ONE.with_for_update()
_DUE = (
    select(*COLUMNS)
    .where(_table.c.next_at <= bindparam("now"))
    .order_by(_table.c.next_at, _table.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CHANGE = update(_table).where(_table.c.id == bindparam("wanted"))
_MOVE = _CHANGE.values(
    state=bindparam("to_state"),
    reminded_to=bindparam("to_day"),
    remind_at=bindparam("again"),
    next_at=bindparam("then"),
    closed_at=bindparam("closing"),
)
_LIVE_OF_SUBJECT = (
    select(*COLUMNS)
    .where(
        _table.c.subject_id == bindparam("whose"),
        _table.c.next_at.is_not(None),
        _table.c.form_id == bindparam("of_form"),
    )
    .order_by(_table.c.plan_id, _table.c.due, _table.c.id)
    .with_for_update()
)
_LIVE_OF_EVALUATOR = (
    select(*COLUMNS)
    .where(_table.c.evaluator_id == bindparam("whose"), _table.c.next_at.is_not(None))
    .order_by(_table.c.due, _table.c.id)
)
_LIVE_OF_PLAN = (
    select(*COLUMNS)
    .where(_table.c.plan_id == bindparam("whose"), _table.c.next_at.is_not(None))
    .order_by(_table.c.due)
)
_OF_EVALUATION = select(*COLUMNS).where(_table.c.evaluation_id == bindparam("wanted")).order_by(_table.c.id)
_HAND_INS = (
    select(*columns(_evaluation, HandIn))
    .where(
        _evaluation.c.subject_id.in_(bindparam("whose", expanding=True)),
        _evaluation.c.form_id.in_(bindparam("forms", expanding=True)),
        _evaluation.c.status.in_(("submitted", "amended")),
        _evaluation.c.amends_id.is_(None),
        _evaluation.c.submitted_at >= bindparam("since"),
    )
    .order_by(_evaluation.c.submitted_at, _evaluation.c.id)
)
_COUNTED = select(_table.c.plan_id, _table.c.evaluation_id).where(
    _table.c.evaluation_id.in_(bindparam("wanted", expanding=True)),
    _table.c.closed_at.is_not(None),
)


def open_occurrences(conn: Connection, new: Sequence[NewOccurrence], now: datetime) -> None:
    """Open occurrences, each once: one that is there already stays as it is. The next look at them is due at once."""
    rows = [_opening(one, now) for one in new]
    if rows:
        conn.execute(_ADD.of(conn.dialect.name), rows)


def _opening(one: NewOccurrence, now: datetime) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in NewOccurrence.__slots__ if name != "done"} | {
        "opened_at": now
    }
    if one.done is None:
        return row | {
            "state": "scheduled",
            "next_at": now,
            "evaluation_id": None,
            "closed_at": None,
            "closed_by": None,
        }
    return row | {
        "state": "done" if one.done.submitted_at < one.late_at else "done-late",
        "next_at": None,
        "evaluation_id": one.done.id,
        "closed_at": one.done.submitted_at,
        "closed_by": one.done.evaluator_id,
    }


def hand_ins(
    conn: Connection, subject_ids: Collection[int], form_ids: Collection[str], since: datetime
) -> list[HandIn]:
    """What was handed in about these subjects by these forms since then, amendments left out, oldest first."""
    wanted = {"whose": sorted(subject_ids), "forms": sorted(form_ids), "since": since}
    return [HandIn(*row) for row in conn.execute(_HAND_INS, wanted)]


def counted(conn: Connection, evaluation_ids: Collection[int]) -> set[tuple[int, int]]:
    """For which plans these evaluations closed an occurrence already: plan id and evaluation id."""
    found = conn.execute(_COUNTED, {"wanted": sorted(evaluation_ids)})
    return {(plan_id, evaluation_id) for plan_id, evaluation_id in found}


def occurrence(conn: Connection, id: int, *, hold: bool = False) -> KeptOccurrence | None:
    """The occurrence with this id; ``hold`` keeps others from changing it till commit."""
    row = conn.execute(_HELD if hold else _ONE, {"wanted": id}).first()
    return None if row is None else occurrence_of(row)


def due_occurrences(conn: Connection, now: datetime, limit: int) -> list[KeptOccurrence]:
    """Occurrences with which something happens at ``now`` or should have before; held till commit.

    What another process holds is left to it.
    """
    return [occurrence_of(row) for row in conn.execute(_DUE, {"now": now, "most": limit})]


def move_occurrences(conn: Connection, moves: Iterable[Move]) -> None:
    """Move occurrences that are held."""
    rows = [
        {
            "wanted": move.id,
            "to_state": move.state,
            "to_day": move.reminded_to,
            "again": move.remind_at,
            "then": move.next_at,
            "closing": move.closed_at,
        }
        for move in moves
    ]
    if rows:
        conn.execute(_MOVE, rows)


def change_occurrence(conn: Connection, id: int, **values: Any) -> None:
    """Set columns of an occurrence that is held."""
    conn.execute(_CHANGE.values(**values), {"wanted": id})


def live_of_subject(conn: Connection, subject_id: int, form_id: str) -> list[KeptOccurrence]:
    """What is not closed of a subject and form, by plan and due day; held till commit."""
    rows = conn.execute(_LIVE_OF_SUBJECT, {"whose": subject_id, "of_form": form_id})
    return [occurrence_of(row) for row in rows]


def live_of_evaluator(
    conn: Connection,
    evaluator_id: int,
    *,
    hold: bool = False,
    units: Collection[int | None] | None = None,
) -> list[KeptOccurrence]:
    """What is not closed of an evaluator in these units, by due day; in all where they are left out."""
    wanted = _LIVE_OF_EVALUATOR.with_for_update() if hold else _LIVE_OF_EVALUATOR
    theirs = wanted.where(in_units(_table.c.unit_id, units))
    return [occurrence_of(row) for row in conn.execute(theirs, {"whose": evaluator_id})]


def live_of_plan(conn: Connection, plan_id: int) -> list[KeptOccurrence]:
    """What is not closed of a plan, by due day."""
    return [occurrence_of(row) for row in conn.execute(_LIVE_OF_PLAN, {"whose": plan_id})]


def of_evaluation(conn: Connection, evaluation_id: int) -> list[KeptOccurrence]:
    """The occurrences that an evaluation was begun for or closed."""
    return [occurrence_of(row) for row in conn.execute(_OF_EVALUATION, {"wanted": evaluation_id})]


def due_between(
    conn: Connection,
    first: date,
    last: date,
    *,
    supervisor_id: int | None = None,
    units: Collection[int] | None = None,
) -> list[int]:
    """Ids of occurrences due in these days, both included, by due day; of a supervisor, of units, or of both."""
    wanted = (
        select(_table.c.id)
        .where(_table.c.due >= first.isoformat(), _table.c.due <= last.isoformat())
        .order_by(_table.c.due, _table.c.id)
    )
    whose = []
    if supervisor_id is not None:
        whose.append(_table.c.supervisor_id == supervisor_id)
    if units is not None:
        whose.append(_table.c.unit_id.in_(sorted(units)))
    return [id for (id,) in conn.execute(wanted.where(or_(*whose)) if whose else wanted)]


def hand_over_supervised(
    conn: Connection,
    gone: int,
    heir: int,
    units: Collection[int | None] | None = None,
    months: Collection[str] = (),
) -> list[tuple[date, ZoneInfo]]:
    """Make what one supervisor watches in these units another's: due days and time zones of what there was.

    That is what is not closed, and what was due in ``months`` (``2026-11``), of which nobody was told yet.
    """
    month = func.substr(_table.c.due, 1, len("2026-11"))
    theirs = (
        (_table.c.supervisor_id == gone)
        & in_units(_table.c.unit_id, units)
        & or_(_table.c.next_at.is_not(None), month.in_(sorted(months)))
    )
    found = conn.execute(select(_table.c.due, _table.c.timezone).where(theirs).with_for_update()).all()
    conn.execute(update(_table).where(theirs).values(supervisor_id=heir))
    return [(date.fromisoformat(due), ZoneInfo(timezone)) for due, timezone in found]


def unlink(conn: Connection, evaluation: Evaluation) -> None:
    """A draft begun for an occurrence was discarded: what it was begun for is open again."""
    for state, back in (("in-progress", "open"), ("overdue", "overdue")):
        conn.execute(
            update(_table)
            .where(
                _table.c.evaluation_id == evaluation.id,
                _table.c.closed_at.is_(None),
                _table.c.state == state,
            )
            .values(evaluation_id=None, state=back)
        )


def occurrence_of(row: Sequence[Any]) -> KeptOccurrence:
    """An occurrence from the columns of its row (:data:`COLUMNS`)."""
    id, plan_id, period, first_day, due, days, at, *rest = row
    return KeptOccurrence(
        id,
        plan_id,
        period,
        date.fromisoformat(first_day),
        date.fromisoformat(due),
        tuple(map(int, days.split())),
        time.fromisoformat(at),
        *rest,
    )
