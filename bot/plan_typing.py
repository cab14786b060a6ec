"""The parts of a plan as people type them, brought into the way plans are written.

What is not understood comes back as typed, so that whoever reads it can tell what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize
from zoneinfo import available_timezones

_WEEKDAYS = dict(
    zip("一二三四五六日天", ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "sun"), strict=True)
)
_NAMED = {
    "最后一天": "last-day",
    "月底": "last-day",
    "月末": "last-day",
    "最后一个工作日": "last-workday",
    "最后工作日": "last-workday",
    "每天": "every-day",
    "工作日": "workdays",
    "每个工作日": "workdays",
}
_DAY = re.compile(r"(?:day-?)?(\d{1,2})(?:日|号)?")
_WORKDAY = re.compile(r"第?(\d{1,2})个?工作日|workday-?(\d{1,2})")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_CLOCK = re.compile(r"(\d{1,2})点(?:(半)|(\d{1,2})分?)?")
_BETWEEN = re.compile(r"[,、;\s]+")


def rule(text: str, every: str) -> str:
    """A due rule; a bare number is a day of the month."""
    plain = "".join(_plain(text).lower().split())
    by_month = every not in {"day", "week"}
    if named := _NAMED.get(plain):
        return named
    if weekday := _WEEKDAY.fullmatch(plain):
        return _WEEKDAYS[weekday[1]]
    if by_month and (day := _DAY.fullmatch(plain)):
        return f"day-{int(day[1])}"
    if by_month and (workday := _WORKDAY.fullmatch(plain)):
        return f"workday-{int(workday[1] or workday[2])}"
    return text


def clock(text: str) -> str:
    """A time of day: ``9点``, ``9点半`` and ``9:5`` stay readable for people, ``09:30`` is how it is written."""
    plain = "".join(_plain(text).split())
    if match := _CLOCK.fullmatch(plain):
        return f"{int(match[1]):02}:{30 if match[2] else int(match[3] or 0):02}"
    return plain


def ladder(text: str) -> str:
    """Days before the due day, however they are parted."""
    return ",".join(filter(None, _BETWEEN.split(_plain(text).replace("天", " "))))


def zone(text: str, cities: Mapping[str, str]) -> str:
    """A time zone by its name or its city, in any case; ``cities`` are names of cities in the reader's language."""
    plain = "_".join(_plain(text).split()).casefold()
    named = {city.replace(" ", "_").casefold(): name for city, name in cities.items()}
    if plain in named:
        return named[plain]
    known = sorted(available_timezones())
    full = {name.casefold(): name for name in known}
    by_city = {name.rpartition("/")[2].casefold(): name for name in known if "/" in name}
    return full.get(plain) or by_city.get(plain) or text


def _plain(text: str) -> str:
    """Full-width signs as plain ones."""
    return normalize("NFKC", text).strip()
