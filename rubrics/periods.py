"""Periods: ``2026-11``, ``2026-Q4``, ``2026-H2``, ``2026``; for plans also weeks and days.

A week is an ISO week, Monday to Sunday, named by the year in which its Thursday lies: ``2026-W48``. A day is
named by its date: ``2026-11-23``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["month", "quarter", "half-year", "year"]
Frequency: TypeAlias = Literal["day", "week", "month", "quarter", "half-year", "year"]
"""How often something comes due; each period of a plan is one of these long."""

_SHAPES: dict[Unit, re.Pattern[str]] = {
    "month": re.compile(r"(\d{4})\s*[-/年.]\s*(0?[1-9]|1[0-2])\s*月?"),
    "quarter": re.compile(r"(\d{4})\s*[-/年.]?\s*(?:[Qq第])\s*([1-4一二三四])\s*(?:季度|季)?"),
    "half-year": re.compile(r"(\d{4})\s*[-/年.]?\s*(?:[Hh]([12])|(上|下)半年)"),
    "year": re.compile(r"(\d{4})\s*年?"),
}
_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


def period_of(day: date, unit: Unit) -> str:
    """The period of that unit in which ``day`` lies."""
    match unit:
        case "month":
            return f"{day.year}-{day.month:02}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "half-year":
            return f"{day.year}-H{1 if day.month <= 6 else 2}"
        case "year":
            return str(day.year)


def before(day: date, unit: Unit) -> str:
    """The period just before the one in which ``day`` lies."""
    index = day.year * 12 + day.month - 1 - _MONTHS[unit]
    return period_of(date(index // 12, index % 12 + 1, 1), unit)


@dataclass(frozen=True, slots=True)
class Period:
    """One period, with its name, its first and its last day."""

    name: str
    every: Frequency
    first: date
    last: date

    def next(self) -> Period:
        """The period that begins the day after this one ends."""
        return period_at(self.last + timedelta(days=1), self.every)


def period_at(day: date, every: Frequency) -> Period:
    """The period of that length in which ``day`` lies."""
    if every == "day":
        return Period(day.isoformat(), every, day, day)
    if every == "week":
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        return Period(f"{year}-W{week:02}", every, monday, monday + timedelta(days=6))
    months = _MONTHS[every]
    first_month = (day.month - 1) // months * months + 1
    last_month = date(day.year, first_month + months - 1, 1)
    return Period(period_of(day, every), every, date(day.year, first_month, 1), month_end(last_month))


def month_end(day: date) -> date:
    """The last day of the month in which ``day`` lies."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def read_period(text: str, units: Sequence[Unit]) -> str | None:
    """A typed period of one of the units, in its plain form, or ``None``."""
    line = text.strip()
    for unit in units:
        if match := _SHAPES[unit].fullmatch(line):
            year = match[1]
            if not 1990 <= int(year) <= 2199:
                return None
            match unit:
                case "month":
                    return f"{year}-{int(match[2]):02}"
                case "quarter":
                    return f"{year}-Q{_CHINESE.get(match[2]) or int(match[2])}"
                case "half-year":
                    return f"{year}-H{match[2] or (1 if match[3] == '上' else 2)}"
                case "year":
                    return year
    return None
