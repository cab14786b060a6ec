"""Who is told what about their own access and work: a role given, let in, work handed over, who joined.

Rows in the transaction of what happened, sent by the reminders' outbox: a kill, or Telegram asking to wait, loses
nothing. What a notice says is worked out when it is sent; what is not so any more by then is not sent.
"""

from __future__ import annotations

from typing import get_args

from sqlalchemy import Connection

from bot.conversation.errand import Errand
from bot.conversation.managing import may_invite
from bot.conversation.turn import House, Turn
from bot.reminding.quiet import held
from bot.reminding.recipients import Recipients
from bot.screens.people import taken_over_words
from bot.screens.roles import role_in_unit
from bot.screens.screen import Screen, esc
from bot.texts import Texts
from storage import invitations, memberships, people, reminders, units
from storage.reminders import NewNotice, Notice, PeopleNotice

KINDS = frozenset(get_args(PeopleNotice))
"""The kinds of notice that are told here."""


def tell(turn: Turn, kind: PeopleNotice, person_id: int, *about: int) -> None:
    """Have somebody told what the sender did; nobody is told what they did themselves.

    ``about`` is the membership that was given, the figures of what was handed over, the invitation used.
    """
    if person_id == turn.sender.id or people.person(turn.conn, person_id) is None:
        return
    key = ":".join(map(str, (kind, person_id, turn.sender.id, *about, f"{turn.now:%Y%m%d%H%M%S%f}")))
    notice = NewNotice(key, kind, person_id, turn.now, held(turn.now, turn.house.zone))
    reminders.add_notices(turn.conn, [notice])
    turn.errands.append(Errand("remind"))


def notice_screen(conn: Connection, house: House, notice: Notice, t: Texts) -> Screen | None:
    """The message of one of these notices; ``None`` where it is not so, or not theirs to know, any more."""
    _, _, actor, *rest = notice.key.split(":")
    standing = Recipients(conn, house).standing(notice.person_id)
    if not standing.known:
        return None
    by = people.person(conn, int(actor))
    name, about = by.name if by is not None else actor, [int(part) for part in rest[:-1]]
    match notice.kind, about:
        case "granted", [id]:
            given = memberships.membership(conn, id)
            if given is None:
                return None
            role = role_in_unit(t, given.role, _unit(conn, given.unit_id))
            words = t("{name} gave you a role: {role}.", name=name, role=role)
        case "let-in", []:
            words = t("{name} let you in again. /start shows the menu.", name=name)
        case "handed-over", [drafts, due, watched]:
            words = taken_over_words(t, name, drafts, due, watched)
        case "joined", [id]:
            used = invitations.invitation(conn, id)
            if used is None or not may_invite(standing, used.role, used.unit_id):
                return None
            role = role_in_unit(t, used.role, _unit(conn, used.unit_id))
            words = t("{name} joined by your invitation: {role}.", name=name, role=role)
        case _:
            return None
    return Screen(esc(words))


def _unit(conn: Connection, unit_id: int | None) -> str | None:
    unit = None if unit_id is None else units.unit(conn, unit_id)
    return unit.name if unit is not None and unit.removed_at is None else None
