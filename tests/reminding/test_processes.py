"""Several processes on one database, and processes that are killed: nothing twice, nothing lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reminding.ticking import AT_ONCE, Reminders
from bot.screens.screen import Screen
from storage.migrating import migrate
from tests.postgresql.server import Server
from tests.reminding.burst import play
from tests.reminding.site import WANG, ZHAO, Box, Site, at


@pytest.fixture
def postgres(postgresql: Server) -> Iterator[Site]:
    """The same place on PostgreSQL."""
    place = Site(postgresql.fresh(migrate), at("2026-11-23 10:00"))
    place.known(WANG, ZHAO)
    yield place
    place.storage.close()


class SlowBox(Box):
    """A post that lets others go first before it takes a message."""

    async def send(self, person_id: int, screen: Screen) -> int:
        await asyncio.sleep(0)
        return await super().send(person_id, screen)


def two_at_once(place: Site) -> Counter[str]:
    """Forty plans come due, and two processes with nothing in common but the database tick at the same time."""
    for number in range(40):
        place.plan(subject=place.subject(f"{number}号"))
    place.now = at("2026-12-28 09:00")
    box = SlowBox()
    other = Site(place.storage.url, place.now)
    both = [Reminders(one.storage, place.house, box, lambda: place.now) for one in (place, other)]

    async def tick() -> None:
        await asyncio.gather(*(one.tick() for one in both))
        await both[0].tick()

    asyncio.run(tick())
    other.storage.close()
    return Counter(one.text.splitlines()[1] for one in box.sent)


def test_two_processes_on_sqlite_send_each_reminder_once(site: Site) -> None:
    sent = two_at_once(site)
    assert len(sent) == 40
    assert set(sent.values()) == {1}


def test_two_processes_on_postgresql_send_each_reminder_once(postgres: Site) -> None:
    sent = two_at_once(postgres)
    assert len(sent) == 40
    assert set(sent.values()) == {1}
    assert postgres.stages(1) == [("-7", "skipped"), ("-3", "sent")]


@pytest.mark.kill
def test_kills_in_a_burst_lose_no_reminder(tmp_path: Path) -> None:
    burst = play(tmp_path, reminders=40, kills=2, seed=4)
    assert (burst.lost, burst.unmarked) == (0, 0), str(burst)
    assert burst.twice <= burst.kills * AT_ONCE, str(burst)
