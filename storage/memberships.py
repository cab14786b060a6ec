"""The roles people have in units: given, ended, listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import Connection, Text, bindparam, cast, func, select, update
from sqlalchemy.sql.selectable import ScalarSelect

from storage import tables
from storage.statements import Upsert, columns

RoleName: TypeAlias = Literal["owner", "supervisor", "evaluator", "subject"]

_table = tables.membership


@dataclass(frozen=True, slots=True)
class Membership:
    """One role of one person; ``unit_id`` is ``None`` for owners and subjects."""

    id: int
    person_id: int
    role: RoleName
    unit_id: int | None
    granted_by: int
    granted_at: datetime
    ended_at: datetime | None


_COLUMNS = columns(_table, Membership)
_LIVE = select(*_COLUMNS).where(_table.c.ended_at.is_(None)).order_by(_table.c.id)
_OF_PERSON = _LIVE.where(_table.c.person_id == bindparam("whose"))
_IN_UNIT = _LIVE.where(_table.c.unit_id == bindparam("wanted"))
_ONE = _LIVE.where(_table.c.id == bindparam("wanted"))
_OWNERS = _LIVE.where(_table.c.role == "owner")
_GRANT = Upsert(_table, same=None)
_END = (
    update(_table)
    .where(_table.c.id == bindparam("wanted"), _table.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)


def roles_in_one(person: object) -> ScalarSelect[str | None]:
    """All live roles of a person in one text, as part of another query; :func:`read_roles` takes it apart."""
    one = _table.c.role + ":" + func.coalesce(cast(_table.c.unit_id, Text), "")
    return (
        select(func.aggregate_strings(one, ","))
        .where(_table.c.person_id == person, _table.c.ended_at.is_(None))
        .scalar_subquery()
    )


def read_roles(text: str | None) -> tuple[tuple[str, int | None], ...]:
    """Roles with their units, from the text of :func:`roles_in_one`."""
    if not text:
        return ()
    parts = (part.partition(":") for part in text.split(","))
    return tuple((role, int(unit) if unit else None) for role, _, unit in parts)


def grant(
    conn: Connection, person_id: int, role: RoleName, unit_id: int | None, *, by: int, now: datetime
) -> int | None:
    """Give a role; its id, or ``None`` where the person has exactly this role already."""
    row = {"person_id": person_id, "role": role, "unit_id": unit_id, "granted_by": by, "granted_at": now}
    granting = _GRANT.of(conn.dialect.name).execution_options(preserve_rowcount=True)
    if not conn.execute(granting, row).rowcount:
        return None
    return next(m.id for m in of_person(conn, person_id) if (m.role, m.unit_id) == (role, unit_id))


def end(conn: Connection, membership_id: int, now: datetime) -> bool:
    """End a role; ``False`` where it was ended before."""
    return conn.execute(_END, {"wanted": membership_id, "now": now}).rowcount == 1


def of_person(conn: Connection, person_id: int) -> list[Membership]:
    """The live roles of a person, the oldest first."""
    return _read(conn.execute(_OF_PERSON, {"whose": person_id}))


def in_unit(conn: Connection, unit_id: int) -> list[Membership]:
    """The live roles in a unit, the oldest first."""
    return _read(conn.execute(_IN_UNIT, {"wanted": unit_id}))


def everyone(conn: Connection) -> list[Membership]:
    """All live roles, the oldest first."""
    return _read(conn.execute(_LIVE))


def owners(conn: Connection, *, hold: bool = False) -> list[Membership]:
    """The live roles of owners; those named in the settings have none here.

    ``hold`` keeps others from changing them till commit, so that not two owners go at once, each as the last but one.
    """
    return _read(conn.execute(_OWNERS.with_for_update() if hold else _OWNERS))


def membership(conn: Connection, id: int) -> Membership | None:
    """The live role with this id."""
    return next(iter(_read(conn.execute(_ONE, {"wanted": id}))), None)


def _read(rows: Iterable[object]) -> list[Membership]:
    return [Membership(*row) for row in rows]  # type: ignore[misc]  # a row unpacks into its columns
