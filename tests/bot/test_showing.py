"""Showing: a card that Telegram does not take is not passed over in silence."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.conversation.turn import Outcome
from bot.screens.screen import Screen
from bot.showing import Shower
from tests.conversation.people import WANG, everyone, peopled_database

LOST = "Kept, but not shown."
CARD = Outcome(1001, Screen("<b>1/9</b>"), lost=LOST)


class Line:
    """A Bot API that answers what it is sent with one thing after the other, and then takes it."""

    def __init__(self, *answers: Exception) -> None:
        self.answers = list(answers)
        self.said: list[str] = []

    async def send_message(self, _chat_id: int, text: str, **_more: Any) -> SimpleNamespace:
        if self.answers:
            raise self.answers.pop(0)
        self.said.append(text)
        return SimpleNamespace(message_id=7)


def shown(line: Line, *outcomes: Outcome) -> list[Any]:
    """What was logged while these were shown."""

    async def show() -> None:
        async def sent(_chat_id: int, _message_id: int) -> None:
            pass

        shower = Shower(cast("Bot", line), sent)
        for outcome in outcomes:
            shower.act(outcome)
        await shower.settled()

    with capture_logs() as logged:
        asyncio.run(show())
    return logged


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(_seconds: float) -> None:
        pass

    monkeypatch.setattr("bot.showing.asyncio.sleep", at_once)


@pytest.mark.parametrize(
    ("answers", "event"),
    [
        ([BadRequest("Can't parse entities")], "card refused"),
        ([NetworkError("Bad Gateway")] * 6, "card not drawn"),
        ([RetryAfter(1)] * 6, "card not drawn"),
        ([ValueError("a fault of ours")], "card not drawn"),
    ],
    ids=["refused", "out of reach", "told to wait", "a fault"],
)
def test_a_card_that_cannot_be_drawn_is_logged_and_told_in_one_sentence(
    answers: list[Exception], event: str
) -> None:
    line = Line(*answers)
    logged = shown(line, CARD)
    assert line.said == [LOST]
    assert [one["event"] for one in logged if one["log_level"] == "error"] == [event]


@pytest.mark.parametrize("answers", [[Forbidden("blocked")], [NetworkError("Bad Gateway")] * 5])
def test_who_blocked_the_bot_and_who_sees_the_card_in_the_end_are_told_nothing(
    answers: list[TelegramError],
) -> None:
    line = Line(*answers)
    shown(line, CARD)
    assert LOST not in line.said


def test_a_card_drawn_again_by_itself_says_nothing_where_it_is_refused() -> None:
    line = Line(BadRequest("Can't parse entities"))
    shown(line, Outcome(1001, Screen("<b>1/9</b>")))
    assert line.said == []


def test_two_drawings_in_one_keep_the_sentence_of_either() -> None:
    line = Line(BadRequest("Can't parse entities"))
    shown(line, CARD, Outcome(1001, Screen("<b>2/9</b>")))
    assert line.said == [LOST]


def test_every_turn_has_the_sentence_ready_in_the_readers_language() -> None:
    with everyone(peopled_database()) as house:
        outcome = house(WANG).commands("menu")
    assert outcome.lost == "⚠️ 卡片没能显示，您的回答已保存。发送 /start 再次显示。"
