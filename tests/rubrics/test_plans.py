"""The times of a plan as people write them: what is understood, and every fault at once."""

from dataclasses import replace
from datetime import date, time
from itertools import islice
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from rubrics.due_rules import DueRule, due_in, read_due_rule
from rubrics.periods import Frequency, period_at
from rubrics.plans import PlanFault, WrittenPlan, read_new, read_schedule
from rubrics.schedule import Schedule, occurrences

QUARTERLY = WrittenPlan("quarter", "last-workday", "2026-11-23", "Asia/Shanghai")


def schedule(**written: str) -> Schedule:
    """The schedule of the quarterly plan with some of it written otherwise."""
    read = read_schedule(replace(QUARTERLY, **written))
    assert isinstance(read, Schedule)
    return read


def faults(**written: str) -> list[tuple[str, str]]:
    """The faults of the quarterly plan with some of it written otherwise."""
    read = read_schedule(replace(QUARTERLY, **written))
    assert isinstance(read, tuple)
    return [(fault.part, fault.words) for fault in read]


def test_what_is_left_out_stands_at_its_default() -> None:
    read = schedule()
    assert read == Schedule(
        "quarter", DueRule("last-workday"), date(2026, 11, 23), ZoneInfo("Asia/Shanghai"), time(9)
    )
    assert read.days_before == (7, 3, 1, 0)


def test_everything_can_be_written() -> None:
    read = schedule(at="8:05", ladder="0, 14,2", timezone="Europe/Berlin", due="Day-20")
    assert read.at == time(8, 5)
    assert read.days_before == (14, 2, 0)
    assert read.zone.key == "Europe/Berlin"
    assert read.due == DueRule("day", 20)


def test_chinese_punctuation_is_understood() -> None:
    assert schedule(ladder="7\uff0c3\u30011").days_before == (7, 3, 1)
    assert schedule(at="18\uff1a30").at == time(18, 30)


@pytest.mark.parametrize(
    "due",
    [
        "day-1",
        "day-31",
        "last-day",
        "last-workday",
        "workday-1",
        "workday-99",
        "mon",
        "every-day",
        "workdays",
    ],
)
def test_a_rule_reads_back_as_it_was_written(due: str) -> None:
    assert str(read_due_rule(due)) == due


@pytest.mark.parametrize(
    "due",
    ["day-0", "day-32", "day--1", "day-1.5", "day-", "day", "workday-0", "workday-٣", "", "monday", "last"],
)
def test_what_is_no_rule_is_refused_with_those_there_are(due: str) -> None:
    assert faults(due=due) == [
        (
            "due",
            f"{due!r} is not a due rule; for quarter there are "
            "day-1 to day-31, last-day, last-workday, workday-1, workday-2 and so on",
        )
    ]


@pytest.mark.parametrize(
    ("every", "due", "there_are"),
    [
        ("week", "last-day", "mon, tue, wed, thu, fri, sat, sun"),
        ("week", "workdays", "mon, tue, wed, thu, fri, sat, sun"),
        ("day", "fri", "every-day, workdays"),
        ("day", "workday-1", "every-day, workdays"),
        ("month", "sun", "day-1 to day-31, last-day, last-workday, workday-1, workday-2 and so on"),
        ("year", "every-day", "day-1 to day-31, last-day, last-workday, workday-1, workday-2 and so on"),
    ],
)
def test_a_rule_of_another_frequency_is_refused(every: str, due: str, there_are: str) -> None:
    assert faults(every=every, due=due) == [
        ("due", f"{due!r} does not go with {every}; for {every} there are {there_are}")
    ]


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter", "half-year", "year"])
def test_a_rule_that_fits_has_a_due_day_within_the_period(every: Frequency) -> None:
    period = period_at(date(2028, 2, 29), every)
    for text in ("day-31", "last-day", "last-workday", "workday-30", "sun", "every-day"):
        rule = read_due_rule(text)
        assert rule is not None
        if rule.fits(every):
            due = due_in(period, rule)
            assert due is not None
            assert period.first <= due <= period.last


