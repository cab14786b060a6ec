"""When Telegram is in trouble, at the start or in the middle: the bot goes on, and nothing is lost."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.kill.conftest import OWNERS, at_first_question
from tests.kill.process import STARTING, RealBot
from tests.kill.records import ratings
from tests.phone import INTERVIEWER, Phone

pytestmark = pytest.mark.kill

REFUSALS = {
    409: "Conflict: terminated by other getUpdates request",
    429: "Too Many Requests: retry after 1",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


def refuse(sandbox: Sandbox, method: str, code: int, times: int = 1) -> None:
    sandbox.refuses(method, code, REFUSALS[code], times=times, retry_after=1 if code == 429 else None)


def test_a_wrong_token_is_told_in_a_sentence_and_stays_secret(new_bot: Callable[..., RealBot]) -> None:
    wrong = "7000000001:AA-not-the-token-that-opens-this-door"
    bot = new_bot(TELEGRAM_TOKEN=wrong)
    assert bot.launch().ends() == 2
    assert "does not know this token" in bot.log
    assert "BotFather" in bot.log
    assert "Traceback" not in bot.log
    assert wrong.partition(":")[2] not in bot.log


def test_a_token_that_is_taken_back_ends_the_bot_in_order_and_what_was_tapped_lands_with_the_next(
    phone: Phone, bot: RealBot, sandbox: Sandbox
) -> None:
    sandbox.refuses("getUpdates", 401, "Unauthorized", times=1)
    phone.taps("优秀", wait=False)
    assert bot.ends() == 2
    assert "does not know this token" in bot.log
    assert "Traceback" not in bot.log
    bot.start()
    phone.sees_on_card("2/20")
    assert ratings(bot.database) == [("q1", "优秀")]


def test_a_telegram_that_refuses_at_the_start_is_asked_again(
    new_bot: Callable[..., RealBot], sandbox: Sandbox
) -> None:
    refuse(sandbox, "getMe", 502)
    for code in REFUSALS:
        refuse(sandbox, "getUpdates", code)
    bot = new_bot().start()
    Phone(sandbox).types("/start", wait=False).sees_on_card("面试评价", seconds=STARTING)
    assert "Traceback" not in bot.log


def test_a_telegram_that_is_not_there_at_the_start_is_awaited(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(STARTING)
        port = door.getsockname()[1]
        bot = RealBot(Sandbox(port=port), tmp_path, OWNERS).launch()
        for _ in range(2):
            knocking, _ = door.accept()
            knocking.close()
    try:
        with bot.sandbox:
            Phone(bot.sandbox).types("/start", wait=False).sees_on_card("面试评价", seconds=STARTING)
            assert bot.stop() == 0
        assert "Telegram cannot be reached" in bot.log
    finally:
        bot.end()


def test_a_telegram_that_goes_away_and_comes_back_finds_everything_as_it_was(
    phone: Phone, bot: RealBot, sandbox: Sandbox
) -> None:
    sandbox.drops("getUpdates", 3)
    sandbox.drops("editMessageText", 2)
    sandbox.refuses("answerCallbackQuery", 502, REFUSALS[502], times=2)
    phone.taps("优秀", wait=False).sees_on_card("2/20")
    phone.taps("良好", wait=False).sees_on_card("3/20")
    assert ratings(bot.database) == [("q1", "优秀"), ("q2", "良好")]
    assert "Traceback" not in bot.log


def test_a_telegram_that_refuses_in_the_middle_loses_no_tap(
    phone: Phone, bot: RealBot, sandbox: Sandbox
) -> None:
    for place, code in enumerate(REFUSALS, 2):
        refuse(sandbox, "getUpdates", code)
        refuse(sandbox, "editMessageText", 429 if code == 409 else code)
        phone.taps("优秀", wait=False).sees_on_card(f"{place}/20")
    assert ratings(bot.database) == [("q1", "优秀"), ("q2", "优秀"), ("q3", "优秀"), ("q4", "优秀")]
    assert "Traceback" not in bot.log


def test_a_card_that_telegram_never_answers_for_is_drawn_again(
    phone: Phone, bot: RealBot, sandbox: Sandbox
) -> None:
    sandbox.hangs("editMessageText")
    phone.taps("优秀", wait=False).sees_on_card("2/20", seconds=20)


def test_a_second_bot_with_the_same_token_is_told_and_does_no_lasting_harm(
    phone: Phone, bot: RealBot, new_bot: Callable[..., RealBot]
) -> None:
    with new_bot("second") as second:
        bot.logs("another program fetches this bot's messages")
        second.kill()
    phone.taps("优秀", wait=False).sees_on_card("2/20")
    assert "Traceback" not in bot.log


def test_a_tidy_stop_finishes_and_confirms_what_it_began(
    phone: Phone, bot: RealBot, sandbox: Sandbox
) -> None:
    phone.taps("优秀")
    phone.taps("良好", wait=False)
    assert bot.stop() == 0
    # A tap is stored and confirmed, or neither: what waits now was not touched.
    assert len(ratings(bot.database)) + sandbox.pending() == 2
    assert "Traceback" not in bot.log
    bot.start()
    phone.sees_on_card("3/20")
    assert ratings(bot.database) == [("q1", "优秀"), ("q2", "良好")]
    assert "已记录" not in sandbox.toasts(INTERVIEWER)


def test_a_stop_while_nothing_happens_is_quick_and_loses_nothing(bot: RealBot, sandbox: Sandbox) -> None:
    phone = at_first_question(Phone(sandbox, INTERVIEWER))
    assert bot.stop() == 0
    assert sandbox.pending() == 0
    phone.taps("优秀", wait=False)
    bot.start()
    phone.sees_on_card("2/20")
