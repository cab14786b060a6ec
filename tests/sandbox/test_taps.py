"""Taps: what the bot gets, how it answers, and what comes twice, late or from an old message."""

from __future__ import annotations

from tests.sandbox.conftest import ME, Caller, keyboard

OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def test_a_tap_brings_its_message_and_data(bot: Caller) -> None:
    card = bot.says("题", reply_markup=keyboard(["好"]))
    bot.sandbox.taps_at(ME, card["message_id"], 0, 0)
    (update,) = bot.call("getUpdates")
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]) == ("好", ME, card)
    assert query["from"]["language_code"] == "zh-hans"


def test_the_answer_is_a_toast_or_an_alert(bot: Caller) -> None:
    card = bot.says("题", reply_markup=keyboard(["好"]))
    tap = bot.sandbox.taps(ME, card["message_id"], "好")
    assert bot.call("answerCallbackQuery", callback_query_id=tap.id, text="已记录", show_alert=True) is True
    assert (tap.answered, tap.text, tap.alert) == (True, "已记录", True)
    assert bot.sandbox.toasts(ME) == ["已记录"]


def test_an_answer_too_late_or_to_nothing_is_refused(bot: Caller) -> None:
    card = bot.says("题", reply_markup=keyboard(["好"]))
    tap = bot.sandbox.taps(ME, card["message_id"], "好")
    bot.sandbox.passes(seconds=121)
    assert bot.refusal("answerCallbackQuery", callback_query_id=tap.id) == (400, OLD)
    assert bot.refusal("answerCallbackQuery", callback_query_id="7") == (400, OLD)


def test_one_tap_can_arrive_several_times(bot: Caller) -> None:
    card = bot.says("题", reply_markup=keyboard(["好"]))
    bot.sandbox.doubles_taps(times=1, extra=2)
    bot.sandbox.taps(ME, card["message_id"], "好")
    bot.sandbox.taps(ME, card["message_id"], "好")
    updates = bot.call("getUpdates")
    ids = [update["callback_query"]["id"] for update in updates]
    assert [ids.count(ids[0]), len(ids)] == [3, 4]
    assert len({update["update_id"] for update in updates}) == 4


def test_a_forgotten_message_is_inaccessible(bot: Caller) -> None:
    old = bot.says("旧", reply_markup=keyboard(["好"]))["message_id"]
    new = bot.says("新", reply_markup=keyboard(["好"]))["message_id"]
    bot.sandbox.forgets_before(ME, new)
    bot.sandbox.taps(ME, old, "好")
    bot.sandbox.taps(ME, new, "好")
    first, second = (update["callback_query"]["message"] for update in bot.call("getUpdates"))
    assert (first["message_id"], first["date"], "text" in first) == (old, 0, False)
    assert second["text"] == "新"


def test_a_button_of_a_deleted_message_still_reaches_the_bot(bot: Caller) -> None:
    card = bot.says("题", reply_markup=keyboard(["好"]))["message_id"]
    bot.call("deleteMessage", chat_id=ME, message_id=card)
    bot.sandbox.taps(ME, card, "好")
    (update,) = bot.call("getUpdates")
    assert update["callback_query"]["message"]["date"] == 0
