"""People who go: a role ended, suspended and let in again, leaving; and what becomes of what is open of theirs."""

from __future__ import annotations

from bot.access import Action, Role, Standing, standing_of
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.grouping import stop_posts
from bot.conversation.handing_over import (
    NOBODY,
    Going,
    give,
    going_words,
    hand_over,
    pass_watch_on,
    share_of,
    two_named,
    watch_goes,
)
from bot.conversation.managing import (
    last_owner_words,
    may_end,
    may_invite,
    may_suspend,
    named,
    out_of_date,
    owner_left,
    roles_told,
    seen,
    standing_here,
    successor,
    unit_names,
)
from bot.conversation.people_news import tell
from bot.conversation.room import TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.screens import people as screens
from bot.screens.roles import role_in_unit
from bot.screens.screen import Screen
from storage import audit, evaluations, invitations, memberships, roster
from storage.memberships import Membership
from storage.open_work import OpenWork, open_work
from storage.roster import Member


def _ending(turn: Turn, membership_id: int | None) -> tuple[Membership, Member] | None:
    """The role a button names and whose it is, where the sender may end it."""
    found = None if membership_id is None else memberships.membership(turn.conn, membership_id)
    whose = None if found is None else roster.member(turn.conn, found.person_id)
    if found is None or whose is None or not may_end(turn.standing, found.role, found.unit_id):
        return None
    return found, whose


def _end_screen(turn: Turn, argument: str) -> Screen | None:
    asked = _ending(turn, page_of(argument))
    if asked is None:
        return None
    found, whose = asked
    what = role_in_unit(turn.t, found.role, unit_names(turn).get(found.unit_id or 0))
    last = len([one for one in whose.roles if one[0] != Role.SUBJECT]) == 1
    left = [one for one in whose.roles if one != (found.role, found.unit_id)]
    after = standing_of(whose.id, left, turn.house.owners, suspended=whose.suspended_at is not None)
    going = watch_goes(turn, whose.id, after)
    return screens.end_role_screen(
        turn.t, whose, found.id, what, last=last, watch=going_words(turn, going), notice=turn.notice
    )


def _end(turn: Turn, act: Act) -> None:
    """Ask before a role is ended; the second button ends it."""
    asked = _ending(turn, act.number(0))
    if asked is None:
        turn.toast = turn.t("This role is not there any more.")
        return
    found, whose = asked
    if act.word(1) != "yes":
        turn.show(f"endrole:{found.id}")
    elif turn.chat.view != f"endrole:{found.id}":
        out_of_date(turn)
    elif found.role == "owner" and not owner_left(turn, whose.id):
        turn.notice = last_owner_words(turn)
    elif memberships.end(turn.conn, found.id, turn.now):
        turn.record(audit.Action.ENDED, "person", whose.id, role=found.role, unit=found.unit_id)
        stopped = end_of_power(turn, whose.id)
        if whose.id == turn.sender.id:
            turn.standing = standing_here(turn, turn.sender.id)
        turn.show(f"person:{whose.id}" if seen(turn, whose.id) else "people:0")
        turn.notice = _with_stopped(turn, turn.t("Ended."), stopped)


def end_of_power(turn: Turn, person_id: int) -> int:
    """See to what hangs on a role that ended; in how many groups nothing is posted any more.

    Links made by somebody who may not invite any more let nobody in, what they watched over goes on to others,
    what they had posted in groups is not posted, and their card shows no more than they may see now.
    """
    turn.redraw(person_id)
    pass_watch_on(turn, person_id)
    standing = standing_here(turn, person_id)
    for one in invitations.open_invitations(turn.conn, turn.now):
        if (
            one.made_by == person_id
            and one.role != "subject"
            and not may_invite(standing, one.role, one.unit_id)
        ):
            invitations.revoke(turn.conn, one.id, by=turn.sender.id, now=turn.now)
    return stop_posts(turn, person_id)


def _with_stopped(turn: Turn, words: str, stopped: int) -> str:
    if not stopped:
        return words
    more = turn.t.n(
        "In {n} group nothing is posted any more until somebody chooses it again: /groups.",
        "In {n} groups nothing is posted any more until somebody chooses it again: /groups.",
        stopped,
    )
    return f"{words} {more}"


def _suspend_screen(turn: Turn, argument: str) -> Screen | None:
    two = two_named(turn, argument)
    if two is None or not may_suspend(turn.standing, two[0], turn.house.owners):
        return None
    found, heir = two
    going = watch_goes(turn, found.id, Standing(found.id), heir.id if heir else None)
    share = share_of(turn, found.id, heir.id) if heir else None
    return screens.suspend_screen(
        turn.t,
        found,
        heir,
        stays=share.stays.work if share else OpenWork(),
        watch=going_words(turn, going),
        notice=turn.notice,
    )


