"""The desk: what the running bot has at hand, and what it does with each update."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

import structlog
from sqlalchemy import Connection
from telegram import Update
from telegram.ext import CallbackContext, ExtBot

from bot.access import Standing
from bot.command_menus import CommandMenus
from bot.conversation.errand import Errand
from bot.conversation.grouping import Added, group_changed
from bot.conversation.rooms import COMMANDS
from bot.conversation.taking import FROM_GROUP, look, take
from bot.conversation.turn import House, Outcome
from bot.evidence import Copier
from bot.polling import NotDone
from bot.privacy.keeper import Keeper
from bot.reminding.ticking import Reminders
from bot.reports.sending import Reporter
from bot.screens.groups import private_link, private_words, welcome_words
from bot.settings import Settings
from bot.showing import Shower
from bot.texts import Texts, language_of, texts
from bot.updates import group_change, group_command, read_update
from storage import groups
from storage.chats import active_since, chat
from storage.engine import Storage
from storage.errors import Reason, StorageUnavailable
from storage.groups import Group
from storage.opening import live_roles
from storage.people import person

Clock: TypeAlias = Callable[[], datetime]
Context: TypeAlias = CallbackContext[ExtBot[None], Any, Any, Any]

_log = structlog.get_logger(__name__)
_REDRAW = timedelta(minutes=30)
_PAUSE = timedelta(seconds=5)
"""So long a group is not answered again, however many commands are sent there."""


@dataclass
class Desk:
    """The running bot: what handlers work with. ``runners`` do errands, by kind, for a chat; ``closers`` end them."""

    settings: Settings
    house: House
    storage: Storage
    shower: Shower
    copier: Copier
    reporter: Reporter
    clock: Clock
    runners: Mapping[str, Callable[[int, Errand], None]]
    reminders: Reminders
    keeper: Keeper
    sweep: Callable[[], Coroutine[Any, Any, None]]
    menus: CommandMenus
    closers: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    trouble: set[int] = field(default_factory=set)
    undone: set[int] = field(default_factory=set)
    answered: dict[int, datetime] = field(default_factory=dict)
    at_it: WeakValueDictionary[int, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    drawn: set[int] | None = field(default_factory=set)
    """Chats whose card a turn has drawn since the start, until all cards are drawn again after it."""

    async def on_update(self, update: Update, _context: Context) -> None:
        """One update, whole: return when its turn is committed; showing goes on in the background.

        :raises NotDone: if the database could not take it now; the update must come again.
        """
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None:
            return
        language = language_of(None, user.language_code, self.house.language)
        if chat.type != "private":
            await self._in_group(update, language)
            return
        if update.my_chat_member is not None:
            return
        incoming = read_update(update)
        if incoming is None:
            if update.callback_query is not None:
                self.shower.answer(update.callback_query.id, "")
            return
        async with self._alone(chat.id):
            now = self.clock()
            try:
                outcome = await self.storage.run(lambda conn: take(conn, self.house, incoming, now))
            except StorageUnavailable as error:
                self._not_kept(chat.id, update, error.reason, language)
                raise NotDone from error
            self.trouble.discard(chat.id)
            self._act(outcome)
            if self.drawn is not None and outcome.screen is not None:
                self.drawn.add(chat.id)

    def _alone(self, chat_id: int) -> asyncio.Lock:
        """Held from reading a chat to handing its card on: what was read earlier is never drawn later.

        One writer keeps that order by itself (SQLite); where several turns run side by side, nobody else does.
        """
        lock = self.at_it.get(chat_id)
        if lock is None:
            lock = self.at_it[chat_id] = asyncio.Lock()
        return lock

    async def on_error(self, update: object, context: Context) -> None:
        """What a handler raised: what is not done comes again; a fault of ours is logged and told, with a way on."""
        if not isinstance(update, Update):
            return
        if isinstance(context.error, NotDone):
            self.undone.add(update.update_id)
            return
        _log.error("fault in a turn", exc_info=context.error)
        if update.effective_chat is None:
            return
        user = update.effective_user
        t = texts(language_of(None, user.language_code if user else None, self.house.language))
        words = t(
            "Something went wrong here, and this one step was not kept. All earlier answers are. /start goes on."
        )
        if update.callback_query is not None:
            self.shower.answer(update.callback_query.id, words)
        else:
            self.shower.say(update.effective_chat.id, words)

    async def redraw(self) -> None:
        """After a start: draw again what may have been committed but not shown before the last stop."""
        since = self.clock() - _REDRAW
        try:
            active = await self.storage.run(lambda conn: [one.chat_id for one in active_since(conn, since)])
        except StorageUnavailable:
            active = []
        # What a turn has drawn meanwhile is newer, and may say something that is said only once.
        await asyncio.gather(*(self._draw_anew(chat_id, after_start=True) for chat_id in active))
        self.drawn = None

    async def redraw_chats(self, chats: Collection[int]) -> None:
        """Draw the cards of these chats anew: what they show was erased, or is not theirs to see any more.

        One that cannot be drawn holds up no other.
        """
        drawn = await asyncio.gather(*map(self._draw_anew, chats), return_exceptions=True)
        for fault in drawn:
            if isinstance(fault, Exception):
                _log.error("a card was not drawn anew", exc_info=fault)

    async def _draw_anew(self, chat_id: int, *, after_start: bool = False) -> None:
        def card(conn: Connection) -> Outcome | None:
            found = chat(conn, chat_id)
            return None if found is None else look(conn, self.house, found, now)

        async with self._alone(chat_id):
            now = self.clock()
            if not (after_start and self.drawn and chat_id in self.drawn):
                await self._show(card)

    async def bring_below(self, chat_id: int, message_id: int) -> None:
        """An open question stays the last thing in its chat when something of ours was sent below it."""

        def card_below(conn: Connection) -> Outcome | None:
            found = chat(conn, chat_id)
            if found is None or found.evaluation_id is None:
                return None
            return look(conn, self.house, found, now, message_id)

        async with self._alone(chat_id):
            now = self.clock()
            await self._show(card_below)

    async def _show(self, read: Callable[[Connection], Outcome | None]) -> None:
        """Draw what is read; what cannot be read now is drawn by the next touch."""
        try:
            outcome = await self.storage.run(read)
        except StorageUnavailable:
            return
        if outcome is not None:
            self.shower.act(outcome)
            if outcome.commands:
                self.menus.want(outcome.chat_id)

    def _act(self, outcome: Outcome) -> None:
        self.shower.act(outcome)
        if outcome.copy_files:
            self.copier.want()
        if outcome.commands:
            self.menus.want(outcome.chat_id)
        if outcome.say:
            self.shower.say(outcome.chat_id, outcome.say)
        for errand in outcome.errands:
            self.runners[errand.kind](outcome.chat_id, errand)

    async def _in_group(self, update: Update, language: str) -> None:
        """In a group: note that the bot was added or taken out; anything else gets a link into the private chat.

        :raises NotDone: if the database could not take it now.
        """
        t, message = texts(language), update.message
        if (change := group_change(update)) is not None:
            await self._group_changed(change, t)
        elif update.callback_query is not None:
            self.shower.answer(update.callback_query.id, private_words(t))
        elif message is not None and message.migrate_to_chat_id is not None:
            old, new = message.chat.id, message.migrate_to_chat_id
            try:
                await self.storage.run(lambda conn: groups.moved(conn, old, new))
            except StorageUnavailable as error:
                raise NotDone from error
        elif message is not None and (name := group_command(message, self.house.bot_name)) is not None:
            now = self.clock()
            if now - self.answered.get(message.chat.id, now - _PAUSE) >= _PAUSE:
                self.answered[message.chat.id] = now
                wanted = f"{FROM_GROUP}{name}" if name in COMMANDS and name != "start" else ""
                link = private_link(self.house.bot_name, wanted)
                self.shower.say(message.chat.id, private_words(t), (t("Open the private chat"), link))

    async def _group_changed(self, change: Added, t: Texts) -> None:
        now, house = self.clock(), self.house

        def note(conn: Connection) -> Group | None:
            known = person(conn, change.by)
            standing = house.standing(known, live_roles(conn, change.by)) if known else Standing(change.by)
            return group_changed(conn, standing, change, now)

        try:
            group = await self.storage.run(note)
        except StorageUnavailable as error:
            raise NotDone from error
        if group is not None:
            link = private_link(house.bot_name, f"{FROM_GROUP}groups")
            self.shower.say(group.id, welcome_words(t), (t("Choose what is posted"), link))

    def _not_kept(self, chat_id: int, update: Update, reason: Reason, language: str) -> None:
        """Say once per trouble that it is not kept yet, and that it will be."""
        _log.error("database cannot be written", reason=reason.value)
        if chat_id in self.trouble:
            return
        self.trouble.add(chat_id)
        t = texts(language)
        cause = t("the disk is full") if reason is Reason.FULL else t("the database cannot be written")
        words = t(
            "⚠️ Not kept yet: {cause}. It is tried again by itself; you need not repeat it.", cause=cause
        )
        if update.callback_query is not None:
            self.shower.answer(update.callback_query.id, words)
        self.shower.say(chat_id, words)
