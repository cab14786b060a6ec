"""Means, spreads, shares: worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.comparing.figures import as_percent, mean, mean_percent, section_share, spread
from bot.comparing.points import failed, points_line, read_points, share
from rubrics.model import Form
from tests.comparing.small import grown, shipped, shop


def points(**brought: int | str) -> dict[str, Decimal]:
    return {id: Decimal(value) for id, value in brought.items()}


def test_a_mean_is_rounded_once_half_up() -> None:
    assert mean_percent(8000 + 8001, 2) == Decimal("80.01")  # 80.005
    assert mean_percent(6667 + 6667 + 6666, 3) == Decimal("66.67")  # 66.666…
    assert mean_percent(7500, 1) == Decimal("75.00")


def test_the_spread_is_the_standard_deviation_in_percentage_points() -> None:
    # 0, 50, 100 %: mean 50, squares 2500 + 0 + 2500, variance 1666.66…, root 40.8248…
    assert spread({Fraction(0): 1, Fraction(1, 2): 1, Fraction(1): 1}) == Decimal("40.82")
    # three times 0.5 and once 0.9: mean 0.6, variance (3·0.01 + 0.09)/4 = 0.03, root 0.173205…
    assert spread({Fraction(1, 2): 3, Fraction(9, 10): 1}) == Decimal("17.32")
    assert spread({Fraction(1, 3): 7}) == 0
    # two apart by 0.01 percentage points: half of that, 0.005, goes up
    assert spread({Fraction(1, 2): 1, Fraction(5001, 10000): 1}) == Decimal("0.01")


def test_the_mean_counts_how_often_each_occurs() -> None:
    assert mean({Fraction(1, 2): 3, Fraction(9, 10): 1}) == Fraction(3, 5)
    assert as_percent(Fraction(2, 3)) == Decimal("66.67")


def test_a_section_is_its_points_of_those_possible_over_what_counts() -> None:
    room = shop().sections[0]
    assert section_share(shop(), room, points(clean=8, light=1)) == Fraction(9, 15)
    assert section_share(shop(), room, points(clean=8)) == Fraction(8, 10)
    assert section_share(shop(), room, points(calm=8)) is None


def test_a_section_of_levels_is_their_mean_of_the_top_level() -> None:
    form = shipped("interview")
    motivation = form.sections[1]  # q2, q3, q4
    assert section_share(form, motivation, points(q2=4, q3=3, q4=2)) == Fraction(3, 4)
    assert section_share(form, motivation, points(q2=4)) == 1


def test_the_line_of_points_has_a_place_for_each_criterion_that_brings_any() -> None:
    assert points_line(shop(), points(clean=8, calm="2.50")) == "8,,2.5"
    assert read_points(shop(), "8,,2.5") == points(clean=8, calm="2.5")
    assert read_points(shop(), ",,") == {}
    with pytest.raises(ValueError, match="argument"):
        read_points(shop(), "8,1")


@given(st.dictionaries(st.sampled_from(["clean", "light", "calm"]), st.decimals(0, 20, places=2)))
def test_a_line_is_read_back_as_it_was_written(brought: dict[str, Decimal]) -> None:
    assert read_points(shop(), points_line(shop(), brought)) == brought


@pytest.mark.parametrize(
    ("form", "criterion", "brought", "fails"),
    [
        ("quality", "q01", "0", True),  # not met
        ("quality", "q01", "1", False),
        ("interview", "q1", "1", True),  # 较差, the lowest level
        ("interview", "q1", "2", False),
        ("property", "efficiency", "5", True),  # 5 of 10
        ("property", "efficiency", "6", False),  # just 60 %
        ("probation", "attendance", "4", True),  # anchored, 4 of 10
        ("pr-agency", "ability", "17", True),  # banded, 17 of 30
        ("pr-agency", "ability", "18", False),
        ("pr-agency", "cooperation", "10", True),  # checklist, 10 of 20
        ("pr-agency", "attendance", "5.5", True),  # deductions, 5.5 of 10
        ("pr-agency", "attendance", "6", False),
    ],
)
def test_what_counts_as_failed(form: str, criterion: str, brought: str, fails: bool) -> None:
    found = shipped(form)
    assert failed(found, found.by_id[criterion], Decimal(brought)) is fails


def test_shares_are_of_the_form_of_the_day() -> None:
    def of(form: Form) -> Fraction | None:
        return share(form, form.by_id["clean"], Decimal(10))

    assert of(shop()) == 1
    assert of(grown()) == Fraction(1, 2)
