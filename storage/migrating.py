"""Bringing a database to this version's tables.

Alembic takes long to import, so it is imported only where there is something to migrate: a database that is
at the head already is recognised by one look at its version row.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.exc import ArgumentError

from storage import tables
from storage.engine import Storage, build_engine, references_hold
from storage.errors import DatabaseTooNew, DatabaseTooOld, Reason, StorageUnavailable, unavailable

__all__ = [
    "BASE",
    "REVISIONS",
    "DatabaseTooNew",
    "DatabaseTooOld",
    "ensure_current",
    "head",
    "migrate",
    "require_current",
]

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every step there is, oldest first; a test holds this to the files in ``migrations/versions``."""

BASE = "base"
"""Before the first step: a database without tables."""

_SCRIPTS = Path(__file__).with_name("migrations")


def head() -> str:
    """The step that this version's tables are at."""
    return REVISIONS[-1]


def ensure_current(database: Storage | str) -> None:
    """Migrate a database (a storage's, or the one at an address) to the head, unless it is there.

    :raises DatabaseTooNew: if a newer version wrote it; it is left as it is.
    :raises StorageUnavailable: if it cannot be read or written.
    """
    url = database if isinstance(database, str) else database.url
    with _transaction(url) as connection:
        current = _step(connection)
    if current != head() and not _migrated_apart(url):
        migrate(url)


def _migrated_apart(url: str) -> bool:
    """Migrate in a process of its own that ends then, so that this one need not hold what migrating takes (10 MB).

    ``False`` where that cannot be done (other threads are up already, no fork here) or did not go well: whoever
    then migrates in this process hears why.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    child = os.fork()
    if child == 0:
        try:
            migrate(url)
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def require_current(url: str) -> None:
    """Make sure that a database is there and at the head, for those who only look; nothing is made or changed.

    :raises DatabaseTooOld: if it is not there yet.
    :raises DatabaseTooNew: if a newer version wrote it.
    :raises StorageUnavailable: if there is none, or it cannot be read.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StorageUnavailable(Reason.UNREACHABLE, "no address of a database") from error
    file = address.database if address.get_backend_name() == "sqlite" else None
    if file and not Path(file).exists():
        raise StorageUnavailable(Reason.UNREACHABLE, f"there is no file {file}")
    with _transaction(url) as connection:
        current = _step(connection)
    if current != head():
        raise DatabaseTooOld(current, head())


def migrate(url: str, to: str | None = None) -> None:
    """Migrate a database to a step, forth or back, in one transaction: all of it or nothing.

    ``to`` is one of :data:`REVISIONS`, or :data:`BASE`; without it, the head. Two processes may try at once:
    the second finds the work done.

    :raises DatabaseTooNew: if a newer version wrote it; it is left as it is.
    :raises StorageUnavailable: if it cannot be read or written.
    """
    target = to or head()
    with _transaction(url) as connection:
        current = _step(connection)
        if current != target:
            if current == BASE:
                _refuse_strange(connection)
            _walk(connection, target, forth=_place(target) > _place(current))
            if not references_hold(connection):
                raise StorageUnavailable(Reason.OTHER, "a migration would have left rows that point nowhere")


@contextmanager
def _transaction(url: str) -> Iterator[Connection]:
    engine = build_engine(url, foreign_keys=False)
    try:
        with engine.begin() as connection:
            yield connection
    except Exception as error:
        state = unavailable(error)
        if state is None or state is error:
            raise
        raise state from error
    finally:
        engine.dispose()


def _step(connection: Connection) -> str:
    """The step a database is at, :data:`BASE` where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return BASE
    step = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if step is None:
        return BASE
    if step not in REVISIONS:
        raise DatabaseTooNew(str(step), head())
    return str(step)


def _refuse_strange(connection: Connection) -> None:
    """A database without our version row that has tables named like ours belongs to somebody else."""
    if tables.metadata.tables.keys() & set(inspect(connection).get_table_names()):
        raise StorageUnavailable(Reason.OTHER, "it holds tables of another program")


def _place(step: str) -> int:
    return -1 if step == BASE else REVISIONS.index(step)


def _walk(connection: Connection, target: str, *, forth: bool) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    walk: Callable[[Config, str], None] = command.upgrade if forth else command.downgrade
    walk(config, target)
