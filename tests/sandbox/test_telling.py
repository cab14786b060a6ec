"""What the bot says of itself: commands by language and person, descriptions, menu button."""

from __future__ import annotations

from tests.sandbox.conftest import ME, Caller

ZH = [{"command": "start", "description": "开始评价"}]
EN = [{"command": "start", "description": "Start"}]
OWNER = [{"command": "stats", "description": "统计"}]


def shown(bot: Caller, person_id: int = ME) -> object:
    return bot.http.get(f"/page/chats/{person_id}").json()["commands"]


def test_commands_by_language_and_scope(bot: Caller) -> None:
    bot.call("setMyCommands", commands=ZH)
    bot.call("setMyCommands", commands=EN, language_code="en")
    bot.call("setMyCommands", commands=OWNER, scope={"type": "chat", "chat_id": 1003})
    assert shown(bot) == ZH
    bot.sandbox.speaks(ME, "en-GB")
    assert shown(bot) == EN
    assert shown(bot, 1003) == OWNER
    assert bot.call("getMyCommands", language_code="en") == EN
    bot.call("deleteMyCommands", language_code="en")
    assert shown(bot) == ZH


def test_bad_commands(bot: Caller) -> None:
    wrong = [{"command": "开始", "description": "x"}]
    assert bot.refusal("setMyCommands", commands=wrong) == (400, "Bad Request: BOT_COMMAND_INVALID")


def test_descriptions_and_menu_button(bot: Caller) -> None:
    bot.call("setMyDescription", description="按表格评价")
    bot.call("setMyShortDescription", short_description="考评")
    bot.call("setChatMenuButton", menu_button={"type": "commands"})
    assert bot.http.get(f"/page/chats/{ME}").json()["description"] == "按表格评价"
    assert bot.call("getMyShortDescription") == {"short_description": "考评"}
    assert bot.call("getChatMenuButton") == {"type": "commands"}
    assert (
        bot.refusal("setMyDescription", description="x" * 513)[1] == "Bad Request: BOT_DESCRIPTION_TOO_LONG"
    )


def test_a_person_is_called_what_they_call_themselves(bot: Caller) -> None:
    assert bot.call("getChat", chat_id=ME)["first_name"] == "林晓"
    bot.sandbox.speaks(ME, "en")
    assert bot.call("getChat", chat_id=ME)["first_name"] == "Lin Xiao"
