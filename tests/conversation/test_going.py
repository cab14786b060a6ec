"""People who are suspended, lose a role or leave: nothing reaches them any more, and nothing is left with nobody."""

from __future__ import annotations

from sqlalchemy import Connection, text

from bot.codec import Act
from bot.conversation.incoming import Sender
from bot.reminding import acts
from bot.screens.screen import Button
from storage import groups, memberships, people, reminders, roster, subjects
from storage.reminders import NewNotice
from tests.conversation.people import HE, QIAN, SUN, WANG, ZHOU, Everyone, everyone, peopled_database
from tests.conversation.planned import OTHERS, OURS, employee, planned, ticks, told
from tests.conversation.test_feedback import rated_database
from tests.reminding.site import Box

CHEN = Sender(1010, "陈静", "zh-hans")
"""Comes to rate in the unit, too."""


def ended(house: Everyone, person_id: int) -> None:
    """All roles of somebody end, whatever else is done about them."""
    house(HE).storage.run_now(
        lambda conn: [
            memberships.end(conn, one.id, house.clock.now) for one in memberships.of_person(conn, person_id)
        ]
    )


def stored(house: Everyone, query: str) -> list[tuple[object, ...]]:
    return house(HE).storage.run_now(lambda conn: [tuple(row) for row in conn.execute(text(query))])


# At the moment of sending


def test_whose_role_ended_is_not_reminded_and_the_supervisor_hears_of_it_once() -> None:
    with everyone(peopled_database()) as house:
        planned(house, employee(house))
        box = Box()
        ticks(house, box, "2026-11-24 10:00")
        ended(house, WANG.id)
        messages = ticks(house, box, "2026-11-27 09:00")
        assert told(messages, WANG.id) == ""
        assert "不再提醒王考评" in told(messages, ZHOU.id)
        assert ticks(house, box, "2026-11-30 09:00") == []


def test_what_a_suspended_supervisor_would_hear_goes_to_the_other_one() -> None:
    with everyone(peopled_database()) as house:
        planned(house, employee(house))
        box = Box()
        ticks(house, box, "2026-11-24 10:00")
        house(HE).storage.run_now(lambda conn: roster.suspend(conn, ZHOU.id, house.clock.now))
        messages = ticks(house, box, "2026-12-01 08:00")
        assert told(messages, ZHOU.id) == ""
        assert "逾期 1" in told(messages, QIAN.id)
        assert "张小凤" in told(messages, QIAN.id)
        later = [*ticks(house, box, "2026-12-15 08:00"), *ticks(house, box, "2027-01-04 10:00")]
        assert told(later, ZHOU.id) == "", "neither what was missed nor the digest"
        assert "未做1项" in told(later, QIAN.id)


def test_where_no_supervisor_is_left_an_owner_hears_of_it() -> None:
    with everyone(peopled_database()) as house:
        planned(house, employee(house))
        box = Box()
        ticks(house, box, "2026-11-24 10:00")
        ended(house, ZHOU.id)
        ended(house, QIAN.id)
        assert "逾期 1" in told(ticks(house, box, "2026-12-01 08:00"), HE.id)


def test_a_reminder_in_the_chat_of_somebody_who_is_gone_names_nobody_any_more() -> None:
    with everyone(peopled_database()) as house:
        planned(house, employee(house))
        box = Box()
        (reminder,) = ticks(house, box, "2026-11-27 10:00")
        assert reminder.person_id == WANG.id
        ended(house, WANG.id)
        ticks(house, box, "2026-12-15 08:00")
        (drawn,) = [one for one in box.redrawn if one.id == reminder.id]
        assert "张小凤" not in drawn.text
        assert drawn.buttons == []


# Supervisors of some units only


def test_whoever_supervises_another_unit_now_sees_nothing_of_the_one_before() -> None:
    with everyone(peopled_database()) as house:
        planned(house, employee(house))
        planned(house, employee(house, "李四", OTHERS), unit=OTHERS, supervisor=SUN.id)
        ticks(house, Box(), "2026-11-24 10:00")
        ended(house, ZHOU.id)
        house(HE).storage.run_now(
            lambda conn: memberships.grant(conn, ZHOU.id, "supervisor", OTHERS, by=HE.id, now=house.clock.now)
        )
        zhou = house(ZHOU)
        zhou.asks("board").sees("李四").does_not_see("张小凤")
        zhou.asks("plans").sees("李四").does_not_see("张小凤")
        zhou.presses(Button("?", Act("plan", args=("1",))), zhou.shown[-1][0])
        assert zhou.toast == "没有这个计划，或您无权查看。"
        zhou.does_not_see("张小凤")


