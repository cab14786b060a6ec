"""Putting off, handing over, excusing, giving a reason, taking over all of somebody's work."""

from __future__ import annotations

import pytest

from bot.reminding import acts
from bot.reminding.acts import Refused
from bot.reminding.closing import begun_for, close_on_hand_in
from storage import plans
from tests.reminding.site import LIN, WANG, ZHAO, Message, Site, at


@pytest.fixture
def reminded(site: Site) -> Site:
    """A quarter's inspection, reminded of once, on Monday, 28 December at nine."""
    site.known(LIN)
    site.plan()
    site.tick("2026-12-28 09:00")
    return site


def to(messages: list[Message], person: int) -> list[Message]:
    return [one for one in messages if one.person_id == person]


class TestPutOff:
    def test_the_choices_are_moments_at_which_a_reminder_may_come(self, reminded: Site) -> None:
        choices = acts.put_off_choices(reminded.occurrence(), at("2026-12-28 09:00"))
        assert choices == (
            ("hour", at("2026-12-28 10:00")),
            ("tonight", at("2026-12-28 20:00")),
            ("morning", at("2026-12-29 09:00")),
            ("workday", at("2026-12-29 09:00")),
        )
        at_night = [name for name, _ in acts.put_off_choices(reminded.occurrence(), at("2026-12-31 21:30"))]
        assert at_night == ["morning", "workday"]

    def test_the_reminder_comes_then_and_the_due_date_stays(self, reminded: Site) -> None:
        before = reminded.occurrence()
        kept = reminded.do(lambda conn: acts.put_off(conn, 1, WANG, at("2026-12-30 12:00"), reminded.now))
        assert not isinstance(kept, Refused)
        assert (kept.due, kept.late_at, kept.missed_at) == (before.due, before.late_at, before.missed_at)
        assert reminded.tick("2026-12-30 09:00") == []
        (message,) = reminded.tick("2026-12-30 12:00")
        assert "还有1天" in message.text
        assert [name for name, _ in reminded.stages()] == ["-7", "-3", "-1", "at-2026-12-30T04:00:00"]
        assert len(reminded.tick("2026-12-31 09:00")) == 1

    def test_not_beyond_the_moment_at_which_it_is_missed(self, reminded: Site) -> None:
        missed = reminded.occurrence().missed_at
        assert reminded.do(lambda conn: acts.put_off(conn, 1, WANG, missed, reminded.now)) is Refused.TOO_LATE

    def test_only_by_those_whose_it_is(self, reminded: Site) -> None:
        until = at("2026-12-29 09:00")
        assert reminded.do(lambda conn: acts.put_off(conn, 1, LIN, until, reminded.now)) is Refused.NOT_YOURS
        assert reminded.do(lambda conn: acts.put_off(conn, 9, LIN, until, reminded.now)) is Refused.UNKNOWN


class TestHandOver:
    def test_offered_and_accepted(self, reminded: Site) -> None:
        reminded.do(lambda conn: acts.offer(conn, 1, WANG, LIN, reminded.now))
        (asked,) = reminded.tick()
        assert asked.person_id == LIN
        assert "幸福花园" in asked.text
        assert asked.buttons == ["✔ 接手幸福花园", "✖ 不接"]
        assert reminded.occurrence().evaluator_id == WANG, "until it is accepted"
        reminded.do(lambda conn: acts.accept(conn, 1, LIN, reminded.now))
        messages = reminded.tick()
        assert "已有人接手" in to(messages, WANG)[0].text
        assert "还有3天" in to(messages, LIN)[0].text
        assert reminded.box.redrawn[0].text.endswith("👥 已转交给林晓")
        assert reminded.box.redrawn[0].buttons == []
        assert [one.person_id for one in reminded.tick("2026-12-30 09:00")] == [LIN]

    def test_declined(self, reminded: Site) -> None:
        reminded.do(lambda conn: acts.offer(conn, 1, WANG, LIN, reminded.now))
        reminded.tick()
        reminded.do(lambda conn: acts.decline(conn, 1, LIN, reminded.now))
        (told,) = reminded.tick()
        assert told.person_id == WANG
        assert "没有接手" in told.text
        assert "林晓" in told.text
        assert reminded.do(lambda conn: acts.accept(conn, 1, LIN, reminded.now)) is Refused.NOT_OFFERED

    def test_not_to_oneself(self, reminded: Site) -> None:
        assert reminded.do(lambda conn: acts.offer(conn, 1, WANG, WANG, reminded.now)) is Refused.SAME_PERSON

    def test_a_draft_stays_with_who_began_it(self, reminded: Site) -> None:
        draft = reminded.draft(1)
        reminded.do(lambda conn: begun_for(conn, 1, draft))
        reminded.do(lambda conn: acts.offer(conn, 1, WANG, LIN, reminded.now))
        kept = reminded.do(lambda conn: acts.accept(conn, 1, LIN, reminded.now))
        assert not isinstance(kept, Refused)
        assert (kept.state, kept.evaluation_id) == ("open", None)


