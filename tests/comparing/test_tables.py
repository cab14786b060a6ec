"""Candidates, the league, a form's health: tables out of sums."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bot.comparing.candidates import Candidate, Indicator, Side, closest, grade_of_mean, pair_of
from bot.comparing.health import evaluators_of, grades_of
from bot.comparing.league import rows_of
from bot.comparing.tallies import most_failed, tally
from rubrics.library import digest
from rubrics.model import Form
from tests.comparing.small import grown, result, shipped, shop


def candidate(place: int, total: int, count: int = 1) -> Candidate:
    return Candidate(place, place, f"No. {place}", count, total, place, None)


def test_the_closest_two_are_neighbours_in_the_table_and_the_better_among_equals() -> None:
    table = [candidate(1, 9000), candidate(2, 8500), candidate(3, 8400), candidate(4, 8300)]
    assert closest(table) == (table[1], table[2])
    assert closest(table[:1]) is None
    assert closest([]) is None


def test_the_closest_are_found_by_exact_means() -> None:
    # 50.00 | 49.995 (9999 in 2) | 49.99: the gap above is as large as the one below
    table = [candidate(1, 5000), candidate(2, 9999, 2), candidate(3, 4999)]
    assert closest(table) == (table[0], table[1])


def test_a_mean_has_the_grade_of_its_figure_where_figures_make_grades() -> None:
    assert grade_of_mean(shop(), Decimal(80)) == "good"
    assert grade_of_mean(shop(), Decimal("79.99")) == "poor"
    assert grade_of_mean(shipped("interview"), Decimal("87.5")) == "优秀"  # 3.5 of 4: a half goes up
    assert grade_of_mean(shipped("performance"), Decimal(100)) is None


def side(name: str) -> Side:
    return Side(name, 1, Decimal(50), None)


def test_two_are_compared_by_criterion_where_there_are_few_sections() -> None:
    pair = pair_of(
        shop(),
        (side("A"), [result(1, clean=5, light=1), result(2, clean=10, light=2)]),
        (side("B"), [result(3, clean=4, calm=20)]),
    )
    assert pair.indicators == (
        Indicator("Clean", Decimal(75), Decimal(40)),  # mean of 50 and 100
        Indicator("Light", Decimal(30), None),
        Indicator("Calm", None, Decimal(100)),
    )
    assert not pair.changed


def test_two_are_compared_by_section_where_there_are_several() -> None:
    form = shipped("interview")
    left, right = result(1, form=form, q1=4, q2=4, q3=3), result(2, form=form, q1=2, emotion=1)
    pair = pair_of(form, (side("A"), [left]), (side("B"), [right]))
    assert pair.indicators == (
        Indicator("举止仪表", Decimal(100), Decimal(50)),
        Indicator("求职动机", Decimal("87.5"), None),
        Indicator("情绪性", None, Decimal(25)),
    )


def test_a_pair_over_two_versions_of_the_form_says_so() -> None:
    pair = pair_of(shop(), (side("A"), [result(1, clean=5)]), (side("B"), [result(2, form=grown(), clean=5)]))
    assert pair.changed
    assert pair.indicators == (Indicator("Clean", Decimal(50), Decimal(25)),)


def forms(*every: Form) -> dict[str, Form]:
    return {digest(form): form for form in every}


def tallied(
    vectors: Iterable[tuple[Form, str, int]], form: Form
) -> dict[str, tuple[int, int, Decimal, Decimal]]:
    known = forms(shop(), grown())
    found = tally(form, [(digest(f), line, many) for f, line, many in vectors], known.__getitem__)
    return {one.id: (one.count, one.failed, one.mean, one.spread) for one in found}


def test_criteria_are_counted_over_many_results() -> None:
    # clean: 10, 10, 5 → 100, 100, 50 %: mean 83.33, spread 23.57 (variance 0.0555…), one failed
    # light: counted twice, 5 and 5; calm: never counted
    found = tallied([(shop(), "10,5,", 2), (shop(), "5,,", 1)], shop())
    assert found == {
        "clean": (3, 1, Decimal("83.33"), Decimal("23.57")),
        "light": (2, 0, Decimal(100), Decimal(0)),
    }


def test_criteria_of_an_older_form_count_by_their_id_and_maximum() -> None:
    # clean: 10 of 10 and 10 of 20; light is not in the present form
    found = tallied([(shop(), "10,5,", 1), (grown(), "10,5,20", 1)], grown())
    assert found == {
        "clean": (2, 1, Decimal(75), Decimal(25)),
        "warm": (1, 0, Decimal(100), Decimal(0)),
        "calm": (1, 0, Decimal(100), Decimal(0)),
    }


def test_never_varying_takes_five_results_to_be_told() -> None:
    for many, told in ((4, False), (5, True)):
        (clean,) = tally(shop(), [(digest(shop()), "7,,", many)], forms(shop()).__getitem__)
        assert clean.never_varies is told


def test_what_fails_most_comes_first_and_among_equals_what_fails_in_a_larger_part() -> None:
    # clean fails 2 of 3, light 2 of 2, calm never
    found = tally(
        shop(), [(digest(shop()), "1,1,20", 2), (digest(shop()), "9,,20", 1)], forms(shop()).__getitem__
    )
    assert [(one.id, one.failed, one.failed_percent) for one in most_failed(found)] == [
        ("light", 2, Decimal(100)),
        ("clean", 2, Decimal("66.67")),
    ]


def test_nothing_to_count_counts_nothing() -> None:
    assert tally(shop(), [], forms(shop()).__getitem__) == ()


def test_a_league_has_last_quarters_places_and_what_plans_wanted() -> None:
    first, second = rows_of([candidate(1, 9000), candidate(2, 17000, 2)], {2: 1}, {1: (2, 3)})
    assert (first.before, first.done, first.due) == (None, 2, 3)
    assert (second.before, second.done, second.due) == (1, None, None)
    assert second.percent == Decimal(85)


def test_grades_are_listed_from_the_best_and_none_at_all_last() -> None:
    counted = {"poor": 2, None: 1, "of old": 4}
    assert grades_of(shop(), counted) == (("good", 0), ("poor", 2), ("of old", 4), (None, 1))


def test_evaluators_stand_from_strict_to_mild_with_how_far_they_are_from_all() -> None:
    # All: (2·70 + 5·80 + 1·90) / 8 = 630/8 = 78.75
    found = evaluators_of([(1, "Wang", 5, 40000), (2, "Li", 1, 9000), (3, "Zhou", 2, 14000)], (8, 63000))
    assert [(one.name, one.mean, one.apart, one.few) for one in found] == [
        ("Zhou", Decimal(70), Decimal("-8.75"), True),
        ("Wang", Decimal(80), Decimal("1.25"), False),
        ("Li", Decimal(90), Decimal("11.25"), True),
    ]
