"""What a message means: a command ends at the first white space, whichever that is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update, User

from bot.conversation.incoming import Command, Sender, Typed
from bot.updates import group_command, read_update

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LIN = User(1001, "林晓", is_bot=False, language_code="zh-hans")
SENDER = Sender(1001, "林晓", "zh-hans")


def sent(text: str, kind: str = "private") -> Message:
    return Message(7, NOW, Chat(1001, kind), from_user=LIN, text=text)


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/start interview", "start", "interview"),
        ("/start\ninterview", "start", "interview"),
        ("/verify@kaoping_bot\n\nABCD-EFGH\n", "verify", "ABCD-EFGH"),
        ("/Help\t", "help", ""),
        ("/export\u3000张三\n李四", "export", "张三\n李四"),
    ],
)
def test_a_command_ends_at_whatever_white_space(text: str, name: str, argument: str) -> None:
    assert read_update(Update(1, message=sent(text))) == Command(SENDER, 7, name, argument)


@pytest.mark.parametrize("text", ["/", "/ start", "/8", "8/10"])
def test_what_only_begins_with_a_slash_is_typed(text: str) -> None:
    assert read_update(Update(1, message=sent(text))) == Typed(SENDER, 7, text, NOW)


def test_in_a_group_a_command_ends_there_too() -> None:
    assert group_command(sent("/history@kaoping_bot\n谢谢", "group"), "kaoping_bot") == "history"
    assert group_command(sent("/history\n谢谢", "group"), "kaoping_bot") == "history"
    assert group_command(sent(" /history", "group"), "kaoping_bot") is None
    assert group_command(sent("\n", "group"), "kaoping_bot") is None
