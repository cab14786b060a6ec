"""The audit trail in a database: written with what it tells of, and whatever is done to it later is found."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, text

from storage import audit, evaluations, notes, tables
from storage.audit import Action, Broken, Entry, Whole, newest, verify
from storage.engine import Storage, StorageUnavailable
from storage.errors import DatabaseTooNew, DatabaseTooOld
from storage.migrating import migrate, require_current
from tests.storage.scene import CHAT, NOW, WANG, ZHOU, address, candidate, draft, hand_in, handed_in, later
from tests.storage.trails import fill, followed_and_changed


def note_down(conn: Connection, object_id: int = 3, minutes: int = 0) -> Entry:
    return audit.record(
        conn,
        actor=WANG,
        action=Action.HANDED_IN,
        object_kind="evaluation",
        object_id=object_id,
        details={"subject": 5, "form": "interview", "grade": "良好"},
        now=later(minutes),
    )


def sql(*statements: str) -> Callable[[Connection], None]:
    """A turn of someone who writes past the bot."""

    def turn(conn: Connection) -> None:
        for statement in statements:
            conn.execute(text(statement))

    return turn


@pytest.fixture
def filled(storage: Storage) -> Storage:
    """A database with a trail of 60 rows."""
    storage.run_now(lambda conn: fill(conn, 60))
    return storage


def test_a_row_says_who_did_what_to_what_and_when(conn: Connection) -> None:
    entry = note_down(conn)
    assert (entry.seq, entry.at, entry.actor) == (1, "2026-11-23T09:30:00.000000Z", WANG)
    assert (entry.action, entry.object_kind, entry.object_id) == ("handed-in", "evaluation", "3")
    assert entry.details == '{"form":"interview","grade":"良好","subject":5}'
    assert newest(conn, 10) == [entry]


def test_the_newest_rows_come_oldest_first(conn: Connection) -> None:
    for minutes in range(5):
        note_down(conn, minutes=minutes)
    assert [entry.seq for entry in newest(conn, 2)] == [4, 5]


def test_what_was_written_is_whole(storage: Storage) -> None:
    assert verify(storage) == Whole(0, storage.run_now(start_of))
    for minutes in range(3):
        entry = storage.run_now(partial(note_down, minutes=minutes))
    assert verify(storage) == Whole(3, entry.hash)


def start_of(conn: Connection) -> str:
    return str(conn.execute(text("SELECT start FROM audit_tip")).scalar_one())


def test_a_turn_that_fails_leaves_no_row_and_no_gap(storage: Storage) -> None:
    def fails(conn: Connection) -> None:
        note_down(conn)
        raise RuntimeError("after the row was written")

    storage.run_now(note_down)
    with pytest.raises(RuntimeError, match="after the row"):
        storage.run_now(fails)
    storage.run_now(note_down)
    verdict = verify(storage)
    assert isinstance(verdict, Whole)
    assert verdict.count == 2


@pytest.mark.parametrize(
    ("tampering", "seq"),
    [
        ("UPDATE audit SET at = '2026-11-23T09:30:00.000000Z' WHERE seq = 20", 20),
        ("UPDATE audit SET actor = actor + 1 WHERE seq = 1", 1),
        ("UPDATE audit SET actor = 'nobody' WHERE seq = 20", 20),
        ("UPDATE audit SET action = 'saw' WHERE seq = 20", 20),
        ("UPDATE audit SET object_kind = 'note' WHERE seq = 20", 20),
        ("UPDATE audit SET object_id = '1' WHERE seq = 20", 20),
        ("UPDATE audit SET details = '{\"grade\":\"优秀\"}' WHERE seq = 60", 60),
        ("UPDATE audit SET details = x'ff00' WHERE seq = 20", 20),
        ("UPDATE audit SET details = CAST(x'ff00' AS TEXT) WHERE seq = 20", 20),
        ("UPDATE audit SET hash = '' WHERE seq = 20", 20),
        ("UPDATE audit SET seq = 100 WHERE seq = 20", 20),
        ("UPDATE audit SET seq = 0 WHERE seq = 20", 0),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 20", 20),
        ("DELETE FROM audit WHERE seq = 60", 59),
        ("DELETE FROM audit", 0),
        ("INSERT INTO audit SELECT 61, at, actor, action, object_kind, object_id, details, hash FROM audit "
         "WHERE seq = 60", 61),
        ("INSERT INTO audit SELECT -1, at, actor, action, object_kind, object_id, details, hash FROM audit "
         "WHERE seq = 1", -1),
        ("UPDATE audit_tip SET count = 59", 60),
        ("UPDATE audit_tip SET count = 'many'", 60),
        ("UPDATE audit_tip SET hash = start", 60),
        ("UPDATE audit_tip SET start = hash", 1),
        ("DELETE FROM audit_tip", 0),
    ],
)  # fmt: skip
def test_what_is_written_past_the_bot_is_found(filled: Storage, tampering: str, seq: int) -> None:
    filled.run_now(sql(tampering))
    verdict = verify(filled)
    assert isinstance(verdict, Broken), tampering
    assert verdict.seq == seq, verdict.words


def test_rows_that_changed_places_are_found(filled: Storage) -> None:
    filled.run_now(
        sql(
            "UPDATE audit SET seq = 999 WHERE seq = 20",
            "UPDATE audit SET seq = 20 WHERE seq = 30",
            "UPDATE audit SET seq = 30 WHERE seq = 999",
        )
    )
    verdict = verify(filled)
    assert isinstance(verdict, Broken)
    assert verdict.seq == 20


def put_in(conn: Connection, row: dict[str, Any]) -> None:
    conn.execute(insert(tables.audit), row)


def test_a_row_of_another_database_is_found(filled: Storage, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    migrate(address(other))
    with Storage(address(other)) as second:
        second.run_now(lambda conn: fill(conn, 60))
        assert isinstance(verify(second), Whole)
        query = text("SELECT * FROM audit WHERE seq = 20")
        theirs = second.run_now(lambda conn: dict(conn.execute(query).one()._mapping))
    filled.run_now(sql("DELETE FROM audit WHERE seq = 20"))
    filled.run_now(partial(put_in, row=theirs))
    verdict = verify(filled)
    assert isinstance(verdict, Broken)
    assert verdict.seq == 20


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM audit WHERE seq = 20",
        "DELETE FROM audit WHERE seq > 50",
        "UPDATE audit SET actor = 1 WHERE seq = 60",
        "UPDATE audit_tip SET hash = start",
        "DELETE FROM audit_tip",
    ],
)
def test_after_tampering_people_can_go_on_and_it_is_still_found(filled: Storage, tampering: str) -> None:
    filled.run_now(sql(tampering))
    for _ in range(3):
        filled.run_now(note_down)
    assert isinstance(verify(filled), Broken)
    assert [entry.seq for entry in filled.run_now(lambda conn: newest(conn, 3))] == [61, 62, 63]


def test_a_count_turned_back_is_put_right_by_the_next_row_since_no_row_was_touched(filled: Storage) -> None:
    filled.run_now(sql("UPDATE audit_tip SET count = 50"))
    assert isinstance(verify(filled), Broken)
    entry = filled.run_now(note_down)
    assert verify(filled) == Whole(61, entry.hash)


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 20])
def test_pages_are_followed_to_the_end(storage: Storage, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PAGE", 10)
    for _ in range(count):
        storage.run_now(note_down)
    verdict = verify(storage)
    assert isinstance(verdict, Whole)
    assert verdict.count == count


class Busy(Storage):
    """A database into which the bot writes a row before anything else is read."""

    def run_now(self, work: Callable[[Connection], Any]) -> Any:
        super().run_now(note_down)
        return super().run_now(work)


def test_rows_added_while_it_is_verified_are_followed_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAGE", 10)
    with Storage(address(path)) as before:
        before.run_now(lambda conn: fill(conn, 25))
    with Busy(address(path)) as storage:
        verdict = verify(storage)
    assert isinstance(verdict, Whole)
    assert verdict.count == 25 + 4  # one before the tip was read, one before each of three pages


def test_several_programs_add_to_one_trail(path: Path) -> None:
    def add(_number: int) -> None:
        with Storage(address(path)) as mine:
            for _ in range(25):
                mine.run_now(note_down)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    with Storage(address(path)) as storage:
        verdict = verify(storage)
    assert isinstance(verdict, Whole)
    assert verdict.count == 100


def test_a_row_changed_on_the_last_of_several_pages_is_found(storage: Storage) -> None:
    """``make bench`` and ``make soak`` do the same with 100,000 rows, and say how long that takes."""
    assert 2 * audit.PAGE < 5_000 < 3 * audit.PAGE
    assert followed_and_changed(storage, 5_000) > 0


def test_a_long_trail_is_not_held_in_memory(storage: Storage) -> None:
    storage.run_now(lambda conn: fill(conn, 20_000))
    tracemalloc.start()
    try:
        verify(storage)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # A page of 2,000 rows of under 1 kB each, held twice; all 20,000 would take more than 10 MB.
    assert peak < 5_000_000


@pytest.mark.kill
def test_kills_leave_whole_trails_with_a_row_for_each_hand_in(path: Path) -> None:
    command = [sys.executable, "-m", "tests.storage.recording", address(path)]
    confirmed = set()
    for _ in range(2):
        # Two at once, so that each kill meets the other's writing.
        both = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
        for process in both:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(40)]
            process.kill()
            lines += [line for line in process.stdout if line.endswith(b"\n")]
            process.stdout.close()
            process.wait()
            confirmed |= {line.decode().strip() for line in lines}
    with Storage(address(path)) as storage:
        verdict = verify(storage)
        told = [entry.object_id for entry in storage.run_now(lambda conn: newest(conn, 100_000))]
        query = text("SELECT id FROM evaluation WHERE status = 'submitted'")
        kept = storage.run_now(lambda conn: [str(row.id) for row in conn.execute(query)])
    assert isinstance(verdict, Whole)
    assert sorted(told) == sorted(kept)
    assert confirmed <= set(told)
    assert len(confirmed) >= 160


FIRST_STEP = ("form", "person", "subject", "evaluation", "chat", "answer", "note", "attachment")


def every_row(path: Path) -> dict[str, list[dict[str, Any]]]:
    """All there is in the tables of the first step."""
    with Storage(address(path)) as storage:
        return storage.run_now(
            lambda conn: {
                name: [dict(row) for row in conn.execute(text(f"SELECT * FROM {name}")).mappings()]
                for name in FIRST_STEP
            }
        )


def test_a_database_of_the_first_step_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "kaoping.db"
    migrate(address(path))

    def live(conn: Connection) -> None:
        li = candidate(conn, "李娜")
        first = handed_in(conn, li)
        second = draft(conn, li, amends=first.id)
        evaluations.copy_answers(conn, first.id, second.id, by=ZHOU, now=NOW)
        notes.add_note(
            conn, evaluation_id=second.id, item="q1", text="口齿清楚", chat_id=CHAT, message_id=9, now=NOW
        )
        assert hand_in(conn, second)

    with Storage(address(path)) as storage:
        storage.run_now(live)
    migrate(address(path), "0001")
    before = every_row(path)
    assert [len(before[name]) for name in ("evaluation", "subject", "note", "form")] == [2, 1, 1, 1]
    migrate(address(path))
    after = every_row(path)
    assert {
        name: [{column: new[column] for column in old} for old, new in zip(before[name], rows, strict=True)]
        for name, rows in after.items()
    } == before
    with Storage(address(path)) as storage:
        assert isinstance(verify(storage), Whole)
        storage.run_now(note_down)
        assert isinstance(verify(storage), Whole)


def test_every_database_starts_from_a_hash_of_its_own(tmp_path: Path) -> None:
    starts = set()
    for name in ("one.db", "two.db"):
        migrate(address(tmp_path / name))
        with Storage(address(tmp_path / name)) as storage:
            starts.add(storage.run_now(start_of))
    assert len(starts) == 2
    assert all(len(start) == 64 for start in starts)


class TestRequireCurrent:
    def test_a_database_at_the_head_will_do(self, path: Path) -> None:
        require_current(address(path))

    def test_a_missing_one_is_told_and_not_made(self, tmp_path: Path) -> None:
        with pytest.raises(StorageUnavailable, match=r"there is no file .*nowhere\.db"):
            require_current(address(tmp_path / "nowhere.db"))
        assert list(tmp_path.iterdir()) == []

    def test_an_earlier_one_is_told_and_left_as_it_is(self, tmp_path: Path) -> None:
        url = address(tmp_path / "kaoping.db")
        migrate(url, "0001")
        for _ in range(2):
            with pytest.raises(DatabaseTooOld, match=r"its schema is 0001.*Run kaoping migrate"):
                require_current(url)

    def test_a_newer_one_is_told(self, path: Path) -> None:
        with Storage(address(path)) as storage:
            storage.run_now(sql("UPDATE alembic_version SET version_num = '9001'"))
        with pytest.raises(DatabaseTooNew):
            require_current(address(path))

    def test_an_address_that_is_none_is_told(self) -> None:
        with pytest.raises(StorageUnavailable, match="no address of a database"):
            require_current("nonsense")
