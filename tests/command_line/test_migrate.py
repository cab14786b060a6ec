"""``kaoping migrate``: a fresh database, a current one, a newer one, and places where none can be."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from storage.migrating import head
from tests.command_line.kaoping import command, kaoping, with_records


def test_a_fresh_database_is_made_and_a_current_one_left_as_it_is(here: Path) -> None:
    for _ in range(2):
        said = kaoping("migrate", cwd=here)
        assert (said.status, said.out, said.err) == (0, f"The database is current ({head()}).\n", "")
    with sqlite3.connect(here / "data" / "kaoping.sqlite3") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(head(),)]
    connection.close()


def test_the_data_directory_is_its_owners_alone(here: Path) -> None:
    command("migrate", settings={"KAOPING_DATA": "records"})
    assert (here / "records").stat().st_mode & 0o077 == 0


def test_a_newer_database_is_refused_and_left_as_it_is(here: Path) -> None:
    with_records(here)
    file = here / "data" / "kaoping.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = file.read_bytes()
    said = command("migrate")
    assert (said.status, said.out) == (2, "")
    assert "newer version of Kaoping" in said.err
    assert "Nothing was changed" in said.err
    assert file.read_bytes() == before


@pytest.mark.parametrize("data", ["taken", "taken/data"], ids=["a file", "below a file"])
def test_a_file_where_the_data_directory_should_be_is_told(here: Path, data: str) -> None:
    (here / "taken").write_text("not a directory", encoding="utf-8")
    said = command("migrate", settings={"KAOPING_DATA": data})
    assert (said.status, said.out) == (2, "")
    first, second = said.err.splitlines()
    assert first.startswith(f"The data directory {data} cannot be made (")
    assert "KAOPING_DATA" in second


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows may write anywhere")
def test_a_directory_that_may_not_be_written_to_is_told(here: Path) -> None:
    (here / "closed").mkdir(mode=0o500)
    said = kaoping("migrate", cwd=here, KAOPING_DATA="closed/data")
    assert said.status == 2
    assert said.err.startswith("The data directory closed/data cannot be made (Permission denied)")


def test_a_directory_where_the_database_should_be_is_told(here: Path) -> None:
    (here / "data" / "kaoping.sqlite3").mkdir(parents=True)
    said = command("migrate")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("The database cannot be opened or reached.")


def test_a_file_that_is_no_database_is_told(here: Path) -> None:
    (here / "notes.txt").write_text("These are notes and no database at all. " * 50, encoding="utf-8")
    said = command("migrate", settings={"DATABASE_URL": "sqlite:///notes.txt"})
    assert (said.status, said.out) == (2, "")
    assert "check" in said.err.lower()


def test_an_address_that_is_none_is_told() -> None:
    said = command("migrate", settings={"DATABASE_URL": "nonsense"})
    assert (said.status, said.out) == (2, "")
    assert "DATABASE_URL" in said.err
