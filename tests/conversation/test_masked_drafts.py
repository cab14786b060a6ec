"""In a draft stands in full what its evaluator typed into it; all else is masked, and each look is in the trail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.codec import Act
from storage import evaluations
from tests.conversation.people import HE, WANG, ZHOU, Everyone, everyone
from tests.conversation.test_feedback import acts, forged, on_result
from tests.conversation.test_known_people import CHEN, PHONE, begins, interviewed_database

MASKED = "138****5678"


@pytest.fixture
def house() -> Iterator[Everyone]:
    with everyone(interviewed_database()) as there:
        yield there


def revealed(house: Everyone) -> list[str]:
    return [act for act in acts(house) if " revealed " in act]


def hand_over(house: Everyone) -> None:
    """What is open of Wang's goes to Chen."""
    now = house.clock.now
    house(HE).storage.run_now(lambda conn: evaluations.hand_over_drafts(conn, WANG.id, CHEN.id, now))


def test_amending_shows_no_more_than_the_result_unless_asked_and_that_is_recorded(house: Everyone) -> None:
    zhou = on_result(house(ZHOU), "张三").sees(MASKED).walks("更正")
    zhou.types("看看")
    zhou.walks("资料").sees(MASKED).does_not_see(PHONE)
    zhou.walks("联系电话").sees(MASKED).does_not_see(PHONE).walks("返回")
    assert revealed(house) == []
    zhou.walks("👁 显示").sees(PHONE)
    assert revealed(house) == ['1003 revealed evaluation 2 {"fields":"phone","subject":1}']
    zhou.walks("🙈 打码").sees(MASKED).does_not_see(PHONE)


def test_what_one_typed_oneself_stays_in_full(house: Everyone) -> None:
    zhou = on_result(house(ZHOU), "张三").walks("更正")
    zhou.types("号码打错了")
    zhou.walks("资料", "联系电话").types("13900001111")
    zhou.sees("13900001111")
    assert "👁 显示" not in zhou.labels
    before = len(house.trail())
    draft = zhou.evaluations()[-1]
    forged(zhou, Act("eye", draft.id, draft.revision, ("about",)))
    assert len(house.trail()) == before, "nothing was masked, so nothing was revealed"


def test_a_head_that_came_filled_in_is_masked(house: Everyone) -> None:
    wang = begins(house(WANG)).walks("同一个").sees(MASKED, "学历：<b>本科</b>").does_not_see(PHONE)
    wang.walks("👁 显示").sees(PHONE)
    assert revealed(house) == ['1001 revealed evaluation 2 {"fields":"phone","subject":1}']


def test_a_draft_that_was_handed_over_brings_numbers_masked_in_fields_notes_and_remarks(
    house: Everyone,
) -> None:
    wang = begins(house(WANG), "李四").walks("联系电话")
    wang.types("13900001111")
    wang.walks("开始评价").types("回电 13900002222")
    wang.walks(*("良好",) * 20, "其他说明").types("家属电话 13900003333")
    hand_over(house)
    chen = house(CHEN).asks("drafts").walks("李四").does_not_see("13900003333").sees("139****3333")
    chen.walks("👁 显示").sees("13900003333")
    chen.walks("资料").sees("139****1111").does_not_see("13900001111")
    chen.walks("👁 显示").sees("13900001111").walks("继续")
    forged(chen, Act("go", 2, chen.evaluations()[-1].revision, ("0",)))
    chen.sees("139****2222").does_not_see("13900002222").walks("备注（1）").sees("139****2222")
    chen.walks("👁 显示").sees("13900002222")
    chen.types("我也记一笔 13900004444")
    chen.sees("13900004444")
    assert [act.split('"fields":')[1] for act in revealed(house)] == [
        '"remarks","subject":2}',
        '"phone","subject":2}',
        '"q1","subject":2}',
    ]
