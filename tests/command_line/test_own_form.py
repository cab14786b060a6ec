"""A twelfth form is a file and nothing else: listed, checked, scored and walked in a chat."""

from __future__ import annotations

import json
from pathlib import Path

from bot.running import load_library
from bot.sandbox import Sandbox
from bot.settings import read_settings
from tests.command_line.kaoping import command, kaoping
from tests.command_line.own_form import OFF_BY_ONE, write
from tests.conversation.living import LivingBot
from tests.phone import INTERVIEWER, Phone

ANSWERS = json.dumps({"greeting": 8, "desk": ["book"]})
"""8 + 6 = 14 of 20 = 70 %, and 合格 begins at 60."""


def test_it_is_listed_after_the_shipped_ones_its_brackets_too(here: Path) -> None:
    write(here / "own")
    said = command("forms", settings={"KAOPING_FORMS": "own"})
    assert (said.status, said.err) == (0, "")
    last = said.out.split("pr-agency")[1]
    assert "reception" in last
    assert "前台接待检查表[试行]" in last
    assert "20 points" in last


def test_it_is_scored_by_its_id(here: Path) -> None:
    write(here / "own")
    said = kaoping("score", "reception", "-", "--json", cwd=here, given=ANSWERS, KAOPING_FORMS=here / "own")
    assert (said.status, said.err) == (0, "")
    told = said.told
    assert (told["total"], told["max"], told["percent"], told["grade"]) == ("14", "20", "70", "合格")


def test_it_is_scored_by_its_file_without_any_setting(here: Path) -> None:
    write(here / "own")
    said = command("score", "own/reception.yaml", "-", given=ANSWERS)
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines()[:3] == ["前台接待检查表[试行]", "14 / 20 · 70%", "grade: 合格"]


def test_a_faulty_file_is_not_scored_but_its_faults_are_told(here: Path) -> None:
    write(here / "own", OFF_BY_ONE)
    by_file = command("score", "own/reception.yaml", "-", given=ANSWERS)
    assert (by_file.status, by_file.out) == (2, "")
    assert by_file.err.startswith('own/reception.yaml:18  R012 section "desk"')
    by_id = command("score", "reception", "-", given=ANSWERS, settings={"KAOPING_FORMS": "own"})
    assert (by_id.status, by_id.out) == (2, "")
    assert 'There is no form "reception".' in by_id.err
    assert 'own/reception.yaml:18  R012 section "desk"' in by_id.err


def test_a_file_that_is_not_there_is_told_as_a_file() -> None:
    said = command("score", "own/nowhere.yaml", "-", given=ANSWERS)
    assert said.status == 2
    assert said.err.startswith("own/nowhere.yaml:1  R001 the file cannot be read: No such file or directory.")


def test_a_form_of_ones_own_can_take_the_place_of_a_shipped_one(here: Path) -> None:
    file = write(here / "own")
    file.write_text(
        file.read_text(encoding="utf-8").replace("id: reception", "id: general"), encoding="utf-8"
    )
    said = command("score", "general", "-", "--json", given=ANSWERS, settings={"KAOPING_FORMS": "own"})
    assert said.told["total"] == "14"


def test_it_is_walked_in_the_chat(here: Path) -> None:
    write(here / "own")
    library = load_library(read_settings(env_file=None, kaoping_forms=here / "own"))
    with Sandbox() as sandbox:
        bot = LivingBot(sandbox, library, here / "data").start()
        try:
            phone = Phone(sandbox, INTERVIEWER)
            phone.types("/start reception").sees_on_card("前台接待").types("周前台")
            phone.sees_on_card("1/2 · 问候", "是否主动问候来访者?").taps("8")
            phone.sees_on_card("2/2 · 台面").taps("访客登记本在位").taps("完成")
            phone.sees_on_card("14 / 20 · 70% · 合格").taps("提交")
            phone.sees("前台接待检查表[试行]", "周前台", "6 / 10")
        finally:
            bot.stop()
