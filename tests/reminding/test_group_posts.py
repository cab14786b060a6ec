"""Posts in groups: places by name, people without one, once, and only where it was chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from bot.conversation.turn import House
from bot.evidence import FILE_LIMIT
from bot.post import NotNow
from bot.reminding.group_posts import post_digests, post_done
from bot.reminding.ticking import Reminders
from bot.screens.screen import Screen
from storage import groups
from storage.engine import Storage
from storage.evaluations import evaluation
from storage.reminders import notices_for
from tests.conversation.offline import Offline, furnished_database, the_forms

GROUP = -100_5
SUPERGROUP = -100_000_5
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Tuesday, twelve o'clock in Shanghai."""


class Posted:
    """A carrier that only remembers."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []

    async def send(self, person_id: int, screen: Screen) -> int:
        self.sent.append((person_id, screen.text))
        return len(self.sent)

    async def redraw(self, person_id: int, message_id: int, screen: Screen) -> None:
        raise AssertionError(f"{person_id}, {message_id}: posts are not drawn again: {screen.text}")


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Offline]:
    path = tmp_path / "house.sqlite3"
    path.write_bytes(furnished_database())
    offline = Offline(path)
    offline.now = NOON
    yield offline
    offline.storage.close()


def chosen(storage: Storage, *, done: bool = True, digest: bool = False) -> None:
    def choose(conn: Connection) -> None:
        groups.joined(conn, GROUP, "客服部", 1, by=1003, now=NOON - timedelta(days=1))
        groups.choose(conn, GROUP, unit_id=1, done=done, digest=digest, by=1003)

    storage.run_now(choose)


def ticked(chat: Offline, now: datetime, carrier: Posted | None = None) -> list[tuple[int, str]]:
    """What one tick at that moment posts in groups."""
    posted = carrier or Posted()
    house = House(the_forms(), ZoneInfo("Asia/Shanghai"), "zh", FILE_LIMIT)
    asyncio.run(Reminders(chat.storage, house, posted, lambda: now).tick())
    return [(to, text) for to, text in posted.sent if to < 0]


def appraised(chat: Offline) -> None:
    """An employee's appraisal, handed in."""
    chat.commands("start", "representative")
    chat.types("李明")
    for label in ("优秀", "良好", "优秀", "良好", "优秀", "优秀", "良好", "优秀", "优秀"):
        chat.taps(label)
    chat.taps("签")
    chat.types("吴敏")
    chat.taps("提交")


def test_a_person_is_not_named_and_it_is_posted_once(chat: Offline) -> None:
    chosen(chat.storage)
    appraised(chat)
    ((to, text),) = ticked(chat, chat.now)
    assert to == GROUP
    assert "客服代表考核表" in text
    assert "李明" not in text
    assert "优秀" not in text
    assert ticked(chat, chat.now + timedelta(minutes=1)) == []


def test_it_waits_for_the_morning_and_for_the_choice(chat: Offline) -> None:
    chosen(chat.storage, done=False)
    appraised(chat)
    assert ticked(chat, chat.now) == []
    chosen(chat.storage)
    night = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # 23:30

    def hand_in_at_night(conn: Connection) -> None:
        found = evaluation(conn, 1)
        assert found is not None
        post_done(conn, found, "employee", ZoneInfo("Asia/Shanghai"), night)

    chat.storage.run_now(hand_in_at_night)
    assert ticked(chat, night) == []
    assert len(ticked(chat, datetime(2026, 11, 25, 0, 0, tzinfo=UTC))) == 1


class Moved(Posted):
    """A carrier to whom Telegram says that the group is a supergroup now, with another id."""

    def __init__(self, storage: Storage) -> None:
        super().__init__()
        self.storage = storage

    async def send(self, person_id: int, screen: Screen) -> int:
        if person_id == GROUP:
            await self.storage.run(lambda conn: groups.moved(conn, GROUP, SUPERGROUP))
            raise NotNow
        return await super().send(person_id, screen)


@pytest.mark.parametrize("known", [False, True], ids=["new", "known already"])
def test_a_group_that_became_a_supergroup_gets_its_posts_there(chat: Offline, *, known: bool) -> None:
    chosen(chat.storage)
    appraised(chat)
    if known:
        joined = partial(groups.joined, id=SUPERGROUP, title="客服部", unit_id=1, by=1003, now=NOON)
        chat.storage.run_now(joined)
    assert ticked(chat, chat.now, Moved(chat.storage)) == []
    later = chat.now + timedelta(minutes=5)
    assert [to for to, _ in ticked(chat, later)] == [SUPERGROUP]
    there = chat.storage.run_now(groups.groups)
    assert [(one.id, one.unit_id, one.posts_done) for one in there] == [(SUPERGROUP, 1, True)]


def test_a_digest_is_not_posted_again_because_the_group_has_another_id(chat: Offline) -> None:
    chosen(chat.storage, digest=True)
    first = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
    chat.storage.run_now(lambda conn: post_digests(conn, ZoneInfo("Asia/Shanghai"), first))
    before = chat.storage.run_now(lambda conn: len(notices_for(conn, GROUP)))
    chat.storage.run_now(lambda conn: groups.moved(conn, GROUP, SUPERGROUP))
    chat.storage.run_now(lambda conn: post_digests(conn, ZoneInfo("Asia/Shanghai"), first))
    assert before == chat.storage.run_now(lambda conn: len(notices_for(conn, SUPERGROUP))) == 1


def test_what_is_not_chosen_any_more_is_not_posted(chat: Offline) -> None:
    chosen(chat.storage)
    appraised(chat)
    chat.storage.run_now(lambda conn: groups.left(conn, GROUP, chat.now))
    assert ticked(chat, chat.now) == []


def test_candidates_are_never_told_of(chat: Offline) -> None:
    chosen(chat.storage)
    appraised(chat)
    found = chat.storage.run_now(lambda conn: evaluation(conn, 1))
    assert found is not None
    chat.storage.run_now(lambda conn: post_done(conn, found, "candidate", ZoneInfo("UTC"), NOON))
    assert len(ticked(chat, chat.now)) == 1, "the appraisal alone"
