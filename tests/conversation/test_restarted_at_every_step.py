"""A bot that is rebuilt before every step shows and keeps the same as one that is left alone.

Here on the database alone; the phones of the interview's tests do it over HTTP, with the whole bot.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from tests.conversation.offline import Offline, offline

WORDS = ("8", "三", "很好", "2026-11", "13800138000", "王面试")
STEPS = 25


def step(chat: Offline, rng: Random) -> None:
    """Mostly tap something on the card; sometimes type, send a picture, or go elsewhere and come back."""
    match rng.choices(("tap", "type", "photo", "go"), (80, 12, 4, 4))[0]:
        case "tap":
            chat.presses(rng.choice(chat.buttons[:8]), chat.shown[-1][0])
        case "type":
            chat.types(rng.choice(WORDS))
        case "photo":
            chat.sends("说明")
        case _:
            chat.commands(rng.choice(("drafts", "history", "start")))


def walked(form: str, before_each: Callable[[Offline], None]) -> tuple[list[object], list[object]]:
    """All that was seen, and all that was kept."""
    rng = Random(form)
    with offline() as chat:
        seen: list[object] = []
        chat.commands("start", form)
        chat.types("某某")
        if any("开始" in button.label for button in chat.buttons):
            chat.taps("开始")
        for _ in range(STEPS):
            before_each(chat)
            step(chat, rng)
            assert chat.outcome is not None
            seen.append((chat.outcome.toast, chat.screen))
        kept: list[object] = [(one, chat.log(one.id)) for one in chat.evaluations()]
    return seen, kept


@pytest.mark.parametrize("form", ["performance", "probation", "pr-agency"])
def test_a_restart_between_any_two_steps_is_not_noticed(form: str) -> None:
    alone = walked(form, lambda _: None)
    assert walked(form, Offline.restart) == alone
    assert len({str(screen) for screen in alone[0]}) > STEPS // 2
    assert alone[1]
