"""Plans: made, changed by one at a time, paused, ended; and those of which a period opens now.

What a plan's terms mean is worked out in ``rubrics.schedule``; here they are kept as they are written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from storage import tables
from storage.open_work import in_units
from storage.statements import columns, new_key

PlanState: TypeAlias = Literal["active", "paused", "ended"]

_table = tables.plan
_subject = tables.subject


@dataclass(frozen=True, slots=True)
class Terms:
    """The times of a plan as written: see ``rubrics.plans.WrittenPlan``. An empty ``ladder`` is the default."""

    every: str
    due: str
    at: str
    ladder: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A form that comes due for a subject every so often.

    ``from_date`` is the day from which it counts (ISO); ``opened_to`` the last day of the last period that was
    opened; ``next_at`` when the next one opens (``None``: paused or ended). ``revision`` counts changes.
    """

    id: int
    form_id: str
    form_title: str
    subject_id: int
    unit_id: int | None
    every: str
    due: str
    at: str
    ladder: str
    timezone: str
    from_date: str
    evaluator_id: int
    supervisor_id: int
    made_by: int
    made_at: datetime
    state: PlanState
    revision: int
    changed_at: datetime
    opened_to: str | None
    next_at: datetime | None

    @property
    def terms(self) -> Terms:
        """Its times as written."""
        return Terms(self.every, self.due, self.at, self.ladder, self.timezone)


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """A plan with the name of its subject, for lists."""

    plan: Plan
    subject: str


