"""Somebody rated before is offered again: by name to colleagues of the unit, and with no more than each may see."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from sqlalchemy import Connection

from bot.codec import Act
from bot.conversation.incoming import Sender
from bot.reminding.planning import Order, make_plan
from rubrics.plans import WrittenPlan, read_schedule
from rubrics.schedule import Schedule
from storage import memberships, people, subjects
from storage.values import Fields
from tests.conversation.offline import START
from tests.conversation.people import HE, WANG, ZHOU, Everyone, Somebody, everyone, peopled_database
from tests.conversation.test_feedback import forged

CHEN = Sender(1010, "陈静", "zh-hans")
"""Rates in the unit, too."""
PHONE = "13812345678"


def begins(one: Somebody, name: str = "张三") -> Somebody:
    one.asks("start", "interview").types(name)
    return one


def interviews(one: Somebody, name: str = "张三") -> None:
    """A whole interview with a phone number and an education, handed in."""
    begins(one, name).walks("联系电话").types(PHONE)
    one.walks("学历", "本科", "开始评价", *("良好",) * 20, "推荐 ★", "签名").types(one.me.name)
    one.taps("提交")


@cache
def interviewed_database() -> bytes:
    """Wang has interviewed Zhang San (subject 1, evaluation 1); Chen rates in the same unit."""
    with everyone(peopled_database()) as house:
        interviews(house(WANG))
        house(HE).storage.run_now(_let_chen_in)
        for one in house.there():
            one.storage.close()
        return house.path.read_bytes()


def _let_chen_in(conn: Connection) -> None:
    people.remember_person(conn, CHEN.id, CHEN.name, START, CHEN.language)
    memberships.grant(conn, CHEN.id, "evaluator", 1, by=HE.id, now=START)


@pytest.fixture
def house() -> Iterator[Everyone]:
    with everyone(interviewed_database()) as there:
        yield there


def subject_of(one: Somebody) -> int | None:
    """Whom the newest evaluation is about."""
    return one.evaluations()[-1].subject_id


def fields_of(house: Everyone, id: int) -> Fields:
    """What is known of a subject."""
    found = house(HE).storage.run_now(lambda conn: subjects.subject(conn, id))
    assert found is not None
    return found.fields


def name_of(house: Everyone, id: int) -> str:
    """What a subject is called."""
    found = house(HE).storage.run_now(lambda conn: subjects.subject(conn, id))
    assert found is not None
    return found.name


def test_a_colleague_is_offered_the_name_and_nothing_else_of_somebody_they_never_rated(
    house: Everyone,
) -> None:
    chen = begins(house(CHEN)).sees("<b>张三</b> 已有记录").does_not_see("2026")
    assert "同一个：张三" in chen.labels
    assert not [label for label in chen.labels if "2026" in label]
    chen.walks("同一个：张三").sees("姓名*：<b>张三</b>", "联系电话：—", "学历：—")
    assert subject_of(chen) == 1, "one person stays one subject"


def test_who_rated_them_or_sees_the_unit_is_told_more(house: Everyone) -> None:
    for one in (WANG, ZHOU):
        there = begins(house(one))
        there.walks("同一个：2026-11-23 客服人员面…").sees("学历：<b>本科</b>", "5678")


def test_namesakes_of_whom_nothing_may_be_told_have_numbers(house: Everyone) -> None:
    begins(house(WANG)).walks("另一个同名的")
    chen = begins(house(CHEN))
    assert {"同一个：张三 (1)", "同一个：张三 (2)"} <= set(chen.labels)


@pytest.mark.parametrize("typed", [None, "李四", "张三丰"])
def test_a_number_that_was_not_offered_reaches_nobody(house: Everyone, typed: str | None) -> None:
    """Neither where a name is asked for, nor among namesakes: of Zhang San there is no button then."""
    if typed is not None:
        interviews(house(WANG), typed)
    chen = house(CHEN).asks("start", "interview")
    if typed is not None:
        chen.types(typed)
    draft = chen.evaluations()[-1]
    forged(chen, Act("subject", draft.id, draft.revision, ("1",)))
    assert "已过期" in chen.toast
    chen.does_not_see("张三<")
    assert subject_of(chen) is None


def test_to_whom_the_work_was_given_the_head_comes_filled_in(house: Everyone) -> None:
    """A plan asks Chen for an evaluation of an employee whose department Wang entered."""
    wang = house(WANG).asks("start", "general")
    wang.types("孙丽")
    wang.walks("部门").types("前台部")
    chen = house(CHEN).asks("start", "general")
    chen.types("孙丽")
    chen.walks("同一个：孙丽").does_not_see("前台部")
    house(HE).storage.run_now(_plan_for_chen)
    chen.asks("start", "general").walks("孙丽").sees("部门：<b>前台部</b>")


def _plan_for_chen(conn: Connection) -> None:
    known = subjects.subject(conn, 2)
    assert known is not None
    schedule = read_schedule(WrittenPlan("month", "last-day", "2026-11-01", "Asia/Shanghai", None, None))
    assert isinstance(schedule, Schedule)
    make_plan(conn, Order("general", "考核表", known.id, 1, schedule, CHEN.id, ZHOU.id), ZHOU.id, START)


def test_another_name_takes_nothing_along_of_the_one_before(house: Everyone) -> None:
    wang = begins(house(WANG), "李四").walks("联系电话")
    wang.types("13900001111")
    wang.walks("开始", "良好", "总览", "资料", "更换").types("王五")
    wang.sees("姓名*：<b>王五</b>", "联系电话：—", "李四 的内容已清空：联系电话")
    wang.walks("学历", "大专").sees("学历：<b>大专</b>")
    assert fields_of(house, 3) == {"education": "大专"}
    # 李四 was entered here alone: nothing is about him any more, so nothing is kept of him
    assert house(HE).storage.run_now(lambda conn: subjects.subject(conn, 2)) is None


def test_another_name_brings_what_is_known_of_it(house: Everyone) -> None:
    wang = begins(house(WANG), "李四").walks("学历", "大专", "开始", "良好", "总览", "资料", "更换", "张三")
    wang.sees("姓名*：<b>张三</b>", "学历：<b>本科</b>", "5678").does_not_see("已清空")


def test_a_name_mistyped_just_now_is_put_right(house: Everyone) -> None:
    wang = begins(house(WANG), "李思").walks("更换")
    wang.types("李四")
    wang.sees("姓名*：<b>李四</b>")
    assert subject_of(wang) == 2
    assert [row.action for row in house.trail()][-1] == "renamed"


def test_the_name_of_somebody_whom_a_plan_is_about_is_not_put_right_by_who_rates_them(
    house: Everyone,
) -> None:
    """Somebody planned for Chen by Zhou; picked and renamed in Chen's first draft, it stays who it was."""
    house(HE).storage.run_now(_add_sun)
    house(HE).storage.run_now(_plan_for_chen)
    chen = house(CHEN).asks("start", "general")
    chen.types("孙丽")
    chen.walks("同一个：孙丽", "更换").types("孙莉")
    chen.sees("姓名*：<b>孙莉</b>")
    assert subject_of(chen) == 3
    assert name_of(house, 2) == "孙丽"


