"""PTB's own ``Bot`` against the stand-in: only the address is changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.sandbox import Sandbox
from tests.sandbox.conftest import ME

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("良好", callback_data="3", style="success")]])


@pytest.fixture
async def ptb(sandbox: Sandbox) -> AsyncIterator[Bot]:
    sandbox.types(ME, "/start")
    async with Bot(sandbox.token, f"{sandbox.url}/bot", f"{sandbox.url}/file/bot") as bot:
        yield bot


async def test_a_round_with_a_card(sandbox: Sandbox, ptb: Bot) -> None:
    (first,) = await ptb.get_updates()
    assert first.message is not None
    card = await ptb.send_message(ME, "<b>题</b>", parse_mode="HTML", reply_markup=KEYS)
    sandbox.taps_at(ME, card.message_id, 0, 0)
    (update,) = await ptb.get_updates(offset=first.update_id + 1)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.message) == ("3", card)
    assert await query.answer("已记录")
    edited = await query.edit_message_text("下一题", reply_markup=KEYS)
    assert isinstance(edited, Message)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await query.edit_message_text("下一题", reply_markup=KEYS)
    assert await card.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await card.delete()


async def test_files_go_both_ways(sandbox: Sandbox, ptb: Bot) -> None:
    sent = sandbox.sends_document(ME, "内容".encode(), name="表.txt")["document"]
    file = await ptb.get_file(sent["file_id"])
    assert bytes(await file.download_as_bytearray()) == "内容".encode()
    told = await ptb.send_document(
        ME, b"%PDF-1.4", filename="报告.pdf", caption="<i>报告</i>", parse_mode="HTML"
    )
    assert told.document is not None
    assert (told.document.file_name, told.caption) == ("报告.pdf", "报告")


async def test_refusals_become_the_right_errors(sandbox: Sandbox, ptb: Bot) -> None:
    sandbox.refuses("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    with pytest.raises(RetryAfter) as later:
        await ptb.send_message(ME, "x")
    assert later.value.retry_after == timedelta(seconds=7)
    sandbox.refuses("sendMessage", 502, "Bad Gateway")
    with pytest.raises(NetworkError):
        await ptb.send_message(ME, "x")
    with pytest.raises(BadRequest, match="Chat not found"):
        await ptb.send_message(5, "x")
    sandbox.blocks(ME)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(ME, "x")
    await ptb.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict):
        await ptb.get_updates()


async def test_a_wrong_token_is_known_at_once(sandbox: Sandbox) -> None:
    wrong = Bot("7:wrong", f"{sandbox.url}/bot", f"{sandbox.url}/file/bot")
    with pytest.raises(InvalidToken):
        await wrong.initialize()
    await wrong.shutdown()
