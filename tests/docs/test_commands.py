"""Every command the documentation tells is run, in a directory with the files a reader would have."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from bot.command_line import app
from tests.command_line.kaoping import (
    COMMAND,
    PATIENCE,
    command,
    environment,
    kaoping,
    page_is_served_until_interrupted,
)
from tests.command_line.own_form import write
from tests.docs.pages import PAGES, ROOT, TO_COME, blocks, commands, name, read
from tests.reports.records import fill

READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
TOLD = sorted({command for page in PAGES for command in commands(page)})
MAKEFILE = read(ROOT / "Makefile")

PLACEHOLDERS = {
    "FORM": "probation",
    "表格": "probation",
    "ANSWERS.json": "answers.json",
    "答案.json": "answers.json",
    "FILE…": "my-form.yaml",
    "文件…": "my-form.yaml",
    "EVALUATION": "1",
    "NAME": "张三",
    "姓名": "张三",
    "PLAN": "1",
    "计划": "1",
    "编号": "1",
}
"""What a reader puts in place of the words of a pattern."""

A_PLAN = (
    "plan add --form quality --subject 幸福花园 --every quarter --due last-day --evaluator 7 --supervisor 8"
)
"""A plan for the commands that are about one."""

ENDLESS = {"try", "run"}
"""Commands that serve until they are interrupted."""


def told(program: str) -> list[str]:
    """The documented commands that begin with this word."""
    return [command for command in TOLD if command.split()[0] == program]


def filled_in(command: str) -> str:
    """The command with everything in place that a reader puts there."""
    return " ".join(PLACEHOLDERS.get(word, word) for word in command.split())


ENDING = sorted({filled_in(command) for command in told("kaoping") if command.split()[1] not in ENDLESS})
"""The commands of Kaoping that end by themselves, each once."""


def recipe(target: str) -> list[str]:
    """The lines the Makefile has for a target; none for a target that is not there."""
    found = re.search(rf"^{target}:[^\n]*\n((?:\t[^\n]*\n)*)", MAKEFILE, re.MULTILINE)
    return [line.strip() for line in found[1].splitlines()] if found else []


@pytest.fixture
def readers(tmp_path: Path) -> Path:
    """A directory with a form of one's own, under the names the pages use, and answers."""
    write(tmp_path / "my-forms")
    write(tmp_path, name="my-form.yaml")
    answers = {"attendance": 10, "knowledge": 20, "attitude": 30, "teamwork": 20, "problem-solving": 20}
    (tmp_path / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return tmp_path


def test_the_pages_tell_commands() -> None:
    assert {"make try", "make test", "kaoping forms", "kaoping try"} <= set(TOLD)


@pytest.fixture
def at_home(readers: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reader's directory as the present one, with nothing of this machine's settings."""
    for setting in [one for one in os.environ if one.startswith(("KAOPING_", "TELEGRAM_", "DATABASE_"))]:
        monkeypatch.delenv(setting)
    monkeypatch.chdir(readers)
    return readers


def test_the_installed_command_is_the_one_run_here(readers: Path) -> None:
    assert kaoping("--help", cwd=readers).status == 0
    assert kaoping("people", "list", cwd=readers).status == 0


@pytest.mark.parametrize("told_command", ENDING)
def test_a_command_of_kaoping_does_what_it_is_told_for(told_command: str, at_home: Path) -> None:
    words = told_command.split()[1:]
    optional = [word.strip("[]") for word in words if word.startswith("[")]
    plain = [word for word in words if not word.startswith("[")]
    if plain[0] in {"audit", "due"}:
        command("migrate")  # they look at a database that is there already
    if plain[0] in {"report", "export", "subject"}:
        fill(at_home / "data")  # evaluation 1 is handed in
    if plain in (["plan", "preview"], ["plan", "add"]):
        plain.append("--help")  # named without its options
    if plain[-1] == "1" and plain[0] == "plan":
        command(*A_PLAN.split())
        if plain[1] == "resume":
            command("plan", "pause", "1")
    for line in (plain, [*plain, *optional]) if optional else (plain,):
        said = command(*line)
        assert said.status == 0, said.err
        assert said.out


def test_try_serves_its_page_by_the_line_that_make_uses(readers: Path) -> None:
    (line,) = recipe("try")
    words = line.replace("$(BIN)", str(COMMAND.parent)).split()
    before = set(readers.iterdir())
    page_is_served_until_interrupted([*words, "--port", "0"], readers)
    assert set(readers.iterdir()) == before


def test_run_is_what_make_run_starts() -> None:
    assert recipe("run") == ["$(BIN)/kaoping run"]


@pytest.mark.parametrize("command", told("uv"))
def test_what_uv_runs_is_a_documented_command(command: str) -> None:
    assert command.removeprefix("uv run ") in TOLD


@pytest.mark.parametrize("command", told("make"))
def test_make_has_the_target_and_what_it_runs_is_there(command: str) -> None:
    lines = recipe(command.removeprefix("make "))
    assert lines
    for line in lines:
        module = re.search(r"python -m (\S+)", line)
        program = re.search(r"\$\(BIN\)/([\w-]+)", line)
        assert program
        if module:
            there = module[1] in TO_COME or importlib.util.find_spec(module[1])
            assert there, f"{command}: there is no module {module[1]}"
        else:
            assert COMMAND.with_name(program[1]).exists(), f"{command}: there is no {program[1]}"


@pytest.mark.parametrize("command", told("cp"))
def test_the_example_settings_copied_are_without_fault_and_lack_a_token(command: str, readers: Path) -> None:
    _, source, target = command.split()
    shutil.copy(ROOT / source, readers / target)
    assert kaoping("forms", cwd=readers).status == 0
    said = kaoping("run", cwd=readers)
    assert said.status == 2
    assert [line.split()[0] for line in said.err.splitlines()[1:]] == ["TELEGRAM_TOKEN"]


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the sqlite3 program is not installed")
@pytest.mark.parametrize("command", told("sqlite3"))
def test_the_database_is_copied_as_told(command: str, readers: Path) -> None:
    kaoping("migrate", cwd=readers)
    subprocess.run(command, shell=True, cwd=readers / "data", env=environment(), check=True, timeout=PATIENCE)
    assert (readers / "data" / "copy.sqlite3").stat().st_size > 0


def test_no_documented_command_is_left_out_here() -> None:
    assert {command.split()[0] for command in TOLD} == {"kaoping", "uv", "make", "cp", "sqlite3"}


@pytest.mark.parametrize("page", [*READMES, ROOT / "CHANGELOG.md"], ids=name)
def test_every_command_is_documented(page: Path) -> None:
    there = getattr(get_command(app), "commands")  # noqa: B009 - a group of commands, which mypy cannot tell
    text = read(page)
    missing = [
        command for command in there if f"`{command}`" not in text and f"`kaoping {command}" not in text
    ]
    assert missing == []


def test_both_readmes_tell_the_same_shell_commands() -> None:
    english, chinese = (
        [line.split("#")[0].strip() for block in blocks(page, "sh") for line in block.splitlines()]
        for page in READMES
    )
    assert english == chinese
