"""The turns of a tick on a database: periods are opened, occurrences moved on, each turn over a few rows only.

Turns are short, so that people's taps are not held up. Two processes may take the same turns at once: what one
holds, the other passes over; and whatever exists once is kept once by the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.conversation.turn import House
from bot.owners import owners_of
from bot.reminding.acts import notice_of
from bot.reminding.deciding import Decision, Stage, decide
from bot.reminding.digests import digests
from bot.reminding.planning import coming, opened, opens_at
from bot.reminding.quiet import held
from rubrics.schedule import local_moment
from rubrics.workdays import decreed_years
from storage import occurrences, plans, reminders
from storage.occurrences import KeptOccurrence, NewOccurrence
from storage.plans import Plan
from storage.reminders import NewNotice, NewReminder

PLANS = 100
OCCURRENCES = 200
"""Rows in a turn at most: some tens of milliseconds."""
_PERIODS = 50
"""Periods of one plan opened in a turn at most, after a long downtime."""


def open_due(conn: Connection, now: datetime, limit: int = PLANS) -> int:
    """Open the periods that have begun, of some plans; how many plans there were. None: all are opened.

    What was handed in for a period before it was opened counts for it.
    """
    found = plans.due_plans(conn, now, limit)
    if not found:
        return 0
    advances: list[tuple[int, str | None, datetime]] = []
    new: list[NewOccurrence] = []
    for plan in found:
        opening, advance = _opening(plan, now)
        new += opening
        advances.append(advance)
    new = _done_already(conn, new, now)
    occurrences.open_occurrences(conn, new, now)
    plans.advance(conn, advances)
    supervised = ((one.supervisor_id, date.fromisoformat(one.due), ZoneInfo(one.timezone)) for one in new)
    reminders.add_notices(conn, digests(supervised, now))
    return len(found)


def move_due(conn: Connection, now: datetime, limit: int = OCCURRENCES) -> int:
    """Move on some of the occurrences with which something happens by ``now``; how many there were."""
    found = occurrences.due_occurrences(conn, now, limit)
    if not found:
        return 0
    decided = [(one, decide(one, now)) for one in found]
    occurrences.move_occurrences(conn, (decision.move for _, decision in decided))
    reminders.supersede(conn, [one.id for one, decision in decided if decision.wanted])
    reminders.record_reminders(
        conn, [stage for one, decision in decided for stage in _stages(one, decision, now)], now
    )
    reminders.add_notices(
        conn, [notice for one, decision in decided for notice in _notices(one, decision, now)]
    )
    reminders.settle(conn, [one.id for one, decision in decided if decision.missed], now)
    return len(found)


def warn_of_calendar(conn: Connection, house: House, now: datetime) -> None:
    """Tell the owners, once for each year, that a year has begun to matter whose holidays nobody knows yet.

    A year matters from its predecessor's December on: reminders of December reach into it.
    """
    year = (now.astimezone(house.zone).date() + timedelta(days=31)).year
    if year in decreed_years():
        return
    reminders.add_notices(
        conn,
        [
            NewNotice(f"calendar:{year}:{owner}", "calendar", owner, now, held(now, house.zone))
            for owner in owners_of(conn, house)
        ],
    )


def _opening(plan: Plan, now: datetime) -> tuple[list[NewOccurrence], tuple[int, str | None, datetime]]:
    """The periods of a plan that have begun, and where it stands after them."""
    zone = ZoneInfo(plan.timezone)
    new: list[NewOccurrence] = []
    opened_to = plan.opened_to
    for occurrence in coming(plan):
        begins = opens_at(occurrence, plan.from_date, zone)
        if begins > now or len(new) == _PERIODS:
            return new, (plan.id, opened_to, begins)
        new.append(opened(plan, occurrence))
        opened_to = occurrence.period.last.isoformat()
    raise AssertionError("a plan goes on without end")


def _done_already(conn: Connection, new: list[NewOccurrence], now: datetime) -> list[NewOccurrence]:
    """The same with those marked as done that were handed in since their period began, each hand-in once a plan."""
    if not new:
        return new
    began = {(one.plan_id, one.period): _midnight(one.first_day, one.timezone) for one in new}
    found = occurrences.hand_ins(
        conn, {one.subject_id for one in new}, {one.form_id for one in new}, min(began.values())
    )
    if not found:
        return new
    used = occurrences.counted(conn, {hand_in.id for hand_in in found})
    marked = []
    for one in new:
        done = next(
            (
                hand_in
                for hand_in in found
                if (hand_in.subject_id, hand_in.form_id) == (one.subject_id, one.form_id)
                and began[one.plan_id, one.period] <= hand_in.submitted_at < min(one.missed_at, now)
                and (one.plan_id, hand_in.id) not in used
            ),
            None,
        )
        if done is not None:
            used.add((one.plan_id, done.id))
        marked.append(one if done is None else replace(one, done=done))
    return marked


def _midnight(day: str, timezone: str) -> datetime:
    return local_moment(date.fromisoformat(day), time(), ZoneInfo(timezone)).astimezone(UTC)


def _stages(one: KeptOccurrence, decision: Decision, now: datetime) -> Iterable[NewReminder]:
    for stage in decision.skipped:
        yield _reminder(one, stage, None)
    if decision.wanted is not None:
        yield _reminder(one, decision.wanted, held(now, one.zone))


def _reminder(one: KeptOccurrence, stage: Stage, act_at: datetime | None) -> NewReminder:
    return NewReminder(one.id, stage.name, stage.at, one.evaluator_id, act_at)


def _notices(one: KeptOccurrence, decision: Decision, now: datetime) -> Iterable[NewNotice]:
    if decision.missed:
        yield notice_of(one, "missed", one.supervisor_id, one.missed_at, now)
    elif decision.overdue:
        yield notice_of(one, "overdue", one.supervisor_id, one.late_at, now)
