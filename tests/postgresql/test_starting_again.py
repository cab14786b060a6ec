"""The bot stopped and started before every step: what it draws again then never covers what a tap has drawn since."""

from __future__ import annotations

import pytest

from bot.sandbox import Sandbox
from tests.conversation.living import LivingBot, RestlessPhone
from tests.conversation.test_interview import (
    test_a_whole_interview_takes_few_taps_and_two_typed_lines as a_whole_interview,
)
from tests.conversation.test_interview import (
    test_undo_takes_back_one_tap_after_the_other as undo_of_one_tap_after_the_other,
)
from tests.phone import INTERVIEWER, Phone


@pytest.fixture
def restless(sandbox: Sandbox, bot: LivingBot) -> Phone:
    return RestlessPhone(sandbox, bot, INTERVIEWER)


def test_a_whole_interview(restless: Phone) -> None:
    a_whole_interview(restless)


def test_undo(restless: Phone) -> None:
    undo_of_one_tap_after_the_other(restless)
