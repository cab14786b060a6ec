"""Scoring by the rules of all forms, on small forms; every figure worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from rubrics.answers import Answer, Deducted, Inspected, NotApplicable, Pointed, Rated, Ticked, Written
from rubrics.maxima import maximum
from rubrics.model import GradeRule, Level, NearestGrade, RuleGrade
from rubrics.scoring import NextGrade, NoGrade, SectionScore, criterion_max, criterion_points, score
from tests.rubrics.small_forms import (
    HOUSE_BANDS,
    LEVELS,
    NEAREST,
    anchored,
    checklist,
    choice,
    deductions,
    figures,
    form,
    inspection,
    level,
    levels,
    points,
    reason,
    section,
    text,
)

NA = NotApplicable()


def p(number: str | int) -> Pointed:
    return Pointed(Decimal(number))


# Bands: of 20,000 points one is 0.005 percent.
@pytest.mark.parametrize(
    ("earned", "percent", "grade"),
    [
        (20000, "100", "优秀"),
        (18000, "90", "优秀"),
        (17999, "90.00", "优秀"),  # 89.995 rounds up, and the grade follows the rounded figure
        (17998, "89.99", "良好"),
        (16000, "80", "良好"),
        (15999, "80.00", "良好"),
        (15998, "79.99", "一般"),
        (12000, "60", "一般"),
        (11999, "60.00", "一般"),
        (11998, "59.99", "较差"),
        (0, "0", "较差"),
    ],
)
def test_bands_are_closed_below_and_read_off_the_rounded_percent(
    earned: int, percent: str, grade: str
) -> None:
    result = score(form(points("a", "20000")), {"a": p(earned)})
    assert (result.percent, result.grade) == (Decimal(percent), grade)


@pytest.mark.parametrize(
    ("earned", "following"),
    [
        ("95", None),
        ("90", None),
        ("89", NextGrade("优秀", Decimal(1))),
        ("80", NextGrade("优秀", Decimal(10))),
        ("79.5", NextGrade("良好", Decimal("0.5"))),
        ("60", NextGrade("良好", Decimal(20))),
        ("0", NextGrade("一般", Decimal(60))),
    ],
)
def test_how_far_the_next_band_is(earned: str, following: NextGrade | None) -> None:
    assert score(form(points("a", "100", step="0.5")), {"a": p(earned)}).next_grade == following


# One section of 200 levels: one level more somewhere is 0.005 of the total.
@pytest.mark.parametrize(
    ("above", "rest", "total", "grade", "needed"),
    [
        (100, 3, "3.50", "优", None),
        (99, 3, "3.50", "优", None),  # 3.495
        (98, 3, "3.49", "良", "0.01"),
        (100, 2, "2.50", "良", "1"),
        (99, 2, "2.50", "良", "1"),
        (98, 2, "2.49", "中", "0.01"),
        (100, 1, "1.50", "中", "1"),
        (99, 1, "1.50", "中", "1"),
        (98, 1, "1.49", "差", "0.01"),
        (0, 1, "1", "差", "0.5"),
        (200, 3, "4", "优", None),
    ],
)
def test_nearest_level_takes_a_half_up_from_the_rounded_total(
    above: int, rest: int, total: str, grade: str, needed: str | None
) -> None:
    long = form(section("s", *levels("c", 200)), scoring="levels", grade=NEAREST)
    rated = {f"c{n}": Rated("差中良优"[rest - 1 + (n <= above)]) for n in range(1, 201)}
    result = score(long, rated)
    assert (result.total, result.grade) == (Decimal(total), grade)
    assert (result.next_grade.needed if result.next_grade else None) == (Decimal(needed) if needed else None)


def test_nearest_among_levels_that_are_not_one_apart() -> None:
    wide = (Level(label="low", value=0), Level(label="mid", value=2), Level(label="high", value=5))
    apart = form(section("s", level("a"), level("b")), scoring="levels", grade=NEAREST, levels=wide)
    # Means 1 and 3.5 are the halves: 0–2 meet at 1, 2–5 at 3.5.
    assert score(apart, {"a": Rated("low"), "b": Rated("mid")}).grade == "mid"
    assert score(apart, {"a": Rated("mid"), "b": Rated("high")}).grade == "high"
    assert score(apart, {"a": Rated("low"), "b": Rated("high")}).next_grade == NextGrade("high", Decimal(1))


def test_levels_are_averaged_within_sections_and_then_over_sections() -> None:
    two = form(section("s", *levels("a", 3)), section("t", level("b")), scoring="levels", grade=NEAREST)
    result = score(two, {"a1": Rated("差"), "a2": Rated("中"), "a3": Rated("中"), "b": Rated("优")})
    # (1+2+2)/3 = 1.666…; (1.666… + 4) / 2 = 2.8333…; of 4: 70.8333… (2.83 of 4 would be 70.75)
    assert result.exact_total == Fraction(17, 6)
    assert figures(result) == "2.83/4 70.83%"
    assert [figures(s) for s in result.sections] == ["1.67/4 41.67%", "4/4 100%"]


def test_a_section_with_nothing_rated_drops_out() -> None:
    two = form(
        section("s", *levels("a", 2, na=True)),
        section("t", *levels("b", 2, na=True)),
        scoring="levels",
        grade=NEAREST,
    )
    result = score(two, {"a1": NA, "a2": NA, "b1": Rated("良"), "b2": NA})
    assert (figures(result), result.grade) == ("3/4 75%", "良")
    assert result.sections == (
        SectionScore("s", "s", None, None, left_out=True),
        SectionScore("t", "t", Fraction(3), Fraction(4)),
    )
    assert result.left_out == ("a1", "a2", "b2")
    assert result.missing == ()


def test_fewer_rated_than_the_form_wants_gives_a_total_but_no_grade() -> None:
    third = NearestGrade(by="nearest", least_rated_percent=Decimal("33.4"))
    six = form(section("s", *levels("a", 6, na=True)), scoring="levels", grade=third)
    rated: dict[str, Answer] = {f"a{n}": NA for n in range(1, 7)}
    few = score(six, rated | {"a1": Rated("优"), "a2": Rated("良")})  # 33.33 percent
    assert figures(few) == "3.5/4 87.5%"
    assert (few.grade, few.no_grade, few.next_grade) == (None, NoGrade.TOO_FEW_RATED, None)
    enough = score(six, rated | {"a1": Rated("优"), "a2": Rated("良"), "a3": Rated("中")})
    assert (figures(enough), enough.grade, enough.no_grade) == ("3/4 75%", "良", None)


def test_what_does_not_apply_leaves_both_sides() -> None:
    three = form(section("s", points("a"), points("b", na=True)), points("c", "20", na=True))
    result = score(three, {"a": p(8), "b": NA, "c": p(19)})
    assert (figures(result), result.grade) == ("27/30 90%", "优秀")
    assert result.left_out == ("b",)
    assert figures(result.sections[0]) == "8/10 80%"
    assert result.points == {"a": 8, "c": 19}


def test_nothing_applies_nothing_scores_and_the_reason_is_told() -> None:
    result = score(form(points("a", na=True), points("b", na=True)), {"a": NA, "b": NA})
    assert (result.total, result.max, result.percent, result.grade) == (None, None, None, None)
    assert result.no_grade is NoGrade.NOTHING_APPLIES
    assert result.next_grade is None
    assert all(s.left_out and s.percent is None for s in result.sections)


def test_missing_answers_leave_the_score_so_far_without_a_grade() -> None:
    two = form(section("s", points("a"), points("b")), section("t", points("c")))
    result = score(two, {"b": p(9)})
    assert figures(result) == "9/10 90%"
    assert (result.grade, result.no_grade, result.next_grade) == (None, NoGrade.MISSING, None)
    assert result.missing == ("a", "c")
    assert not result.sections[1].left_out  # still to come


def test_nothing_answered_yet_is_missing_rather_than_not_applying() -> None:
    result = score(form(points("a"), points("b", na=True)), {"b": NA})
    assert (result.total, result.no_grade) == (None, NoGrade.MISSING)


def test_optional_criteria_stay_out_silently_until_they_are_answered() -> None:
    two = form(points("a"), points("b", required=False))
    without = score(two, {"a": p(8)})
    assert (figures(without), without.grade) == ("8/10 80%", "良好")
    assert (without.missing, without.left_out) == ((), ())
    assert without.sections[1].left_out
    assert score(two, {"a": p(8), "b": p(2)}).percent == 50


def test_choices_and_texts_carry_no_score_and_are_never_missing_from_it() -> None:
    mixed = form(
        section("s", points("a"), choice("c", "x", "y"), text("t")), section("words", text("remarks"))
    )
    bare = score(mixed, {"a": p(9)})
    assert (figures(bare), bare.grade, bare.missing) == ("9/10 90%", "优秀", ())
    assert [s.id for s in bare.sections] == ["s"]
    worded: dict[str, Answer] = {
        "a": p(9),
        "c": Written("x"),
        "t": Written("fine"),
        "remarks": Written("good"),
    }
    assert score(mixed, worded) == bare


def test_a_section_that_is_a_mean_keeps_its_thirds() -> None:
    tens = [points(f"a{n}") for n in (1, 2, 3)]
    two = form(section("s", *tens, combine="mean"), points("b"))
    result = score(two, {"a1": p(8), "a2": p(8), "a3": p(9), "b": p(7)})
    assert result.exact_total == Fraction(46, 3)  # 25/3 + 7
    assert figures(result) == "15.33/20 76.67%"
    assert result.sections[0].percent == Decimal("83.33")
    so_far = score(two, {"a1": p(8), "b": p(7)})
    assert figures(so_far) == "15/20 75%"


@pytest.mark.parametrize(
    ("counts", "left"),
    [
        ((), "10"),
        ((("late", 1),), "9.5"),
        ((("late", 3), ("absent", 1)), "3.5"),
        ((("absent", 2),), "2"),  # 10 − 10 = 0, but never below 2
        ((("late", 16),), "2"),
        ((("late", 17),), "2"),
    ],
)
def test_deductions_stop_at_the_floor(counts: tuple[tuple[str, int], ...], left: str) -> None:
    once = deductions("a", "10", reason("late", "0.5"), reason("absent", "5"), floor="2")
    assert score(form(once), {"a": Deducted(counts)}).total == Decimal(left)


def test_ticks_add_up() -> None:
    list_ = checklist("a", one="2", two="3", three="0.5")
    assert score(form(list_), {"a": Ticked(())}).total == 0
    result = score(form(list_), {"a": Ticked(("one", "three"))})
    assert figures(result) == "2.5/5.5 45.45%"


@pytest.mark.parametrize(
    ("found", "met"),
    [
        (Inspected(0), True),
        (Inspected(2), True),
        (Inspected(3), False),
        (Inspected(4), False),
        (Inspected(0, ("missing",)), False),
        (Inspected(3, ("missing",)), False),
    ],
)
def test_an_item_is_met_below_its_threshold_and_without_flags(found: Inspected, met: bool) -> None:
    result = score(form(inspection("a", 3, "missing"), scoring="met"), {"a": found})
    assert figures(result) == ("1/1 100%" if met else "0/1 0%")
    assert result.unmet == (() if met else ("a",))


def test_inspections_count_met_of_those_that_apply() -> None:
    items = form(*(inspection(f"q{n}", 1, na=True) for n in range(1, 5)), scoring="met")
    found: dict[str, Answer] = {"q1": Inspected(0), "q2": Inspected(1), "q3": NA, "q4": Inspected(0)}
    result = score(items, found)
    assert (figures(result), result.grade) == ("2/3 66.67%", "一般")
    assert (result.unmet, result.left_out) == (("q2",), ("q3",))
    assert result.next_grade == NextGrade("良好", Decimal("13.33"))


RULES = RuleGrade(
    by="rules",
    labels=("top", "fine", "poor", "fair"),
    rules=(
        GradeRule(grade="top", all="优", text="all"),
        GradeRule(grade="poor", at_least=2, level="差", text="several"),
        GradeRule(grade="fine", most="良", text="most"),
        GradeRule(grade="fair", otherwise=True, text="otherwise"),
    ),
)


@pytest.mark.parametrize(
    ("rated", "grade"),
    [
        ("优优优优", "top"),
        ("优优优良", "fine"),
        ("优优差差", "poor"),
        ("良良优差", "fine"),
        ("良良中中", "fair"),  # half is not more than half
        ("良良优中", "fine"),
        ("中中中中", "fair"),
        ("差中中优", "fair"),
    ],
)
def test_the_first_rule_that_holds_gives_the_grade(rated: str, grade: str) -> None:
    ruled = form(section("s", *levels("a", 4)), scoring="levels", grade=RULES)
    result = score(ruled, {f"a{n}": Rated(label) for n, label in enumerate(rated, start=1)})
    assert (result.grade, result.no_grade, result.next_grade) == (grade, None, None)


def test_rules_look_at_rated_levels_only() -> None:
    ruled = form(section("s", *levels("a", 3, na=True)), scoring="levels", grade=RULES)
    assert score(ruled, {"a1": Rated("优"), "a2": NA, "a3": NA}).grade == "top"
    assert score(ruled, {"a1": NA, "a2": NA, "a3": NA}).no_grade is NoGrade.NOTHING_APPLIES
    assert score(ruled, {"a1": Rated("优"), "a2": Rated("优")}).no_grade is NoGrade.MISSING


def test_a_level_form_can_be_graded_by_bands_of_its_percent() -> None:
    banded = form(level("a"), level("b"), scoring="levels", grade=HOUSE_BANDS)
    result = score(banded, {"a": Rated("优"), "b": Rated("良")})  # 3.5 of 4 is 87.5
    assert (result.grade, result.next_grade) == ("良好", NextGrade("优秀", Decimal("2.5")))


def test_one_criterion_alone() -> None:
    small = form(level("a", na=True), points("b"), text("t"), anchored("d", "4", "8"))
    a, b, t, d = small.criteria
    assert criterion_points(small, a, Rated("良")) == 3
    assert criterion_points(small, a, NA) is None
    assert criterion_points(small, b, p(7)) == 7
    assert criterion_points(small, t, Written("x")) is None
    assert [criterion_max(small, c) for c in (a, b, t, d)] == [4, 10, None, 8]
    assert maximum(a) is None  # the level's form says
    assert maximum(checklist("c", x="2", y="3")) == 5
    assert maximum(deductions("e", "6", reason("r", "1"))) == 6
    assert maximum(inspection("i", 2)) == 1


@pytest.mark.parametrize(
    ("id", "answer", "told"),
    [
        ("b", Rated("良"), "b, a criterion of kind points"),
        ("b", NA, "b, a criterion of kind points"),
        ("a", Rated("棒"), "a, a criterion of kind level"),
        ("a", p(3), "a, a criterion of kind level"),
        ("c", Ticked(("z",)), "c, a criterion of kind checklist"),
        ("d", Deducted((("z", 1),)), "d, a criterion of kind deductions"),
        ("z", p(3), "form small has no criterion z"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_by_name(id: str, answer: Answer, told: str) -> None:
    small = form(level("a"), points("b"), checklist("c", x="1"), deductions("d", "2", reason("r", "1")))
    with pytest.raises(ValueError, match=told):
        score(small, {id: answer})


def test_levels_of_the_small_forms_are_worth_one_to_four() -> None:
    assert [(one.label, one.value) for one in LEVELS] == [("差", 1), ("中", 2), ("良", 3), ("优", 4)]
