"""Chats: what is live in each, and what was handled already."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, or_, select, update

from storage import tables
from storage.statements import Upsert, columns
from storage.values import Chat

_table = tables.chat
_COLUMNS = columns(_table, Chat)
_CHAT = select(*_COLUMNS).where(_table.c.chat_id == bindparam("chat"))
_ACTIVE = (
    select(*_COLUMNS).where(_table.c.touched_at >= bindparam("when")).order_by(_table.c.touched_at.desc())
)
_SAVE = Upsert(
    _table,
    same=["chat_id"],
    changes=lambda new: {
        "evaluation_id": new["evaluation_id"],
        "view": new["view"],
        "card_message_id": new["card_message_id"],
        "last_message_id": case(
            (new["last_message_id"] > _table.c.last_message_id, new["last_message_id"]),
            else_=_table.c.last_message_id,
        ),
        "touched_at": new["touched_at"],
        "long_at": new["long_at"],
    },
)
_CARD = (
    update(_table)
    .where(
        _table.c.chat_id == bindparam("chat"),
        or_(_table.c.card_message_id.is_(None), _table.c.card_message_id < bindparam("card")),
    )
    .values(card_message_id=bindparam("card"))
)


def chat(conn: Connection, chat_id: int) -> Chat | None:
    """Where a chat stands."""
    row = conn.execute(_CHAT, {"chat": chat_id}).first()
    return None if row is None else Chat(*row)


def save_chat(conn: Connection, chat: Chat, now: datetime) -> None:
    """Keep where a chat stands, touched ``now``. ``last_message_id`` never goes back."""
    row = {
        "chat_id": chat.chat_id,
        "evaluation_id": chat.evaluation_id,
        "view": chat.view,
        "card_message_id": chat.card_message_id,
        "last_message_id": chat.last_message_id,
        "touched_at": now,
        "long_at": chat.long_at,
    }
    conn.execute(_SAVE.of(conn.dialect.name), row)


def card_sent(conn: Connection, chat_id: int, message_id: int) -> bool:
    """Note the message that is the card now, unless a newer one is known. Whether it was noted."""
    return conn.execute(_CARD, {"chat": chat_id, "card": message_id}).rowcount == 1


def shows_commands(conn: Connection, chat_id: int, word: str | None) -> None:
    """Note which list of commands a chat shows, ``None`` for everybody's."""
    conn.execute(update(_table).where(_table.c.chat_id == chat_id).values(commands=word))


def want_redrawn(conn: Connection, chats: Collection[int] | None, now: datetime) -> None:
    """Have the cards of these chats (``None``: of every chat) drawn anew: what they show is not so any more."""
    wanted = update(_table).where(_table.c.card_message_id.is_not(None)).values(redraw_at=now)
    conn.execute(wanted if chats is None else wanted.where(_table.c.chat_id.in_(sorted(chats))))


def to_redraw(conn: Connection, limit: int) -> list[tuple[int, datetime]]:
    """Chats whose card is to be drawn anew, with the moment when that was wanted, the oldest first."""
    wanted = (
        select(_table.c.chat_id, _table.c.redraw_at)
        .where(_table.c.redraw_at.is_not(None))
        .order_by(_table.c.redraw_at, _table.c.chat_id)
        .limit(limit)
    )
    return [(chat_id, at) for chat_id, at in conn.execute(wanted)]


def redrawn(conn: Connection, done: Iterable[tuple[int, datetime]]) -> None:
    """Note that these were drawn (see :func:`to_redraw`); what was wanted again meanwhile stays wanted."""
    for chat_id, at in done:
        conn.execute(
            update(_table).where(_table.c.chat_id == chat_id, _table.c.redraw_at == at).values(redraw_at=None)
        )


def showing(conn: Connection, view: str) -> list[int]:
    """The chats whose view begins with ``view``."""
    wanted = select(_table.c.chat_id).where(_table.c.view.startswith(view, autoescape=True))
    return list(conn.execute(wanted).scalars())


def active_since(conn: Connection, when: datetime) -> list[Chat]:
    """The chats touched at ``when`` or later, latest first."""
    return [Chat(*row) for row in conn.execute(_ACTIVE, {"when": when})]
