"""``/units``: added by typing, renamed, and removed once everything in them has gone elsewhere."""

from __future__ import annotations

from bot.access import Action
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.departing import end_of_power
from bot.conversation.managing import out_of_date, typed_name
from bot.conversation.room import CommandEntry, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.screens import units as screens
from bot.screens.screen import Screen
from storage import audit, invitations, memberships, units
from storage.units import Unit


def _there(turn: Turn, id: int | None) -> Unit | None:
    found = None if id is None else units.unit(turn.conn, id)
    return found if found is not None and found.removed_at is None else None


def _told(turn: Turn, act: Act, place: int = 0) -> Unit | None:
    """The unit a button names; told where it is not there."""
    found = _there(turn, act.number(place))
    if found is None:
        turn.toast = turn.t("This unit is not there any more.")
    return found


def _list(turn: Turn, argument: str) -> Screen:
    found = units.units(turn.conn)
    page = min(page_of(argument), max(0, (len(found) - 1) // screens.LIST_PAGE))
    part = found[page * screens.LIST_PAGE : (page + 1) * screens.LIST_PAGE]
    held = [(unit, units.contents(turn.conn, unit.id)) for unit in part]
    return screens.units_screen(turn.t, held, page, len(found), notice=turn.notice)


def _added(turn: Turn, _argument: str, text: str) -> None:
    name = typed_name(turn, text)
    if name is None:
        return
    unit = units.add_unit(turn.conn, name, by=turn.sender.id, now=turn.now)
    if unit is None:
        turn.notice = turn.t("There is a unit of this name already.")
        return
    turn.record(audit.Action.UNIT_ADDED, "unit", unit.id)
    turn.show("units:0")
    turn.notice = turn.t("Added: {name}.", name=unit.name)


def _unit(turn: Turn, argument: str) -> Screen | None:
    unit = _there(turn, page_of(argument))
    if unit is None:
        return None
    return screens.unit_screen(turn.t, unit, units.contents(turn.conn, unit.id), notice=turn.notice)


def _rename_screen(turn: Turn, argument: str) -> Screen | None:
    unit = _there(turn, page_of(argument))
    return None if unit is None else screens.rename_screen(turn.t, unit, notice=turn.notice)


def _renamed(turn: Turn, argument: str, text: str) -> None:
    unit, name = _there(turn, page_of(argument)), typed_name(turn, text)
    if unit is None:
        turn.show("units:0")
    elif name is None:
        return
    elif units.rename_unit(turn.conn, unit.id, name):
        turn.record(audit.Action.UNIT_RENAMED, "unit", unit.id)
        turn.show(f"unit:{unit.id}")
        turn.notice = turn.t("Renamed.")
    else:
        turn.notice = turn.t("There is a unit of this name already.")


def _remove_screen(turn: Turn, argument: str) -> Screen | None:
    unit = _there(turn, page_of(argument))
    if unit is None:
        return None
    others = [one for one in units.units(turn.conn) if one.id != unit.id]
    return screens.remove_screen(turn.t, unit, units.contents(turn.conn, unit.id), others, notice=turn.notice)


def _remove(turn: Turn, act: Act) -> None:
    """Ask before a unit is removed; the second button removes it, as long as nothing is in it."""
    unit = _told(turn, act)
    if unit is None:
        return
    if act.word(1) != "yes":
        turn.show(f"unitgone:{unit.id}")
    elif turn.chat.view != f"unitgone:{unit.id}":
        out_of_date(turn)
    else:
        _removed(turn, unit)


def _removed(turn: Turn, unit: Unit) -> None:
    if units.remove_unit(turn.conn, unit.id, turn.now):
        invitations.revoke_of_unit(turn.conn, unit.id, by=turn.sender.id, now=turn.now)
        turn.record(audit.Action.UNIT_REMOVED, "unit", unit.id)
        turn.show("units:0")
        turn.notice = turn.t("Removed: {name}.", name=unit.name)
    else:
        turn.notice = turn.t("Something was put into it meanwhile.")


def _move_screen(turn: Turn, argument: str) -> Screen | None:
    source, _, target = argument.partition(":")
    unit, into = _there(turn, page_of(source)), _there(turn, page_of(target))
    if unit is None or into is None:
        return None
    return screens.move_screen(turn.t, unit, into, units.contents(turn.conn, unit.id), notice=turn.notice)


def _move(turn: Turn, act: Act) -> None:
    """Ask what becomes of the roles; the second button moves everything and removes the unit."""
    unit, target = _told(turn, act), _told(turn, act, 1)
    if unit is None or target is None:
        return
    view, roles = f"unitmove:{unit.id}:{target.id}", act.word(2)
    if unit.id == target.id:
        out_of_date(turn)
    elif roles not in {"move", "end"}:
        turn.show(view)
    elif turn.chat.view != view:
        out_of_date(turn)
    else:
        there = {one.person_id for one in memberships.in_unit(turn.conn, unit.id)}
        moved = _settle_roles(turn, unit, target if roles == "move" else None)
        units.move_records(turn.conn, unit.id, target.id)
        for person_id in sorted(there):
            end_of_power(turn, person_id)
        turn.record(audit.Action.UNIT_MERGED, "unit", unit.id, into=target.id, roles=roles, people=moved)
        _removed(turn, unit)


def _settle_roles(turn: Turn, unit: Unit, target: Unit | None) -> int:
    """Move the roles in a unit to another, or end them; how many there were. Nobody has one twice then."""
    found = memberships.in_unit(turn.conn, unit.id)
    for one in found:
        memberships.end(turn.conn, one.id, turn.now)
        if target is not None:
            memberships.grant(turn.conn, one.person_id, one.role, target.id, by=turn.sender.id, now=turn.now)
    return len(found)


_HERE = Action.MANAGE_UNITS

UNITS = Room(
    commands={
        "units": CommandEntry(
            _HERE, lambda turn, _: turn.show("units:0"), lambda t: t("Units: add, rename, remove")
        ),
    },
    taps={
        "units": TapEntry(_HERE, lambda turn, act: turn.show(f"units:{act.number(0) or 0}")),
        "unit": TapEntry(_HERE, lambda turn, act: _open(turn, act, "unit")),
        "unitname": TapEntry(_HERE, lambda turn, act: _open(turn, act, "unitname")),
        "unitgone": TapEntry(_HERE, _remove),
        "unitmove": TapEntry(_HERE, _move),
    },
    views={
        "units": ViewEntry(_HERE, _list, _added),
        "unit": ViewEntry(_HERE, _unit),
        "unitname": ViewEntry(_HERE, _rename_screen, _renamed),
        "unitgone": ViewEntry(_HERE, _remove_screen),
        "unitmove": ViewEntry(_HERE, _move_screen),
    },
)
"""Reached from the people's page, so that the menu stays short."""


def _open(turn: Turn, act: Act, view: str) -> None:
    unit = _told(turn, act)
    if unit is not None:
        turn.show(f"{view}:{unit.id}")
