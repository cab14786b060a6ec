"""``kaoping run``, and what other commands share with it: settings read, faults told, records within reach.

The running bot comes straight here, past the command line's library: it stays up for months and need not hold that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from bot.settings import Settings

FAULTS = 2
"""Exit status where what was given has faults."""


def run_bot_now() -> None:
    """Run the bot with the settings from the environment or .env, until it is told to stop."""
    settings = settings_or_refuse(running=True)
    from bot.logs import set_up
    from bot.running import WrongToken, run_bot

    set_up(settings.log_level)
    try:
        with_records(settings, lambda: run_bot(settings))
    except WrongToken:
        fail(
            "Telegram does not know this token (TELEGRAM_TOKEN). Nothing was started, nothing is lost.",
            "Copy it again from BotFather (/mybots, API Token), without spaces, into .env.",
        )


def settings_or_refuse(*, running: bool = False) -> Settings:
    """The settings; where they have faults, all of them are told and the program ends."""
    from bot.settings import BadSettings, read_settings

    try:
        return read_settings(running=running)
    except BadSettings as error:
        refuse(error)
    except UnicodeDecodeError:
        fail(
            "The settings cannot be read: .env is not UTF-8. Nothing was started.",
            "Save it again with the encoding UTF-8.",
        )
    except OSError as error:
        fail(f"The settings cannot be read: .env ({error.strerror}). Nothing was started.")


def with_records(settings: Settings, work: Callable[[], None]) -> None:
    """Do what needs the data directory and the database; without them, say what is wrong."""
    from storage.errors import StorageError

    try:
        settings.kaoping_data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        fail(
            f"The data directory {settings.kaoping_data} cannot be made ({error.strerror}). "
            "Nothing was started, nothing was changed.",
            "Set KAOPING_DATA to a directory this user may write to.",
        )
    try:
        work()
    except StorageError as error:
        fail(str(error))


def refuse(error: Exception) -> NoReturn:
    """End with the faults of the settings."""
    fail("The settings have faults. Nothing was started.", *str(error).splitlines())


def fail(*sentences: str) -> NoReturn:
    """End with these sentences on standard error."""
    for sentence in sentences:
        print(sentence, file=sys.stderr)  # noqa: T201 - this is where people are told
    raise SystemExit(FAULTS)
