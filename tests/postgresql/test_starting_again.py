"""The bot stopped and started before every step: what it draws again then never covers what a tap has drawn since."""

from __future__ import annotations

from bot.sandbox import Sandbox
from tests.conversation.living import LivingBot, RestlessPhone
from tests.conversation.test_interview import (
    test_undo_takes_back_one_tap_after_the_other as undo_of_one_tap_after_the_other,
)
from tests.phone import INTERVIEWER


def test_undo(sandbox: Sandbox, bot: LivingBot) -> None:
    undo_of_one_tap_after_the_other(RestlessPhone(sandbox, bot, INTERVIEWER))
