"""What an owner makes of a trail in the chat: finding people in it, turning its pages, and rows somebody wrote into."""

from __future__ import annotations

import re
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


def test_pages_stay_put_though_reading_adds_rows(chat: Offline) -> None:
    for number in range(25):
        did(chat, ME.id, audit.Action.BEGAN, number + 1)
    seen = []
    chat.commands("audit")
    seen += numbers(chat)
    for _ in range(2):
        did(chat, ME.id, audit.Action.HANDED_IN)
        chat.taps("▶")
        seen += numbers(chat)
    # 25 rows, and the 26th tells of the first look.
    assert seen == list(range(26, 0, -1))
    chat.taps("◀")
    assert numbers(chat) == list(range(16, 6, -1))
    chat.taps("◀")
    # From the top anew, with the two that were handed in and every look so far.
    assert numbers(chat)[0] == 32


def numbers(chat: Offline) -> list[int]:
    """The numbers of the rows on the screen."""
    return [int(number) for number in re.findall(r"<code>(\d+)</code>", chat.screen.text)]


def test_what_the_bot_erased_by_itself_is_told_as_its_own_doing(chat: Offline) -> None:
    did(chat, 0, audit.Action.ERASED, because="retention", evaluations=2, notes=4, files=0)
    did(chat, 0, audit.Action.ERASED, because="request", evaluations=1, notes=0, files=0)
    chat.commands("audit")
    _, by_command, by_itself = [line for line in chat.screen.text.splitlines() if line.startswith("<code>")]
    assert "<b>机器人</b> 删除" in by_itself
    assert "原因 保存期满、考评份数 2、文件 0、备注 4" in by_itself
    assert "<b>命令行</b> 删除" in by_command
