"""A migrated database of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.engine import build_engine
from tests.conversation.offline import empty_database


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "kaoping.sqlite3"
    path.write_bytes(empty_database())
    engine = build_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        yield connection
    engine.dispose()
