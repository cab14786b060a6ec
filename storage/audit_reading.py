"""Reading the audit trail by who, what and about which: pages of it for people, and all of it for a file."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from storage import tables
from storage.chain import Entry
from storage.statements import columns

_table = tables.audit
_COLUMNS = columns(_table, Entry)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: of these actions (empty: all), by this person, about this object; ``None``: whatever."""

    actions: frozenset[str] = frozenset()
    actor: int | None = None
    object_kind: str | None = None
    object_id: str | None = None


def count(conn: Connection, wanted: Wanted) -> int:
    """How many rows there are."""
    return int(
        conn.execute(select(func.count()).select_from(_table).where(*_conditions(wanted))).scalar_one()
    )


def page(conn: Connection, wanted: Wanted, limit: int, offset: int = 0) -> list[Entry]:
    """Rows for people, the newest first."""
    rows = select(*_COLUMNS).where(*_conditions(wanted)).order_by(_table.c.seq.desc())
    return [Entry(*row) for row in conn.execute(rows.limit(limit).offset(offset))]


def after(conn: Connection, wanted: Wanted, seq: int, limit: int) -> list[Entry]:
    """The next rows behind number ``seq``, the oldest first: for reading all of them page by page."""
    rows = select(*_COLUMNS).where(_table.c.seq > seq, *_conditions(wanted)).order_by(_table.c.seq)
    return [Entry(*row) for row in conn.execute(rows.limit(limit))]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actions:
        found.append(_table.c.action.in_(sorted(wanted.actions)))
    if wanted.actor is not None:
        found.append(_table.c.actor == wanted.actor)
    if wanted.object_kind is not None:
        found.append(_table.c.object_kind == wanted.object_kind)
    if wanted.object_id is not None:
        found.append(_table.c.object_id == wanted.object_id)
    return found
