"""One answer: read from JSON values strictly, refused in plain words, written back."""

from decimal import Decimal

import pytest

from rubrics.answering import COUNT_LIMIT, TEXT_LIMIT, Fault, FaultKind, read_answer, write_answer
from rubrics.answers import (
    Answer,
    Deducted,
    Inspected,
    JsonValue,
    NotApplicable,
    Pointed,
    Rated,
    Ticked,
    Written,
)
from rubrics.model import BandedCriterion
from tests.rubrics.small_forms import (
    anchored,
    checklist,
    choice,
    deductions,
    form,
    inspection,
    level,
    points,
    reason,
    section,
    text,
)

ABILITY = BandedCriterion.model_validate(
    {
        "id": "ability",
        "title": "ability",
        "text": "ability",
        "kind": "banded",
        "bands": [
            {"low": 25, "high": 30, "text": "best"},
            {"low": 10, "high": 20, "text": "middling"},
            {"low": 0, "high": 9, "text": "poor"},
        ],
    }
)
EVERY_KIND = form(
    section(
        "s",
        level("q1"),
        level("q2", na=True),
        points("q07", least="1"),
        points("half", "2", step="0.5"),
        anchored("attendance", "10", "8", "2.5"),
        ABILITY,
        checklist("list", one="1", two="2", three="3"),
        deductions("leaving", "10", reason("leave", "1"), reason("absent", "5"), reason("late", "1")),
        deductions("manner", "2", reason("tone", "1", once=True), reason("look", "1", once=True)),
        inspection("site", 3, "missing", "unsafe", na=True),
        inspection("plain-site", 3),
        choice("colour", "red", "green"),
        text("words"),
    )
)


def read(id: str, value: JsonValue) -> Answer | Fault:
    return read_answer(EVERY_KIND, EVERY_KIND.by_id[id], value)


@pytest.mark.parametrize(
    ("id", "value", "answer"),
    [
        ("q1", "良", Rated("良")),
        ("q2", {"na": True}, NotApplicable()),
        ("q07", 1, Pointed(Decimal(1))),
        ("q07", 10, Pointed(Decimal(10))),
        ("q07", Decimal("7.0"), Pointed(Decimal(7))),
        ("q07", Decimal("1E+1"), Pointed(Decimal(10))),
        ("half", 0, Pointed(Decimal(0))),
        ("half", Decimal("0.5"), Pointed(Decimal("0.5"))),
        ("half", Decimal("1.50"), Pointed(Decimal("1.5"))),
        ("attendance", 8, Pointed(Decimal(8))),
        ("attendance", Decimal("2.5"), Pointed(Decimal("2.5"))),
        ("ability", 30, Pointed(Decimal(30))),
        ("ability", 25, Pointed(Decimal(25))),
        ("ability", 20, Pointed(Decimal(20))),
        ("ability", 0, Pointed(Decimal(0))),
        ("list", [], Ticked(())),
        ("list", ["three", "one"], Ticked(("one", "three"))),
        ("leaving", {}, Deducted(())),
        ("leaving", {"late": 2, "leave": 1, "absent": 0}, Deducted((("leave", 1), ("late", 2)))),
        ("leaving", {"late": COUNT_LIMIT}, Deducted((("late", COUNT_LIMIT),))),
        ("manner", ["look", "tone"], Deducted((("tone", 1), ("look", 1)))),
        ("manner", {"look": 1}, Deducted((("look", 1),))),
        ("manner", {"look": 0}, Deducted(())),
        ("manner", [], Deducted(())),
        ("site", {"defects": 2, "flags": []}, Inspected(2)),
        ("site", {"defects": 0}, Inspected(0)),
        ("site", {"defects": Decimal("2.0")}, Inspected(2)),
        ("site", {"flags": ["unsafe", "missing"]}, Inspected(0, ("missing", "unsafe"))),
        ("site", {"defects": 4, "flags": ["missing"]}, Inspected(4, ("missing",))),
        ("site", {"na": True}, NotApplicable()),
        ("colour", "red", Written("red")),
        ("words", "好。\n很好。", Written("好。\n很好。")),
    ],
)
def test_what_is_taken(id: str, value: JsonValue, answer: Answer) -> None:
    assert read(id, value) == answer


