"""Invitations: links that let people in, as often and as long as whoever made them said.

A token is given out once, when its invitation is made; what is kept is its sha256, by which it is found again.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update

from storage import tables
from storage.memberships import RoleName
from storage.statements import Upsert, columns, new_key

_TOKEN_BYTES = 24
"""192 bits by chance: nobody guesses one. 32 characters that a link into a chat may hold."""


class Secret(str):
    """Words with a token in clear, as it is given out; ``repr`` does not tell them."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Nothing of them."""
        return "<secret>"


class State(StrEnum):
    """Whether an invitation still lets somebody in, and why not."""

    OPEN = "open"
    REVOKED = "revoked"
    EXPIRED = "expired"
    USED_UP = "used-up"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way in to a role. ``unit_id`` is ``None`` for owners and subjects, ``made_by`` 0 for the command line.

    ``evaluation_id`` is the released result that an invitation of a subject leads to.
    """

    id: int
    role: RoleName
    unit_id: int | None
    evaluation_id: int | None
    made_by: int
    made_at: datetime
    expires_at: datetime
    uses: int
    used: int
    revoked_at: datetime | None

    def state(self, now: datetime) -> State:
        """Whether it lets somebody in at ``now``."""
        if self.revoked_at is not None:
            return State.REVOKED
        if self.used >= self.uses:
            return State.USED_UP
        return State.EXPIRED if self.expires_at <= now else State.OPEN


_table, _use, _chat = tables.invitation, tables.invitation_use, tables.chat
_COLUMNS = columns(_table, Invitation)
_ADD = insert(_table)
_ONE = select(*_COLUMNS).where(_table.c.id == bindparam("wanted"))
_BY_TOKEN = select(*_COLUMNS).where(_table.c.token_hash == bindparam("hashed"))
_OPEN = (
    _table.c.revoked_at.is_(None),
    _table.c.used < _table.c.uses,
    _table.c.expires_at > bindparam("now"),
)
_LISTED = select(*_COLUMNS).where(*_OPEN).order_by(_table.c.id.desc())
_COUNT = update(_table).where(_table.c.id == bindparam("wanted"), *_OPEN).values(used=_table.c.used + 1)
_NOTE_USE = Upsert(_use, same=["invitation_id", "person_id"])
_WAS_USED = select(
    exists().where(_use.c.invitation_id == bindparam("wanted"), _use.c.person_id == bindparam("whose"))
)
_TAKE_USE_BACK = delete(_use).where(
    _use.c.invitation_id == bindparam("wanted"), _use.c.person_id == bindparam("whose")
)
_TAKE_BACK = (
    update(_table)
    .where(_table.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"), revoked_by=bindparam("revoker"))
)
_REVOKE = _TAKE_BACK.where(_table.c.id == bindparam("wanted"))
_REVOKE_MADE_BY = _TAKE_BACK.where(
    _table.c.made_by == bindparam("whose"), _table.c.used < _table.c.uses, _table.c.role != "subject"
)
_REVOKE_OF_UNIT = _TAKE_BACK.where(_table.c.unit_id == bindparam("of_unit"), _table.c.used < _table.c.uses)
_FORGET_GUESTS = delete(_chat).where(
    _chat.c.view.startswith("join:"),
    _chat.c.touched_at < bindparam("before"),
    ~exists().where(tables.person.c.id == _chat.c.chat_id),
)
_FORGET_GUEST = delete(_chat).where(
    _chat.c.chat_id == bindparam("whose"),
    _chat.c.view.startswith("join:"),
    ~exists().where(tables.person.c.id == _chat.c.chat_id),
)


def new_token() -> Secret:
    """A token nobody can guess."""
    return Secret(secrets.token_urlsafe(_TOKEN_BYTES))


def add_invitation(  # noqa: PLR0913  (one for each column)
    conn: Connection,
    token: str,
    *,
    role: RoleName,
    unit_id: int | None,
    evaluation_id: int | None = None,
    made_by: int,
    uses: int,
    expires_at: datetime,
    now: datetime,
) -> Invitation:
    """Make an invitation that its ``token`` opens; only the token's hash is kept."""
    row = {
        "token_hash": _hash(token),
        "role": role,
        "unit_id": unit_id,
        "evaluation_id": evaluation_id,
        "made_by": made_by,
        "made_at": now,
        "expires_at": expires_at,
        "uses": uses,
        "used": 0,
    }
    made = new_key(conn.execute(_ADD, row))
    return Invitation(made, role, unit_id, evaluation_id, made_by, now, expires_at, uses, 0, None)


def invitation(conn: Connection, id: int) -> Invitation | None:
    """The invitation with this id."""
    row = conn.execute(_ONE, {"wanted": id}).first()
    return None if row is None else Invitation(*row)


def by_token(conn: Connection, token: str) -> Invitation | None:
    """The invitation this token opens, whatever its state."""
    row = conn.execute(_BY_TOKEN, {"hashed": _hash(token)}).first()
    return None if row is None else Invitation(*row)


def open_invitations(conn: Connection, now: datetime) -> list[Invitation]:
    """Those that still let somebody in, the latest first."""
    return [Invitation(*row) for row in conn.execute(_LISTED, {"now": now})]


def was_used(conn: Connection, id: int, person_id: int) -> bool:
    """Whether this person came in by it."""
    return bool(conn.execute(_WAS_USED, {"wanted": id, "whose": person_id}).scalar_one())


def use(conn: Connection, id: int, person_id: int, now: datetime) -> bool:
    """Count one use by this person. ``False``, and nothing changed, where it lets nobody in, or was theirs before.

    However many press at once, it is counted no more often than it allows, and once for each person.
    """
    noting = _NOTE_USE.of(conn.dialect.name).execution_options(preserve_rowcount=True)
    if not conn.execute(noting, {"invitation_id": id, "person_id": person_id, "at": now}).rowcount:
        return False
    if not conn.execute(_COUNT, {"wanted": id, "now": now}).rowcount:
        conn.execute(_TAKE_USE_BACK, {"wanted": id, "whose": person_id})
        return False
    return True


def revoke(conn: Connection, id: int, *, by: int, now: datetime) -> bool:
    """Take an invitation back; ``False`` where it was taken back before."""
    return conn.execute(_REVOKE, {"wanted": id, "revoker": by, "now": now}).rowcount == 1


def revoke_made_by(conn: Connection, person_id: int, *, by: int, now: datetime) -> int:
    """Take back all that one person made and that are not used up. How many there were.

    The link of a released result stays: it is the person's who was assessed, and others see to the release now.
    """
    return conn.execute(_REVOKE_MADE_BY, {"whose": person_id, "revoker": by, "now": now}).rowcount


def revoke_of_unit(conn: Connection, unit_id: int, *, by: int, now: datetime) -> int:
    """Take back all into one unit that are not used up. How many there were."""
    return conn.execute(_REVOKE_OF_UNIT, {"of_unit": unit_id, "revoker": by, "now": now}).rowcount


def forget_guest(conn: Connection, chat_id: int) -> None:
    """Forget the chat of somebody who was shown an invitation and is not known otherwise."""
    conn.execute(_FORGET_GUEST, {"whose": chat_id})


def forget_guests(conn: Connection, before: datetime) -> int:
    """Forget all such chats that were not touched since ``before``. How many there were."""
    return conn.execute(_FORGET_GUESTS, {"before": before}).rowcount


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
