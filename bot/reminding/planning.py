"""Plans as values and rows: what their terms mean, and making, changing, pausing and ending them.

A change acts from the next period on: what a plan already asks for keeps the terms with which it opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from rubrics.plans import WrittenPlan, read_schedule
from rubrics.schedule import Occurrence, Schedule, local_moment, occurrences
from storage import plans
from storage.occurrences import NewOccurrence, live_of_plan
from storage.plans import Plan, Terms

SHOWN = 3
"""So many periods are shown before a plan is saved."""
_MIDNIGHT = datetime.min.time()


class PlanChanged(Exception):
    """Somebody else changed, or ended, the plan meanwhile: look at it as it is now."""


@dataclass(frozen=True, slots=True)
class Order:
    """A plan to be made: a form for a subject, by whom, under whose eyes. ``from_date``: the day it is made."""

    form_id: str
    form_title: str
    subject_id: int
    unit_id: int | None
    schedule: Schedule
    evaluator_id: int
    supervisor_id: int


def terms_of(schedule: Schedule) -> Terms:
    """The times of a plan as they are kept."""
    return Terms(
        schedule.every,
        str(schedule.due),
        schedule.at.isoformat("minutes"),
        ",".join(map(str, schedule.ladder)),
        schedule.zone.key,
    )


@lru_cache(1024)
def schedule_of(terms: Terms, from_date: str) -> Schedule:
    """The schedule of terms as they are kept.

    :raises ValueError: if they cannot be read, which nothing that was kept by :func:`terms_of` is.
    """
    written = WrittenPlan(terms.every, terms.due, from_date, terms.timezone, terms.at, terms.ladder or None)
    schedule = read_schedule(written)
    if not isinstance(schedule, Schedule):
        raise ValueError("; ".join(fault.words for fault in schedule))  # noqa: TRY004  (a value, not a type)
    return schedule


def coming(plan: Plan) -> Iterator[Occurrence]:
    """What a plan asks for in the periods that are not opened yet, without end."""
    opened_to = plan.opened_to
    while True:
        found = _after(plan.terms, plan.from_date, opened_to)
        yield found
        opened_to = found.period.last.isoformat()


@lru_cache(4096)
def _after(terms: Terms, from_date: str, opened_to: str | None) -> Occurrence:
    """The first occurrence in a period that begins after ``opened_to``. Many plans share their terms."""
    schedule = schedule_of(terms, from_date)
    if opened_to is None:
        return next(occurrences(schedule))
    last = date.fromisoformat(opened_to)
    later = replace(schedule, made=max(schedule.made, last + timedelta(days=1)))
    return next(one for one in occurrences(later) if one.period.first > last)


def opens_at(occurrence: Occurrence, from_date: str, zone: ZoneInfo) -> datetime:
    """When a period opens: as it begins, or on the day the plan is made, whichever is later."""
    return local_moment(max(occurrence.period.first, date.fromisoformat(from_date)), _MIDNIGHT, zone)


def opened(plan: Plan, occurrence: Occurrence) -> NewOccurrence:
    """An occurrence as it is kept, with the plan's terms as they are now."""
    zone = ZoneInfo(plan.timezone)
    reminders = (*occurrence.reminders, *occurrence.overdue_reminders)
    return NewOccurrence(
        plan_id=plan.id,
        period=occurrence.period.name,
        first_day=occurrence.period.first.isoformat(),
        due=occurrence.due.isoformat(),
        days=" ".join(str((at.date() - occurrence.due).days) for at in reminders),
        at=plan.at,
        timezone=plan.timezone,
        late_at=local_moment(occurrence.due + timedelta(days=1), _MIDNIGHT, zone),
        missed_at=occurrence.missed_at,
        form_id=plan.form_id,
        subject_id=plan.subject_id,
        unit_id=plan.unit_id,
        evaluator_id=plan.evaluator_id,
        supervisor_id=plan.supervisor_id,
    )


def next_periods(schedule: Schedule, count: int = SHOWN) -> tuple[Occurrence, ...]:
    """The first periods of a plan that is not made yet."""
    return tuple(islice(occurrences(schedule), count))


def make_plan(conn: Connection, order: Order, made_by: int, now: datetime) -> Plan:
    """Make a plan. Its first period opens with the next tick, or when it begins."""
    terms, from_date = terms_of(order.schedule), order.schedule.made.isoformat()
    first = _after(terms, from_date, None)
    return plans.add_plan(
        conn,
        form_id=order.form_id,
        form_title=order.form_title,
        subject_id=order.subject_id,
        unit_id=order.unit_id,
        terms=terms,
        from_date=from_date,
        evaluator_id=order.evaluator_id,
        supervisor_id=order.supervisor_id,
        made_by=made_by,
        next_at=opens_at(first, from_date, order.schedule.zone),
        now=now,
    )


def change_terms(
    conn: Connection, plan: Plan, terms: Terms, evaluator_id: int, supervisor_id: int, now: datetime
) -> Plan:
    """Change a plan from its next period on.

    :raises PlanChanged: if it is not as ``plan`` any more.
    """
    changed = replace(
        plan,
        every=terms.every,
        due=terms.due,
        at=terms.at,
        ladder=terms.ladder,
        timezone=terms.timezone,
        evaluator_id=evaluator_id,
        supervisor_id=supervisor_id,
    )
    return _kept(conn, changed, now)


def pause(conn: Connection, plan: Plan, now: datetime) -> Plan:
    """Open no further period. What is open stays open.

    :raises PlanChanged: if it is not as ``plan`` any more.
    """
    return _kept(conn, replace(plan, state="paused"), now)


def resume(conn: Connection, plan: Plan, now: datetime) -> Plan:
    """Go on from today: what would have been due while it was paused is not asked for.

    :raises PlanChanged: if it is not as ``plan`` any more.
    """
    today = now.astimezone(ZoneInfo(plan.timezone)).date().isoformat()
    return _kept(conn, replace(plan, state="active", from_date=max(today, plan.from_date)), now)


def end(conn: Connection, plan: Plan, now: datetime) -> Plan:
    """End a plan for good. What is open stays open, and can still be done or excused.

    :raises PlanChanged: if it is not as ``plan`` any more.
    """
    return _kept(conn, replace(plan, state="ended"), now)


def still_open(conn: Connection, plan: Plan) -> tuple[str, ...]:
    """The periods of a plan that are not closed, by due day: those a change does not touch."""
    return tuple(one.period for one in live_of_plan(conn, plan.id))


def _kept(conn: Connection, plan: Plan, now: datetime) -> Plan:
    following = None
    if plan.state == "active":
        following = opens_at(next(coming(plan)), plan.from_date, ZoneInfo(plan.timezone))
    kept = plans.change_plan(
        conn,
        plan.id,
        plan.revision,
        terms=plan.terms,
        from_date=plan.from_date,
        evaluator_id=plan.evaluator_id,
        supervisor_id=plan.supervisor_id,
        state=plan.state,
        next_at=following,
        now=now,
    )
    if kept is None:
        raise PlanChanged
    return kept
