"""The clock of a trial: moved forward by hand, so that a quarter goes by in a minute. It never goes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.errors import ApiError, Json

if TYPE_CHECKING:
    from bot.sandbox.world import World

LONGEST = 366 * 24 * 3600
"""Seconds that it moves at once, at most."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who lives by the clock. ``moved`` is called after it was moved and does not wait.

    ``to_next`` moves it on to when the bot next says something by itself; ``False`` where that is never.
    """

    moved: Callable[[], None]
    to_next: Callable[[], bool]


def clock_body(world: World) -> Json | None:
    """What time it is, for the page; ``None`` where the clock is not to be moved."""
    return None if world.hands is None else {"now": world.now(), "shifted": world.shift > 0}


def move(world: World, seconds: int, *, to_next: bool = False) -> Json:
    """Move the clock forward, by so many seconds or to when something happens; what time it is then."""
    if world.hands is None:
        raise ApiError(404, "Not Found: this clock is not moved by hand")
    found = True
    if to_next:
        found = world.hands.to_next()
    elif 0 < seconds <= LONGEST:
        world.passes(seconds)
        world.hands.moved()
    else:
        raise ApiError(400, "Bad Request: the clock moves forward, by a year at most")
    return {"clock": clock_body(world), "found": found}
