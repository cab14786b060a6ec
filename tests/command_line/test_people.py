"""``kaoping people`` and ``kaoping invite``: a way in before anybody is in."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.command_line.kaoping import command, kaoping, with_records

DATABASE = Path("data") / "kaoping.sqlite3"


def rows(sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(DATABASE)) as connection:
        return [tuple(row) for row in connection.execute(sql)]


def test_the_first_supervisor_is_invited_into_a_new_unit(here: Path) -> None:
    said = kaoping(
        "invite", "--role", "supervisor", "--unit", " 客服部 ", "--days", "3", "--uses", "2", cwd=here
    )
    assert (said.status, said.err) == (0, "")
    assert re.search(
        r"^Unit 客服部 was not there; it is now\.\nInvitation 1: supervisor, 客服部, valid until .{16}, "
        r"for 2 people\.\nThey send the bot:  /start j_[\w-]{32}\n",
        said.out,
    )
    assert rows("SELECT role, unit_id, made_by, uses FROM invitation") == [("supervisor", 1, 0, 2)]
    assert rows("SELECT actor, action, details FROM audit") == [
        (0, "unit-added", "{}"),
        (0, "invited", '{"days":3,"role":"supervisor","unit":1,"uses":2}'),
    ]


def test_the_unit_that_is_there_is_taken(here: Path) -> None:
    with_records(here)
    command("invite", "--role", "supervisor", "--unit", "客服部")
    said = command("invite", "--role", "evaluator", "--unit", "客服部")
    assert "was not there" not in said.out
    assert rows("SELECT unit_id FROM invitation") == [(1,), (1,)]


def test_the_link_is_told_where_telegram_tells_the_name(here: Path) -> None:
    with_records(here)
    with Sandbox() as sandbox:
        said = command(
            "invite",
            "--role",
            "owner",
            settings={"TELEGRAM_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.url},
        )
        name = sandbox.world.bot()["username"]
    assert re.search(rf"https://t\.me/{name}\?start=j_[\w-]{{32}}\n", said.out)


def test_without_telegram_the_start_line_is_enough(here: Path) -> None:
    with_records(here)
    settings = {"TELEGRAM_TOKEN": "1:" + "a" * 30, "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    said = command("invite", "--role", "owner", settings=settings)
    assert said.status == 0
    assert "https://t.me/<name of the bot>?start=j_" in said.out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--role", "evaluator"), "Which unit? kaoping invite --role evaluator --unit NAME\n"),
        (("--role", "owner", "--unit", "客服部"), "An owner belongs to no unit: leave --unit out.\n"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_made(here: Path, words: tuple[str, ...], why: str) -> None:
    said = command("invite", *words)
    assert (said.status, said.err) == (2, why)
    assert not DATABASE.exists()


def test_people_are_listed_with_roles_units_and_open_work(here: Path) -> None:
    command("invite", "--role", "supervisor", "--unit", "客服部")
    with closing(sqlite3.connect(DATABASE)) as connection, connection:
        connection.execute(
            "INSERT INTO person (id, name, created_at, suspended_at) VALUES"
            " (7, '王芳', '2026-01-01', NULL), (8, '李雷', '2026-01-01', '2026-02-01')"
        )
        connection.execute(
            "INSERT INTO membership (person_id, role, unit_id, granted_by, granted_at) VALUES"
            " (7, 'supervisor', 1, 0, '2026-01-01'), (7, 'evaluator', 1, 0, '2026-01-01'),"
            " (8, 'evaluator', 1, 0, '2026-01-01')"
        )
    said = command("people", "list", settings={"KAOPING_OWNERS": "7"})
    assert said.out.splitlines() == [
        "           7  王芳  owner; supervisor, 客服部; evaluator, 客服部",
        "           8  李雷  evaluator, 客服部  suspended",
    ]
    told = command("people", "list", "--json").told
    assert [(one["id"], one["roles"][0], one["drafts"]) for one in told] == [
        (7, {"role": "supervisor", "unit": "客服部"}, 0),
        (8, {"role": "evaluator", "unit": "客服部"}, 0),
    ]
    assert told[1]["suspended_at"] == "2026-02-01T00:00:00+00:00"


def test_nobody_yet(here: Path) -> None:
    assert command("people", "list").out == "Nobody is here yet. kaoping invite makes a way in.\n"
    assert command("people", "list", "--json").told == []
