"""A house with very many units, colleagues and groups: every list can be drawn and leads to its last entry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.access import Relation, Role
from bot.codec import Act, encode
from bot.conversation.incoming import Tap
from bot.conversation.turn import House
from bot.evidence import FILE_LIMIT
from bot.screens.paging import MOST, paged
from bot.screens.screen import Button, Screen
from storage import groups, memberships, people, units
from tests.conversation.house import OTHER_UNIT, house_of, thing
from tests.conversation.offline import ME, START, Offline, empty_database

MANY = 120
TELEGRAM_TAKES = 100


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Offline]:
    path = tmp_path / "house.sqlite3"
    path.write_bytes(empty_database())
    offline = Offline(path)
    offline.storage.run_now(settle)
    yield offline
    offline.storage.close()


def settle(conn: Connection) -> None:
    """Very many units, each with a group; and very many colleagues in the first."""
    people.remember_person(conn, ME.id, ME.name, START, "zh-hans")
    for number in range(1, MANY + 1):
        unit = units.add_unit(conn, f"部门{number:03}", by=ME.id, now=START)
        assert unit is not None
        groups.joined(conn, -number, f"群{number:03}", unit.id, by=ME.id, now=START)
        people.remember_person(conn, 5000 + number, f"同事{number:03}", START, "zh-hans")
        memberships.grant(conn, 5000 + number, "evaluator", 1, by=ME.id, now=START)


def turned(chat: Offline) -> list[str]:
    """What all buttons on all pages say, page after page."""
    seen = []
    while True:
        labels = [button.label for button in chat.buttons]
        assert len(labels) <= TELEGRAM_TAKES, len(labels)
        seen += labels
        ahead = [label for label in labels if label.endswith(" ▶") and "/" in label]
        if not ahead:
            return seen
        chat.taps(ahead[0])


def test_an_invitation_goes_to_whichever_of_very_many_units(chat: Offline) -> None:
    chat.commands("invite")
    chat.taps("评价人")
    seen = turned(chat)
    assert [f"部门{n:03}" for n in range(1, MANY + 1)] == [
        label for label in seen if label.startswith("部门")
    ]
    chat.taps("部门120")
    assert "部门120" in chat.screen.text


def test_very_many_groups_can_be_chosen_from_and_tied_to_very_many_units(chat: Offline) -> None:
    chat.commands("groups")
    assert {f"群{n:03}" for n in range(1, MANY + 1)} <= set(turned(chat))
    chat.taps("群001")
    assert {f"部门{n:03}" for n in range(1, MANY + 1)} <= {label.removeprefix("● ") for label in turned(chat)}
    chat.taps("部门119")
    group = chat.storage.run_now(lambda conn: groups.group(conn, -1))
    assert group is not None
    assert group.unit_id == MANY - 1


def test_pages_go_back_as_well_and_the_way_out_is_on_each(chat: Offline) -> None:
    chat.commands("groups")
    chat.taps("2/3 ▶")
    assert [b.label for b in chat.buttons[-3:]] == ["◀ 1/3", "3/3 ▶", "☰ 菜单"]
    chat.taps("◀ 1/3")
    assert [b.label for b in chat.buttons[-2:]] == ["2/3 ▶", "☰ 菜单"]


def test_very_many_forms_can_all_be_exported(chat: Offline) -> None:
    one = chat.house.forms["property"]
    forms = {
        f"f{n}": one.model_copy(update={"id": f"f{n}", "short": f"表{n:03}"}) for n in range(1, MANY + 1)
    }
    chat.house = House(forms, chat.house.zone, "zh", FILE_LIMIT, chat.house.owners)
    chat.commands("export")
    assert {f"表{n:03}" for n in range(1, MANY + 1)} <= set(turned(chat))


def test_a_reminder_is_handed_to_any_of_very_many_colleagues(tmp_path: Path) -> None:
    path = tmp_path / "house.sqlite3"
    path.write_bytes(house_of(Role.EVALUATOR))
    mine = thing("occurrence", Relation.OWN)
    chat = Offline(path, owners=())

    def hire(conn: Connection) -> None:
        for number in range(1, MANY + 1):
            people.remember_person(conn, 5000 + number, f"同事{number:03}", START, "zh-hans")
            memberships.grant(conn, 5000 + number, "evaluator", OTHER_UNIT, by=ME.id, now=START)

    chat.storage.run_now(hire)
    seen: set[str] = set()
    act = Act("rhand", args=(str(mine),))
    for _ in range(4):
        ((message, screen),) = chat.take(Tap(ME, 999, "q", encode(act))).asides
        buttons = [button for row in screen.rows for button in row]
        assert message == 999
        assert len(buttons) <= TELEGRAM_TAKES
        seen |= {button.label for button in buttons}
        act = next((button.act for button in buttons if button.label.endswith("/4 ▶")), act)
    assert {f"同事{n:03}" for n in range(1, MANY + 1)} <= seen
    chat.storage.close()


def test_a_screen_that_fits_stays_as_it_is_and_a_page_that_is_not_there_is_the_last() -> None:
    def screen(count: int) -> Screen:
        return Screen(
            "", (*((Button(str(n), Act("a")),) for n in range(count - 1)), (Button("☰", Act("menu")),))
        )

    def to(page: int) -> Act:
        return Act("turnpage", args=(str(page),))

    assert paged(screen(MOST), 3, to) == screen(MOST)
    last = paged(screen(MOST + 1), 99, to)
    assert [row[0].label for row in last.rows][-3:] == ["59", "◀ 1/2", "☰"]
