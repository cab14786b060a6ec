"""Periods: the one a day lies in, the one before, and typed ones."""

from datetime import date

import pytest

from rubrics.periods import Unit, before, period_of, read_period


@pytest.mark.parametrize(
    ("day", "unit", "now", "earlier"),
    [
        (date(2026, 11, 23), "month", "2026-11", "2026-10"),
        (date(2026, 1, 1), "month", "2026-01", "2025-12"),
        (date(2026, 3, 31), "quarter", "2026-Q1", "2025-Q4"),
        (date(2026, 4, 1), "quarter", "2026-Q2", "2026-Q1"),
        (date(2026, 12, 31), "quarter", "2026-Q4", "2026-Q3"),
        (date(2026, 6, 30), "half-year", "2026-H1", "2025-H2"),
        (date(2026, 7, 1), "half-year", "2026-H2", "2026-H1"),
        (date(2026, 7, 1), "year", "2026", "2025"),
    ],
)
def test_a_day_lies_in_its_period(day: date, unit: Unit, now: str, earlier: str) -> None:
    assert period_of(day, unit) == now
    assert before(day, unit) == earlier


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11", "2026-11"),
        ("2026年3月", "2026-03"),
        ("2026/3", "2026-03"),
        ("2026-Q4", "2026-Q4"),
        ("2026q4", "2026-Q4"),
        ("2026年第四季度", "2026-Q4"),
        ("2026 第3季", "2026-Q3"),
    ],
)
def test_a_typed_period_is_understood(typed: str, meant: str) -> None:
    assert read_period(typed, ("month", "quarter")) == meant


@pytest.mark.parametrize("typed", ["", "2026-13", "2026-00", "2026-Q5", "11月", "2026", "1066-11", "Q4"])
def test_what_is_no_month_or_quarter_is_refused(typed: str) -> None:
    assert read_period(typed, ("month", "quarter")) is None


def test_halves_and_years_are_understood_where_the_form_wants_them() -> None:
    assert read_period("2026下半年", ("half-year",)) == "2026-H2"
    assert read_period("2026-H1", ("half-year",)) == "2026-H1"
    assert read_period("2026年", ("year",)) == "2026"
