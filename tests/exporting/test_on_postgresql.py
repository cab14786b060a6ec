"""The same scene on PostgreSQL gives the same files."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.exporting.columns import Table
from bot.exporting.making import export_to
from bot.exporting.order import Format, Order
from storage.engine import Storage
from storage.migrating import migrate
from storage.scope import EVERYTHING
from tests.exporting.scene import fill_in
from tests.postgresql.server import Server


def made(address: str) -> None:
    """Migrate a database and put the scene into it."""
    migrate(address)
    with Storage(address) as storage:
        storage.run_now(fill_in)


@pytest.mark.parametrize(
    ("kind", "table"),
    [(Format.CSV, Table.EVALUATIONS), (Format.CSV, Table.ANSWERS), (Format.JSONL, Table.EVALUATIONS)],
)
def test_every_database_gives_the_same_file(
    postgresql: Server, address: str, tmp_path: Path, kind: Format, table: Table
) -> None:
    order = Order(EVERYTHING, kind, "zh", "Asia/Shanghai", table=table)
    files = []
    for number, url in enumerate((address, postgresql.fresh(made))):
        out = tmp_path / str(number)
        assert export_to(url, order, out, lambda _done, _of: None, lambda _evaluations: None) == 4
        files.append(out.read_bytes())
    assert files[0] == files[1]
