"""What an owner makes of a trail in the chat: finding people in it, turning its pages, and rows somebody wrote into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

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


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("details = CAST(x'7bff7d' AS TEXT)", "{\ufffd}"),
        ("details = '[1]'", "[1]"),
        ("action = x'00ff'", "第 1 号"),
        ("at = 'some day'", "some day"),
        ("actor = CAST(x'ff' AS TEXT)", "开始考评"),
    ],
)
def test_a_row_somebody_wrote_into_is_shown_as_it_stands_and_that_is_said(
    chat: Offline, written: str, stands: str
) -> None:
    did(chat, ME.id, audit.Action.BEGAN)
    did(chat, ME.id, audit.Action.HANDED_IN)
    chat.storage.run_now(
        lambda conn: conn.execute(text(f"UPDATE audit SET {written} WHERE seq = 1")).rowcount
    )
    chat.commands("audit")
    assert "审计记录</b> · 3" in chat.screen.text
    assert stands in chat.screen.text
    assert "已提交" in chat.screen.text
    assert ("kaoping audit verify" in chat.screen.text) is not written.startswith("actor")


def test_a_trail_as_it_was_written_has_no_such_word(chat: Offline) -> None:
    did(chat, ME.id, audit.Action.BEGAN)
    chat.commands("audit")
    assert "kaoping audit verify" not in chat.screen.text
