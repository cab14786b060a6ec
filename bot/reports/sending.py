"""Sending reports into the chat: made in the background, below the result, once at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Connection
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import NetworkError, TelegramError

from bot.conversation.turn import House
from bot.courier import Courier
from bot.reports.loading import Loaded, NotHandedIn, load_report, name_of, record_export, sheet_of
from bot.reports.press import Press, ReportFailed
from bot.reports.sheet import Paper
from bot.texts import Texts, language_of, texts
from storage import people
from storage.engine import Storage
from storage.errors import Reason, StorageUnavailable
from storage.opening import live_roles
from storage.traces import About

_log = structlog.get_logger(__name__)
_GRACE = 5.0
"""Seconds that a stop waits for reports under way."""
_READY_AFTER = 20.0
"""Seconds after the start, when that is over and nobody waits for it."""
_ACTION_SHOWN = 4.0
"""Seconds: Telegram shows "sending a file" for five."""


class Reporter:
    """Makes and sends the reports that people tap for.

    Nothing of this is kept: after a restart the button is still there, and a tap makes the report anew.
    """

    def __init__(
        self,
        bot: Bot,
        courier: Courier,
        storage: Storage,
        press: Press,
        house: House,
        clock: Callable[[], datetime],
    ) -> None:
        """Send by ``courier``; ``bot`` shows meanwhile that something is coming."""
        self._bot = bot
        self._courier = courier
        self._storage = storage
        self._press = press
        self._house = house
        self._clock = clock
        self._under_way: dict[tuple[int, int, Paper], asyncio.Task[None]] = {}

    def want(self, chat_id: int, evaluation: int, paper: Paper = "pdf") -> None:
        """Make a report and send it: the filled-in form, or the score card as a picture.

        One that is under way already is not made twice.
        """
        wanted = (chat_id, evaluation, paper)
        if wanted not in self._under_way:
            task = asyncio.create_task(self._deliver(chat_id, evaluation, paper))
            self._under_way[wanted] = task
            task.add_done_callback(lambda _: self._under_way.pop(wanted, None))

    async def get_ready(self) -> None:
        """Some time after the start have what printing needs in the machine's file cache."""
        await self._press.get_ready(_READY_AFTER)

    async def close(self) -> None:
        """Give what is under way a moment to be sent, leave out the rest, and end the press."""
        if tasks := list(self._under_way.values()):
            await asyncio.wait(tasks, timeout=_GRACE)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._press.close)

    async def _deliver(self, chat_id: int, evaluation: int, paper: Paper) -> None:
        t = texts(self._house.language)
        acting = self._acting(chat_id, paper)
        now = self._clock()
        try:
            t, loaded = await self._storage.run(
                lambda conn: _wanted(conn, self._house, evaluation, chat_id, paper, now)
            )
            await self._send(chat_id, loaded, paper)
        except (NotHandedIn, StorageUnavailable, ReportFailed, TelegramError) as error:
            _log.warning("report not sent", evaluation=evaluation, reason=type(error).__name__)
            await self._courier.say(chat_id, _why(t, evaluation, error))
        finally:
            if acting is not None:
                acting.cancel()

    async def _send(self, chat_id: int, loaded: Loaded | None, paper: Paper) -> None:
        if loaded is None:
            raise NotHandedIn
        made = await self._press.make(sheet_of(loaded, self._house, paper))
        send = self._courier.photo if paper == "png" else self._courier.document
        about = About(evaluations=(loaded.rating.evaluation.id,))
        await send(chat_id, made, name_of(loaded, self._house, paper), about=about)

    def _acting(self, chat_id: int, paper: Paper) -> asyncio.Task[None] | None:
        """Show that a file is coming, unless another one is coming into the same chat already."""
        if sum(chat == chat_id for chat, *_ in self._under_way) > 1:
            return None
        return asyncio.create_task(self._act(chat_id, paper))

    async def _act(self, chat_id: int, paper: Paper) -> None:
        """Show that a file is coming, for as long as it takes."""
        doing = ChatAction.UPLOAD_PHOTO if paper == "png" else ChatAction.UPLOAD_DOCUMENT
        while True:
            try:
                await self._bot.send_chat_action(chat_id, doing)
            except TelegramError:
                return
            await asyncio.sleep(_ACTION_SHOWN)


def _wanted(
    conn: Connection, house: House, evaluation: int, person_id: int, paper: Paper, now: datetime
) -> tuple[Texts, Loaded | None]:
    """The person's language, and what they wanted; ``None`` where there is no such thing for them."""
    person = people.person(conn, person_id)
    if person is None:
        return texts(house.language), None
    t = texts(language_of(person.language, person.telegram_language, house.language))
    try:
        reader = house.standing(person, live_roles(conn, person_id))
        loaded = load_report(conn, house, evaluation, reader, now=now)
    except NotHandedIn:
        return t, None
    if loaded is not None:
        record_export(conn, loaded, paper, actor=person_id, now=now)
    return t, loaded


def _why(t: Texts, evaluation: int, error: Exception) -> str:
    """Why there is no report, what is kept, and what to do now."""
    if isinstance(error, NotHandedIn):
        return t(
            "There is no handed-in evaluation no. {n} that you may see, so there is no report.", n=evaluation
        )
    if isinstance(error, NetworkError):
        return t(
            "⚠️ The report of no. {n} is made, but could not be sent. Tap the button again in a while.",
            n=evaluation,
        )
    if (isinstance(error, ReportFailed) and error.full) or (
        isinstance(error, StorageUnavailable) and error.reason is Reason.FULL
    ):
        return t(
            "⚠️ The report of no. {n} could not be made: the disk is full. The evaluation is kept as it was; "
            "tell whoever runs this bot, and tap the button again later.",
            n=evaluation,
        )
    return t(
        "⚠️ The report of no. {n} could not be made. The evaluation is kept as it was; tap the button again in a while.",
        n=evaluation,
    )
