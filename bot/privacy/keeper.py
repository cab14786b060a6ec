"""Keeping what is promised about privacy while the bot runs: erasures finished, a round each day, owners told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.conversation.turn import House
from bot.post import Mail, NotNow, Unreachable
from bot.privacy.finishing import finish_erasures
from bot.privacy.rounds import Round, pages_of, retention_round, to_tell
from bot.reminding.quiet import is_quiet
from bot.reminding.ticking import growing
from bot.screens.privacy import NOTICES, done_words, notice_screen
from bot.screens.screen import Screen, esc
from bot.texts import Texts, language_of, texts
from storage import people, retaining
from storage.engine import Storage
from storage.errors import StorageUnavailable
from storage.retaining import Notice
from storage.traces import About

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Hands:
    """What is done in chats for the keeper.

    ``stands`` is awaited with chat and id of a new message, ``announced`` with those and the candidates that it
    announces; ``sweep`` draws cards anew and takes messages about the erased away, as the rows want it.
    """

    stands: Callable[[int, int], Awaitable[None]]
    announced: Callable[[int, int, About], Awaitable[None]]
    sweep: Callable[[], Awaitable[None]]


class Keeper:
    """Does the day's round once a day, outside quiet hours, and finishes what was erased as soon as it is.

    All that matters is in rows: what a stop broke off is done at the next start.
    """

    def __init__(
        self,
        storage: Storage,
        house: House,
        data: Path,
        post: Mail,
        clock: Callable[[], datetime],
        hands: Hands,
    ) -> None:
        """Everything in chats goes through ``post`` and ``hands``."""
        self._storage = storage
        self._house = house
        self._data = data
        self._post = post
        self._clock = clock
        self._hands = hands
        self._looked_at: date | None = None
        self._again_at: datetime | None = None
        self._failures = 0
        self._unfinished = True
        self._tasks: set[asyncio.Task[Any]] = set()
        self._sweeps: set[asyncio.Task[Any]] = set()

    def want(self, *, erased: bool = False) -> None:
        """Have cards drawn anew, and, where somebody was erased, their files and messages about them removed."""
        self._unfinished |= erased
        if erased:
            self._begin(self.finish(), self._tasks)
        self._begin(self._swept(), self._sweeps)

    async def tick(self) -> None:
        """Whatever is due now; cheap where nothing is."""
        if not self._sweeps:
            self._begin(self._swept(), self._sweeps)
        try:
            await self.finish()
            local = self._clock().astimezone(self._house.zone)
            if is_quiet(local.time()):
                return
            if local.date() != self._looked_at:
                await self.round()
                self._looked_at = local.date()
            await self.announce()
        except StorageUnavailable as error:
            _log.warning("privacy round put off", reason=error.reason.value)

    async def finish(self) -> None:
        """Remove the files of whoever was erased, where any are left."""
        if not self._unfinished:
            return
        # A stop does not wait for a thread by itself: close() does, before the records are closed.
        work = asyncio.ensure_future(
            asyncio.to_thread(finish_erasures, self._storage, self._data, self._clock)
        )
        self._tasks.add(work)
        work.add_done_callback(self._tasks.discard)
        try:
            done = await asyncio.shield(work)
        except StorageUnavailable as error:
            _log.warning("erased files not removed yet", reason=error.reason.value)
            return
        self._unfinished = not done

    async def _swept(self) -> None:
        try:
            await self._hands.sweep()
        except StorageUnavailable as error:
            _log.warning("messages about the erased not taken away yet", reason=error.reason.value)

    async def round(self) -> None:
        """Look at every candidate: who is to be announced, and whose time is up.

        :raises StorageUnavailable: if the database cannot be read or written now.
        """
        done = await retention_round(self._storage, self._house, self._house.retention_days, self._clock())
        if done.erased:
            self.want(erased=True)
            await self._tell_erased(done)

    async def announce(self) -> None:
        """Tell the owners whom they were not told of yet; where that fails, again with growing waits.

        :raises StorageUnavailable: if the database cannot be read or written now.
        """
        now = self._clock()
        if self._again_at is not None and now < self._again_at:
            return
        wanted = await to_tell(self._storage, self._house, self._house.retention_days)
        reached = [await self._tell(wanted.owners, page) for page in pages_of(wanted.notices, NOTICES)]
        if all(reached):
            self._again_at, self._failures = None, 0
            return
        self._again_at, self._failures = now + growing(self._failures), self._failures + 1
        _log.error("no owner can be told who is about to be erased; nobody of them is until one was")

    async def close(self) -> None:
        """Wait for files that are being removed; what is left to do in chats is in rows, and is left."""
        for task in self._sweeps:
            task.cancel()
        await asyncio.gather(*self._tasks, *self._sweeps, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None], among: set[asyncio.Task[Any]]) -> None:
        task = asyncio.ensure_future(work)
        among.add(task)
        task.add_done_callback(among.discard)

    async def _tell(self, owners: Collection[int], page: Collection[Notice]) -> bool:
        """One message about some candidates to every owner; whether at least one got it."""
        now, reached = self._clock(), False
        told = [replace(one, told_at=now) for one in page]
        for owner in owners:
            t = await self._texts(owner)
            screen = notice_screen(t, told, self._house.retention_days, self._house.zone)
            message = await self._send(owner, screen)
            if message is not None:
                reached = True
                about = About(subjects=tuple(one.subject_id for one in page))
                await self._hands.announced(owner, message, about)
        if reached:
            ids = [one.id for one in page]
            await self._storage.run(lambda conn: retaining.told(conn, ids, now))
        return reached

    async def _tell_erased(self, done: Round) -> None:
        for owner in done.owners:
            words = done_words(await self._texts(owner), [one.subject_id for one in done.erased])
            await self._send(owner, Screen(esc(words)))

    async def _send(self, owner: int, screen: Screen) -> int | None:
        """Send to an owner: the message, or ``None`` where it did not arrive."""
        try:
            message = await self._post.send(owner, screen)
        except (Unreachable, NotNow) as error:
            _log.warning("owner not told about erasing yet", reason=type(error).__name__)
            return None
        await self._hands.stands(owner, message)
        return message

    async def _texts(self, person_id: int) -> Texts:
        def known(conn: Connection) -> Texts:
            person = people.person(conn, person_id)
            chosen, telegram = (person.language, person.telegram_language) if person else (None, None)
            return texts(language_of(chosen, telegram, self._house.language))

        return await self._storage.run(known)
