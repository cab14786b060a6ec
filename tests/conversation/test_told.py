"""What people are told of their own access and work: kept with what happened, and sent from there."""

from __future__ import annotations

from bot.post import NotNow
from tests.conversation.people import HE, LI, QIAN, SUN, WANG, ZHOU, Everyone, everyone, peopled_database
from tests.conversation.planned import OTHERS, employee, planned, ticks, told
from tests.reminding.site import Box, at

MORNING = "2026-11-24 10:00"


def test_a_role_that_is_given_is_told_and_told_again_where_telegram_asked_to_wait() -> None:
    with everyone(peopled_database()) as house:
        house(HE).asks("people").walks("王考评", "➕ 角色", "主管", "物业部").sees("已授予")
        box = Box(fails=lambda _: NotNow())
        assert ticks(house, box, MORNING) == []
        box.fails = lambda _: None
        house.clock.goes_on(minutes=5)
        assert told(ticks(house, box), WANG.id) == "何老板 授予您新角色：物业部主管。"
        house.clock.goes_on(minutes=5)
        assert ticks(house, box) == []


def test_a_role_that_ended_before_the_morning_is_not_told() -> None:
    with everyone(peopled_database()) as house:
        he = house(HE).asks("people").walks("王考评", "➕ 角色", "主管", "物业部")
        he.walks("✕ 结束：物业部主管", "✕ 结束")
        assert ticks(house, Box(), MORNING) == []


def test_who_is_let_in_again_is_told() -> None:
    with everyone(peopled_database()) as house:
        house(HE).asks("people").walks("王考评", "⛔ 停用", "⛔ 停用", "恢复")
        assert told(ticks(house, Box(), MORNING), WANG.id) == "何老板 恢复了您的使用权限。/start 打开菜单。"


def test_who_takes_work_over_is_told_how_much() -> None:
    with everyone(peopled_database()) as house:
        planned(house, employee(house, "李四", OTHERS), unit=OTHERS, supervisor=SUN.id)
        ticks(house, Box(), "2026-11-23 10:00")
        house(HE).asks("people").walks("孙主管", "⛔ 停用", "⛔ 停用")
        house(HE).asks("people").walks("王考评", "📤 移交", "何老板", "📤 移交")
        assert "移交了工作" not in told(ticks(house, Box(), MORNING), HE.id), "nobody is told what they did"
        planned(house, employee(house))
        house(ZHOU).asks("leave").walks("🚪 退出")
        assert "周主管 向您移交了工作：负责监督的计划 1 个" in told(ticks(house, Box()), QIAN.id)


def joins(house: Everyone) -> None:
    link = house(HE).asks("invite").walks("评价人", "客服部", "7 天", "1 人").text
    start = link.partition("/start ")[2].partition("<")[0].strip()
    house(LI).asks("start", start).walks("✅ 加入")


def test_the_inviter_hears_who_joined_once_it_is_morning() -> None:
    with everyone(peopled_database()) as house:
        house.clock.now = at("2026-11-23 22:30")
        joins(house)
        assert ticks(house, Box()) == [], "at night nobody is written to unasked"
        assert told(ticks(house, Box(), MORNING), HE.id) == "李明 已通过您的邀请加入：客服部评价人。"
