"""When the occurrences of a plan are due, when its reminders come, and when an occurrence is missed.

Everything is worked out from the plan alone. Due means by the end of the due day in the plan's zone. An end of day
is the instant at which the next day begins there, so that no second lies between a day and the next.

Where clocks are put forward, a local time that does not exist is moved forward by as much as the clocks were;
where they are put back, a local time that comes twice is taken the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from rubrics.due_rules import DueRule, due_in
from rubrics.periods import Frequency, Period, period_at
from rubrics.workdays import is_decreed, workdays_after

DEFAULT_AT = time(9)
"""The local time at which reminders come, where a plan says nothing else."""


def default_ladder(every: Frequency) -> tuple[int, ...]:
    """On how many days before the due day to remind, where a plan says nothing else."""
    match every:
        case "day":
            return (0,)
        case "week":
            return (1, 0)
        case _:
            return (7, 3, 1, 0)


def grace(every: Frequency) -> int:
    """After how many working days something overdue is missed; none for what is due every day."""
    match every:
        case "day":
            return 0
        case "week":
            return 2
        case _:
            return 10


@dataclass(frozen=True, slots=True)
class Schedule:
    """The times of a plan. ``due`` must fit ``every``."""

    every: Frequency
    due: DueRule
    made: date
    """The day the plan was made, in its zone. Reminders of that same day still count; those of earlier days,
    and periods that were due earlier, do not."""
    zone: ZoneInfo
    at: time = DEFAULT_AT
    ladder: tuple[int, ...] = field(default=())
    """Days before the due day, in any order; empty stands for the default."""

    @property
    def days_before(self) -> tuple[int, ...]:
        """The ladder in force, furthest from the due day first."""
        return tuple(sorted(set(self.ladder or default_ladder(self.every)), reverse=True))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What a plan asks for in one period, and when. All instants are in the plan's zone."""

    period: Period
    due: date
    reminders: tuple[datetime, ...]
    """Up to the due day, earliest first."""
    overdue_reminders: tuple[datetime, ...]
    """After the due day, one each working day until it is missed."""
    missed_at: datetime
    """From here on it is missed; the instant before, it can still be done late."""
    beyond_calendar: bool
    """Whether any of this rests on a year whose holidays are not decreed yet, and so may still move."""


def occurrences(schedule: Schedule) -> Iterator[Occurrence]:
    """The plan's occurrences, first those due soonest on or after the day it was made, without end."""
    period = period_at(schedule.made, schedule.every)
    while True:
        found = occurrence_in(period, schedule)
        if found is not None and found.due >= schedule.made:
            yield found
        period = period.next()


def occurrence_in(period: Period, schedule: Schedule) -> Occurrence | None:
    """The plan's occurrence in that period, or ``None`` where nothing is due in it (a day off)."""
    due = due_in(period, schedule.due)
    if due is None:
        return None
    missed_on = _missed_on(period, due, schedule)
    late_days = takewhile(lambda day: day < missed_on, workdays_after(due))
    earliest = max(period.first, schedule.made)
    before = (due - timedelta(days=days) for days in schedule.days_before)
    return Occurrence(
        period=period,
        due=due,
        reminders=tuple(local_moment(day, schedule.at, schedule.zone) for day in before if day >= earliest),
        overdue_reminders=tuple(local_moment(day, schedule.at, schedule.zone) for day in late_days),
        missed_at=local_moment(missed_on, time(), schedule.zone),
        beyond_calendar=_beyond_calendar(due, missed_on, schedule),
    )


def _missed_on(period: Period, due: date, schedule: Schedule) -> date:
    """The day at whose beginning it is missed: after its grace, or when the next period's due day begins."""
    working_days = grace(schedule.every)
    if not working_days:
        return due + timedelta(days=1)
    last = next(islice(workdays_after(due), working_days - 1, None))
    end_of_grace = last + timedelta(days=1)
    next_due = due_in(period.next(), schedule.due)
    return end_of_grace if next_due is None else min(end_of_grace, next_due)


def _beyond_calendar(due: date, missed_on: date, schedule: Schedule) -> bool:
    consulted = [due] if schedule.due.needs_calendar else []
    if grace(schedule.every):
        consulted += [due + timedelta(days=1), missed_on - timedelta(days=1)]
    return not all(is_decreed(day) for day in consulted)


def local_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That time of that day in the zone, where clocks are changed as told above."""
    # Through UTC and back, since a time the clocks skipped is otherwise kept as if it existed.
    return datetime.combine(day, at, zone).astimezone(UTC).astimezone(zone)
