"""Sending files into a chat, with patience where Telegram or the network asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import structlog
from telegram import Bot, InputFile, Message
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.patience import seconds_of, waiting
from storage.traces import About

T = TypeVar("T")

LARGEST = 50_000_000
"""Bytes: a bot may send no larger file (Bot API, Sending files)."""

_TRIES = 4
_UPLOAD = 600.0
"""Seconds that Telegram may take over a large file."""
_log = structlog.get_logger(__name__)


class Courier:
    """Sends documents, pictures and a word about them. What is lost on the way is told by the error raised."""

    def __init__(self, bot: Bot, sent: Callable[[int, int, About | None], Awaitable[None]]) -> None:
        """``sent`` is awaited with chat and message id of what then stands last in a chat, and whom it tells of."""
        self._bot = bot
        self._sent = sent

    async def document(
        self, chat_id: int, content: bytes | Path, name: str, caption: str = "", about: About | None = None
    ) -> None:
        """Send a file under a name. ``about``: whom it tells of, so that erasing them reaches it.

        :raises TelegramError: if it could not be sent.
        """
        message = await self._patiently(lambda: self._document(chat_id, content, name, caption))
        await self._sent(chat_id, message.message_id, about)

    async def photo(
        self, chat_id: int, content: bytes, name: str, caption: str = "", about: About | None = None
    ) -> None:
        """Send a picture, likewise.

        :raises TelegramError: if it could not be sent.
        """
        message = await self._patiently(
            lambda: self._bot.send_photo(chat_id, InputFile(content, filename=name), caption=caption or None)
        )
        await self._sent(chat_id, message.message_id, about)

    async def say(self, chat_id: int, words: str) -> None:
        """Send a sentence; where even that cannot be sent, it is in the log."""
        try:
            message = await self._bot.send_message(chat_id, words)
        except TelegramError as error:
            _log.info("sentence not sent", reason=type(error).__name__)
        else:
            await self._sent(chat_id, message.message_id, None)

    async def _document(self, chat_id: int, content: bytes | Path, name: str, caption: str) -> Message:
        if isinstance(content, bytes):
            document = InputFile(content, filename=name)
            return await self._bot.send_document(chat_id, document, caption=caption or None)
        # Opened anew for every try, and read while it is sent: the bot never holds a large file in its memory.
        with content.open("rb") as file:
            document = InputFile(file, filename=name, read_file_handle=False)
            return await self._bot.send_document(
                chat_id, document, caption=caption or None, read_timeout=_UPLOAD
            )

    async def _patiently(self, send: Callable[[], Awaitable[Message]]) -> Message:
        for attempt in range(_TRIES):
            try:
                return await send()
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except BadRequest:
                raise
            except NetworkError:
                await asyncio.sleep(waiting(attempt + 1))
        raise NetworkError("the file could not be sent")
