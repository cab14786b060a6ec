"""Pictures of comparisons: drawn in the background from what the card shows, and sent below it."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy import Connection
from telegram.error import NetworkError, TelegramError

from bot.comparing.chart import Chart
from bot.conversation.comparing import chart_of
from bot.conversation.turn import House
from bot.courier import Courier
from bot.reports.press import Press, ReportFailed
from bot.texts import Texts, language_of, texts
from storage import people
from storage.engine import Storage
from storage.errors import StorageUnavailable
from storage.opening import live_roles

_log = structlog.get_logger(__name__)
_GRACE = 5.0
"""Seconds that a stop waits for pictures under way."""


class Draughtsman:
    """Draws and sends what people tap for. Nothing of it is kept: after a restart the button is still there."""

    def __init__(self, courier: Courier, storage: Storage, press: Press, house: House) -> None:
        """Send by ``courier``, draw by ``press``, which somebody else closes after this."""
        self._courier = courier
        self._storage = storage
        self._press = press
        self._house = house
        self._wanted: set[tuple[int, str]] = set()
        self._under_way: set[asyncio.Task[None]] = set()

    def want(self, chat_id: int, view: str) -> None:
        """Draw what this view shows and send it; one that is under way already is not drawn twice."""
        if (chat_id, view) not in self._wanted:
            self._wanted.add((chat_id, view))
            task = asyncio.create_task(self._deliver(chat_id, view))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Give what is under way a moment to be sent, and leave out the rest."""
        if tasks := list(self._under_way):
            await asyncio.wait(tasks, timeout=_GRACE)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, chat_id: int, view: str) -> None:
        try:
            instead = await self._sent_or_why(chat_id, view)
        finally:
            # Before the sentence is read: whoever then taps again at once is heard.
            self._wanted.discard((chat_id, view))
        if instead:
            await self._courier.say(chat_id, instead)

    async def _sent_or_why(self, chat_id: int, view: str) -> str:
        """Draw and send; the sentence to say in place of a picture, empty where there is one."""
        t = texts(self._house.language)
        try:
            t, chart = await self._storage.run(lambda conn: _drawn(conn, self._house, chat_id, view))
            if chart is None:
                return t("There is nothing to draw here (any more).")
            png = await self._press.make(chart.sheet)
            await self._courier.photo(chat_id, png, "kaoping.png", chart.caption, chart.about)
        except (StorageUnavailable, ReportFailed, TelegramError) as error:
            _log.warning("picture not sent", reason=type(error).__name__)
            return _why(t, error)
        return ""


def _drawn(conn: Connection, house: House, chat_id: int, view: str) -> tuple[Texts, Chart | None]:
    """The language of a chat, and the picture of a view as far as its person may see it now."""
    person = people.person(conn, chat_id)
    if person is None:
        return texts(house.language), None
    t = texts(language_of(person.language, person.telegram_language, house.language))
    standing = house.standing(person, live_roles(conn, person.id))
    return t, chart_of(conn, house, standing, t, view)


def _why(t: Texts, error: Exception) -> str:
    """Why there is no picture, what is kept, and what to do now."""
    if isinstance(error, NetworkError):
        return t("⚠️ The picture is drawn, but could not be sent. Tap 🖼 again in a while.")
    return t("⚠️ The picture could not be drawn. The figures on the card stand; tap 🖼 again in a while.")
