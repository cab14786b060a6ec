"""Taking away, in chats, what told of somebody who was erased: from rows, so that no stop loses any of it.

What Telegram refuses (a message that a person sent longer ago than 48 hours, a chat that was closed) is left, and
counted for the owner. Taken away twice is harmless.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Connection
from telegram import Bot, InputMediaDocument
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.conversation.turn import House
from bot.patience import seconds_of
from bot.post import PACE
from bot.reminding.notices import told_now
from bot.reminding.ticking import growing
from bot.screens.privacy import notice_screen
from bot.screens.screen import Screen, esc
from bot.showing import dressed, fitted
from bot.texts import Texts, language_of, texts
from storage import chats, people, retaining, traces
from storage.engine import Storage
from storage.traces import Trace, TraceState

_LEASE = timedelta(minutes=2)
"""Longer than the messages of one batch take at Telegram's pace."""
_BATCH = 25
_GONE = ("not found", "message_id_invalid", "not modified")
"""What Telegram says where there is nothing (left) to do."""
_log = structlog.get_logger(__name__)

Redraw = Callable[[Collection[int]], Awaitable[None]]


class Sweeper:
    """Works through cards to be drawn anew and messages to be taken away, one after another, beside everything else."""

    def __init__(
        self, bot: Bot, storage: Storage, house: House, clock: Callable[[], datetime], redraw: Redraw
    ) -> None:
        """``redraw`` draws the cards of chats anew, and returns when they are drawn."""
        self._bot = bot
        self._storage = storage
        self._house = house
        self._clock = clock
        self._redraw = redraw
        self._at_it = asyncio.Lock()

    async def sweep(self) -> None:
        """Take away whatever is wanted gone now; what cannot be done now is tried again later.

        :raises StorageUnavailable: if the database cannot be read or written now.
        """
        async with self._at_it:
            await self._draw_cards()
            done = False
            while wanted := await self._claimed():
                done = True
                await self._take_away(wanted)
            if done:
                await self._redraw(await self._storage.run(lambda conn: chats.showing(conn, "forgotten:")))

    async def _draw_cards(self) -> None:
        """Draw the cards that show what is not so any more, a few at a time, so that others have room beside them."""
        while cards := await self._storage.run(lambda conn: chats.to_redraw(conn, _BATCH)):
            await self._redraw([chat_id for chat_id, _ in cards])
            await self._storage.run(partial(chats.redrawn, done=cards))
            await asyncio.sleep(PACE * len(cards))

    async def _claimed(self) -> list[Trace]:
        now = self._clock()
        return await self._storage.run(lambda conn: traces.claim(conn, now, _LEASE, _BATCH))

    async def _take_away(self, wanted: Sequence[Trace]) -> None:
        fates: list[tuple[int, TraceState]] = []
        later: list[tuple[int, timedelta]] = []
        for place, one in enumerate(wanted):
            try:
                fates.append((one.id, await self._fate(one)))
            except RetryAfter as error:
                wait = timedelta(seconds=seconds_of(error))
                later += [(waiting.id, wait) for waiting in wanted[place:]]
                break
            except TelegramError:
                later.append((one.id, growing(one.tries)))
            await asyncio.sleep(PACE)
        now = self._clock()

        def note(conn: Connection) -> None:
            traces.settled(conn, fates)
            for id, wait in later:
                traces.later(conn, [id], now + wait)

        await self._storage.run(note)

    async def _fate(self, one: Trace) -> TraceState:
        """Take one message away, or draw it without them."""
        try:
            if one.kind in {"theirs", "file"}:
                await self._delete(one)
            else:
                await self._draw(one)
        except (BadRequest, Forbidden) as error:
            if any(said in str(error).lower() for said in _GONE):
                return "gone"
            _log.info("a message about somebody erased is left", kind=one.kind, reason=str(error))
            return "left"
        return "gone"

    async def _delete(self, one: Trace) -> None:
        """Delete it; of ours, one too old to be deleted gets another content."""
        try:
            await self._bot.delete_message(one.chat_id, one.message_id)
        except BadRequest as error:
            if one.kind != "file" or "not found" in str(error).lower():
                raise
            words = removed_words(await self._storage.run(lambda conn: self._texts(conn, one.chat_id)))
            note = InputMediaDocument(words.encode(), filename="removed.txt")
            await self._bot.edit_message_media(note, one.chat_id, one.message_id)

    async def _draw(self, one: Trace) -> None:
        screen = await self._storage.run(lambda conn: self._screen(conn, one))
        await self._bot.edit_message_text(
            fitted(screen.text), one.chat_id, one.message_id, api_kwargs=dressed(screen)
        )

    def _screen(self, conn: Connection, one: Trace) -> Screen:
        t, now = self._texts(conn, one.chat_id), self._clock()
        found = None
        if one.kind == "told":
            found = told_now(conn, self._house, one.chat_id, one.message_id, now)
        elif one.kind == "announced":
            others = set(traces.announced_with(conn, one.chat_id, one.message_id))
            notices = [notice for notice in retaining.announced(conn) if notice.subject_id in others]
            if notices:
                found = notice_screen(t, notices, self._house.retention_days, self._house.zone)
        return found or Screen(esc(removed_words(t)))

    def _texts(self, conn: Connection, person_id: int) -> Texts:
        known = people.person(conn, person_id)
        chosen, telegram = (known.language, known.telegram_language) if known else (None, None)
        return texts(language_of(chosen, telegram, self._house.language))


def removed_words(t: Texts) -> str:
    """What stands in place of a message about somebody who was erased."""
    return t("🗑 This told of somebody whose data was erased, and was removed.")
