"""``kaoping plan add``, ``list``, ``pause``, ``resume``, ``end`` and ``kaoping due``."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage import memberships, people, units
from storage.engine import Storage
from tests.command_line.kaoping import Said, command, with_records
from tests.conversation.offline import START

QUARTERLY = "--every quarter --due last-workday --from 2026-11-23 --evaluator 1001 --supervisor 1002"


@pytest.fixture(autouse=True)
def _records(here: Path) -> None:
    """Two people in a unit."""
    with_records(here)
    with Storage(f"sqlite:///{here / 'data' / 'kaoping.sqlite3'}") as storage:
        storage.run_now(_move_in)


def _move_in(conn: Connection) -> None:
    unit = units.add_unit(conn, "客服部", by=1002, now=START)
    assert unit is not None
    roles: tuple[tuple[int, memberships.RoleName], ...] = ((1001, "evaluator"), (1002, "supervisor"))
    for id, role in roles:
        people.remember_person(conn, id, f"同事{id}", START)
        memberships.grant(conn, id, role, unit.id, by=1002, now=START)


def add(line: str = "", *, form: str = "quality", subject: str = "幸福花园", terms: str = QUARTERLY) -> Said:
    return command("plan", "add", "--form", form, "--subject", subject, *terms.split(), *line.split())


def due(moment: str) -> list[dict[str, object]]:
    said = command("due", "--at", moment, "--json")
    assert said.status == 0, said.err
    found: list[dict[str, object]] = said.told
    return found


def test_a_plan_is_made_with_its_site_and_its_next_three_periods_are_shown(here: Path) -> None:
    said = add()
    assert said.status == 0
    assert said.out.splitlines() == [
        "Plan 1: C2、客服品质检查考核标准及评分表 for 幸福花园",
        "  2026-Q4: due 2026-12-31 (Thu)",
        "  2027-Q1: due 2027-03-31 (Wed)",
        "  2027-Q2: due 2027-06-30 (Wed)",
    ]
    assert rows(here, "SELECT kind, name FROM subject") == [("site", "幸福花园")]


def test_whoever_is_to_rate_and_has_no_role_is_told_of() -> None:
    said = add(terms=QUARTERLY.replace("--evaluator 1001", "--evaluator 1009"))
    assert said.status == 0
    assert "1009 has no role here yet" in said.err
    assert "1002" not in said.err
    assert [one["kind"] for one in due("2026-12-28T09:00")] == ["notice"], (
        "to the supervisor: nobody is reminded"
    )


def test_a_second_plan_for_the_same_name_is_for_the_same_site(here: Path) -> None:
    add()
    assert add("--json", terms=QUARTERLY.replace("quarter", "month")).told["plan"] == 2
    assert rows(here, "SELECT DISTINCT subject_id FROM plan") == [(1,)]


def test_several_of_one_name_are_told_with_their_numbers(here: Path) -> None:
    add()
    with sqlite3.connect(here / "data" / "kaoping.sqlite3") as connection:
        connection.execute(
            "INSERT INTO subject (kind, name, name_key, fields, created_by, created_at, used_at)"
            " SELECT kind, name, name_key, fields, created_by, created_at, used_at FROM subject"
        )
    connection.close()
    said = add()
    assert said.status == 2
    assert "there are 2 called '幸福花园' (numbers 1, 2). Say which with --subject-id" in said.err
    words = ["plan", "add", "--form", "quality", "--subject-id", "2", *QUARTERLY.split()]
    assert command(*words).status == 0
    assert rows(here, "SELECT subject_id FROM plan") == [(1,), (2,)]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_made(here: Path) -> None:
    terms = "--every week --due day-3 --evaluator Wang --supervisor 0 --at 25:00 --timezone Mars --from 2026-02-30"
    said = add(form="nope", terms=terms)
    assert (said.status, said.out) == (2, "")
    assert [line.split(":")[0] for line in said.err.splitlines()] == [
        *(
            "--form",
            "--due",
            "--from",
            "--at",
            "--timezone",
            "--evaluator",
            "--supervisor",
            "No plan was made.",
        ),
    ]


def test_what_may_surprise_is_said(here: Path) -> None:
    terms = "--every month --due day-31 --from 2026-02-01 --at 23:00 --evaluator 1001 --supervisor 1002"
    said = add(terms=terms)
    assert said.status == 0
    assert "2026-02: due 2026-02-28 (Sat)" in said.out
    assert "23:00 lies in the quiet hours" in said.err
    assert "2026-02 was due on 2026-02-28 already" in said.err


def test_plans_are_listed_paused_resumed_and_ended() -> None:
    assert command("plan", "list").out == "There are no plans.\n"
    add()
    listed = command("plan", "list").out
    assert listed.startswith(
        "1  C2、客服品质检查考核标准及评分表 · 幸福花园 · every quarter, last-workday, 09:00"
    )
    assert command("plan", "pause", "1").out == "Plan 1 is paused: no further period opens.\n"
    assert command("plan", "pause", "1").err == "Plan 1 is paused already. Nothing was changed.\n"
    assert command("plan", "list", "--json").told[0]["state"] == "paused"
    assert command("plan", "resume", "1").out == "Plan 1 goes on.\n"
    assert command("plan", "end", "1").out == "Plan 1 has ended.\n"
    assert command("plan", "resume", "1").status == 2
    assert command("plan", "list").out == "There are no plans.\n"
    assert command("plan", "list", "--all", "--json").told[0]["next_opens"] is None
    assert "There is no plan 9" in command("plan", "end", "9").err


def test_due_says_what_would_be_sent_and_why() -> None:
    add()
    (reminder,) = due("2026-12-28T09:00")
    assert (reminder["to"], reminder["kind"], reminder["stage"]) == (1001, "reminder", "-3")
    assert (reminder["plan"], reminder["period"], reminder["due"]) == (1, "2026-Q4", "2026-12-31")
    assert reminder["why"] == ["3 days before the due day"]
    assert "还有3天，周四 12-31 截止" in str(reminder["text"])


@pytest.mark.parametrize(
    ("moment", "kinds"),
    [
        ("2026-12-24T08:59", []),
        ("2026-12-24T09:00", ["reminder"]),
        ("2026-12-24T09:00+09:00", []),
        ("2027-01-01T00:00", []),
        ("2027-01-01T08:00", ["reminder", "notice"]),
        ("2027-01-04T09:00", ["reminder", "digest", "notice"]),
    ],
)
def test_due_at_other_moments(moment: str, kinds: list[str]) -> None:
    add()
    assert [one["kind"] for one in due(moment)] == kinds


def test_due_sends_and_changes_nothing(here: Path) -> None:
    add()
    before = rows(here, "SELECT * FROM plan")
    assert due("2026-12-28T09:00") == due("2026-12-28T09:00") != []
    assert rows(here, "SELECT * FROM plan") == before
    assert rows(here, "SELECT count(*) FROM occurrence") == [(0,)]


def test_due_in_words_and_a_moment_that_is_none() -> None:
    add()
    said = command("due", "--at", "2026-12-28T09:00")
    assert said.out.splitlines()[0] == "reminder to 1001 (3 days before the due day)"
    assert "Nothing would be sent" in command("due", "--at", "2026-12-01T09:00").out
    assert (
        command("due", "--at", "tomorrow").err
        == "--at: 'tomorrow' is not a moment; write it like 2026-12-28T09:00.\n"
    )


def rows(here: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(here / "data" / "kaoping.sqlite3") as connection:
        found = connection.execute(query).fetchall()
    connection.close()
    return found
