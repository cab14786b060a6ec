"""Running the bot as a process: the database made current, the loop, a tidy stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram.error import InvalidToken

from bot.app import running, utc_now
from bot.desk import Clock, Desk
from bot.polling import CannotListen, Source
from bot.privacy.keeping_private import make_private
from bot.scratch import SCRATCH, clear_scratch
from bot.settings import BadSettings, Settings
from rubrics.library import Library, load_forms
from storage.engine import Storage
from storage.migrating import ensure_current

_log = structlog.get_logger(__name__)


class WrongToken(Exception):
    """Telegram does not know the token."""


def load_library(settings: Settings) -> Library:
    """The shipped forms and the owner's; what is wrong with a form is logged and the others are there."""
    library = load_forms(settings.kaoping_forms)
    for finding in library.findings:
        _log.error("a form cannot be used", finding=str(finding))
    return library


def open_storage(settings: Settings) -> Storage:
    """The database, made current.

    :raises storage.errors.DatabaseTooNew: if a newer version of this program made it.
    :raises storage.errors.StorageUnavailable: if it cannot be opened.
    """
    make_private(settings.kaoping_data, settings.database)
    clear_scratch(settings.kaoping_data / SCRATCH)
    ensure_current(settings.database)
    storage = Storage(settings.database)
    storage.open()
    return storage


def run_bot(settings: Settings) -> None:
    """Run until a signal says stop.

    :raises WrongToken: if Telegram does not know the token.
    """
    storage = open_storage(settings)
    try:
        run_loop(serve(settings, load_library(settings), storage))
    finally:
        storage.close()


async def serve(
    settings: Settings,
    library: Library,
    storage: Storage,
    *,
    clock: Clock = utc_now,
    ready: Callable[[Source], None] | None = None,
    began: Callable[[Desk], None] | None = None,
) -> None:
    """Serve until stopped by a signal, or by the poller given to ``ready``; ``began`` as in ``bot.app.running``.

    :raises WrongToken: if Telegram does not know the token.
    :raises BadSettings: if nothing can listen where updates are to be pushed.
    """
    try:
        async with running(settings, library, storage, clock, began) as poller:
            loop = asyncio.get_running_loop()
            if ready is None:
                for name in (signal.SIGINT, signal.SIGTERM):
                    with contextlib.suppress(NotImplementedError):  # Windows
                        loop.add_signal_handler(name, poller.stop)
            else:
                ready(poller)
            if not settings.kaoping_owners:
                _log.warning(
                    "KAOPING_OWNERS is empty: nobody may use the bot yet. It tells everyone their id."
                )
            _log.info("ready", forms=len(library.forms))
            await poller.run()
    except InvalidToken:
        raise WrongToken from None
    except CannotListen as error:
        raise BadSettings([f"TELEGRAM_WEBHOOK_LISTEN: nothing can listen on {error}"]) from None


def run_loop(main: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop where there is one."""
    if sys.platform == "win32":
        asyncio.run(main)
    else:
        import uvloop  # not on Windows

        uvloop.run(main)
