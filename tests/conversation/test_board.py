"""The board: this month and quarter at a glance, overdue first, and reasons for what was missed."""

from __future__ import annotations

from collections.abc import Callable

from tests.conversation.calendar import Days, plans_a_quarter
from tests.conversation.test_reminders import inspects
from tests.conversation.walking import in_order
from tests.phone import INSPECTOR, INTERVIEWER, SUPERVISOR, Phone, words

Chats = Callable[[int], Phone]


def test_an_empty_board_says_how_plans_are_made(chats: Chats) -> None:
    chats(SUPERVISOR).types("/board").sees_on_card("没有到期的任务", "/plans")


def test_the_board_counts_and_lists_overdue_first(chats: Chats, days: Days) -> None:
    """Monthly plans, due on the last working day: Monday 30 November."""
    supervisor = chats(SUPERVISOR)
    supervisor.types("/plans").taps("＋ 新计划").taps("品质检查").types("阳光花园\n碧水湾").taps("每月")
    supervisor.taps("周强").taps("✅ 保存")
    days.tick()
    supervisor.types("/board").sees_on_card("2026-11：○ 待办 2", "2026-Q4：○ 待办 2", "11-30 周一 截止")
    inspector = chats(INSPECTOR)
    inspects(inspector.types("/due").taps("1. 阳光花园"))
    days.go_to("2026-12-02")
    supervisor.types("/board").sees_on_card("2026-12：○ 待办 2", "2026-Q4：⚠️ 逾期 1 · ○ 待办 2 · ✅ 完成 1")
    in_order(words(supervisor.card), "逾期", "碧水湾", "逾期 2 天", "待办", "阳光花园", "已了结", "阳光花园")


def test_a_missed_one_wants_a_reason_and_the_next_reminder_mentions_it(chats: Chats, days: Days) -> None:
    """Weekly, due Friday 27 November; missed at the end of the second working day after it, Tuesday 1 December."""
    supervisor = chats(SUPERVISOR)
    supervisor.types("/plans").taps("＋ 新计划").taps("品质检查").types("阳光花园").taps("每周")
    supervisor.taps("周强").taps("✅ 保存")
    inspector = chats(INSPECTOR).types("/start")
    days.tick()
    days.go_to("2026-12-02")
    supervisor.sees("未做1项").types("/board").sees_on_card("未做，待说明", "阳光花园", "2026-W48")
    supervisor.taps("✏️").sees_on_card("为什么没有做").types("检查员住院，问 13911112222").sees_on_card(
        "下次提醒会提到", "已了结", "检查员住院，问 139****2222"
    )
    days.go_to("2026-12-03")
    inspector.sees("2026-W48", "检查员住院，问 139****2222")


def test_the_reason_can_be_given_from_the_message_once(chats: Chats, days: Days) -> None:
    supervisor = chats(SUPERVISOR)
    supervisor.types("/plans").taps("＋ 新计划").taps("品质检查").types("阳光花园").taps("每周")
    supervisor.taps("周强").taps("✅ 保存")
    days.tick()
    days.go_to("2026-12-02")
    supervisor.sees("未做1项")
    why = supervisor.button("✏️")
    supervisor.taps_again(why).sees_on_card("为什么没有做").types("住院，问 13911112222").sees(
        "下次提醒会提到"
    )
    supervisor.does_not_see(why.label)
    supervisor.sees("❌ 未做 1\n·", "（周强）：住院，问 139****2222")
    supervisor.taps_again(why).sees("已说明原因：住院，问 139****2222")


def test_what_is_missed_in_an_earlier_quarter_stays_until_it_has_a_reason(chats: Chats, days: Days) -> None:
    """Q4 is missed after Friday 15 January, when the board shows the first quarter."""
    supervisor = plans_a_quarter(chats(SUPERVISOR))
    days.tick()
    days.go_to("2027-01-11")
    supervisor.types("/board").sees_on_card("逾期 11 天", "2027-Q1")
    days.go_to("2027-01-18")
    supervisor.types("/board").sees_on_card("未做，待说明", "2026-Q4")


def test_an_evaluator_has_no_board(chats: Chats) -> None:
    chats(INTERVIEWER).types("/board").sees("您没有这项权限")
