"""``kaoping score``: what it takes, what it refuses and in which words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line.kaoping import command, kaoping

FULL = {"attendance": 10, "knowledge": 20, "attitude": 30, "teamwork": 20, "problem-solving": 20}
LEAST = {"attendance": 2, "knowledge": 5, "attitude": 10, "teamwork": 5, "problem-solving": 5}


def test_standard_input_is_read_for_a_hyphen(here: Path) -> None:
    said = kaoping("score", "probation", "-", "--json", cwd=here, given=json.dumps(FULL))
    assert (said.status, said.err) == (0, "")
    assert (said.told["total"], said.told["grade"]) == ("100", "优秀")


def test_an_array_gives_an_array_in_its_order() -> None:
    said = command("score", "probation", "-", "--json", given=json.dumps([FULL, LEAST]))
    # 2 + 5 + 10 + 5 + 5 = 27.
    assert [(one["total"], one["grade"]) for one in said.told] == [("100", "优秀"), ("27", "较差")]


def test_an_array_of_one_or_none_is_an_array_too() -> None:
    one = command("score", "probation", "-", "--json", given=json.dumps([FULL]))
    assert [told["total"] for told in one.told] == ["100"]
    none = command("score", "probation", "-", "--json", given="[]")
    assert (none.status, none.told) == (0, [])
    assert command("score", "probation", "-", given="[]").out == "The array is empty: nothing to score.\n"


def test_several_are_set_out_one_after_the_other() -> None:
    said = command("score", "probation", "-", given=json.dumps([FULL, LEAST]))
    first, second = (line for line in said.out.splitlines() if "试用期" in line)
    assert first == "1 of 2 · 试用期客服员考核表"
    assert second == "2 of 2 · 试用期客服员考核表"


def test_one_is_set_out_to_the_letter(here: Path) -> None:
    said = kaoping("score", "probation", "-", cwd=here, given=json.dumps(FULL | {"attendance": 8}))
    assert [line.rstrip() for line in said.out.splitlines()] == [
        "试用期客服员考核表",
        "98 / 100 · 98%",
        "grade: 优秀 (house rule)",
        "",
        "  section    score   out of     %",
        " ─────────────────────────────────",
        "  准时出勤       8       10    80",
        "  专业知识      20       20   100",
        "  服务态度      30       30   100",
        "  团队合作      20       20   100",
        "  问题解决      20       20   100",
        "",
    ]


def test_a_grade_by_the_forms_own_words_is_not_called_the_houses() -> None:
    rated = dict.fromkeys(("satisfaction", "teamwork", "problem-solving", "knowledge"), "优秀")
    assert "grade: 优秀\n" in command("score", "performance", "-", given=json.dumps(rated)).out


def test_missing_answers_are_named_and_leave_no_grade() -> None:
    some = {"attendance": 10, "attitude": 15}
    told = command("score", "probation", "-", "--json", given=json.dumps(some)).told
    # So far 25 of 40.
    assert (told["total"], told["max"], told["percent"], told["grade"]) == ("25", "40", "62.5", None)
    assert told["missing"] == ["knowledge", "teamwork", "problem-solving"]
    said = command("score", "probation", "-", given=json.dumps(some))
    assert said.status == 0
    assert "no grade yet: required answers are missing\n" in said.out
    assert "missing (3): knowledge, teamwork, problem-solving\n" in said.out


def test_where_nothing_applies_there_is_no_figure_at_all() -> None:
    nothing = json.dumps({f"q{number:02}": {"na": True} for number in range(1, 22)})
    told = command("score", "quality", "-", "--json", given=nothing).told
    assert (told["total"], told["max"], told["percent"], told["grade"]) == (None, None, None, None)
    assert len(told["left_out"]) == 21
    assert "nothing of this form applies" in command("score", "quality", "-", given=nothing).out


def test_with_too_few_rated_the_total_stands_without_a_grade() -> None:
    ids = [f"q{number}" for number in range(1, 16)]
    ids += ["emotion", "ambition", "values", "responsibility", "belonging"]
    rated = {id: "优秀" if place < 9 else {"na": True} for place, id in enumerate(ids)}
    said = command("score", "interview", "-", given=json.dumps(rated))
    assert said.out.splitlines()[1:3] == ["4 / 4 · 100%", "no grade: too few criteria were rated"]


def test_faults_go_to_standard_error_one_a_line_each_naming_its_criterion(here: Path) -> None:
    faulty = {"attendance": 9, "knowlege": 20, "attitude": "30", "teamwork": {"na": True}}
    said = kaoping("score", "probation", "-", "--json", cwd=here, given=json.dumps(faulty))
    assert (said.status, said.out) == (2, "")
    assert said.err.splitlines() == [
        "attendance: 9 is not allowed: one of 10, 8, 6, 4, 2.",
        'knowlege: form probation has no such criterion (is "knowledge" meant?).',
        'attitude: "30" is not a number. Points are written as a number, without quotes.',
        'teamwork: it always applies, so {"na": true} is not allowed.',
    ]


def test_in_an_array_a_fault_names_which_object() -> None:
    said = command("score", "probation", "-", "--json", given=json.dumps([FULL, FULL | {"attitude": 31}, 7]))
    assert (said.status, said.out) == (2, "")
    second, third = said.err.splitlines()
    assert second == "answers 2: attitude: 31 is not allowed: one of 30, 25, 20, 15, 10."
    assert third.startswith("answers 3: 7 is not an object with answers")


@pytest.mark.parametrize(
    ("form", "answers", "told"),
    [
        (
            "interview",
            {"q1": "极好"},
            'q1: "极好" is not a level of this form. The levels: 较差, 一般, 良好, 优秀.',
        ),
        ("property", {"documents": 0}, "documents: 0 is not allowed: whole points from 1 to 10."),
        ("property", {"documents": 8.5}, "documents: 8.5 is not allowed: whole points from 1 to 10."),
        ("department", {"leader": 4.5}, "leader: 4.5 is not allowed: points from 0 to 4 in steps of 0.5."),
        (
            "department",
            {"handling-1": ["late", "late"]},
            'handling-1: "late" is listed more than once.',
        ),
        (
            "quality",
            {"q01": {"defects": -1}},
            'q01: "defects" is -1: a whole number from 0 to ',
        ),
        ("pr-agency", {"attendance": {"late": 0.5}}, 'attendance: "late" is 0.5: a whole number from '),
        ("general", {"service": ["6"]}, 'service: there is no "6" here. There are: 1, 2, 3, 4, 5.'),
        ("work", {"growth-1": True}, "growth-1: true is not a number."),
        ("work", {"growth-1": None}, "growth-1: null is not a number."),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_what_would(
    form: str, answers: dict[str, object], told: str
) -> None:
    said = command("score", form, "-", given=json.dumps(answers))
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(told)
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty: an object with answers is wanted.\n"),
        (b'{"attendance": 8', "line 1, column 17: this is not JSON: "),
        (b'{"a":\n"\xff"}', "answers.json:2: the answers are not UTF-8. Save them again "),
        ('{"attendance": 8}'.encode("utf-16"), "answers.json:1: the answers are not UTF-8. "),
        (b"3", "3 is not an object with answers, "),
    ],
    ids=["empty", "cut", "a bad byte", "UTF-16", "a number"],
)
def test_an_answers_file_that_is_none_is_told_in_plain_words(content: bytes, told: str) -> None:
    Path("answers.json").write_bytes(content)
    said = command("score", "probation", "answers.json", "--json")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(told)


def test_standard_input_that_is_not_utf8_is_called_by_its_name() -> None:
    said = command("score", "probation", "-", given='{"备注": "好"}'.encode("gb18030"))
    assert said.status == 2
    assert said.err.startswith("standard input:1: the answers are not UTF-8.")


def test_a_byte_order_mark_does_no_harm() -> None:
    Path("answers.json").write_text(json.dumps(FULL), encoding="utf-8-sig")
    assert command("score", "probation", "answers.json").status == 0


def test_a_missing_answers_file_and_a_directory_are_told(here: Path) -> None:
    missing = kaoping("score", "probation", "nowhere.json", cwd=here)
    assert (missing.status, missing.out) == (2, "")
    assert missing.err == "nowhere.json: the answers cannot be read: No such file or directory.\n"
    directory = command("score", "probation", here)
    assert directory.err == f"{here}: the answers cannot be read: Is a directory.\n"


def test_an_unknown_form_is_told_with_those_there_are() -> None:
    said = command("score", "probations", "-", given="{}")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith('There is no form "probations". There are: interview, performance, ')


def test_json_is_json_also_where_the_output_cannot_show_chinese(here: Path) -> None:
    said = kaoping(
        "score", "probation", "-", "--json", cwd=here, given=json.dumps(FULL), PYTHONIOENCODING="ascii"
    )
    assert said.status == 0
    assert said.out.isascii()
    assert said.told["grade"] == "优秀"
