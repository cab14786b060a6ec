"""Messages of their own into chats (reminders, notices), no faster than Telegram takes messages over all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol

import structlog
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.patience import seconds_of
from bot.screens.screen import Screen
from bot.showing import dressed, fitted

PACE = 0.04
"""Seconds between messages: 25 a second, so that cards have room beside them (Telegram takes 30)."""

_log = structlog.get_logger(__name__)


class Unreachable(Exception):
    """Nothing can be sent to this person: they blocked the bot, or never started it."""


class Gone(Exception):
    """The message to draw again is not there any more, or cannot be changed."""


class NotNow(Exception):
    """It could not be sent for now. ``wait``: how long Telegram asks to wait, where it says so."""

    def __init__(self, wait: timedelta | None = None) -> None:
        """Keep how long to wait."""
        super().__init__(wait)
        self.wait = wait


class Mail(Protocol):
    """Who carries messages of their own into chats."""

    async def send(self, person_id: int, screen: Screen) -> int:
        """Send a message of its own; its id.

        :raises Unreachable: if this person cannot be reached.
        :raises NotNow: if it is to be tried again later.
        """
        ...


class Post(Mail, Protocol):
    """Who can also draw again what was sent."""

    async def redraw(self, person_id: int, message_id: int, screen: Screen) -> None:
        """Draw a message again.

        :raises Gone: if that cannot be done, now or ever.
        :raises NotNow: if it is to be tried again later.
        """
        ...


class TelegramPost:
    """Sends through the Bot API. When Telegram asks to wait, everything waits, from the rows."""

    def __init__(self, bot: Bot, moved: Callable[[int, int], Awaitable[None]]) -> None:
        """Send through ``bot``; ``moved`` is awaited with both ids of a group that has another one from now on."""
        self._bot = bot
        self._moved = moved
        self._free_at = 0.0
        self._closed_to = 0.0

    async def send(self, person_id: int, screen: Screen) -> int:
        """Send a message of its own; its id.

        :raises Unreachable: if this person blocked the bot or never started it, or the message is refused.
        :raises NotNow: if Telegram is out of reach, in trouble, or asks to wait, or the group has another id now.
        """
        await self._turn()
        try:
            sent = await self._bot.send_message(person_id, fitted(screen.text), api_kwargs=dressed(screen))
        except RetryAfter as error:
            raise self._told_to_wait(error) from None
        except Forbidden as error:
            raise Unreachable from error
        except BadRequest as error:
            _log.warning("a reminder was refused", reason=str(error))
            raise Unreachable from error
        except ChatMigrated as error:
            await self._moved(person_id, error.new_chat_id)
            raise NotNow from error
        except TelegramError as error:
            raise NotNow from error
        return sent.message_id

    async def redraw(self, person_id: int, message_id: int, screen: Screen) -> None:
        """Draw a message again.

        :raises Gone: if it is not there any more, or cannot be changed.
        :raises NotNow: if Telegram is out of reach, in trouble, or asks to wait.
        """
        await self._turn()
        try:
            await self._bot.edit_message_text(
                fitted(screen.text), person_id, message_id, api_kwargs=dressed(screen)
            )
        except RetryAfter as error:
            raise self._told_to_wait(error) from None
        except (Forbidden, BadRequest) as error:
            if "not modified" not in str(error).lower():
                raise Gone from error
        except ChatMigrated as error:
            await self._moved(person_id, error.new_chat_id)
            raise Gone from error
        except TelegramError as error:
            raise NotNow from error

    async def _turn(self) -> None:
        """Wait for the next place in the pace.

        :raises NotNow: while Telegram wants nothing.
        """
        now = asyncio.get_running_loop().time()
        if now < self._closed_to:
            raise NotNow(timedelta(seconds=self._closed_to - now))
        place = max(now, self._free_at)
        self._free_at = place + PACE
        if place > now:
            await asyncio.sleep(place - now)

    def _told_to_wait(self, error: RetryAfter) -> NotNow:
        wait = seconds_of(error)
        self._closed_to = asyncio.get_running_loop().time() + wait
        return NotNow(timedelta(seconds=wait))
