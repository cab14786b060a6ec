"""The bot put together: the one list of handlers and jobs, and its life from start to stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

import structlog
from sqlalchemy import Connection
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, ExtBot, TypeHandler

from bot.access import Standing
from bot.audit_file import AuditFiles
from bot.command_menus import CommandMenus
from bot.comparing.sending import Draughtsman
from bot.conversation.errand import Errand
from bot.conversation.grouping import Added, group_changed
from bot.conversation.rooms import COMMANDS
from bot.conversation.taking import FROM_GROUP, look, take
from bot.conversation.turn import House, Outcome
from bot.courier import Courier
from bot.evidence import FILE_LIMIT, Copier
from bot.exporting.sending import Exporter
from bot.exporting.workshop import Workshop
from bot.inviting_pictures import InvitationPictures
from bot.patience import waiting
from bot.polling import Handle, NotDone, Poller, Source
from bot.post import TelegramPost
from bot.privacy.keeper import Hands, Keeper
from bot.privacy.sweeping import Sweeper
from bot.reminding.scheduling import tick_until_cancelled
from bot.reminding.ticking import Reminders
from bot.reports.press import Press
from bot.reports.sending import Reporter
from bot.screens.groups import private_link, private_words, welcome_words
from bot.settings import Settings
from bot.showing import Shower
from bot.texts import Texts, language_of, texts
from bot.transport import AiohttpRequest, UpdatesRequest
from bot.updates import group_change, group_command, read_update
from rubrics.library import Library
from storage import groups, traces
from storage.chats import active_since, card_sent, chat
from storage.engine import Storage
from storage.errors import Reason, StorageUnavailable
from storage.groups import Group
from storage.opening import live_roles
from storage.people import person
from storage.traces import About, TraceKind

Clock: TypeAlias = Callable[[], datetime]
Context: TypeAlias = CallbackContext[ExtBot[None], Any, Any, Any]
App: TypeAlias = "Application[ExtBot[None], Context, Any, Any, Any, None]"

_log = structlog.get_logger(__name__)
_REDRAW = timedelta(minutes=30)
_PAUSE = timedelta(seconds=5)
"""So long a group is not answered again, however many commands are sent there."""


def utc_now() -> datetime:
    """The one clock."""
    return datetime.now(UTC)


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
        """Draw the cards of these chats anew: what they show was erased, or is not theirs to see any more."""
        await asyncio.gather(*(self._draw_anew(chat_id) for chat_id in chats))

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


def build(settings: Settings, library: Library, storage: Storage, clock: Clock = utc_now) -> tuple[App, Desk]:
    """The application with its handlers, not yet started."""
    if settings.telegram_token is None:
        raise ValueError("a bot needs a token")
    address = settings.telegram_api_url
    app: App = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .request(AiohttpRequest(proxy=settings.proxy))
        .get_updates_request(UpdatesRequest(connections=2, proxy=settings.proxy))
        .updater(None)
        .job_queue(None)
        .build()
    )
    house = House(
        library.forms,
        settings.zone,
        settings.kaoping_language,
        FILE_LIMIT,
        settings.kaoping_owners,
        retention_days=settings.kaoping_retention_candidates,
    )

    async def sent(chat_id: int, message_id: int) -> None:
        try:
            await storage.run(lambda conn: card_sent(conn, chat_id, message_id))
        except StorageUnavailable:
            _log.warning("new card not written down; a tap on it will tell")

    shower = Shower(app.bot, sent)
    copier = Copier(app.bot, storage, settings.kaoping_data)

    async def stands(chat_id: int, message_id: int) -> None:
        await desk.bring_below(chat_id, message_id)

    async def delivered(chat_id: int, message_id: int, about: About | None) -> None:
        if about is not None:
            await remembered(chat_id, message_id, "file", about)
        await desk.bring_below(chat_id, message_id)

    async def announced(chat_id: int, message_id: int, about: About) -> None:
        await remembered(chat_id, message_id, "announced", about)

    async def remembered(chat_id: int, message_id: int, kind: TraceKind, about: About) -> None:
        now = clock()
        try:
            await storage.run(lambda conn: traces.leave(conn, chat_id, message_id, kind, about, now))
        except StorageUnavailable:
            _log.warning("a message that tells of somebody was not written down; erasing will not reach it")

    async def redrawn(chats: Collection[int]) -> None:
        await desk.redraw_chats(chats)
        await shower.drawn(chats)

    press = Press(settings.kaoping_data)
    courier = Courier(app.bot, delivered)
    reporter = Reporter(app.bot, courier, storage, press, house, clock)
    draughtsman = Draughtsman(courier, storage, press, house)
    pictures = InvitationPictures(courier, texts(settings.kaoping_language))
    audit_files = AuditFiles(storage, courier, house)
    post = TelegramPost(app.bot, partial(group_moved, storage))
    reminders = Reminders(storage, house, post, clock, stands=stands)
    workshop = Workshop(settings.database, settings.kaoping_data)
    exporter = Exporter(app.bot, storage, workshop, house, courier, clock)
    menus = CommandMenus(app.bot, storage, house)
    sweeper = Sweeper(app.bot, storage, house, clock, redrawn)
    keeper = Keeper(
        storage,
        house,
        settings.kaoping_data,
        post,
        clock,
        Hands(stands, announced, sweeper.sweep),
    )
    runners: dict[str, Callable[[int, Errand], None]] = {
        "erased": lambda _chat_id, _errand: keeper.want(erased=True),
        "remind": lambda _chat_id, _errand: reminders.want(),
        "redraw": lambda _chat_id, _errand: keeper.want(),
        "report": lambda chat_id, errand: reporter.want(chat_id, int(errand.args[0])),
        "picture": lambda chat_id, errand: reporter.want(chat_id, int(errand.args[0]), "png"),
        "chart": lambda chat_id, errand: draughtsman.want(chat_id, str(errand.args[0])),
        "export": exporter.want,
        "export-stop": lambda chat_id, _errand: exporter.stop(chat_id),
        "audit-export": lambda chat_id, errand: audit_files.want(chat_id, str(errand.args[0])),
        "invitation-qr": lambda chat_id, errand: pictures.want(chat_id, *map(str, errand.args)),
    }
    desk = Desk(
        settings,
        house,
        storage,
        shower,
        copier,
        reporter,
        clock,
        runners,
        reminders,
        keeper,
        sweeper.sweep,
        menus,
    )
    desk.closers += [
        menus.close,
        keeper.close,
        draughtsman.close,
        reporter.close,
        audit_files.close,
        exporter.close,
        pictures.close,
    ]
    app.add_handler(TypeHandler(Update, desk.on_update))
    app.add_error_handler(desk.on_error)
    return app, desk


@asynccontextmanager
async def running(
    settings: Settings,
    library: Library,
    storage: Storage,
    clock: Clock = utc_now,
    began: Callable[[Desk], None] | None = None,
) -> AsyncIterator[Source]:
    """The bot, ready to fetch, or to be pushed to; stopping leaves nothing half done.

    ``began`` is called with the desk once it works: for whoever moves the clock and wants a tick then.

    :raises InvalidToken: if Telegram does not know the token.
    """
    app, desk = build(settings, library, storage, clock)

    async def handle(update: Update) -> None:
        await app.process_update(update)
        if update.update_id in desk.undone:
            desk.undone.remove(update.update_id)
            raise NotDone

    try:
        await reach(app)
    except InvalidToken:
        await app.bot.shutdown()  # an application that never began closes nothing by itself
        raise
    desk.house.bot_name = app.bot.username
    source = source_of(settings, app, handle)
    tasks = [
        asyncio.create_task(work)
        for work in (
            desk.redraw(),
            desk.menus.register(),
            copier_rounds(desk),
            desk.reporter.get_ready(),
            tick_until_cancelled(desk.reminders, desk.keeper.tick),
        )
    ]
    if began is not None:
        began(desk)
    try:
        yield source
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for close in desk.closers:
            await close()
        await desk.shower.settled()
        await app.shutdown()


def source_of(settings: Settings, app: App, handle: Handle) -> Source:
    """Where updates come from: fetched, or pushed to the address that is set."""
    if settings.telegram_webhook_url is None or settings.telegram_webhook_secret is None:
        return Poller(app.bot, handle)
    from bot.hook import Hook  # its server is memory that a fetching bot need not hold

    return Hook(
        app.bot, handle, settings.telegram_webhook_url, settings.telegram_webhook_secret, settings.listen
    )


async def reach(app: App) -> None:
    """Reach Telegram, however long that takes; only a wrong token ends it.

    :raises InvalidToken: if Telegram does not know the token.
    """
    trouble = 0
    while True:
        try:
            await app.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            trouble += 1
            wait = waiting(trouble)
            _log.warning("Telegram cannot be reached; trying again", seconds=wait, reason=str(error))
            await asyncio.sleep(wait)
        else:
            return


async def group_moved(storage: Storage, group_id: int, to: int) -> None:
    """Keep a group's new id; where that cannot be kept now, Telegram tells it again with the next message there."""
    try:
        await storage.run(lambda conn: groups.moved(conn, group_id, to))
    except StorageUnavailable as error:
        _log.warning("a group's new id not written down yet", reason=error.reason.value)


async def copier_rounds(desk: Desk) -> None:
    """Copy evidence: what an earlier run left over first, then whatever comes."""
    desk.copier.want()
    await desk.copier.run()
