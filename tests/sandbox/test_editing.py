"""Changing what is there: edits, deletions, reactions, pins."""

from __future__ import annotations

import pytest

from bot.sandbox.files import plain_picture
from tests.sandbox.conftest import ME, Caller, keyboard

SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def test_an_edit_takes_the_place_of_the_message(bot: Caller) -> None:
    card = bot.says("一", reply_markup=keyboard(["好"]))
    edited = bot.call(
        "editMessageText", chat_id=ME, message_id=card["message_id"], text="二", reply_markup=keyboard(["下"])
    )
    assert (edited["text"], edited["reply_markup"]) == ("二", keyboard(["下"]))
    assert bot.sandbox.messages(ME)[-1] == edited


def test_an_edit_without_a_keyboard_takes_the_keyboard_away(bot: Caller) -> None:
    card = bot.says("一", reply_markup=keyboard(["好"]))
    assert "reply_markup" not in bot.call(
        "editMessageText", chat_id=ME, message_id=card["message_id"], text="一"
    )


def test_an_edit_that_changes_nothing_is_refused(bot: Caller) -> None:
    card = bot.says("<b>一</b>", parse_mode="HTML", reply_markup=keyboard(["好"]))
    place = {"chat_id": ME, "message_id": card["message_id"], "reply_markup": keyboard(["好"])}
    assert bot.refusal("editMessageText", text="<b>一</b>", parse_mode="HTML", **place) == (400, SAME)
    assert bot.refusal("editMessageReplyMarkup", **place) == (400, SAME)
    assert bot.call("editMessageText", text="一", **place)["text"] == "一"


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup", "editMessageCaption"])
def test_what_is_gone_cannot_be_edited(bot: Caller, method: str) -> None:
    refused = bot.refusal(method, chat_id=ME, message_id=77, text="x")
    assert refused == (400, "Bad Request: message to edit not found")


def test_only_own_messages_are_edited(bot: Caller) -> None:
    refused = bot.refusal("editMessageText", chat_id=ME, message_id=1, text="x")
    assert refused == (400, "Bad Request: message can't be edited")


def test_captions_and_texts_are_edited_each_by_its_own_method(bot: Caller) -> None:
    url = f"/bot{bot.sandbox.token}/sendPhoto"
    files = {"photo": plain_picture()}
    photo = bot.http.post(url, data={"chat_id": str(ME), "caption": "一"}, files=files).json()["result"]
    place = {"chat_id": ME, "message_id": photo["message_id"]}
    assert bot.call("editMessageCaption", caption="二", **place)["caption"] == "二"
    words = "Bad Request: there is no text in the message to edit"
    assert bot.refusal("editMessageText", text="x", **place) == (400, words)
    text = bot.says("x")
    words = "Bad Request: there is no caption in the message to edit"
    assert bot.refusal("editMessageCaption", chat_id=ME, message_id=text["message_id"], caption="x") == (
        400,
        words,
    )


def test_deleting_and_deleting_again(bot: Caller) -> None:
    card = bot.says("x")["message_id"]
    assert bot.call("deleteMessage", chat_id=ME, message_id=card) is True
    refused = bot.refusal("deleteMessage", chat_id=ME, message_id=card)
    assert refused == (400, "Bad Request: message to delete not found")


def test_after_two_days_a_message_stays(bot: Caller) -> None:
    card = bot.says("x")["message_id"]
    bot.sandbox.passes(hours=49)
    refused = bot.refusal("deleteMessage", chat_id=ME, message_id=card)
    assert refused == (400, "Bad Request: message can't be deleted for everyone")
    assert bot.call("editMessageText", chat_id=ME, message_id=card, text="still editable")


def test_deleting_many_passes_over_what_is_gone(bot: Caller) -> None:
    ids = [bot.says(text)["message_id"] for text in "ab"]
    assert bot.call("deleteMessages", chat_id=ME, message_ids=[*ids, 99]) is True
    assert [message["message_id"] for message in bot.sandbox.messages(ME)] == [1]


def test_reactions_and_pins(bot: Caller) -> None:
    reaction = [{"type": "emoji", "emoji": "👍"}]
    assert bot.call("setMessageReaction", chat_id=ME, message_id=1, reaction=reaction) is True
    seen = bot.http.get(f"/page/chats/{ME}").json()
    assert seen["messages"][0]["reactions"] == reaction
    assert bot.refusal("setMessageReaction", chat_id=ME, message_id=9) == (
        400,
        "Bad Request: message to react not found",
    )
    assert bot.call("pinChatMessage", chat_id=ME, message_id=1) is True
    assert bot.call("getChat", chat_id=ME)["pinned_message"]["text"] == "/start"


def test_another_file_takes_the_place_of_one_with_its_caption(bot: Caller) -> None:
    url = f"/bot{bot.sandbox.token}/"
    sent = {"document": ("report.pdf", b"%PDF-1.7", "application/pdf")}
    place = {"chat_id": str(ME)}
    first = bot.http.post(f"{url}sendDocument", data={**place, "caption": "一"}, files=sent).json()["result"]
    place["message_id"] = str(first["message_id"])
    media = '{"type": "document", "media": "attach://note"}'
    note = {"note": ("removed.txt", "没了".encode(), "text/plain")}
    edited = bot.http.post(f"{url}editMessageMedia", data={**place, "media": media}, files=note).json()[
        "result"
    ]
    assert edited["document"]["file_name"] == "removed.txt"
    assert "caption" not in edited
    words = "Bad Request: there is no media in the message to edit"
    text = bot.says("x")
    assert bot.refusal("editMessageMedia", chat_id=ME, message_id=text["message_id"], media=media) == (
        400,
        words,
    )
