"""What people read where PostgreSQL cannot be reached, and what reaches it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.command_line.kaoping import command, kaoping
from tests.postgresql.server import Server

TOKEN = "12345:" + "A" * 35


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env of anybody's."""
    monkeypatch.chdir(tmp_path)


def test_without_the_driver_run_tells_what_to_install(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    (gone / "psycopg.py").write_text("raise ModuleNotFoundError(\"No module named 'psycopg'\")")
    address = "postgresql://me:secret@localhost/kaoping"
    said = kaoping("run", cwd=tmp_path, TELEGRAM_TOKEN=TOKEN, DATABASE_URL=address, PYTHONPATH=gone)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("The driver for PostgreSQL is not installed.")
    assert "pip install 'kaoping[postgresql]'" in said.err
    assert "secret" not in said.err


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: whoever connects is refused
        address = f"postgresql://me:secret@127.0.0.1:{nobody.getsockname()[1]}/kaoping"
        said = command("migrate", settings={"DATABASE_URL": address})
    assert said.status == 2
    assert "The database cannot be opened or reached. Check DATABASE_URL" in said.err
    assert "secret" not in said.err


def test_the_address_works_with_and_without_the_drivers_name(postgresql: Server) -> None:
    address = postgresql.fresh()
    for given in (address, address.replace("+psycopg", "")):
        said = command("migrate", settings={"DATABASE_URL": given})
        assert (said.status, said.err) == (0, "")
