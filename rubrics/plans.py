"""The times of a plan as people write them, read strictly, with all their faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from rubrics.due_rules import DueRule, read_due_rule, rules_for
from rubrics.periods import Frequency
from rubrics.schedule import DEFAULT_AT, Schedule

Part: TypeAlias = Literal["every", "due", "from", "at", "ladder", "timezone"]

FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)
FURTHEST: Mapping[str, int] = {
    "day": 0,
    "week": 6,
    "month": 30,
    "quarter": 91,
    "half-year": 183,
    "year": 365,
}
"""How many days before its due day a reminder can come at most, since it comes within its period."""
LONGEST_LADDER = 366
"""No period is longer, so that a reminder further ahead would never come."""
YEARS = range(1990, 2200)
"""The years in which a plan can be made."""

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:\uff1a]([0-5][0-9])")
_COMMAS = re.compile(r"\s*[,\uff0c\u3001]\s*")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class PlanFault:
    """What is wrong with one part of a plan, in a sentence."""

    part: Part
    words: str


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """The times of a plan as written; ``None`` stands for the default. ``made`` is the day it is made."""

    every: str
    due: str
    made: str
    timezone: str
    at: str | None = None
    ladder: str | None = None


def read_schedule(written: WrittenPlan) -> Schedule | tuple[PlanFault, ...]:
    """The schedule that is meant, or every fault of what is written."""
    every = _read_every(written.every)
    due = _read_due(written.due, None if isinstance(every, PlanFault) else every)
    made = read_date(written.made)
    at = DEFAULT_AT if written.at is None else _read_time(written.at)
    ladder = () if written.ladder is None else _read_ladder(written.ladder)
    zone = _read_zone(written.timezone)
    if (
        isinstance(every, PlanFault)
        or isinstance(due, PlanFault)
        or isinstance(made, PlanFault)
        or isinstance(at, PlanFault)
        or isinstance(ladder, PlanFault)
        or isinstance(zone, PlanFault)
    ):
        return _faults((every, due, made, at, ladder, zone))
    return Schedule(every, due, made, zone, at, ladder)


def read_new(written: WrittenPlan) -> Schedule | tuple[PlanFault, ...]:
    """The same for a plan that is made now: nothing is asked for that could never come."""
    read = read_schedule(written)
    if not isinstance(read, Schedule):
        return read
    furthest = FURTHEST[read.every]
    if far := [day for day in read.ladder if day > furthest]:
        words = f"{_listed(far)} is too far ahead; within a {read.every} at most {furthest} is possible"
        return (PlanFault("ladder", words),)
    return read


def comes_within(ladder: str, every: str) -> bool:
    """Whether all reminders of a ladder like ``7,3,1,0`` can come within a period."""
    return all(int(days) <= FURTHEST[every] for days in ladder.split(",") if days)


def read_date(text: str) -> date | PlanFault:
    """A date written like ``2026-11-23``."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return PlanFault("from", f"{_shown(text)} is not a date; write it like 2026-11-23")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return PlanFault("from", f"there is no {text.strip()} in the calendar")
    if day.year not in YEARS:
        return PlanFault("from", f"the year {day.year} is not between {YEARS[0]} and {YEARS[-1]}")
    return day


def _read_every(text: str) -> Frequency | PlanFault:
    for frequency in FREQUENCIES:
        if text.strip().lower() == frequency:
            return frequency
    return PlanFault("every", f"{_shown(text)} is not possible; it is one of {', '.join(FREQUENCIES)}")


def _read_due(text: str, every: Frequency | None) -> DueRule | PlanFault:
    rule = read_due_rule(text)
    if every is None:
        return rule or PlanFault("due", f"{_shown(text)} is not a due rule")
    if rule is None or not rule.fits(every):
        wrong = "is not a due rule" if rule is None else f"does not go with {every}"
        return PlanFault("due", f"{_shown(text)} {wrong}; for {every} there are {rules_for(every)}")
    return rule


def _read_time(text: str) -> time | PlanFault:
    match = _TIME.fullmatch(text.strip())
    if not match:
        return PlanFault("at", f"{_shown(text)} is not a time of day; write it like 09:00, up to 23:59")
    return time(int(match[1]), int(match[2]))


def _read_ladder(text: str) -> tuple[int, ...] | PlanFault:
    steps = _COMMAS.split(text.strip())
    if not all(re.fullmatch(r"[0-9]{1,9}", step) for step in steps):
        return PlanFault(
            "ladder",
            f"{_shown(text)} is not possible; write whole days before the due date, with commas, like 7,3,1,0",
        )
    days = [int(step) for step in steps]
    if twice := sorted({day for day in days if days.count(day) > 1}, reverse=True):
        return PlanFault(
            "ladder", f"{_listed(twice)} stands there more than once; one reminder a day is sent"
        )
    if far := [day for day in days if day > LONGEST_LADDER]:
        return PlanFault(
            "ladder", f"{_listed(far)} is too far ahead; no period is longer than {LONGEST_LADDER} days"
        )
    return tuple(days)


def _read_zone(text: str) -> ZoneInfo | PlanFault:
    name = text.strip()
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return PlanFault("timezone", f"there is no time zone {_shown(text)}; write it like Asia/Shanghai")


def _faults(parts: Iterable[object]) -> tuple[PlanFault, ...]:
    return tuple(part for part in parts if isinstance(part, PlanFault))


def _listed(days: Iterable[int]) -> str:
    return ", ".join(str(day) for day in days)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
