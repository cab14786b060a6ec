"""``kaoping due``: what a tick at some moment would send, worked out on a copy; nothing is sent or changed."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from html import unescape
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, make_url

from bot.conversation.turn import House
from bot.evidence import FILE_LIMIT
from bot.reminding import turns
from bot.reminding.letters import Letter, reminder_letters
from bot.reminding.notices import notice_letters
from bot.scratch import SCRATCH, scratch
from bot.settings import Settings
from rubrics.library import load_forms
from storage.engine import Storage
from storage.migrating import require_current

T = TypeVar("T")

_LEASE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """One message that would be sent: to whom, why, and what it says."""

    to: int
    kind: str
    why: tuple[str, ...]
    text: str
    plan: int | None = None
    subject: str | None = None
    form: str | None = None
    period: str | None = None
    due: str | None = None
    stage: str | None = None


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """A moment like ``2026-12-28T09:00``, local unless it says otherwise; ``None`` where it is none."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def due_at(settings: Settings, now: datetime) -> list[Due]:
    """What would be sent at ``now``, given all that is recorded so far: reminders first, then notices.

    :raises StorageError: if there is no database of this version that can be read.
    """
    library = load_forms(settings.kaoping_forms)
    house = House(
        library.forms, settings.zone, settings.kaoping_language, FILE_LIMIT, settings.kaoping_owners
    )
    with _rehearsal(settings.database, settings.kaoping_data / SCRATCH) as run:
        while run(lambda conn: turns.open_due(conn, now)) == turns.PLANS:
            pass
        while run(lambda conn: turns.move_due(conn, now)) == turns.OCCURRENCES:
            pass
        run(lambda conn: turns.warn_of_calendar(conn, house, now))
        found: list[Due] = []
        for claim in (
            lambda conn: reminder_letters(conn, house, now, _LEASE, turns.OCCURRENCES),
            lambda conn: notice_letters(conn, house, now, _LEASE),
        ):
            count = 1
            while count:
                count, letters = run(claim)
                found += [_due(letter) for letter in letters if letter.message_id is None]
        return found


@contextmanager
def _rehearsal(url: str, folder: Path) -> Iterator[Callable[[Callable[[Connection], T]], T]]:
    """Turns of which nothing stays: on a copy of an SQLite file, else in one transaction that is taken back.

    The copy lies below ``folder``, in the data directory: a kill leaves none in the machine's temporary files.
    """
    require_current(url)
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        with scratch(folder) as directory:
            copy = directory / "copy.sqlite3"
            with (
                closing(sqlite3.connect(str(address.database))) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
            with Storage(f"sqlite:///{copy}") as storage:
                yield storage.run_now
        return
    from storage.engine import build_engine

    engine = build_engine(url)
    try:
        with engine.connect() as connection:
            transaction = connection.begin()
            try:
                yield lambda work: work(connection)
            finally:
                transaction.rollback()
    finally:
        engine.dispose()


def _due(letter: Letter) -> Due:
    text = plain(letter.screen.text)
    if letter.reminder is None or letter.item is None:
        kinds = Counter[str](one.kind for one in letter.notices)
        why = tuple(f"{kind}: {count}" for kind, count in kinds.items())
        return Due(letter.person_id, "digest" if set(kinds) == {"digest"} else "notice", why, text)
    one = letter.item.occurrence
    return Due(
        letter.person_id,
        "reminder",
        (stage_words(letter.reminder.stage),),
        text,
        one.plan_id,
        letter.item.subject,
        one.form_id,
        one.period,
        one.due.isoformat(),
        letter.reminder.stage,
    )


def stage_words(stage: str) -> str:
    """A stage of reminding in words."""
    if stage == "0":
        return "due day"
    if re.fullmatch(r"[+-]\d+", stage):
        days = abs(int(stage))
        unit = "day" if days == 1 else "days"
        return f"{days} {unit} before the due day" if stage[0] == "-" else f"{days} {unit} overdue"
    return "asked for"


def plain(text: str) -> str:
    """The words of a message without its markup."""
    return unescape(re.sub(r"<[^>]+>", "", text))
