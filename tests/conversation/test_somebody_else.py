"""An evaluation that goes on with somebody else: a released result stays whose it is, a wrong name leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from bot.conversation.taking import look
from bot.conversation.turn import Outcome
from storage import chats, subjects
from tests.conversation.people import HE, WANG, ZHOU, Everyone, everyone, peopled_database
from tests.conversation.test_feedback import on_result, rated_database, released


@pytest.fixture
def house() -> Iterator[Everyone]:
    with everyone(rated_database()) as there:
        yield there


def test_a_released_result_does_not_become_somebody_elses(house: Everyone) -> None:
    released(house)
    zhou = on_result(house(ZHOU)).walks("更正")
    zhou.types("写错了人")
    zhou.walks("资料", "更换")
    zhou.types("王五")
    zhou.sees("已发给本人", "不能改成别人的", "李明")
    assert zhou.evaluations()[-1].subject_id == 1


def test_nor_where_it_was_released_while_the_amendment_was_written(house: Everyone) -> None:
    zhou = on_result(house(ZHOU)).walks("更正")
    zhou.types("写错了人")
    zhou.walks("资料", "更换")
    zhou.types("王五")
    released(house, by=HE)
    zhou.asks("drafts").walks("王五", "签")
    zhou.types("周主管")
    zhou.walks("提交").sees("不能改成别人的")
    assert [one.status for one in zhou.evaluations()][-1] == "draft"


def test_a_wrong_name_that_gave_way_to_a_known_one_leaves_nobody(house: Everyone) -> None:
    wang = house(WANG).asks("start", "representative")
    wang.types("备注：李明很健谈")
    wang.walks("总览", "资料", "更换")
    wang.types("李明")
    wang.walks("同一")
    found = wang.storage.run_now(lambda conn: subjects.recent_subjects(conn, "employee", WANG.id, 9))
    assert [one.name for one in found] == ["李明", "赵六"]  # both rated before
    assert wang.storage.run_now(lambda conn: subjects.same_name(conn, "employee", "备注：李明很健谈")) == []


def test_the_card_of_somebody_put_out_is_drawn_again_and_says_so_alone() -> None:
    with everyone(peopled_database()) as house:
        house(WANG).asks("start", "property").types("赵六")
        house(ZHOU).asks("people").walks("王考评", "停用", "停用")

        def drawn_again(conn: Connection) -> list[Outcome]:
            found = [chats.chat(conn, id) for id, _ in chats.to_redraw(conn, 9)]
            return [look(conn, house(HE).house, chat, house.clock.now) for chat in found if chat is not None]

        (shown,) = house(HE).storage.run_now(drawn_again)
        assert shown.chat_id == WANG.id
        assert shown.screen is not None
        assert (
            shown.screen.text
            == "您的使用权限已被管理员或主管停用，您提交过的考评都还在。如有误，请与他们联系。"
        )
        assert shown.screen.rows == ()
