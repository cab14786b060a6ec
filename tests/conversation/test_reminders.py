"""A reminder's buttons: start, go on, put off, hand over, let go; and what becomes of it once all is done.

The plan is made on Monday 23 November 2026; the fourth quarter is due on Thursday 31 December.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conversation.calendar import Days, plans_a_quarter
from tests.conversation.living import LivingBot
from tests.phone import INSPECTOR, INTERVIEWER, SUPERVISOR, Phone, words

Chats = Callable[[int], Phone]
NONE = "没有问题 · 达标"


@pytest.fixture
def supervisor(chats: Chats) -> Phone:
    """Has planned a quarterly inspection of 阳光花园 by the inspector."""
    chats(INSPECTOR).types("/start")
    return plans_a_quarter(chats(SUPERVISOR))


@pytest.fixture
def inspector(supervisor: Phone, chats: Chats, days: Days) -> Phone:
    """Is reminded seven days before."""
    days.go_to("2026-12-24")
    return chats(INSPECTOR).sees("🔔", "还有7天")


def reminders(phone: Phone) -> list[str]:
    return [words(message) for message in phone.from_bot if words(message).startswith("🔔")]


def inspects(phone: Phone) -> Phone:
    """All of the 21 items met, signed, handed in."""
    for _ in range(21):
        phone.taps(NONE)
    for signature in [label for label in phone.buttons if label.startswith("✍")]:
        phone.taps(signature).types("周强")
    return phone.taps("✅ 提交")


def test_start_opens_the_form_with_the_site_and_the_period(inspector: Phone) -> None:
    inspector.taps("开始").sees_on_card("阳光花园", "1/21")
    inspector.taps("总览").taps("稍后继续").types("/due").sees_on_card("2026-Q4", "还有7天")


def test_a_begun_inspection_goes_on_where_it_stood(inspector: Phone) -> None:
    inspector.taps("开始").taps(NONE).taps(NONE).sees_on_card("3/21").types("/start")
    inspector.sees("继续（第1题）").taps("继续（第1题）").sees_on_card("3/21", "阳光花园")


def test_the_hand_in_closes_it_and_the_reminder_says_so(inspector: Phone, days: Days) -> None:
    inspector.taps("开始")
    inspects(inspector).sees("本期检查已完成：2026-Q4，2026-12-31 周四 截止")
    days.tick()
    inspector.sees("周强").does_not_see("▶ 开始检查")
    assert reminders(inspector) == []
    inspector.types("/due").sees_on_card("没有待办")
    days.go_to("2026-12-31")
    assert reminders(inspector) == []


def test_a_button_pressed_after_all_is_done_says_so_and_changes_nothing(inspector: Phone, days: Days) -> None:
    start, later = inspector.button("开始"), inspector.button("⏰")
    inspector.taps("开始")
    inspects(inspector)
    days.tick()
    for button in (start, later):
        inspector.taps_again(button)
        assert "周强" in inspector.last_toast
        assert "2026-12-24" in inspector.last_toast
    inspector.types("/drafts").sees_on_card("没有草稿")


def test_putting_off_moves_the_reminder_and_not_the_due_date(inspector: Phone, days: Days) -> None:
    inspector.taps("⏰").sees("截止日不变", "1 小时后", "今晚 20:00", "明早 09:00", "工作日 周五 09:00")
    inspector.taps("1 小时后").sees("2026-12-24 10:00 再提醒")
    assert "已推迟，2026-12-24 10:00 再提醒" in reminders(inspector)[0]
    days.go_to("2026-12-24", "09:59")
    assert len(reminders(inspector)) == 1
    days.go_to("2026-12-24", "10:00")
    assert len(reminders(inspector)) == 2
    inspector.types("/due").sees_on_card("还有7天，周四 12-31 截止")


def test_going_back_from_putting_off_leaves_all_as_it_was(inspector: Phone) -> None:
    inspector.taps("⏰").sees("明早 09:00").taps("返回").sees("▶ 开始检查")
    assert "明早 09:00" not in inspector.screen


def test_handing_over_asks_the_other_who_accepts(
    inspector: Phone, chats: Chats, days: Days, supervisor: Phone
) -> None:
    other = chats(INTERVIEWER).types("/start")
    inspector.taps("👥").sees("转给谁").taps("林晓").sees("已征求林晓同意", "已请林晓接手，等待答复")
    days.tick()
    other.sees("您愿意接手吗").taps("✔").sees("已归您办理", "来自周强）：已由您接手")
    other.does_not_see("✖ 不接", "您愿意接手吗")
    days.tick()
    other.sees("🔔").types("/due").sees_on_card("我的待办 · 1", "阳光花园")
    inspector.types("/due").sees_on_card("没有待办").sees("转交")


def test_handing_over_declined_stays_where_it_was(inspector: Phone, chats: Chats, days: Days) -> None:
    other = chats(INTERVIEWER).types("/start")
    inspector.taps("👥").taps("林晓")
    other.types("/due").sees_on_card("请您接手：阳光花园").taps("✖").sees("会告知周强")
    days.tick()
    inspector.types("/due").sees_on_card("我的待办 · 1")


def test_an_offer_declined_or_gone_elsewhere_asks_no_more(
    inspector: Phone, chats: Chats, days: Days, supervisor: Phone
) -> None:
    other = chats(INTERVIEWER).types("/start")
    inspector.taps("👥").taps("林晓")
    days.tick()
    first = other.button("✔")
    other.taps("✖").sees("来自周强）：不由您接手").does_not_see("✔", "✖")
    days.go_to("2026-12-24", "09:30")
    inspector.taps("👥").taps("林晓")
    days.tick()
    inspects(inspector.taps("开始"))
    other.taps("✔").sees("周强").does_not_see("✔", "✖").taps_again(first).does_not_see("✔", "✖")


def test_let_go_this_time_wants_a_reason_and_the_supervisor_hears_it(
    inspector: Phone, supervisor: Phone, days: Days
) -> None:
    inspector.taps("免检").sees_on_card("本期为什么免检").types("项目停业装修").sees("本期已免检")
    days.tick()
    supervisor.sees("项目停业装修")
    assert reminders(inspector) == []
    supervisor.types("/board").sees_on_card("免检 1", "项目停业装修")


def test_a_reminder_comes_above_the_open_question_and_is_not_taken_for_it(
    supervisor: Phone, chats: Chats, days: Days
) -> None:
    inspector = chats(INSPECTOR)
    inspector.types("/start representative").types("李明").taps("良好").sees_on_card("2/9")
    days.go_to("2026-12-24")
    inspector.sees("🔔").sees_on_card("2/9")
    inspector.taps("⏰").taps("明早 09:00").sees_on_card("2/9")
    assert len(reminders(inspector)) == 1
    inspector.taps("优秀").sees_on_card("3/9")
    assert len(reminders(inspector)) == 1


def test_a_reason_asked_for_leads_back_to_the_open_question(
    supervisor: Phone, chats: Chats, days: Days
) -> None:
    inspector = chats(INSPECTOR)
    inspector.types("/start representative").types("李明").taps("良好").sees_on_card("2/9")
    days.go_to("2026-12-24")
    inspector.sees("🔔").taps("免检").sees_on_card("本期为什么免检").types("停业").sees_on_card("2/9", "李明")


def test_a_reminder_of_somebody_else_does_nothing(inspector: Phone, chats: Chats) -> None:
    start = inspector.button("开始")
    stranger = chats(INTERVIEWER).types("/start")
    stranger.sandbox.taps(INTERVIEWER, stranger.card["message_id"], start.data or "")
    stranger.waits().sees("现在由周强办理").types("/drafts").sees_on_card("没有草稿")


def test_a_form_that_is_gone_is_told(inspector: Phone, planning: LivingBot) -> None:
    assert planning.storage is not None
    planning.storage.run_now(lambda conn: conn.exec_driver_sql("UPDATE occurrence SET form_id = 'lost'"))
    inspector.taps("开始").sees("表格已不存在，无法开始")


def test_a_discarded_draft_leaves_it_to_do(inspector: Phone) -> None:
    inspector.taps("开始").taps(NONE).taps("总览").taps("丢弃").taps("确定丢弃")
    inspector.types("/due").taps("▶ 开始检查").sees_on_card("1/21")


def test_the_right_form_for_the_right_site_closes_it_from_wherever_it_was_begun(
    inspector: Phone, days: Days
) -> None:
    inspector.types("/start quality").types("阳光花园").taps("同一个").types("2026-Q4")
    inspects(inspector).sees("本期检查已完成")
