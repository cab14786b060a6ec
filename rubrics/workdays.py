"""Working days in China, with the days off and the days worked in lieu of them (调休).

Holidays are decreed a year at a time, so no calendar knows them for long ahead. Past the years it knows, a working
day is Monday to Friday, less the statutory holidays with a fixed date: 1 January, 1 and 2 May, 1 to 3 October.
:func:`is_decreed` tells which of the two an answer rests on, so that nobody takes a guess for a decree.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_SATURDAY = 5
_REMEMBERED_DAYS = 4096


@lru_cache(_REMEMBERED_DAYS)
def is_workday(day: date) -> bool:
    """Whether people work on that day: as decreed where that is known, otherwise by the fixed holidays."""
    if not is_decreed(day):
        return day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED_HOLIDAYS
    # On first use, not at start: most of what the program does needs no calendar.
    import chinese_calendar  # type: ignore[import-untyped]  # it comes without types

    return bool(chinese_calendar.is_workday(day))


def is_decreed(day: date) -> bool:
    """Whether :func:`is_workday` knows that day; ``False`` lies beyond the calendar's years."""
    return day.year in decreed_years()


@lru_cache(1)
def decreed_years() -> range:
    """The years whose holidays are known by decree; outside them chinesecalendar refuses to answer."""
    import chinese_calendar

    return range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)


def workdays_after(day: date) -> Iterator[date]:
    """The working days after ``day``, one after the other, without end."""
    while True:
        day += timedelta(days=1)
        if is_workday(day):
            yield day


def workdays_of_month(day: date) -> list[date]:
    """The working days of the month in which ``day`` lies, in order."""
    first = day.replace(day=1)
    days = (first + timedelta(days=number) for number in range(31))
    return [one for one in days if one.month == first.month and is_workday(one)]
