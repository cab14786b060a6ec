"""Groups: nothing is rated there and nobody is named; who may chooses in private what is posted."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox import Sandbox
from bot.sandbox.errors import Json
from bot.sandbox.world import GROUP_ID
from storage.groups import Group, group
from tests.conversation.living import LivingBot
from tests.phone import INSPECTOR, INTERVIEWER, STRANGER, SUPERVISOR, Phone


def said(sandbox: Sandbox) -> list[Json]:
    """What the bot said in the group."""
    return [m for m in sandbox.world.chats[GROUP_ID].messages.values() if m["from"]["is_bot"]]


def link_of(message: Json) -> str:
    return str(message["reply_markup"]["inline_keyboard"][0][0]["url"])


def stored(bot: LivingBot) -> Group | None:
    assert bot.storage is not None
    return bot.storage.run_now(lambda conn: group(conn, GROUP_ID))


def test_a_command_in_a_group_is_answered_with_a_link_to_the_same_in_private(
    sandbox: Sandbox, steady: Phone
) -> None:
    sandbox.says_in_group(INSPECTOR, "/history@" + str(sandbox.world.bot()["username"]))
    sandbox.until(lambda: said(sandbox), 5, "no word in the group")
    (answer,) = said(sandbox)
    assert link_of(answer).endswith("?start=c_history")
    steady.types("/start c_history").sees_on_card("历史 · 0")


def test_what_is_not_meant_for_the_bot_gets_no_answer(sandbox: Sandbox, steady: Phone) -> None:
    sandbox.says_in_group(INSPECTOR, "/history@another_bot")
    sandbox.says_in_group(INSPECTOR, "大家好")
    steady.types("/start").sees("选择一张表")
    assert said(sandbox) == []


def test_many_commands_are_answered_once(sandbox: Sandbox, steady: Phone) -> None:
    for _ in range(20):
        sandbox.says_in_group(STRANGER, "/start")
    sandbox.until(lambda: said(sandbox), 5, "no word in the group")
    steady.types("/start").sees("选择一张表")
    assert len(said(sandbox)) == 1


def test_a_supervisor_adds_the_bot_and_chooses_in_private_what_is_posted(
    sandbox: Sandbox, someone: Callable[[int], Phone], bot: LivingBot
) -> None:
    sandbox.adds_to_group(SUPERVISOR)
    sandbox.until(lambda: said(sandbox), 5, "no word in the group")
    assert link_of(said(sandbox)[0]).endswith("?start=c_groups")
    supervisor = someone(SUPERVISOR)
    supervisor.types("/start c_groups").sees_on_card("客服部", "不发布任何内容").taps("客服部")
    supervisor.taps("检查完成").taps("小结").taps("● 所有单位")
    found = stored(bot)
    assert found is not None
    assert (found.posts_done, found.posts_digest, found.unit_id) == (True, True, None)
    supervisor.button("☑ 检查完成时")
    supervisor.taps("客服部").taps("检查完成")
    found = stored(bot)
    assert found is not None
    assert (found.posts_done, found.posts_digest, found.unit_id) == (False, True, 1)


def test_taken_out_nothing_more_is_posted(
    sandbox: Sandbox, someone: Callable[[int], Phone], bot: LivingBot
) -> None:
    sandbox.adds_to_group(SUPERVISOR)
    sandbox.until(lambda: said(sandbox), 5, "no word in the group")
    supervisor = someone(SUPERVISOR)
    supervisor.types("/groups").taps("客服部")
    sandbox.adds_to_group(SUPERVISOR, there=False)
    supervisor.taps("检查完成").sees("已不在这个群").sees_on_card("还没有群")
    found = stored(bot)
    assert found is not None
    assert found.left_at is not None


def test_added_by_anyone_else_it_stays_silent(sandbox: Sandbox, steady: Phone, bot: LivingBot) -> None:
    for person_id in (INTERVIEWER, STRANGER):
        sandbox.adds_to_group(person_id)
    steady.types("/groups").sees("您没有这项权限")
    assert said(sandbox) == []
    assert stored(bot) is None
