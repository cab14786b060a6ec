"""Showing: the only sender. It turns an outcome into an answered tap and a drawn card.

Per chat one drawing is under way at a time; outcomes that come meanwhile are merged, since only the newest screen
matters. Answers are on disk before anything gets here, so a drawing that fails loses nothing: the next touch, or
the next start, draws again. A card that cannot be drawn at all is told of in a sentence.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.codec import encode
from bot.conversation.turn import Outcome
from bot.patience import seconds_of, waiting
from bot.screens.room import size
from bot.screens.screen import TEXT_LIMIT, Screen

CardSent = Callable[[int, int], Awaitable[None]]
"""Called with chat and message id when a new card stands in the chat."""

_log = structlog.get_logger(__name__)
_TRIES = 6
_NO_PREVIEW = {"is_disabled": True}


@dataclass(slots=True)
class _Place:
    """What this process knows of a chat's card: its message, and what waits to be drawn."""

    card: int | None = None
    stays: bool = False
    waiting: Outcome | None = None
    task: asyncio.Task[None] | None = None


class Shower:
    """Draws screens, one chat at a time, many chats at once."""

    def __init__(self, bot: Bot, card_sent: CardSent) -> None:
        """Draw through ``bot``; ``card_sent`` keeps the id of a new card."""
        self._bot = bot
        self._card_sent = card_sent
        self._places: dict[int, _Place] = {}
        self._others: set[asyncio.Task[None]] = set()

    def act(self, outcome: Outcome) -> None:
        """Answer the tap and draw, without waiting for either."""
        if outcome.query_id is not None:
            self._spawn(self._answer(outcome.query_id, outcome.toast))
        for message_id, screen in outcome.asides:
            self._spawn(self._redraw(outcome.chat_id, message_id, screen))
        if outcome.screen is None:
            return
        place = self._places.setdefault(outcome.chat_id, _Place())
        place.waiting = merged(place.waiting, outcome)
        if place.task is None:
            place.task = asyncio.create_task(self._draw_all(place))

    def say(self, chat_id: int, text: str, link: tuple[str, str] | None = None) -> None:
        """Send one plain sentence that is no card (to strangers, in groups, about faults).

        ``link`` is a button below it that leads somewhere: its label and address.
        """
        self._spawn(self._say(chat_id, text, link))

    def answer(self, query_id: str, text: str) -> None:
        """Answer a tap with a toast and nothing else."""
        self._spawn(self._answer(query_id, text))

    async def settled(self) -> None:
        """Wait until everything wanted so far is drawn."""
        while tasks := [*self._others, *(p.task for p in self._places.values() if p.task)]:
            await asyncio.wait(tasks)

    async def drawn(self, chats: Collection[int]) -> None:
        """Wait until whatever these chats are to show is drawn, or given up."""
        places = [self._places[chat_id] for chat_id in chats if chat_id in self._places]
        if tasks := [place.task for place in places if place.task is not None]:
            await asyncio.wait(tasks)

    def _spawn(self, work: Awaitable[None]) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    async def _answer(self, query_id: str, text: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id, text[:200] or None)
        except TelegramError as error:
            # Too old, or Telegram is out of reach: the card itself says how things stand.
            _log.debug("tap not answered", reason=type(error).__name__)

    async def _redraw(self, chat_id: int, message_id: int, screen: Screen) -> None:
        """Draw a message that is no card anew; its buttons work either way, so one try is enough."""
        try:
            await self._edit(chat_id, message_id, screen)
        except TelegramError as error:
            _log.info("message not drawn anew", reason=type(error).__name__)

    async def _say(self, chat_id: int, text: str, link: tuple[str, str] | None) -> None:
        keys = {"inline_keyboard": [[{"text": link[0], "url": link[1]}]]} if link else None
        try:
            await self._bot.send_message(chat_id, text, api_kwargs={"reply_markup": keys} if keys else None)
        except TelegramError as error:
            _log.info("sentence not sent", reason=type(error).__name__)

    async def _draw_all(self, place: _Place) -> None:
        try:
            while place.waiting is not None:
                outcome, place.waiting = place.waiting, None
                if not await self._drawn(place, outcome):
                    await self._tell(place, outcome)
        finally:
            place.task = None

    async def _drawn(self, place: _Place, outcome: Outcome) -> bool:
        """Draw; ``False`` where that cannot be done. What was answered is kept, and the next touch draws again."""
        try:
            return await self._draw(place, outcome)
        except BadRequest as error:
            _log.error("card refused", reason=str(error))
        except Exception as error:
            # Whatever it is: nothing is lost but the drawing, and the next touch draws again.
            _log.error("card not drawn", exc_info=error)
        return False

    async def _tell(self, place: _Place, outcome: Outcome) -> None:
        """Say what there is to say in place of a screen, unless the next one is about to be drawn."""
        if outcome.lost and place.waiting is None:
            await self._say(outcome.chat_id, outcome.lost, None)

    async def _draw(self, place: _Place, outcome: Outcome) -> bool:
        """Draw with patience: waits where Telegram asks to, and gives way to a newer screen.

        ``False`` after all tries.
        """
        for attempt in range(_TRIES):
            try:
                await self._place_card(place, outcome)
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except Forbidden:
                _log.info("blocked by the person")
                return True  # nobody is there who could be told
            except BadRequest:
                raise  # a network error to PTB, but trying again does not help
            except NetworkError as error:
                _log.info("card not drawn yet", reason=type(error).__name__, attempt=attempt)
                await asyncio.sleep(waiting(attempt + 1))
            else:
                return True
            if place.waiting is not None:
                place.waiting = merged(outcome, place.waiting)
                return True
        _log.error("card not drawn", reason="tried too often")
        return False

    async def _place_card(self, place: _Place, outcome: Outcome) -> None:
        screen = outcome.screen
        if screen is None:
            return
        card, gone = target(place.card, outcome, stays=place.stays)
        if card is None or not await self._edit(outcome.chat_id, card, screen):
            sent = await self._bot.send_message(
                outcome.chat_id, fitted(screen.text), api_kwargs=dressed(screen)
            )
            card = sent.message_id
            await self._card_sent(outcome.chat_id, card)
        place.card, place.stays = card, outcome.stays
        for message_id in gone:
            if message_id != card:
                await self._take_away(outcome.chat_id, message_id)

    async def _edit(self, chat_id: int, card: int, screen: Screen) -> bool:
        """Edit the card; ``False`` if that message cannot be edited any more."""
        try:
            await self._bot.edit_message_text(fitted(screen.text), chat_id, card, api_kwargs=dressed(screen))
        except BadRequest as error:
            reason = str(error).lower()
            if "not modified" in reason:
                return True
            if (
                "message to edit not found" in reason
                or "can't be edited" in reason
                or "message_id_invalid" in reason
            ):
                return False
            raise
        return True

    async def _take_away(self, chat_id: int, message_id: int) -> None:
        """Delete an old card; one too old to delete loses its buttons."""
        try:
            await self._bot.delete_message(chat_id, message_id)
        except BadRequest as error:
            if "not found" in str(error).lower():
                return
            try:
                await self._bot.edit_message_text("⬇️", chat_id, message_id)
            except TelegramError as again:
                _log.info("old card left", reason=str(again))
        except TelegramError as error:
            _log.info("old card left", reason=type(error).__name__)


