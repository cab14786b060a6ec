"""Time that goes by in a trial: the clock of the stand-in is the bot's, and moving it makes a tick at once."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime

from bot.desk import Desk
from bot.sandbox import Sandbox
from bot.sandbox.clock import Hands
from storage.engine import Storage
from storage.plan_lists import next_moment

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_STEPS = 60
"""So many things may happen without a word before a move ends."""


class PassingTime:
    """The one clock of a trial, and what follows from moving it."""

    def __init__(self, sandbox: Sandbox, storage: Storage, members: Collection[int] = ()) -> None:
        """Nothing moves until :meth:`began`.

        ``members`` are people who count as having started the bot once time goes by. Telegram lets a bot write to
        nobody else, so whoever tries the clock first would otherwise see no reminder, only that none arrived.
        """
        self._sandbox = sandbox
        self._members = members
        self._storage = storage
        self._desk: Desk | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._moving: asyncio.Task[None] | None = None
        self._wanted = 0

    def now(self) -> datetime:
        """The time by which bot and stand-in live."""
        return datetime.fromtimestamp(self._sandbox.world.now(), UTC)

    def began(self, desk: Desk) -> None:
        """The bot works: from now on the page can move the clock."""
        self._desk, self._loop = desk, asyncio.get_running_loop()
        hands = Hands(self._moved, self._to_next)
        self._sandbox.do(lambda: setattr(self._sandbox.world, "hands", hands))

    # Called where the stand-in lives; what the bot does about it is done where the bot lives.

    def _start_members(self) -> None:
        for person in self._members:
            self._sandbox.world.phone(person).started = True

    def _moved(self) -> None:
        self._start_members()
        if self._loop is not None and self._desk is not None:
            self._loop.call_soon_threadsafe(self._desk.reminders.want)

    def _to_next(self) -> bool:
        self._start_members()
        if self._loop is None or self._next(_EVER) is None:
            return False
        self._loop.call_soon_threadsafe(self._begin_moving)
        return True

    def _next(self, after: datetime | None = None) -> datetime | None:
        since = after or self.now()
        return self._storage.run_now(lambda conn: next_moment(conn, since))

    def _begin_moving(self) -> None:
        self._wanted += 1
        if self._moving is None or self._moving.done():
            self._moving = asyncio.create_task(self._move_on())

    async def _move_on(self) -> None:
        while self._wanted:
            self._wanted -= 1
            await self._to_what_is_heard()

    async def _to_what_is_heard(self) -> None:
        """From one thing that happens to the next, until somebody hears of one."""
        if self._desk is None:
            return
        heard = self._said()
        await self._desk.reminders.tick()  # what is due by now comes first
        if self._said() > heard:
            return
        for _ in range(_STEPS):
            found = await asyncio.to_thread(self._next)
            if found is None:
                return
            # Not a moment too early, whatever a float makes of it.
            await asyncio.to_thread(
                self._sandbox.passes, seconds=max(0.0, (found - self.now()).total_seconds()) + 0.001
            )
            await self._desk.reminders.tick()
            if self._said() > heard:
                return

    def _said(self) -> int:
        return sum(chat.last_id for chat in self._sandbox.world.chats.values())
