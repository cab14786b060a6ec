"""The press: one process that prints reports, one after the other, started when it is first needed.

The bot's own process loads neither Typst nor a font, and nothing that a picture or a page does in there can hold
up a tap: what takes too long is stopped.
"""

from __future__ import annotations

import asyncio
import errno
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import structlog

from bot.reports.messages import FULL, read_message, write_message
from bot.reports.sheet import Sheet
from bot.reports.warming import ask_for_files

PATIENCE = 60.0
"""Seconds one report may take."""

_log = structlog.get_logger(__name__)


class ReportFailed(Exception):
    """The report could not be made; why is in the log. ``full``: because the disk is full."""

    def __init__(self, *, full: bool = False) -> None:
        """Keep whether it was for want of room."""
        super().__init__("the disk is full" if full else "see the log")
        self.full = full


class Press:
    """Prints sheets. Evidence pictures are looked for below ``data``."""

    def __init__(self, data: Path, *, patience: float = PATIENCE) -> None:
        """Nothing is started yet."""
        self._data = str(data.resolve())
        self._patience = patience
        self._queue = ThreadPoolExecutor(1, thread_name_prefix="reports")
        self._process: subprocess.Popen[bytes] | None = None
        self._closing = False

    async def make(self, sheet: Sheet) -> bytes:
        """The PDF or picture of a sheet.

        :raises ReportFailed: if it could not be made, or took too long.
        """
        return await asyncio.get_running_loop().run_in_executor(self._queue, self._make, sheet)

    async def get_ready(self, after: float) -> None:
        """Some seconds ``after`` a start have the system read what printing needs; the first report finds it there."""
        await asyncio.sleep(after)
        await asyncio.to_thread(ask_for_files)

    def close(self) -> None:
        """Leave out what waits, and end the process."""
        self._closing = True
        self._queue.shutdown(wait=False, cancel_futures=True)
        if (process := self._process) is not None:
            process.kill()
        self._queue.shutdown(wait=True)
        self._end()

    def _make(self, sheet: Sheet) -> bytes:
        told = {field.name: getattr(sheet, field.name) for field in fields(sheet)}
        job = json.dumps({"sheet": told, "data": self._data}).encode()
        fresh = self._process is None
        try:
            answer = self._ask(job)
            if answer is None and not fresh and not self._closing:
                # The process had ended, since nobody needed it for long: a new one does it.
                answer = self._ask(job)
        except OSError as error:
            _log.error("report not made", reason=str(error))
            raise ReportFailed(full=error.errno == errno.ENOSPC) from error
        well, body = answer or (False, b"the process that prints ended")
        if not well:
            _log.error("report not made", reason=body.decode(errors="replace")[:300])
            raise ReportFailed(full=body == FULL)
        return body

    def _ask(self, job: bytes) -> tuple[bool, bytes] | None:
        """One job; ``None``, and no process left, where it had ended.

        :raises ReportFailed: if it took too long and was stopped.
        :raises OSError: if no process can be started.
        """
        process = self._process = self._process or _start()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._patience, stop)
        timer.start()
        answer = None
        try:
            if process.stdin is not None and process.stdout is not None:
                write_message(process.stdin, job)
                answer = read_message(process.stdout)
        except BrokenPipeError:
            _log.debug("the process that prints had ended")
        finally:
            timer.cancel()
        if answer is None:
            self._end()
            if late.is_set():
                _log.error("report not made", reason="it took too long")
                raise ReportFailed
        return answer

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    _log.debug("the process that prints had ended")
        process.wait()


def _start() -> subprocess.Popen[bytes]:
    # In a session of its own, so that Ctrl-C ends the bot in order and the bot ends this.
    return subprocess.Popen(
        [sys.executable, "-m", "bot.reports.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