REFUSED: list[tuple[str, JsonValue, FaultKind, str]] = [
    ("q1", "好", FaultKind.LEVEL, 'q1: "好" is not a level of this form. The levels: 差, 中, 良, 优.'),
    ("q1", 3, FaultKind.LEVEL, "q1: 3 is not a level of this form. The levels: 差, 中, 良, 优."),
    ("q1", None, FaultKind.LEVEL, "q1: null is not a level of this form. The levels: 差, 中, 良, 优."),
    ("q1", {"na": True}, FaultKind.NA, 'q1: it always applies, so {"na": true} is not allowed.'),
    ("q07", 11, FaultKind.SCALE, "q07: 11 is not allowed: whole points from 1 to 10."),
    ("q07", 0, FaultKind.SCALE, "q07: 0 is not allowed: whole points from 1 to 10."),
    ("q07", -3, FaultKind.SCALE, "q07: -3 is not allowed: whole points from 1 to 10."),
    ("q07", Decimal("7.5"), FaultKind.SCALE, "q07: 7.5 is not allowed: whole points from 1 to 10."),
    (
        "half",
        Decimal("0.7"),
        FaultKind.SCALE,
        "half: 0.7 is not allowed: points from 0 to 2 in steps of 0.5.",
    ),
    (
        "q07",
        "8",
        FaultKind.NUMBER,
        'q07: "8" is not a number. Points are written as a number, without quotes.',
    ),
    (
        "q07",
        True,
        FaultKind.NUMBER,
        "q07: true is not a number. Points are written as a number, without quotes.",
    ),
    (
        "q07",
        Decimal("NaN"),
        FaultKind.NUMBER,
        "q07: NaN is not a number. Points are written as a number, without quotes.",
    ),
    ("attendance", 7, FaultKind.ANCHOR, "attendance: 7 is not allowed: one of 10, 8, 2.5."),
    (
        "attendance",
        [],
        FaultKind.NUMBER,
        "attendance: [] is not a number. Points are written as a number, without quotes.",
    ),
    (
        "ability",
        22,
        FaultKind.BAND,
        "ability: 22 is not allowed: whole points within 30–25, 20–10, 9–0.",
    ),
    (
        "ability",
        Decimal("25.5"),
        FaultKind.BAND,
        "ability: 25.5 is not allowed: whole points within 30–25, 20–10, 9–0.",
    ),
    (
        "ability",
        "25",
        FaultKind.NUMBER,
        'ability: "25" is not a number. Points are written as a number, without quotes.',
    ),
    (
        "list",
        "one",
        FaultKind.TICKS,
        'list: "one" is not a list of ticked options, such as ["one"] or [].',
    ),
    (
        "list",
        ["one", "tow"],
        FaultKind.UNKNOWN,
        'list: there is no "tow" here (is "two" meant?). There are: one, two, three.',
    ),
    ("list", [1], FaultKind.UNKNOWN, "list: there is no 1 here. There are: one, two, three."),
    ("list", ["one", "one"], FaultKind.REPEATED, 'list: "one" is listed more than once.'),
    (
        "leaving",
        2,
        FaultKind.COUNTS,
        'leaving: 2 does not say how often each reason happened, such as {"leave": 1}.',
    ),
    (
        "leaving",
        ["late"],
        FaultKind.COUNTED,
        'leaving: "late" can happen more than once: give counts, such as {"late": 1}.',
    ),
    (
        "leaving",
        {"lat": 1},
        FaultKind.UNKNOWN,
        'leaving: there is no "lat" here (is "late" meant?). There are: leave, absent, late.',
    ),
    (
        "leaving",
        {"late": -1},
        FaultKind.COUNT,
        'leaving: "late" is -1: a whole number from 0 to 999999 is wanted.',
    ),
    (
        "leaving",
        {"late": Decimal("1.5")},
        FaultKind.COUNT,
        'leaving: "late" is 1.5: a whole number from 0 to 999999 is wanted.',
    ),
    (
        "leaving",
        {"late": True},
        FaultKind.COUNT,
        'leaving: "late" is true: a whole number from 0 to 999999 is wanted.',
    ),
    (
        "leaving",
        {"late": COUNT_LIMIT + 1},
        FaultKind.COUNT,
        'leaving: "late" is 1000000: a whole number from 0 to 999999 is wanted.',
    ),
    ("manner", {"tone": 2}, FaultKind.ONCE, 'manner: "tone" can happen only once, not 2 times.'),
    ("manner", ["tone", "tone"], FaultKind.REPEATED, 'manner: "tone" is listed more than once.'),
    (
        "site",
        2,
        FaultKind.INSPECTION,
        'site: 2 is not an inspection result, such as {"defects": 0, "flags": []}.',
    ),
    (
        "site",
        {},
        FaultKind.INSPECTION,
        'site: {} is not an inspection result, such as {"defects": 0, "flags": []}.',
    ),
    (
        "site",
        {"defects": 1, "na": True},
        FaultKind.INSPECTION,
        'site: {"defects": 1, "na": true} is not an inspection result, such as {"defects": 0, "flags": []}.',
    ),
    (
        "site",
        {"na": False},
        FaultKind.INSPECTION,
        'site: {"na": false} is not an inspection result, such as {"defects": 0, "flags": []}.',
    ),
    (
        "site",
        {"na": 1},
        FaultKind.INSPECTION,
        'site: {"na": 1} is not an inspection result, such as {"defects": 0, "flags": []}.',
    ),
    (
        "site",
        {"defects": 1, "flags": "missing"},
        FaultKind.INSPECTION,
        'site: {"defects": 1, "flags": "missing"} is not an inspection result, '
        'such as {"defects": 0, "flags": []}.',
    ),
    ("site", {"flags": []}, FaultKind.DEFECTS, "site: the number of defects is missing."),
    (
        "site",
        {"defects": -1},
        FaultKind.COUNT,
        'site: "defects" is -1: a whole number from 0 to 999999 is wanted.',
    ),
    (
        "site",
        {"defects": 1, "flags": ["lost"]},
        FaultKind.UNKNOWN,
        'site: there is no "lost" here. There are: missing, unsafe.',
    ),
    (
        "plain-site",
        {"defects": 1, "flags": ["lost"]},
        FaultKind.UNKNOWN,
        'plain-site: there is no "lost" here.',
    ),
    (
        "plain-site",
        {"na": True},
        FaultKind.NA,
        'plain-site: it always applies, so {"na": true} is not allowed.',
    ),
    ("colour", "blue", FaultKind.CHOICE, 'colour: "blue" is not one of the choices: red, green.'),
    ("words", 3, FaultKind.TEXT, "words: 3 is not a text."),
    ("words", "\ud800", FaultKind.TEXT, 'words: "\\ud800" is not a text.'),
    (
        "words",
        " \n",
        FaultKind.TEXT_EMPTY,
        "words: the text is empty. Leave the answer out instead.",
    ),
    ("words", "好" * 4001, FaultKind.TEXT_LONG, "words: the text has more than 4000 characters."),
]


