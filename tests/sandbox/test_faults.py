"""Trouble on demand: each kind meets as many calls as it was told, then all is well."""

from __future__ import annotations

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import RateLimits
from tests.sandbox.conftest import ME, Caller


def test_refusals_are_used_up(bot: Caller) -> None:
    bot.sandbox.refuses("sendMessage", 429, "Too Many Requests: retry after 3", times=2, retry_after=3)
    for _ in range(2):
        answer = bot.answer("sendMessage", chat_id=ME, text="x")
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 3})
    assert bot.says("x")
    assert len(bot.sandbox.messages(ME)) == 2


def test_any_method_but_polling(bot: Caller) -> None:
    bot.sandbox.refuses("*", 502, "Bad Gateway")
    assert bot.call("getUpdates") == []
    assert bot.refusal("getMe") == (502, "Bad Gateway")
    assert bot.call("getMe")


@pytest.mark.parametrize("done", [False, True])
def test_a_connection_that_breaks_off_before_or_after_the_deed(
    sandbox: Sandbox, bot: Caller, done: bool
) -> None:
    sandbox.drops("sendMessage", done=done)
    with pytest.raises(httpx.TransportError):
        bot.says("x")
    assert len(sandbox.messages(ME)) == (2 if done else 1)
    assert bot.says("y")


def test_a_call_that_never_comes_back(sandbox: Sandbox, bot: Caller) -> None:
    sandbox.hangs("sendMessage")
    with pytest.raises(httpx.ReadTimeout), httpx.Client(base_url=sandbox.url, timeout=0.2) as hasty:
        hasty.post(f"/bot{sandbox.token}/sendMessage", json={"chat_id": ME, "text": "x"})
    assert len(sandbox.messages(ME)) == 1
    assert bot.says("y")


def test_a_chat_takes_three_at_once_and_then_one_a_second() -> None:
    limits = RateLimits(burst=3)
    limits.on = True
    for _ in range(3):
        limits.check("sendmessage", ME, now=100.0)
    with pytest.raises(ApiError) as refused:
        limits.check("editmessagetext", ME, now=100.5)
    assert (refused.value.code, refused.value.retry_after) == (429, 1)
    limits.check("sendmessage", 1002, now=100.5)
    limits.check("editmessagetext", ME, now=101.0)
    limits.check("answercallbackquery", ME, now=101.0)


def test_all_chats_together_take_thirty_a_second() -> None:
    limits = RateLimits()
    limits.on = True
    for chat in range(30):
        limits.check("sendmessage", chat, now=100.0)
    with pytest.raises(ApiError, match="retry after 1"):
        limits.check("sendmessage", 30, now=100.9)
    limits.check("sendmessage", 30, now=101.0)


def test_recovering_ends_all_trouble(bot: Caller) -> None:
    bot.sandbox.refuses("getMe", 500, "Internal Server Error", times=99)
    bot.sandbox.recovers()
    assert bot.call("getMe")


def test_calls_are_noted(bot: Caller) -> None:
    bot.says("x")
    bot.refusal("sendMessage", chat_id=ME, text="")
    noted = [(call.method, call.chat_id, call.code) for call in bot.sandbox.calls()]
    assert noted == [("sendmessage", ME, 200), ("sendmessage", ME, 400)]