def test_a_plan_of_no_unit_stays_its_supervisors() -> None:
    with everyone(peopled_database()) as house:
        planned(house, employee(house), unit=None)
        ticks(house, Box(), "2026-11-24 10:00")
        house(ZHOU).asks("board").sees("张小凤").asks("plans").sees("张小凤")
        house(QIAN).asks("board").does_not_see("张小凤").asks("plans").does_not_see("张小凤")


# What is watched over goes on


def of_plans(house: Everyone) -> list[tuple[object, ...]]:
    return stored(house, "SELECT unit_id, evaluator_id, supervisor_id FROM plan ORDER BY id")


def test_who_suspends_a_supervisor_is_told_to_whom_their_plans_go_and_they_go() -> None:
    with everyone(peopled_database()) as house:
        planned(house, employee(house))
        box = Box()
        ticks(house, box, "2026-11-24 10:00")
        he = house(HE)
        he.asks("people").walks("周主管").sees("负责监督的计划 1 个").walks("⛔ 停用")
        he.sees("其监督的计划转给 <b>钱主管</b>").walks("⛔ 停用").sees("自 ")
        assert of_plans(house) == [(OURS, WANG.id, QIAN.id)]
        later = [*ticks(house, box, "2026-12-01 08:00"), *ticks(house, box, "2026-12-15 08:00")]
        assert "逾期 1" in told(later, QIAN.id)
        assert "📊 2026-11" in told(ticks(house, box, "2027-01-04 10:00") + later, QIAN.id)
        assert told(box.sent, ZHOU.id) == ""


def test_the_role_of_a_supervisor_ends_in_one_unit_and_its_plans_go_to_the_other_supervisor() -> None:
    with everyone(peopled_database()) as house:
        planned(house, employee(house))
        planned(house, employee(house, "李四", OTHERS), unit=OTHERS)
        ticks(house, Box(), "2026-11-24 10:00")
        house(HE).storage.run_now(
            lambda conn: memberships.grant(conn, ZHOU.id, "supervisor", OTHERS, by=HE.id, now=house.clock.now)
        )
        he = house(HE)
        he.asks("people").walks("周主管", "✕ 结束：客服部主管").sees("其监督的计划转给 <b>钱主管</b>").walks(
            "✕ 结束"
        )
        assert of_plans(house) == [(OURS, WANG.id, QIAN.id), (OTHERS, WANG.id, ZHOU.id)]
        assert stored(house, "SELECT unit_id, supervisor_id FROM occurrence ORDER BY id") == [
            (OURS, QIAN.id),
            (OTHERS, ZHOU.id),
        ]


def test_of_the_last_supervisor_of_a_unit_an_owner_takes_over() -> None:
    with everyone(peopled_database()) as house:
        planned(house, employee(house, "李四", OTHERS), unit=OTHERS, supervisor=SUN.id)
        he = house(HE)
        he.asks("people").walks("孙主管", "⛔ 停用").sees("转给 <b>何老板</b>").walks("⛔ 停用")
        assert of_plans(house) == [(OTHERS, WANG.id, HE.id)]


# Each unit's own


def rates_there_too(house: Everyone, person_id: int) -> None:
    house(HE).storage.run_now(
        lambda conn: memberships.grant(conn, person_id, "evaluator", OTHERS, by=HE.id, now=house.clock.now)
    )


def test_who_leaves_two_units_leaves_the_work_of_each_to_its_own_supervisor() -> None:
    with everyone(peopled_database()) as house:
        rates_there_too(house, WANG.id)
        planned(house, employee(house))
        planned(house, employee(house, "李四", OTHERS), unit=OTHERS, supervisor=SUN.id)
        ticks(house, Box(), "2026-11-24 10:00")
        wang = house(WANG)
        wang.asks("leave").sees("<b>周主管</b>（客服部）、<b>孙主管</b>（物业部）").walks("🚪 退出")
        assert of_plans(house) == [(OURS, ZHOU.id, ZHOU.id), (OTHERS, SUN.id, SUN.id)]
        assert stored(house, "SELECT unit_id, evaluator_id FROM occurrence ORDER BY id") == [
            (OURS, ZHOU.id),
            (OTHERS, SUN.id),
        ]


