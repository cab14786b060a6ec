"""People who are suspended, lose a role or leave: nothing reaches them any more, and nothing is left with nobody."""

from __future__ import annotations

from sqlalchemy import text

from bot.codec import Act
from bot.screens.screen import Button
from storage import memberships, roster
from tests.conversation.people import HE, QIAN, SUN, WANG, ZHOU, Everyone, everyone, peopled_database
from tests.conversation.planned import OTHERS, employee, planned, ticks, told
from tests.reminding.site import Box


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
