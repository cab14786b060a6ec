"""Making plans in the chat: in well under a minute, with their dates before they are saved; and changing them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage.plan_lists import plans_page
from storage.plans import Plan
from storage.scope import EVERYTHING
from tests.conversation.calendar import Days, plans_a_quarter
from tests.conversation.living import LivingBot, RestlessPhone
from tests.phone import INSPECTOR, INTERVIEWER, SUPERVISOR, Phone

Chats = Callable[[int], Phone]


@pytest.fixture(params=["left alone", "rebuilt at every step"])
def supervisor(request: pytest.FixtureRequest, planning: LivingBot, chats: Chats) -> Phone:
    if request.param == "left alone":
        return chats(SUPERVISOR)
    return RestlessPhone(chats(SUPERVISOR).sandbox, planning, SUPERVISOR)


@pytest.fixture
def planner(chats: Chats) -> Phone:
    """The supervisor's phone, with the bot left alone."""
    return chats(SUPERVISOR)


def kept(bot: LivingBot) -> list[Plan]:
    assert bot.storage is not None
    return [one.plan for one in bot.storage.run_now(lambda conn: plans_page(conn, EVERYTHING, 100))]


def test_a_plan_takes_form_subject_frequency_and_save(supervisor: Phone, planning: LivingBot) -> None:
    supervisor.types("/plans").sees_on_card("还没有计划").taps("＋ 新计划").sees_on_card("哪张表格")
    supervisor.taps("品质检查").sees_on_card("请输入名称").types("阳光花园").sees_on_card(
        "已选（1）：阳光花园"
    )
    supervisor.taps("每季度").sees_on_card(
        "截止：每季度，末月最后一个工作日",
        "2026-Q4：2026-12-31 周四 截止",
        "提醒 12-24、12-28、12-30、12-31",
        "2027-Q1：2027-03-31 周三 截止",
        "2027-Q2：2027-06-30 周三 截止",
        "由谁评价",
    )
    supervisor.taps("周强").sees_on_card("评价人：周强")
    supervisor.taps("✅ 保存").sees_on_card("已保存 1 个计划，首次截止 2026-12-31 周四", "执行中", "客服部")
    (plan,) = kept(planning)
    assert (plan.form_id, plan.every, plan.due, plan.at, plan.ladder) == (
        "quality",
        "quarter",
        "last-workday",
        "09:00",
        "",
    )
    assert (plan.evaluator_id, plan.supervisor_id, plan.timezone) == (INSPECTOR, SUPERVISOR, "Asia/Shanghai")


def test_several_sites_are_planned_at_once_and_offered_again(planner: Phone, planning: LivingBot) -> None:
    plans_a_quarter(planner, "阳光花园", "碧水湾").sees_on_card("已保存 2 个计划", "计划 · 2")
    planner.taps("＋ 新计划").taps("品质检查").sees_on_card("请勾选")
    planner.taps("☐ 碧水湾").taps("☐ 阳光花园").sees_on_card("已选（2）")
    planner.taps("☑ 碧水湾").types("阳光花园\n翠湖花园").sees_on_card("已选（2）：翠湖花园、阳光花园")
    # The inspector of the unit's last plan with this form is preset.
    planner.taps("每月").sees_on_card("评价人：周强", "已有计划的：阳光花园", "2026-11：2026-11-30 周一 截止")
    planner.taps("✅ 保存 2 个计划").sees_on_card("计划 · 4")
    assert [plan.every for plan in kept(planning)].count("month") == 2


def test_everything_can_be_changed_on_the_card_and_typed(planner: Phone, planning: LivingBot) -> None:
    planner.types("/plans").taps("＋ 新计划").taps("客服代表").types("李明").taps("每月").taps("林晓")
    planner.taps("截止日").sees_on_card("当月的哪一天").taps("25 日").sees_on_card("2026-11-25 周三 截止")
    planner.taps("截止日").types("31").sees_on_card("每月，31 日", "2026-11-30", "2027-01-31")
    planner.taps("截止日").types("workday-3").sees_on_card("第 3 个工作日", "2026-12-03 周四")
    planner.taps("提醒时间").types("14：30").sees_on_card("14:30，提前 7、3、1 天、当天")
    planner.taps("提前天数").types("5，2，0").sees_on_card("提前 5、2 天、当天", "提醒 12-01、12-03")
    planner.taps("时区").taps("伦敦").sees_on_card("时区：Europe/London")
    planner.taps("评价人").taps("周强").sees_on_card("评价人：周强")
    planner.taps("频率").taps("每周").sees_on_card("截止：每周，周五", "2026-W48：2026-11-27 周五")
    planner.taps("✅ 保存").sees_on_card("已保存 1 个计划")
    (plan,) = kept(planning)
    assert (plan.every, plan.due, plan.at, plan.ladder, plan.timezone) == (
        "week",
        "fri",
        "14:30",
        "5,2,0",
        "Europe/London",
    )


