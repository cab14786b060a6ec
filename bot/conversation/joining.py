"""Opening an invitation and joining by it: the same for strangers and for people who are in already.

The chat keeps which invitation it shows (``join:<id>``), never its token; a tap joins only where that view stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from bot.access import Action, Role
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.feedback_joining import SUBJECT
from bot.conversation.invitation_kind import InvitationKind
from bot.conversation.inviting import PREFIX, offer_of
from bot.conversation.managing import may_invite, out_of_date, standing_here
from bot.conversation.people_news import tell
from bot.conversation.room import Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.screens import inviting as screens
from bot.screens.roles import role_in_unit
from bot.screens.screen import Screen, bold
from storage import audit, invitations, memberships, people, units
from storage.invitations import Invitation, State
from storage.opening import live_roles

GUESTS_KEPT = timedelta(days=7)
"""So long the chat of a guest is kept who was shown an invitation and did neither join nor decline."""


_LINK = re.compile(rf"(?:^|[?&]start=|/start\s+)({re.escape(PREFIX)}[A-Za-z0-9_-]{{10,64}})(?![A-Za-z0-9_-])")
"""A link, the line to send, or the bare code, as people copy it, among other words or alone."""


def is_invitation(argument: str) -> bool:
    """Whether a start argument opens an invitation."""
    return argument.startswith(PREFIX)


def pasted_invitation(text: str) -> str | None:
    """The start argument in a link to an invitation that was sent as a message, instead of opened."""
    found = _LINK.search(text)
    return found[1] if found else None


def open_invitation(turn: Turn, argument: str) -> bool:
    """Show the invitation that this start argument opens; ``False``, and why in the notice, where none is open."""
    invitations.forget_guests(turn.conn, turn.now - GUESTS_KEPT)
    found = invitations.by_token(turn.conn, argument.removeprefix(PREFIX))
    why = refusal(turn, found)
    if found is None or why is not None:
        turn.notice = why
        return False
    turn.show(f"join:{found.id}")
    return True


def open_as_member(turn: Turn, argument: str) -> None:
    """The same for somebody who is in: where none is open, the menu tells why."""
    if not open_invitation(turn, argument):
        turn.show("menu")


def refusal(turn: Turn, found: Invitation | None) -> str | None:
    """Why the sender cannot join by this invitation, in a sentence; ``None`` where they can."""
    t = turn.t
    kind = KINDS.get(found.role) if found is not None else None
    if found is None or kind is None:
        return t("This invitation is not known. Ask for a new link, and copy it whole.")
    if found.made_by == turn.sender.id:
        return t("This is your own invitation: it is for others. Send its link on.")
    if invitations.was_used(turn.conn, found.id, turn.sender.id):
        return t("You came in by this invitation before; it works once for each person.")
    state = found.state(turn.now)
    if state is State.USED_UP and found.role == "subject":
        return t(
            "This link leads one person to a result about themselves, and it has been used. If that result is about "
            "you, ask whoever sent you the link for a new one."
        )
    if state is not State.OPEN:
        return state_words(turn, state)
    if kind.offer(turn, found) is None:
        return t("What this invitation leads to was removed. Ask for a new one.")
    return kind.blocked(turn, found)


def state_words(turn: Turn, state: State) -> str:
    """Why an invitation lets nobody in any more."""
    t = turn.t
    match state:
        case State.REVOKED:
            return t("This invitation was revoked. Ask for a new one.")
        case State.USED_UP:
            return t("This invitation is used up. Ask for a new one.")
        case _:
            return t("This invitation has expired. Ask for a new one.")


def join_card(turn: Turn, argument: str) -> Screen | None:
    """Who invites to what, with the question; ``None`` where it is not open any more."""
    found = invitations.invitation(turn.conn, page_of(argument))
    if found is None or refusal(turn, found) is not None:
        return None
    what = KINDS[found.role].offer(turn, found)
    return None if what is None else screens.join_screen(turn.t, offer_of(turn, found), what, turn.house.zone)


def asked(turn: Turn, act: Act) -> Invitation | None:
    """The invitation that a tap is about, as long as the chat shows it."""
    wanted = act.number(0)
    if wanted is None or turn.chat.view != f"join:{wanted}":
        return None
    return invitations.invitation(turn.conn, wanted)


def join(turn: Turn, found: Invitation) -> bool:
    """Join; ``False``, and why in the notice, where that is not possible any more. The menu is shown in either case."""
    why = refusal(turn, found)
    if why is None and not invitations.use(turn.conn, found.id, turn.sender.id, turn.now):
        why = state_words(turn, State.USED_UP)
    turn.show("menu")
    if why is not None:
        turn.notice = why
        return False
    sender = turn.sender
    people.remember_person(turn.conn, sender.id, sender.name, turn.now, sender.language)
    turn.record(audit.Action.JOINED, "invitation", found.id, role=found.role, unit=found.unit_id)
    welcome = KINDS[found.role].join(turn, found)
    turn.person = people.person(turn.conn, sender.id) or turn.person
    turn.standing = turn.house.standing(turn.person, live_roles(turn.conn, sender.id))
    turn.notice = welcome
    if found.role != "subject":
        tell(turn, "joined", found.made_by, found.id)
    return True


def _tapped(turn: Turn, act: Act) -> None:
    """Join as somebody who is in already, by a second role."""
    found = asked(turn, act)
    if found is not None:
        join(turn, found)
    elif (wanted := act.number(0)) is not None and invitations.was_used(turn.conn, wanted, turn.sender.id):
        turn.toast = turn.t("You are in already.")
    else:
        out_of_date(turn)


def _declined(turn: Turn, act: Act) -> None:
    if asked(turn, act) is None:
        out_of_date(turn)
        return
    turn.show("menu")
    turn.notice = turn.t("All stays as it was.")


# Roles of people in the house


def _offer(turn: Turn, found: Invitation) -> str | None:
    name = _unit_of(turn, found)
    if found.unit_id is not None and name is None:
        return None
    return turn.t("to join as {role}", role=bold(role_in_unit(turn.t, found.role, name)))


def _unit_of(turn: Turn, found: Invitation) -> str | None:
    unit = None if found.unit_id is None else units.unit(turn.conn, found.unit_id)
    return unit.name if unit is not None and unit.removed_at is None else None


def _blocked(turn: Turn, found: Invitation) -> str | None:
    """Who has the role needs no invitation; and who made it must still be allowed to."""
    if (found.role, found.unit_id) in live_roles(turn.conn, turn.sender.id):
        return turn.t(
            "You are in already: {role}.", role=role_in_unit(turn.t, found.role, _unit_of(turn, found))
        )
    if found.made_by and not may_invite(standing_here(turn, found.made_by), found.role, found.unit_id):
        return state_words(turn, State.REVOKED)
    return None


def _join(turn: Turn, found: Invitation) -> str:
    memberships.grant(turn.conn, turn.sender.id, found.role, found.unit_id, by=found.made_by, now=turn.now)
    return turn.t(
        "🎉 Welcome! You are in: {role}.", role=role_in_unit(turn.t, found.role, _unit_of(turn, found))
    )


_MEMBER = InvitationKind(_offer, _blocked, _join)

KINDS: Mapping[str, InvitationKind] = {
    Role.OWNER: _MEMBER,
    Role.SUPERVISOR: _MEMBER,
    Role.EVALUATOR: _MEMBER,
    Role.SUBJECT: SUBJECT,
}
"""By role. An invitation of a role that is not in it is treated like an unknown one."""

JOINING = Room(
    taps={
        "join": TapEntry(Action.LOOK_AROUND, _tapped),
        "nojoin": TapEntry(Action.LOOK_AROUND, _declined),
    },
    views={"join": ViewEntry(Action.LOOK_AROUND, join_card)},
)
"""For people who are in; guests come by :mod:`bot.conversation.guests`."""
