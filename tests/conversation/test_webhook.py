"""Updates pushed instead of fetched: the same conversation, and nobody but Telegram can push."""

from __future__ import annotations

import json
import socket
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.settings import BadSettings
from rubrics.library import Library
from tests.conversation.living import LivingBot
from tests.conversation.test_taps import signed_and_ready
from tests.phone import INTERVIEWER, Phone

SECRET = "only-Telegram-knows-this"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def pushed(sandbox: Sandbox, library: Library, tmp_path: Path, port: int) -> Iterator[LivingBot]:
    living = LivingBot(
        sandbox,
        library,
        tmp_path / "data",
        telegram_webhook_url=f"http://127.0.0.1:{port}/telegram",
        telegram_webhook_secret=SECRET,
        telegram_webhook_listen=f"127.0.0.1:{port}",
    ).start()
    sandbox.until(lambda: sandbox.world.webhook.url, 10, "no webhook was set")
    yield living
    living.stop()


def status(port: int, body: bytes, **headers: str) -> int:
    """What somebody who posts this is told."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/telegram", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def begin_update() -> dict[str, Any]:
    person = {"id": INTERVIEWER, "is_bot": False, "first_name": "林晓"}
    chat = {"id": INTERVIEWER, "type": "private", "first_name": "林晓"}
    message = {
        "message_id": 999,
        "date": 1_800_000_000,
        "from": person,
        "chat": chat,
        "text": "/start interview",
    }
    return {"update_id": 4_000_000, "message": message}


def evaluations(bot: LivingBot) -> int:
    with closing(sqlite3.connect(bot.settings.kaoping_data / "kaoping.sqlite3")) as records:
        return int(records.execute("SELECT count(*) FROM evaluation").fetchone()[0])


def test_an_interview_is_pushed_from_the_first_word_to_the_result(
    sandbox: Sandbox, pushed: LivingBot
) -> None:
    phone = Phone(sandbox, INTERVIEWER)
    signed_and_ready(phone).taps("提交").sees("第 1 号")
    assert sandbox.world.webhook.secret == SECRET
    assert sandbox.world.webhook.last_error_date is None


def test_what_comes_while_it_is_down_is_pushed_again(sandbox: Sandbox, pushed: LivingBot) -> None:
    phone = Phone(sandbox, INTERVIEWER)
    pushed.stop()
    phone.types("/start interview", wait=False)
    pushed.start()
    phone.sees("客服人员面试评价表", seconds=20)
    sandbox.until(lambda: not len(sandbox.world.updates), 10, "the update was not confirmed")


@pytest.mark.parametrize("secret", [None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "é" * 20])
def test_without_the_secret_nothing_is_taken(pushed: LivingBot, port: int, secret: str | None) -> None:
    body = json.dumps(begin_update()).encode()
    headers = {} if secret is None else {HEADER: secret.encode().decode("latin-1")}
    assert status(port, body, **headers) == 401
    assert evaluations(pushed) == 0


def test_with_it_what_is_no_update_is_refused_and_what_is_one_is_taken(pushed: LivingBot, port: int) -> None:
    for body in (b"", b"{", b"[]", b'{"update_id": "x", "message": 3}', b"\xff\xfe"):
        assert status(port, body, **{HEADER: SECRET}) in {400, 200}
    assert status(port, b"x" * 2_000_000, **{HEADER: SECRET}) == 413
    assert evaluations(pushed) == 0
    assert status(port, json.dumps(begin_update()).encode(), **{HEADER: SECRET}) == 200
    assert evaluations(pushed) == 1


def test_what_one_person_sends_without_a_pause_is_kept_in_order(
    sandbox: Sandbox, pushed: LivingBot, port: int
) -> None:
    phone = Phone(sandbox, INTERVIEWER)
    phone.types("/start interview").types("张三").taps("开始评价")
    for number in range(8):
        phone.types(f"第{number}条", wait=False)
    phone.waits().taps("良好").sees_on_card("2/20")
    with closing(sqlite3.connect(pushed.settings.kaoping_data / "kaoping.sqlite3")) as records:
        kept = [text for (text,) in records.execute("SELECT text FROM note ORDER BY id")]
    assert kept == [f"第{number}条" for number in range(8)]


def test_a_port_that_is_taken_is_told_in_a_sentence(
    sandbox: Sandbox, library: Library, tmp_path: Path, port: int
) -> None:
    with socket.create_server(("127.0.0.1", port)):
        living = LivingBot(
            sandbox,
            library,
            tmp_path / "data",
            telegram_webhook_url=f"http://127.0.0.1:{port}/telegram",
            telegram_webhook_secret=SECRET,
            telegram_webhook_listen=f"127.0.0.1:{port}",
        ).start()
        assert living._thread is not None
        living._thread.join(10)
        with pytest.raises(BadSettings, match=f"nothing can listen on 127.0.0.1:{port}"):
            living._ended.result(0)
