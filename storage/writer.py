"""The one thread that writes an SQLite file: it takes the turns that wait and commits them together.

A commit waits for the disk; while it does, the next turns gather. Each turn has a savepoint of its own, so a
turn that fails takes only itself back. Nobody is told of a success before COMMIT has returned.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, cast

from sqlalchemy import Connection, Engine

from storage.errors import Reason, StorageUnavailable, unavailable

BATCH = 128
"""Turns in one commit at most: enough to make the disk cheap, few enough that the first need not wait long."""


class Turn:
    """Work to do, and who waits for it: a future of ``loop``, or one of threads where ``loop`` is ``None``."""

    __slots__ = ("error", "loop", "result", "waiting", "work")

    def __init__(
        self,
        work: Callable[[Connection], Any],
        waiting: asyncio.Future[Any] | Future[Any],
        loop: asyncio.AbstractEventLoop | None,
    ) -> None:
        """Nothing is done yet."""
        self.work = work
        self.waiting = waiting
        self.loop = loop
        self.result: Any = None
        self.error: BaseException | None = None

    def settle(self) -> None:
        """Tell who waits, unless they went away."""
        if self.waiting.done():
            return
        if self.error is None:
            self.waiting.set_result(self.result)
        else:
            self.waiting.set_exception(self.error)


class _TransactionLostError(Exception):
    """The database ended the transaction by itself, or a turn ended it: nothing of the batch is certain."""


class Writer:
    """The writer thread of one SQLite engine."""

    def __init__(self, engine: Engine) -> None:
        """Nothing is started yet."""
        self._engine = engine
        self._turns: SimpleQueue[Turn | None] = SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._connection: Connection | None = None
        self._thread = threading.Thread(target=self._work, name="storage-writer", daemon=True)

    def start(self) -> None:
        """Start the thread and connect.

        :raises StorageUnavailable: if the database cannot be opened.
        """
        self._thread.start()
        connected: Future[None] = Future()
        self.submit(Turn(_nothing, connected, None))
        try:
            connected.result()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Finish the turns that wait, disconnect and end the thread."""
        with self._door:
            if self._closed:
                return
            self._closed = True
            self._turns.put(None)
        self._thread.join()

    def submit(self, turn: Turn) -> None:
        """Put a turn into the queue."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a turn cannot wait for another turn: pass its connection on instead")
        with self._door:
            if self._closed:
                raise RuntimeError("the storage is not open")
            self._turns.put(turn)

    def _work(self) -> None:
        more = True
        while more:
            batch, more = self._take()
            if batch:
                self._commit_together(batch)
                _tell(batch)
                # Not held until the next turn comes: results can be large.
                batch.clear()
        self._disconnect()

    def _take(self) -> tuple[list[Turn], bool]:
        """The turns that wait, at least one; and whether there may be more after them."""
        batch: list[Turn] = []
        turn = self._turns.get()
        while turn is not None:
            if not turn.waiting.cancelled():
                batch.append(turn)
            if len(batch) == BATCH:
                return batch, True
            try:
                turn = self._turns.get_nowait()
            except Empty:
                return batch, True
        return batch, False

    def _commit_together(self, batch: list[Turn]) -> None:
        try:
            connection = self._connected()
            with connection.begin():
                driver = cast(sqlite3.Connection, connection.connection.driver_connection)
                for turn in batch:
                    _play(turn, connection, driver)
        except Exception as error:
            # Whatever it is, every caller hears of it and the thread lives on.
            state = unavailable(error.__cause__ or error)
            for turn in batch:
                turn.error = turn.error or _not_kept(state, error)
            self._disconnect()

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # what cannot be closed properly is left behind all the same
                connection.close()


def _play(turn: Turn, connection: Connection, driver: sqlite3.Connection) -> None:
    """Run one turn in its savepoint and note how it went."""
    driver.execute("SAVEPOINT turn")
    try:
        turn.result = turn.work(connection)
    except BaseException as error:
        # Even what would end a thread belongs to the one who waits.
        turn.error = unavailable(error) or _carriable(error)
        if not driver.in_transaction:
            raise _TransactionLostError("the database ended the transaction") from error
        driver.execute("ROLLBACK TO turn")
    if not driver.in_transaction:
        turn.error = RuntimeError("a turn must leave the transaction to the storage")
        raise _TransactionLostError("a turn ended the transaction")
    driver.execute("RELEASE turn")


def _nothing(_connection: Connection) -> None:
    """A turn that only proves that there is a connection."""


def _carriable(error: BaseException) -> BaseException:
    """``error``, or one that says the same where no future can carry it."""
    return RuntimeError("a turn raised StopIteration") if isinstance(error, StopIteration) else error


def _not_kept(state: StorageUnavailable | None, error: Exception) -> StorageUnavailable:
    """A new error for each caller: one object raised in several places would mix up their tracebacks."""
    reason, detail = (Reason.OTHER, str(error)) if state is None else (state.reason, state.detail)
    told = StorageUnavailable(reason, detail)
    told.__cause__ = error
    return told


def _tell(batch: list[Turn]) -> None:
    """Settle all turns of a batch, waking each event loop once."""
    by_loop: defaultdict[asyncio.AbstractEventLoop, list[Turn]] = defaultdict(list)
    for turn in batch:
        if turn.loop is None:
            turn.settle()
        else:
            by_loop[turn.loop].append(turn)
    for loop, turns in by_loop.items():
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, tuple(turns))


def _settle(turns: tuple[Turn, ...]) -> None:
    for turn in turns:
        turn.settle()
