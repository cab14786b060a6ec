"""Who is here: everyone with a role, a suspension, or drafts left; suspended and let in again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, or_, select, update

from storage import tables
from storage.memberships import read_roles, roles_in_one

_person, _chat, _evaluation = tables.person, tables.chat, tables.evaluation
_membership, _occurrence, _plan = tables.membership, tables.occurrence, tables.plan


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with the roles they have (role and unit), since when suspended, and what is open of theirs.

    ``active_at`` is when they last did anything in their chat. ``due`` counts occurrences that are not closed,
    ``watched`` plans they watch over that have not ended.
    """

    id: int
    name: str
    suspended_at: datetime | None
    active_at: datetime | None
    roles: tuple[tuple[str, int | None], ...]
    drafts: int
    due: int
    watched: int = 0

    @property
    def open_work(self) -> int:
        """How much of theirs is open, to do or to watch over."""
        return self.drafts + self.due + self.watched


_has_role = exists().where(_membership.c.person_id == _person.c.id, _membership.c.ended_at.is_(None))
_has_drafts = exists().where(_evaluation.c.evaluator_id == _person.c.id, _evaluation.c.status == "draft")
_drafts = (
    select(func.count())
    .select_from(_evaluation)
    .where(_evaluation.c.evaluator_id == _person.c.id, _evaluation.c.status == "draft")
    .scalar_subquery()
)
_due = (
    select(func.count())
    .select_from(_occurrence)
    .where(_occurrence.c.evaluator_id == _person.c.id, _occurrence.c.closed_at.is_(None))
    .scalar_subquery()
)
_watched = (
    select(func.count())
    .select_from(_plan)
    .where(_plan.c.supervisor_id == _person.c.id, _plan.c.state != "ended")
    .scalar_subquery()
)
_MEMBERS = (
    select(
        _person.c.id,
        _person.c.name,
        _person.c.suspended_at,
        _chat.c.touched_at,
        roles_in_one(_person.c.id),
        _drafts,
        _due,
        _watched,
    )
    .select_from(_person.outerjoin(_chat, _chat.c.chat_id == _person.c.id))
    .order_by(_person.c.suspended_at.is_not(None), _person.c.name, _person.c.id)
)
_ONE = _MEMBERS.where(_person.c.id == bindparam("wanted"))
_SUSPEND = (
    update(_person)
    .where(_person.c.id == bindparam("wanted"), _person.c.suspended_at.is_(None))
    .values(suspended_at=bindparam("now"))
)
_LET_IN = (
    update(_person)
    .where(_person.c.id == bindparam("wanted"), _person.c.suspended_at.is_not(None))
    .values(suspended_at=None)
)


def members(conn: Connection, also: frozenset[int] = frozenset()) -> list[Member]:
    """Everyone who belongs to the house, by name, suspended ones last; ``also`` these, where they are known."""
    there: ColumnElement[bool] = or_(
        _has_role, _has_drafts, _person.c.suspended_at.is_not(None), _person.c.id.in_(sorted(also))
    )
    return [_member(row) for row in conn.execute(_MEMBERS.where(there))]


def member(conn: Connection, id: int) -> Member | None:
    """One person, as far as they are known."""
    row = conn.execute(_ONE, {"wanted": id}).first()
    return None if row is None else _member(row)


def suspend(conn: Connection, id: int, now: datetime) -> bool:
    """Suspend somebody: their roles are kept and give nothing. ``False`` where they were suspended before."""
    return conn.execute(_SUSPEND, {"wanted": id, "now": now}).rowcount == 1


def let_in(conn: Connection, id: int) -> bool:
    """Let somebody in again, with the roles they have. ``False`` where they were not suspended."""
    return conn.execute(_LET_IN, {"wanted": id}).rowcount == 1


def _member(row: Sequence[Any]) -> Member:
    id, name, suspended_at, active_at, roles, drafts, due, watched = row
    return Member(id, name, suspended_at, active_at, read_roles(roles), drafts, due, watched)