class TestExcuse:
    def test_with_a_reason_which_the_supervisor_hears(self, reminded: Site) -> None:
        reminded.do(lambda conn: acts.excuse(conn, 1, WANG, " 装修停业，问 13911112222 ", reminded.now))
        (told,) = reminded.tick()
        assert told.person_id == ZHAO
        assert "免检 1" in told.text
        assert "装修停业，问 139****2222" in told.text
        assert "本期免检（王芳" in reminded.box.redrawn[0].text
        assert "问 139****2222" in reminded.box.redrawn[0].text
        assert to(reminded.tick("2026-12-30 09:00"), WANG) == []
        assert reminded.occurrence().state == "excused"

    def test_without_a_reason_nothing_happens(self, reminded: Site) -> None:
        assert reminded.do(lambda conn: acts.excuse(conn, 1, WANG, "  ", reminded.now)) is Refused.NO_REASON
        assert reminded.occurrence().state == "open"

    def test_a_button_pressed_after_it_was_closed_changes_nothing(self, reminded: Site) -> None:
        draft = reminded.draft(1)
        reminded.do(lambda conn: close_on_hand_in(conn, draft, reminded.now))
        closed = reminded.occurrence()
        for act in (
            lambda conn: acts.excuse(conn, 1, WANG, "晚了", reminded.now),
            lambda conn: acts.put_off(conn, 1, WANG, at("2026-12-29 09:00"), reminded.now),
            lambda conn: acts.offer(conn, 1, WANG, LIN, reminded.now),
            lambda conn: begun_for(conn, 1, draft),
        ):
            assert reminded.do(act) is Refused.CLOSED
        assert reminded.occurrence() == closed


class TestMissed:
    def test_the_next_reminder_mentions_it_and_why(self, site: Site) -> None:
        site.plan("week", "fri")
        site.tick("2026-12-02 00:00")
        assert site.occurrence().state == "missed"
        (message,) = to(site.tick("2026-12-03 09:00"), WANG)
        assert "2026-W48 未做，尚未说明原因" in message.text
        assert site.do(lambda conn: acts.give_reason(conn, 1, WANG, "忘了")) is Refused.NOT_YOURS
        site.do(lambda conn: acts.give_reason(conn, 1, ZHAO, "人手不足"))
        (message,) = to(site.tick("2026-12-04 09:00"), WANG)
        assert "2026-W48 未做：人手不足" in message.text

    def test_only_a_missed_one_wants_a_reason(self, reminded: Site) -> None:
        given = reminded.do(lambda conn: acts.give_reason(conn, 1, ZHAO, "…"))
        assert given is Refused.NOT_MISSED


class TestLeaving:
    def test_somebody_elses_plans_and_open_ones_go_to_the_heir_who_is_reminded(self, reminded: Site) -> None:
        reminded.plan("week", "fri", subject=reminded.subject("二号"))
        reminded.tick()
        moved = reminded.do(lambda conn: acts.move_work(conn, WANG, LIN, reminded.now))
        assert moved == acts.Moved(plans=2, occurrences=2)
        messages = reminded.tick()
        assert [one.person_id for one in messages] == [LIN], "only what was reminded of already"
        assert "幸福花园" in messages[0].text
        assert [one.plan.evaluator_id for one in reminded.do(plans.list_plans)] == [LIN, LIN]
        assert [one.person_id for one in reminded.tick("2026-12-31 09:00")] == [LIN, LIN]

    def test_a_supervisor_who_leaves_hands_on_what_was_still_to_be_told(self, site: Site) -> None:
        site.known(LIN)
        site.plan("month", "last-day")
        site.tick("2026-12-01 00:00")
        site.do(lambda conn: acts.move_supervision(conn, ZHAO, LIN, site.now))
        (told,) = (one for one in site.tick("2026-12-01 08:00") if one.person_id != WANG)
        assert told.person_id == LIN
        assert "逾期 1" in told.text
