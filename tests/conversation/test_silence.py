"""What somebody pressed and what could not be done: they are told, never left with nothing."""

from __future__ import annotations

import pytest

from bot.codec import Act
from bot.screens.screen import Button
from storage import feedback, memberships
from tests.conversation.people import HE, QIAN, WANG, ZHOU, everyone, peopled_database
from tests.conversation.test_feedback import disputed, rated_database


def test_of_two_who_suspend_somebody_the_second_is_told() -> None:
    with everyone(peopled_database()) as house:
        zhou, qian = [house(one).asks("people").walks("王考评", "停用") for one in (ZHOU, QIAN)]
        qian.walks("停用").sees("已停用")
        zhou.walks("停用").sees("此人已被停用", "王考评")


def test_who_came_in_again_is_not_erased_and_the_owner_is_told() -> None:
    with everyone(peopled_database()) as house:
        he = house(HE)
        (role,) = he.storage.run_now(lambda conn: memberships.of_person(conn, WANG.id))
        he.storage.run_now(lambda conn: memberships.end(conn, role.id, he.now))
        he.asks("forget", str(WANG.id)).sees("王考评")
        he.storage.run_now(
            lambda conn: memberships.grant(conn, WANG.id, "evaluator", 1, by=HE.id, now=he.now)
        )
        he.walks("永久删除").sees("王考评")
        assert he.toast == "此人刚刚又加入了，没有删除任何内容。"


def test_a_dispute_that_was_answered_at_that_moment_is_not_withdrawn_and_they_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The answer of another process comes between reading and writing."""
    with everyone(rated_database()) as house:
        li = disputed(house).walks("撤回异议")
        monkeypatch.setattr(feedback, "settle", lambda *_args, **_more: False)
        li.walks("确定撤回").sees("良好")
        assert li.toast == "异议刚刚已有答复。当前情况如下。"


@pytest.mark.parametrize("wrong", [Act("planpick"), Act("planevery", args=("hourly",))])
def test_a_button_of_a_plan_that_says_nothing_known_is_answered(wrong: Act) -> None:
    with everyone(peopled_database()) as house:
        zhou = house(ZHOU).asks("plan").walks("客服代表")
        draft = next(b.act.revision for b in zhou.buttons if b.act.op == "planstep")
        zhou.presses(Button("", Act(wrong.op, None, draft, wrong.args)), zhou.shown[-1][0])
        assert zhou.toast == "这个按钮已失效。当前进度如下。"
