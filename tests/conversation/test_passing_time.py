"""The clock of ``kaoping try``: a quarter goes by in a minute, and the bot says what it has to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.passing_time import PassingTime
from bot.sandbox import Sandbox
from bot.sandbox.clock import clock_body, move
from bot.sandbox.errors import ApiError, Json
from bot.trying import plan_an_inspection
from rubrics.library import Library
from tests.conversation.calendar import BEGIN, CHINA
from tests.conversation.living import LivingBot
from tests.phone import INSPECTOR, SUPERVISOR, Phone


@pytest.fixture
def telegram() -> Iterator[Sandbox]:
    """It is Monday 23 November 2026, ten in the morning, until somebody moves the clock."""
    with Sandbox(clock=BEGIN.timestamp) as running:
        yield running


@pytest.fixture
def trial(telegram: Sandbox, library: Library, tmp_path: Path) -> Iterator[LivingBot]:
    """A bot as ``kaoping try`` starts it, without a plan."""
    living = LivingBot(
        telegram, library, tmp_path / "trial", lambda: datetime.fromtimestamp(telegram.world.now(), UTC)
    ).start()
    assert living.storage is not None
    living.inside(PassingTime(telegram, living.storage, {INSPECTOR, SUPERVISOR}).began)
    yield living
    living.stop()


def moves(sandbox: Sandbox, seconds: int = 0, *, to_next: bool = False) -> Json:
    return sandbox.do(lambda: move(sandbox.world, seconds, to_next=to_next))


def furnished(trial: LivingBot, library: Library) -> None:
    assert trial.storage is not None
    trial.storage.run_now(lambda conn: plan_an_inspection(conn, library, CHINA, BEGIN))
    trial.tick()


def test_without_a_plan_nothing_comes(telegram: Sandbox, trial: LivingBot) -> None:
    assert moves(telegram, to_next=True)["found"] is False


def test_from_one_reminder_to_the_next(telegram: Sandbox, trial: LivingBot, library: Library) -> None:
    furnished(trial, library)
    inspector = Phone(telegram, INSPECTOR).types("/start").types("/due").sees_on_card("阳光花园")
    Phone(telegram, SUPERVISOR).types("/start")
    moves(telegram, to_next=True)
    inspector.sees("还有7天，周四 12-31 截止")
    moves(telegram, to_next=True)
    inspector.sees("还有3天，周四 12-31 截止")


def test_a_member_who_has_not_opened_the_bot_yet_is_reminded_too(
    telegram: Sandbox, trial: LivingBot, library: Library
) -> None:
    """The clock is the first thing somebody tries: nobody has pressed Start so far."""
    furnished(trial, library)
    moves(telegram, to_next=True)
    Phone(telegram, INSPECTOR).sees("还有7天，周四 12-31 截止")
    Phone(telegram, SUPERVISOR).does_not_see("没有送达的提醒")


def test_a_week_at_a_time(telegram: Sandbox, trial: LivingBot, library: Library) -> None:
    furnished(trial, library)
    inspector = Phone(telegram, INSPECTOR).types("/start")
    for _ in range(5):
        moves(telegram, 7 * 24 * 3600)
    inspector.sees("还有3天，周四 12-31 截止")


def test_the_clock_moves_forward_only_and_no_further_than_a_year(telegram: Sandbox, trial: LivingBot) -> None:
    for seconds in (0, -3600, 400 * 24 * 3600):
        with pytest.raises(ApiError, match="forward"):
            moves(telegram, seconds)


def test_without_a_hand_there_is_no_clock_on_the_page() -> None:
    with Sandbox() as plain:
        assert clock_body(plain.world) is None
        with pytest.raises(ApiError, match="not moved by hand"):
            moves(plain, 3600)
