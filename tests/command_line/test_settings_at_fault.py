"""Settings that cannot be read, and a data directory that cannot be made: every command says so, none breaks off."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.migrating import migrate
from tests.command_line.kaoping import command

COMMANDS = (
    "people list",
    "invite --role owner",
    "audit verify",
    "audit list",
    "subject export 1 out.zip",
    "plan preview --every month --due last-day --from 2026-11-01",
    "plan list",
    "plan pause 1",
    "due",
)


@pytest.mark.parametrize("words", COMMANDS)
def test_an_env_file_that_is_not_utf_8_is_told(here: Path, words: str) -> None:
    (here / ".env").write_bytes("KAOPING_LANGUAGE=zh # 中文".encode("gb18030"))
    said = command(*words.split())
    assert (said.status, said.out) == (2, "")
    assert "The settings cannot be read: .env is not UTF-8." in said.err


@pytest.mark.parametrize(
    "words", ["people list", "audit verify", "subject export 1 out.zip", "plan list", "due"]
)
def test_a_data_directory_that_cannot_be_made_is_told(here: Path, words: str) -> None:
    (here / "taken").write_text("not a directory", encoding="utf-8")
    said = command(*words.split(), settings={"KAOPING_DATA": str(here / "taken" / "data")})
    assert (said.status, said.out) == (2, "")
    assert "taken" in said.err or "The data directory cannot be made" in said.err


def test_a_look_at_what_is_due_leaves_an_older_database_as_it_is(here: Path) -> None:
    url = f"sqlite:///{here / 'kaoping.sqlite3'}"
    migrate(url, "0006")
    before = (here / "kaoping.sqlite3").read_bytes()
    said = command("due", settings={"DATABASE_URL": url})
    assert said.status == 2
    assert "Run kaoping migrate" in said.err
    assert (here / "kaoping.sqlite3").read_bytes() == before


def test_a_look_at_what_is_due_makes_no_database(here: Path) -> None:
    said = command("due", settings={"KAOPING_DATA": str(here / "data")})
    assert said.status == 2
    assert not (here / "data").exists()
