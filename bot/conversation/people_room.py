"""``/people``: who is here, one person's page, and roles given; how people go is next door."""

from __future__ import annotations

from bot.access import Action, Role
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.departing import DEPARTING_TAPS, DEPARTING_VIEWS
from bot.conversation.handing_over import HANDING_TAPS, HANDING_VIEWS
from bot.conversation.managing import (
    may_end,
    may_hand_over,
    may_invite,
    may_suspend,
    named,
    out_of_date,
    people_seen,
    roles_to_give,
    roles_told,
    seen,
    unit_names,
    units_to_fill,
)
from bot.conversation.people_news import tell
from bot.conversation.room import CommandEntry, Door, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.screens import people as screens
from bot.screens.roles import role_in_unit
from bot.screens.screen import Screen
from storage import audit, memberships, units
from storage.memberships import RoleName
from storage.roster import Member

_ROLE_NAMES: dict[str, RoleName] = {"owner": "owner", "supervisor": "supervisor", "evaluator": "evaluator"}


# Looking


def _list(turn: Turn, argument: str) -> Screen:
    found = people_seen(turn)
    page = min(page_of(argument), max(0, (len(found) - 1) // screens.LIST_PAGE))
    part = found[page * screens.LIST_PAGE : (page + 1) * screens.LIST_PAGE]
    return screens.people_screen(
        turn.t,
        [(one, roles_told(turn, one)) for one in part],
        page,
        len(found),
        may_units=turn.standing.may(Action.MANAGE_UNITS),
        notice=turn.notice,
    )


def _person(turn: Turn, argument: str) -> Screen | None:
    found = seen(turn, page_of(argument))
    if found is None:
        return None
    suspendable = may_suspend(turn.standing, found, turn.house.owners)
    return screens.person_screen(
        turn.t,
        found,
        roles_told(turn, found),
        turn.house.zone,
        ways=screens.Ways(
            grant=found.suspended_at is None,
            end=tuple(
                (one.id, role_in_unit(turn.t, one.role, unit_names(turn).get(one.unit_id or 0)))
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
    found = named(turn, act)
    if found is not None:
        turn.show(f"person:{found.id}")


# Roles


def _grant_screen(turn: Turn, argument: str) -> Screen | None:
    person_id, _, role = argument.partition(":")
    found = seen(turn, page_of(person_id))
    if found is None:
        return None
    if role not in roles_to_give(turn.standing):
        return screens.grant_role_screen(turn.t, found, roles_to_give(turn.standing), notice=turn.notice)
    held = {unit_id for one, unit_id in found.roles if one == role}
    free = [unit for unit in units_to_fill(turn, role) if unit.id not in held]
    return screens.grant_unit_screen(turn.t, found, role, free, notice=turn.notice)


def _grant(turn: Turn, act: Act) -> None:
    """Choose role and unit of a person; with both, it is given."""
    found = named(turn, act)
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
        tell(turn, "granted", found.id, given)
    turn.show(f"person:{found.id}")
    turn.notice = turn.t("Given.") if given is not None else turn.t("They have this role already.")


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
        **HANDING_TAPS,
        **DEPARTING_TAPS,
    },
    views={
        "people": ViewEntry(_HERE, _list),
        "person": ViewEntry(_HERE, _person),
        "grant": ViewEntry(_HERE, _grant_screen),
        **HANDING_VIEWS,
        **DEPARTING_VIEWS,
    },
    doors=(Door(_HERE, lambda t: t("👥 People"), "people", second=True),),
)
