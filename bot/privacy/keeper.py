"""Keeping what is promised about privacy while the bot runs: erasures finished, a round each day, owners told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import date, datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.conversation.turn import House
from bot.post import Mail, NotNow, Unreachable
from bot.privacy.finishing import finish_erasures
from bot.privacy.rounds import Round, pages_of, retention_round
from bot.reminding.quiet import is_quiet
from bot.screens.privacy import NOTICES, done_words, notice_screen
from bot.screens.screen import Screen, esc
from bot.texts import Texts, language_of, texts
from storage import people, retaining
from storage.engine import Storage
from storage.errors import StorageUnavailable
from storage.retaining import Notice

_log = structlog.get_logger(__name__)


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
        *,
        stands: Callable[[int, int], Awaitable[None]],
        redraw: Callable[[Collection[int]], Awaitable[None]],
    ) -> None:
        """``stands`` is awaited with chat and id of a new message; ``redraw`` draws the cards of chats anew."""
        self._storage = storage
        self._house = house
        self._data = data
        self._post = post
        self._clock = clock
        self._stands = stands
        self._redraw = redraw
        self._looked_at: date | None = None
        self._unfinished = True
        self._tasks: set[asyncio.Task[Any]] = set()

    def want(self, chats: Collection[int]) -> None:
        """Somebody was erased: have their files removed, and the cards of these chats drawn anew."""
        self._unfinished = True
        for work in (self.finish(), self._redraw(chats)):
            task = asyncio.ensure_future(work)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def tick(self) -> None:
        """Whatever is due now; cheap where nothing is."""
        try:
            await self.finish()
            local = self._clock().astimezone(self._house.zone)
            if local.date() != self._looked_at and not is_quiet(local.time()):
                await self.round()
                self._looked_at = local.date()
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

    async def round(self) -> None:
        """Look at every candidate, and tell the owners.

        :raises StorageUnavailable: if the database cannot be read or written now.
        """
        done = await retention_round(self._storage, self._house, self._house.retention_days, self._clock())
        if done.erased:
            self.want({chat for one in done.erased for chat in one.chats})
            await self._tell_erased(done)
        for page in pages_of(done.notices, NOTICES):
            await self._tell(done.owners, page)

    async def close(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _tell(self, owners: Collection[int], page: Collection[Notice]) -> None:
        """One message about some candidates to every owner. Told is what at least one owner got."""
        reached = 0
        for owner in owners:
            t = await self._texts(owner)
            screen = notice_screen(t, list(page), self._house.retention_days, self._house.zone)
            reached += await self._send(owner, screen)
        if reached:
            ids, now = [one.id for one in page], self._clock()
            await self._storage.run(lambda conn: retaining.told(conn, ids, now))

    async def _tell_erased(self, done: Round) -> None:
        for owner in done.owners:
            words = done_words(await self._texts(owner), [one.subject_id for one in done.erased])
            await self._send(owner, Screen(esc(words)))

    async def _send(self, owner: int, screen: Screen) -> bool:
        try:
            message = await self._post.send(owner, screen)
        except (Unreachable, NotNow) as error:
            _log.warning("owner not told about erasing yet", person=owner, reason=type(error).__name__)
            return False
        await self._stands(owner, message)
        return True

    async def _texts(self, person_id: int) -> Texts:
        def known(conn: Connection) -> Texts:
            person = people.person(conn, person_id)
            chosen, telegram = (person.language, person.telegram_language) if person else (None, None)
            return texts(language_of(chosen, telegram, self._house.language))

        return await self._storage.run(known)
