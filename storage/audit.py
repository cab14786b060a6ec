"""The audit trail: who did what to what, when. Rows are only ever added, each chained to the one before.

A row is added in the transaction of what it tells of: either both are kept, or neither. It names people and
things by their ids and repeats nobody's words, so that erasing a person leaves the trail whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TypeAlias

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.exc import OperationalError

from storage import tables
from storage.chain import Broken, Chain, Entry, Tip, Whole, link, moment
from storage.engine import Storage
from storage.errors import Reason, StorageUnavailable, unavailable
from storage.statements import columns

__all__ = ["Action", "Broken", "Entry", "Whole", "newest", "record", "verify"]

Details: TypeAlias = Mapping[str, str | int | bool | None]


class Action(StrEnum):
    """What was done. The words are stored and hashed, so they never change."""

    BEGAN = "began"
    HANDED_IN = "handed-in"
    DISCARDED = "discarded"
    BEGAN_AMENDMENT = "began-amendment"
    AMENDED = "amended"
    EDITED = "edited"
    REMOVED = "removed"
    RENAMED = "renamed"
    SAW = "saw"
    GROUP_ADDED = "group-added"
    GROUP_CHOSEN = "group-chosen"
    EXPORTED = "exported"
    REVEALED = "revealed"
    ERASED = "erased"
    KEPT_LONGER = "kept-longer"
    HIRED = "hired"
    NOT_HIRED = "not-hired"
    HANDED_OUT = "handed-out"
    RELEASED = "released"
    UNRELEASED = "unreleased"
    ANSWERED = "answered"
    DISPUTED = "disputed"
    SETTLED = "settled"
    INVITED = "invited"
    REVOKED = "revoked"
    JOINED = "joined"
    LEFT = "left"
    GRANTED = "granted"
    ENDED = "ended"
    SUSPENDED = "suspended"
    LET_IN = "let-in"
    HANDED_OVER = "handed-over"
    UNIT_ADDED = "unit-added"
    UNIT_RENAMED = "unit-renamed"
    UNIT_MERGED = "unit-merged"
    UNIT_REMOVED = "unit-removed"
    PLANNED = "planned"
    PLAN_CHANGED = "plan-changed"
    PLAN_PAUSED = "plan-paused"
    PLAN_RESUMED = "plan-resumed"
    PLAN_ENDED = "plan-ended"
    OFFERED = "offered"
    TAKEN_OVER = "taken-over"
    EXCUSED = "excused"
    EXPLAINED = "explained"


PAGE = 2000
"""Rows read at once: few enough that a running bot never waits for a trail that is being verified."""

_table = tables.audit
_tip = tables.audit_tip
_THE_ONE = _tip.c.id == 1
_COLUMNS = columns(_table, Entry)
_TIP = select(*columns(_tip, Tip)).where(_THE_ONE)
# Each statement of PostgreSQL sees what was committed until then: who reads rows and tip keeps the tip as it is.
_TIP_HELD = _TIP.with_for_update(read=True)
_last_number = select(func.max(_table.c.seq)).scalar_subquery()
# Whoever adds a row holds the tip until COMMIT, so that two processes cannot both chain to the same row.
_TIP_TO_ADD = select(_tip.c.count, _tip.c.hash, _last_number).where(_THE_ONE).with_for_update()
_ADD = insert(_table)
_ADVANCE = update(_tip).where(_THE_ONE).values(count=bindparam("now_at"), hash=bindparam("newest"))
_NEWEST = select(*_COLUMNS).order_by(_table.c.seq.desc()).limit(bindparam("most"))
_FROM_THE_FIRST = select(*_COLUMNS).order_by(_table.c.seq).limit(bindparam("most"))
_AFTER = _FROM_THE_FIRST.where(_table.c.seq > bindparam("seen"))


def record(
    conn: Connection,
    *,
    actor: int,
    action: Action,
    object_kind: str,
    object_id: int,
    details: Details,
    now: datetime,
) -> Entry:
    """Add a row behind the newest, and return it. ``actor`` is a Telegram id; ``details`` hold no personal data.

    A trail that was tampered with is continued, not mended: people can go on, and :func:`verify` still tells.
    """
    count, previous, last = _to_add_behind(conn)
    seq, at = max(count, last) + 1, moment(now)
    said = json.dumps(dict(details), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    hashed = link(previous, seq, at, actor, action.value, object_kind, str(object_id), said)
    entry = Entry(seq, at, actor, action.value, object_kind, str(object_id), said, hashed)
    conn.execute(_ADD, {column.name: getattr(entry, column.name) for column in _COLUMNS})
    conn.execute(_ADVANCE, {"now_at": seq, "newest": hashed})
    return entry


def newest(conn: Connection, limit: int) -> list[Entry]:
    """The newest rows, the oldest of them first.

    :raises StorageUnavailable: also where one of them was tampered with so that it cannot be read.
    """
    try:
        return [Entry(*row) for row in conn.execute(_NEWEST, {"most": limit})][::-1]
    except OperationalError as error:
        raise unavailable(error) or StorageUnavailable(
            Reason.OTHER, "a row of the audit trail is not text; kaoping audit verify tells which"
        ) from error


def verify(storage: Storage, noted: str | None = None) -> Whole | Broken:
    """Follow the whole trail in order, and tell whether every row is as it was written.

    ``noted`` is a newest hash that was written down elsewhere: the trail must hold it. Rows are read in pages,
    each a turn of its own; what a running bot adds meanwhile is followed, too.
    """
    tip = storage.run_now(_read_tip)
    if tip is None:
        return Broken(
            0, "The count of rows and the newest hash, which are kept beside the rows, were removed."
        )
    chain = Chain(tip.start, noted)
    while True:
        try:
            entries, tip = storage.run_now(partial(_page, seen=chain.count, limit=PAGE))
        except OperationalError as error:
            return _up_to_the_unreadable(storage, chain, error)
        for entry in entries:
            if (broken := chain.follow(entry)) is not None:
                return broken
        if tip is None:
            return Broken(
                chain.count, "The newest hash, which is kept beside the rows, was removed just now."
            )
        if len(entries) < PAGE:
            return chain.end(tip)


def _up_to_the_unreadable(storage: Storage, chain: Chain, error: OperationalError) -> Broken:
    """Row by row to the one that cannot be read; the error is raised again where it was no row's."""
    if unavailable(error) is not None:
        raise error
    while True:
        try:
            entries, _ = storage.run_now(partial(_page, seen=chain.count, limit=1))
        except OperationalError:
            return chain.unreadable()
        for entry in entries:
            if (broken := chain.follow(entry)) is not None:
                return broken
        if not entries:
            raise error


def _page(conn: Connection, seen: int, limit: int) -> tuple[list[Entry], Tip | None]:
    """The rows behind number ``seen``, and the tip as it stands at the same moment."""
    tip = _read_tip(conn, held=True)
    # The first page has no lower bound: a row put in before number 1 is met there.
    wanted = conn.execute(
        _AFTER if seen else _FROM_THE_FIRST, {"most": limit} | ({"seen": seen} if seen else {})
    )
    return [Entry(*row) for row in wanted], tip


def _read_tip(conn: Connection, *, held: bool = False) -> Tip | None:
    row = conn.execute(_TIP_HELD if held else _TIP).first()
    return None if row is None else Tip(*row)


def _to_add_behind(conn: Connection) -> tuple[int, str, int]:
    """The count that was noted, the hash to chain to, and the highest number there is."""
    row = conn.execute(_TIP_TO_ADD).first()
    if row is not None:
        count, previous, last = row
        return count, previous, last or 0
    rows = newest(conn, 1)
    return (0, rows[0].hash, rows[0].seq) if rows else (0, "", 0)
