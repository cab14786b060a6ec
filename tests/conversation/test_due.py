"""What one has to do: overdue first, with days left, each to be started or gone on with from the list."""

from __future__ import annotations

from collections.abc import Callable

from tests.conversation.calendar import Days, plans_a_quarter
from tests.phone import INSPECTOR, INTERVIEWER, SUPERVISOR, Phone

Chats = Callable[[int], Phone]


def test_nothing_due_says_so(chats: Chats) -> None:
    chats(INSPECTOR).types("/due").sees_on_card("没有待办")


def test_what_is_due_is_listed_with_the_days_left_and_started_from_there(chats: Chats, days: Days) -> None:
    plans_a_quarter(chats(SUPERVISOR), "阳光花园", "碧水湾")
    days.tick()
    inspector = chats(INSPECTOR).types("/due")
    inspector.sees_on_card("我的待办 · 2", "阳光花园 · 品质检查 · 2026-Q4", "还有38天，周四 12-31 截止")
    inspector.taps("2. ").sees_on_card("1/21").taps("没有问题 · 达标").sees_on_card("2/21")
    inspector.types("/due").taps("▶ 继续 1/21").sees_on_card("2/21")


def test_the_menu_leads_there(chats: Chats, days: Days) -> None:
    plans_a_quarter(chats(SUPERVISOR))
    days.tick()
    chats(INSPECTOR).types("/start").taps("📥 待办").sees_on_card("我的待办 · 1")


def test_overdue_comes_first_and_says_until_when_it_can_be_done(chats: Chats, days: Days) -> None:
    """Due Thursday 31 December; the tenth working day after it is Friday 15 January (1 January is a holiday)."""
    plans_a_quarter(chats(SUPERVISOR))
    chats(SUPERVISOR).types("/plans").taps("＋ 新计划").taps("客服代表").types("李明").taps("每周").taps(
        "周强"
    ).taps("✅ 保存")
    days.go_to("2026-12-31")
    days.go_to("2027-01-04")
    inspector = chats(INSPECTOR).types("/due")
    inspector.sees_on_card("逾期4天", "01-15")
    assert inspector.buttons[0].startswith("▶ 开始检查 · 1. 阳光花园")


def test_the_second_page_of_the_list_is_a_tap_away(chats: Chats, days: Days) -> None:
    plans_a_quarter(chats(SUPERVISOR), *(f"项目{n}" for n in range(1, 9)))
    days.tick()
    inspector = chats(INSPECTOR).types("/due").sees_on_card("我的待办 · 8", "6. 项目6")
    inspector.taps("▶").sees_on_card("7. 项目7", "8. 项目8")


def test_from_the_list_it_can_be_put_off_handed_over_and_let_go(chats: Chats, days: Days) -> None:
    plans_a_quarter(chats(SUPERVISOR))
    days.go_to("2026-12-24")
    inspector = chats(INSPECTOR).types("/due").taps("⋯").sees_on_card("哪一项").taps("1. 阳光花园")
    inspector.sees_on_card("还有7天").taps("⏰").sees_on_card("截止日不变").taps("今晚")
    inspector.sees("2026-12-24 20:00 再提醒").taps("👥").sees_on_card("转给谁").taps("返回")
    inspector.taps("本期免检").types("停业").sees_on_card("本期已免检", "没有待办")


def test_a_task_of_somebody_else_is_not_opened(chats: Chats, days: Days) -> None:
    plans_a_quarter(chats(SUPERVISOR))
    days.tick()
    start = chats(INSPECTOR).types("/due").button("▶ 开始检查")
    other = chats(INTERVIEWER).types("/start")
    other.sandbox.taps(INTERVIEWER, other.card["message_id"], start.data or "")
    other.waits().sees("现在由周强办理").types("/drafts").sees_on_card("没有草稿")
