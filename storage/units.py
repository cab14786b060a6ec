"""Units: departments and groups of sites. Names are unique among those that are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage import tables
from storage.statements import columns, new_key
from storage.subjects import name_key

_table = tables.unit


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; ``removed_at`` is set for one that records still point to."""

    id: int
    name: str
    created_by: int
    created_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Contents:
    """How much belongs to a unit: live roles, subjects, drafts, plans that have not ended."""

    roles: int
    subjects: int
    drafts: int
    plans: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing does."""
        return not (self.roles or self.subjects or self.drafts or self.plans)


_COLUMNS = columns(_table, Unit)
_THERE = select(*_COLUMNS).where(_table.c.removed_at.is_(None)).order_by(_table.c.id)
_ONE = select(*_COLUMNS).where(_table.c.id == bindparam("wanted"))
_SAME = _THERE.where(_table.c.name_key == bindparam("key"))
_ADD = insert(_table)
_CHANGE = update(_table).where(_table.c.id == bindparam("wanted"), _table.c.removed_at.is_(None))
_RENAME = _CHANGE.values(name=bindparam("new_name"), name_key=bindparam("new_key"))
_REMOVE = _CHANGE.values(removed_at=bindparam("now"))
_membership, _subject, _evaluation = tables.membership, tables.subject, tables.evaluation
_plan, _occurrence = tables.plan, tables.occurrence
_CONTENTS = select(
    select(func.count())
    .select_from(_membership)
    .where(_membership.c.unit_id == bindparam("wanted"), _membership.c.ended_at.is_(None))
    .scalar_subquery(),
    select(func.count())
    .select_from(_subject)
    .where(_subject.c.unit_id == bindparam("wanted"), _subject.c.erased_at.is_(None))
    .scalar_subquery(),
    select(func.count())
    .select_from(_evaluation)
    .where(_evaluation.c.unit_id == bindparam("wanted"), _evaluation.c.status == "draft")
    .scalar_subquery(),
    select(func.count())
    .select_from(_plan)
    .where(_plan.c.unit_id == bindparam("wanted"), _plan.c.state != "ended")
    .scalar_subquery(),
)
_MOVES = tuple(
    update(table).where(table.c.unit_id == bindparam("wanted")).values(unit_id=bindparam("target"))
    for table in (_subject, _evaluation, _plan, _occurrence, tables.group_chat)
)


def add_unit(conn: Connection, name: str, *, by: int, now: datetime) -> Unit | None:
    """Add a unit; ``None`` where there is one of this name (width, case and spacing make no difference)."""
    if same_name(conn, name) is not None:
        return None
    row = {"name": name, "name_key": name_key(name), "created_by": by, "created_at": now}
    return Unit(new_key(conn.execute(_ADD, row)), name, by, now, None)


def unit(conn: Connection, id: int) -> Unit | None:
    """The unit with this id, also a removed one."""
    row = conn.execute(_ONE, {"wanted": id}).first()
    return None if row is None else Unit(*row)


def units(conn: Connection) -> list[Unit]:
    """The units that are there, the oldest first."""
    return [Unit(*row) for row in conn.execute(_THERE)]


def same_name(conn: Connection, name: str) -> Unit | None:
    """The unit of this name, if it is there."""
    row = conn.execute(_SAME, {"key": name_key(name)}).first()
    return None if row is None else Unit(*row)


def rename_unit(conn: Connection, id: int, name: str) -> bool:
    """Give it another name; ``False`` where that is taken by another, or the unit was removed."""
    taken = same_name(conn, name)
    if taken is not None and taken.id != id:
        return False
    return conn.execute(_RENAME, {"wanted": id, "new_name": name, "new_key": name_key(name)}).rowcount == 1


def contents(conn: Connection, id: int) -> Contents:
    """What belongs to a unit."""
    return Contents(*conn.execute(_CONTENTS, {"wanted": id}).one())


def remove_unit(conn: Connection, id: int, now: datetime) -> bool:
    """Remove an empty unit; ``False``, and nothing changed, where something belongs to it or it is gone."""
    if not contents(conn, id).empty:
        return False
    return conn.execute(_REMOVE, {"wanted": id, "now": now}).rowcount == 1


def move_records(conn: Connection, id: int, target: int) -> None:
    """Give what was rated in a unit, whom or what it was about, its plans and posts to another unit. Roles stay."""
    for statement in _MOVES:
        conn.execute(statement, {"wanted": id, "target": target})
