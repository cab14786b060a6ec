"""``kaoping audit``: a whole trail, one tampered with, and places where there is none."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from storage import audit
from storage.audit import Action
from storage.engine import Storage
from storage.migrating import head, migrate
from tests.command_line.kaoping import command, kaoping, with_records

DATABASE = Path("data") / "kaoping.sqlite3"
URL = f"sqlite:///{DATABASE}"
MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.fixture
def hashes(here: Path) -> list[str]:
    """A trail of three rows, and their hashes."""
    with_records(here)
    acts: list[tuple[Action, str, int, dict[str, str | int]]] = [
        (Action.BEGAN, "evaluation", 3, {"form": "interview", "subject": 5}),
        (
            Action.HANDED_IN,
            "evaluation",
            3,
            {"form": "interview", "subject": 5, "grade": "良好", "revision": 24},
        ),
        (Action.SAW, "history", 1001, {"page": 1, "searched": False}),
    ]
    written = []
    with Storage(URL) as storage:
        for action, kind, object_id, details in acts:
            turn = partial(
                audit.record,
                actor=1001,
                action=action,
                object_kind=kind,
                object_id=object_id,
                details=details,
                now=MORNING,
            )
            entry = storage.run_now(turn)
            written.append(entry.hash)
    return written


def sql(statement: str) -> None:
    with closing(sqlite3.connect(DATABASE)) as connection, connection:
        connection.execute(statement)


def test_a_whole_trail_is_told_with_its_newest_hash(here: Path, hashes: list[str]) -> None:
    said = kaoping("audit", "verify", cwd=here)
    assert (said.status, said.err) == (0, "")
    assert said.out == f"The audit trail is whole: 3 rows.\nNewest hash: {hashes[2]}\n"


def test_a_broken_trail_is_told_with_its_first_broken_row(hashes: list[str]) -> None:
    sql("UPDATE audit SET actor = 1002 WHERE seq = 2")
    said = command("audit", "verify")
    assert (said.status, said.out) == (2, "")
    assert said.err == (
        "The audit trail is not as it was written.\n"
        "Row 2 is not as it was written, or did not stand behind row 1.\n"
    )


def test_verifying_changes_nothing(hashes: list[str]) -> None:
    before = DATABASE.read_bytes()
    assert command("audit", "verify").status == 0
    assert command("audit", "list").status == 0
    assert DATABASE.read_bytes() == before


def test_a_hash_noted_earlier_must_still_be_there(hashes: list[str]) -> None:
    noted = hashes[2]
    assert command("audit", "verify", "--noted", f" {hashes[0].upper()} ").status == 0
    # Someone who knows how it works cuts the newest row off, and sets count and hash back.
    sql("DELETE FROM audit WHERE seq = 3")
    sql(f"UPDATE audit_tip SET count = 2, hash = '{hashes[1]}'")
    assert command("audit", "verify").status == 0
    said = command("audit", "verify", "--noted", noted)
    assert (said.status, said.out) == (2, "")
    assert "none of them has the noted hash" in said.err


def test_rows_are_listed_in_local_time_the_latest_at_the_end(hashes: list[str]) -> None:
    said = command("audit", "list", "--last", "2", settings={"KAOPING_TIMEZONE": "Asia/Shanghai"})
    assert said.status == 0
    assert said.out.splitlines() == [
        "     2  2026-11-23 09:30:00  1001  handed-in evaluation 3  "
        "form interview, grade 良好, revision 24, subject 5",
        "     3  2026-11-23 09:30:00  1001  saw history 1001  page 1, searched False",
    ]


def test_rows_are_listed_as_json_with_their_hashes(hashes: list[str]) -> None:
    told = command("audit", "list", "--json").told
    assert [row["hash"] for row in told] == hashes
    assert told[0] == {
        "seq": 1,
        "at": "2026-11-23T01:30:00.000000Z",
        "actor": 1001,
        "action": "began",
        "object_kind": "evaluation",
        "object_id": "3",
        "details": {"form": "interview", "subject": 5},
        "hash": hashes[0],
    }


def test_an_empty_trail_is_told(here: Path) -> None:
    with_records(here)
    assert command("audit", "list").out == "The audit trail is empty.\n"
    assert json.loads(command("audit", "list", "--json").out) == []
    assert command("audit", "verify").out.startswith("The audit trail is whole: 0 rows.\n")


@pytest.mark.parametrize(
    ("tampering", "shown"),
    [
        ("UPDATE audit SET at = 'some day' WHERE seq = 3", "some day"),
        ("UPDATE audit SET at = x'00' WHERE seq = 3", "b'"),
        ("UPDATE audit SET details = 'no JSON' WHERE seq = 3", "no JSON"),
        ("UPDATE audit SET details = '[1]' WHERE seq = 3", "[1]"),
        ("UPDATE audit SET action = char(27) || '[2J' WHERE seq = 3", "?[2J history"),
    ],
)
@pytest.mark.usefixtures("hashes")
def test_a_row_tampered_with_is_listed_as_it_stands(tampering: str, shown: str) -> None:
    sql(tampering)
    said = command("audit", "list")
    assert said.status == 0
    assert shown in said.out.splitlines()[-1]
    assert command("audit", "list", "--json").status == 0
    assert command("audit", "verify").status == 2


@pytest.mark.usefixtures("hashes")
def test_a_row_that_cannot_be_read_is_told() -> None:
    sql("UPDATE audit SET details = CAST(x'ff' AS TEXT) WHERE seq = 2")
    listed, verified = command("audit", "list"), command("audit", "verify")
    assert (listed.status, verified.status) == (2, 2)
    assert "kaoping audit verify tells which" in listed.err
    assert "Row 2, or what stands behind row 1, cannot be read" in verified.err


@pytest.mark.parametrize("words", [["verify"], ["list"], ["list", "--json"]], ids=" ".join)
class TestWhereThereIsNoTrail:
    def test_a_missing_database_is_told_and_not_made(self, here: Path, words: list[str]) -> None:
        said = command("audit", *words)
        assert (said.status, said.out) == (2, "")
        assert "there is no file data/kaoping.sqlite3" in said.err
        assert list(here.iterdir()) == []

    def test_a_database_of_an_earlier_version_is_told(self, here: Path, words: list[str]) -> None:
        (here / "data").mkdir()
        migrate(URL, "0001")
        said = command("audit", *words)
        assert (said.status, said.out) == (2, "")
        assert f"its schema is 0001, this version's is {head()}" in said.err
        assert "Run kaoping migrate" in said.err

    def test_a_file_that_is_no_database_is_told(self, here: Path, words: list[str]) -> None:
        (here / "notes.txt").write_text("These are notes and no database at all. " * 50, encoding="utf-8")
        said = command("audit", *words, settings={"DATABASE_URL": "sqlite:///notes.txt"})
        assert (said.status, said.out) == (2, "")
        assert "check" in said.err.lower()

    def test_settings_with_faults_are_told(self, here: Path, words: list[str]) -> None:
        said = kaoping("audit", *words, cwd=here, KAOPING_TIMEZONE="Nowhere/At-All")
        assert (said.status, said.out) == (2, "")
        assert "Nowhere/At-All" in said.err


@pytest.mark.parametrize("last", ["0", "-1", "10001", "many"])
def test_a_number_of_rows_that_is_not_possible_is_told(last: str) -> None:
    said = command("audit", "list", "--last", last)
    assert (said.status, said.out) == (2, "")
    assert "--last" in said.err


def test_what_is_no_hash_is_told_as_a_slip_and_not_as_tampering(hashes: list[str]) -> None:
    said = command("audit", "verify", "--noted", hashes[2][:-1])
    assert (said.status, said.out) == (2, "")
    assert "is no hash" in said.err
