"""The writer thread, with real concurrency."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text

from storage import people
from storage.engine import Reason, Storage, StorageUnavailable, build_engine
from storage.errors import unavailable
from storage.writer import Turn, Writer
from tests.storage.scene import NOW, address

Work = Callable[[Connection], object]


def add(number: int) -> Callable[[Connection], int]:
    def work(conn: Connection) -> int:
        people.remember_person(conn, number, f"person {number}", NOW)
        return number

    return work


def count(conn: Connection) -> int:
    return int(conn.execute(text("SELECT count(*) FROM person")).scalar_one())


def seen_from_outside(path: Path) -> int:
    with sqlite3.connect(path) as other:
        found: int = other.execute("SELECT count(*) FROM person").fetchone()[0]
    other.close()
    return found


@contextmanager
def commits() -> Iterator[list[None]]:
    """Counts COMMITs of any engine meanwhile."""
    counted: list[None] = []

    def committed(_conn: Connection) -> None:
        counted.append(None)

    event.listen(Engine, "commit", committed)
    try:
        yield counted
    finally:
        event.remove(Engine, "commit", committed)


class Hold:
    """A turn that keeps the writer busy until it is let go, so that others have to wait together."""

    def __init__(self, storage: Storage) -> None:
        self._began = threading.Event()
        self._go_on = threading.Event()
        self._thread = threading.Thread(target=storage.run_now, args=(self._work,))

    def _work(self, _conn: Connection) -> None:
        self._began.set()
        assert self._go_on.wait(30)

    def __enter__(self) -> None:
        self._thread.start()
        assert self._began.wait(30)

    def __exit__(self, *_: object) -> None:
        self._go_on.set()
        self._thread.join()


async def together(storage: Storage, works: list[Work]) -> list[object]:
    """Run turns that all wait before the first one begins."""
    with Hold(storage):
        waiting = [asyncio.ensure_future(storage.run(work)) for work in works]
        await asyncio.sleep(0)
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_turn_is_on_disk_when_it_returns(storage: Storage, path: Path) -> None:
    assert await storage.run(add(1)) == 1
    assert seen_from_outside(path) == 1


async def test_hundreds_of_turns_at_once_are_all_kept(storage: Storage, path: Path) -> None:
    assert await asyncio.gather(*(storage.run(add(n)) for n in range(500))) == list(range(500))
    assert seen_from_outside(path) == 500


async def test_turns_that_wait_share_a_commit(storage: Storage) -> None:
    with commits() as counted:
        await together(storage, [add(n) for n in range(100)])
    assert len(counted) == 2  # the turn that held them up, and all hundred


async def test_a_turn_sees_what_turns_before_it_wrote(storage: Storage) -> None:
    assert await together(storage, [add(1), count, add(2), count]) == [1, 1, 2, 2]


async def test_a_turn_that_fails_takes_back_only_itself(storage: Storage, path: Path) -> None:
    def fails(conn: Connection) -> None:
        add(99)(conn)
        raise ValueError("no")

    results = await together(storage, [add(1), fails, add(2), fails, add(3)])
    assert [str(result) for result in results] == ["1", "no", "2", "no", "3"]
    assert seen_from_outside(path) == 3


@pytest.mark.parametrize("error", [StopIteration, SystemExit, KeyboardInterrupt, asyncio.CancelledError])
async def test_the_writer_outlives_whatever_a_turn_raises(
    storage: Storage, path: Path, error: type[BaseException]
) -> None:
    def fails(_conn: Connection) -> None:
        raise error

    def caught() -> str:
        try:
            storage.run_now(fails)
        except BaseException as raised:
            return type(raised).__name__
        return "nothing"

    assert caught() == ("RuntimeError" if error is StopIteration else error.__name__)
    assert await storage.run(add(1)) == 1
    assert seen_from_outside(path) == 1


async def test_a_turn_must_not_end_the_transaction(storage: Storage, path: Path) -> None:
    def ends(conn: Connection) -> None:
        conn.commit()

    before, culprit, after = await together(storage, [add(1), ends, add(2)])
    assert isinstance(culprit, RuntimeError)
    assert isinstance(before, StorageUnavailable)
    assert isinstance(after, StorageUnavailable)
    assert await storage.run(add(3)) == 3
    assert seen_from_outside(path) >= 1


async def test_a_commit_that_fails_fails_every_turn_in_it(storage: Storage, path: Path) -> None:
    def breaks_the_commit(conn: Connection) -> None:
        conn.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        conn.execute(
            text(
                "INSERT INTO chat (chat_id, evaluation_id, view, last_message_id, touched_at)"
                " VALUES (1, 12345, 'menu', 0, '2026-11-23 00:00:00.000000')"
            )
        )

    results = await together(storage, [add(1), breaks_the_commit, add(2)])
    assert [type(result) for result in results] == [StorageUnavailable] * 3
    assert len({id(result) for result in results}) == 3
    assert seen_from_outside(path) == 0
    assert await storage.run(add(3)) == 3


async def test_on_a_full_disk_nothing_is_confirmed_and_work_goes_on_later(
    storage: Storage, path: Path
) -> None:
    await storage.run(add(1))

    def fills(conn: Connection) -> None:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        people.remember_person(conn, 99, "x" * 100_000, NOW)

    with pytest.raises(StorageUnavailable) as caught:
        await storage.run(fills)
    assert caught.value.reason is Reason.FULL
    said = str(caught.value)
    assert "disk is full" in said
    assert "Make room" in said
    assert "confirmed before is kept" in said
    assert seen_from_outside(path) == 1
    assert await storage.run(count) == 1


async def test_another_program_that_holds_the_database_is_told(path: Path) -> None:
    with Storage(address(path), lock_wait=0.05) as storage:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable) as caught:
            await storage.run(add(1))
        assert caught.value.reason is Reason.LOCKED
        other.execute("ROLLBACK")
        other.close()
        assert await storage.run(add(1)) == 1


def test_a_database_that_may_not_be_written_is_told(storage: Storage) -> None:
    def forbid(conn: Connection) -> None:
        conn.exec_driver_sql("PRAGMA query_only=ON")

    storage.run_now(forbid)
    with pytest.raises(StorageUnavailable) as caught:
        storage.run_now(add(1))
    assert caught.value.reason is Reason.READONLY


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "nonsense", "nobody://here/db"])
def test_an_address_that_cannot_hold_records_is_refused(url: str) -> None:
    with pytest.raises(StorageUnavailable, match="DATABASE_URL") as caught:
        Storage(url).open()
    assert caught.value.reason is Reason.UNREACHABLE


def test_a_place_where_no_file_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageUnavailable) as caught:
        Storage(address(tmp_path / "file" / "kaoping.db")).open()
    assert caught.value.reason is Reason.UNREACHABLE


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "kaoping.db"
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(StorageUnavailable) as caught:
        Storage(address(path)).open()
    assert caught.value.reason is Reason.OTHER
    assert path.read_text().startswith("Dear diary, Dear")


def test_a_mistake_in_a_statement_is_not_dressed_up_as_a_state(storage: Storage) -> None:
    with pytest.raises(Exception, match="no such table: nowhere") as caught:
        storage.run_now(lambda conn: conn.execute(text("SELECT * FROM nowhere")))
    assert unavailable(caught.value) is None


def test_the_data_belong_to_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kaoping.db"
    with Storage(address(path)) as storage:
        storage.run_now(lambda conn: conn.execute(text("CREATE TABLE t (x INTEGER)")))
        modes = {one.name: one.stat().st_mode & 0o777 for one in path.parent.iterdir()}
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert modes == {"kaoping.db": 0o600, "kaoping.db-wal": 0o600, "kaoping.db-shm": 0o600}


def test_the_file_is_kept_the_durable_way(storage: Storage) -> None:
    def settings(conn: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert storage.run_now(settings) == ["wal", 2, 1, 5000]  # 2 is FULL


async def test_a_turn_cancelled_before_it_began_is_left_out(storage: Storage, path: Path) -> None:
    with Hold(storage):
        waiting = asyncio.ensure_future(storage.run(add(1)))
        kept = asyncio.ensure_future(storage.run(add(2)))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await kept
    assert seen_from_outside(path) == 1


def test_turns_of_many_threads_are_all_kept(storage: Storage, path: Path) -> None:
    def work(first: int) -> None:
        for number in range(first, first + 25):
            assert storage.run_now(add(number)) == number

    threads = [threading.Thread(target=work, args=(first,)) for first in range(0, 200, 25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen_from_outside(path) == 200


def test_a_turn_cannot_wait_for_another_turn(storage: Storage) -> None:
    with pytest.raises(RuntimeError, match="pass its connection on"):
        storage.run_now(lambda _conn: storage.run_now(count))


async def test_closing_finishes_what_waits(path: Path) -> None:
    storage = Storage(address(path))
    storage.open()
    with Hold(storage):
        waiting = [asyncio.ensure_future(storage.run(add(n))) for n in range(50)]
        await asyncio.sleep(0)
    storage.close()
    storage.close()
    assert await asyncio.gather(*waiting) == list(range(50))
    assert seen_from_outside(path) == 50


async def test_a_closed_storage_takes_nothing(storage: Storage) -> None:
    storage.close()
    with pytest.raises(RuntimeError, match="not open"):
        await storage.run(count)
    with pytest.raises(RuntimeError, match="not open"):
        storage.run_now(count)


def test_a_storage_can_be_opened_again(path: Path) -> None:
    storage = Storage(address(path))
    for number in (1, 2):
        with storage:
            storage.run_now(add(number))
    assert seen_from_outside(path) == 2


def test_an_event_loop_that_is_gone_harms_nobody(path: Path) -> None:
    engine = build_engine(address(path))
    writer = Writer(engine)
    writer.start()
    loop = asyncio.new_event_loop()
    gone = Turn(add(1), loop.create_future(), loop)
    loop.close()
    writer.submit(gone)
    writer.stop()
    engine.dispose()
    assert seen_from_outside(path) == 1
