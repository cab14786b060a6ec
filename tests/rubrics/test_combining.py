"""Several evaluations of one subject: the mean within each source, then of the sources."""

from decimal import Decimal

import pytest

from rubrics.answers import Answer, NotApplicable, Pointed, Rated
from rubrics.combining import combine
from rubrics.model import ChoiceField, Form, GradeRule, Grading, RuleGrade
from rubrics.scoring import NextGrade, NoGrade, Score, score
from tests.rubrics.small_forms import NEAREST, figures, form, level, points, section


def competency(grade: Grading = NEAREST) -> Form:
    """Two sections of three and one level, asked of 上级 and 客户."""
    bare = form(
        section("s", level("a1"), level("a2"), level("a3")),
        section("t", level("b", na=True)),
        scoring="levels",
        grade=grade,
    )
    source = ChoiceField(id="source", label="来源", kind="choice", options=("上级", "客户"), required=True)
    return bare.model_copy(update={"opening": (source,), "combine_by": "source"})


FORM = competency()


def rated(labels: str, of: Form = FORM) -> Score:
    """The score of four levels; ``-`` means that it does not apply."""
    answers: dict[str, Answer] = {
        id: NotApplicable() if label == "-" else Rated(label)
        for id, label in zip(("a1", "a2", "a3", "b"), labels, strict=False)
    }
    return score(of, answers)


def test_ten_customers_do_not_outvote_the_supervisor() -> None:
    # 上级 (10/3 + 3)/2 = 19/6; 客户 each 2, then (19/6 + 2)/2 = 31/12 = 2.58333…; of 4: 64.58333…
    both = combine(FORM, [("客户", rated("中中中中"))] * 10 + [("上级", rated("良良优良"))])
    assert (figures(both), both.grade) == ("2.58/4 64.58%", "良")
    assert both.next_grade == NextGrade("优", Decimal("0.92"))
    assert [(s.source, s.count, figures(s)) for s in both.sources] == [
        ("上级", 1, "3.17/4 79.17%"),
        ("客户", 10, "2/4 50%"),
    ]
    # s: (10/3 + 2)/2 = 8/3; t: (3 + 2)/2
    assert [figures(s) for s in both.sections] == ["2.67/4 66.67%", "2.5/4 62.5%"]
    assert both.absent == ()


def test_means_are_of_exact_totals_not_of_rounded_ones() -> None:
    # (4/3 + 1)/2 = 7/6 three times and (5/3 + 1)/2 = 4/3 once: 29/24 = 1.208333…; of 4: 30.208333…
    # (the mean of the rounded 1.17, 1.17, 1.17 and 1.33 is 1.21, which of 4 would be 30.25)
    four = combine(FORM, [("客户", rated("差差中差"))] * 3 + [("客户", rated("差中中差"))])
    assert figures(four) == "1.21/4 30.21%"
    assert four.absent == ("上级",)


def test_one_source_alone_is_its_mean() -> None:
    # 4 and 3: 3.5, a half going up
    two = combine(FORM, [("上级", rated("优优优优")), ("上级", rated("良良良良"))])
    assert (figures(two), two.grade, two.next_grade) == ("3.5/4 87.5%", "优", None)


def test_a_source_the_form_does_not_offer_comes_last() -> None:
    three = combine(FORM, [("同事", rated("优优优优")), ("客户", rated("优优优优"))])
    assert [s.source for s in three.sources] == ["客户", "同事"]


def test_a_section_left_out_by_all_is_left_out() -> None:
    two = combine(FORM, [("上级", rated("良良良-")), ("客户", rated("优优优-"))])
    assert (figures(two), two.sections[1].left_out) == ("3.5/4 87.5%", True)
    one = combine(FORM, [("上级", rated("良良良-")), ("客户", rated("优优优中"))])
    # totals 3 and (4 + 2)/2 = 3
    assert (figures(one), figures(one.sections[1])) == ("3/4 75%", "2/4 50%")


def test_no_evaluation_no_score() -> None:
    none = combine(FORM, [])
    assert (figures(none), none.grade, none.no_grade) == ("-/- -%", None, NoGrade.NOTHING_APPLIES)
    assert (none.sources, none.sections, none.absent) == ((), (), ("上级", "客户"))


def test_no_grade_while_an_evaluation_is_incomplete() -> None:
    open_ = combine(FORM, [("上级", rated("优优优优")), ("客户", rated("优"))])
    assert (figures(open_), open_.grade, open_.no_grade) == ("4/4 100%", None, NoGrade.MISSING)


def test_rules_over_single_answers_give_no_grade_to_a_mean() -> None:
    rules = RuleGrade(
        by="rules",
        labels=("top", "rest"),
        rules=(
            GradeRule(grade="top", all="优", text="all"),
            GradeRule(grade="rest", otherwise=True, text="rest"),
        ),
    )
    ruled = competency(rules)
    both = combine(ruled, [("上级", rated("优优优优", ruled)), ("客户", rated("良良良良", ruled))])
    assert (figures(both), both.grade, both.no_grade) == ("3.5/4 87.5%", None, NoGrade.RULES)


def test_points_are_combined_with_what_was_possible() -> None:
    tens = form(points("a"), points("b", na=True))
    some = score(tens, {"a": Pointed(Decimal(9)), "b": NotApplicable()})  # 9 of 10
    full = score(tens, {"a": Pointed(Decimal(6)), "b": Pointed(Decimal(9))})  # 15 of 20
    nothing = score(form(points("a", na=True)), {"a": NotApplicable()})
    # 上级 9/10, 客户 15/20: total 12 of 15
    both = combine(tens, [("上级", some), ("客户", full), ("客户", nothing)])
    assert (figures(both), both.grade) == ("12/15 80%", "良好")


def test_sections_are_told_by_their_id_where_another_version_has_others_in_another_order() -> None:
    now = form(section("a", points("a1")), section("b", points("b1")))
    before = form(section("b", points("b1")), section("old", points("o1")), section("a", points("a1")))
    new = score(now, {"a1": Pointed(Decimal(4)), "b1": Pointed(Decimal(10))})
    old = score(before, {key: Pointed(Decimal(n)) for key, n in (("b1", 6), ("o1", 1), ("a1", 8))})
    both = combine(now, [("上级", new), ("客户", old)])
    # a: (4 + 8)/2; b: (10 + 6)/2; what only the old version had stays as it was
    assert [(s.id, figures(s)) for s in both.sections] == [
        ("a", "6/10 60%"),
        ("b", "8/10 80%"),
        ("old", "1/10 10%"),
    ]
    assert [s.id for s in combine(before, [("客户", old), ("上级", new)]).sections] == ["b", "old", "a"]


def test_scores_of_another_form_are_refused() -> None:
    other = form(points("a")).model_copy(update={"id": "other"})
    with pytest.raises(ValueError, match="a score of form small among those of other"):
        combine(other, [("上级", rated("优优优优"))])
