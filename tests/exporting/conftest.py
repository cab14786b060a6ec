"""The scene as a database: made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.exporting import Records
from tests.exporting.scene import fill


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exports") / "kaoping.sqlite3"
    fill(path)
    return path


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
