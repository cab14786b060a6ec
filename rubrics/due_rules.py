"""Due rules: on which day of its period something is due.

For month, quarter, half-year and year the due day lies in the period's last month: ``day-5``, ``last-day``,
``last-workday``, ``workday-3``. For weeks it is a weekday, ``mon`` to ``sun``; for days ``every-day`` or ``workdays``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from rubrics.periods import Frequency, Period, month_end
from rubrics.workdays import is_workday, workdays_of_month

Kind: TypeAlias = Literal["day", "last-day", "last-workday", "workday", "weekday", "every-day", "workdays"]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERED = re.compile(r"(day|workday)-([0-9]{1,4})")
_LONGEST_MONTH = 31
_NEEDS_CALENDAR: frozenset[Kind] = frozenset({"last-workday", "workday", "workdays"})


@dataclass(frozen=True, slots=True)
class DueRule:
    """A due rule. ``number`` counts from 1: the day of ``day-N``, the N of ``workday-N``, Monday among weekdays."""

    kind: Kind
    number: int = 0

    @property
    def needs_calendar(self) -> bool:
        """Whether the due day depends on which days are working days."""
        return self.kind in _NEEDS_CALENDAR

    def fits(self, every: Frequency) -> bool:
        """Whether something that comes due that often can have this rule."""
        match self.kind:
            case "every-day" | "workdays":
                return every == "day"
            case "weekday":
                return every == "week"
            case _:
                return every not in {"day", "week"}

    def __str__(self) -> str:
        """The rule as it is written in a plan."""
        match self.kind:
            case "day" | "workday":
                return f"{self.kind}-{self.number}"
            case "weekday":
                return _WEEKDAYS[self.number - 1]
            case _:
                return self.kind


def due_in(period: Period, rule: DueRule) -> date | None:
    """The due day in that period, or ``None`` where nothing is due: a day off under ``workdays``.

    A ``day-N`` past the month's end is its last day; a ``workday-N`` past its working days is the last of them.
    The rule must fit the period.
    """
    match rule.kind:
        case "day":
            return period.last.replace(day=min(rule.number, period.last.day))
        case "last-day":
            return month_end(period.last)
        case "last-workday":
            return workdays_of_month(period.last)[-1]
        case "workday":
            return workdays_of_month(period.last)[: rule.number][-1]
        case "weekday":
            return period.first + timedelta(days=rule.number - 1)
        case "every-day":
            return period.first
        case "workdays":
            return period.first if is_workday(period.first) else None


def read_due_rule(text: str) -> DueRule | None:
    """A rule as written, or ``None`` where it is none: also ``day-0``, ``day-32``, ``workday-0``."""
    line = text.strip().lower()
    match line:
        case "last-day" | "last-workday" | "every-day" | "workdays":
            return DueRule(line)
    if line in _WEEKDAYS:
        return DueRule("weekday", _WEEKDAYS.index(line) + 1)
    if not (match := _NUMBERED.fullmatch(line)):
        return None
    number = int(match[2])
    if match[1] == "day":
        return DueRule("day", number) if 1 <= number <= _LONGEST_MONTH else None
    return DueRule("workday", number) if number else None


def rules_for(every: Frequency) -> str:
    """The rules that frequency can have, in words."""
    match every:
        case "day":
            return "every-day, workdays"
        case "week":
            return ", ".join(_WEEKDAYS)
        case _:
            return "day-1 to day-31, last-day, last-workday, workday-1, workday-2 and so on"
