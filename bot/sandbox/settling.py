"""When has a bot dealt with what a person did?

Nothing in the Bot API says so. What can be seen: the update was confirmed, the tap was answered, the chat changed.
So the bot counts as settled when all it was given is confirmed, the tap in question is answered, and then either it
drew something and left the chat alone for a moment, or drew nothing for a longer while. A bot that lives in the same
process can be asked instead: no clock is waited for then, and nothing it still means to draw is missed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial

from bot.sandbox.world import Tap, World

AFTER_DRAWING = 0.02
"""Seconds without a call for the chat after something was drawn: several calls may make one screen."""
WITHOUT_DRAWING = 0.3
"""Seconds without a call when nothing was drawn, since an answer may come before the screen it leads to."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment in a chat: how often the bot had drawn by then."""

    person_id: int
    drawn: int


def mark(world: World, person_id: int) -> Mark:
    """This moment."""
    return Mark(person_id, world.phone(person_id).drawn)


async def dealt_with(world: World, tap: Tap | None, seconds: float) -> None:
    """Until everything that was sent is confirmed and the tap is answered.

    Raises ``TimeoutError`` saying what is still owed: an update not confirmed, a tap not answered.
    """
    last_update = world.updates.last_id
    owed = partial(_owed, world, last_update, tap)
    await world.events.until(lambda: not owed(), seconds)
    if owed():
        raise TimeoutError(owed())


async def settle(world: World, since: Mark, tap: Tap | None, seconds: float) -> None:
    """Until the bot is settled after what a person did since ``since``.

    Raises ``TimeoutError`` as :func:`dealt_with` does.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    await dealt_with(world, tap, seconds)
    chat, began = world.phone(since.person_id), loop.time()
    while True:
        window = AFTER_DRAWING if chat.drawn > since.drawn else WITHOUT_DRAWING
        rest = min(max(began, chat.touched) + window, end) - loop.time()
        if rest <= 0:
            return
        await world.events.change(rest)


def _owed(world: World, update_id: int, tap: Tap | None) -> str:
    """What the bot still owes, in words; empty when nothing."""
    if not world.updates.confirmed(update_id):
        return f"the bot has not confirmed update {update_id}: is it running?"
    if tap is not None and not tap.answered:
        return f"the bot confirmed the tap with {tap.data!r} and never answered it"
    return ""
