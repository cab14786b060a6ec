"""Messages from the bot: what comes back, and what is refused in which words."""

from __future__ import annotations

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.files import plain_picture
from tests.sandbox.conftest import ME, Caller, keyboard


def test_a_message_comes_back_as_it_stands_in_the_chat(bot: Caller) -> None:
    sent = bot.says("<b>题</b>", parse_mode="HTML", reply_markup=keyboard(["良好", "优秀"], []))
    assert sent["text"] == "题"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert sent["chat"] == {"id": ME, "type": "private", "first_name": "林晓", "username": "linxiao"}
    assert sent["from"]["is_bot"]
    assert sent["reply_markup"] == keyboard(["良好", "优秀"])
    assert bot.sandbox.messages(ME)[-1] == sent


def test_ids_ascend_within_a_chat(bot: Caller) -> None:
    assert [bot.says(text)["message_id"] for text in "ab"] == [2, 3]


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \n"}, "Bad Request: message text is empty"),
        ({"text": "x" * 4097}, "Bad Request: message is too long"),
        ({"text": "👍" * 2049}, "Bad Request: message is too long"),
        ({"text": "x", "chat_id": 5}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": 1002}, "Bad Request: chat not found"),
        ({"text": "x", "reply_markup": keyboard(["九" * 22])}, "Bad Request: BUTTON_DATA_INVALID"),
        (
            {"text": "x", "reply_markup": keyboard(*[["x"] * 8] * 12, ["x"] * 5)},
            "Bad Request: reply markup is too long",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_parameters": {"message_id": 99}},
            "Bad Request: message to be replied not found",
        ),
    ],
)
def test_refusals(bot: Caller, params: dict[str, object], refusal: str) -> None:
    assert bot.refusal("sendMessage", **{"chat_id": ME, **params}) == (400, refusal)


def test_limits_themselves_are_allowed(bot: Caller) -> None:
    assert len(bot.says("x" * 4096)["text"]) == 4096
    assert bot.says("x", reply_markup=keyboard(["x" * 64]))["reply_markup"]
    assert bot.says("x", reply_markup=keyboard(*[["x"] * 10] * 10))["reply_markup"]
    # Counted after the markup is taken out.
    assert bot.says("<b>" + "x" * 4096 + "</b>", parse_mode="HTML")


def test_colours_of_buttons_are_kept_and_checked(bot: Caller) -> None:
    button = {"text": "x", "callback_data": "x", "style": "success"}
    assert bot.says("x", reply_markup={"inline_keyboard": [[button]]})["reply_markup"]["inline_keyboard"] == [
        [button]
    ]
    wrong = {"inline_keyboard": [[{**button, "style": "pink"}]]}
    assert bot.refusal("sendMessage", chat_id=ME, text="x", reply_markup=wrong)[0] == 400


def test_form_bodies_and_queries_say_the_same_as_json(bot: Caller) -> None:
    url = f"/bot{bot.sandbox.token}/sendMessage"
    markup = '{"inline_keyboard":[[{"text":"好","callback_data":"1"}]]}'
    form = bot.http.post(url, data={"chat_id": str(ME), "text": "一", "reply_markup": markup}).json()
    query = bot.http.get(url, params={"chat_id": str(ME), "text": "二"}).json()
    assert form["result"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "好"
    assert query["result"]["text"] == "二"


def test_wrong_token_and_unknown_method(bot: Caller) -> None:
    wrong = bot.http.get("/bot1:wrong/getMe")
    assert (wrong.status_code, wrong.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    unknown = bot.http.get(f"/bot{bot.sandbox.token}/sendDreams")
    assert (unknown.status_code, unknown.json()) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found"},
    )
    assert bot.http.get(f"/bot{bot.sandbox.token}/GETME").json()["ok"]


def test_who_blocked_the_bot_gets_nothing(bot: Caller) -> None:
    bot.sandbox.blocks(ME)
    assert bot.refusal("sendMessage", chat_id=ME, text="x") == (403, "Forbidden: bot was blocked by the user")
    (update,) = bot.call("getUpdates")
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    bot.sandbox.types(ME, "again")
    assert bot.says("welcome back")


def test_photos_albums_documents_and_voices(bot: Caller) -> None:
    picture = plain_picture(120, 90)
    url = f"/bot{bot.sandbox.token}"
    sent = bot.http.post(
        f"{url}/sendPhoto", data={"chat_id": str(ME), "caption": "现场"}, files={"photo": picture}
    )
    photo = sent.json()["result"]
    assert [(p["width"], p["height"]) for p in photo["photo"]] == [(90, 68), (120, 90)]
    assert photo["caption"] == "现场"

    media = '[{"type":"photo","media":"attach://a"},{"type":"photo","media":"attach://b","caption":"二"}]'
    files = {"a": ("a.png", picture, "image/png"), "b": ("b.png", picture, "image/png")}
    album = bot.http.post(
        f"{url}/sendMediaGroup", data={"chat_id": str(ME), "media": media}, files=files
    ).json()["result"]
    assert len({message["media_group_id"] for message in album}) == 1
    assert album[1]["caption"] == "二"

    document = {"document": ("报告.pdf", b"%PDF-", "application/pdf")}
    told = bot.http.post(f"{url}/sendDocument", data={"chat_id": str(ME)}, files=document).json()["result"][
        "document"
    ]
    assert (told["file_name"], told["mime_type"], told["file_size"]) == ("报告.pdf", "application/pdf", 5)
    again = bot.call("sendDocument", chat_id=ME, document=told["file_id"])
    assert again["document"]["file_id"] == told["file_id"]
    assert bot.refusal("sendPhoto", chat_id=ME, photo=told["file_id"]) == (
        400,
        "Bad Request: can't use file of type Document as Photo",
    )
    voice = bot.http.post(
        f"{url}/sendVoice", data={"chat_id": str(ME), "duration": "4"}, files={"voice": b"OggS"}
    )
    assert voice.json()["result"]["voice"]["duration"] == 4


def test_what_is_no_picture_is_no_photo(bot: Caller) -> None:
    url = f"/bot{bot.sandbox.token}/sendPhoto"
    sent = bot.http.post(url, data={"chat_id": str(ME)}, files={"photo": b"words"}).json()
    assert sent["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


def test_copying_leaves_the_buttons(bot: Caller) -> None:
    card = bot.says("题", reply_markup=keyboard(["好"]))
    bot.call("copyMessage", chat_id=ME, from_chat_id=ME, message_id=card["message_id"])
    copied = bot.sandbox.messages(ME)[-1]
    assert copied["text"] == "题"
    assert "reply_markup" not in copied


def test_rate_limits_when_they_are_on(sandbox: Sandbox, bot: Caller) -> None:
    sandbox.limits_rate()
    assert [bot.answer("sendMessage", chat_id=ME, text="x")["ok"] for _ in range(3)] == [True] * 3
    refused = bot.answer("sendMessage", chat_id=ME, text="x")
    assert refused == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    sandbox.passes(seconds=1)
    assert bot.says("x")
