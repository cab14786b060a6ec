"""Working days: as decreed, as guessed beyond that, and which of the two it is."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

import pytest

from rubrics import workdays
from rubrics.workdays import decreed_years, is_decreed, is_workday, workdays_after, workdays_of_month


@pytest.fixture
def nothing_decreed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A calendar that knows no year."""
    monkeypatch.setattr(workdays, "decreed_years", lambda: range(0))
    workdays.is_workday.cache_clear()
    yield
    workdays.is_workday.cache_clear()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),  # Thursday, 元旦
        (date(2026, 1, 2), False),  # Friday, off in exchange for Sunday
        (date(2026, 1, 4), True),  # that Sunday
        (date(2026, 2, 14), True),  # Saturday before 春节
        (date(2026, 2, 23), False),  # Monday, the festival's last day
        (date(2026, 2, 24), True),
        (date(2026, 9, 20), True),  # Sunday, for 国庆节
        (date(2026, 9, 25), False),  # Friday, 中秋
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # Saturday
        (date(2026, 10, 11), False),  # Sunday
        (date(2026, 11, 23), True),  # an ordinary Monday
    ],
)
def test_days_are_worked_as_decreed(day: date, works: bool) -> None:
    assert is_workday(day) is works
    assert is_decreed(day)


@pytest.mark.usefixtures("nothing_decreed")
@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2031, 1, 1), False),  # Wednesday
        (date(2031, 1, 2), True),
        (date(2031, 5, 1), False),  # Thursday
        (date(2031, 5, 2), False),
        (date(2030, 5, 3), True),  # Friday: the third is no statutory holiday
        (date(2031, 10, 1), False),  # Wednesday
        (date(2031, 10, 2), False),
        (date(2031, 10, 3), False),
        (date(2030, 10, 4), True),  # Friday
        (date(2031, 10, 4), False),  # Saturday
        (date(2031, 10, 5), False),  # Sunday
    ],
)
def test_beyond_the_calendar_only_weekends_and_fixed_holidays_are_off(day: date, works: bool) -> None:
    assert is_workday(day) is works


def test_it_is_told_which_years_are_decreed() -> None:
    assert 2004 in decreed_years()
    assert 2026 in decreed_years()
    assert is_decreed(date(2026, 12, 31))
    assert not is_decreed(date(2003, 12, 31))
    assert not is_decreed(date(2199, 1, 1))


def test_a_year_the_calendar_does_not_know_is_no_trouble() -> None:
    # 1 January 2199 is a Tuesday, 1 January 1999 was a Friday.
    assert [is_workday(date(2199, 1, day)) for day in (1, 2, 5, 6, 7)] == [False, True, False, False, True]
    assert [is_workday(date(1999, 1, day)) for day in (1, 2, 4)] == [False, False, True]


def test_february_2026_has_sixteen_working_days() -> None:
    days = [day.day for day in workdays_of_month(date(2026, 2, 17))]
    assert days == [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 24, 25, 26, 27, 28]


def test_working_days_are_counted_from_the_day_after() -> None:
    after = islice(workdays_after(date(2026, 9, 30)), 4)
    assert list(after) == [date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 12)]
