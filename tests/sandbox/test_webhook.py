"""Pushed updates: in order, again until taken, with the secret."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.sandbox import Sandbox
from bot.sandbox.webhook import SECRET_HEADER
from tests.sandbox.conftest import ME, Caller


class Receiver:
    """A bot's end of a webhook, which refuses as many times as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.refusals = 0
        self.news = asyncio.Condition()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        async with self.news:
            self.got.append((update["message"]["text"], request.headers.get(SECRET_HEADER, "")))
            self.news.notify_all()
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=500)
        return web.Response()

    async def until(self, count: int) -> list[str]:
        async with asyncio.timeout(10), self.news:
            await self.news.wait_for(lambda: len(self.got) >= count)
        return [text for text, _ in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_in_order_and_again_until_taken(sandbox: Sandbox, bot: Caller, receiver: Receiver) -> None:
    receiver.refusals = 1
    sandbox.types(ME, "waiting")
    bot.call("setWebhook", url=receiver.url, secret_token="s-1")
    sandbox.types(ME, "next")
    assert await receiver.until(3) == ["waiting", "waiting", "next"]
    assert {secret for _, secret in receiver.got} == {"s-1"}
    await asyncio.to_thread(sandbox.until, lambda: len(sandbox.world.updates) == 0)


async def test_no_polling_beside_a_webhook(bot: Caller, receiver: Receiver) -> None:
    bot.call("setWebhook", url=receiver.url)
    assert bot.refusal("getUpdates") == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    assert bot.call("getWebhookInfo")["url"] == receiver.url
    bot.call("deleteWebhook")
    assert bot.call("getUpdates") == []
    assert bot.call("getWebhookInfo")["url"] == ""


def test_setting_a_webhook_ends_a_poll_and_can_drop_what_waits(bot: Caller) -> None:
    bot.sandbox.types(ME, "x")
    bot.call("deleteWebhook", drop_pending_updates=True)
    assert bot.sandbox.pending() == 0


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"url": "ftp://x"}, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://x", "secret_token": "a b"},
            "Bad Request: secret token contains unallowed characters",
        ),
    ],
)
def test_bad_webhooks(bot: Caller, params: dict[str, str], refusal: str) -> None:
    assert bot.refusal("setWebhook", **params) == (400, refusal)


async def test_trouble_is_told(sandbox: Sandbox, bot: Caller, receiver: Receiver) -> None:
    receiver.refusals = 99
    bot.call("setWebhook", url=receiver.url)
    sandbox.types(ME, "x")
    await receiver.until(2)
    info = bot.call("getWebhookInfo")
    assert info["pending_update_count"] == 1
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
