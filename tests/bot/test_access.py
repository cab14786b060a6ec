"""The permission table, written out a second time by hand: every role, action and relation."""

from __future__ import annotations

import pytest

from bot.access import PERMISSIONS, Action, Relation, Role, Standing, allowed, standing_of
from bot.conversation import taps
from bot.conversation.rooms import COMMANDS, ROOMS, TAPS, VIEWS
from storage.scope import Scope

ALL, UNIT, ONLY_UNIT, OWN, NO = "own unit foreign", "own unit", "unit", "own", ""

# action: owner, supervisor, evaluator, subject
EXPECTED = {
    "look around": (ALL, ALL, ALL, ALL),
    "evaluate": (OWN, OWN, OWN, NO),
    "see": (ALL, UNIT, OWN, NO),
    "amend": (ALL, UNIT, OWN, NO),
    "reveal": (ALL, UNIT, OWN, NO),
    "export": (ALL, UNIT, OWN, NO),
    "compare": (ALL, UNIT, OWN, NO),
    "judge form": (ALL, UNIT, NO, NO),
    "verify": (ALL, ALL, ALL, ALL),
    "release": (ALL, UNIT, NO, NO),
    "read released": (OWN, OWN, OWN, OWN),
    "answer released": (OWN, OWN, OWN, OWN),
    "settle": (ALL, UNIT, NO, NO),
    "invite evaluator": (ALL, UNIT, NO, NO),
    "invite supervisor": (ALL, NO, NO, NO),
    "invite owner": (ALL, NO, NO, NO),
    "manage people": (ALL, UNIT, NO, NO),
    "manage supervisors": (ALL, NO, NO, NO),
    "manage units": (ALL, NO, NO, NO),
    "plan": (ALL, ONLY_UNIT, NO, NO),
    "due": (OWN, OWN, OWN, NO),
    "board": (ALL, ONLY_UNIT, NO, NO),
    "work occurrence": (ALL, UNIT, OWN, NO),
    "post in group": (ALL, ONLY_UNIT, NO, NO),
    "audit": (ALL, NO, NO, NO),
    "forget": (ALL, NO, NO, NO),
}
ROLES = ("owner", "supervisor", "evaluator", "subject")
ME, OTHER, MINE, FOREIGN = 7, 8, 3, 4

STANDINGS = {
    "owner": Standing(ME, owner=True),
    "supervisor": Standing(ME, supervises=frozenset({MINE})),
    "evaluator": Standing(ME, rates_in=frozenset({MINE})),
    "subject": Standing(ME, subject=True),
}
THINGS = {"own": (ME, FOREIGN), "unit": (OTHER, MINE), "foreign": (OTHER, FOREIGN)}
CELLS = [
    (role, action, relation, relation in cells[place].split())
    for action, cells in EXPECTED.items()
    for place, role in enumerate(ROLES)
    for relation in THINGS
]


def test_every_action_is_in_both_tables() -> None:
    assert {action.value for action in Action} == set(EXPECTED) == {action.value for action in PERMISSIONS}


@pytest.mark.parametrize("action", EXPECTED)
def test_every_cell(action: str) -> None:
    for role, name, relation, may in CELLS:
        if name == action:
            person_id, unit_id = THINGS[relation]
            assert allowed(Role(role), Action(action), Relation(relation)) is may
            assert STANDINGS[role].may(Action(action), person_id=person_id, unit_id=unit_id) is may


@pytest.mark.parametrize("action", Action)
def test_neither_strangers_nor_suspended_people_may_anything(action: Action) -> None:
    suspended = Standing(
        ME, owner=True, supervises=frozenset({MINE}), rates_in=frozenset({MINE}), subject=True, suspended=True
    )
    for nobody in (Standing(ME), suspended):
        assert not nobody.may_ever(action)
        assert not nobody.may(action, person_id=ME, unit_id=MINE)
        assert nobody.scope(action) == Scope()


def test_a_plan_of_no_unit_is_its_supervisors() -> None:
    supervisor = STANDINGS["supervisor"]
    assert supervisor.may(Action.PLAN, person_id=ME, unit_id=None)
    assert not supervisor.may(Action.PLAN, person_id=OTHER, unit_id=None)
    assert not STANDINGS["evaluator"].may(Action.BOARD, person_id=ME, unit_id=None)


def test_who_has_two_roles_may_what_either_may_where_either_holds() -> None:
    both = Standing(ME, supervises=frozenset({1}), rates_in=frozenset({2}))
    assert both.may(Action.SEE, person_id=OTHER, unit_id=1)
    assert not both.may(Action.SEE, person_id=OTHER, unit_id=2)
    assert both.may(Action.SEE, person_id=ME, unit_id=2)
    assert both.scope() == Scope(units=frozenset({1}), evaluator=ME)


def test_the_standing_is_read_from_the_stored_roles() -> None:
    roles = [("supervisor", 5), ("evaluator", 6), ("evaluator", 9)]
    assert standing_of(ME, roles, {99}, suspended=False) == Standing(
        ME, supervises=frozenset({5}), rates_in=frozenset({6, 9})
    )
    assert standing_of(ME, roles, {99}, suspended=False).home == 6
    assert standing_of(ME, [], {99}, suspended=False).known is False
    assert standing_of(ME, [("owner", None)], (), suspended=False).owner


def test_an_owner_named_in_the_settings_cannot_be_locked_out() -> None:
    assert standing_of(ME, [], {ME}, suspended=True).may(Action.AUDIT)


def test_no_room_takes_a_button_of_an_open_evaluation_away() -> None:
    on_card = taps._ON_CARD.keys() | taps._ONE_TOUCH | taps._PARTS
    assert on_card
    assert on_card & TAPS.keys() == set()


def test_every_handler_of_every_room_names_an_action_of_the_table() -> None:
    actions = [
        *(command.action for command in COMMANDS.values()),
        *(tap.action for tap in TAPS.values()),
        *(view.action for view in VIEWS.values()),
    ]
    assert len(actions) > 20
    assert set(actions) <= set(PERMISSIONS)
    assert all(door.action in PERMISSIONS for room in ROOMS for door in room.doors)
    assert all(door.op in TAPS for room in ROOMS for door in room.doors)
