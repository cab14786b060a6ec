"""When a bot counts as having dealt with what a person did, where it can be asked."""

from __future__ import annotations

from pathlib import Path
from threading import Timer

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.conftest import ME, Caller


def test_a_bot_in_this_process_is_asked_and_what_it_draws_late_is_there(
    sandbox: Sandbox, bot: Caller
) -> None:
    sandbox.drawing.append(lambda _seconds: bot.says("这就来"))
    since = sandbox.mark(ME)
    sandbox.types(ME, "您好")
    bot.call("getUpdates", offset=sandbox.world.updates.last_id + 1)
    sandbox.settle(since)
    assert [message["text"] for message in sandbox.messages(ME)][-2:] == ["您好", "这就来"]


def test_it_is_not_asked_before_it_has_confirmed_all_and_answered_the_tap(
    sandbox: Sandbox, bot: Caller
) -> None:
    sandbox.drawing.append(lambda _seconds: pytest.fail("asked too early"))
    card = bot.says("?", reply_markup={"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]})
    since = sandbox.mark(ME)
    tap = sandbox.taps(ME, card["message_id"], "ok")
    with pytest.raises(TimeoutError, match="has not confirmed update"):
        sandbox.settle(since, tap, 0.01)
    bot.call("getUpdates", offset=sandbox.world.updates.last_id + 1)
    with pytest.raises(TimeoutError, match="never answered it"):
        sandbox.settle(since, tap, 0.01)


def test_waiting_also_sees_what_comes_about_without_an_event(sandbox: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    later = Timer(0.01, file.touch)
    later.start()
    sandbox.until(file.exists, 5, "no file")
    later.join()
    with pytest.raises(TimeoutError, match="no other"):
        sandbox.until((tmp_path / "other").exists, 0.01, "no other")
