"""The tick: read, decide, commit what is to be sent, send it, note that it was sent.

Whatever goes wrong in between is found again in the rows: a process that dies leaves its claims to run out,
a send that fails is tried again with growing waits, somebody who cannot be reached is told of to the supervisor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.conversation.turn import House
from bot.post import Gone, NotNow, Post, Unreachable
from bot.reminding import turns
from bot.reminding.group_posts import post_digests
from bot.reminding.letters import Letter, obstacle_notice, reminder_letters
from bot.reminding.notices import notice_letters
from storage import reminders
from storage.engine import Storage
from storage.errors import StorageUnavailable
from storage.reminders import Reminder

LEASE = timedelta(seconds=60)
"""How long a claimed message is this process's alone: longer than any call to Telegram takes."""
AT_ONCE = 5
"""Messages under way at the same time, and noted together: so many can come twice after a crash."""
_BATCH = 50
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)
_GRACE = 5.0
"""Seconds that a stop waits for messages on their way."""

_log = structlog.get_logger(__name__)


class Reminders:
    """The work of plans: opened, moved on, reminded of, told of. All it knows is in the database."""

    def __init__(
        self,
        storage: Storage,
        house: House,
        post: Post,
        clock: Callable[[], datetime],
        *,
        stands: Callable[[int, int], Awaitable[None]] | None = None,
        lease: timedelta = LEASE,
    ) -> None:
        """``stands`` is awaited with chat and id of a new message."""
        self._storage = storage
        self._house = house
        self._post = post
        self._clock = clock
        self._stands = stands
        self._lease = lease
        self._sending: asyncio.Task[None] | None = None
        self._closing = False
        self._more = False
        self._wanted: set[asyncio.Task[None]] = set()

    async def tick(self) -> None:
        """One whole tick: when it returns, everything due is decided, and everything wanted was tried once."""
        await self.decide()
        await self.deliver()

    async def round(self) -> None:
        """One short tick: decide now, and have what is wanted sent in the background, however long that takes."""
        try:
            await self.decide()
        except StorageUnavailable as error:
            _log.warning("plans not looked at for now", reason=error.reason.value)
            return
        self._more = True
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._deliver_quietly())

    def want(self) -> None:
        """Have a tick made now, without waiting for it: after a hand-in, or when the clock was moved."""
        task = asyncio.create_task(self.round())
        self._wanted.add(task)
        task.add_done_callback(self._wanted.discard)

    async def close(self) -> None:
        """Let what is on its way arrive and give back what is not, within a few seconds; begin nothing more."""
        self._closing = True
        under_way = [*self._wanted, *([self._sending] if self._sending is not None else [])]
        if under_way:
            await asyncio.wait(under_way, timeout=_GRACE)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def decide(self) -> None:
        """Open what begins and move on what is due, in turns so short that taps are not held up.

        :raises StorageUnavailable: if the database cannot be written now; what is left is found again.
        """
        now = self._clock()
        while await self._storage.run(partial(turns.open_due, now=now)) == turns.PLANS:
            pass
        while await self._storage.run(partial(turns.move_due, now=now)) == turns.OCCURRENCES:
            pass
        await self._storage.run(lambda conn: turns.warn_of_calendar(conn, self._house, now))
        await self._storage.run(lambda conn: post_digests(conn, self._house.zone, now))

    async def deliver(self) -> None:
        """Send what is wanted, and draw again what was settled, until nothing is left for now.

        :raises StorageUnavailable: if the database cannot be written now; what is left is found again.
        """
        while await self._deliver_some(self._reminders):
            pass
        while await self._deliver_some(self._notices):
            pass

    async def _deliver_quietly(self) -> None:
        try:
            # What was decided while these were on their way is sent with them, not a tick later.
            while self._more and not self._closing:
                self._more = False
                await self.deliver()
        except StorageUnavailable as error:
            _log.warning("reminders wait for the database", reason=error.reason.value)
        except Exception as error:
            # Nothing is lost: the rows are claimed again when their lease is over.
            _log.error("reminders not sent", exc_info=error)

    async def _deliver_some(self, claim: Callable[[Connection, datetime], tuple[int, list[Letter]]]) -> bool:
        """Claim some and send them; whether there were any."""
        now = self._clock()
        count, letters = await self._storage.run(lambda conn: claim(conn, now))
        for start in range(0, len(letters), AT_ONCE):
            await self._carry_together(letters[start : start + AT_ONCE])
        return count > 0 and not self._closing

    def _reminders(self, conn: Connection, now: datetime) -> tuple[int, list[Letter]]:
        return reminder_letters(conn, self._house, now, self._lease, _BATCH)

    def _notices(self, conn: Connection, now: datetime) -> tuple[int, list[Letter]]:
        return notice_letters(conn, self._house, now, self._lease)

    async def _carry_together(self, letters: Sequence[Letter]) -> None:
        """Send some messages at the same time, and note in one turn how that went."""
        if self._closing:
            now = self._clock()
            await self._storage.run(partial(_give_back, letters, now))
            return
        fates = await asyncio.gather(*map(self._carry, letters), return_exceptions=True)
        now = self._clock()
        await self._storage.run(partial(_note, list(zip(letters, fates, strict=True)), now))
        for letter, fate in zip(letters, fates, strict=True):
            if isinstance(fate, int) and letter.message_id is None and self._stands is not None:
                await self._stands(letter.person_id, fate)
        for fate in fates:
            if isinstance(fate, BaseException) and not isinstance(fate, Exception):
                raise fate

    async def _carry(self, letter: Letter) -> int:
        """Send or draw one message; its id."""
        if letter.message_id is not None:
            await self._post.redraw(letter.person_id, letter.message_id, letter.screen)
            return letter.message_id
        return await self._post.send(letter.person_id, letter.screen)