def test_days_times_and_zones_are_read_as_people_type_them(planner: Phone) -> None:
    planner.types("/plans").taps("＋ 新计划").taps("品质检查").types("阳光花园").taps("每月").taps("周强")
    planner.taps("截止日").types("第3个工作日").sees_on_card("第 3 个工作日", "2026-12-03 周四")
    planner.taps("截止日").types("12 号").sees_on_card("每月，12 日")
    planner.taps("截止日").types("月底").sees_on_card("每月，最后一天")
    planner.taps("提醒时间").types("8点半").sees_on_card("提醒：08:30")
    planner.taps("提前天数").types("5天 2").sees_on_card("提前 5、2 天")
    planner.taps("时区").types("asia/tokyo").sees_on_card("时区：Asia/Tokyo")
    planner.taps("时区").types("新加坡").sees_on_card("时区：Asia/Singapore")


def test_what_cannot_be_is_told_in_a_sentence_and_nothing_is_lost(planner: Phone) -> None:
    planner.types("/plans").taps("＋ 新计划").taps("品质检查").types("阳光花园").taps("每月").taps("周强")
    planner.taps("截止日").types("day-32").sees_on_card("“day-32”不能作为截止日")
    planner.types("mon").sees_on_card("“mon”不能作为截止日").taps("返回")
    planner.taps("提醒时间").types("25:00").sees_on_card("“25:00”不是时间").taps("返回")
    planner.taps("提前天数").types("3,3").sees_on_card("“3,3”无法采用")
    planner.types("99").sees_on_card("“99”无法采用", "不能超过 30").taps("返回")
    planner.taps("时区").types("Mars/Base").sees_on_card("没有“Mars/Base”这个时区").taps("返回")
    planner.types("随便说说").sees_on_card("请用按钮选择", "评价人：周强")
    planner.taps("✅ 保存").sees_on_card("已保存 1 个计划")


def test_a_due_day_that_is_past_begins_with_the_next_period(chats: Chats, days: Days) -> None:
    """Made on 23 November; the 5th is past, so the first is due on Saturday 5 December."""
    phone = chats(SUPERVISOR)
    phone.types("/plans").taps("＋ 新计划").taps("品质检查").types("阳光花园").taps("每月").taps("周强")
    phone.taps("截止日").taps("5 日").sees_on_card("本期的截止日 2026-11-05 已过", "2026-12：2026-12-05 周六")


def test_reminders_in_the_night_wait_and_the_card_says_so(chats: Chats) -> None:
    phone = chats(SUPERVISOR)
    phone.types("/plans").taps("＋ 新计划").taps("品质检查").types("阳光花园").taps("每月").taps("周强")
    phone.taps("提醒时间").types("7:30").sees_on_card("22:00 到 08:00 不打扰人")


def test_a_plan_is_paused_resumed_changed_and_ended(supervisor: Phone, planning: LivingBot) -> None:
    plans_a_quarter(supervisor).taps("⏸ 暂停").sees_on_card("已暂停")
    supervisor.types("/plans").sees_on_card("阳光花园", "⏸ 已暂停").taps("1. 阳光花园").taps("▶ 恢复")
    supervisor.sees_on_card("从今天起恢复", "2026-12-31 周四")
    supervisor.taps("✎ 更改").sees_on_card("更改计划").taps("截止日").types("15").taps("✅ 保存")
    supervisor.sees_on_card("从下一期起生效", "末月15 日")
    supervisor.taps("⏹ 终止").sees_on_card("确定终止").taps("⏹ 确定终止").sees_on_card("已终止")
    supervisor.types("/plans").sees_on_card("计划 · 0")
    assert kept(planning) == []


def test_a_change_leaves_the_open_period_as_it_is(chats: Chats, days: Days) -> None:
    phone = plans_a_quarter(chats(SUPERVISOR))
    days.tick()
    phone.types("/plans").sees_on_card("下次 2026-12-31 周四").taps("1. ")
    phone.sees_on_card("本期", "2026-Q4：2026-12-31 周四 截止", "2027-Q1：2027-03-31")
    phone.taps("✎ 更改").taps("截止日").types("15").sees_on_card(
        "2026-Q4 保持不变", "2027-Q1：2027-03-15 周一"
    )
    phone.taps("✅ 保存").sees_on_card("2026-Q4：2026-12-31 周四 截止", "2027-Q1：2027-03-15 周一")


