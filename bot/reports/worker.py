"""``python -m bot.reports.worker``: prints sheets in a process of its own, for ``bot.reports.press``.

It reads jobs from standard input and writes files to standard output. It ends when its input ends, or when
nothing has come for a while.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import threading
from pathlib import Path

from bot.reports.messages import FULL, read_message, write_message
from bot.reports.sheet import Sheet
from bot.reports.warming import ask_for_files

IDLE = 120.0
"""Seconds without a job after which the process ends and gives its memory back."""
NICENESS = 5
"""How far behind the bot it stands where both want the processor: taps go first."""
_AUTOGROUP = Path("/proc/self/autogroup")


def main() -> None:
    """Print until the input ends."""
    _stand_back()
    ask_for_files()
    while True:
        idle = threading.Timer(IDLE, os._exit, [0])
        idle.daemon = True
        idle.start()
        job = read_message(sys.stdin.buffer)
        idle.cancel()
        if job is None:
            return
        well, body = _made(job[1])
        write_message(sys.stdout.buffer, body, well=well)


def _stand_back() -> None:
    with contextlib.suppress(OSError, AttributeError):  # Windows has no niceness
        os.nice(NICENESS)
    with contextlib.suppress(OSError):
        # Where Linux shares time out by session, as on desktops, niceness counts for this session as a whole.
        if _AUTOGROUP.exists():
            _AUTOGROUP.write_text(str(NICENESS), encoding="ascii")


def _made(job: bytes) -> tuple[bool, bytes]:
    try:
        from bot.reports.printing import make  # after the files were asked for

        told = json.loads(job)
        return True, make(Sheet(**told["sheet"]), Path(told["data"]))
    except Exception as error:
        # Whatever it is, the one who waits for it must hear of it.
        full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
        return False, FULL if full else f"{type(error).__name__}: {error}".encode(errors="replace")


if __name__ == "__main__":
    main()
