"""``getUpdates``: long polling, one poller at a time."""

from __future__ import annotations

from bot.sandbox.errors import ApiError, Json
from bot.sandbox.parameters import Params
from bot.sandbox.world import World

LONGEST = 50
"""Seconds a poll waits at most."""


async def get_updates(world: World, params: Params) -> list[Json]:
    """What waits from ``offset`` on; confirms everything before it. Waits ``timeout`` seconds for the first.

    Raises 409 while a webhook is set, and when another poll takes over.
    """
    if world.webhook.url:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook "
            "first",
        )
    me = world.poller = object()
    world.updates.allow(params.json("allowed_updates"))
    if offset := params.number("offset"):
        world.updates.confirm(offset)
    # Wakes an earlier poll, which finds itself replaced, and whoever waits for a confirmation.
    world.events.wake()
    limit = min(100, max(1, params.number("limit", 100)))
    seconds = min(LONGEST, max(0, params.number("timeout")))
    await world.events.until(lambda: len(world.updates) or world.poller is not me, seconds)
    if world.poller is not me and not world.events.closed:
        raise ApiError(
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        )
    return world.updates.first(limit)
