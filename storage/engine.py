"""The database and its transactions: the only place that commits, and the only one that knows SQLite.

A turn is a synchronous function that takes a connection; what it returned is handed over only after COMMIT.
SQLite: one writer thread (:mod:`storage.writer`). Other databases: a few threads, one transaction a turn.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import URL, Connection, Engine, ExceptionContext, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from storage.errors import Reason, StorageUnavailable, cannot_open, unavailable
from storage.writer import Turn, Writer

__all__ = ["LOCK_WAIT", "Reason", "Storage", "StorageUnavailable", "build_engine", "references_hold"]

T = TypeVar("T")

LOCK_WAIT = 5.0
"""Seconds to wait for another program that holds the database."""

_THREADS = 4
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-8192",
    "PRAGMA journal_size_limit=33554432",
    # What is overwritten or removed is gone from the file, too: no bytes of it stay in freed space.
    "PRAGMA secure_delete=ON",
)


def build_engine(url: str, *, foreign_keys: bool = True, lock_wait: float = LOCK_WAIT) -> Engine:
    """An engine for ``url``; a missing SQLite file and its directory are made, for this user only.

    ``foreign_keys=False`` is for migrations, which build tables anew.

    :raises StorageUnavailable: if the address is none, its driver is not installed, or no file can be made.
    """
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            return _sqlite_engine(address, foreign_keys, lock_wait)
        return tells_no_values(
            create_engine(
                address, pool_size=_THREADS, max_overflow=0, pool_pre_ping=True, hide_parameters=True
            )
        )
    except (ArgumentError, NoSuchModuleError) as error:
        raise StorageUnavailable(Reason.UNREACHABLE, "no such kind of database") from error
    except ImportError as error:  # also psycopg without the library that it wraps
        raise StorageUnavailable(Reason.NO_DRIVER, str(error).splitlines()[0]) from error


def _sqlite_engine(address: URL, foreign_keys: bool, lock_wait: float) -> Engine:
    if not address.database or address.database == ":memory:":
        raise StorageUnavailable(Reason.UNREACHABLE, "an SQLite database needs a file to be kept in")
    _make_private(Path(address.database))
    # The driver's own BEGIN comes late and deferred; without it, and with ours, a turn holds the lock at once.
    arguments = {"isolation_level": None, "timeout": lock_wait}
    engine = create_engine(address, poolclass=NullPool, connect_args=arguments, hide_parameters=True)

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in (*_PRAGMAS, f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}"):
            connection.execute(pragma)

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def tells_no_values(engine: Engine) -> Engine:
    """``engine``, whose errors say which rule was broken, but not what was to be written.

    ``hide_parameters`` does that for SQLAlchemy's own words; PostgreSQL adds the row to its own as a detail.
    """

    def leave_out(context: ExceptionContext) -> None:
        detail = getattr(getattr(context.original_exception, "diag", None), "message_detail", None)
        for error in (context.original_exception, context.sqlalchemy_exception):
            if detail and error is not None:
                error.args = tuple(
                    arg.replace(detail, "left out") if isinstance(arg, str) else arg for arg in error.args
                )

    event.listen(engine, "handle_error", leave_out)
    return engine


def _make_private(path: Path) -> None:
    """Make the file (mode 0600) and the directory it stands in (0700), where they are missing."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except PermissionError as error:
        if not path.exists():
            raise cannot_open(error) from error
    except OSError as error:
        raise cannot_open(error) from error


def drop_old_pages(url: str) -> bool:
    """Empty SQLite's write-ahead log, which holds pages as they were before; whether that was possible now.

    Other databases look after their old versions themselves (PostgreSQL by VACUUM), so there it is always done.

    :raises StorageUnavailable: if the database cannot be written.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return True
    connection = sqlite3.connect(address.database, timeout=LOCK_WAIT)
    try:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise StorageUnavailable(Reason.OTHER, str(error)) from error
    finally:
        connection.close()
    return not busy


def references_hold(connection: Connection) -> bool:
    """Whether all foreign keys hold, after work that SQLite did without them; others never stop checking."""
    if connection.dialect.name != "sqlite":
        return True
    return connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None


class Storage:
    """The records of one database. Open it, run turns, close it; it is also a context manager.

    ``lock_wait`` is how many seconds a turn waits for another program that holds an SQLite file.
    """

    def __init__(self, url: str, *, lock_wait: float = LOCK_WAIT) -> None:
        """Nothing is opened yet."""
        self.url = url
        self._lock_wait = lock_wait
        self._engine: Engine | None = None
        self._writer: Writer | None = None
        self._pool: ThreadPoolExecutor | None = None

    def open(self) -> None:
        """Connect.

        :raises StorageUnavailable: if that fails.
        """
        if self._engine is not None:
            return
        engine = build_engine(self.url, lock_wait=self._lock_wait)
        if engine.dialect.name == "sqlite":
            writer = Writer(engine)
            writer.start()
            self._writer = writer
        else:
            _transaction(engine, _nothing)
            self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="storage")
        self._engine = engine

    def close(self) -> None:
        """Finish the turns that wait, then disconnect. Closing twice does nothing."""
        writer, pool, engine = self._writer, self._pool, self._engine
        self._writer = self._pool = self._engine = None
        if writer is not None:
            writer.stop()
        if pool is not None:
            pool.shutdown(wait=True)
        if engine is not None:
            engine.dispose()

    def __enter__(self) -> Self:
        """Open."""
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run one turn; when this returns, what ``work`` did is committed.

        If ``work`` raises, all it did is undone and its error is raised here; other turns are not touched.
        A caller that is cancelled before the turn began has it left out; a turn that began is carried through.

        :raises StorageUnavailable: if the database cannot be read or written now; nothing of the turn is kept.
        """
        if self._writer is not None:
            loop = asyncio.get_running_loop()
            waiting: asyncio.Future[T] = loop.create_future()
            self._writer.submit(Turn(work, waiting, loop))
            return await waiting
        engine, pool = self._threads()
        return await asyncio.get_running_loop().run_in_executor(pool, _transaction, engine, work)

    def run_now(self, work: Callable[[Connection], T]) -> T:
        """The same, for callers without an event loop (command line, tests). Not from within a turn."""
        if self._writer is not None:
            waiting: Future[T] = Future()
            self._writer.submit(Turn(work, waiting, None))
            return waiting.result()
        engine, pool = self._threads()
        return pool.submit(_transaction, engine, work).result()

    def _threads(self) -> tuple[Engine, ThreadPoolExecutor]:
        if self._engine is None or self._pool is None:
            raise RuntimeError("the storage is not open")
        return self._engine, self._pool


def _nothing(_connection: Connection) -> None:
    """A turn that only proves that there is a connection."""


def _transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    """One turn in a transaction of its own."""
    try:
        with engine.begin() as connection:
            return work(connection)
    except Exception as error:
        state = unavailable(error)
        if state is None or state is error:
            raise
        raise state from error
