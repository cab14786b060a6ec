"""What an owner makes of a trail in the chat: finding people in it, turning its pages, and rows somebody wrote into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import audit, people
from storage.chain import Entry
from tests.conversation.offline import ME, Offline, empty_database

LONG_ID = 6_123_456_789
"""As Telegram gives them to people who came lately."""


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Offline]:
    path = tmp_path / "house.sqlite3"
    path.write_bytes(empty_database())
    offline = Offline(path)
    yield offline
    offline.storage.close()


def did(
    chat: Offline, actor: int, action: audit.Action, about: int = 1, **details: str | int | None
) -> Entry:
    return chat.storage.run_now(
        lambda conn: audit.record(
            conn,
            actor=actor,
            action=action,
            object_kind="evaluation",
            object_id=about,
            details=details,
            now=chat.now,
        )
    )


@pytest.mark.parametrize("known", [False, True])
def test_a_telegram_id_of_ten_digits_filters_by_person(chat: Offline, *, known: bool) -> None:
    if known:
        chat.storage.run_now(lambda conn: people.remember_person(conn, LONG_ID, "钱新人", chat.now))
    did(chat, LONG_ID, audit.Action.BEGAN)
    did(chat, ME.id, audit.Action.HANDED_IN)
    chat.commands("audit")
    chat.types(str(LONG_ID))
    assert "审计记录</b> · 1 · 🔍" in chat.screen.text
    assert "开始考评" in chat.screen.text
    assert "已提交" not in chat.screen.text
