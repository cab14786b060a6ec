"""The conversation without a network: turns straight on a database, for trying very many of them."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.codec import encode
from bot.conversation.incoming import Command, Edited, Incoming, Sender, Sent, Tap, Typed
from bot.conversation.taking import take
from bot.conversation.turn import House, Outcome
from bot.evidence import FILE_LIMIT
from bot.screens.screen import Button, Screen
from bot.trying import furnish
from rubrics.library import load_forms
from rubrics.model import Form
from storage import answers, chats, evaluations
from storage.engine import Storage
from storage.migrating import ensure_current
from storage.values import Evaluation, NewAttachment, StoredAnswer

ME = Sender(1001, "林晓", "zh-hans")
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@cache
def the_forms() -> Mapping[str, Form]:
    """The eleven forms, read once."""
    return load_forms().forms


@cache
def furnished_database() -> bytes:
    """The same with the people of the page in their roles."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "furnished.sqlite3"
        path.write_bytes(empty_database())
        with Storage(f"sqlite:///{path}") as storage:
            storage.run_now(lambda conn: furnish(conn, START - timedelta(days=1)))
        return path.read_bytes()


@cache
def empty_database() -> bytes:
    """A migrated database without rows, as bytes."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "empty.sqlite3"
        ensure_current(f"sqlite:///{path}")
        with Storage(f"sqlite:///{path}"):
            pass  # the last one to close leaves everything in the one file
        return path.read_bytes()


class Offline:
    """One person's chat: what they send, and what they would see."""

    def __init__(self, path: Path, me: Sender = ME, owners: Collection[int] = (ME.id,)) -> None:
        self.path = path
        self.me = me
        self.owners = frozenset(owners)
        self.now = START
        self.message_id = 0
        self.outcome: Outcome | None = None
        self.shown: list[tuple[int, Screen]] = []
        self.open()

    def open(self) -> None:
        """Open the database, with nothing remembered from before."""
        self.storage = Storage(f"sqlite:///{self.path}")
        self.storage.open()
        self.house = House(the_forms(), ZoneInfo("Asia/Shanghai"), "zh", FILE_LIMIT, self.owners)

    def restart(self) -> None:
        """Close everything and begin anew."""
        self.storage.close()
        self.open()

    @property
    def screen(self) -> Screen:
        assert self.outcome is not None
        assert self.outcome.screen is not None
        return self.outcome.screen

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.screen.rows for button in row]

    def take(self, incoming: Incoming, *, sent: bool = True) -> Outcome:
        """One turn, and the drawing of its screen; with ``sent=False`` the bot dies before it draws."""
        self.now += timedelta(seconds=1)
        outcome = self.storage.run_now(lambda conn: take(conn, self.house, incoming, self.now))
        self.outcome = outcome
        if sent and outcome.screen is not None:
            card = outcome.card
            if card is None:
                self.message_id += 1
                card = self.message_id
                self.storage.run_now(lambda conn: chats.card_sent(conn, self.me.id, self.message_id))
            self.shown.append((card, outcome.screen))
        return outcome

    def types(self, text: str) -> Outcome:
        self.message_id += 1
        return self.take(Typed(self.me, self.message_id, text))

    def commands(self, name: str, argument: str = "") -> Outcome:
        self.message_id += 1
        return self.take(Command(self.me, self.message_id, name, argument))

    def sends(self, caption: str = "", group: str | None = None) -> Outcome:
        self.message_id += 1
        file = NewAttachment(
            "photo", f"f{self.message_id}", f"u{self.message_id}", "a.jpg", "image/jpeg", 1000
        )
        return self.take(Sent(self.me, self.message_id, caption, group, file))

    def edits(self, message_id: int, text: str) -> Outcome:
        return self.take(Edited(self.me, message_id, text))

    def presses(self, button: Button, card: int) -> Outcome:
        return self.take(Tap(self.me, card, "q", encode(button.act)))

    def taps(self, label: str) -> Outcome:
        """Tap the button on the present card that says this."""
        exact = [b for b in self.buttons if b.label == label] or [b for b in self.buttons if label in b.label]
        assert exact, f"no button says {label!r}: {[b.label for b in self.buttons]}\n{self.screen.text}"
        return self.presses(exact[0], self.shown[-1][0])

    def evaluations(self) -> list[Evaluation]:
        """Every evaluation there is, oldest first."""

        def all_of(conn: object) -> list[Evaluation]:
            found = [evaluations.evaluation(conn, n) for n in range(1, 60)]  # type: ignore[arg-type]  # a Connection
            return [e for e in found if e is not None]

        return self.storage.run_now(all_of)

    def log(self, evaluation_id: int) -> list[StoredAnswer]:
        """Every answer row of an evaluation."""
        return self.storage.run_now(lambda conn: answers.answers(conn, evaluation_id))


@contextmanager
def offline() -> Iterator[Offline]:
    """A fresh chat on a fresh database."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "chat.sqlite3"
        path.write_bytes(empty_database())
        chat = Offline(path)
        try:
            yield chat
        finally:
            chat.storage.close()
            shutil.rmtree(directory, ignore_errors=True)
