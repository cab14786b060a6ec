"""What happens with an occurrence at a moment, decided from its row alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reminding.deciding import Stage, decide
from bot.reminding.quiet import held
from storage.occurrences import KeptOccurrence
from tests.reminding.site import SHANGHAI, WANG, ZHAO, at

# The fourth quarter of 2026, due on Thursday, 31 December. 1 January is off and 2 and 3 a weekend; the 5 working
# days of two weeks follow, and the 10th of them is 15 January.
Q4 = KeptOccurrence(
    id=1,
    plan_id=1,
    period="2026-Q4",
    first_day=date(2026, 10, 1),
    due=date(2026, 12, 31),
    days=(-7, -3, -1, 0, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15),
    at=time(9),
    timezone="Asia/Shanghai",
    late_at=at("2027-01-01 00:00"),
    missed_at=at("2027-01-16 00:00"),
    form_id="quality",
    subject_id=1,
    unit_id=None,
    evaluator_id=WANG,
    supervisor_id=ZHAO,
    state="scheduled",
    opened_at=at("2026-10-01 00:00"),
    reminded_to=None,
    remind_at=None,
    next_at=at("2026-10-01 00:00"),
    evaluation_id=None,
    offered_to=None,
    closed_at=None,
    closed_by=None,
    reason=None,
)


def stage(name: str, moment: str) -> Stage:
    return Stage(name, at(moment))


def test_before_the_first_rung_nothing_is_sent() -> None:
    decision = decide(Q4, at("2026-12-24 08:59"))
    assert (decision.wanted, decision.skipped) == (None, ())
    assert decision.move.state == "scheduled"
    assert decision.move.next_at == at("2026-12-24 09:00")


def test_at_a_rung_it_is_sent_and_the_next_one_is_awaited() -> None:
    decision = decide(Q4, at("2026-12-24 09:00"))
    assert decision.wanted == stage("-7", "2026-12-24 09:00")
    assert decision.move.state == "open"
    assert decision.move.reminded_to == -7
    assert decision.move.next_at == at("2026-12-28 09:00")


def test_after_a_downtime_only_the_latest_rung_is_sent() -> None:
    decision = decide(Q4, at("2026-12-30 15:00"))
    assert [one.name for one in decision.skipped] == ["-7", "-3"]
    assert decision.wanted == stage("-1", "2026-12-30 09:00")
    assert decision.move.next_at == at("2026-12-31 09:00")


def test_a_rung_that_was_seen_to_is_not_sent_again() -> None:
    seen = replace(Q4, state="open", reminded_to=-3)
    decision = decide(seen, at("2026-12-29 09:00"))
    assert (decision.wanted, decision.skipped) == (None, ())
    assert decision.move.next_at == at("2026-12-30 09:00")


def test_it_is_overdue_when_the_due_day_is_over() -> None:
    standing = replace(Q4, state="in-progress", reminded_to=0)
    assert not decide(standing, at("2026-12-31 23:59")).overdue
    decision = decide(standing, at("2027-01-01 00:00"))
    assert decision.overdue
    assert decision.wanted is None
    assert decision.move.state == "overdue"
    assert decision.move.next_at == at("2027-01-04 09:00")


def test_it_is_overdue_once() -> None:
    standing = replace(Q4, state="overdue", reminded_to=0)
    decision = decide(standing, at("2027-01-04 09:00"))
    assert not decision.overdue
    assert decision.wanted == stage("+4", "2027-01-04 09:00")


def test_at_the_end_of_the_tenth_working_day_it_is_missed() -> None:
    standing = replace(Q4, state="overdue", reminded_to=15)
    assert not decide(standing, at("2027-01-15 23:59")).missed
    decision = decide(standing, at("2027-01-16 00:00"))
    assert decision.missed
    assert decision.move.state == "missed"
    assert decision.move.next_at is None
    assert decision.move.closed_at == at("2027-01-16 00:00")


def test_after_a_long_downtime_it_is_missed_as_of_when_it_was_and_nobody_is_reminded() -> None:
    decision = decide(Q4, at("2027-03-01 12:00"))
    assert decision.wanted is None
    assert len(decision.skipped) == 14
    assert decision.missed
    assert not decision.overdue
    assert decision.move.closed_at == at("2027-01-16 00:00")


def test_a_clock_that_goes_back_undoes_nothing() -> None:
    standing = replace(Q4, state="overdue", reminded_to=4)
    decision = decide(standing, at("2026-12-30 09:00"))
    assert (decision.wanted, decision.skipped, decision.overdue) == (None, (), False)
    assert decision.move.state == "overdue"
    assert decision.move.reminded_to == 4


class TestPutOff:
    put_off = replace(Q4, state="open", reminded_to=-7, remind_at=at("2026-12-29 10:00"))

    def test_rungs_that_come_meanwhile_are_covered(self) -> None:
        decision = decide(self.put_off, at("2026-12-28 09:00"))
        assert decision.wanted is None
        assert decision.skipped == (stage("-3", "2026-12-28 09:00"),)
        assert decision.move.next_at == at("2026-12-29 10:00")

    def test_it_comes_when_it_was_asked_for(self) -> None:
        decision = decide(replace(self.put_off, reminded_to=-3), at("2026-12-29 10:00"))
        assert decision.wanted == Stage("at-2026-12-29T02:00:00", at("2026-12-29 10:00"))
        assert decision.move.remind_at is None

    def test_a_rung_after_it_takes_its_place(self) -> None:
        decision = decide(replace(self.put_off, reminded_to=-3), at("2026-12-30 12:00"))
        assert decision.wanted == stage("-1", "2026-12-30 09:00")
        assert decision.move.remind_at is None

    def test_it_becomes_overdue_all_the_same(self) -> None:
        far = replace(self.put_off, reminded_to=0, remind_at=at("2027-01-05 09:00"))
        decision = decide(far, at("2027-01-01 00:00"))
        assert decision.overdue
        assert decision.wanted is None
        assert decision.move.remind_at == at("2027-01-05 09:00")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-23 07:59", "2026-11-23 08:00"),
        ("2026-11-23 08:00", "2026-11-23 08:00"),
        ("2026-11-23 21:59", "2026-11-23 21:59"),
        ("2026-11-23 22:00", "2026-11-24 08:00"),
        ("2026-12-31 23:30", "2027-01-01 08:00"),
        ("2026-11-23 00:00", "2026-11-23 08:00"),
    ],
)
def test_quiet_hours_hold_back_until_eight(now: str, then: str) -> None:
    assert held(at(now), SHANGHAI) == at(then)


def test_quiet_hours_are_local() -> None:
    new_york = ZoneInfo("America/New_York")
    assert held(at("2026-11-23 12:00"), new_york) == datetime(2026, 11, 23, 8, tzinfo=new_york)
    assert held(at("2026-11-23 23:00"), new_york) - at("2026-11-23 23:00") == timedelta(0)
