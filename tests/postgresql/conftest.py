"""The whole bot on PostgreSQL, with a clock that a test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from bot.trying import furnish
from rubrics.library import Library, load_forms
from storage.engine import Storage
from storage.migrating import migrate
from tests.conversation.calendar import Days, WallClock
from tests.conversation.living import LivingBot
from tests.conversation.offline import START
from tests.phone import Phone
from tests.postgresql.server import Server


def furnished(address: str) -> None:
    """Migrate a database and give the people of the page their roles."""
    migrate(address)
    with Storage(address) as storage:
        storage.run_now(lambda conn: furnish(conn, START - timedelta(days=1)))


@pytest.fixture(scope="session")
def library() -> Library:
    return load_forms()


@pytest.fixture
def address(postgresql: Server) -> str:
    """The address of a database of this test's own."""
    return postgresql.fresh(furnished)


@pytest.fixture
def clock() -> WallClock:
    """Monday 23 November 2026, ten in the morning."""
    return WallClock()


@pytest.fixture
def sandbox(clock: WallClock) -> Iterator[Sandbox]:
    with Sandbox(clock=clock.seconds) as running:
        yield running


@pytest.fixture
def bot(
    sandbox: Sandbox, library: Library, tmp_path: Path, clock: WallClock, address: str
) -> Iterator[LivingBot]:
    living = LivingBot(sandbox, library, tmp_path / "data", clock, database_url=address).start()
    yield living
    living.stop()


@pytest.fixture
def days(clock: WallClock, bot: LivingBot) -> Days:
    """The calendar, to be turned."""
    return Days(clock, bot)


@pytest.fixture
def someone(sandbox: Sandbox, bot: LivingBot) -> Callable[[int], Phone]:
    """A phone of anyone."""
    return lambda person_id: Phone(sandbox, person_id)