_COLUMNS = columns(_table, Plan)
_ADD = insert(_table)
_ONE = select(*_COLUMNS).where(_table.c.id == bindparam("wanted"))
_DUE = (
    select(*_COLUMNS)
    .where(_table.c.next_at <= bindparam("now"))
    .order_by(_table.c.next_at, _table.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_ADVANCE = (
    update(_table)
    .where(_table.c.id == bindparam("wanted"))
    .values(opened_to=bindparam("to_day"), next_at=bindparam("then"))
)
_AT_REVISION = update(_table).where(
    _table.c.id == bindparam("wanted"),
    _table.c.revision == bindparam("seen"),
    _table.c.state != "ended",
)
_EVALUATOR = (
    update(_table)
    .where(_table.c.evaluator_id == bindparam("gone"), _table.c.state != "ended")
    .values(evaluator_id=bindparam("heir"), revision=_table.c.revision + 1, changed_at=bindparam("now"))
)
_SUPERVISOR = (
    update(_table)
    .where(_table.c.supervisor_id == bindparam("gone"), _table.c.state != "ended")
    .values(supervisor_id=bindparam("heir"), revision=_table.c.revision + 1, changed_at=bindparam("now"))
)


def add_plan(  # noqa: PLR0913  (one for each column)
    conn: Connection,
    *,
    form_id: str,
    form_title: str,
    subject_id: int,
    unit_id: int | None,
    terms: Terms,
    from_date: str,
    evaluator_id: int,
    supervisor_id: int,
    made_by: int,
    next_at: datetime,
    now: datetime,
) -> Plan:
    """Add an active plan at revision 0, whose first period opens at ``next_at``."""
    row = {
        "form_id": form_id,
        "form_title": form_title,
        "subject_id": subject_id,
        "unit_id": unit_id,
        **_written(terms),
        "from_date": from_date,
        "evaluator_id": evaluator_id,
        "supervisor_id": supervisor_id,
        "made_by": made_by,
        "made_at": now,
        "state": "active",
        "revision": 0,
        "changed_at": now,
        "opened_to": None,
        "next_at": next_at,
    }
    return Plan(*conn.execute(_ONE, {"wanted": new_key(conn.execute(_ADD, row))}).one())


def plan(conn: Connection, id: int) -> Plan | None:
    """The plan with this id."""
    row = conn.execute(_ONE, {"wanted": id}).first()
    return None if row is None else Plan(*row)


def change_plan(  # noqa: PLR0913  (what can be changed)
    conn: Connection,
    id: int,
    seen: int,
    *,
    terms: Terms,
    from_date: str,
    evaluator_id: int,
    supervisor_id: int,
    state: PlanState,
    next_at: datetime | None,
    now: datetime,
) -> Plan | None:
    """Change a plan that is still at revision ``seen`` and not ended. ``None``, and nothing changed, otherwise.

    ``next_at`` is when the next period opens by the new terms, ``None`` unless it is active then.
    """
    changed = conn.execute(
        _AT_REVISION.values(
            **_written(terms),
            from_date=from_date,
            evaluator_id=evaluator_id,
            supervisor_id=supervisor_id,
            state=state,
            next_at=next_at,
            revision=_table.c.revision + 1,
            changed_at=now,
        ),
        {"wanted": id, "seen": seen},
    )
    return plan(conn, id) if changed.rowcount else None


def due_plans(conn: Connection, now: datetime, limit: int) -> list[Plan]:
    """Plans of which a period opens at ``now`` or should have before, the longest due first; held till commit.

    What another process holds is left to it.
    """
    return [Plan(*row) for row in conn.execute(_DUE, {"now": now, "most": limit})]


def advance(conn: Connection, opened: Iterable[tuple[int, str | None, datetime]]) -> None:
    """Note of plans (id) to which day their periods are opened, and when the next one opens."""
    rows = [{"wanted": id, "to_day": to_day, "then": then} for id, to_day, then in opened]
    if rows:
        conn.execute(_ADVANCE, rows)


def list_plans(  # noqa: PLR0913  (one for each way to look)
    conn: Connection,
    *,
    units: Collection[int] | None = None,
    supervisor_id: int | None = None,
    evaluator_id: int | None = None,
    subject_id: int | None = None,
    states: Sequence[PlanState] = ("active", "paused"),
    limit: int | None = None,
    offset: int = 0,
) -> list[NamedPlan]:
    """Plans that fit all that is given, with the names of their subjects, oldest first.

    With both ``units`` and ``supervisor_id``, those of the units and those of the supervisor.
    """
    wanted = (
        select(*_COLUMNS, _subject.c.name)
        .join(_subject, _subject.c.id == _table.c.subject_id)
        .where(_table.c.state.in_(states))
        .order_by(_table.c.id)
    )
    whose: list[ColumnElement[bool]] = []
    if units is not None:
        whose.append(_table.c.unit_id.in_(sorted(units)))
    if supervisor_id is not None:
        whose.append(_table.c.supervisor_id == supervisor_id)
    if whose:
        wanted = wanted.where(whose[0] | whose[1] if len(whose) > 1 else whose[0])
    if evaluator_id is not None:
        wanted = wanted.where(_table.c.evaluator_id == evaluator_id)
    if subject_id is not None:
        wanted = wanted.where(_table.c.subject_id == subject_id)
    rows = conn.execute(wanted.limit(limit).offset(offset) if limit is not None else wanted)
    return [NamedPlan(Plan(*row[:-1]), row[-1]) for row in rows]


def hand_over_plans(
    conn: Connection, gone: int, heir: int, now: datetime, units: Collection[int | None] | None = None
) -> int:
    """Make the plans of one evaluator in these units another's, ended ones left alone. How many there were."""
    wanted = _EVALUATOR.where(in_units(_table.c.unit_id, units))
    return conn.execute(wanted, {"gone": gone, "heir": heir, "now": now}).rowcount


def hand_over_supervision(
    conn: Connection, gone: int, heir: int, now: datetime, units: Collection[int | None] | None = None
) -> int:
    """Make the plans that one supervises in these units another's, ended ones left alone. How many there were."""
    wanted = _SUPERVISOR.where(in_units(_table.c.unit_id, units))
    return conn.execute(wanted, {"gone": gone, "heir": heir, "now": now}).rowcount


def _written(terms: Terms) -> dict[str, str]:
    return {
        "every": terms.every,
        "due": terms.due,
        "at": terms.at,
        "ladder": terms.ladder,
        "timezone": terms.timezone,
    }
