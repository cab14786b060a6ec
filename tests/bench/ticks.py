"""How long a tick takes over many plans, with and without a long history behind them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, insert, text

from bot.conversation.turn import House
from bot.evidence import FILE_LIMIT
from bot.reminding.ticking import Reminders
from rubrics.library import form_to_json, load_forms
from rubrics.model import Form
from storage import forms, memberships, people, tables, units
from storage.engine import Storage
from storage.migrating import ensure_current
from tests.reminding.site import Box

NOW = datetime(2026, 12, 28, 1, tzinfo=UTC)
"""Nine in the morning in Shanghai, three days before the end of the quarter."""
SUPERVISORS = 100


@dataclass(frozen=True)
class Figures:
    """Seconds of one tick: to decide what is due, then to send it (to a post that takes it at once); and of one in
    which nothing is due. ``cpu``: of the whole tick, what this machine worked for it, whatever else it did."""

    decide: float
    deliver: float
    idle: float
    cpu: float
    sent: int

    @property
    def seconds(self) -> float:
        """The whole tick."""
        return self.decide + self.deliver

    def __str__(self) -> str:
        return (
            f"{self.seconds:.2f} s (deciding {self.decide:.2f}, {self.sent:,} sent {self.deliver:.2f}; "
            f"CPU {self.cpu:.2f}; nothing due {1000 * self.idle:.1f} ms)"
        )


def tick_figures(plans: int, due: int, closed: int) -> list[Figures]:
    """A tick over so many plans, of which so many are due; first without history, then with it."""
    with TemporaryDirectory(prefix="kaoping-ticks-") as directory:
        url = f"sqlite:///{Path(directory) / 'ticks.sqlite3'}"
        ensure_current(url)
        with Storage(url) as storage:
            storage.run_now(lambda conn: _fill(conn, plans, due))
            figures = [_measure(storage, NOW)]
            storage.run_now(lambda conn: _history(conn, plans, closed))
            storage.run_now(lambda conn: _due_again(conn, due))
            figures.append(_measure(storage, NOW))
        return figures


def _measure(storage: Storage, now: datetime) -> Figures:
    box = Box()
    house = House(load_forms().forms, ZoneInfo("Asia/Shanghai"), "zh", FILE_LIMIT)
    engine = Reminders(storage, house, box, lambda: now)

    async def tick() -> Figures:
        moments, worked = [perf_counter()], [process_time()]
        for step in (engine.decide, engine.deliver, engine.tick):
            await step()
            moments.append(perf_counter())
            worked.append(process_time())
        decide, deliver, idle = (later - earlier for earlier, later in pairwise(moments))
        return Figures(decide, deliver, idle, worked[2] - worked[0], len(box.sent))

    return asyncio.run(tick())


def _fill(conn: Connection, plans: int, due: int) -> None:
    """Plans with an open occurrence each; so many of them are due, and those were rated before."""
    form = load_forms().forms["quality"]
    forms.keep_form(conn, "digest", form.id, form.title, form_to_json(form), NOW)
    unit = units.add_unit(conn, "客服部", by=1, now=NOW)
    for id in range(1, SUPERVISORS + 1):
        people.remember_person(conn, id, f"检查人{id}", NOW)
        memberships.grant(conn, id, "supervisor", unit.id if unit else None, by=1, now=NOW)
    _insert(conn, tables.subject, (_subject(id) for id in range(1, plans + 1)))
    _insert(conn, tables.plan, (_plan(id) for id in range(1, plans + 1)))
    _insert(
        conn,
        tables.occurrence,
        (_occurrence(id, id, NOW if id <= due else None) for id in range(1, plans + 1)),
    )
    _insert(conn, tables.evaluation, (_evaluation(id) for id in range(1, due + 1)))
    _insert(conn, tables.answer, (answer for id in range(1, due + 1) for answer in _answers(form, id)))
    conn.execute(text("ANALYZE"))


def _due_again(conn: Connection, due: int) -> None:
    """The same occurrences due once more, as if nothing had been sent."""
    conn.execute(text("DELETE FROM reminder"))
    wanted = tables.occurrence.c.id <= due
    conn.execute(tables.occurrence.update().where(wanted).values(next_at=NOW, reminded_to=-7, state="open"))


def _history(conn: Connection, plans: int, closed: int) -> None:
    """So many occurrences of earlier periods, done and missed in turn."""
    rows = (_past(plans + number, number % plans + 1, number // plans) for number in range(1, closed + 1))
    _insert(conn, tables.occurrence, rows)


def _insert(conn: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == 10_000:
            conn.execute(insert(table), batch)
            batch = []
    if batch:
        conn.execute(insert(table), batch)


def _subject(id: int) -> dict[str, Any]:
    return {
        "id": id,
        "kind": "site",
        "name": f"第{id}项目",
        "name_key": f"第{id}项目",
        "fields": "{}",
        "created_by": 1,
        "created_at": NOW,
        "used_at": NOW,
    }


def _plan(id: int) -> dict[str, Any]:
    return {
        "id": id,
        "form_id": "quality",
        "form_title": "C2、客服品质检查考核标准及评分表",
        "subject_id": id,
        "every": "quarter",
        "due": "last-workday",
        "at": "09:00",
        "ladder": "",
        "timezone": "Asia/Shanghai",
        "from_date": "2020-01-01",
        "evaluator_id": id % SUPERVISORS + 1,
        "supervisor_id": id % SUPERVISORS + 1,
        "made_by": 1,
        "made_at": NOW,
        "state": "active",
        "revision": 0,
        "changed_at": NOW,
        "opened_to": "2026-12-31",
        "next_at": NOW + timedelta(days=4),
    }


def _occurrence(id: int, plan: int, next_at: datetime | None) -> dict[str, Any]:
    return {
        "id": id,
        "plan_id": plan,
        "period": "2026-Q4",
        "first_day": "2026-10-01",
        "due": "2026-12-31",
        "days": "-7 -3 -1 0 4 5 6 7 8 11 12 13 14 15",
        "at": "09:00",
        "timezone": "Asia/Shanghai",
        "late_at": NOW + timedelta(days=3, hours=15),
        "missed_at": NOW + timedelta(days=18, hours=15),
        "form_id": "quality",
        "subject_id": plan,
        "evaluator_id": plan % SUPERVISORS + 1,
        "supervisor_id": plan % SUPERVISORS + 1,
        "state": "open",
        "opened_at": NOW,
        "reminded_to": -7,
        "next_at": next_at or NOW + timedelta(hours=1),
        "evaluation_id": None,
        "closed_at": None,
    }


def _past(id: int, plan: int, ago: int) -> dict[str, Any]:
    year, quarter = 2026 - (ago + 1) // 4, 3 - ago % 4
    return _occurrence(id, plan, None) | {
        "period": f"{year - 20}-{id}",
        "due": f"{year - 20}-{3 * max(quarter, 1):02}-28",
        "state": "missed" if id % 5 == 0 else "done",
        "next_at": None,
        "closed_at": NOW - timedelta(days=90 * (ago + 1)),
    }


def _evaluation(id: int) -> dict[str, Any]:
    return {
        "id": id,
        "form_digest": "digest",
        "form_id": "quality",
        "form_title": "C2",
        "evaluator_id": 1,
        "subject_id": id,
        "status": "submitted",
        "view": "review",
        "cursor": None,
        "revision": 1,
        "created_at": NOW,
        "updated_at": NOW,
        "submitted_at": NOW - timedelta(days=90),
        "percent": "87.50",
        "grade": "良好",
        "result": "{}",
    }


def _answers(form: Form, evaluation: int) -> Iterator[dict[str, Any]]:
    for place, criterion in enumerate(form.criteria):
        value: dict[str, object] = {"defects": 9 if place % 10 == 0 else 0, "flags": []}
        yield {
            "evaluation_id": evaluation,
            "item": criterion.id,
            "value": json.dumps(value),
            "revision": place,
            "by": 1,
            "at": NOW,
        }
