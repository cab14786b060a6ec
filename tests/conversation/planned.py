"""Plans in a house of several people: one made for somebody, and ticks whose messages are looked at."""

from __future__ import annotations

import asyncio

from bot.reminding.planning import Order, make_plan
from bot.reminding.ticking import Reminders
from rubrics.plans import WrittenPlan, read_schedule
from rubrics.schedule import Schedule
from storage import subjects
from storage.plans import Plan
from storage.values import Subject
from tests.conversation.people import HE, WANG, ZHOU, Everyone
from tests.reminding.site import SHANGHAI, Box, Message, at

OURS, OTHERS = 1, 2
"""The units of the house: Zhou's and Qian's, and Sun's."""


def employee(house: Everyone, name: str = "张小凤", unit: int = OURS) -> Subject:
    """An employee whom the unit's supervisor entered."""
    return house(HE).storage.run_now(
        lambda conn: subjects.add_subject(
            conn, kind="employee", name=name, created_by=ZHOU.id, now=house.clock.now, unit_id=unit
        )
    )


def planned(
    house: Everyone,
    subject: Subject,
    *,
    form: str = "performance",
    unit: int | None = OURS,
    evaluator: int = WANG.id,
    supervisor: int = ZHOU.id,
) -> Plan:
    """A monthly plan made today, due on the last working day."""
    today = house.clock.now.astimezone(SHANGHAI).date().isoformat()
    schedule = read_schedule(WrittenPlan("month", "last-workday", today, "Asia/Shanghai"))
    assert isinstance(schedule, Schedule)
    body = house(HE).house.forms[form]
    order = Order(body.id, body.title, subject.id, unit, schedule, evaluator, supervisor)
    return house(HE).storage.run_now(lambda conn: make_plan(conn, order, supervisor, house.clock.now))


def ticks(house: Everyone, box: Box, moment: str | None = None) -> list[Message]:
    """What a tick sends, at a moment or now."""
    if moment is not None:
        house.clock.now = at(moment)
    engine = Reminders(house(HE).storage, house(HE).house, box, lambda: house.clock.now)
    before = len(box.sent)
    asyncio.run(engine.tick())
    return box.sent[before:]


def told(messages: list[Message], person_id: int) -> str:
    """All that somebody is told in these."""
    return "\n".join(one.text for one in messages if one.person_id == person_id)
