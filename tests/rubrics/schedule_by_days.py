"""A second calendar, to compare the first with: it walks through every day and sees what happens on it.

Nothing of the product is used but chinesecalendar itself, and that only for years not written down here.
"""

from __future__ import annotations

from calendar import day_name
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import groupby

import chinese_calendar  # type: ignore[import-untyped]  # it comes without types

ONE_DAY = timedelta(days=1)

# As announced by the State Council, month.day; weekends inside are left as they are written there.
_OFF = {
    2024: "1.1 2.10-2.17 4.4-4.6 5.1-5.5 6.8-6.10 9.15-9.17 10.1-10.7",
    2025: "1.1 1.28-2.4 4.4-4.6 5.1-5.5 5.31-6.2 10.1-10.8",
    2026: "1.1-1.3 2.15-2.23 4.4-4.6 5.1-5.5 6.19-6.21 9.25-9.27 10.1-10.7",
}
_WORKED = {
    2024: "2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12",
    2025: "1.26 2.8 4.27 9.28 10.11",
    2026: "1.4 2.14 2.28 5.9 9.20 10.10",
}


def _written(year: int, spans: str) -> set[date]:
    found = set()
    for span in spans.split():
        first, _, last = span.partition("-")
        day, end = (date(year, *map(int, one.split("."))) for one in (first, last or first))
        while day <= end:
            found.add(day)
            day += ONE_DAY
    return found


_DAYS_OFF = set[date]().union(*(_written(year, spans) for year, spans in _OFF.items()))
_DAYS_WORKED = set[date]().union(*(_written(year, spans) for year, spans in _WORKED.items()))


@cache
def works(day: date) -> bool:
    """Whether people in China work on that day."""
    if day.year in _OFF:
        weekend = day_name[day.weekday()] in {"Saturday", "Sunday"}
        return day in _DAYS_WORKED or not (weekend or day in _DAYS_OFF)
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        statutory = f"{day:%m%d}" in {"0101", "0501", "0502", "1001", "1002", "1003"}
        return not statutory and day_name[day.weekday()] not in {"Saturday", "Sunday"}


@cache
def label(day: date, every: str) -> str:
    """The name of the period in which that day lies."""
    quarter = "111222333444"[day.month - 1]
    return {
        "day": f"{day:%Y-%m-%d}",
        "week": f"{day:%G-W%V}",
        "month": f"{day:%Y-%m}",
        "quarter": f"{day:%Y}-Q{quarter}",
        "half-year": f"{day:%Y}-H{'1' if quarter in '12' else '2'}",
        "year": f"{day:%Y}",
    }[every]


def _due_among(days: list[date], due: str) -> date | None:
    """The due day among all days of a period."""
    if due in {"every-day", "workdays"}:
        return days[0] if due == "every-day" or works(days[0]) else None
    if len(due) == 3:
        return next(day for day in days if f"{day:%a}".lower() == due)
    month = [day for day in days if day.month == days[-1].month]
    if "work" in due:
        month = [day for day in month if works(day)]
    if due.startswith("last-"):
        return month[-1]
    wanted = int(due.split("-")[1])
    place = 0
    for place, day in enumerate(month, start=1):
        if place == wanted:
            return day
    return month[place - 1]


@dataclass
class Seen:
    """What was seen of one occurrence while the days went by."""

    period: str
    due: date
    reminded: list[date] = field(default_factory=list)
    chased: list[date] = field(default_factory=list)
    missed_on: date | None = None
    """The day at whose beginning it was missed."""


def walk_through(every: str, due: str, made: date, ladder: tuple[int, ...] | None, until: date) -> list[Seen]:
    """What is seen of a plan day by day, from shortly before the year it was made to ``until``.

    The last few occurrences may be unfinished when the walk ends.
    """
    steps = ladder or {"day": (0,), "week": (1, 0)}.get(every, (7, 3, 1, 0))
    patience = {"day": 0, "week": 2}.get(every, 10)
    begin = date(made.year - 1, 12, 1)
    days = [begin + number * ONE_DAY for number in range((until - begin).days + 1)]
    # The first and the last period of the walk are cut, so nothing is due in them.
    periods = [list(group) for _, group in groupby(days, lambda day: label(day, every))][1:-1]
    by_due = {day: Seen(label(day, every), day) for one in periods if (day := _due_among(one, due))}
    late: list[Seen] = []
    for today in days:
        if today in by_due:
            _miss(late, today)
            late = []
        for ahead in steps:
            coming = by_due.get(today + ahead * ONE_DAY)
            if coming and coming.period == label(today, every) and today >= made:
                coming.reminded.append(today)
        if works(today):
            for one in late:
                one.chased.append(today)
        if today in by_due:
            late.append(by_due[today])
        _miss([one for one in late if len(one.chased) == patience], today + ONE_DAY)
        late = [one for one in late if one.missed_on is None]
    return [one for one in by_due.values() if made <= one.due]


def _miss(those: list[Seen], on: date) -> None:
    for one in those:
        one.missed_on = one.missed_on or on
