"""Nobody changes or releases a result about themselves, whatever their role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.codec import Act
from tests.conversation.people import HE, QIAN, WANG, ZHOU, Everyone, Somebody, everyone
from tests.conversation.test_feedback import (
    amends,
    forged,
    on_card,
    on_result,
    rated_database,
    released,
    start_of,
)

ABOUT_YOU = "这是关于您本人的结果"


@pytest.fixture
def house() -> Iterator[Everyone]:
    """Qian supervises the unit, and Li Ming's result is released to her: it is about her."""
    with everyone(rated_database()) as there:
        there(QIAN).asks("start", released(there)).walks("✅")
        yield there


def draft_of_hers(house: Everyone) -> Somebody:
    """An amendment she began of it before it was released, with everything filled in."""
    qian = on_result(house(QIAN)).walks("更正")
    qian.types("改第一题")
    qian.walks("题目", "一般", "签").types("钱主管")
    return qian


def test_she_may_look_and_is_offered_nothing_to_change(house: Everyone) -> None:
    qian = on_result(house(QIAN)).sees("李明")
    assert not [label for label in qian.labels if "更正" in label or "发给" in label]
    on_card(qian).sees("李明", ABOUT_YOU)
    assert not {"↩ 撤回", "✎ 更正"} & set(qian.labels)


@pytest.mark.parametrize(
    "act",
    [
        Act("amend", 1),
        Act("release", 1),
        Act("releasenow", 1, None, ("7",)),
        Act("hired", 1, None, ("1",)),
        Act("unrelease", None, None, ("1",)),
        Act("feedlink", None, None, ("1",)),
    ],
)
def test_buttons_of_an_old_card_change_nothing(house: Everyone, act: Act) -> None:
    before = len(house.trail())
    qian = on_card(house(QIAN))
    forged(qian, act)
    assert qian.toast == "这份结果已经发出。" if act.op.startswith("release") else ABOUT_YOU in qian.toast
    assert {row.action for row in house.trail()[before:]} <= {"saw"}


def test_another_result_about_her_is_not_hers_to_change_either(house: Everyone) -> None:
    """Wang rates Li Ming once more; nothing of no. 3 is released yet."""
    wang = house(WANG).asks("start", "representative").walks("李明")
    if "开始评价" in wang.labels:
        wang.taps("开始评价")
    wang.walks(*("良好",) * 9, "签").types("王考评")
    wang.taps("提交")
    qian = house(QIAN).asks("history")
    forged(qian, Act("amend", 3))
    assert ABOUT_YOU in qian.toast
    forged(qian, Act("release", 3))
    assert ABOUT_YOU in qian.toast
    amends(on_result(house(ZHOU)))


def test_what_she_began_before_stays_a_draft() -> None:
    with everyone(rated_database()) as house:
        qian = draft_of_hers(house)
        start = released(house, by=HE)
        qian.asks("start", start).walks("✅").asks("drafts").walks("李明", "提交")
        qian.sees(ABOUT_YOU, "仍是草稿")
        assert [one.status for one in qian.evaluations()] == ["submitted", "submitted", "draft"]


def test_taken_back_by_somebody_else_it_is_like_any_other(house: Everyone) -> None:
    on_card(house(ZHOU)).walks("撤回", "确定撤回")
    amends(on_result(house(QIAN)), "钱主管")
    assert start_of(on_result(house(ZHOU)).walks("发给本人", "7 天", "确定发出"))
