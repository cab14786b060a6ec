"""Units: added by typing, renamed, and removed only once nothing in them can be lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conversation.living import LivingBot
from tests.conversation.test_interview import begin
from tests.conversation.test_inviting import stored
from tests.conversation.test_people import acts, roles
from tests.phone import INSPECTOR, INTERVIEWER, SUPERVISOR, Phone

Someone = Callable[[int], Phone]


@pytest.fixture
def owner(someone: Someone) -> Phone:
    return someone(SUPERVISOR)


def names(bot: LivingBot) -> list[tuple[object, ...]]:
    return stored(bot, "SELECT name FROM unit WHERE removed_at IS NULL ORDER BY id")


def test_units_are_added_by_typing_each_name_once(owner: Phone, bot: LivingBot) -> None:
    owner.types("/units").sees_on_card("部门 · 1", "客服部：3 个角色")
    owner.types(" 工程  部 ").sees_on_card("已添加：工程 部", "部门 · 2", "工程 部：无")
    owner.types("客服部").sees_on_card("已有同名部门")
    owner.types("部" * 41).sees_on_card("太长了")
    assert names(bot) == [("客服部",), ("工程 部",)]
    assert acts(bot) == ["1003 unit-added unit 2 {}"]


def test_a_unit_is_renamed(owner: Phone, bot: LivingBot) -> None:
    owner.types("/units").types("工程部").taps("客服部").taps("改名").types("工程部").sees_on_card(
        "已有同名部门"
    )
    owner.types("客户服务部").sees_on_card("已改名", "客户服务部")
    assert names(bot) == [("客户服务部",), ("工程部",)]
    assert acts(bot)[-1] == "1003 unit-renamed unit 1 {}"


def test_an_empty_unit_is_removed_after_a_question_and_its_name_is_free(owner: Phone, bot: LivingBot) -> None:
    owner.types("/units").types("工程部").taps("工程部").taps("删除").sees_on_card("删除 工程部？")
    owner.taps("🗑 删除").sees_on_card("已删除：工程部", "部门 · 1")
    owner.types("工程部").sees_on_card("已添加：工程部")
    assert acts(bot) == [
        "1003 unit-added unit 2 {}",
        "1003 unit-removed unit 2 {}",
        "1003 unit-added unit 3 {}",
    ]


def test_one_with_people_and_drafts_is_not_removed_and_says_how_much_is_in_it(
    owner: Phone, someone: Someone, bot: LivingBot
) -> None:
    begin(someone(INTERVIEWER), "张三").taps("良好")
    owner.types("/units").taps("客服部").taps("删除")
    owner.sees_on_card("客服部 不是空的", "3 个角色、1 个考评对象、1 份草稿", "请先添加另一个部门")
    owner.sandbox.taps(SUPERVISOR, owner.card["message_id"], "unitgone.-.-.1.yes")
    owner.waits()
    assert names(bot) == [("客服部",)]


def test_everything_moves_with_the_roles(owner: Phone, someone: Someone, bot: LivingBot) -> None:
    begin(someone(INTERVIEWER), "张三").taps("良好")
    owner.types("/units").types("工程部").taps("客服部").taps("删除").taps("→ 工程部")
    owner.sees_on_card("客服部 → 工程部", "成员在其中的角色怎么办").taps("角色一并移动")
    owner.sees_on_card("已删除：客服部", "工程部：3 个角色、1 个考评对象、1 份草稿")
    assert roles(bot, INTERVIEWER) == [("evaluator", 2)]
    assert roles(bot, SUPERVISOR) == [("supervisor", 2)]
    assert (
        stored(bot, "SELECT unit_id FROM evaluation") == stored(bot, "SELECT unit_id FROM subject") == [(2,)]
    )
    someone(INTERVIEWER).types("/drafts").taps("张三").sees_on_card("2/20")
    assert acts(bot)[-2:] == [
        '1003 unit-merged unit 1 {"into":2,"people":3,"roles":"move"}',
        "1003 unit-removed unit 1 {}",
    ]


def test_or_the_roles_end(owner: Phone, someone: Someone, bot: LivingBot) -> None:
    owner.types("/units").types("工程部").taps("客服部").taps("删除").taps("→ 工程部").taps("结束这些角色")
    owner.sees_on_card("已删除：客服部", "工程部：无")
    assert roles(bot, INSPECTOR) == []
    someone(INSPECTOR).types("/menu").sees("仅供内部使用")


def test_two_taps_and_late_taps_change_nothing_more(owner: Phone, bot: LivingBot) -> None:
    owner.types("/units").types("工程部").taps("客服部").taps("删除").taps("→ 工程部")
    move = owner.button("角色一并移动")
    owner.taps_twice("角色一并移动").sees_on_card("部门 · 1")
    owner.taps_again(move).sees("这个部门已不存在")
    assert names(bot) == [("工程部",)]
    assert len(roles(bot, INTERVIEWER)) == 1


def test_only_owners_come_here(someone: Someone) -> None:
    inspector = someone(INSPECTOR)
    inspector.types("/units").sees("您没有这项权限")
    inspector.types("新部门").does_not_see("已添加")
