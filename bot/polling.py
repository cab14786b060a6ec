"""Fetching updates, confirming each only when its turn is committed.

Telegram forgets an update as soon as a later offset is asked for. PTB's own polling asks on fetching, so a kill
loses what is in flight; here the offset moves on only after every turn of the batch is on disk. What was already
done when the process died comes once more, and is harmless then.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Protocol

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.patience import seconds_of, waiting
from bot.updates import ALLOWED

_log = structlog.get_logger(__name__)
_LONG_POLL = 30


class NotDone(Exception):
    """A turn could not be committed for now: its update must come again."""


class CannotListen(Exception):
    """The address to listen on for what is pushed is taken, or not of this machine; the message says which."""


Handle = Callable[[Update], Awaitable[None]]
"""Takes one update and returns when its turn is committed.

:raises NotDone: if it is not, and the update must be fetched again.
"""


class Source(Protocol):
    """Where updates come from."""

    async def run(self) -> None:
        """Take updates until :meth:`stop`."""
        ...

    def stop(self) -> None:
        """Take nothing more; what is being handled is finished first."""
        ...


class Poller:
    """The loop that fetches, hands over and confirms."""

    def __init__(self, bot: Bot, handle: Handle) -> None:
        """Fetch through ``bot``, hand each update to ``handle``; in order within a chat, chats side by side."""
        self._bot = bot
        self._handle = handle
        self._offset: int | None = None
        self._fetching: asyncio.Task[Sequence[Update]] | None = None
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Fetch until :meth:`stop`.

        :raises InvalidToken: if Telegram does not know the token.
        """
        trouble = 0
        while not self._stopping.is_set():
            try:
                updates = await self._fetch()
                done = await self._take(updates)
            except asyncio.CancelledError:
                if self._stopping.is_set():
                    break
                raise
            except InvalidToken:
                raise
            except TelegramError as error:
                trouble += 1
                await self._wait(error, trouble)
            else:
                trouble = 0 if done else trouble + 1
                if not done:
                    await asyncio.sleep(waiting(trouble))
        await self._confirm()

    def stop(self) -> None:
        """Stop fetching; the batch that is being handled is finished and confirmed first."""
        self._stopping.set()
        if self._fetching is not None:
            self._fetching.cancel()

    async def _fetch(self) -> Sequence[Update]:
        self._fetching = asyncio.ensure_future(
            self._bot.get_updates(
                offset=self._offset, limit=100, timeout=timedelta(seconds=_LONG_POLL), allowed_updates=ALLOWED
            )
        )
        try:
            return await self._fetching
        finally:
            self._fetching = None

    async def _take(self, updates: Sequence[Update]) -> bool:
        """Hand a batch over; ``True`` and the offset moved on if all of it is committed."""
        if not updates:
            return True
        chats: dict[int, list[Update]] = defaultdict(list)
        for update in updates:
            chats[update.effective_chat.id if update.effective_chat else 0].append(update)
        results = await asyncio.gather(*(self._in_order(batch) for batch in chats.values()))
        if not all(results):
            return False
        self._offset = updates[-1].update_id + 1
        return True

    async def _in_order(self, updates: Sequence[Update]) -> bool:
        for update in updates:
            try:
                await self._handle(update)
            except NotDone:
                return False
        return True

    async def _confirm(self) -> None:
        """Tell Telegram what is done, so that a tidy stop leaves nothing to come twice."""
        if self._offset is None:
            return
        try:
            await self._bot.get_updates(offset=self._offset, limit=1, timeout=0, allowed_updates=ALLOWED)
        except TelegramError as error:
            _log.info("last updates not confirmed", reason=type(error).__name__)

    async def _wait(self, error: TelegramError, trouble: int) -> None:
        match error:
            case RetryAfter():
                wait = seconds_of(error)
                _log.warning("Telegram asks to wait", seconds=wait)
            case Conflict():
                wait = waiting(trouble)
                _log.error(
                    "another program fetches this bot's messages, or a webhook is set; "
                    "stop the other one. Trying again.",
                    seconds=wait,
                )
            case TimedOut():
                wait = 0.0 if trouble < 3 else waiting(trouble)
            case NetworkError():
                wait = waiting(trouble)
                _log.warning("Telegram cannot be reached; trying again", seconds=wait, reason=str(error))
            case _:
                wait = waiting(trouble)
                _log.error("Telegram refused to give updates; trying again", seconds=wait, reason=str(error))
        await asyncio.sleep(wait)
