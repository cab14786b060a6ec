"""What is handed in closes what was due, once, wherever it was begun."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.reminding.closing import begun_for, close_on_hand_in
from storage import evaluations, occurrences, subjects
from storage.occurrences import KeptOccurrence
from storage.values import Evaluation
from tests.reminding.site import LIN, WANG, Site, at


def hand_in(
    site: Site,
    subject_id: int,
    moment: str,
    *,
    by: int = WANG,
    form: str = "quality",
    period: str | None = None,
) -> tuple[KeptOccurrence, ...]:
    """Begin and hand in an evaluation at a moment; what that closed."""
    site.now = at(moment)
    return handed_in(site, site.draft(subject_id, form, by), period)


def handed_in(site: Site, draft: Evaluation, period: str | None = None) -> tuple[KeptOccurrence, ...]:
    def turn(conn: Connection) -> tuple[KeptOccurrence, ...]:
        assert evaluations.submit(
            conn, draft.id, total="87.5", max="100", percent="87.5", grade="优秀", result="{}", now=site.now
        )
        return close_on_hand_in(conn, draft, site.now, period)

    return site.do(turn)


def test_a_hand_in_in_the_period_closes_it_and_its_reminders_say_so(site: Site) -> None:
    plan = site.plan()
    site.tick("2026-12-24 09:00")
    site.tick("2026-12-28 09:00")
    (closed,) = hand_in(site, plan.subject_id, "2026-12-28 14:03")
    assert (closed.state, closed.closed_by, closed.next_at) == ("done", WANG, None)
    site.tick()
    assert [(one.id, one.buttons) for one in site.box.redrawn] == [(1, []), (2, [])]
    assert site.box.redrawn[0].text.splitlines() == [
        "C2、客服品质检查考核标准及评分表",
        "幸福花园 · 2026-Q4",
        "✅ 已由王芳于 2026-12-28 14:03 完成",
    ]
    assert site.tick("2026-12-30 09:00") == []
    assert len(site.box.redrawn) == 2


def test_it_does_not_matter_who_hands_in_nor_before_which_reminder(site: Site) -> None:
    site.known(LIN)
    plan = site.plan()
    site.tick()
    (closed,) = hand_in(site, plan.subject_id, "2026-11-25 09:00", by=LIN)
    assert (closed.state, closed.closed_by) == ("done", LIN)
    assert site.tick("2026-12-24 09:00") == []


def test_another_form_or_another_subject_closes_nothing(site: Site) -> None:
    site.plan()
    site.tick()
    assert hand_in(site, site.subject("别处").id, "2026-11-25 09:00") == ()
    assert hand_in(site, 1, "2026-11-25 09:00", form="property") == ()


def test_the_last_moment_of_the_due_day_is_in_time_and_the_next_is_late(site: Site) -> None:
    plan = site.plan("month", "last-day")
    other = site.plan("month", "last-day", subject=site.subject("二号"))
    site.tick()
    assert [one.state for one in hand_in(site, plan.subject_id, "2026-11-30 23:59")] == ["done"]
    assert [one.state for one in hand_in(site, other.subject_id, "2026-12-01 00:00")] == ["done-late"]


def test_after_it_was_missed_the_hand_in_is_for_the_next_period(site: Site) -> None:
    plan = site.plan("month", "last-day")
    site.tick("2026-11-30 09:00")
    # The tenth working day after Monday, 30 November, is Monday, 14 December.
    site.tick("2026-12-15 00:00")
    (closed,) = hand_in(site, plan.subject_id, "2026-12-15 09:00")
    assert (closed.period, closed.state) == ("2026-12", "done")
    assert site.occurrence(1).state == "missed"


def test_of_two_that_are_open_the_overdue_one_is_closed_first_and_each_hand_in_closes_one(site: Site) -> None:
    plan = site.plan("month", "last-day")
    site.tick("2026-11-30 09:00")
    site.tick("2026-12-03 09:00")
    (first,) = hand_in(site, plan.subject_id, "2026-12-03 10:00")
    (second,) = hand_in(site, plan.subject_id, "2026-12-03 11:00")
    assert (first.period, first.state) == ("2026-11", "done-late")
    assert (second.period, second.state) == ("2026-12", "done")


def test_the_period_that_the_form_names_is_the_one_that_is_closed(site: Site) -> None:
    plan = site.plan("month", "last-day")
    site.tick("2026-11-30 09:00")
    site.tick("2026-12-03 09:00")
    (closed,) = hand_in(site, plan.subject_id, "2026-12-03 10:00", period="2026-12")
    assert closed.period == "2026-12"


def test_the_one_it_was_begun_for_is_closed(site: Site) -> None:
    plan = site.plan("month", "last-day")
    site.tick("2026-11-30 09:00")
    site.tick("2026-12-03 09:00")
    draft = site.draft(plan.subject_id)
    site.do(lambda conn: begun_for(conn, 2, draft))
    (closed,) = handed_in(site, draft)
    assert closed.period == "2026-12"


def test_one_hand_in_closes_one_occurrence_of_each_plan(site: Site) -> None:
    plan = site.plan()
    site.plan("week", "fri", subject=site.do(lambda conn: subjects.subject(conn, plan.subject_id)))
    site.tick()
    closed = hand_in(site, plan.subject_id, "2026-11-24 10:00")
    assert [one.period for one in closed] == ["2026-Q4", "2026-W48"]


def test_an_amendment_closes_nothing(site: Site) -> None:
    plan = site.plan("week", "fri")
    site.tick()
    site.now = at("2026-11-24 10:00")
    original = site.draft(plan.subject_id)
    assert len(handed_in(site, original)) == 1
    site.tick("2026-11-30 09:00")

    def amend(conn: Connection) -> tuple[KeptOccurrence, ...]:
        amendment = evaluations.begin(
            conn,
            form_digest=original.form_digest,
            form_id="quality",
            form_title="",
            evaluator_id=WANG,
            subject_id=plan.subject_id,
            view="review",
            amends_id=original.id,
            now=site.now,
        )
        return close_on_hand_in(conn, amendment, site.now)

    assert site.do(amend) == ()


def test_what_was_handed_in_before_the_period_was_opened_counts_for_it(site: Site) -> None:
    subject = site.subject()
    hand_in(site, subject.id, "2026-11-10 16:00")
    site.now = at("2026-11-23 10:00")
    site.plan("month", "last-day", subject=subject)
    assert site.tick("2026-11-30 09:00") == []
    november = site.occurrence()
    assert (november.state, november.closed_at) == ("done", at("2026-11-10 16:00"))


def test_a_hand_in_counts_for_one_period_only_however_late_that_is_opened(site: Site) -> None:
    plan = site.plan("month", "last-day")
    site.tick("2026-11-30 09:00")
    # The bot was down over the first of December: the hand-in closes November before December is opened.
    (closed,) = hand_in(site, plan.subject_id, "2026-12-02 10:00")
    assert closed.period == "2026-11"
    site.tick("2026-12-02 10:01")
    assert (site.occurrence(2).period, site.occurrence(2).state) == ("2026-12", "scheduled")


def test_a_message_that_was_on_its_way_while_it_was_closed_is_drawn_again(site: Site) -> None:
    plan = site.plan()

    def closes_while_sending(person: int) -> None:
        site.box.fails = lambda _: None
        site.do(lambda conn: close_on_hand_in(conn, site_draft, site.now))

    site.now = at("2026-12-24 08:00")
    site_draft = site.draft(plan.subject_id)
    site.box.fails = closes_while_sending
    assert len(site.tick("2026-12-24 09:00")) == 1
    site.tick()
    assert "已由王芳于 2026-12-24 09:00 完成" in site.box.redrawn[0].text


def test_a_draft_that_is_discarded_leaves_it_open(site: Site) -> None:
    plan = site.plan()
    site.tick("2026-12-24 09:00")
    draft = site.draft(plan.subject_id)
    site.do(lambda conn: begun_for(conn, 1, draft))
    site.do(lambda conn: occurrences.unlink(conn, draft))
    assert (site.occurrence().state, site.occurrence().evaluation_id) == ("open", None)
    (message,) = site.tick("2026-12-28 09:00")
    assert message.buttons[0] == "▶ 开始检查"
