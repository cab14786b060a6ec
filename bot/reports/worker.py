"""``python -m bot.reports.worker``: prints pages in a process of its own, for ``bot.reports.press``.

It reads jobs from standard input and writes PDFs to standard output. It ends when its input ends, or when
nothing has come for a while.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from pathlib import Path

from bot.reports.messages import read_message, write_message
from bot.reports.printing import pdf_of

IDLE = 120.0
"""Seconds without a job after which the process ends and gives its memory back."""


def main() -> None:
    """Print until the input ends."""
    with contextlib.suppress(OSError, AttributeError):  # taps go first; Windows has no niceness
        os.nice(5)
    while True:
        idle = threading.Timer(IDLE, os._exit, [0])
        idle.daemon = True
        idle.start()
        job = read_message(sys.stdin.buffer)
        idle.cancel()
        if job is None:
            return
        well, body = _printed(job[1])
        write_message(sys.stdout.buffer, body, well=well)


def _printed(job: bytes) -> tuple[bool, bytes]:
    try:
        told = json.loads(job)
        return True, pdf_of(told["page"], Path(told["data"]), made_at=told["made_at"])
    except Exception as error:
        # Whatever it is, the one who waits for it must hear of it.
        return False, f"{type(error).__name__}: {error}".encode(errors="replace")


if __name__ == "__main__":
    main()
