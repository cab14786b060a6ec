"""The audit trail as a CSV file sent into the chat, read page by page so that nobody waits for it."""

from __future__ import annotations

import asyncio
import csv
import tempfile
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy import Connection
from telegram.error import TelegramError

from bot.access import Action
from bot.conversation.auditing import wanted_of
from bot.conversation.turn import House
from bot.courier import LARGEST, Courier
from bot.texts import language_of, texts
from storage import audit_reading, people
from storage.audit import PAGE
from storage.audit_reading import Wanted
from storage.chain import Entry
from storage.engine import Storage
from storage.errors import StorageUnavailable
from storage.opening import live_roles

_log = structlog.get_logger(__name__)
_COLUMNS = ("seq", "at", "actor", "action", "object_kind", "object_id", "details", "hash")


class AuditFiles:
    """Writes and sends what was filtered; one at a time for each chat."""

    def __init__(self, storage: Storage, courier: Courier, house: House) -> None:
        """Nothing is under way yet."""
        self._storage = storage
        self._courier = courier
        self._house = house
        self._under_way: dict[int, asyncio.Task[None]] = {}

    def want(self, chat_id: int, argument: str) -> None:
        """Write the file of this filter and send it, unless one is under way in that chat."""
        if chat_id not in self._under_way:
            task = asyncio.create_task(self._deliver(chat_id, argument))
            self._under_way[chat_id] = task
            task.add_done_callback(lambda _: self._under_way.pop(chat_id, None))

    async def close(self) -> None:
        """Leave out what is under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, chat_id: int, argument: str) -> None:
        person = None
        try:
            person = await self._storage.run(lambda conn: people.person(conn, chat_id))
            with tempfile.TemporaryDirectory(prefix="kaoping-audit-") as directory:
                path = Path(directory) / "audit.csv"
                whole = await self._write(path, wanted_of(argument)[2])
                if not await self._storage.run(lambda conn: self._may(conn, chat_id)):
                    return
                await self._courier.document(chat_id, path, "audit.csv")
        except (StorageUnavailable, OSError, TelegramError) as error:
            _log.warning("audit file not sent", reason=type(error).__name__)
            whole = None
        chosen, telegram = (person.language, person.telegram_language) if person else (None, None)
        t = texts(language_of(chosen, telegram, self._house.language))
        if whole is None:
            words = t("⚠️ The file could not be made or sent; the trail is as it was. Try again in a while.")
            await self._courier.say(chat_id, words)
        elif not whole:
            words = t(
                "The file holds the first rows, as many as Telegram takes. All of them: {command}",
                command="kaoping audit list --json",
            )
            await self._courier.say(chat_id, words)

    def _may(self, conn: Connection, chat_id: int) -> bool:
        """Whether they may still read the trail: whoever was suspended meanwhile gets nothing more."""
        person = people.person(conn, chat_id)
        return person is not None and self._house.standing(person, live_roles(conn, chat_id)).may_ever(
            Action.AUDIT
        )

    async def _write(self, path: Path, wanted: Wanted) -> bool:
        """Write all rows, or as many as fit into a file that can be sent; whether they are all."""
        seq = 0
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            while rows := await self._storage.run(
                partial(audit_reading.after, wanted=wanted, seq=seq, limit=PAGE)
            ):
                writer.writerows(_cells(row) for row in rows)
                seq = rows[-1].seq
                if file.tell() > LARGEST - PAGE * 500:
                    return False
        return True


def _cells(row: Entry) -> list[object]:
    """What stands there, also where somebody tampered with it; never a formula."""
    return [_plain(getattr(row, name)) for name in _COLUMNS]


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
