"""Reading the audit trail by who, what and about which: pages of it for people, and all of it for a file.

A row that somebody wrote into past the bot may hold anything. It is read as it stands, as far as it can be read;
whether rows are as they were written, only following the whole chain tells (:func:`storage.audit.verify`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, LargeBinary, Select, cast, func, select
from sqlalchemy.exc import OperationalError

from storage import tables
from storage.chain import Entry
from storage.errors import unavailable
from storage.statements import columns

_table = tables.audit
_COLUMNS = columns(_table, Entry)
_NUMBERS = {"seq", "actor"}
_AS_BYTES = [cast(one, Integer if one.name in _NUMBERS else LargeBinary) for one in _COLUMNS]
_UNREADABLE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: of these actions (empty: all), by this person, about this object, up to this number; or any."""

    actions: frozenset[str] = frozenset()
    actor: int | None = None
    object_kind: str | None = None
    object_id: str | None = None
    until: int | None = None


def count(conn: Connection, wanted: Wanted) -> int:
    """How many rows there are."""
    return int(
        conn.execute(select(func.count()).select_from(_table).where(*_conditions(wanted))).scalar_one()
    )


def page(conn: Connection, wanted: Wanted, limit: int, offset: int = 0) -> list[Entry]:
    """Rows for people, the newest first."""
    rows = select(*_COLUMNS).where(*_conditions(wanted)).order_by(_table.c.seq.desc())
    return entries(conn, rows.limit(limit).offset(offset))


def after(conn: Connection, wanted: Wanted, seq: int, limit: int) -> list[Entry]:
    """The next rows behind number ``seq``, the oldest first: for reading all of them page by page."""
    rows = select(*_COLUMNS).where(_table.c.seq > seq, *_conditions(wanted)).order_by(_table.c.seq)
    return entries(conn, rows.limit(limit))


def entries(conn: Connection, rows: Select[Any]) -> list[Entry]:
    """The rows that are selected, also where one holds what is no text: SQLite keeps whatever is written past us."""
    try:
        found = conn.execute(rows).all()
    except OperationalError as error:
        if unavailable(error) is not None:
            raise
        found = conn.execute(rows.with_only_columns(*_AS_BYTES, maintain_column_froms=True)).all()
    return [Entry(*map(_legible, row)) for row in found]


def details_of(entry: Entry) -> object:
    """The details as a JSON value; as they stand where they are none."""
    try:
        return json.loads(entry.details)
    except (TypeError, ValueError):
        return str(entry.details)


def looks_written(entry: Entry) -> bool:
    """Whether a row is of the kind the bot writes; what does not even look so was tampered with."""
    try:
        datetime.fromisoformat(entry.at)
    except (TypeError, ValueError):
        return False
    return isinstance(details_of(entry), dict) and _UNREADABLE not in "".join(
        (entry.action, entry.object_kind, entry.object_id, entry.details)
    )


def _legible(value: object) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


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
    if wanted.until is not None:
        found.append(_table.c.seq <= wanted.until)
    return found
