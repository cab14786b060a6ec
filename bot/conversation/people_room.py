"""``/people`` and ``/leave``: who is here, their roles, suspended and let in again, open work handed over."""

from __future__ import annotations

from bot.access import Action, Role
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.errand import Errand
from bot.conversation.managing import (
    heirs,
    may_end,
    may_hand_over,
    may_invite,
    may_suspend,
    out_of_date,
    owner_left,
    people_seen,
    roles_to_give,
    sees,
    standing_here,
    successor,
    units_to_fill,
)
from bot.conversation.room import CommandEntry, Door, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.reminding.acts import move_supervision, move_work
from bot.screens import people as screens
from bot.screens.roles import role_in_unit, roles_in_words
from bot.screens.screen import Screen
from bot.texts import language_of, texts
from storage import audit, evaluations, invitations, memberships, people, roster, units
from storage.memberships import Membership, RoleName
from storage.roster import Member

NOBODY = "-"
"""In place of an heir where nothing is handed over."""

_ROLE_NAMES: dict[str, RoleName] = {"owner": "owner", "supervisor": "supervisor", "evaluator": "evaluator"}


# Looking


def _seen(turn: Turn, person_id: int | None) -> Member | None:
    """The person, where the sender may see them."""
    found = None if person_id is None else roster.member(turn.conn, person_id)
    return found if found is not None and sees(turn.standing, found) else None


def _told(turn: Turn, act: Act) -> Member | None:
    """The person a button names; told where they are not there, or not in the sender's hands."""
    found = _seen(turn, act.number(0))
    if found is None:
        turn.toast = turn.t("This person is not there.")
    return found


def _unit_names(turn: Turn) -> dict[int, str]:
    return {unit.id: unit.name for unit in units.units(turn.conn)}


def _roles(turn: Turn, member: Member) -> list[str]:
    """Their roles in words; who is named in the settings is an owner, too."""
    named = member.id in turn.house.owners
    held = {*member.roles, *({(str(Role.OWNER), None)} if named else set())}
    return roles_in_words(turn.t, held, _unit_names(turn))


