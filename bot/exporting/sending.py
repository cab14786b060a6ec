"""Sending exports into the chat: a message that fills up and can be cancelled, then the file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial

import structlog
from sqlalchemy import Connection
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError

from bot.access import Action
from bot.conversation.errand import Errand
from bot.conversation.turn import House
from bot.courier import LARGEST, Courier
from bot.exporting.columns import Table
from bot.exporting.order import Format, Order, Span, file_name
from bot.exporting.recording import record_export
from bot.exporting.workshop import ExportFailed, Made, Why, Workshop
from bot.patience import seconds_of
from bot.screens.exporting import progress_screen
from bot.showing import keyboard
from bot.texts import Texts, language_of, texts
from storage import people
from storage.chats import chat
from storage.engine import Storage
from storage.erasing import erased_since
from storage.errors import StorageUnavailable
from storage.exporting import forms_kept, subject_named
from storage.opening import live_roles
from storage.traces import About

_log = structlog.get_logger(__name__)
_REDRAWN = 2.5
"""Seconds between two drawings of a message that fills up: edits count against Telegram's limits."""


class NotAllowed(Exception):
    """Whoever wanted it may not export any more."""


class TooLarge(Exception):
    """The file is larger than a bot may send; ``megabytes`` is how large."""

    def __init__(self, megabytes: int) -> None:
        """Keep the size."""
        super().__init__(megabytes)
        self.megabytes = megabytes


