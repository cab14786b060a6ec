"""Copying evidence from Telegram to the data directory, from the rows that say what is wanted.

Telegram gives files up to 20 MB to bots. The row is written before anything is fetched, so a copy that a crash
broke off is made at the next start. A copy is named by the program, its ending says what it is by its content, and
it is put in place in the turn that says so: what is erased while it is fetched never gets there.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path

import structlog
from sqlalchemy import Connection
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.patience import waiting
from bot.privacy.sniffing import stored_ending
from storage.engine import Storage
from storage.errors import StorageUnavailable
from storage.notes import attachment_failed, attachment_stored, wanted_attachments
from storage.values import Attachment, AttachmentState

_log = structlog.get_logger(__name__)

FILE_LIMIT = 20 * 1024 * 1024
"""Bytes of the largest file that Telegram hands to a bot."""
EVIDENCE = "evidence"
"""The folder of copies, below the data directory."""
_PART = ".part"
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
        await asyncio.to_thread(sweep_parts, self._directory)
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
        try:
            file = await self._bot.get_file(attachment.file_id)
            content = bytes(await file.download_as_bytearray())
            part = await asyncio.to_thread(_write_part, self._directory, attachment, content)
        except BadRequest as error:
            too_big = "too big" in str(error).lower()
            return await self._give_up(attachment, "too-big" if too_big else "failed")
        except (TelegramError, OSError) as error:
            _log.warning("evidence not copied yet", attachment=attachment.id, reason=type(error).__name__)
            return await self._give_up(attachment, "wanted")
        path = place_of(attachment, content)
        try:
            await self._storage.run(
                lambda conn: self._put_in_place(conn, attachment, part, path, len(content))
            )
        except OSError as error:
            _log.warning("evidence not copied yet", attachment=attachment.id, reason=type(error).__name__)
            return await self._give_up(attachment, "wanted")
        return True

    def _put_in_place(
        self, conn: Connection, attachment: Attachment, part: Path, path: Path, size: int
    ) -> None:
        """Within one turn, so that no erasing comes between the row and the file."""
        if attachment_stored(conn, attachment.id, str(path), size):
            part.replace(self._directory / path)
        else:
            part.unlink(missing_ok=True)

    async def _give_up(self, attachment: Attachment, state: AttachmentState) -> bool:
        await self._storage.run(lambda conn: attachment_failed(conn, attachment.id, state))
        return state != "wanted"


def place_of(attachment: Attachment, content: bytes) -> Path:
    """Where a file goes, below the data directory: named by the program and its content, never by the sender."""
    return _base(attachment.id).with_suffix(stored_ending(content, attachment.kind, attachment.mime))


def copies_of(directory: Path, attachment_id: int) -> list[Path]:
    """Every copy of an attachment below the data directory, whole or begun, whatever its ending."""
    base = directory / _base(attachment_id)
    return sorted(base.parent.glob(f"{base.name}.*"))


def sweep_parts(directory: Path) -> None:
    """Remove what a stop left half written; whatever is still wanted is fetched anew."""
    for part in (directory / EVIDENCE).glob(f"*/*{_PART}"):
        part.unlink(missing_ok=True)


def _base(attachment_id: int) -> Path:
    return Path(EVIDENCE) / f"{attachment_id // 1000:04}" / str(attachment_id)


def _write_part(directory: Path, attachment: Attachment, content: bytes) -> Path:
    """Write a file beside its place, readable by this user only."""
    place = directory / _base(attachment.id)
    for folder in (place.parent.parent, place.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_suffix(_PART)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return part
