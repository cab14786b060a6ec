"""People who use the bot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from storage import tables
from storage.statements import Upsert, columns
from storage.values import Person

_table = tables.person
_PERSON = select(*columns(_table, Person)).where(_table.c.id == bindparam("person_id"))
_REMEMBER = Upsert(
    _table, same=["id"], changes=lambda new: {name: new[name] for name in ("name", "telegram_language")}
)
_CHOOSE = update(_table).where(_table.c.id == bindparam("person_id")).values(language=bindparam("chosen"))


def remember_person(
    conn: Connection, id: int, name: str, now: datetime, telegram_language: str | None = None
) -> None:
    """Keep a person by Telegram id, or their present name and app's language where they are known."""
    row = {
        "id": id,
        "name": name,
        "language": None,
        "telegram_language": telegram_language,
        "created_at": now,
    }
    conn.execute(_REMEMBER.of(conn.dialect.name), row)


def person(conn: Connection, id: int) -> Person | None:
    """The person with this Telegram id."""
    row = conn.execute(_PERSON, {"person_id": id}).first()
    return None if row is None else Person(*row)


def choose_language(conn: Connection, id: int, language: str | None) -> None:
    """Set the language a person chose; ``None`` goes back to that of their Telegram."""
    conn.execute(_CHOOSE, {"person_id": id, "chosen": language})