@pytest.mark.parametrize(
    ("ladder", "words"),
    [
        ("7,7,1", "7 stands there more than once; one reminder a day is sent"),
        ("1,0,01,0", "1, 0 stands there more than once; one reminder a day is sent"),
        ("400,1", "400 is too far ahead; no period is longer than 366 days"),
        *(
            (
                wrong,
                f"{wrong!r} is not possible; write whole days before the due date, with commas, like 7,3,1,0",
            )
            for wrong in ("", "a week", "-1,0", "7,,1", "7 3", "1.5", "7,3,")
        ),
    ],
)
def test_a_wrong_ladder_is_refused(ladder: str, words: str) -> None:
    assert faults(ladder=ladder) == [("ladder", words)]


@pytest.mark.parametrize(
    ("every", "due", "furthest"),
    [
        ("day", "every-day", 0),
        ("week", "sun", 6),  # from Monday
        ("month", "last-day", 30),  # from the 1st to the 31st
        ("quarter", "last-day", 91),  # 31 + 31 + 30 days, as in the third
        ("half-year", "last-day", 183),  # 31 + 31 + 30 + 31 + 30 + 31 days, as in the second
        ("year", "last-day", 365),  # a leap year
    ],
)
def test_a_new_plan_asks_for_no_reminder_that_could_never_come(every: str, due: str, furthest: int) -> None:
    written = WrittenPlan(every, due, "2028-01-01", "Asia/Shanghai", ladder=str(furthest))
    read = read_new(written)
    assert isinstance(read, Schedule)
    assert any(len(one.reminders) == 1 for one in islice(occurrences(read), 12))
    (fault,) = cast("tuple[PlanFault, ...]", read_new(replace(written, ladder=f"{furthest + 1},0")))
    assert fault.part == "ladder"
    assert fault.words == (
        f"{furthest + 1} is too far ahead; within a {every} at most {furthest} is possible"
    )
    assert isinstance(read_schedule(replace(written, ladder="99,0")), Schedule), "a kept plan can be read"


@pytest.mark.parametrize("at", ["24:00", "9", "09:60", "09:00:00", "noon", ""])
def test_a_wrong_time_is_refused(at: str) -> None:
    words = f"{at!r} is not a time of day; write it like 09:00, up to 23:59"
    assert faults(at=at) == [("at", words)]


@pytest.mark.parametrize("zone", ["Asia/Shangai", "", "../etc/passwd", "Asia", "\0", "x" * 50])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    words = f"there is no time zone {zone!r}; write it like Asia/Shanghai"
    assert faults(timezone=zone) == [("timezone", words)]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("2026-02-30", "there is no 2026-02-30 in the calendar"),
        ("2027-02-29", "there is no 2027-02-29 in the calendar"),
        ("23.11.2026", "'23.11.2026' is not a date; write it like 2026-11-23"),
        ("20261123", "'20261123' is not a date; write it like 2026-11-23"),
        ("", "'' is not a date; write it like 2026-11-23"),
        ("9999-12-31", "the year 9999 is not between 1990 and 2199"),
        ("0001-01-01", "the year 1 is not between 1990 and 2199"),
    ],
)
def test_a_wrong_date_is_refused(made: str, words: str) -> None:
    assert faults(made=made) == [("from", words)]


def test_all_faults_are_told_at_once() -> None:
    read = read_schedule(WrittenPlan("fortnight", "day-0", "soon", "Mars", "late", "often"))
    assert isinstance(read, tuple)
    assert all(isinstance(fault, PlanFault) for fault in read)
    assert [fault.part for fault in read] == ["every", "due", "from", "at", "ladder", "timezone"]


def test_with_an_unknown_frequency_a_known_rule_is_no_second_fault() -> None:
    assert faults(every="fortnight", due="fri") == [
        ("every", "'fortnight' is not possible; it is one of day, week, month, quarter, half-year, year")
    ]


def test_what_is_far_too_long_is_told_cut() -> None:
    ((_, words),) = faults(due="day-" + "1" * 5000)
    assert len(words) < 200
