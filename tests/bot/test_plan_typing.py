"""What people type into a plan, in the way plans are written; what is none of it stays as typed."""

from __future__ import annotations

import pytest

from bot import plan_typing

CITIES = {"上海": "Asia/Shanghai", "香港": "Asia/Hong_Kong"}


@pytest.mark.parametrize(
    ("typed", "every", "written"),
    [
        ("31", "month", "day-31"),
        ("１２号", "quarter", "day-12"),
        ("5 日", "year", "day-5"),
        ("day 7", "month", "day-7"),
        ("第3个工作日", "month", "workday-3"),
        ("workday 3", "month", "workday-3"),
        ("月底", "month", "last-day"),
        ("最后一个工作日", "half-year", "last-workday"),
        ("周五", "week", "fri"),
        ("星期天", "week", "sun"),
        ("每天", "day", "every-day"),
        ("工作日", "day", "workdays"),
        ("last-workday", "month", "last-workday"),
        ("5", "week", "5"),
        ("随便", "month", "随便"),
    ],
)
def test_due_days(typed: str, every: str, written: str) -> None:
    assert plan_typing.rule(typed, every) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [("9点", "09:00"), ("8点半", "08:30"), ("14点05分", "14:05"), ("14：30", "14:30"), ("25点", "25:00")],
)
def test_times_of_day(typed: str, written: str) -> None:
    assert plan_typing.clock(typed) == written


@pytest.mark.parametrize("typed", ["7,3,0", "7，3，0", "7、3、0", "7 3 0", "7天，3天，0"])
def test_days_before(typed: str) -> None:
    assert plan_typing.ladder(typed) == "7,3,0"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("asia/tokyo", "Asia/Tokyo"),
        ("hong kong", "Asia/Hong_Kong"),
        ("上海", "Asia/Shanghai"),
        ("paris", "Europe/Paris"),
        ("utc", "UTC"),
        ("Mars/Base", "Mars/Base"),
    ],
)
def test_time_zones(typed: str, written: str) -> None:
    assert plan_typing.zone(typed, CITIES) == written
