"""Waits between tries: they grow, they end, and no outage is so long that counting them breaks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, cast

import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.app import App, reach
from bot.patience import waiting
from bot.polling import Poller

HOURS = 1100
"""Failures in a row: with half a minute between them more than nine hours."""


def test_waits_double_up_to_half_a_minute_and_stay_there() -> None:
    assert [waiting(n) for n in (0, 1, 2, 3, 6, 7, 8)] == [0.5, 0.5, 1, 2, 16, 30, 30]
    assert {waiting(n) for n in (1024, 1025, 100_000)} == {30}


class OutOfReach:
    """A Telegram that cannot be reached for a while."""

    def __init__(self, failures: int, then: Callable[[], None] = lambda: None) -> None:
        self.left = failures
        self.then = then

    async def get_updates(self, **_: Any) -> list[Any]:
        return await self._answer()

    async def initialize(self) -> None:
        await self._answer()

    async def _answer(self) -> list[Any]:
        if self.left:
            self.left -= 1
            raise NetworkError("no route")
        self.then()
        return []


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What would have been slept."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return slept


def test_after_a_night_without_telegram_fetching_goes_on(waits: list[float]) -> None:
    async def handle(_: Any) -> None:
        """Nothing comes."""

    there = OutOfReach(HOURS)
    poller = Poller(cast("Bot", there), handle)
    there.then = poller.stop
    asyncio.run(_whole(poller.run))
    assert (len(waits), waits[-1]) == (HOURS, 30)


def test_a_start_waits_as_long_for_telegram(waits: list[float]) -> None:
    asyncio.run(reach(cast("App", OutOfReach(HOURS))))
    assert (len(waits), waits[-1]) == (HOURS, 30)


async def _whole(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async with asyncio.timeout(20):
        await work()