def growing(tries: int) -> timedelta:
    """How long to wait after so many failures before: half a minute, doubling up to an hour."""
    return min(_FIRST_WAIT * (1 << min(tries, 10)), _LONGEST_WAIT)


def _note(fates: Sequence[tuple[Letter, int | BaseException]], now: datetime, conn: Connection) -> None:
    """How sending went. What failed in an unforeseen way waits like any failure, and holds nothing else up."""
    sent: list[tuple[Reminder, int]] = []
    redrawn: list[int] = []
    for letter, fate in fates:
        if isinstance(fate, Unreachable | Gone):
            _not_reached(conn, letter, now)
        elif isinstance(fate, NotNow):
            _later(conn, letter, now + (fate.wait or growing(letter.tries)))
        elif isinstance(fate, Exception):
            _log.error("a message not sent for an unforeseen reason", exc_info=fate)
            _later(conn, letter, now + growing(letter.tries))
        elif isinstance(fate, BaseException):
            continue
        elif letter.reminder is None:
            reminders.notices_sent(conn, [one.id for one in letter.notices], fate, now)
        elif letter.message_id is None:
            sent.append((letter.reminder, fate))
        else:
            redrawn.append(letter.reminder.id)
    reminders.reminders_sent(conn, sent, now)
    reminders.reminders_settled(conn, redrawn)


def _not_reached(conn: Connection, letter: Letter, now: datetime) -> None:
    """A reminder goes to the supervisor instead; what a supervisor cannot be told stays on the board."""
    if letter.reminder is None:
        _log.warning("a supervisor or owner cannot be reached", notices=[one.id for one in letter.notices])
        reminders.notices_settled(conn, [one.id for one in letter.notices], "unreachable")
    elif letter.message_id is None and letter.item is not None:
        reminders.reminders_settled(conn, [letter.reminder.id], "unreachable")
        reminders.add_notices(conn, [obstacle_notice(letter.item, "unreachable", now)])
    else:
        reminders.reminders_settled(conn, [letter.reminder.id])


def _later(conn: Connection, letter: Letter, again: datetime) -> None:
    if letter.reminder is not None:
        reminders.reminders_later(conn, [(letter.reminder.id, again)])
    else:
        reminders.notices_later(conn, [(one.id, again) for one in letter.notices])


def _give_back(letters: Sequence[Letter], now: datetime, conn: Connection) -> None:
    """What was claimed and is not sent is free again at once."""
    for letter in letters:
        _later(conn, letter, now)
