"""The schedule against a calendar written another way, over many plans from 2024 to 2030."""

from datetime import date, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.due_rules import read_due_rule
from rubrics.periods import Frequency
from rubrics.schedule import Schedule, occurrences
from rubrics.workdays import is_workday
from tests.rubrics.schedule_by_days import Seen, walk_through, works

LONGEST: dict[Frequency, int] = {
    "day": 1,
    "week": 7,
    "month": 31,
    "quarter": 92,
    "half-year": 184,
    "year": 366,
}

monthly_rules = st.one_of(
    st.sampled_from(["last-day", "last-workday"]),
    st.integers(1, 31).map("day-{}".format),
    st.integers(1, 25).map("workday-{}".format),
)
frequencies_and_rules = st.one_of(
    st.tuples(st.just("day"), st.sampled_from(["every-day", "workdays"])),
    st.tuples(st.just("week"), st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])),
    st.tuples(st.sampled_from(["month", "quarter", "half-year", "year"]), monthly_rules),
)
ladders = st.one_of(st.none(), st.sets(st.integers(0, 40), min_size=1, max_size=6).map(tuple))


def computed(
    every: Frequency, due: str, made: date, ladder: tuple[int, ...] | None, count: int
) -> list[Seen]:
    """What the product works out, day by day."""
    rule = read_due_rule(due)
    assert rule is not None
    schedule = Schedule(every, rule, made, ZoneInfo("Asia/Shanghai"), ladder=ladder or ())
    return [
        Seen(
            one.period.name,
            one.due,
            [at.date() for at in one.reminders],
            [at.date() for at in one.overdue_reminders],
            one.missed_at.date(),
        )
        for one in islice(occurrences(schedule), count)
    ]


@given(
    rule=frequencies_and_rules,
    made=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    ladder=ladders,
    count=st.integers(1, 8),
)
@settings(deadline=None, max_examples=200)
def test_both_calendars_see_the_same(
    rule: tuple[Frequency, str], made: date, ladder: tuple[int, ...] | None, count: int
) -> None:
    every, due = rule
    until = made + timedelta(days=(count + 2) * LONGEST[every] + 60)
    seen = walk_through(every, due, made, ladder, until)[:count]
    assert computed(every, due, made, ladder, count) == seen


@pytest.mark.parametrize(
    ("every", "due"),
    [
        ("day", "workdays"),
        ("week", "mon"),
        ("week", "fri"),
        ("week", "sun"),
        ("month", "day-31"),
        ("month", "last-workday"),
        ("month", "workday-5"),
        ("quarter", "last-day"),
        ("half-year", "workday-23"),
        ("year", "day-29"),
    ],
)
def test_both_calendars_see_the_same_seven_years_long(every: Frequency, due: str) -> None:
    seen = [
        one
        for one in walk_through(every, due, date(2024, 1, 1), None, date(2032, 2, 1))
        if one.due.year <= 2030
    ]
    assert seen[-1].missed_on is not None
    assert computed(every, due, date(2024, 1, 1), None, len(seen)) == seen


def test_both_calendars_know_the_same_working_days() -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(7 * 365 + 2)]
    assert days[-1] == date(2030, 12, 31)
    assert [day for day in days if is_workday(day)] == [day for day in days if works(day)]
