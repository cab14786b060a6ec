"""Due days, reminders and misses, worked out by hand on a paper calendar of China."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from rubrics import workdays
from rubrics.due_rules import read_due_rule
from rubrics.periods import Frequency
from rubrics.schedule import Occurrence, Schedule, occurrences

SHANGHAI = ZoneInfo("Asia/Shanghai")


def first(count: int, every: Frequency, due: str, made: str, *ladder: int) -> list[Occurrence]:
    """The first occurrences of a plan made that day."""
    rule = read_due_rule(due)
    assert rule is not None
    schedule = Schedule(every, rule, date.fromisoformat(made), SHANGHAI, ladder=ladder)
    return list(islice(occurrences(schedule), count))


def days(instants: tuple[datetime, ...]) -> list[str]:
    """The days of the instants, like ``12-31``; all of them must be nine o'clock in China."""
    assert all(at.isoformat().endswith("T09:00:00+08:00") for at in instants)
    return [f"{at:%m-%d}" for at in instants]


def dues(count: int, every: Frequency, due: str, made: str) -> list[str]:
    """The due days of the first occurrences."""
    return [one.due.isoformat() for one in first(count, every, due, made)]


@pytest.fixture
def decreed_until_2026(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A calendar that ends with 2026, however far the installed one goes by now."""
    monkeypatch.setattr(workdays, "decreed_years", lambda: range(2004, 2027))
    workdays.is_workday.cache_clear()
    yield
    workdays.is_workday.cache_clear()


class TestDueDays:
    @pytest.mark.parametrize(
        ("due", "made", "expected"),
        [
            ("day-31", "2026-01-10", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
            ("day-30", "2028-01-31", ["2028-02-29", "2028-03-30"]),
            ("day-29", "2027-02-01", ["2027-02-28", "2027-03-29"]),
            ("last-day", "2028-02-01", ["2028-02-29", "2028-03-31"]),
            # 2025-01-28 to 02-04 is 春节, so that January ends on Monday the 27th.
            ("last-workday", "2025-01-01", ["2025-01-27", "2025-02-28"]),
            # 28 February 2026 is a Saturday, worked for 春节; 31 January is a Saturday, not worked.
            ("last-workday", "2026-01-01", ["2026-01-30", "2026-02-28", "2026-03-31"]),
            # 31 May 2025 is 端午.
            ("last-workday", "2025-05-06", ["2025-05-30"]),
            # September 2024 ends on a Monday before the golden week.
            ("last-workday", "2024-09-01", ["2024-09-30", "2024-10-31"]),
            # Sunday 4 January is worked for 元旦; October begins with a week off and a Saturday worked.
            ("workday-1", "2026-01-01", ["2026-01-04", "2026-02-02", "2026-03-02"]),
            ("workday-1", "2026-10-01", ["2026-10-08"]),
            ("workday-3", "2026-10-01", ["2026-10-10"]),
            ("workday-12", "2026-02-01", ["2026-02-24"]),
            # February 2026 has 16 working days.
            ("workday-16", "2026-02-01", ["2026-02-28"]),
            ("workday-17", "2026-02-01", ["2026-02-28"]),
            ("workday-99", "2026-02-01", ["2026-02-28"]),
        ],
    )
    def test_of_months(self, due: str, made: str, expected: list[str]) -> None:
        assert dues(len(expected), "month", due, made) == expected

    def test_lie_in_the_last_month_of_longer_periods(self) -> None:
        assert dues(3, "quarter", "day-31", "2026-01-01") == ["2026-03-31", "2026-06-30", "2026-09-30"]
        assert dues(2, "half-year", "workday-1", "2026-01-01") == ["2026-06-01", "2026-12-01"]
        assert dues(2, "year", "day-24", "2026-11-23") == ["2026-12-24", "2027-12-24"]

    def test_name_their_periods(self) -> None:
        def names(every: Frequency, due: str) -> list[str]:
            return [one.period.name for one in first(2, every, due, "2026-11-23")]

        assert names("month", "last-day") == ["2026-11", "2026-12"]
        assert names("quarter", "last-day") == ["2026-Q4", "2027-Q1"]
        assert names("half-year", "last-day") == ["2026-H2", "2027-H1"]
        assert names("year", "last-day") == ["2026", "2027"]
        assert names("week", "mon") == ["2026-W48", "2026-W49"]
        assert names("day", "every-day") == ["2026-11-23", "2026-11-24"]

    def test_of_weeks_pass_a_year_with_53_of_them(self) -> None:
        found = first(3, "week", "sun", "2026-12-27")
        assert [(one.period.name, one.due.isoformat()) for one in found] == [
            ("2026-W52", "2026-12-27"),
            ("2026-W53", "2027-01-03"),
            ("2027-W01", "2027-01-10"),
        ]

    def test_of_a_week_can_lie_in_the_year_before_its_name(self) -> None:
        (found,) = first(1, "week", "tue", "2024-12-30")
        assert (found.period.name, found.due) == ("2025-W01", date(2024, 12, 31))

    def test_of_working_days_skip_the_golden_week(self) -> None:
        assert dues(4, "day", "workdays", "2026-09-30") == [
            "2026-09-30",
            "2026-10-08",
            "2026-10-09",
            "2026-10-10",
        ]
        assert dues(2, "day", "every-day", "2026-09-30") == ["2026-09-30", "2026-10-01"]

    def test_before_the_plan_was_made_do_not_count(self) -> None:
        assert dues(1, "month", "day-23", "2026-11-23") == ["2026-11-23"]
        assert dues(1, "month", "day-22", "2026-11-23") == ["2026-12-22"]
        assert dues(1, "week", "sun", "2026-11-23") == ["2026-11-29"]
        assert dues(1, "week", "mon", "2026-11-24") == ["2026-11-30"]


class TestReminders:
    def test_of_a_quarter_come_by_the_default_ladder(self) -> None:
        (found,) = first(1, "quarter", "last-workday", "2026-11-23")
        assert found.due == date(2026, 12, 31)
        assert days(found.reminders) == ["12-24", "12-28", "12-30", "12-31"]

    def test_of_a_week_come_the_day_before_and_on_the_day(self) -> None:
        (found,) = first(1, "week", "fri", "2026-11-23")
        assert days(found.reminders) == ["11-26", "11-27"]

    def test_of_a_day_come_on_the_day(self) -> None:
        (found,) = first(1, "day", "every-day", "2026-11-23")
        assert days(found.reminders) == ["11-23"]

    def test_come_by_a_ladder_of_ones_own_in_the_order_of_time(self) -> None:
        (found,) = first(1, "quarter", "day-20", "2026-11-23", 0, 14, 2)
        assert days(found.reminders) == ["12-06", "12-18", "12-20"]

    def test_before_the_period_begins_are_left_out(self) -> None:
        (monthly,) = first(1, "month", "day-3", "2026-10-20")
        assert monthly.due == date(2026, 11, 3)
        assert days(monthly.reminders) == ["11-02", "11-03"]
        (quarterly,) = first(1, "quarter", "day-3", "2026-10-20")
        assert days(quarterly.reminders) == ["11-26", "11-30", "12-02", "12-03"]
        (weekly,) = first(1, "week", "mon", "2026-11-10")
        assert days(weekly.reminders) == ["11-16"]

    def test_on_the_first_day_of_the_period_are_kept(self) -> None:
        (found,) = first(1, "month", "day-8", "2026-10-20")
        assert days(found.reminders) == ["11-01", "11-05", "11-07", "11-08"]

    @pytest.mark.parametrize(
        ("made", "expected"),
        [
            ("2026-11-23", ["11-23", "11-27", "11-29", "11-30"]),
            ("2026-11-24", ["11-27", "11-29", "11-30"]),
            ("2026-11-27", ["11-27", "11-29", "11-30"]),
            ("2026-11-28", ["11-29", "11-30"]),
            ("2026-11-30", ["11-30"]),
        ],
    )
    def test_before_the_day_the_plan_was_made_are_left_out(self, made: str, expected: list[str]) -> None:
        (found,) = first(1, "month", "last-day", made)
        assert days(found.reminders) == expected


class TestOverdue:
    def test_is_reminded_on_ten_working_days_across_a_golden_week(self) -> None:
        (found,) = first(1, "month", "day-25", "2026-09-01")
        assert days(found.overdue_reminders) == [
            *("09-28", "09-29", "09-30"),
            *("10-08", "10-09", "10-10"),
            *("10-12", "10-13", "10-14", "10-15"),
        ]
        assert found.missed_at.isoformat() == "2026-10-16T00:00:00+08:00"

    def test_is_reminded_on_saturdays_worked_for_the_spring_festival(self) -> None:
        (found,) = first(1, "month", "day-10", "2026-02-01")
        assert days(found.overdue_reminders) == [
            *("02-11", "02-12", "02-13", "02-14"),
            *("02-24", "02-25", "02-26", "02-27", "02-28"),
            "03-02",
        ]
        assert found.missed_at.isoformat() == "2026-03-03T00:00:00+08:00"

    def test_of_a_week_is_missed_after_two_working_days(self) -> None:
        (found,) = first(1, "week", "fri", "2026-11-23")
        assert days(found.overdue_reminders) == ["11-30", "12-01"]
        assert found.missed_at.isoformat() == "2026-12-02T00:00:00+08:00"

    def test_of_a_week_before_a_festival_is_missed_when_the_next_due_day_begins(self) -> None:
        before_spring_festival, _, after = first(3, "week", "fri", "2026-02-09")
        assert days(before_spring_festival.overdue_reminders) == ["02-14"]
        assert before_spring_festival.missed_at.isoformat() == "2026-02-20T00:00:00+08:00"
        assert days(after.overdue_reminders) == ["02-28", "03-02"]
        (in_golden_week,) = first(1, "week", "fri", "2026-09-28")
        assert days(in_golden_week.overdue_reminders) == ["10-08"]
        assert in_golden_week.missed_at.isoformat() == "2026-10-09T00:00:00+08:00"

    def test_of_a_day_is_missed_at_its_end(self) -> None:
        (found,) = first(1, "day", "workdays", "2026-11-23")
        assert found.overdue_reminders == ()
        assert found.missed_at.isoformat() == "2026-11-24T00:00:00+08:00"


class TestBeyondTheCalendar:
    # In 2199 nothing is decreed; the 1st of January is a Tuesday, the 1st of October too.

    def test_it_is_told_where_a_date_rests_on_a_guess(self) -> None:
        (found,) = first(1, "month", "last-workday", "2199-09-01")
        assert found.due == date(2199, 9, 30)
        assert days(found.overdue_reminders)[:3] == ["10-04", "10-07", "10-08"]
        assert found.beyond_calendar

    def test_nothing_is_a_guess_where_no_working_day_is_counted(self) -> None:
        assert not first(1, "day", "every-day", "2199-01-01")[0].beyond_calendar
        assert first(1, "day", "workdays", "2199-01-02")[0].beyond_calendar
        # A Sunday is due by itself, but when it is missed depends on the working days after it.
        assert first(1, "week", "sun", "2199-01-01")[0].beyond_calendar

    @pytest.mark.usefixtures("decreed_until_2026")
    def test_the_last_day_of_the_last_decreed_year_is_no_guess(self) -> None:
        (in_time,) = first(1, "month", "day-17", "2026-12-01")
        assert in_time.missed_at.isoformat() == "2027-01-01T00:00:00+08:00"
        assert not in_time.beyond_calendar
        (a_day_later,) = first(1, "month", "day-18", "2026-12-01")
        assert a_day_later.beyond_calendar


class TestZones:
    def occurrence(self, zone: str, made: date, at: time = time(9)) -> Occurrence:
        rule = read_due_rule("every-day")
        assert rule is not None
        return next(occurrences(Schedule("day", rule, made, ZoneInfo(zone), at)))

    def test_reminders_come_at_the_plans_own_time(self) -> None:
        summer = self.occurrence("Europe/Berlin", date(2026, 7, 1), time(17, 30))
        winter = self.occurrence("Europe/Berlin", date(2026, 12, 1), time(17, 30))
        assert summer.reminders[0].isoformat() == "2026-07-01T17:30:00+02:00"
        assert winter.reminders[0].isoformat() == "2026-12-01T17:30:00+01:00"

    def test_a_time_the_clocks_skip_is_moved_forward(self) -> None:
        # New York, 8 March 2026: 02:00 becomes 03:00.
        found = self.occurrence("America/New_York", date(2026, 3, 8), time(2, 30))
        assert found.reminders[0].isoformat() == "2026-03-08T03:30:00-04:00"

    def test_a_time_that_comes_twice_is_taken_the_first_time(self) -> None:
        # New York, 1 November 2026: 02:00 becomes 01:00.
        found = self.occurrence("America/New_York", date(2026, 11, 1), time(1, 30))
        assert found.reminders[0].isoformat() == "2026-11-01T01:30:00-04:00"

    def test_a_day_ends_when_the_next_begins_even_where_that_has_no_midnight(self) -> None:
        # São Paulo, 4 November 2018: 00:00 becomes 01:00.
        found = self.occurrence("America/Sao_Paulo", date(2018, 11, 3))
        assert found.missed_at.isoformat() == "2018-11-04T01:00:00-02:00"
