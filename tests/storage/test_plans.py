"""Plans, occurrences and what is to be told, as rows: once each, and found without reading what is settled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from storage import occurrences, plans, reminders
from storage.occurrences import NewOccurrence
from storage.plans import Plan, Terms
from storage.reminders import NewNotice, NewReminder
from tests.storage.scene import NOW, WANG, ZHOU, candidate, later

QUARTERLY = Terms("quarter", "last-workday", "09:00", "", "Asia/Shanghai")
LEASE = timedelta(minutes=1)


def made(conn: Connection, name: str = "李娜", supervisor: int = ZHOU) -> Plan:
    return plans.add_plan(
        conn,
        form_id="quality",
        form_title="C2",
        subject_id=candidate(conn, name).id,
        unit_id=None,
        terms=QUARTERLY,
        from_date="2026-11-23",
        evaluator_id=WANG,
        supervisor_id=supervisor,
        made_by=ZHOU,
        next_at=NOW,
        now=NOW,
    )


def opened(conn: Connection, plan: Plan, period: str = "2026-Q4") -> int:
    """An occurrence of a plan; its id."""
    new = NewOccurrence(
        plan_id=plan.id,
        period=period,
        first_day="2026-10-01",
        due="2026-12-31",
        days="-7 0 4",
        at="09:00",
        timezone="Asia/Shanghai",
        late_at=later(10),
        missed_at=later(20),
        form_id="quality",
        subject_id=plan.subject_id,
        unit_id=None,
        evaluator_id=WANG,
        supervisor_id=plan.supervisor_id,
    )
    occurrences.open_occurrences(conn, [new], NOW)
    return max(one.id for one in occurrences.live_of_plan(conn, plan.id))


def test_a_plan_comes_back_as_it_was_made(conn: Connection) -> None:
    plan = made(conn)
    assert plans.plan(conn, plan.id) == plan
    assert (plan.state, plan.revision, plan.terms) == ("active", 0, QUARTERLY)
    assert plans.plan(conn, 99) is None


def test_plans_are_listed_by_whose_they_are(conn: Connection) -> None:
    first, second = made(conn), made(conn, "赵强", supervisor=WANG)
    assert [one.subject for one in plans.list_plans(conn)] == ["李娜", "赵强"]
    assert [one.plan for one in plans.list_plans(conn, supervisor_id=WANG)] == [second]
    assert [one.plan for one in plans.list_plans(conn, subject_id=first.subject_id)] == [first]
    assert [one.plan for one in plans.list_plans(conn, limit=1, offset=1)] == [second]
    assert plans.list_plans(conn, units={1}) == []
    assert plans.list_plans(conn, evaluator_id=ZHOU) == []


def test_an_ended_plan_cannot_be_changed(conn: Connection) -> None:
    plan = made(conn)

    def change(seen: int, state: plans.PlanState) -> Plan | None:
        return plans.change_plan(
            conn,
            plan.id,
            seen,
            terms=QUARTERLY,
            from_date=plan.from_date,
            evaluator_id=WANG,
            supervisor_id=ZHOU,
            state=state,
            next_at=None,
            now=NOW,
        )

    assert change(1, "ended") is None
    assert change(0, "ended") is not None
    assert change(1, "paused") is None
    assert plans.list_plans(conn) == []


def test_one_occurrence_of_a_plan_and_period_however_often_it_is_opened(conn: Connection) -> None:
    plan = made(conn)
    assert opened(conn, plan) == opened(conn, plan) == 1
    assert len(occurrences.live_of_plan(conn, plan.id)) == 1


def test_a_closed_one_has_nothing_coming_and_an_open_one_has(conn: Connection) -> None:
    id = opened(conn, made(conn))
    for wrong in ("next_at = NULL", "closed_at = '2026-12-01 00:00:00'"):
        with pytest.raises(IntegrityError):
            conn.execute(text(f"UPDATE occurrence SET {wrong} WHERE id = {id}"))


def test_a_stage_is_kept_once(conn: Connection) -> None:
    id = opened(conn, made(conn))
    for act_at in (NOW, None, later(5)):
        reminders.record_reminders(conn, [NewReminder(id, "-7", NOW, WANG, act_at)], NOW)
    (kept,) = reminders.reminders_of(conn, id)
    assert (kept.stage, kept.state, kept.act_at) == ("-7", "wanted", NOW)


def test_what_one_has_claimed_another_finds_only_when_the_lease_is_over(conn: Connection) -> None:
    id = opened(conn, made(conn))
    reminders.record_reminders(conn, [NewReminder(id, "-7", NOW, WANG, NOW)], NOW)
    assert len(reminders.claim_reminders(conn, NOW, LEASE, 10)) == 1
    assert reminders.claim_reminders(conn, NOW, LEASE, 10) == []
    assert [one.tries for one in reminders.claim_reminders(conn, later(1), LEASE, 10)] == [1]


def test_a_message_that_went_out_while_it_was_taken_back_is_kept_as_sent(conn: Connection) -> None:
    id = opened(conn, made(conn))
    reminders.record_reminders(conn, [NewReminder(id, "-7", NOW, WANG, NOW)], NOW)
    (claimed,) = reminders.claim_reminders(conn, NOW, LEASE, 10)
    reminders.supersede(conn, [id])
    reminders.reminders_later(conn, [(claimed.id, later(1))])
    assert reminders.claim_reminders(conn, later(9), LEASE, 10) == [], "what was skipped is not tried again"
    reminders.reminders_sent(conn, [(claimed, 77)], NOW)
    (kept,) = reminders.reminders_of(conn, id)
    assert (kept.state, kept.message_id, kept.act_at) == ("sent", 77, None)


def test_something_is_told_once_by_its_key(conn: Connection) -> None:
    for minutes in (0, 1):
        reminders.add_notices(conn, [NewNotice("overdue:1", "overdue", ZHOU, later(minutes), later(minutes))])
    assert [one.at for one in reminders.notices_for(conn, ZHOU)] == [NOW]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT id FROM occurrence WHERE next_at <= '2026-11-23'", "ix_occurrence_next_at"),
        ("SELECT id FROM plan WHERE next_at <= '2026-11-23'", "ix_plan_next_at"),
        ("SELECT id FROM reminder WHERE act_at <= '2026-11-23'", "ix_reminder_act_at"),
        ("SELECT id FROM notice WHERE act_at <= '2026-11-23'", "ix_notice_act_at"),
        (
            "SELECT id FROM occurrence WHERE subject_id = 1 AND next_at IS NOT NULL",
            "ix_occurrence_subject_id_next_at",
        ),
        (
            "SELECT id FROM occurrence WHERE evaluator_id = 1 AND next_at IS NOT NULL",
            "ix_occurrence_evaluator_id_next_at",
        ),
    ],
)
def test_what_a_tick_and_a_tap_look_for_is_found_by_an_index(
    conn: Connection, query: str, index: str
) -> None:
    (plan,) = conn.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
    assert f"USING COVERING INDEX {index}" in plan.detail or f"USING INDEX {index}" in plan.detail
