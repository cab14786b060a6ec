"""Several people on one database without a network, with one clock: what each of them does and would see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from bot.conversation.incoming import Sender
from bot.conversation.turn import Outcome
from storage import chats, memberships, people, units
from storage.audit import Entry, newest
from tests.conversation.offline import START, Offline, empty_database

WANG = Sender(1001, "王考评", "zh-hans")
"""Rates in the unit."""
ZHOU = Sender(1003, "周主管", "zh-hans")
"""Supervises it."""
QIAN = Sender(1005, "钱主管", "zh-hans")
"""Supervises it, too."""
SUN = Sender(1006, "孙主管", "zh-hans")
"""Supervises another unit."""
HE = Sender(1007, "何老板", "zh-hans")
"""Owns the house."""
LI = Sender(2001, "李明", "zh-hans")
MEI = Sender(2002, "梅兰", "zh-hans")
"""Strangers, until something is released to them."""


class Clock:
    """The one time everybody lives in."""

    def __init__(self) -> None:
        self.now = START

    def goes_on(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


class Somebody(Offline):
    """One person's chat, on the database and in the time of all."""

    def __init__(self, path: Path, me: Sender, clock: Clock) -> None:
        self.clock = clock
        super().__init__(path, me, owners=(HE.id,))
        found = self.storage.run_now(lambda conn: chats.chat(conn, me.id))
        self.message_id = max(found.last_message_id, found.card_message_id or 0) if found else 0

    @property
    def now(self) -> datetime:
        return self.clock.now

    @now.setter
    def now(self, value: datetime) -> None:
        self.clock.now = max(value, self.clock.now)

    def open(self) -> None:
        super().open()
        object.__setattr__(self.house, "bot_name", "kaoping_bot")

    @property
    def text(self) -> str:
        """What the card says."""
        return self.screen.text

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button.label for button in self.buttons]

    @property
    def toast(self) -> str:
        """What the last tap was answered with."""
        assert self.outcome is not None
        return self.outcome.toast

    def sees(self, *texts: str) -> Somebody:
        """All of this stands on the card."""
        for text in texts:
            assert text in self.text, f"no {text!r} in\n{self.text}\n{self.labels}"
        return self

    def does_not_see(self, *texts: str) -> Somebody:
        """None of this does."""
        for text in texts:
            assert text not in self.text, f"{text!r} in\n{self.text}"
        return self

    def walks(self, *labels: str) -> Somebody:
        """Tap one label after the other."""
        for label in labels:
            self.taps(label)
        return self

    def asks(self, name: str, argument: str = "") -> Somebody:
        """Send a command."""
        self.commands(name, argument)
        return self

    def looks_again(self) -> Outcome:
        """The menu, and from there whatever comes next."""
        return self.commands("menu")


class Everyone:
    """The people of one house."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = Clock()
        self._there: dict[int, Somebody] = {}

    def __call__(self, sender: Sender) -> Somebody:
        """Somebody's chat, always the same one."""
        if sender.id not in self._there:
            self._there[sender.id] = Somebody(self.path, sender, self.clock)
        return self._there[sender.id]

    def there(self) -> list[Somebody]:
        """Whoever did anything so far."""
        return list(self._there.values())

    def trail(self) -> list[Entry]:
        """The audit trail."""
        return self(HE).storage.run_now(lambda conn: newest(conn, 1000))

    def close(self) -> None:
        """Close what is open."""
        for one in self._there.values():
            one.storage.close()


@cache
def peopled_database() -> bytes:
    """A database with everybody in their roles, as bytes."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "peopled.sqlite3"
        path.write_bytes(empty_database())
        house = Everyone(path)
        house(HE).storage.run_now(_move_in)
        house.close()
        return path.read_bytes()


def _move_in(conn: Connection) -> None:
    for one in (WANG, ZHOU, QIAN, SUN, HE):
        people.remember_person(conn, one.id, one.name, START, one.language)
    ours = units.add_unit(conn, "客服部", by=HE.id, now=START)
    other = units.add_unit(conn, "物业部", by=HE.id, now=START)
    assert ours is not None
    assert other is not None
    roles: tuple[tuple[Sender, memberships.RoleName, int], ...] = (
        (WANG, "evaluator", ours.id),
        (ZHOU, "supervisor", ours.id),
        (QIAN, "supervisor", ours.id),
        (SUN, "supervisor", other.id),
    )
    for sender, role, unit in roles:
        memberships.grant(conn, sender.id, role, unit, by=HE.id, now=START)


@contextmanager
def everyone(database: bytes) -> Iterator[Everyone]:
    """The people of a house on a copy of a database."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "house.sqlite3"
        path.write_bytes(database)
        house = Everyone(path)
        try:
            yield house
        finally:
            house.close()
