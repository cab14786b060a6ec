"""The phone conversation tests hold, against a small bot on PTB as it comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.sandbox import Sandbox
from tests.phone import NotOnScreen, Phone
from tests.sandbox.echo_bot import echo_bot


@pytest.fixture
def phone(sandbox: Sandbox) -> Iterator[Phone]:
    with echo_bot(sandbox):
        yield Phone(sandbox)


def test_a_conversation(phone: Phone) -> None:
    phone.types("/start").sees("沟通协调能力", "0/20").does_not_see("收到")
    assert phone.rows[1] == ["未考察"]
    phone.taps("优秀").sees_on_card("4/20")
    phone.taps("下一题")
    assert phone.last_toast == "已记录"
    phone.types("说得清楚")
    assert phone.last["text"] == "收到：说得清楚"
    assert "4/20" in phone.card["text"]


def test_every_tap_waits_for_its_screen(phone: Phone) -> None:
    phone.types("/start")
    for label, done in (("较差", 1), ("良好", 3), ("一般", 2), ("优秀", 4)):
        phone.taps(label)
        assert f"{done}/20" in phone.card["text"]


def test_what_is_sent_is_dealt_with(phone: Phone) -> None:
    phone.types("/start").sends_photo("墙面").sees("收到：墙面")
    phone.sends_album(count=3).sends_voice().sends_document(size=30_000_000).sends_sticker()
    assert phone.text.count("收到：附件") == 6


def test_a_missing_button_shows_the_screen(phone: Phone) -> None:
    phone.types("/start")
    with pytest.raises(NotOnScreen) as missing:
        phone.taps("没有这个")
    assert "[ 较差 ] [ 一般 ] [ 良好 ] [ 优秀 ]" in str(missing.value)


def test_exact_wording_goes_before_containing_it(phone: Phone) -> None:
    phone.types("/start")
    assert phone.button("良好").label == "良好"
    assert phone.button("下一题").label == "下一题 ›"
    assert phone.button("良好").style == "success"


def test_old_and_double_taps(phone: Phone) -> None:
    phone.types("/start")
    first = phone.card["message_id"]
    phone.types("/start").taps_old(first, "优秀")
    assert ["4/20" in message["text"] for message in phone.from_bot] == [True, False]
    phone.taps_twice("下一题")
    assert phone.sandbox.toasts(phone.person_id) == ["", "已记录", "已记录"]


def test_a_bot_that_is_not_there_is_named(sandbox: Sandbox) -> None:
    phone = Phone(sandbox, patience=0.05)
    with pytest.raises(TimeoutError, match="has not confirmed update"):
        phone.types("/start")
