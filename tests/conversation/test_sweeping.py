"""Erasing reaches the chats: what the bot said of somebody is drawn without them or removed, what was sent is deleted.

The interviewer rates on Monday 23 November 2026; the supervisor owns the house and erases.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.conversation.taking import look
from bot.conversation.turn import House, Outcome
from bot.logs import set_up
from bot.privacy.erasing import erase_subject
from bot.sandbox import Sandbox
from storage.values import Chat
from tests.conversation.calendar import WallClock
from tests.conversation.living import LivingBot
from tests.phone import INTERVIEWER, SUPERVISOR, Phone

Chats = Callable[[int], Phone]
NAME = "欧阳小凤"


def rates(phone: Phone) -> Phone:
    """Ten ratings, a note with a photo, a closing text, a signature; then a report, and on to the menu."""
    phone.types("/start property").types(NAME).types("迟到过两次").sends_photo("考勤表")
    for _ in range(10):
        phone.taps("8")
    phone.taps("签名").types("林晓").taps("提交")
    phone.taps("📄").sees("80 / 100")
    phone.sandbox.until(lambda: any("document" in m for m in phone.from_bot), 20, "no report")
    return phone.types("/start")


def erases(phone: Phone, bot: LivingBot) -> Phone:
    phone.types(f"/forget {NAME}").taps("永久删除").waits()
    bot.sweep()
    return phone


def everything(*phones: Phone) -> str:
    return "\n".join(phone.screen for phone in phones)


@pytest.fixture
def interviewer(chats: Chats) -> Phone:
    return rates(chats(INTERVIEWER))


@pytest.fixture
def owner(interviewer: Phone, chats: Chats) -> Phone:
    return chats(SUPERVISOR)


def test_within_two_days_nothing_is_left_in_any_chat(
    interviewer: Phone, owner: Phone, planning: LivingBot
) -> None:
    owner.types("/history").types(NAME).sees_on_card(NAME)
    erases(owner, planning)
    # name, note, photo and signature as sent, the report; the owner's search and "/forget …"; the result is redrawn
    owner.sees_on_card("已移除聊天里的 8 条相关消息")
    left = everything(interviewer, owner)
    assert NAME not in left
    assert "迟到过两次" not in left
    assert not [m for m in interviewer.messages if "photo" in m or "document" in m]
    interviewer.sees("此处内容涉及已删除个人资料的人，已移除")


def test_what_is_older_is_replaced_where_it_is_ours_and_told_where_it_is_not(
    interviewer: Phone, owner: Phone, planning: LivingBot, clock: WallClock
) -> None:
    clock.now += timedelta(days=3)
    erases(owner, planning)
    # gone: the result and the report (both ours), and "/forget …" of today; left: four messages of the interviewer
    owner.sees_on_card("已移除聊天里的 3 条", "有 4 条消息移除不了", "请他们在自己的聊天里删除：林晓")
    files = [m["document"]["file_name"] for m in interviewer.messages if "document" in m]
    assert files == ["removed.txt"]
    assert "80 / 100" not in interviewer.text


def test_a_kill_after_the_commit_only_delays_it(
    interviewer: Phone, chats: Chats, planning: LivingBot, clock: WallClock
) -> None:
    assert planning.desk is not None
    house = planning.desk.house
    planning.stop()
    assert planning.storage is not None
    planning.storage.open()
    assert planning.storage.run_now(
        lambda conn: erase_subject(conn, house, 1, asked_by=SUPERVISOR, because="request", now=clock())
    )
    planning.storage.close()
    assert NAME in interviewer.screen
    planning.start()
    planning.sweep()
    assert NAME not in interviewer.screen


def test_where_telegram_asks_to_wait_it_waits(
    interviewer: Phone, owner: Phone, planning: LivingBot, telegram: Sandbox, clock: WallClock
) -> None:
    telegram.refuses("deleteMessage", 429, "Too Many Requests: retry after 30", retry_after=30)
    erases(owner, planning)
    assert "移除不了" not in owner.text
    owner.sees_on_card("条相关消息……")
    clock.now += timedelta(seconds=31)
    planning.sweep()
    assert NAME not in everything(interviewer, owner)


def test_a_card_that_cannot_be_drawn_holds_up_nothing_else(
    interviewer: Phone, owner: Phone, planning: LivingBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(conn: Connection, house: House, chat: Chat, *more: Any) -> Outcome:
        if chat.chat_id == SUPERVISOR:
            raise LookupError("a form that is not stored")
        return look(conn, house, chat, *more)

    set_up("ERROR")  # as the bot logs: structlog's own way draws every local value of a fault, for seconds
    interviewer.types("/history").sees_on_card(NAME)
    monkeypatch.setattr("bot.desk.look", faulty)
    erases(owner, planning)
    interviewer.sees_on_card("已删除 #")
    assert NAME not in everything(interviewer)


def test_what_telegram_refuses_in_an_unforeseen_way_is_tried_again(
    interviewer: Phone, owner: Phone, planning: LivingBot, telegram: Sandbox, clock: WallClock
) -> None:
    telegram.refuses("deleteMessage", 409, "Conflict: something new")
    erases(owner, planning)
    assert NAME in everything(interviewer, owner)
    clock.now += timedelta(minutes=2)
    planning.sweep()
    assert NAME not in everything(interviewer, owner)


def test_who_is_in_the_middle_of_a_question_is_told_why_it_is_gone(
    interviewer: Phone, owner: Phone, planning: LivingBot
) -> None:
    interviewer.types("/start property").types(NAME).taps("同一").sees_on_card("1/10")
    erases(owner, planning)
    interviewer.sees_on_card("草稿已作废", "个人资料已删除").taps("☰ 菜单").does_not_see(NAME)


def test_somebody_elses_open_card_is_drawn_without_them(
    interviewer: Phone, owner: Phone, planning: LivingBot
) -> None:
    interviewer.types("/history").sees_on_card(NAME)
    erases(owner, planning)
    interviewer.sees_on_card("已删除 #")
    assert NAME not in everything(interviewer)
