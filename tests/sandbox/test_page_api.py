"""What the page asks for and sends, and the stream it listens to."""

from __future__ import annotations

import json

from bot.sandbox import Sandbox
from bot.sandbox.files import plain_picture
from tests.sandbox.conftest import ME, Caller, keyboard


def test_four_people(bot: Caller) -> None:
    told = bot.http.get("/page/people").json()
    assert [(p["id"], p["role"]) for p in told["people"]] == [
        (1001, "面试官"),
        (1002, "品质检查员"),
        (1003, "主管"),
        (1004, "未受邀"),
    ]
    assert told["bot"]["is_bot"]


def test_acts_reach_the_bot(bot: Caller) -> None:
    card = bot.says("题", reply_markup=keyboard(["好"]))["message_id"]
    page = f"/page/chats/{ME}"
    bot.http.post(f"{page}/text", json={"text": "你好", "reply_to": card})
    bot.http.post(f"{page}/tap", json={"message_id": card, "row": 0, "column": 0})
    pictures = {f"file{i}": (f"{i}.png", plain_picture(), "image/png") for i in range(2)}
    bot.http.post(f"{page}/files", data={"kind": "photo", "caption": "两张"}, files=pictures)
    bot.http.post(f"{page}/sticker", json={"emoji": "👏"})
    text, tap, first, second, sticker = bot.call("getUpdates")
    assert text["message"]["reply_to_message"]["text"] == "题"
    assert tap["callback_query"]["data"] == "好"
    assert (first["message"]["caption"], "caption" in second["message"]) == ("两张", False)
    assert sticker["message"]["sticker"]["emoji"] == "👏"


def test_what_cannot_be_done_is_said(bot: Caller) -> None:
    page = f"/page/chats/{ME}"
    assert bot.http.post(f"{page}/tap", json={"message_id": 1, "row": 0, "column": 0}).status_code == 404
    assert (
        bot.http.post(f"{page}/text", json={"text": " "}).json()["description"]
        == "Bad Request: message text is empty"
    )
    assert bot.http.get("/page/chats/7").status_code == 404
    assert bot.http.post(f"{page}/files", data={"kind": "film"}).status_code == 400


def test_another_sites_page_cannot_act(bot: Caller) -> None:
    headers = {"origin": "http://elsewhere.example"}
    assert bot.http.post(f"/page/chats/{ME}/text", json={"text": "x"}, headers=headers).status_code == 403
    headers = {"origin": bot.sandbox.url}
    assert bot.http.post(f"/page/chats/{ME}/text", json={"text": "x"}, headers=headers).status_code == 200


def test_files_open_safely(bot: Caller) -> None:
    picture = bot.sandbox.sends_photos(ME)[0]["photo"][-1]["file_id"]
    page = bot.sandbox.sends_document(ME, b"<script>", name="x.html")["document"]["file_id"]
    shown, kept = bot.http.get(f"/page/files/{picture}"), bot.http.get(f"/page/files/{page}")
    assert shown.headers["content-disposition"].startswith("inline")
    assert kept.headers["content-disposition"] == "attachment; filename*=UTF-8''x.html"
    assert kept.headers["x-content-type-options"] == "nosniff"


def test_the_stream_tells_what_happens(sandbox: Sandbox, bot: Caller) -> None:
    kinds: list[str] = []
    with bot.http.stream("GET", "/page/events") as stream:
        lines = (line for line in stream.iter_lines() if line.startswith("data: "))
        next(lines)
        card = bot.says("一", reply_markup=keyboard(["好"]))["message_id"]
        tap = sandbox.taps(ME, card, "好")
        bot.call("answerCallbackQuery", callback_query_id=tap.id, text="已记录")
        bot.call("editMessageText", chat_id=ME, message_id=card, text="二")
        bot.call("sendChatAction", chat_id=ME, action="typing")
        bot.call("deleteMessage", chat_id=ME, message_id=card)
        for line in lines:
            kinds.append(json.loads(line.removeprefix("data: "))["kind"])
            if kinds[-1] == "delete":
                break
    assert kinds == ["message", "tapped", "answered", "edit", "action", "delete"]


def test_the_page_itself(bot: Caller) -> None:
    page = bot.http.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-cache"
    assert bot.http.get("/page.js").status_code == 200
    assert bot.sandbox.page_url(1002, "quality") == f"{bot.sandbox.url}/?as=1002&start=quality"