def _list(turn: Turn, argument: str) -> Screen:
    found = people_seen(turn)
    page = min(page_of(argument), max(0, (len(found) - 1) // screens.LIST_PAGE))
    part = found[page * screens.LIST_PAGE : (page + 1) * screens.LIST_PAGE]
    return screens.people_screen(
        turn.t,
        [(one, _roles(turn, one)) for one in part],
        page,
        len(found),
        may_units=turn.standing.may(Action.MANAGE_UNITS),
        notice=turn.notice,
    )


def _person(turn: Turn, argument: str) -> Screen | None:
    found = _seen(turn, page_of(argument))
    if found is None:
        return None
    suspendable = may_suspend(turn.standing, found, turn.house.owners)
    return screens.person_screen(
        turn.t,
        found,
        _roles(turn, found),
        turn.house.zone,
        ways=screens.Ways(
            grant=found.suspended_at is None,
            end=tuple(
                (one.id, role_in_unit(turn.t, one.role, _unit_names(turn).get(one.unit_id or 0)))
                for one in memberships.of_person(turn.conn, found.id)
                if may_end(turn.standing, one.role, one.unit_id)
            ),
            suspend=suspendable and found.suspended_at is None,
            let_in=suspendable and found.suspended_at is not None,
            hand_over=found.open_work > 0 and may_hand_over(turn.standing, found),
            named=found.id in turn.house.owners,
            me=found.id == turn.sender.id,
        ),
        notice=turn.notice,
    )


def _open_person(turn: Turn, act: Act) -> None:
    found = _told(turn, act)
    if found is not None:
        turn.show(f"person:{found.id}")


# Roles


def _grant_screen(turn: Turn, argument: str) -> Screen | None:
    person_id, _, role = argument.partition(":")
    found = _seen(turn, page_of(person_id))
    if found is None:
        return None
    if role not in roles_to_give(turn.standing):
        return screens.grant_role_screen(turn.t, found, roles_to_give(turn.standing), notice=turn.notice)
    held = {unit_id for one, unit_id in found.roles if one == role}
    free = [unit for unit in units_to_fill(turn, role) if unit.id not in held]
    return screens.grant_unit_screen(turn.t, found, role, free, notice=turn.notice)


def _grant(turn: Turn, act: Act) -> None:
    """Choose role and unit of a person; with both, it is given."""
    found = _told(turn, act)
    if found is None:
        return
    role, unit_id = act.word(1), act.number(2)
    if role == Role.OWNER:
        unit_id = None
    elif unit_id is None:
        turn.show(f"grant:{found.id}:{role}".rstrip(":"))
        return
    unit = None if unit_id is None else units.unit(turn.conn, unit_id)
    gone = unit_id is not None and (unit is None or unit.removed_at is not None)
    if role not in _ROLE_NAMES or not may_invite(turn.standing, role, unit_id):
        turn.refuse()
    elif gone or found.suspended_at is not None or not turn.chat.view.startswith(f"grant:{found.id}"):
        out_of_date(turn)
    else:
        _give(turn, found, _ROLE_NAMES[role], unit_id)


def _give(turn: Turn, found: Member, role: RoleName, unit_id: int | None) -> None:
    given = memberships.grant(turn.conn, found.id, role, unit_id, by=turn.sender.id, now=turn.now)
    if given is not None:
        turn.record(audit.Action.GRANTED, "person", found.id, role=role, unit=unit_id)
        _tell(turn, found.id, "granted", role, unit_id)
    turn.show(f"person:{found.id}")
    turn.notice = turn.t("Given.") if given is not None else turn.t("They have this role already.")


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
    what = role_in_unit(turn.t, found.role, _unit_names(turn).get(found.unit_id or 0))
    last = len([one for one in whose.roles if one[0] != Role.SUBJECT]) == 1
    return screens.end_role_screen(turn.t, whose, found.id, what, last=last, notice=turn.notice)


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
        _end_of_power(turn, whose.id)
        if whose.id == turn.sender.id:
            turn.standing = standing_here(turn, turn.sender.id)
        turn.show(f"person:{whose.id}" if _seen(turn, whose.id) else "people:0")
        turn.notice = turn.t("Ended.")


def _end_of_power(turn: Turn, person_id: int) -> None:
    """Links made by somebody who may not invite any more let nobody in."""
    standing = standing_here(turn, person_id)
    for one in invitations.open_invitations(turn.conn, turn.now):
        if (
            one.made_by == person_id
            and one.role != "subject"
            and not may_invite(standing, one.role, one.unit_id)
        ):
            invitations.revoke(turn.conn, one.id, by=turn.sender.id, now=turn.now)


def last_owner_words(turn: Turn) -> str:
    """Why the last owner stays one."""
    return turn.t(
        "There must always be an owner, and this is the last. Make somebody else an owner first: "
        "/invite, or ➕ Role on their page."
    )


# Suspending, letting in, handing over


def _two(turn: Turn, argument: str) -> tuple[Member, Member | None] | None:
    """Whom a confirmation is about, and who takes over, from ``person:heir``."""
    person_id, _, heir_id = argument.partition(":")
    found = _seen(turn, page_of(person_id))
    if found is None:
        return None
    heir = None
    if heir_id not in {"", NOBODY}:
        heir = next((one for one in heirs(turn, found) if one.id == page_of(heir_id)), None)
        if heir is None:
            return None
    return found, heir


def _suspend_screen(turn: Turn, argument: str) -> Screen | None:
    two = _two(turn, argument)
    if two is None or not may_suspend(turn.standing, two[0], turn.house.owners):
        return None
    return screens.suspend_screen(turn.t, *two, notice=turn.notice)


def _suspend(turn: Turn, act: Act) -> None:
    """Ask before somebody is suspended, and who takes over; the second button does it."""
    found = _told(turn, act)
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
        two = _two(turn, f"{found.id}:{heir_id}")
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
    turn.record(audit.Action.SUSPENDED, "person", found.id, invitations=revoked)
    turn.show(f"person:{found.id}")
    turn.notice = turn.t("Suspended: whatever they send or press is refused from now on.")


def _let_in(turn: Turn, act: Act) -> None:
    found = _told(turn, act)
    if found is None:
        return
    if not may_suspend(turn.standing, found, turn.house.owners):
        turn.refuse()
    elif roster.let_in(turn.conn, found.id):
        turn.record(audit.Action.LET_IN, "person", found.id)
        _tell(turn, found.id, "let in")
        turn.show(f"person:{found.id}")
        turn.notice = turn.t("Let in again, with the roles they have.")
    else:
        turn.toast = turn.t("They are not suspended.")


def hand_over(turn: Turn, gone: int, heir: int) -> tuple[int, int]:
    """Give somebody's drafts, plans and open occurrences to another: how many drafts, how many occurrences.

    What a supervisor watches over goes along where the heir may watch.
    """
    drafts = evaluations.hand_over_drafts(
        turn.conn, gone, heir, turn.now, turn.standing.scope(Action.MANAGE_PEOPLE)
    )
    moved = move_work(turn.conn, gone, heir, turn.now)
    if standing_here(turn, gone).may_ever(Action.BOARD) and standing_here(turn, heir).may_ever(Action.BOARD):
        move_supervision(turn.conn, gone, heir, turn.now)
    turn.record(
        audit.Action.HANDED_OVER,
        "person",
        gone,
        to=heir,
        drafts=drafts,
        occurrences=moved.occurrences,
        plans=moved.plans,
    )
    if drafts or moved.occurrences:
        _tell(turn, heir, "handed over", drafts, moved.occurrences)
    return drafts, moved.occurrences


def _heirs_screen(turn: Turn, argument: str) -> Screen | None:
    """Who can take over: ``suspend|handover:person:page``."""
    why, _, rest = argument.partition(":")
    person_id, _, page = rest.partition(":")
    found = _seen(turn, page_of(person_id))
    if found is None:
        return None
    candidates = heirs(turn, found)
    place = min(page_of(page), max(0, (len(candidates) - 1) // screens.LIST_PAGE))
    part = candidates[place * screens.LIST_PAGE : (place + 1) * screens.LIST_PAGE]
    return screens.heirs_screen(turn.t, why, found, part, place, len(candidates), notice=turn.notice)


def _heirs(turn: Turn, act: Act) -> None:
    found = _told(turn, act)
    if found is None:
        return
    why = act.word(1)
    if why not in {"suspend", "handover"}:
        out_of_date(turn)
    elif not may_hand_over(turn.standing, found):
        turn.refuse()
    else:
        turn.show(f"heirs:{why}:{found.id}:{act.number(2) or 0}")


def _hand_over_screen(turn: Turn, argument: str) -> Screen | None:
    two = _two(turn, argument)
    if two is None or two[1] is None or not may_hand_over(turn.standing, two[0]):
        return None
    return screens.hand_over_screen(turn.t, two[0], two[1], notice=turn.notice)


def _hand_over(turn: Turn, act: Act) -> None:
    found = _told(turn, act)
    if found is None:
        return
    argument = f"{found.id}:{act.word(1)}"
    two = _two(turn, argument)
    if not may_hand_over(turn.standing, found):
        turn.refuse()
    elif two is None or two[1] is None:
        out_of_date(turn)
    elif act.word(2) != "yes":
        turn.show(f"handover:{argument}")
    elif turn.chat.view != f"handover:{argument}":
        out_of_date(turn)
    else:
        drafts, due = hand_over(turn, found.id, two[1].id)
        turn.show(f"person:{found.id}")
        turn.notice = screens.handed_over_words(turn.t, two[1].name, drafts, due)


def _tell(turn: Turn, person_id: int, what: str, *about: object) -> None:
    """A sentence into somebody's own chat, in their language; nobody is told what they did themselves."""
    person = people.person(turn.conn, person_id)
    if person is None or person_id == turn.sender.id:
        return
    t = texts(language_of(person.language, person.telegram_language, turn.house.language))
    match what, about:
        case "granted", (str(role), unit_id):
            unit = _unit_names(turn).get(unit_id) if isinstance(unit_id, int) else None
            words = t(
                "{name} gave you a role: {role}.", name=turn.sender.name, role=role_in_unit(t, role, unit)
            )
        case "handed over", (int(drafts), int(due)):
            words = screens.taken_over_words(t, turn.sender.name, drafts, due)
        case _:
            words = t("{name} let you in again. /start shows the menu.", name=turn.sender.name)
    turn.errands.append(Errand("tell", (person_id, words)))


# Leaving


def _leave_screen(turn: Turn, _argument: str) -> Screen:
    me = roster.member(turn.conn, turn.sender.id)
    heir = successor(turn, turn.standing)
    person = None if heir is None else people.person(turn.conn, heir)
    return screens.leave_screen(
        turn.t,
        me,
        _roles(turn, me) if me else [],
        person.name if person else None,
        refused=_stays(turn),
        notice=turn.notice,
    )


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
    heir = successor(turn, turn.standing)
    if heir is not None:
        _leave_to(turn, heir)
    for one in memberships.of_person(turn.conn, me):
        memberships.end(turn.conn, one.id, turn.now)
    invitations.revoke_made_by(turn.conn, me, by=me, now=turn.now)
    turn.record(audit.Action.LEFT, "person", me, to=heir)
    turn.show("menu")
    turn.standing = standing_here(turn, me)
    turn.notice = turn.t(
        "You have left. What you handed in stays with the house; nothing else leads here any more."
    )


def _leave_to(turn: Turn, heir: int) -> None:
    me = turn.sender.id
    drafts = evaluations.hand_over_drafts(turn.conn, me, heir, turn.now)
    moved = move_work(turn.conn, me, heir, turn.now)
    if turn.standing.may_ever(Action.BOARD):
        move_supervision(turn.conn, me, heir, turn.now)
    if drafts or moved.occurrences or moved.plans:
        turn.record(
            audit.Action.HANDED_OVER,
            "person",
            me,
            to=heir,
            drafts=drafts,
            occurrences=moved.occurrences,
            plans=moved.plans,
        )
        _tell(turn, heir, "handed over", drafts, moved.occurrences)


_HERE = Action.MANAGE_PEOPLE
_ANYONE = Action.LOOK_AROUND

PEOPLE = Room(
    commands={
        "people": CommandEntry(
            _HERE, lambda turn, _: turn.show("people:0"), lambda t: t("Who is here; suspend, hand over")
        ),
        "leave": CommandEntry(
            _ANYONE, lambda turn, _: turn.show("leave"), lambda t: t("End your own access")
        ),
    },
    taps={
        "people": TapEntry(_HERE, lambda turn, act: turn.show(f"people:{act.number(0) or 0}")),
        "person": TapEntry(_HERE, _open_person),
        "grant": TapEntry(_HERE, _grant),
        "endrole": TapEntry(_HERE, _end),
        "suspend": TapEntry(_HERE, _suspend),
        "letin": TapEntry(_HERE, _let_in),
        "heirs": TapEntry(_HERE, _heirs),
        "handover": TapEntry(_HERE, _hand_over),
        "quit": TapEntry(_ANYONE, _leave),
    },
    views={
        "people": ViewEntry(_HERE, _list),
        "person": ViewEntry(_HERE, _person),
        "grant": ViewEntry(_HERE, _grant_screen),
        "endrole": ViewEntry(_HERE, _end_screen),
        "suspend": ViewEntry(_HERE, _suspend_screen),
        "heirs": ViewEntry(_HERE, _heirs_screen),
        "handover": ViewEntry(_HERE, _hand_over_screen),
        "leave": ViewEntry(_ANYONE, _leave_screen),
    },
    doors=(Door(_HERE, lambda t: t("👥 People"), "people", second=True),),
)
