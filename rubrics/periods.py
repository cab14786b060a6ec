"""Periods an evaluation can stand for: ``2026-11``, ``2026-Q4``, ``2026-H2``, ``2026``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["month", "quarter", "half-year", "year"]

_SHAPES: dict[Unit, re.Pattern[str]] = {
    "month": re.compile(r"(\d{4})\s*[-/年.]\s*(0?[1-9]|1[0-2])\s*月?"),
    "quarter": re.compile(r"(\d{4})\s*[-/年.]?\s*(?:[Qq第])\s*([1-4一二三四])\s*(?:季度|季)?"),
    "half-year": re.compile(r"(\d{4})\s*[-/年.]?\s*(?:[Hh]([12])|(上|下)半年)"),
    "year": re.compile(r"(\d{4})\s*年?"),
}
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
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[unit]
    index = day.year * 12 + day.month - 1 - months
    return period_of(date(index // 12, index % 12 + 1, 1), unit)


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
