"""Where ``kaoping`` begins: every expected trouble ends in a sentence, not in a trace."""

from __future__ import annotations

import io
import sys


def main() -> None:
    """Do what the words after ``kaoping`` say."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show Chinese still shows the figures.
            stream.reconfigure(errors="backslashreplace")
    try:
        if sys.argv[1:] == ["run"]:
            _run()
        else:
            from bot.command_line import app

            app()
    except Exception as error:
        from bot.settings import BadSettings  # costs a tenth of a second: only where something went wrong

        if not isinstance(error, BadSettings):
            raise
        from bot.run_command import refuse

        refuse(error)


def _run() -> None:
    """Run the bot without what it never uses: structlog loads Rich wherever it is installed, for traces of its own."""
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # None: not to be had, as Python's docs say
    from bot.run_command import run_bot_now

    run_bot_now()
