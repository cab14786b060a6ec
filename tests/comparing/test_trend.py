"""One subject over time."""

from __future__ import annotations

from decimal import Decimal

from bot.comparing.trend import Change, GradeBand, bands_of, trend_of
from tests.comparing.small import grown, result, shipped, shop


def test_sections_run_through_all_results_with_gaps_where_nothing_counted() -> None:
    trend = trend_of("North", [result(1, clean=5, light=0, calm=10), result(2, clean=10), result(3, calm=15)])
    room, desk = trend.sections
    assert room.percents == (Decimal("33.33"), Decimal(100), None)  # 5/15, 10/10
    assert desk.percents == (Decimal(50), None, Decimal(75))


def test_what_rose_and_what_fell_comes_from_the_last_two_largest_first() -> None:
    earlier = result(1, clean=10, light=5, calm=20)
    before, last = result(2, clean=5, light=4, calm=10), result(3, clean=6, light=5, calm=5)
    trend = trend_of("North", [earlier, before, last])
    # clean 50 → 60, light 80 → 100, calm 50 → 25
    assert trend.improved == (
        Change("Light", Decimal(80), Decimal(100)),
        Change("Clean", Decimal(50), Decimal(60)),
    )
    assert trend.fell == (Change("Calm", Decimal(50), Decimal(25)),)


def test_a_result_without_a_score_is_passed_over() -> None:
    trend = trend_of("North", [result(1, clean=5), result(2, None), result(3, clean=8)])
    assert trend.unscored == 1
    assert trend.improved == (Change("Clean", Decimal(50), Decimal(80)),)
    assert [one.id for one in trend.scored] == [1, 3]


def test_one_result_has_no_changes() -> None:
    trend = trend_of("North", [result(1, clean=1)])
    assert (trend.improved, trend.fell, trend.failed_twice) == ((), (), ())


def test_twice_running_means_the_last_two_in_which_it_counted() -> None:
    # clean: 1, then not there, then 2 of 10: both fail. light: fails, then is fine. calm: only once.
    results = [result(1, clean=1, light=1), result(2, light=1), result(3, clean=2, light=5, calm=1)]
    assert trend_of("North", results).failed_twice == ("Clean",)


def test_a_changed_form_is_matched_by_id_and_compared_in_percent() -> None:
    trend = trend_of(
        "North", [result(1, clean=8, light=5), result(2, form=grown(), clean=12, warm=5, calm=20)]
    )
    assert trend.changed
    assert trend.form == grown()
    # clean: 8 of 10, then 12 of 20; light is not in the new form, warm not in the old one
    assert trend.fell == (Change("Clean", Decimal(80), Decimal(60)),)
    assert trend.improved == ()
    assert trend.sections[0].percents == (Decimal("86.67"), Decimal(68))  # 13/15, 17/25


def test_bands_stand_where_grades_begin() -> None:
    assert bands_of(shop()) == (GradeBand("good", Decimal(80)), GradeBand("poor", Decimal(0)))
    # Nearest level: 3.5, 2.5 and 1.5 of 4
    assert bands_of(shipped("interview")) == (
        GradeBand("优秀", Decimal("87.5")),
        GradeBand("良好", Decimal("62.5")),
        GradeBand("一般", Decimal("37.5")),
        GradeBand("较差", Decimal(0)),
    )
    assert bands_of(shipped("performance")) == ()  # its grades follow from rules