def test_the_name_of_somebody_known_before_is_not_put_right(house: Everyone) -> None:
    """Wang entered Sun Li in a draft that he discarded; in his next one she is known, and not mistyped."""
    wang = house(WANG).asks("start", "general")
    wang.types("孙丽")
    wang.walks("开始", "总览", "🗑 丢弃", "确定丢弃").asks("start", "general")
    wang.types("孙丽")
    wang.walks("同一个", "更换").types("孙莉")
    assert (name_of(house, 2), subject_of(wang)) == ("孙丽", 3)


def _add_sun(conn: Connection) -> None:
    subjects.add_subject(
        conn,
        kind="employee",
        name="孙丽",
        created_by=ZHOU.id,
        now=START,
        fields={"department": "前台部"},
        unit_id=1,
    )


# Somebody who rates in two units


def two_units(house: Everyone) -> Somebody:
    """Wang rates in the other unit, too, and types the name of somebody new."""
    house(HE).storage.run_now(
        lambda conn: memberships.grant(conn, WANG.id, "evaluator", 2, by=HE.id, now=START)
    )
    return begins(house(WANG), "李四")


def units_of(one: Somebody, id: int) -> tuple[int | None, int | None]:
    """The unit of the newest evaluation, and that of a subject."""
    found = one.storage.run_now(lambda conn: subjects.subject(conn, id))
    return one.evaluations()[-1].unit_id, found.unit_id if found else None


def test_who_rates_in_two_units_says_once_of_which_somebody_new_is(house: Everyone) -> None:
    wang = two_units(house).sees("<b>李四</b> 属于哪个部门")
    assert wang.labels == ["客服部", "物业部", "◀ 重新输入"]
    wang.walks("物业部").sees("姓名*：<b>李四</b>")
    assert units_of(wang, 2) == (2, 2)
    begins(wang, "李四").walks("同一个").sees("姓名*：<b>李四</b>")
    assert units_of(wang, 2) == (2, 2)


def test_another_name_typed_there_is_asked_about_instead(house: Everyone) -> None:
    wang = two_units(house)
    wang.types("王五")
    wang.sees("<b>王五</b> 属于哪个部门").walks("客服部").sees("姓名*：<b>王五</b>")
    assert units_of(wang, 2) == (1, 1)


def test_a_unit_that_was_not_offered_is_nobodys(house: Everyone) -> None:
    wang = two_units(house)
    draft = wang.evaluations()[-1]
    forged(wang, Act("ofunit", draft.id, draft.revision, ("3",)))
    assert "已过期" in wang.toast
    assert subject_of(wang) is None
