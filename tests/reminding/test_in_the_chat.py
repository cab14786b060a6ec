"""The whole bot: a reminder comes into the chat as its own message, and the open question returns below it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.sandbox import Sandbox
from rubrics.library import Library
from tests.conversation.living import LivingBot
from tests.conversation.offline import the_forms
from tests.phone import INTERVIEWER, Phone
from tests.reminding.site import Site, at


@contextmanager
def bot_at(sandbox: Sandbox, directory: Path, moment: str) -> Iterator[None]:
    """The bot alive, its clock standing at a moment."""
    living = LivingBot(sandbox, Library(dict(the_forms())), directory, lambda: at(moment)).start()
    yield
    living.stop()


def test_a_reminder_comes_as_its_own_message_and_the_card_returns_below(tmp_path: Path) -> None:
    directory = tmp_path / "data"
    with Sandbox() as sandbox:
        phone = Phone(sandbox, INTERVIEWER, patience=20)
        with bot_at(sandbox, directory, "2026-12-20 10:00"):
            phone.types("/start interview").types("李娜").sees("李娜")
        place = Site(f"sqlite:///{directory / 'kaoping.sqlite3'}", at("2026-12-20 10:00"))
        place.plan(evaluator=INTERVIEWER)
        place.storage.close()
        with bot_at(sandbox, directory, "2026-12-24 09:00"):
            phone.sees("还有7天，周四 12-31 截止", "▶ 开始检查")
            phone.sees_on_card("李娜")
