"""A stand-in, a bot, phones. Conversations run twice: with the bot left alone, and rebuilt before every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from rubrics.library import Library, load_forms
from tests.conversation.calendar import Days, WallClock
from tests.conversation.living import LivingBot, RestlessPhone
from tests.phone import INTERVIEWER, Phone


@pytest.fixture(scope="session")
def library() -> Library:
    return load_forms()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def bot(sandbox: Sandbox, library: Library, tmp_path: Path) -> Iterator[LivingBot]:
    living = LivingBot(sandbox, library, tmp_path / "data").start()
    yield living
    living.stop()


@pytest.fixture
def someone(sandbox: Sandbox, bot: LivingBot) -> Callable[[int], Phone]:
    """A phone of anyone, with the bot left alone."""
    return lambda person_id: Phone(sandbox, person_id)


@pytest.fixture(params=["left alone", "rebuilt at every step"])
def phone(request: pytest.FixtureRequest, sandbox: Sandbox, bot: LivingBot) -> Phone:
    """The interviewer's phone, with the bot left alone or rebuilt before every step."""
    if request.param == "left alone":
        return Phone(sandbox, INTERVIEWER)
    return RestlessPhone(sandbox, bot, INTERVIEWER)


@pytest.fixture
def steady(sandbox: Sandbox, bot: LivingBot) -> Phone:
    """The interviewer's phone, with the bot left alone."""
    return Phone(sandbox, INTERVIEWER)


@pytest.fixture
def clock() -> WallClock:
    """Monday 23 November 2026, ten in the morning; it stands still until a test moves it."""
    return WallClock()


@pytest.fixture
def telegram(clock: WallClock) -> Iterator[Sandbox]:
    """A stand-in that lives by the moved clock."""
    with Sandbox(clock=clock.seconds) as running:
        yield running


@pytest.fixture
def planning(telegram: Sandbox, library: Library, tmp_path: Path, clock: WallClock) -> Iterator[LivingBot]:
    """A bot that lives by the moved clock."""
    living = LivingBot(telegram, library, tmp_path / "planned", clock).start()
    yield living
    living.stop()


@pytest.fixture
def days(clock: WallClock, planning: LivingBot) -> Days:
    """The calendar, to be turned."""
    return Days(clock, planning)


@pytest.fixture
def chats(telegram: Sandbox, planning: LivingBot) -> Callable[[int], Phone]:
    """A phone of anyone who writes to the bot that lives by the moved clock."""
    return lambda person_id: Phone(telegram, person_id)
