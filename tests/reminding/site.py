"""A place where plans are at work: a database, a clock that is set by hand, and a post that keeps what it is given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from re import sub
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.conversation.turn import House
from bot.evidence import FILE_LIMIT
from bot.reminding.planning import Order, make_plan
from bot.reminding.ticking import Reminders
from bot.screens.screen import Screen
from rubrics.library import form_to_json
from rubrics.plans import WrittenPlan, read_schedule
from rubrics.schedule import Schedule
from storage import evaluations, forms, memberships, occurrences, people, reminders, subjects, units
from storage.engine import Storage
from storage.occurrences import KeptOccurrence
from storage.plans import Plan
from storage.reminders import Reminder
from storage.values import Evaluation, Subject
from tests.conversation.offline import empty_database, the_forms

T = TypeVar("T")

SHANGHAI = ZoneInfo("Asia/Shanghai")
WANG, ZHAO, LIN = 1001, 1002, 1003
"""Wang rates, Zhao supervises, Lin could take over from either."""
_ROLES: dict[int, tuple[memberships.RoleName, ...]] = {
    WANG: ("evaluator",),
    ZHAO: ("supervisor",),
    LIN: ("evaluator", "supervisor"),
}


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A local moment like ``2026-12-28 09:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True)
class Message:
    """A message in a chat, as it was sent or drawn again."""

    person_id: int
    id: int
    screen: Screen

    @property
    def text(self) -> str:
        return unescape(sub(r"<[^>]+>", "", self.screen.text))

    @property
    def buttons(self) -> list[str]:
        return [button.label for row in self.screen.rows for button in row]


@dataclass
class Box:
    """A post that keeps messages; ``fails`` raises what it is told to before it takes one."""

    sent: list[Message] = field(default_factory=list)
    redrawn: list[Message] = field(default_factory=list)
    fails: Callable[[int], Exception | None] = lambda _: None

    async def send(self, person_id: int, screen: Screen) -> int:
        if (error := self.fails(person_id)) is not None:
            raise error
        self.sent.append(Message(person_id, len(self.sent) + 1, screen))
        return len(self.sent)

    async def redraw(self, person_id: int, message_id: int, screen: Screen) -> None:
        if (error := self.fails(person_id)) is not None:
            raise error
        self.redrawn.append(Message(person_id, message_id, screen))

    def to(self, person_id: int) -> list[Message]:
        return [one for one in self.sent if one.person_id == person_id]


class Site:
    """The engine of plans on a database, ticking when it is told to."""

    def __init__(self, url: str, now: datetime) -> None:
        self.storage = Storage(url)
        self.storage.open()
        self.now = now
        self.box = Box()
        self.house = House(dict(the_forms()), SHANGHAI, "zh", FILE_LIMIT)
        self.engine = self.process()

    def process(self, *owners: int) -> Reminders:
        """A process that knows nothing but what is in the database."""
        self.house.owners = frozenset(owners)
        return Reminders(self.storage, self.house, self.box, lambda: self.now)

    def do(self, work: Callable[[Connection], T]) -> T:
        return self.storage.run_now(work)

    def tick(self, moment: str | datetime | None = None) -> list[Message]:
        """Tick at a moment; the messages that came of it."""
        if moment is not None:
            self.now = at(moment) if isinstance(moment, str) else moment
        before = len(self.box.sent)
        asyncio.run(self.engine.tick())
        return self.box.sent[before:]

    def known(self, *ids: int) -> None:
        """People who came in, with their roles."""
        names = {WANG: "王芳", ZHAO: "赵强", LIN: "林晓"}

        def come_in(conn: Connection) -> None:
            found = units.units(conn)
            unit = found[0] if found else units.add_unit(conn, "客服部", by=ZHAO, now=self.now)
            assert unit is not None
            for id in ids:
                people.remember_person(conn, id, names[id], self.now)
                for role in _ROLES[id]:
                    memberships.grant(conn, id, role, unit.id, by=ZHAO, now=self.now)

        self.do(come_in)

    def subject(self, name: str = "幸福花园", kind: str = "site") -> Subject:
        return self.do(
            lambda conn: subjects.add_subject(conn, kind=kind, name=name, created_by=ZHAO, now=self.now)
        )

    def plan(
        self,
        every: str = "quarter",
        due: str = "last-workday",
        *,
        subject: Subject | None = None,
        form: str = "quality",
        made: str | None = None,
        at: str | None = None,
        ladder: str | None = None,
        zone: str = "Asia/Shanghai",
        evaluator: int = WANG,
    ) -> Plan:
        """A plan made today, or on the day ``made``."""
        subject = subject or self.subject()
        today = made or self.now.astimezone(ZoneInfo(zone)).date().isoformat()
        schedule = read_schedule(WrittenPlan(every, due, today, zone, at, ladder))
        assert isinstance(schedule, Schedule), schedule
        title = the_forms()[form].title if form in the_forms() else form
        order = Order(form, title, subject.id, None, schedule, evaluator, ZHAO)
        return self.do(lambda conn: make_plan(conn, order, ZHAO, self.now))

    def occurrence(self, id: int = 1) -> KeptOccurrence:
        found = self.do(lambda conn: occurrences.occurrence(conn, id))
        assert found is not None
        return found

    def stages(self, id: int = 1) -> list[tuple[str, str]]:
        """Every stage recorded of an occurrence, and how it stands."""
        return [(one.stage, one.state) for one in self.reminders(id)]

    def reminders(self, id: int = 1) -> list[Reminder]:
        return self.do(lambda conn: reminders.reminders_of(conn, id))

    def draft(self, subject_id: int, form: str = "quality", by: int = WANG) -> Evaluation:
        """An evaluation begun by someone, wherever."""

        def turn(conn: Connection) -> Evaluation:
            digest = self.house.digests[form]
            body = the_forms()[form]
            forms.keep_form(conn, digest, form, body.title, form_to_json(body), self.now)
            return evaluations.begin(
                conn,
                form_digest=digest,
                form_id=form,
                form_title=body.title,
                evaluator_id=by,
                subject_id=subject_id,
                view="question",
                cursor=body.criteria[7].id,
                now=self.now,
            )

        return self.do(turn)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@contextmanager
def site(directory: Path, moment: str = "2026-11-23 10:00") -> Iterator[Site]:
    """A fresh place, with Wang and Zhao known."""
    path = directory / "site.sqlite3"
    path.write_bytes(empty_database())
    place = Site(f"sqlite:///{path}", at(moment))
    place.known(WANG, ZHAO)
    try:
        yield place
    finally:
        place.storage.close()
