"""A migrated database for each test, copied from one that was migrated once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.engine import Storage, build_engine
from storage.migrating import migrate
from tests.storage.scene import address


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "kaoping.db"
    migrate(address(path))
    return path


@pytest.fixture
def path(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated, tmp_path / "kaoping.db"))


@pytest.fixture
def storage(path: Path) -> Iterator[Storage]:
    with Storage(address(path)) as opened:
        yield opened


@pytest.fixture
def conn(path: Path) -> Iterator[Connection]:
    engine = build_engine(address(path))
    with engine.begin() as connection:
        yield connection
    engine.dispose()
