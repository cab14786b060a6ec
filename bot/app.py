"""The bot put together: the one list of handlers and jobs, and its life from start to stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeAlias

import structlog
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot, TypeHandler

from bot.audit_file import AuditFiles
from bot.command_menus import CommandMenus
from bot.comparing.sending import Draughtsman
from bot.conversation.errand import Errand
from bot.conversation.turn import House
from bot.courier import Courier
from bot.desk import Clock, Context, Desk
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
from bot.settings import Settings
from bot.showing import Shower
from bot.texts import texts
from bot.transport import AiohttpRequest, UpdatesRequest
from rubrics.library import Library
from storage import groups, traces
from storage.chats import card_sent
from storage.engine import Storage
from storage.errors import StorageUnavailable
from storage.traces import About, TraceKind

App: TypeAlias = "Application[ExtBot[None], Context, Any, Any, Any, None]"

_log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The one clock."""
    return datetime.now(UTC)


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