def test_a_supervisor_hands_over_what_belongs_to_their_units_only() -> None:
    with everyone(peopled_database()) as house:
        rates_there_too(house, WANG.id)
        planned(house, employee(house))
        planned(house, employee(house, "李四", OTHERS), unit=OTHERS, supervisor=SUN.id)
        ticks(house, Box(), "2026-11-24 10:00")
        ours = next(one.id for one in house(HE).storage.run_now(memberships.everyone) if one.unit_id == OURS)
        house(HE).storage.run_now(lambda conn: memberships.end(conn, ours, house.clock.now))
        sun = house(SUN)
        sun.asks("people").walks("王考评", "📤 移交", "孙主管").sees("1 项计划内任务", "属于其他部门")
        sun.walks("📤 移交").sees("已移交给 孙主管：1 项计划内任务")
        assert of_plans(house) == [(OURS, WANG.id, ZHOU.id), (OTHERS, SUN.id, SUN.id)]


# What was before


def come_in(house: Everyone, who: Sender) -> None:
    def work(conn: Connection) -> None:
        people.remember_person(conn, who.id, who.name, house.clock.now, who.language)
        memberships.grant(conn, who.id, "evaluator", OURS, by=HE.id, now=house.clock.now)

    house(HE).storage.run_now(work)


def test_a_reminder_tells_of_last_time_only_who_may_see_that_result() -> None:
    with everyone(rated_database()) as house:
        rated = house(HE).storage.run_now(lambda conn: subjects.subject(conn, 1))
        assert rated is not None
        planned(house, rated, form="representative")
        box = Box()
        ticks(house, box, "2026-11-24 10:00")
        assert "上次（2026-11-23）：" in told(ticks(house, box, "2026-12-24 09:00"), WANG.id)
        come_in(house, CHEN)
        house(HE).storage.run_now(lambda conn: acts.move_work(conn, WANG.id, CHEN.id, house.clock.now))
        again = told(ticks(house, box), CHEN.id)
        assert "李明" in again
        assert "上次" not in again
        chen = house(CHEN)
        chen.presses(Button("?", Act("work", args=("2",))), chen.looks_again().card or 0)
        chen.sees("李明").does_not_see("上次")


# Posts in groups

GROUP = -1005


def in_group(house: Everyone, by: Sender, unit: int | None = OURS) -> None:
    """The bot is in a group, and somebody chose that done work is posted."""

    def work(conn: Connection) -> None:
        groups.joined(conn, GROUP, "工作群", unit, by=by.id, now=house.clock.now)
        groups.choose(conn, GROUP, unit_id=unit, done=True, digest=False, by=by.id)

    house(HE).storage.run_now(work)


def posts(house: Everyone) -> list[tuple[object, ...]]:
    return stored(house, "SELECT unit_id, posts_done, posts_digest FROM group_chat")


def test_who_added_the_bot_chooses_nothing_once_the_unit_is_not_theirs() -> None:
    with everyone(peopled_database()) as house:
        in_group(house, ZHOU, unit=None)
        zhou = house(ZHOU)
        zhou.asks("groups").does_not_see("工作群")
        zhou.presses(Button("?", Act("grouppost", args=(str(GROUP), "digest"))), zhou.shown[-1][0])
        assert posts(house) == [(None, 1, 0)]
        house(HE).asks("groups").sees("工作群")


def test_suspending_who_chose_ends_the_posts_until_another_chooses_them() -> None:
    with everyone(peopled_database()) as house:
        in_group(house, ZHOU)
        house(HE).asks("people").walks("周主管", "⛔ 停用", "⛔ 停用").sees("1 个群", "/groups")
        assert posts(house) == [(OURS, 0, 0)]
        house(QIAN).asks("groups").walks("工作群", "检查完成")
        assert posts(house) == [(OURS, 1, 0)]


def test_what_another_supervisor_chose_last_goes_on() -> None:
    with everyone(peopled_database()) as house:
        in_group(house, ZHOU)
        house(QIAN).asks("groups").walks("工作群", "小结")
        house(HE).asks("people").walks("周主管", "⛔ 停用", "⛔ 停用").does_not_see("/groups")
        assert posts(house) == [(OURS, 1, 1)]


def test_a_post_that_was_on_its_way_when_who_chose_it_went_is_not_sent() -> None:
    with everyone(peopled_database()) as house:
        in_group(house, ZHOU)
        house(HE).storage.run_now(
            lambda conn: reminders.add_notices(
                conn,
                [NewNotice(f"group-done:{GROUP}:1", "group-done", GROUP, house.clock.now, house.clock.now)],
            )
        )
        ended(house, ZHOU.id)
        assert ticks(house, Box()) == []
        assert stored(house, "SELECT state FROM notice") == [("skipped",)]


def test_a_unit_that_is_merged_takes_its_posts_along() -> None:
    with everyone(peopled_database()) as house:
        in_group(house, HE)
        he = house(HE)
        he.asks("units").walks("客服部", "删除", "物业部", "角色一并移动")
        assert posts(house) == [(OTHERS, 1, 0)]
