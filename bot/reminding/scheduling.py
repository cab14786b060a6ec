"""The one job: a short tick every half minute, for as long as the bot runs."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.reminding.ticking import Reminders

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

EVERY = 30
"""Seconds between ticks: no reminder comes later than that."""


async def tick_until_cancelled(reminders: Reminders, *also: Callable[[], Awaitable[None]]) -> None:
    """Tick now and from then on, and do what is to be done ``also``; on being cancelled, end in order.

    A tick that comes late is still made, several that were missed are one, and no two overlap.
    """
    # In a thread, since it takes a tenth of a second that the first taps would wait for.
    scheduler: Any = (await asyncio.to_thread(_scheduler))(timezone=UTC)
    for job in (reminders.round, *also):
        scheduler.add_job(
            partial(_unless_stopped, job),
            "interval",
            seconds=EVERY,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=datetime.now(UTC),
        )
    scheduler.start()
    try:
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)
        await reminders.close()


async def _unless_stopped(job: Callable[[], Awaitable[None]]) -> None:
    """Do a job; a stop in the middle of it is no fault for the scheduler to report, since the rows know the rest."""
    with suppress(asyncio.CancelledError):
        await job()


def _scheduler() -> Callable[..., Any]:
    # It comes without types.
    from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

    scheduler: Callable[..., Any] = AsyncIOScheduler
    return scheduler
