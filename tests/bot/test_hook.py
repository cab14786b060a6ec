"""Pushes that come at the same time: of one chat one after the other, of several side by side."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, cast

import aiohttp
from pydantic import SecretStr
from telegram import Bot, Update

from bot.hook import HEADER, PATH, Hook

SECRET = "only-Telegram-knows-this"


class Told:
    """A bot that was told its webhook."""

    def __init__(self) -> None:
        self.done = asyncio.Event()

    async def set_webhook(self, *_: object, **__: object) -> None:
        self.done.set()


def pushed(number: int, chat: int) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "林晓"}
    where = {"id": chat, "type": "private", "first_name": "林晓"}
    message = {"message_id": number, "date": 1_800_000_000, "from": person, "chat": where, "text": "好"}
    return {"update_id": number, "message": message}


async def test_turns_of_one_chat_never_overlap_and_those_of_several_do() -> None:
    under_way: list[int] = []
    together: set[frozenset[int]] = set()
    doubled: list[int] = []

    async def handle(update: Update) -> None:
        assert update.effective_chat is not None
        chat = update.effective_chat.id
        if chat in under_way:
            doubled.append(chat)
        under_way.append(chat)
        for _ in range(20):
            together.add(frozenset(under_way))
            await asyncio.sleep(0)
        under_way.remove(chat)

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    told = Told()
    hook = Hook(cast(Bot, told), handle, "https://x.example/telegram", SecretStr(SECRET), ("127.0.0.1", port))
    running = asyncio.create_task(hook.run())
    await told.done.wait()
    async with aiohttp.ClientSession(headers={HEADER: SECRET}) as session:

        async def pushes(place: int) -> None:
            """One connection of Telegram's: the next push as soon as the last was taken."""
            for number in range(10):
                body = pushed(100 * place + number + 1, 1 + place % 3)
                async with session.post(f"http://127.0.0.1:{port}{PATH}", json=body) as answer:
                    assert answer.status == 200

        await asyncio.gather(*(pushes(place) for place in range(12)))
    hook.stop()
    await running
    assert doubled == []
    assert any(len(chats) > 1 for chats in together)
