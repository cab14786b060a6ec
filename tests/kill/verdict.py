"""The verdict: every row that is stored, read with plain SQL, against every touch in the ledgers."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.sandbox import Sandbox
from storage.audit import Broken, verify
from storage.engine import Storage
from tests.kill.ledger import Walked
from tests.kill.people import Evaluator
from tests.kill.process import RealBot
from tests.phone import Phone, buttons_of, words

if TYPE_CHECKING:
    from tests.kill.campaign import Campaign


@dataclass
class Verdict:
    """What became of everything that people did, in numbers and, where something is wrong, in words."""

    kills: int
    evaluations: int
    acts: int
    taps: int
    notes: int
    taps_in_flight: int
    others_in_flight: int
    lost: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    drawn_twice: int = 0
    trail: int = 0
    broken: str = ""

    @property
    def well(self) -> bool:
        """Nothing lost, nothing elsewhere, and the audit trail whole."""
        return not self.lost and not self.elsewhere and not self.broken

    def line(self) -> str:
        """The figures that count, in a line."""
        flight = self.taps_in_flight + self.others_in_flight
        return (
            f"{self.kills} kills, {self.evaluations} evaluations, {self.acts} acts, {flight} in flight at a kill: "
            f"{len(self.lost)} lost, {len(self.elsewhere)} elsewhere or twice; {self.broken or 'trail whole'}"
        )

    def table(self) -> str:
        """For people to read."""
        rows: list[tuple[str, object]] = [
            ("kills", self.kills),
            ("evaluations handed in", self.evaluations),
            ("taps, messages and edits", self.acts),
            ("  of them taps", self.taps),
            ("  of them notes", self.notes),
            ("taps in flight at a kill", self.taps_in_flight),
            ("others in flight at a kill", self.others_in_flight),
            ("lost", len(self.lost)),
            ("landed elsewhere or twice", len(self.elsewhere)),
            ("cards drawn twice", self.drawn_twice),
            ("rows of the audit trail", self.trail),
        ]
        lines = [f"{name:<28}{number!s:>8}" for name, number in rows]
        return "\n".join(
            [*lines, *([self.broken] if self.broken else []), *self.lost[:20], *self.elsewhere[:20]]
        )


def judge(campaign: Campaign, sandbox: Sandbox, bot: RealBot, people: Sequence[Evaluator]) -> Verdict:
    """Compare row by row."""
    verdict = Verdict(
        kills=campaign.killed,
        evaluations=sum(walk.handed_in for person in people for walk in person.walks),
        acts=sum(person.acts for person in people),
        taps=sum(person.taps for person in people),
        notes=sum(len(walk.said) for person in people for walk in person.walks),
        taps_in_flight=campaign.taps_in_flight,
        others_in_flight=campaign.others_in_flight,
    )
    with closing(sqlite3.connect(bot.database)) as records:
        for person in people:
            _judge_person(verdict, records, person)
            verdict.drawn_twice += len(list(_dead_cards(person.phone)))
        _judge_files(verdict, records, bot)
    _judge_trail(verdict, bot)
    return verdict


def _judge_person(verdict: Verdict, records: sqlite3.Connection, person: Evaluator) -> None:
    stored = records.execute(
        "SELECT evaluation.id, form_id, subject.name, status, total FROM evaluation"
        " LEFT JOIN subject ON subject.id = subject_id WHERE evaluator_id = ? ORDER BY evaluation.id",
        (person.person_id,),
    ).fetchall()
    for number, form, name, status, total in stored[len(person.walks) :]:
        verdict.elsewhere.append(f"evaluation {number} ({form}, {name}, {status}, {total}) was never begun")
    for place, walk in enumerate(person.walks):
        if place >= len(stored):
            verdict.lost.append(f"{walk.name}: the whole evaluation")
            continue
        number, form, name, status, total = stored[place]
        if (form, name, status, total and Decimal(total)) != (walk.form, walk.name, "submitted", walk.total):
            verdict.lost.append(f"{walk.name}, total {walk.total}: stored {form}, {name}, {status}, {total}")
        if f"第 {number} 号" not in person.phone.text:
            verdict.lost.append(f"{walk.name}: the result never came")
        _judge_log(verdict, records, number, walk)
        _judge_notes(verdict, records, number, walk)


def _judge_log(verdict: Verdict, records: sqlite3.Connection, number: int, walk: Walked) -> None:
    """Item by item, the touches in their order; an item of the ledger has nothing more and nothing less."""
    rows = records.execute("SELECT item, value FROM answer WHERE evaluation_id = ? ORDER BY id", (number,))
    stored = [(item, value if value is None else _plain(json.loads(value))) for item, value in rows]
    stored = [(item, value) for item, value in stored if item not in {"@name", "@subject"}]
    if stored == walk.log:
        return
    said = Counter(f"{item} = {value}" for item, value in walk.log)
    kept = Counter(f"{item} = {value}" for item, value in stored)
    verdict.lost.extend(f"{walk.name}: {touch}" for touch in (said - kept).elements())
    verdict.elsewhere.extend(f"{walk.name}: {touch}" for touch in (kept - said).elements())
    if said == kept:
        verdict.elsewhere.append(f"{walk.name}: in another order, {stored} for {walk.log}")


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value


def _judge_notes(verdict: Verdict, records: sqlite3.Connection, number: int, walk: Walked) -> None:
    rows = records.execute(
        "SELECT note.message_id, item, text, count(attachment.id) FROM note LEFT JOIN attachment"
        " ON attachment.note_id = note.id WHERE evaluation_id = ? AND removed_at IS NULL GROUP BY note.id",
        (number,),
    )
    kept = Counter(tuple(row) for row in rows)
    said = Counter((at, note.item, note.text, note.files) for at, note in walk.said.items())
    verdict.lost.extend(f"{walk.name}: note {note}" for note in (said - kept).elements())
    verdict.elsewhere.extend(f"{walk.name}: note {note}" for note in (kept - said).elements())


def _judge_files(verdict: Verdict, records: sqlite3.Connection, bot: RealBot) -> None:
    """Every picture lies in the data directory, whole."""
    for number, state, path, size in records.execute("SELECT id, state, path, size FROM attachment"):
        copy = bot.data / str(path)
        if state != "stored" or not copy.is_file() or copy.stat().st_size != size:
            verdict.lost.append(f"file {number} ({state}, {path}, {size} bytes)")


def _judge_trail(verdict: Verdict, bot: RealBot) -> None:
    """Each row chained to the one before, and a row for each hand-in."""
    with Storage(f"sqlite:///{bot.database}") as storage:
        followed = verify(storage)
    verdict.trail = followed.seq if isinstance(followed, Broken) else followed.count
    if isinstance(followed, Broken):
        verdict.broken = f"the audit trail is broken at row {followed.seq}: {followed.words}"
    with closing(sqlite3.connect(bot.database)) as records:
        query = "SELECT count(*) FROM audit WHERE action = 'handed-in'"
        (noted,) = records.execute(query).fetchone()
    if noted != verdict.evaluations:
        verdict.lost.append(f"{verdict.evaluations} handed in, {noted} of them in the audit trail")


def _dead_cards(phone: Phone) -> Iterator[str]:
    """Cards that still stand above the last one; results stay on purpose."""
    for message in phone.from_bot[:-1]:
        if buttons_of(message) and "🏁" not in words(message):
            yield words(message)
