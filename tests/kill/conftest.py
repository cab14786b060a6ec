"""A stand-in, and the real bot beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.kill.process import RealBot
from tests.phone import INSPECTOR, INTERVIEWER, Phone

OWNERS = (INTERVIEWER, INSPECTOR)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def new_bot(sandbox: Sandbox, tmp_path: Path) -> Iterator[Callable[..., RealBot]]:
    """Makes bots, not yet started; whatever runs at the end is killed."""
    with ExitStack() as made:

        def make(name: str = "kaoping", **more: str) -> RealBot:
            bot = RealBot(sandbox, tmp_path / name, OWNERS, **more)
            made.callback(bot.end)
            return bot

        yield make


@pytest.fixture
def bot(new_bot: Callable[..., RealBot]) -> RealBot:
    """The bot, running."""
    return new_bot().start()


@pytest.fixture
def phone(sandbox: Sandbox, bot: RealBot) -> Phone:
    """The interviewer's phone, with the first question of an interview open."""
    return at_first_question(Phone(sandbox, INTERVIEWER))


def at_first_question(phone: Phone, name: str = "张三") -> Phone:
    """Begin an interview of someone."""
    return phone.types("/start interview").types(name).taps("开始评价").sees_on_card("1/20")
