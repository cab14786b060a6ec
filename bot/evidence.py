"""Copying evidence from Telegram to the data directory, from the rows that say what is wanted.

Telegram gives files up to 20 MB to bots. The row is written before anything is fetched, so a copy that a crash
broke off is made at the next start.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from pathlib import Path

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.polling import waiting
from storage.engine import Storage
from storage.errors import StorageUnavailable
from storage.notes import attachment_failed, attachment_stored, wanted_attachments
from storage.values import Attachment, AttachmentState

_log = structlog.get_logger(__name__)

FILE_LIMIT = 20 * 1024 * 1024
"""Bytes of the largest file that Telegram hands to a bot."""
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "audio/ogg": ".ogg",
    "video/mp4": ".mp4",
    "audio/mpeg": ".mp3",
    "audio/webm": ".webm",
    "application/pdf": ".pdf",
}
_ENDING = re.compile(r"\.[a-z0-9]{1,5}")
_BATCH = 20


class Copier:
    """Copies wanted files in the background, one round at a time."""

    def __init__(self, bot: Bot, storage: Storage, directory: Path) -> None:
        """Copy to ``directory``/evidence."""
        self._bot = bot
        self._storage = storage
        self._directory = directory
        self._wanted = asyncio.Event()

    def want(self) -> None:
        """There are (or may be) files to copy."""
        self._wanted.set()

    async def run(self) -> None:
        """Copy whatever is wanted, whenever it is; what fails is tried again after a while. Never returns."""
        trouble = 0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(waiting(trouble) if trouble else None):
                    await self._wanted.wait()
            self._wanted.clear()
            trouble = 0 if await self._all() else trouble + 1

    async def _all(self) -> bool:
        """Copy all that can be copied now; whether nothing is left that has to be tried again."""
        try:
            while (left := await self.round()) is None:
                pass
        except StorageUnavailable as error:
            _log.warning("evidence not copied yet", reason=error.reason.value)
            return False
        return not left

    async def round(self) -> bool | None:
        """Copy a few files. ``None``: go on, there may be more; else whether some must be tried again later."""
        found = await self._storage.run(lambda conn: wanted_attachments(conn, _BATCH))
        results = [await self._copy(attachment) for attachment in found]
        return None if len(found) == _BATCH and any(results) else not all(results)

    async def _copy(self, attachment: Attachment) -> bool:
        if attachment.size is not None and attachment.size > FILE_LIMIT:
            return await self._give_up(attachment, "too-big")
        path = place_of(attachment)
        try:
            file = await self._bot.get_file(attachment.file_id)
            content = bytes(await file.download_as_bytearray())
            await asyncio.to_thread(_write, self._directory / path, content)
        except BadRequest as error:
            too_big = "too big" in str(error).lower()
            return await self._give_up(attachment, "too-big" if too_big else "failed")
        except (TelegramError, OSError) as error:
            _log.warning("evidence not copied yet", attachment=attachment.id, reason=type(error).__name__)
            return await self._give_up(attachment, "wanted")
        stored = str(path)
        await self._storage.run(lambda conn: attachment_stored(conn, attachment.id, stored, len(content)))
        return True

    async def _give_up(self, attachment: Attachment, state: AttachmentState) -> bool:
        await self._storage.run(lambda conn: attachment_failed(conn, attachment.id, state))
        return state != "wanted"


def place_of(attachment: Attachment) -> Path:
    """Where a file goes, below the data directory: named by the program, never by the sender."""
    named = Path(attachment.name).suffix.lower()
    ending = _ENDINGS.get(attachment.mime or "") or (named if _ENDING.fullmatch(named) else ".bin")
    return Path("evidence") / f"{attachment.id // 1000:04}" / f"{attachment.id}{ending}"


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or none."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(path.suffix + ".part")
    part.write_bytes(content)
    part.chmod(0o600)
    part.replace(path)