class Exporter:
    """Makes and sends the exports that people want: one at a time for each of them, and one at a time in all.

    Nothing of this is kept: after a restart the choice is still on the card, and a tap makes the file anew.
    """

    def __init__(  # what the running bot has, put together in one place
        self,
        bot: Bot,
        storage: Storage,
        workshop: Workshop,
        house: House,
        courier: Courier,
        clock: Callable[[], datetime],
    ) -> None:
        """Nothing is under way."""
        self._bot = bot
        self._storage = storage
        self._workshop = workshop
        self._house = house
        self._courier = courier
        self._clock = clock
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._closing = False

    def want(self, chat_id: int, errand: Errand) -> None:
        """Make an export and send it. While one is under way in that chat, another is not begun."""
        if chat_id in self._under_way:
            return
        task = asyncio.create_task(self._deliver(chat_id, errand))
        self._under_way[chat_id] = task
        task.add_done_callback(lambda _: self._under_way.pop(chat_id, None))

    def stop(self, chat_id: int) -> None:
        """Cancel what is under way in a chat, if anything is."""
        if (task := self._under_way.get(chat_id)) is not None:
            task.cancel()

    async def close(self) -> None:
        """Leave out what is under way, and say so: what was chosen is still on the cards."""
        self._closing = True
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, chat_id: int, errand: Errand) -> None:
        t = texts(self._house.language)
        filling: _Filling | None = None
        try:
            sent = False
            while not sent:
                now = self._clock()
                t, order, name = await self._storage.run(partial(self._ordered, chat_id, errand, now))
                if filling is None:
                    filling = _Filling(self._bot, chat_id, t, name)
                    await filling.begin()
                async with self._workshop.made(order, filling.tell) as made:
                    sent = await self._send(chat_id, errand, order, made, name, now)
            if filling is not None:
                await filling.end()
        except asyncio.CancelledError:
            if filling is not None and self._closing:
                await filling.say(t("The file is not made: the bot is being restarted. Choose it again."))
            elif filling is not None:
                await self._withdrawn(chat_id, filling)
            raise
        except (NotAllowed, TooLarge, StorageUnavailable, ExportFailed, TelegramError) as error:
            _log.warning("export not sent", reason=type(error).__name__)
            await self._told(chat_id, filling, _why(t, error))
        else:
            if filling is not None:
                await filling.remove()

    def _ordered(
        self, chat_id: int, errand: Errand, now: datetime, conn: Connection
    ) -> tuple[Texts, Order, str]:
        return ordered(conn, self._house, chat_id, errand, now)

    async def _send(
        self, chat_id: int, errand: Errand, order: Order, made: Made, name: str, begun: datetime
    ) -> bool:
        """Send what was made; ``False`` where it must be made anew, since it holds what is not theirs to have any more.

        :raises NotAllowed: if whoever wanted it may not export at all any more.
        """
        size = made.path.stat().st_size
        if size > LARGEST:
            raise TooLarge(size // 1_000_000)
        now = self._clock()

        def still(conn: Connection) -> bool:
            if self._ordered(chat_id, errand, begun, conn)[1] != order or erased_since(conn, begun):
                return False
            record_export(conn, order, made.evaluations, actor=chat_id, now=now)
            return True

        if not await self._storage.run(still):
            return False
        about = About(subjects=(order.subject_id,)) if order.subject_id is not None else None
        await self._courier.document(chat_id, made.path, name, about=about)
        return True

    async def _withdrawn(self, chat_id: int, filling: _Filling) -> None:
        """Take the message away, unless the tap that cancelled made it the card."""
        await filling.end()
        with suppress(StorageUnavailable):
            found = await self._storage.run(lambda conn: chat(conn, chat_id))
            if found is None or found.card_message_id != filling.message_id:
                await filling.remove()

    async def _told(self, chat_id: int, filling: _Filling | None, words: str) -> None:
        """Say why there is no file, in place of the message that filled up."""
        if filling is None or not await filling.say(words):
            await self._courier.say(chat_id, words)


class _Filling:
    """The message that fills up."""

    def __init__(self, bot: Bot, chat_id: int, t: Texts, name: str) -> None:
        self._bot = bot
        self._chat_id = chat_id
        self._t = t
        self._name = name
        self._how_far = (0, 0)
        self._drawing: asyncio.Task[None] | None = None
        self.message_id = 0

    def tell(self, done: int, of: int) -> None:
        self._how_far = (done, of)

    async def begin(self) -> None:
        screen = progress_screen(self._t, self._name, 0, 0)
        sent = await self._bot.send_message(
            self._chat_id, screen.text, api_kwargs={"parse_mode": "HTML", "reply_markup": keyboard(screen)}
        )
        self.message_id = sent.message_id
        self._drawing = asyncio.create_task(self._draw())

    async def end(self) -> None:
        """Draw no more."""
        if self._drawing is not None:
            self._drawing.cancel()
            await asyncio.gather(self._drawing, return_exceptions=True)

    async def say(self, words: str) -> bool:
        """Put a sentence in its place; whether that was possible."""
        await self.end()
        if not self.message_id:
            return False
        try:
            await self._bot.edit_message_text(words, self._chat_id, self.message_id)
        except TelegramError as error:
            _log.info("message not changed", reason=type(error).__name__)
            return False
        return True

    async def remove(self) -> None:
        if self.message_id:
            with suppress(TelegramError):  # too old, or gone
                await self._bot.delete_message(self._chat_id, self.message_id)

    async def _draw(self) -> None:
        drawn = (0, 0)
        while True:
            await asyncio.sleep(_REDRAWN)
            if self._how_far == drawn:
                continue
            drawn = self._how_far
            screen = progress_screen(self._t, self._name, *drawn)
            dressed = {"parse_mode": "HTML", "reply_markup": keyboard(screen)}
            try:
                await self._bot.edit_message_text(
                    screen.text, self._chat_id, self.message_id, api_kwargs=dressed
                )
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except TelegramError as error:
                _log.debug("progress not drawn", reason=type(error).__name__)


def ordered(
    conn: Connection, house: House, person_id: int, errand: Errand, now: datetime
) -> tuple[Texts, Order, str]:
    """The order behind an errand, within what the person may export now; their language; the file's name."""
    person = people.person(conn, person_id)
    if person is None:
        raise NotAllowed
    standing = house.standing(person, live_roles(conn, person_id))
    if not standing.may_ever(Action.EXPORT):
        raise NotAllowed
    form_id, subject_id, first, last, kind, table = errand.args
    language = language_of(person.language, person.telegram_language, house.language)
    scope = standing.scope(Action.EXPORT)
    order = Order(
        scope=scope,
        format=Format(str(kind)),
        language=language,
        zone=str(house.zone),
        span=Span(_day(first), _day(last)),
        form_id=str(form_id) or None,
        subject_id=int(subject_id) or None,
        table=Table(str(table)),
    )
    titles = dict(forms_kept(conn)) | {form.id: form.title for form in house.forms.values()}
    title = titles.get(str(form_id), texts(language)("Kaoping"))
    if order.subject_id is not None and (found := subject_named(conn, order.subject_id, scope)):
        title = f"{title} {found.name}"
    return texts(language), order, file_name(order, title, now.astimezone(house.zone).date())


def _day(text: int | str) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _why(t: Texts, error: Exception) -> str:
    """Why there is no file, what is kept, and what to do now."""
    match error:
        case NotAllowed():
            return t("This is not open to you here. /help tells what is.")
        case TooLarge(megabytes=megabytes):
            return t(
                "⚠️ The file has {n} MB, and Telegram takes 50 from a bot. Choose fewer days, one form, or CSV; "
                "whoever runs this bot can write it with kaoping export.",
                n=megabytes,
            )
        case ExportFailed(why=Why.NOTHING):
            return t("Nothing that you may export was handed in then. Choose other days or another form.")
        case ExportFailed(why=Why.FULL):
            return t(
                "⚠️ The file could not be made: there is no room on the disk. Nothing is left of it and all results "
                "are kept; tell whoever runs this bot."
            )
        case ExportFailed(why=Why.LATE):
            return t("⚠️ The file took too long and was stopped. Choose fewer days or one form.")
        case NetworkError():
            return t("⚠️ The file is made, but could not be sent. Choose it again in a while.")
        case _:
            return t("⚠️ The file could not be made. All results are kept; choose it again in a while.")
