"""Every tap can come twice, late, or from an old card."""

from __future__ import annotations

from bot.sandbox import Sandbox
from tests.conversation.living import LivingBot
from tests.conversation.test_interview import begin
from tests.phone import Button, Phone


def signed_and_ready(phone: Phone) -> Phone:
    begin(phone)
    for _ in range(20):
        phone.taps("良好")
    return phone.taps("推荐 ★").taps("签名").types("王面试")


def test_a_tap_delivered_three_times_is_one_answer(phone: Phone, sandbox: Sandbox) -> None:
    begin(phone)
    sandbox.doubles_taps(times=1, extra=2)
    phone.taps("良好").sees_on_card("2/20")
    phone.taps("总览").sees_on_card("✓ 1.", "▸ 2.")
    assert str(phone.card["text"]).count("— 良好") == 1


def test_a_finger_that_bounces_is_told_that_it_is_recorded(phone: Phone) -> None:
    begin(phone).taps_twice("良好").sees_on_card("2/20").sees("已记录")
    phone.taps("总览")
    assert str(phone.card["text"]).count("— 良好") == 1


def test_a_tap_on_an_old_card_never_lands_on_another_question(phone: Phone) -> None:
    begin(phone)
    old = phone.button("较差")
    phone.taps("良好").taps("优秀").sees_on_card("3/20")
    phone.taps_again(old).sees_on_card("3/20").sees("已过期")
    phone.taps("总览").sees_on_card("✓ 1. 举止仪表 — 良好", "— 优秀")
    assert "较差" not in str(phone.card["text"])


def test_a_button_nobody_ever_drew_is_refused_kindly(steady: Phone, sandbox: Sandbox) -> None:
    begin(steady)
    card = steady.card["message_id"]
    for data in (
        "x",
        "a.1.9.0.3",
        "a.zz.1.0.1",
        "tick.1.3.0.0.1",
        "go.1.3.999",
        "handin.1.3",
        "🙂",
        "field.1.3.nope",
    ):
        steady.taps_again(Button("?", card, data)).sees_on_card("1/20")
    steady.taps("良好").sees_on_card("2/20")


def test_handing_in_twice_hands_in_once(phone: Phone) -> None:
    signed_and_ready(phone)
    hand_in = phone.button("提交")
    phone.taps_twice("提交").sees("第 1 号")
    phone.taps_again(hand_in).sees("已经提交过了", "第 1 号")
    phone.types("/history").sees_on_card("历史 · 1")


def test_starting_a_form_twice_leaves_one_draft(phone: Phone) -> None:
    phone.types("/start").taps_twice("面试评价").types("张三").taps("开始").taps("良好")
    phone.types("/drafts").sees_on_card("草稿 · 1")


def test_several_quick_ticks_all_count(steady: Phone) -> None:
    steady.types("/start general").types("李四").taps("开始").sees_on_card("工作态度")
    ticks = [steady.button(f"☐ {place}.") for place in (1, 3, 5)]
    for tick in ticks:
        steady.taps_again(tick, wait=False)
    steady.waits().sees_on_card("☑ 1.", "☐ 2.", "☑ 3.", "☐ 4.", "☑ 5.")
    steady.taps_again(ticks[0]).sees("已记录").sees_on_card("☑ 1.")


def test_a_late_copy_of_a_tick_does_not_undo_what_came_after(steady: Phone) -> None:
    steady.types("/start general").types("李四").taps("开始")
    tick = steady.button("☐ 1.")
    steady.taps("☐ 1.").taps("☑ 1.").sees_on_card("☐ 1.")
    steady.taps_again(tick).sees("已过期").sees_on_card("☐ 1.")


def test_a_message_that_telegram_no_longer_shows_still_works_as_a_card(
    steady: Phone, sandbox: Sandbox
) -> None:
    begin(steady)
    sandbox.forgets_before(steady.person_id, steady.card["message_id"] + 1)
    steady.taps("良好").sees_on_card("2/20")


def test_a_card_that_was_deleted_comes_back(steady: Phone, sandbox: Sandbox, bot: LivingBot) -> None:
    begin(steady)
    sandbox.refuses("editMessageText", 400, "Bad Request: message to edit not found")
    steady.taps("良好").sees_on_card("2/20")


def test_a_card_older_than_48_hours_makes_room_for_the_new_one(steady: Phone, sandbox: Sandbox) -> None:
    begin(steady)
    old = steady.card["message_id"]
    sandbox.passes(hours=49)
    steady.types("两天以后").sees_on_card("两天以后")

    def left() -> list[object]:
        return [m.get("reply_markup") for m in steady.from_bot if m["message_id"] == old]

    sandbox.until(lambda: left() == [None], 5, "the old card keeps its buttons")


def test_while_telegram_asks_to_wait_no_answer_is_lost(steady: Phone, sandbox: Sandbox) -> None:
    begin(steady)
    sandbox.refuses("editMessageText", 429, "Too Many Requests: retry after 1", retry_after=1)
    steady.taps("良好").sees_on_card("2/20", seconds=5)


def test_a_lost_answer_of_telegram_is_drawn_again(steady: Phone, sandbox: Sandbox) -> None:
    begin(steady)
    sandbox.drops("editMessageText", 2)
    steady.taps("良好").sees_on_card("2/20", seconds=5)
    sandbox.refuses("editMessageText", 502, "Bad Gateway")
    steady.taps("良好").sees_on_card("3/20", seconds=5)


def test_an_old_card_that_could_not_be_taken_away_goes_when_it_is_tapped(
    phone: Phone, sandbox: Sandbox
) -> None:
    begin(phone)
    old = phone.button("良好")
    sandbox.drops("deleteMessage")
    phone.types("一条备注").sees_on_card("一条备注")
    assert len(phone.from_bot) == 2
    phone.taps("良好").taps_again(old).sees_on_card("2/20")
    sandbox.until(lambda: len(phone.from_bot) == 1, 5, "the old card stays")