def merged(earlier: Outcome | None, later: Outcome) -> Outcome:
    """One drawing for two outcomes: the later screen, below whatever either wanted it below."""
    if earlier is None:
        return later
    later = replace(later, lost=later.lost or earlier.lost)
    if later.card is not None and earlier.card is None and later.card <= earlier.newest:
        return replace(later, card=None, gone=tuple(dict.fromkeys((*earlier.gone, *later.gone, later.card))))
    return replace(later, gone=tuple(dict.fromkeys((*earlier.gone, *later.gone))))


def target(known: int | None, outcome: Outcome, *, stays: bool) -> tuple[int | None, tuple[int, ...]]:
    """Which message to edit (``None``: send a new one) and which to take away.

    ``known`` is the card this process drew last, which the turn may not have known of yet; one that ``stays``
    (a result) is neither edited nor taken away.
    """
    if known is None or known == outcome.card or known in outcome.gone:
        return outcome.card, outcome.gone
    if outcome.card is None:
        if stays:
            return None, outcome.gone
        return (known, outcome.gone) if known > outcome.newest else (None, (*outcome.gone, known))
    if known > outcome.card and not stays:
        return known, (*outcome.gone, outcome.card)
    return outcome.card, outcome.gone


def keyboard(screen: Screen) -> dict[str, object]:
    """The buttons as the Bot API takes them (no object a button: this is on the way of every tap)."""
    return {
        "inline_keyboard": [
            [
                {"text": b.label, "callback_data": encode(b.act), **({"style": b.style} if b.style else {})}
                for b in row
            ]
            for row in screen.rows
        ]
    }


def dressed(screen: Screen) -> dict[str, object]:
    """What goes with a screen's text into any call that sends or edits it."""
    return {"parse_mode": "HTML", "link_preview_options": _NO_PREVIEW, "reply_markup": keyboard(screen)}


def fitted(text: str) -> str:
    """A text that Telegram takes: whole lines as far as they fit, no markup left open."""
    if len(text) * 2 <= TEXT_LIMIT or size(text) <= TEXT_LIMIT:
        return text
    kept: list[str] = []
    room = TEXT_LIMIT - 40
    for line in text.split("\n"):
        room -= size(line) + 1
        if room < 0:
            break
        kept.append(line)
    cut = "\n".join(kept)
    for tag in ("b", "i", "blockquote"):
        if len(re.findall(rf"<{tag}\b", cut)) > cut.count(f"</{tag}>"):
            cut += f"</{tag}>"
    return cut + "\n…"
