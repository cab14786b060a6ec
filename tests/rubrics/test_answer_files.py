"""Answers files in, scores out: all faults at once, each naming its criterion."""

from decimal import Decimal

import pytest

from rubrics.answer_files import AnswersFile, FileFaultKind, read_answers, score_to_json
from rubrics.answers import Answer, Deducted, NotApplicable, Pointed, Rated, Written
from rubrics.scoring import score
from tests.rubrics.small_forms import NEAREST, deductions, form, level, points, reason, section, text

SMALL = form(
    points("speed"),
    points("care", "2", step="0.5", na=True),
    deductions("leaving", "10", reason("late", "1")),
    text("remarks", required=False),
)


def faults(content: str) -> list[str]:
    found = read_answers(SMALL, content)
    assert found.each == ()
    return [str(fault) for fault in found.faults]


def test_one_object_is_one_evaluation() -> None:
    found = read_answers(SMALL, '{"speed": 8, "care": 1.5, "leaving": {"late": 2}, "remarks": "好"}')
    answers: dict[str, Answer] = {
        "speed": Pointed(Decimal(8)),
        "care": Pointed(Decimal("1.5")),
        "leaving": Deducted((("late", 2),)),
        "remarks": Written("好"),
    }
    assert found == AnswersFile((answers,), many=False)


def test_an_array_is_several_also_of_one_or_none() -> None:
    two = read_answers(SMALL, '[{"speed": 8}, {"care": {"na": true}}]')
    assert two == AnswersFile(({"speed": Pointed(Decimal(8))}, {"care": NotApplicable()}), many=True)
    assert read_answers(SMALL, '[{"speed": 8}]').many
    assert read_answers(SMALL, "[]") == AnswersFile((), many=True)


def test_an_empty_object_is_an_evaluation_with_everything_missing() -> None:
    assert read_answers(SMALL, "{}") == AnswersFile(({},), many=False)


def test_fields_of_the_form_may_stand_there_and_are_passed_over() -> None:
    found = read_answers(SMALL, '{"name": "王芳", "speed": 8}')
    assert found.each == ({"speed": Pointed(Decimal(8))},)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_answers(SMALL, '\ufeff{"speed": 8}').each == ({"speed": Pointed(Decimal(8))},)


def test_numbers_are_read_exactly() -> None:
    # As floats, 0.1 + 0.2 style noise would put 0.30000000000000004 off the step, and 1.5000…1 on it.
    fine = form(points("a", "1", step="0.1"))
    assert read_answers(fine, '{"a": 0.3}').each == ({"a": Pointed(Decimal("0.3"))},)
    assert read_answers(fine, '{"a": 0.30000000000000000000000000000000001}').faults


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    assert faults('{"sped": 3, "speed": 11, "care": "1", "leaving": {"lat": 1}}') == [
        'sped: form small has no such criterion (is "speed" meant?).',
        "speed: 11 is not allowed: whole points from 0 to 10.",
        'care: "1" is not a number. Points are written as a number, without quotes.',
        'leaving: there is no "lat" here (is "late" meant?). There are: late.',
    ]


def test_in_an_array_the_place_is_told() -> None:
    assert faults('[{"speed": 8}, {"speed": 11}, 7]') == [
        "answers 2: speed: 11 is not allowed: whole points from 0 to 10.",
        'answers 3: 7 is not an object with answers, such as {"speed": …}.',
    ]


def test_a_fault_says_what_it_is_about() -> None:
    (fault,) = read_answers(SMALL, '[{"speed": 11}]').faults
    assert (fault.kind, fault.criterion, fault.place) == (FileFaultKind.ANSWER, "speed", 1)
    assert fault.answer is not None
    assert fault.answer.high == 10


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "the file is empty: an object with answers is wanted."),
        (" \n", "the file is empty: an object with answers is wanted."),
        ("3", '3 is not an object with answers, such as {"speed": …}.'),
        ('"speed"', '"speed" is not an object with answers, such as {"speed": …}.'),
        ("null", 'null is not an object with answers, such as {"speed": …}.'),
        (
            '{"speed": 8\n "care": 1}',
            "line 2, column 2: this is not JSON: a comma or a closing bracket is missing here.",
        ),
        ('{"speed" 8}', "line 1, column 10: this is not JSON: a colon is missing here."),
        ('{"speed": }', "line 1, column 11: this is not JSON: a value is missing here."),
        ("{'speed': 8}", "line 1, column 2: this is not JSON: a name in double quotes is wanted here."),
        ('{"speed": 8} x', "line 1, column 14: this is not JSON: it ends here, but more follows."),
        (
            '{"remarks": "x',
            "line 1, column 13: this is not JSON: the closing quote of this text is missing.",
        ),
        (
            '{"remarks": "x\ny"}',
            "line 1, column 15: this is not JSON: a line break or control character stands within a text.",
        ),
        (
            '{"remarks": "\\x"}',
            "line 1, column 14: this is not JSON: "
            "a backslash stands before something it cannot stand before.",
        ),
        ('{"speed": 8, "speed": 9}', "speed: answered more than once."),
        ('{"leaving": {"late": 1, "late": 1}}', 'leaving: "late" is given more than once.'),
        ('{"speed": NaN}', "speed: NaN is not a number that can be scored."),
        ('{"speed": -Infinity}', "speed: -Infinity is not a number that can be scored."),
        ('{"speed": 1e99999999999999999999}', "speed: NaN is not a number that can be scored."),
        ('{"leaving": {"late": Infinity}}', "leaving: Infinity is not a number that can be scored."),
        ('{"name": NaN}', "name: NaN is not a number that can be scored."),
        ('{"a\\nb": 1}', '"a\\nb": form small has no such criterion.'),
    ],
)
def test_what_is_no_answers_file_is_told_in_plain_words(content: str, told: str) -> None:
    assert faults(content) == [told]


def test_brackets_without_end_and_numbers_without_end_are_survived() -> None:
    assert faults("[" * 100_000) == ["this is no answers file: brackets within brackets, too deep."]
    assert faults('{"speed": ' + "[" * 900 + "]" * 900 + "}")
    (line,) = faults('{"speed": ' + "9" * 100_000 + "}")
    assert line.startswith("speed: 999")
    assert len(line) < 140


def test_a_score_as_json() -> None:
    rated = form(
        section("s", *(level(f"a{n}", na=True) for n in (1, 2, 3))),
        section("t", level("b", na=True)),
        section("u", level("c")),
        scoring="levels",
        grade=NEAREST,
    )
    answers: dict[str, Answer] = {
        "a1": Rated("良"),
        "a2": Rated("良"),
        "a3": Rated("优"),
        "b": NotApplicable(),
        "c": Rated("优"),
    }
    # (10/3 + 4) / 2 = 11/3; of 4: 91.666…
    assert score_to_json(score(rated, answers)) == {
        "form": "small",
        "total": "3.67",
        "max": "4",
        "percent": "91.67",
        "grade": "优",
        "sections": [
            {"id": "s", "title": "s", "total": "3.33", "max": "4", "percent": "83.33"},
            {"id": "t", "title": "t", "total": None, "max": None, "percent": None},
            {"id": "u", "title": "u", "total": "4", "max": "4", "percent": "100"},
        ],
        "left_out": ["b"],
        "missing": [],
    }


def test_a_score_without_a_grade_as_json() -> None:
    told = score_to_json(score(SMALL, {"care": Pointed(Decimal("0.5"))}))
    assert (told["total"], told["max"], told["percent"]) == ("0.5", "2", "25")
    assert told["grade"] is None
    assert told["missing"] == ["speed", "leaving"]
