"""What rooms of the tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgresql.server import CannotStart, Server, running


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL that is started once for all tests that ask for it."""
    try:
        with running() as server:
            yield server
    except CannotStart as error:
        pytest.skip(f"PostgreSQL cannot be started on this machine ({error})")
