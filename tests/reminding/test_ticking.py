"""Ticks on a real database: who gets which message when, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.post import NotNow, Unreachable
from bot.reminding.closing import begun_for, close_on_hand_in
from bot.reminding.ticking import growing
from storage import memberships, people, plans, tables
from storage.reminders import notices_for
from tests.reminding.site import LIN, WANG, ZHAO, Site, at


def test_a_quarter_goes_by_with_reminders_in_time_and_is_missed(site: Site) -> None:
    site.plan()
    sent = {}
    for day in range(60):
        for hour in (0, 8, 9):
            moment = at("2026-11-24 00:00") + timedelta(days=day, hours=hour)
            for message in site.tick(moment):
                sent[f"{moment.astimezone(site.house.zone):%m-%d %H:%M}", message.person_id] = message
    to_wang = [when for when, who in sent if who == WANG]
    assert to_wang == [
        *("12-24 09:00", "12-28 09:00", "12-30 09:00", "12-31 09:00"),
        *("01-04 09:00", "01-05 09:00", "01-06 09:00", "01-07 09:00", "01-08 09:00"),
        *("01-11 09:00", "01-12 09:00", "01-13 09:00", "01-14 09:00", "01-15 09:00"),
    ]
    # Overdue and missed at midnight, told at eight; the digest on the first working day of January at nine.
    assert [when for when, who in sent if who == ZHAO] == ["01-01 08:00", "01-04 09:00", "01-16 08:00"]
    assert "逾期 1" in sent["01-01 08:00", ZHAO].text
    assert "2026-12 计划执行情况" in sent["01-04 09:00", ZHAO].text
    assert "未做" in sent["01-16 08:00", ZHAO].text
    assert site.occurrence().state == "missed"


def test_a_reminder_says_what_where_which_period_and_when(site: Site) -> None:
    site.plan()
    (message,) = site.tick("2026-12-28 09:00")
    assert message.text.splitlines() == [
        "🔔 C2、客服品质检查考核标准及评分表",
        "幸福花园 · 2026-Q4",
        "还有3天，周四 12-31 截止",
    ]
    assert message.buttons == ["▶ 开始检查", "⏰ 推迟", "👥 转交", "本期免检"]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-12-30 09:00", "还有1天，周四 12-31 截止"),
        ("2026-12-31 09:00", "今天截止（周四 12-31）"),
        ("2027-01-04 09:00", "⚠️ 已逾期4天（周四 12-31 截止），最迟 周五 01-15 补做"),
    ],
)
def test_a_reminder_counts_the_days(site: Site, moment: str, words: str) -> None:
    site.plan()
    (message,) = (one for one in site.tick(moment) if one.person_id == WANG)
    assert words in message.text


def test_after_a_downtime_one_reminder_comes_at_once_and_the_earlier_stages_are_skipped(site: Site) -> None:
    site.plan()
    messages = [one for one in site.tick("2026-12-30 11:00") if one.person_id == WANG]
    assert len(messages) == 1
    assert site.stages() == [("-7", "skipped"), ("-3", "skipped"), ("-1", "sent")]


def test_a_second_tick_at_the_same_moment_sends_nothing(site: Site) -> None:
    site.plan()
    assert site.tick("2026-12-28 09:00")
    assert site.tick() == []


def test_a_clock_that_jumps_back_sends_nothing_again(site: Site) -> None:
    site.plan()
    site.tick("2026-12-30 09:00")
    before = site.occurrence()
    for moment in ("2026-12-24 09:00", "2026-12-28 09:00", "2026-12-30 09:00"):
        assert [one for one in site.tick(moment) if one.person_id == WANG] == []
    assert site.occurrence() == before


def test_a_reminder_of_the_night_waits_for_the_morning(site: Site) -> None:
    site.plan("month", "last-day", at="23:00", ladder="1")
    assert site.tick("2026-11-29 23:00") == []
    assert site.stages() == [("-1", "wanted")]
    (message,) = site.tick("2026-11-30 08:00")
    assert "今天截止" in message.text


def test_several_overdue_ones_are_told_in_one_message(site: Site) -> None:
    for name in ("一号楼", "二号楼", "三号楼"):
        site.plan("month", "last-day", subject=site.subject(name))
    site.tick("2026-11-30 09:00")
    assert site.tick("2026-12-01 00:30") == []
    to_zhao = [one for one in site.tick("2026-12-01 08:00") if one.person_id == ZHAO]
    overdue = [one for one in to_zhao if "逾期" in one.text and "计划执行情况" not in one.text]
    assert len(overdue) == 1
    assert "⚠️ 逾期 3" in overdue[0].text
    assert not [one for one in site.tick("2026-12-02 08:00") if "逾期 3" in one.text]


def test_what_was_done_before_the_morning_is_not_told_as_overdue(site: Site) -> None:
    plan = site.plan("month", "last-day")
    site.tick("2026-12-01 00:30")
    site.now = at("2026-12-01 07:30")
    evaluation = site.draft(plan.subject_id)
    site.do(lambda conn: close_on_hand_in(conn, evaluation, site.now))
    assert not [one for one in site.tick("2026-12-01 08:00") if "逾期 1" in one.text]


class TestSendingFails:
    def test_it_is_tried_again_with_growing_waits_and_then_comes(self, site: Site) -> None:
        site.plan()
        site.box.fails = lambda _: NotNow()
        assert site.tick("2026-12-28 09:00") == []
        assert site.tick("2026-12-28 09:00") == []
        (waiting,) = site.reminders()[1:]
        assert waiting.act_at == at("2026-12-28 09:00") + timedelta(seconds=30)
        site.tick(waiting.act_at)
        assert site.reminders()[1].act_at == waiting.act_at + timedelta(seconds=60)
        site.box.fails = lambda _: None
        (message,) = site.tick("2026-12-28 09:05")
        assert message.person_id == WANG
        assert site.stages()[1] == ("-3", "sent")

    def test_telegram_is_given_the_time_it_asks_for(self, site: Site) -> None:
        site.plan()
        site.box.fails = lambda _: NotNow(timedelta(seconds=300))
        site.tick("2026-12-28 09:00")
        assert site.reminders()[1].act_at == at("2026-12-28 09:05")

    def test_what_nobody_foresaw_holds_up_no_one_else_and_waits_longer_each_time(self, site: Site) -> None:
        site.known(LIN)
        site.plan(subject=site.subject("一号楼"))
        site.plan(subject=site.subject("二号楼"), evaluator=LIN)
        site.box.fails = lambda person: RuntimeError("no such thing") if person == WANG else None
        assert [one.person_id for one in site.tick("2026-12-28 09:00")] == [LIN]
        waiting = site.reminders(1)[1]
        assert waiting.act_at == at("2026-12-28 09:00") + timedelta(seconds=30)
        site.tick(waiting.act_at)
        assert site.reminders(1)[1].act_at == waiting.act_at + timedelta(seconds=60)

    def test_waits_grow_to_an_hour(self) -> None:
        seconds = [growing(tries).total_seconds() for tries in (0, 1, 2, 3, 6, 7, 50)]
        assert seconds == [30, 60, 120, 240, 1920, 3600, 3600]

    def test_a_later_stage_takes_the_place_of_one_that_never_went(self, site: Site) -> None:
        site.plan()
        site.box.fails = lambda _: NotNow()
        site.tick("2026-12-28 09:00")
        site.box.fails = lambda _: None
        assert len(site.tick("2026-12-30 09:00")) == 1
        assert site.stages() == [("-7", "skipped"), ("-3", "skipped"), ("-1", "sent")]

    def test_somebody_who_blocked_the_bot_is_told_of_to_the_supervisor_once(self, site: Site) -> None:
        site.plan()
        site.box.fails = lambda person: Unreachable() if person == WANG else None
        told = site.tick("2026-12-24 09:00")
        assert "提醒无法送达王芳" in told[-1].text
        assert told[-1].person_id == ZHAO
        assert site.stages() == [("-7", "unreachable")]
        assert site.tick("2026-12-28 09:00") == []
        assert site.occurrence().state == "open"

    def test_a_supervisor_who_blocked_the_bot_holds_nothing_up(self, site: Site) -> None:
        site.plan("month", "last-day")
        site.box.fails = lambda person: Unreachable() if person == ZHAO else None
        site.tick("2026-12-01 08:00")
        states = {one.kind: one.state for one in site.do(lambda conn: notices_for(conn, ZHAO))}
        assert states["overdue"] == "unreachable"
        assert site.occurrence().state == "overdue"


class TestNobodyToRemind:
    def test_a_form_that_is_gone_is_told_once_and_nothing_is_lost(self, site: Site) -> None:
        site.plan(form="quality")
        forms = site.house.forms
        site.house.forms = {}
        told = [one for one in site.tick("2026-12-24 09:00") if one.person_id == ZHAO]
        assert "表格不在了" in told[-1].text
        assert site.tick("2026-12-28 09:00") == []
        assert site.occurrence().state == "open"
        site.house.forms = forms
        assert [one.person_id for one in site.tick("2026-12-30 09:00")] == [WANG]

    def test_somebody_who_left_is_not_written_to_and_the_supervisor_is_told_once(self, site: Site) -> None:
        site.plan()
        gone = update(tables.person).where(tables.person.c.id == WANG).values(suspended_at=site.now)
        site.do(lambda conn: conn.execute(gone).rowcount)
        told = site.tick("2026-12-24 09:00")
        assert [one.person_id for one in told] == [ZHAO]
        assert "不再提醒王芳" in told[0].text
        assert site.tick("2026-12-28 09:00") == []


def test_owners_are_told_once_when_a_year_without_holidays_comes_near(site: Site) -> None:
    site.engine = site.process(ZHAO, LIN)
    assert site.tick("2026-11-30 12:00") == []
    told = site.tick("2026-12-01 12:00")
    assert sorted(one.person_id for one in told) == [ZHAO, LIN]
    assert "本版本尚不知道2027年的节假日安排" in told[0].text
    site.engine = site.process(ZHAO, LIN)
    assert site.tick("2026-12-02 12:00") == []


def test_owners_made_in_the_chat_are_told_of_the_year_too_and_suspended_ones_not(site: Site) -> None:
    site.known(LIN)
    for owner in (ZHAO, LIN):
        site.do(lambda conn, id=owner: memberships.grant(conn, id, "owner", None, by=WANG, now=site.now))  # type: ignore[misc]  # a default is no parameter
    gone = update(tables.person).where(tables.person.c.id == LIN).values(suspended_at=site.now)
    site.do(lambda conn: conn.execute(gone).rowcount)
    assert [one.person_id for one in site.tick("2026-12-01 12:00")] == [ZHAO]


def test_a_paused_plan_opens_nothing_and_goes_on_from_the_day_it_is_resumed(site: Site) -> None:
    from bot.reminding.planning import pause, resume

    plan = site.plan("week", "fri")
    site.tick("2026-11-23 10:00")
    site.do(lambda conn: pause(conn, _again(conn, plan.id), site.now))
    site.tick("2026-12-21 10:00")
    periods = [site.occurrence(1).period]
    site.do(lambda conn: resume(conn, _again(conn, plan.id), site.now))
    site.tick("2026-12-21 10:01")
    assert periods == ["2026-W48"]
    assert site.occurrence(2).period == "2026-W52"


def _again(conn: object, id: int) -> plans.Plan:
    found = plans.plan(conn, id)  # type: ignore[arg-type]  # a Connection
    assert found is not None
    return found


def test_a_change_acts_from_the_next_period_on(site: Site) -> None:
    from dataclasses import replace

    from bot.reminding.planning import change_terms

    plan = site.plan("month", "last-day")
    site.tick("2026-11-23 10:00")
    terms = replace(plan.terms, due="day-10", at="10:30")
    site.do(lambda conn: change_terms(conn, _again(conn, plan.id), terms, LIN, ZHAO, site.now))
    site.tick("2026-12-01 09:00")
    november, december = site.occurrence(1), site.occurrence(2)
    assert (november.due.isoformat(), november.evaluator_id) == ("2026-11-30", WANG)
    assert (december.due.isoformat(), december.evaluator_id) == ("2026-12-10", LIN)
    assert december.at.isoformat("minutes") == "10:30"


def test_two_supervisors_cannot_change_one_plan_at_once(site: Site) -> None:
    from bot.reminding.planning import PlanChanged, end, pause

    plan = site.plan()
    site.do(lambda conn: pause(conn, plan, site.now))
    with pytest.raises(PlanChanged):
        site.do(lambda conn: end(conn, plan, site.now))
    kept = site.do(lambda conn: _again(conn, plan.id))
    assert (kept.state, kept.revision, kept.next_at) == ("paused", 1, None)


def test_a_draft_begun_from_the_reminder_is_gone_on_with(site: Site) -> None:
    plan = site.plan()
    site.tick("2026-12-24 09:00")
    evaluation = site.draft(plan.subject_id)
    site.do(lambda conn: begun_for(conn, 1, evaluation))
    assert site.occurrence().state == "in-progress"
    (message,) = (one for one in site.tick("2026-12-28 09:00") if one.person_id == WANG)
    assert message.buttons[0] == "▶ 继续（第8题）"


def test_people_are_spoken_to_in_their_language(site: Site) -> None:
    site.do(lambda conn: people.choose_language(conn, WANG, "en"))
    site.plan()
    message = next(one for one in site.tick("2026-12-28 09:00") if one.person_id == WANG)
    assert "3 days left, due Thu 12-31" in message.text
    assert message.buttons[0] == "▶ Start now"
