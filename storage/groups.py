"""Groups the bot was added to, and what is posted there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, or_, select, update

from storage import reminders, tables
from storage.statements import Upsert, columns

_table = tables.group_chat


@dataclass(frozen=True, slots=True)
class Group:
    """A group; ``unit_id`` is ``None`` for all units. Nothing is posted until somebody chose it: ``chosen_by``."""

    id: int
    title: str
    unit_id: int | None
    posts_done: bool
    posts_digest: bool
    added_by: int
    added_at: datetime
    left_at: datetime | None
    chosen_by: int | None = None

    @property
    def chooser(self) -> int:
        """Who answers for what is posted: whoever chose last, or, before anybody did, who added the bot."""
        return self.chosen_by or self.added_by

    @property
    def posts(self) -> bool:
        """Whether anything is posted."""
        return self.posts_done or self.posts_digest


_COLUMNS = columns(_table, Group)
_ONE = select(*_COLUMNS).where(_table.c.id == bindparam("wanted"))
_THERE = select(*_COLUMNS).where(_table.c.left_at.is_(None)).order_by(_table.c.added_at, _table.c.id)
_JOIN = Upsert(
    _table,
    same=["id"],
    changes=lambda new: {
        **{name: new[name] for name in ("title", "unit_id", "posts_done", "posts_digest")},
        **{name: new[name] for name in ("added_by", "added_at", "left_at", "chosen_by")},
    },
)
_CHANGE = update(_table).where(_table.c.id == bindparam("wanted"), _table.c.left_at.is_(None))
_LEAVE = _CHANGE.values(left_at=bindparam("now"))
_CHOOSE = _CHANGE.values(
    unit_id=bindparam("of"),
    posts_done=bindparam("done"),
    posts_digest=bindparam("digest"),
    chosen_by=bindparam("by"),
)
_STOP = _CHANGE.values(posts_done=False, posts_digest=False)
_MOVE = update(_table).where(_table.c.id == bindparam("wanted")).values(id=bindparam("target"))
_FORGET = delete(_table).where(_table.c.id == bindparam("wanted"))


def joined(conn: Connection, id: int, title: str, unit_id: int | None, *, by: int, now: datetime) -> None:
    """The bot was added to a group, perhaps again: whatever was posted there before is chosen anew."""
    row = {
        "id": id,
        "title": title,
        "unit_id": unit_id,
        "posts_done": False,
        "posts_digest": False,
        "added_by": by,
        "added_at": now,
        "left_at": None,
        "chosen_by": None,
    }
    conn.execute(_JOIN.of(conn.dialect.name), row)


def left(conn: Connection, id: int, now: datetime) -> None:
    """The bot was taken out of a group; nothing is posted there any more."""
    conn.execute(_LEAVE, {"wanted": id, "now": now})


def moved(conn: Connection, id: int, to: int) -> None:
    """Telegram made a group a supergroup, which has another id: what was chosen and what waits go with it.

    Where the new id is known already, what was chosen there counts; nothing chosen, and the old choice does.
    """
    old, new = group(conn, id), group(conn, to)
    reminders.notices_moved(conn, id, to)
    if old is None:
        return
    if new is None:
        conn.execute(_MOVE, {"wanted": id, "target": to})
        return
    if old.left_at is None and old.posts and new.chosen_by is None:
        choose(conn, to, unit_id=old.unit_id, done=old.posts_done, digest=old.posts_digest, by=old.chooser)
    conn.execute(_FORGET, {"wanted": id})


def choose(conn: Connection, id: int, *, unit_id: int | None, done: bool, digest: bool, by: int) -> None:
    """Say what is posted in a group, and of which unit."""
    conn.execute(_CHOOSE, {"wanted": id, "of": unit_id, "done": done, "digest": digest, "by": by})


def stop(conn: Connection, id: int) -> None:
    """Post nothing more in a group, until somebody chooses again."""
    conn.execute(_STOP, {"wanted": id})


def group(conn: Connection, id: int) -> Group | None:
    """The group of this chat id, also one the bot has left."""
    row = conn.execute(_ONE, {"wanted": id}).first()
    return None if row is None else Group(*row)


def groups(conn: Connection) -> list[Group]:
    """The groups the bot is in, the oldest first."""
    return [Group(*row) for row in conn.execute(_THERE)]


def groups_told_done(conn: Connection, unit_id: int | None) -> list[Group]:
    """The groups in which it is posted that something of this unit was done."""
    of: ColumnElement[bool] = _table.c.unit_id.is_(None)
    if unit_id is not None:
        of = or_(of, _table.c.unit_id == unit_id)
    return [Group(*row) for row in conn.execute(_THERE.where(of, _table.c.posts_done))]
