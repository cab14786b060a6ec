"""Trails to try things on: rows that belong together, written in one go."""

from __future__ import annotations

from datetime import timedelta
from time import process_time

from sqlalchemy import Connection, insert, select, update

from storage import tables
from storage.audit import verify
from storage.chain import Broken, Chain, Entry, Tip, Whole, link, moment
from storage.engine import Storage
from tests.storage.scene import NOW, WANG

START = "5eed" * 16


def trail(count: int, start: str = START) -> tuple[list[Entry], Tip]:
    """So many rows, a second apart, each about another evaluation; and their tip."""
    entries: list[Entry] = []
    previous = start
    for seq in range(1, count + 1):
        at = moment(NOW + timedelta(seconds=seq))
        said = (seq, at, WANG, "handed-in", "evaluation", str(seq + 40), '{"grade":"良好"}')
        previous = link(previous, *said)
        entries.append(Entry(*said, previous))
    return entries, Tip(start, count, previous)


def followed(entries: list[Entry], tip: Tip, noted: str | None = None) -> Whole | Broken:
    """The verdict on these rows in this order."""
    chain = Chain(tip.start, noted)
    for entry in entries:
        if (broken := chain.follow(entry)) is not None:
            return broken
    return chain.end(tip)


def fill(conn: Connection, count: int) -> list[Entry]:
    """Write a trail into a database that has none yet, from the start that the database has."""
    start = conn.execute(select(tables.audit_tip.c.start)).scalar_one()
    entries, tip = trail(count, start)
    names = [column.name for column in tables.audit.c]
    conn.execute(insert(tables.audit), [{name: getattr(entry, name) for name in names} for entry in entries])
    conn.execute(update(tables.audit_tip).values(count=tip.count, hash=tip.hash))
    return entries


def followed_and_changed(storage: Storage, count: int) -> float:
    """Verify a trail of so many rows, then change the last but one and see that found; the first one's seconds.

    They are all threads' work: what else the machine does is not counted.
    """
    storage.run_now(lambda conn: fill(conn, count))
    began = process_time()
    verdict = verify(storage)
    seconds = process_time() - began
    assert isinstance(verdict, Whole), verdict.words
    assert verdict.count == count
    changed = update(tables.audit).where(tables.audit.c.seq == count - 1).values(object_id="7")
    storage.run_now(lambda conn: conn.execute(changed))
    found = verify(storage)
    assert isinstance(found, Broken)
    assert found.seq == count - 1
    return seconds
