"""The scene as a database: made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.exporting import Records
from tests.bench.filled import fill as fill_many
from tests.exporting.scene import fill


@pytest.fixture(autouse=True)
def _in_no_hurry_to_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside other tests, a process that gives way to everybody would hardly ever come to its turn."""
    monkeypatch.setattr("bot.exporting.workshop.NICENESS", 0)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exports") / "kaoping.sqlite3"
    fill(path)
    return path


@pytest.fixture(scope="session")
def many_rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of which an export takes a moment."""
    path = tmp_path_factory.mktemp("many") / "kaoping.sqlite3"
    fill_many(path, 2000)
    return path


@pytest.fixture
def many(many_rows: Path, tmp_path: Path) -> str:
    """The address of such a database."""
    (tmp_path / "many").mkdir()
    return f"sqlite:///{shutil.copy(many_rows, tmp_path / 'many' / 'kaoping.sqlite3')}"


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return Path(shutil.copy(filled, tmp_path / "data" / "kaoping.sqlite3"))


@pytest.fixture
def address(database: Path) -> str:
    return f"sqlite:///{database}"


@pytest.fixture
def records(address: str) -> Iterator[Records]:
    with Records(address) as opened:
        yield opened
