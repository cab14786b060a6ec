"""A bot that does nothing but edit at once: shows how many taps a second the stand-in itself can serve.

It keeps no state: the question's number travels in the button. Calls go through aiohttp on uvloop, eight at
a time.
"""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

import aiohttp
import uvloop

from tests.bench.crowd import RATINGS

WORKERS = 8


def _draw(chat: int, text: str, button: str = "", data: str = "") -> dict[str, Any]:
    screen: dict[str, Any] = {"chat_id": chat, "text": text}
    if button:
        keyboard = [[{"text": button, "callback_data": data}]]
        screen["reply_markup"] = json.dumps({"inline_keyboard": keyboard})
    return screen


def respond(update: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The Bot API call that answers an update, and its parameters."""
    if message := update.get("message"):
        chat = message["chat"]["id"]
        if message["text"].startswith("/"):
            return "sendMessage", _draw(chat, "姓名?")
        return "sendMessage", _draw(chat, message["text"], "开始", "0")
    query = update["callback_query"]
    number = int(query["data"])
    button = "良好" if number < RATINGS else "提交"
    screen = _draw(query["message"]["chat"]["id"], f"{number + 1}/{RATINGS}", button, str(number + 1))
    return "editMessageText", screen | {"message_id": query["message"]["message_id"]}


async def run(api: str) -> None:
    """Poll ``api`` for ever."""
    updates: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def call(method: str, parameters: dict[str, Any]) -> Any:
            async with session.post(f"{api}/{method}", data=parameters) as response:
                return (await response.json())["result"]

        async def work() -> None:
            while True:
                method, parameters = respond(await updates.get())
                if method == "editMessageText":
                    await call("answerCallbackQuery", {"callback_query_id": "0"})
                await call(method, parameters)

        async with asyncio.TaskGroup() as group:
            for _ in range(WORKERS):
                group.create_task(work())
            offset = 0
            while True:
                for update in await call("getUpdates", {"offset": offset, "timeout": 10}):
                    offset = update["update_id"] + 1
                    updates.put_nowait(update)


if __name__ == "__main__":
    uvloop.run(run(f"{os.environ['TELEGRAM_API_URL']}/bot{os.environ['TELEGRAM_TOKEN']}"))
