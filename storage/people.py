"""People who use the bot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from storage import tables
from storage.statements import Upsert, columns
from storage.values import Person

_table = tables.person
_PERSON = select(*columns(_table, Person)).where(_table.c.id == bindparam("person_id"))
_CALLED = select(*columns(_table, Person)).order_by(_table.c.id)
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


def by_name(conn: Connection, name: str) -> Person | None:
    """The person called so; else the only one in whose name these words stand. ``None`` where that is nobody."""
    exact = conn.execute(_CALLED.where(func.lower(_table.c.name) == name.lower()).limit(1)).first()
    if exact is not None:
        return Person(*exact)
    rows = conn.execute(
        _CALLED.where(func.lower(_table.c.name).contains(name.lower(), autoescape=True)).limit(2)
    )
    found = [Person(*row) for row in rows]
    return found[0] if len(found) == 1 else None


def choose_language(conn: Connection, id: int, language: str | None) -> None:
    """Set the language a person chose; ``None`` goes back to that of their Telegram."""
    conn.execute(_CHOOSE, {"person_id": id, "chosen": language})
