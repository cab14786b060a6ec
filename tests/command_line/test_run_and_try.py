"""``kaoping run`` and ``kaoping try`` at their beginning, ``version``, and settings with faults."""

from __future__ import annotations

import re
import socket
import tomllib
from pathlib import Path

import pytest

from tests.command_line.kaoping import command, kaoping

ROOT = Path(__file__).parents[2]
COMMANDS = ["try", "run", "forms", "check", "score", "migrate", "version"]


def test_version_is_that_of_the_project(here: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert kaoping("version", cwd=here).out == f"kaoping {project['version']}\n"


def test_without_a_command_all_are_listed(here: Path) -> None:
    said = kaoping(cwd=here)
    listed = re.findall(r"^│ ([a-z]+) ", said.out + said.err, re.MULTILINE)
    assert [name for name in listed if name in COMMANDS] == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    said = command(name, "--help")
    assert (said.status, said.err) == (0, "")
    assert f"{name} [OPTIONS]" in said.out


def test_run_without_a_token_says_where_to_get_one_and_starts_nothing(here: Path) -> None:
    said = kaoping("run", cwd=here)
    assert (said.status, said.out) == (2, "")
    first, second = said.err.splitlines()
    assert first == "The settings have faults. Nothing was started."
    assert second.startswith("TELEGRAM_TOKEN is not set: BotFather gives one")
    assert list(here.iterdir()) == []


def test_run_tells_all_faults_of_the_settings_at_once_the_missing_token_too(here: Path) -> None:
    (here / ".env").write_text("KAOPING_LANGUAGE=fr\nLOG_LEVEL=LOUD\n", encoding="utf-8")
    said = kaoping(
        "run", cwd=here, KAOPING_OWNERS="1001,me", KAOPING_TIMEZONE="Asia/Nowhere", KAOPING_FORMS="nowhere"
    )
    assert (said.status, said.out) == (2, "")
    assert [re.split(r"[: ]", line)[0] for line in said.err.splitlines()[1:]] == [
        "KAOPING_OWNERS",
        "KAOPING_FORMS",
        "KAOPING_TIMEZONE",
        "KAOPING_LANGUAGE",
        "LOG_LEVEL",
        "TELEGRAM_TOKEN",
    ]


def test_run_does_not_show_a_token_that_looks_like_none() -> None:
    settings = {"TELEGRAM_TOKEN": "secret-without-colon", "KAOPING_LANGUAGE": "fr"}
    said = command("run", settings=settings)
    assert said.status == 2
    assert "TELEGRAM_TOKEN does not look like a token" in said.err
    assert "secret" not in said.err


@pytest.mark.parametrize("words", [["forms"], ["score", "probation", "-"], ["migrate"], ["try"], ["run"]])
def test_every_command_that_reads_settings_tells_their_faults(words: list[str]) -> None:
    said = command(*words, settings={"KAOPING_TIMEZONE": "Asia/Nowhere"}, given="{}")
    assert (said.status, said.out) == (2, "")
    assert "KAOPING_TIMEZONE: there is no time zone" in said.err


def test_commands_in_groups_tell_faults_of_the_settings_too(here: Path) -> None:
    words = ["plan", "preview", "--every", "month", "--due", "last-day", "--from", "2026-11-23"]
    said = kaoping(*words, cwd=here, KAOPING_TIMEZONE="Asia/Nowhere")
    assert (said.status, said.out) == (2, "")
    assert "KAOPING_TIMEZONE: there is no time zone" in said.err


def test_settings_in_another_encoding_are_told(here: Path) -> None:
    (here / ".env").write_bytes("# 时区\nKAOPING_LANGUAGE=zh\n".encode("gb18030"))
    said = command("forms")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("The settings cannot be read: .env is not UTF-8.")


def test_run_with_a_file_for_a_data_directory_says_so(here: Path) -> None:
    (here / "data").write_text("", encoding="utf-8")
    said = kaoping("run", cwd=here, TELEGRAM_TOKEN="123456:a-token-that-is-never-used")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("The data directory data cannot be made")


def test_try_on_a_port_that_is_taken_names_a_way_out(here: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = kaoping("try", "--port", str(port), cwd=here)
    assert (said.status, said.out) == (2, "")
    assert f"port {port} is taken; choose another one: kaoping try --port 0" in said.err


@pytest.mark.parametrize("port", ["65536", "-1", "eighty"])
def test_try_refuses_what_is_no_port(port: str) -> None:
    said = command("try", f"--port={port}")
    assert (said.status, said.out) == (2, "")
    assert "--port" in said.err
