"""Who may invite, change or suspend whom, by the table of permissions; and what must always hold.

An owner named in the settings cannot be changed from the chat; and one owner who can come in is always left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.access import Action, Role, Standing, standing_of
from bot.codec import Act
from bot.conversation.turn import Turn
from bot.reminding.recipients import Recipients
from bot.screens.roles import roles_in_words
from bot.screens.screen import clean
from storage import memberships, people, roster, units
from storage.open_work import open_work
from storage.opening import live_roles
from storage.roster import Member
from storage.units import Unit

NAME_LIMIT = 40
"""Characters of a unit's name."""

INVITING: Mapping[str, Action] = {
    Role.EVALUATOR: Action.INVITE_EVALUATOR,
    Role.SUPERVISOR: Action.INVITE_SUPERVISOR,
    Role.OWNER: Action.INVITE_OWNER,
}
"""What it takes to invite somebody to a role, or to give it to somebody who is here."""

MANAGING: Mapping[str, Action] = {
    Role.EVALUATOR: Action.MANAGE_PEOPLE,
    Role.SUPERVISOR: Action.MANAGE_SUPERVISORS,
    Role.OWNER: Action.MANAGE_SUPERVISORS,
    Role.SUBJECT: Action.MANAGE_SUPERVISORS,
}
"""What it takes to end a role."""


def may_invite(standing: Standing, role: str, unit_id: int | None) -> bool:
    """Whether somebody may invite to this role in this unit."""
    return role in INVITING and standing.may(INVITING[role], unit_id=unit_id)


def roles_to_give(standing: Standing) -> list[Role]:
    """The roles that somebody may invite to at all, the humblest first."""
    return [Role(role) for role, action in INVITING.items() if standing.may_ever(action)]


def units_to_fill(turn: Turn, role: str) -> list[Unit]:
    """The units into which the sender may invite to this role."""
    return [unit for unit in units.units(turn.conn) if may_invite(turn.standing, role, unit.id)]


def may_end(standing: Standing, role: str, unit_id: int | None) -> bool:
    """Whether somebody may end this role in this unit."""
    return role in MANAGING and standing.may(MANAGING[role], unit_id=unit_id)


def sees(standing: Standing, member: Member) -> bool:
    """Whether somebody may see this person in the list: an owner anyone, a supervisor those of their units."""
    scope = standing.scope(Action.MANAGE_PEOPLE)
    return scope.everything or any(
        unit_id in scope.units for role, unit_id in member.roles if role != Role.SUBJECT
    )


def may_suspend(standing: Standing, member: Member, owners: Collection[int]) -> bool:
    """Whether somebody may suspend or let in this person: every role of theirs must be in their hands.

    Nobody may suspend themselves (that is leaving), and nobody an owner named in the settings.
    """
    held = [(role, unit_id) for role, unit_id in member.roles if role != Role.SUBJECT]
    if member.id in owners or member.id == standing.person_id:
        return False
    if not held:
        return standing.may_ever(Action.MANAGE_SUPERVISORS)
    return all(may_end(standing, role, unit_id) for role, unit_id in held)


def may_hand_over(standing: Standing, member: Member) -> bool:
    """Whether somebody may give this person's open work to another: theirs, or of people in their hands."""
    return member.id == standing.person_id or may_suspend(standing, member, ())


def people_seen(turn: Turn) -> list[Member]:
    """Those whom the sender may see, by name."""
    found = roster.members(turn.conn, turn.house.owners)
    return [member for member in found if sees(turn.standing, member)]


def standing_here(turn: Turn, person_id: int) -> Standing:
    """What a person is here now; nothing where they are not known."""
    person = people.person(turn.conn, person_id)
    if person is None:
        return Standing(person_id, owner=person_id in turn.house.owners)
    return turn.house.standing(person, live_roles(turn.conn, person_id))


def heirs(turn: Turn, member: Member) -> list[Member]:
    """Those who can take over some of somebody's open work: they rate where it belongs, and the sender may see them."""
    there = open_work(turn.conn, member.id)
    return [
        one
        for one in people_seen(turn)
        if one.id != member.id
        and (standing := standing_of_member(turn, one)).may_ever(Action.EVALUATE)
        and (not there or any(works_in(standing, unit_id) for unit_id in there))
    ]


def standing_of_member(turn: Turn, member: Member) -> Standing:
    """What a person of the list is."""
    return standing_of(member.id, member.roles, turn.house.owners, suspended=member.suspended_at is not None)


def owner_left(turn: Turn, without: int) -> bool:
    """Whether an owner is left who can come in when this person is none any more."""
    if turn.house.owners - {without}:
        return True
    others = {one.person_id for one in memberships.owners(turn.conn, hold=True)} - {without}
    return any(standing_here(turn, one).owner and not _suspended(turn, one) for one in others)


def successor(turn: Turn, unit_id: int | None, leaving: int) -> int | None:
    """Who takes over what belongs to a unit: a supervisor of it, else an owner; the one who was here first."""
    found = Recipients(turn.conn, turn.house).stand_ins(
        unit_id, lambda one: one.may(Action.BOARD, unit_id=unit_id), besides=leaving
    )
    return next(iter(found), None)


def works_in(standing: Standing, unit_id: int | None) -> bool:
    """Whether what belongs to a unit may be given to somebody: owners work in all, and what is of none is anybody's."""
    return standing.owner or unit_id is None or unit_id in standing.rates_in | standing.supervises


def _suspended(turn: Turn, person_id: int) -> bool:
    return standing_here(turn, person_id).suspended


def seen(turn: Turn, person_id: int | None) -> Member | None:
    """The person, where the sender may see them."""
    found = None if person_id is None else roster.member(turn.conn, person_id)
    return found if found is not None and sees(turn.standing, found) else None


def named(turn: Turn, act: Act) -> Member | None:
    """The person a button names; told where they are not there, or not in the sender's hands."""
    found = seen(turn, act.number(0))
    if found is None:
        turn.toast = turn.t("This person is not there.")
    return found


def unit_names(turn: Turn) -> dict[int, str]:
    """What the units are called, by id."""
    return {unit.id: unit.name for unit in units.units(turn.conn)}


def roles_told(turn: Turn, member: Member) -> list[str]:
    """Their roles in words; who is named in the settings is an owner, too."""
    named = member.id in turn.house.owners
    held = {*member.roles, *({(str(Role.OWNER), None)} if named else set())}
    return roles_in_words(turn.t, held, unit_names(turn))


def last_owner_words(turn: Turn) -> str:
    """Why the last owner stays one."""
    return turn.t(
        "There must always be an owner, and this is the last. Make somebody else an owner first: "
        "/invite, or ➕ Role on their page."
    )


def out_of_date(turn: Turn) -> None:
    """Tell that a tap came from a card that does not stand there any more."""
    turn.toast = turn.t("That card was out of date. Here is the present one.")


def typed_name(turn: Turn, text: str) -> str | None:
    """A unit's name from typed words; ``None``, and told why, where they are none."""
    name = " ".join(clean(text).split())
    if not name:
        turn.notice = turn.t("That message has no readable text.")
    elif len(name) > NAME_LIMIT:
        turn.notice = turn.t("⚠️ That is too long: at most {n} characters. Nothing was changed.", n=NAME_LIMIT)
    else:
        return name
    return None
