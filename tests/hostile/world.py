"""A house with secrets in it, and everything that stands in its database, before and after an attack."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection

from bot.conversation.incoming import Command, Incoming, Sender, Tap, Typed
from bot.conversation.turn import Outcome
from bot.trying import OWNERS, SUPERVISOR
from storage import memberships, people, tables, units
from tests.conversation.offline import START, Offline, furnished_database

VICTIM = Sender(1002, "周强", "zh-hans")
ATTACKER = Sender(6666, "黑客", "zh-hans")
SECRETS = ("王机密", "不可告人", "13912345678", "机密楼")
"""What only the victim, their supervisor and owners may ever see."""

Rows = Mapping[str, Mapping[Any, tuple[Any, ...]]]


@dataclass
class Attack:
    """The victim's and the attacker's chat on one database, and what it held when the attack began."""

    victim: Offline
    attacker: Offline
    before: Rows
    message_ids: Iterator[int]

    def taps(self, data: str, card: int) -> Outcome:
        """Press a button that carries whatever one likes, on whatever message."""
        return self.attacker.take(Tap(ATTACKER, card, "q", data), sent=False)

    def sends(self, text: str) -> Outcome:
        """Send a text or a command."""
        head, _, argument = text[1:].partition(" ")
        number = next(self.message_ids)
        incoming: Incoming = (
            Command(ATTACKER, number, head.lower(), argument)
            if text.startswith("/") and head
            else Typed(ATTACKER, number, text)
        )
        return self.attacker.take(incoming, sent=False)


def rows(offline: Offline) -> Rows:
    """Every row of every table, by table and primary key."""

    def read(conn: Connection) -> Rows:
        return {
            table.name: {
                tuple(row._mapping[key.name] for key in table.primary_key): tuple(row)
                for row in conn.execute(table.select())
            }
            for table in tables.metadata.sorted_tables
        }

    return offline.storage.run_now(read)


@contextmanager
def attacked(role: memberships.RoleName | None) -> Iterator[Attack]:
    """A house in which the victim rated and noted in unit 1; the attacker has this role in unit 2, or none."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "house.sqlite3"
        path.write_bytes(furnished_database())
        victim = Offline(path, VICTIM, OWNERS)
        attacker = Offline(path, ATTACKER, OWNERS)
        try:
            _live(victim)
            victim.storage.run_now(lambda conn: _let_in(conn, role))
            yield Attack(victim, attacker, rows(victim), itertools.count(1))
        finally:
            victim.storage.close()
            attacker.storage.close()
            shutil.rmtree(directory, ignore_errors=True)


def _live(victim: Offline) -> None:
    """One interview handed in with a telephone number and a note; one draft of an inspection."""
    victim.commands("start", "interview")
    victim.types("王机密")
    victim.taps("电话")
    victim.types("13912345678")
    victim.taps("开始评价")
    victim.types("不可告人的话")
    for _ in range(20):
        victim.taps("良好")
    victim.taps("推荐 ★")
    victim.taps("签名")
    victim.types("周强")
    victim.taps("提交")
    victim.commands("start", "quality")
    victim.types("机密楼")


def _let_in(conn: Connection, role: memberships.RoleName | None) -> None:
    other = units.add_unit(conn, "外部", by=SUPERVISOR, now=START)
    assert other is not None
    if role is not None:
        people.remember_person(conn, ATTACKER.id, ATTACKER.name, START, "zh-hans")
        unit = None if role in {"owner", "subject"} else other.id
        memberships.grant(conn, ATTACKER.id, role, unit, by=SUPERVISOR, now=START)


def seen(outcome: Outcome) -> str:
    """All that an outcome would show anybody."""
    screen = outcome.screen
    labels = [button.label for row in screen.rows for button in row] if screen else []
    return "\n".join([screen.text if screen else "", outcome.toast, outcome.say, *labels])


OWN = {
    "evaluation": ("evaluator_id",),
    "subject": ("created_by",),
    "chat": ("chat_id",),
    "person": ("id",),
    "audit": ("actor",),
    "answer": ("by",),
    "note": ("chat_id",),
}
"""By whom a row of a table is, for those to which an attacker may add rows of their own."""


def damage(attack: Attack) -> list[str]:
    """Every row that was there and is different or gone, and every new one that is not the attacker's own."""
    after = rows(attack.victim)
    found = []
    for name, before in attack.before.items():
        table = tables.metadata.tables[name]
        for key, row in before.items():
            mine = name in {"chat", "person"} and key == (ATTACKER.id,)
            if after[name].get(key) != row and not mine and name != "audit_tip":
                found.append(f"{name} {key}: {row} became {after[name].get(key)}")
        for key in after[name].keys() - before.keys():
            whose = [
                dict(zip(table.columns.keys(), after[name][key], strict=True))[c] for c in OWN.get(name, ())
            ]
            if ATTACKER.id not in whose and name != "form":
                found.append(f"{name} {key}: new, {after[name][key]}")
    return found