def test_of_two_who_change_a_plan_at_once_the_second_is_told(chats: Chats, planning: LivingBot) -> None:
    first, second = chats(SUPERVISOR), chats(SUPERVISOR)
    plans_a_quarter(first)
    pause = first.button("⏸ 暂停")
    first.taps("✎ 更改").taps("截止日").types("15")
    save = first.button("✅ 保存")
    # The same plan is paused meanwhile, from an older card.
    second.taps_again(pause).sees_on_card("已暂停")
    first.types("/plans").taps("1. ").taps("▶ 恢复")
    first.taps_again(save).sees("已保存或已放弃")
    first.taps_again(pause).sees_on_card("其他人刚刚改过这个计划")
    assert [plan.due for plan in kept(planning)] == ["last-workday"]


def test_a_plan_changed_meanwhile_is_not_overwritten(chats: Chats, planning: LivingBot) -> None:
    phone = plans_a_quarter(chats(SUPERVISOR))
    phone.taps("✎ 更改").taps("截止日").types("15")
    assert planning.storage is not None
    planning.storage.run_now(
        lambda conn: conn.exec_driver_sql("UPDATE plan SET revision = revision + 1, at = '08:00'")
    )
    phone.taps("✅ 保存").sees_on_card("其他人刚刚改过这个计划", "08:00")
    assert [(plan.due, plan.at) for plan in kept(planning)] == [("last-workday", "08:00")]


def test_saving_twice_makes_one_plan(chats: Chats, planning: LivingBot) -> None:
    phone = chats(SUPERVISOR)
    phone.types("/plans").taps("＋ 新计划").taps("品质检查").types("阳光花园").taps("每月").taps("周强")
    phone.taps_twice("✅ 保存")
    assert len(kept(planning)) == 1


def test_ticking_twice_ticks_once(chats: Chats) -> None:
    phone = plans_a_quarter(chats(SUPERVISOR), "阳光花园", "碧水湾")
    phone.taps("＋ 新计划").taps("品质检查").taps_twice("☐ 碧水湾").sees_on_card("已选（1）：碧水湾")


def test_a_plan_given_up_leaves_nothing(chats: Chats, planning: LivingBot) -> None:
    phone = chats(SUPERVISOR)
    phone.types("/plans").taps("＋ 新计划").taps("品质检查").types("阳光花园").taps("✕ 取消")
    phone.sees_on_card("没有新建计划", "计划 · 0")
    assert planning.storage is not None
    count = planning.storage.run_now(
        lambda conn: conn.exec_driver_sql("SELECT count(*) FROM subject").scalar_one()
    )
    assert count == 0


def test_a_plan_whose_form_or_evaluator_is_gone_says_what_to_do(chats: Chats, planning: LivingBot) -> None:
    phone = plans_a_quarter(chats(SUPERVISOR))
    assert planning.storage is not None
    planning.storage.run_now(
        lambda conn: conn.exec_driver_sql("UPDATE plan SET form_id = 'lost', form_title = '旧表'")
    )
    phone.types("/plans").sees_on_card("⚠️").taps("1. ").sees_on_card("表格“旧表”已不存在")
    planning.storage.run_now(
        lambda conn: conn.exec_driver_sql(
            "UPDATE membership SET ended_at = granted_at WHERE person_id = 1002 AND role = 'evaluator'"
        )
    )
    phone.types("/plans").taps("1. ").sees_on_card("周强已不在这里评价")


def test_somebody_erased_meanwhile_gets_no_plan(chats: Chats, planning: LivingBot) -> None:
    phone = plans_a_quarter(chats(SUPERVISOR), "阳光花园", "碧水湾")
    phone.taps("＋ 新计划").taps("品质检查").taps("☐ 碧水湾").taps("☐ 阳光花园").taps("每月")
    assert planning.storage is not None
    planning.storage.run_now(
        lambda conn: conn.exec_driver_sql("UPDATE subject SET erased_at = created_at WHERE name = '碧水湾'")
    )
    phone.taps("✅ 保存").sees_on_card("资料已被删除", "已选（1）：阳光花园").taps("每月").taps("✅ 保存")
    assert len(kept(planning)) == 3


def test_an_evaluator_makes_no_plans(chats: Chats) -> None:
    phone = chats(INTERVIEWER)
    phone.types("/plans").sees("您没有这项权限")
    assert "📅 计划" not in phone.buttons