@pytest.mark.parametrize(("id", "value", "kind", "told"), REFUSED)
def test_what_is_refused_and_in_which_words(id: str, value: JsonValue, kind: FaultKind, told: str) -> None:
    fault = read(id, value)
    assert isinstance(fault, Fault)
    assert (str(fault), fault.kind, fault.criterion) == (told, kind, id)


def test_every_kind_of_fault_is_in_the_table_above() -> None:
    assert {kind for _, _, kind, _ in REFUSED} == set(FaultKind)


def test_a_fault_carries_what_a_translation_needs() -> None:
    scale = read("half", Decimal("0.7"))
    assert isinstance(scale, Fault)
    assert (scale.given, scale.low, scale.high) == ("0.7", Decimal(0), Decimal(2))
    assert scale.step == Decimal("0.5")
    unknown = read("list", ["tow"])
    assert isinstance(unknown, Fault)
    assert (unknown.part, unknown.allowed) == ("tow", ("one", "two", "three"))


@pytest.mark.parametrize(
    "number",
    [
        "5.0000000000000000000000000000000000001",  # more digits than Decimal arithmetic keeps
        "4.9999999999999999999999999999999999999",
        "1E-999999999",
        "1E+999999999",
        "-1E+999999999",
    ],
)
def test_a_number_is_on_the_step_exactly_or_not_at_all(number: str) -> None:
    for id in ("q07", "half", "attendance", "ability"):
        assert isinstance(read(id, Decimal(number)), Fault)


def test_zero_in_any_writing_is_zero() -> None:
    for zero in ("0", "-0", "0.00", "0E-999999999", "0E+999"):
        answer = read("half", Decimal(zero))
        assert str(answer) == str(Pointed(Decimal(0)))


def test_a_text_of_exactly_the_limit_is_taken() -> None:
    assert read("words", "好" * TEXT_LIMIT) == Written("好" * TEXT_LIMIT)


def test_a_fault_is_one_short_printable_line_whatever_was_given() -> None:
    given: list[JsonValue] = ["a\nb\u2028c\u202e\x1b[31m", "x" * 5000, 10**5000, ["y" * 5000]]
    for value in given:
        line = str(read("q1", value))
        assert line.isprintable()
        assert len(line) < 140


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (Rated("良"), "良"),
        (Pointed(Decimal("1.5")), Decimal("1.5")),
        (Ticked(("one", "three")), ["one", "three"]),
        (Deducted((("late", 2),)), {"late": 2}),
        (Deducted(()), {}),
        (Inspected(2, ("missing",)), {"defects": 2, "flags": ["missing"]}),
        (NotApplicable(), {"na": True}),
        (Written("fine"), "fine"),
    ],
)
def test_what_is_written(answer: Answer, value: JsonValue) -> None:
    assert write_answer(answer) == value


def test_whole_points_are_written_as_whole_numbers() -> None:
    assert isinstance(write_answer(Pointed(Decimal("8.0"))), int)