def _suspend(turn: Turn, act: Act) -> None:
    """Ask before somebody is suspended, and who takes over; the second button does it."""
    found = named(turn, act)
    if found is None:
        return
    heir_id = act.word(1) or NOBODY
    if not may_suspend(turn.standing, found, turn.house.owners):
        turn.notice = turn.toast = why_not_suspended(turn, found)
    elif act.word(2) != "yes":
        turn.show(f"suspend:{found.id}:{heir_id}")
    elif turn.chat.view != f"suspend:{found.id}:{heir_id}":
        out_of_date(turn)
    elif found.suspended_at is None:
        two = two_named(turn, f"{found.id}:{heir_id}")
        if two is None:
            out_of_date(turn)
        elif Role.OWNER in dict(found.roles) and not owner_left(turn, found.id):
            turn.notice = last_owner_words(turn)
        else:
            _suspended(turn, found, two[1])
    else:
        turn.show(f"person:{found.id}")
        turn.notice = turn.t("They are suspended already.")


def why_not_suspended(turn: Turn, member: Member) -> str:
    """Why somebody cannot be suspended by the sender."""
    t = turn.t
    if member.id == turn.sender.id:
        return t("You cannot suspend yourself. /leave ends your own access.")
    if member.id in turn.house.owners:
        return t(
            "This owner is named in the settings (KAOPING_OWNERS): whoever runs the bot takes them out there."
        )
    return t("They have a role that is not in your hands: only an owner can suspend them.")


def _suspended(turn: Turn, found: Member, heir: Member | None) -> None:
    evaluations.drop_empty_drafts(turn.conn, found.id)
    if heir is not None:
        hand_over(turn, found.id, heir.id)
    revoked = invitations.revoke_made_by(turn.conn, found.id, by=turn.sender.id, now=turn.now)
    roster.suspend(turn.conn, found.id, turn.now)
    stopped = end_of_power(turn, found.id)
    turn.record(audit.Action.SUSPENDED, "person", found.id, invitations=revoked)
    turn.show(f"person:{found.id}")
    words = turn.t("Suspended: whatever they send or press is refused from now on.")
    turn.notice = _with_stopped(turn, words, stopped)


def _let_in(turn: Turn, act: Act) -> None:
    found = named(turn, act)
    if found is None:
        return
    if not may_suspend(turn.standing, found, turn.house.owners):
        turn.refuse()
    elif roster.let_in(turn.conn, found.id):
        turn.record(audit.Action.LET_IN, "person", found.id)
        turn.redraw(found.id)
        tell(turn, "let-in", found.id)
        turn.show(f"person:{found.id}")
        turn.notice = turn.t("Let in again, with the roles they have.")
    else:
        turn.toast = turn.t("They are not suspended.")


# Leaving


def _leave_screen(turn: Turn, _argument: str) -> Screen:
    me = roster.member(turn.conn, turn.sender.id)
    return screens.leave_screen(
        turn.t,
        me,
        roles_told(turn, me) if me else [],
        going_words(turn, _work_goes(turn)),
        refused=_stays(turn),
        notice=turn.notice,
    )


def _work_goes(turn: Turn) -> Going:
    """To whom the sender's open work goes when they leave: of each unit to a supervisor of it, else to an owner."""
    found: Going = {}
    for unit_id in open_work(turn.conn, turn.sender.id):
        heir = successor(turn, unit_id, turn.sender.id)
        if heir is not None:
            found.setdefault(heir, set()).add(unit_id)
    return found


def _stays(turn: Turn) -> str | None:
    """Why the sender cannot leave, or ``None``."""
    if turn.sender.id in turn.house.owners:
        return turn.t(
            "You are an owner named in the settings (KAOPING_OWNERS): whoever runs the bot takes you out there."
        )
    if turn.standing.owner and not owner_left(turn, turn.sender.id):
        return last_owner_words(turn)
    return None


def _leave(turn: Turn, act: Act) -> None:
    if act.word(0) != "yes":
        turn.show("leave")
    elif turn.chat.view != "leave":
        out_of_date(turn)
    elif (why := _stays(turn)) is not None:
        turn.notice = why
    else:
        _left(turn)


def _left(turn: Turn) -> None:
    """End all roles; what is open goes to whoever takes over, so that nothing is left with nobody."""
    me = turn.sender.id
    evaluations.drop_empty_drafts(turn.conn, me)
    going = _work_goes(turn)
    for heir, units in going.items():
        give(turn, me, heir, work=units, watch=units)
    for one in memberships.of_person(turn.conn, me):
        memberships.end(turn.conn, one.id, turn.now)
    invitations.revoke_made_by(turn.conn, me, by=me, now=turn.now)
    end_of_power(turn, me)
    turn.record(audit.Action.LEFT, "person", me, to=next(iter(going)) if len(going) == 1 else None)
    turn.show("menu")
    turn.standing = standing_here(turn, me)
    turn.notice = turn.t(
        "You have left. What you handed in stays with the house; nothing else leads here any more."
    )


_HERE = Action.MANAGE_PEOPLE
_ANYONE = Action.LOOK_AROUND

DEPARTING_TAPS = {
    "endrole": TapEntry(_HERE, _end),
    "suspend": TapEntry(_HERE, _suspend),
    "letin": TapEntry(_HERE, _let_in),
    "quit": TapEntry(_ANYONE, _leave),
}
DEPARTING_VIEWS = {
    "endrole": ViewEntry(_HERE, _end_screen),
    "suspend": ViewEntry(_HERE, _suspend_screen),
    "leave": ViewEntry(_ANYONE, _leave_screen),
}
