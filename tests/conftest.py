"""What rooms of the tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog

from tests.postgresql.server import CannotStart, Server, running


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL that is started once for all tests that ask for it."""
    try:
        with running() as server:
            yield server
    except CannotStart as error:
        pytest.skip(f"PostgreSQL cannot be started on this machine ({error})")


@pytest.fixture(autouse=True)
def logging_as_found() -> Iterator[None]:
    """A command run within this process may set logging up for its own, short-lived streams: undone afterwards.

    Imported above, before any command, since its default stream is the one found at that moment.
    """
    yield
    structlog.reset_defaults()
