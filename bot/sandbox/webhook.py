"""Updates pushed to the bot: in order, each until the bot says 2xx."""

from __future__ import annotations

import re
from functools import partial

import aiohttp

from bot.sandbox.errors import Json, bad_request
from bot.sandbox.parameters import Params
from bot.sandbox.world import WebhookState, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds between two tries of one update: doubled each time, up to the longest."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def set_webhook(world: World, params: Params) -> bool:
    """``setWebhook``. Telegram wants https; here any http address of this machine is good too."""
    url = params.text("url")
    secret = params.text("secret_token")
    if url and not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(params.json("allowed_updates"))
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    limit = params.number("max_connections", 40)
    world.webhook = WebhookState(url, secret, limit, turn=world.webhook.turn + 1)
    world.poller = None
    world.events.wake()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    """``deleteWebhook``."""
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = WebhookState(turn=world.webhook.turn + 1)
    world.events.wake()
    return True


def get_webhook_info(world: World, _: Params) -> Json:
    """``getWebhookInfo``."""
    hook = world.webhook
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.last_error_date is not None:
        info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info


async def deliver(world: World) -> None:
    """Push updates for as long as the server runs; rests while no webhook is set."""
    events = world.events
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
        pause = FIRST_PAUSE
        while not events.closed:
            if not (world.webhook.url and len(world.updates)):
                await events.until(
                    lambda: events.closed or (world.webhook.url and len(world.updates)), seconds=3600
                )
            elif await _push(world, session):
                pause = FIRST_PAUSE
            else:
                await events.until(partial(_set_anew, world, world.webhook.turn), pause)
                pause = min(pause * 2, LONGEST_PAUSE)


def _set_anew(world: World, turn: int) -> bool:
    return world.webhook.turn != turn


async def _push(world: World, session: aiohttp.ClientSession) -> bool:
    """One update, once; whether the bot took it."""
    hook, update = world.webhook, world.updates.first(1)[0]
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    try:
        async with session.post(hook.url, json=update, headers=headers) as response:
            if 200 <= response.status < 300:
                if world.webhook is hook:
                    world.updates.confirm(update["update_id"] + 1)
                    world.events.wake()
                return True
            trouble = f"Wrong response from the webhook: {response.status} {response.reason}"
    except TimeoutError:
        trouble = "Read timeout expired"
    except aiohttp.ClientConnectorError:
        trouble = "Connection refused"
    except aiohttp.ClientError as error:
        trouble = f"Connection failed: {error}"
    hook.last_error, hook.last_error_date = trouble, int(world.now())
    return False
