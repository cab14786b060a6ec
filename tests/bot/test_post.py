"""Carrying messages through the Bot API: what its refusals mean, and the pace."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.codec import Act
from bot.post import PACE, Gone, NotNow, TelegramPost, Unreachable
from bot.screens.screen import Button, Screen

SCREEN = Screen("<b>幸福花园</b>", ((Button("▶ 开始检查", Act("rstart", args=("7",)), "primary"),),))


class Line:
    """A Bot API that answers with what it is told to, and keeps what it was asked."""

    def __init__(self, *answers: TelegramError | int) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    async def send_message(self, chat_id: int, text: str, **more: Any) -> SimpleNamespace:
        return SimpleNamespace(message_id=self._answer(chat_id=chat_id, text=text, **more))

    async def edit_message_text(self, text: str, chat_id: int, message_id: int, **more: Any) -> None:
        self._answer(chat_id=chat_id, text=text, message_id=message_id, **more)

    def _answer(self, **asked: Any) -> int:
        self.asked.append(asked)
        answer = self.answers.pop(0) if self.answers else 1
        if isinstance(answer, TelegramError):
            raise answer
        return answer


def post(line: Line, moves: list[tuple[int, int]] | None = None) -> TelegramPost:
    async def moved(group_id: int, to: int) -> None:
        assert moves is not None, "no group has moved"
        moves.append((group_id, to))

    return TelegramPost(cast("Bot", line), moved)


def test_a_message_goes_out_with_its_buttons_and_gives_its_id() -> None:
    line = Line(42)
    assert asyncio.run(post(line).send(1001, SCREEN)) == 42
    (asked,) = line.asked
    assert (asked["chat_id"], asked["text"]) == (1001, "<b>幸福花园</b>")
    (row,) = asked["api_kwargs"]["reply_markup"]["inline_keyboard"]
    assert row == [{"text": "▶ 开始检查", "callback_data": "rstart.-.-.7", "style": "primary"}]


def test_a_message_drawn_again_without_buttons_loses_them() -> None:
    line = Line()
    asyncio.run(post(line).redraw(1001, 42, Screen("✅")))
    assert line.asked[0]["message_id"] == 42
    assert line.asked[0]["api_kwargs"]["reply_markup"] == {"inline_keyboard": []}


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (Forbidden("bot was blocked by the user"), Unreachable),
        (BadRequest("Chat not found"), Unreachable),
        (NetworkError("Bad Gateway"), NotNow),
        (TimedOut(), NotNow),
        (Conflict("something new"), NotNow),
        (TelegramError("something newer"), NotNow),
    ],
)
def test_what_a_refusal_to_send_means(answer: TelegramError, meaning: type[Exception]) -> None:
    with pytest.raises(meaning):
        asyncio.run(post(Line(answer)).send(1001, SCREEN))


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (Forbidden("bot was blocked by the user"), Gone),
        (BadRequest("Message to edit not found"), Gone),
        (NetworkError("Bad Gateway"), NotNow),
        (TelegramError("something newer"), NotNow),
    ],
)
def test_what_a_refusal_to_draw_again_means(answer: TelegramError, meaning: type[Exception]) -> None:
    with pytest.raises(meaning):
        asyncio.run(post(Line(answer)).redraw(1001, 42, SCREEN))


def test_a_group_with_another_id_is_told_and_posted_to_later() -> None:
    moves: list[tuple[int, int]] = []
    line = Line(ChatMigrated(-1002), ChatMigrated(-1002))
    with pytest.raises(NotNow):
        asyncio.run(post(line, moves).send(-5, SCREEN))
    with pytest.raises(Gone):
        asyncio.run(post(line, moves).redraw(-5, 42, SCREEN))
    assert moves == [(-5, -1002)] * 2


def test_an_edit_that_changes_nothing_is_done() -> None:
    asyncio.run(post(Line(BadRequest("Message is not modified"))).redraw(1001, 42, SCREEN))


def test_when_telegram_asks_to_wait_everything_waits() -> None:
    line = Line(RetryAfter(timedelta(seconds=30)))

    async def send() -> list[timedelta | None]:
        carrier, waits = post(line), []
        calls: list[Awaitable[Any]] = [carrier.send(1, SCREEN), carrier.send(2, SCREEN)]
        for call in calls:
            with pytest.raises(NotNow) as told:
                await call
            waits.append(told.value.wait)
        return waits

    first, second = asyncio.run(send())
    assert first == timedelta(seconds=30)
    assert second is not None
    assert timedelta(seconds=25) < second <= timedelta(seconds=30)
    assert len(line.asked) == 1


def test_messages_keep_a_pace() -> None:
    async def send() -> float:
        carrier, loop = post(Line()), asyncio.get_running_loop()
        began = loop.time()
        await asyncio.gather(*(carrier.send(1, SCREEN) for _ in range(4)))
        return loop.time() - began

    assert asyncio.run(send()) >= 3 * PACE * 0.9
