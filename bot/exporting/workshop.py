"""The workshop: makes exports one after the other, each in a process of its own that can be stopped at any time.

The bot's own process loads nothing for them and holds nothing of them; the file waits in the data directory until
it is sent, and is gone afterwards, whatever happened.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import structlog

from bot.exporting.order import Order, order_to_json

if TYPE_CHECKING:
    from bot.exporting.making import Tell

PATIENCE = 900.0
"""Seconds one export may take."""
NICENESS = 15
"""How far behind the bot its process stands where both want the processor: taps go first."""

_log = structlog.get_logger(__name__)


class Why(StrEnum):
    """Why there is no file."""

    NOTHING = "nothing"
    FULL = "full"
    UNREADABLE = "unreadable"
    FAULT = "fault"
    LATE = "late"


class ExportFailed(Exception):
    """The export could not be made; details are in the log."""

    def __init__(self, why: Why) -> None:
        """``why`` is for the sentence that people read."""
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is there for now, and how many evaluations it holds."""

    path: Path
    evaluations: int


class Workshop:
    """Makes exports of the database at ``url``; files wait below ``data``."""

    def __init__(self, url: str, data: Path, *, patience: float = PATIENCE) -> None:
        """Nothing is started; what an earlier run left behind when it was killed is taken away."""
        self._url = url
        self._place = data / "exports"
        self._patience = patience
        self._one = asyncio.Lock()
        shutil.rmtree(self._place, ignore_errors=True)

    @asynccontextmanager
    async def made(self, order: Order, tell: Tell) -> AsyncIterator[Made]:
        """The file of an export, for as long as this lasts. Waits for its turn; can be cancelled at any time.

        :raises ExportFailed: if it could not be made.
        """
        async with self._one:
            directory = self._directory()
            try:
                target = directory / f"export.{order.format.value}"
                job = {
                    "url": self._url,
                    "order": order_to_json(order),
                    "target": str(target),
                    "niceness": NICENESS,
                }
                yield Made(target, await self._work(json.dumps(job).encode(), tell))
            finally:
                shutil.rmtree(directory, ignore_errors=True)

    def _directory(self) -> Path:
        try:
            self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
            return Path(mkdtemp(dir=self._place))
        except OSError as error:
            _log.error("export not made", reason=str(error))
            raise ExportFailed(Why.FULL) from error

    async def _work(self, job: bytes, tell: Tell) -> int:
        # In a session of its own, so that Ctrl-C ends the bot in order and the bot ends this.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.exporting.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self._patience):
                ended = await _followed(process, job, tell)
        except TimeoutError:
            _log.error("export not made", reason="it took too long")
            raise ExportFailed(Why.LATE) from None
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if ended.get("ended") != "made":
            if ended.get("ended") != Why.NOTHING:
                _log.error("export not made", reason=str(ended.get("why", "its process ended"))[:300])
            raise ExportFailed(Why(ended.get("ended", Why.FAULT)))
        return int(ended["evaluations"])


async def _followed(process: asyncio.subprocess.Process, job: bytes, tell: Tell) -> dict[str, Any]:
    """Hand the job over and hear how far it is; returns how it ended, nothing where the process just ended."""
    if process.stdin is None or process.stdout is None:
        return {}
    process.stdin.write(job)
    process.stdin.write_eof()
    ended: dict[str, Any] = {}
    async for line in process.stdout:
        told = json.loads(line)
        if "done" in told:
            tell(told["done"], told["of"])
        else:
            ended = told
    return ended
