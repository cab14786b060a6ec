"""``kaoping plan add``, ``list``, ``pause``, ``resume``, ``end``: plans kept in the database, for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from bot.reminding import planning
from bot.reminding.planning import Order, PlanChanged
from bot.reminding.quiet import is_quiet
from bot.running import open_storage
from bot.settings import Settings
from rubrics.library import load_forms
from rubrics.model import Form
from rubrics.plans import WrittenPlan, read_new
from rubrics.schedule import Occurrence, Schedule
from storage import audit, memberships, people, plans, subjects
from storage.plans import NamedPlan, Plan
from storage.values import Subject

T = TypeVar("T")


class PlanRefused(Exception):
    """Nothing was changed; ``faults`` has one sentence for each thing that is wrong."""

    def __init__(self, *faults: str) -> None:
        """Keep the sentences."""
        super().__init__(*faults)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Wanted:
    """A plan as it is asked for. The subject is known by its number, or by its name."""

    form: str
    subject: str | None
    subject_id: int | None
    evaluator: str
    supervisor: str
    written: WrittenPlan


@dataclass(frozen=True, slots=True)
class Made:
    """A plan that was made, its next periods, and what may be other than expected."""

    plan: Plan
    subject: str
    periods: tuple[Occurrence, ...]
    remarks: tuple[str, ...]


def make(settings: Settings, wanted: Wanted, now: datetime) -> Made:
    """Make a plan; a subject that is not there yet is made with it.

    :raises PlanRefused: with everything that is wrong at once.
    """
    form = load_forms(settings.kaoping_forms).forms.get(wanted.form)
    schedule = read_new(wanted.written)
    evaluator, supervisor = _person_id(wanted.evaluator), _person_id(wanted.supervisor)
    faults = (
        [] if form else [f"--form: there is no form {wanted.form!r}; kaoping forms lists those there are."]
    )
    if (wanted.subject is None) == (wanted.subject_id is None):
        faults.append(
            "--subject: name whom or what it is for, or give its number with --subject-id (not both)."
        )
    elif wanted.subject is not None and not wanted.subject.strip():
        faults.append("--subject: an empty name is not possible.")
    if not isinstance(schedule, Schedule):
        faults += [f"--{fault.part}: {fault.words}." for fault in schedule]
    for option, text, id in (
        ("evaluator", wanted.evaluator, evaluator),
        ("supervisor", wanted.supervisor, supervisor),
    ):
        if id is None:
            faults.append(
                f"--{option}: {text!r} is not a Telegram id (a whole number; the bot tells people theirs)."
            )
    if (
        faults
        or form is None
        or not isinstance(schedule, Schedule)
        or evaluator is None
        or supervisor is None
    ):
        raise PlanRefused(*faults)

    def turn(conn: Connection) -> Made:
        subject = _subject(conn, form, wanted, supervisor, now)
        unit = subject.unit_id if subject.unit_id is not None else _unit_of(conn, supervisor)
        order = Order(form.id, form.title, subject.id, unit, schedule, evaluator, supervisor)
        plan = planning.make_plan(conn, order, supervisor, now)
        _record(conn, audit.Action.PLANNED, plan.id, now)
        periods = planning.next_periods(schedule)
        return Made(
            plan,
            subject.name,
            periods,
            tuple(_remarks(conn, schedule, periods, (evaluator, supervisor), now)),
        )

    return with_plans(settings, turn)


def listed(settings: Settings, *, ended: bool) -> list[NamedPlan]:
    """The plans there are; ended ones only where they are asked for."""
    states: tuple[plans.PlanState, ...] = ("active", "paused", "ended") if ended else ("active", "paused")
    return with_plans(settings, lambda conn: plans.list_plans(conn, states=states))


_CHANGES: Mapping[str, Callable[[Connection, Plan, datetime], Plan]] = {
    "pause": planning.pause,
    "resume": planning.resume,
    "end": planning.end,
}
_TRAIL = {
    "pause": audit.Action.PLAN_PAUSED,
    "resume": audit.Action.PLAN_RESUMED,
    "end": audit.Action.PLAN_ENDED,
}


def _record(conn: Connection, action: audit.Action, plan_id: int, now: datetime) -> None:
    """The command line is nobody in particular: 0."""
    audit.record(conn, actor=0, action=action, object_kind="plan", object_id=plan_id, details={}, now=now)


_ALREADY = {"pause": "paused", "resume": "active", "end": "ended"}


def change(settings: Settings, id: int, what: str, now: datetime) -> tuple[Plan, tuple[str, ...]]:
    """Pause, resume or end a plan; and the periods of it that stay open.

    :raises PlanRefused: if there is no such plan, or it is so already.
    """

    def turn(conn: Connection) -> tuple[Plan, tuple[str, ...]]:
        found = plans.plan(conn, id)
        if found is None:
            raise PlanRefused(f"There is no plan {id}. kaoping plan list shows their numbers.")
        if found.state == _ALREADY[what]:
            raise PlanRefused(f"Plan {id} is {found.state} already. Nothing was changed.")
        if found.state == "ended":
            raise PlanRefused(f"Plan {id} has ended for good. Make a new one with kaoping plan add.")
        try:
            changed = _CHANGES[what](conn, found, now)
        except PlanChanged:
            raise PlanRefused(f"Plan {id} was changed by somebody else just now. Look at it again.") from None
        _record(conn, _TRAIL[what], id, now)
        return changed, planning.still_open(conn, changed)

    return with_plans(settings, turn)


def with_plans(settings: Settings, turn: Callable[[Connection], T]) -> T:
    """Do what needs the database, made current first."""
    storage = open_storage(settings)
    try:
        return storage.run_now(turn)
    finally:
        storage.close()


def _person_id(text: str) -> int | None:
    line = text.strip()
    return int(line) if line.isascii() and line.isdigit() and 0 < len(line) <= 18 and int(line) else None


def _subject(conn: Connection, form: Form, wanted: Wanted, maker: int, now: datetime) -> Subject:
    kind = form.subject.kind
    if wanted.subject_id is not None:
        found = subjects.subject(conn, wanted.subject_id)
        if found is None:
            raise PlanRefused(f"--subject-id: there is no subject {wanted.subject_id}.")
        if found.kind != kind:
            raise PlanRefused(
                f"--subject-id: {found.name} is a {found.kind}, and form {form.id} is for a {kind}."
            )
        return found
    name = (wanted.subject or "").strip()
    same = subjects.same_name(conn, kind, name)
    if len(same) > 1:
        ids = ", ".join(str(one.id) for one in sorted(same, key=lambda one: one.id))
        raise PlanRefused(
            f"--subject: there are {len(same)} called {name!r} (numbers {ids}). Say which with --subject-id."
        )
    return same[0] if same else subjects.add_subject(conn, kind=kind, name=name, created_by=maker, now=now)


def _unit_of(conn: Connection, supervisor: int) -> int | None:
    """The unit a new subject's plan belongs to: the one its supervisor has, if that is one only."""
    units = {
        one.unit_id
        for one in memberships.of_person(conn, supervisor)
        if one.role == "supervisor" and one.unit_id is not None
    }
    return units.pop() if len(units) == 1 else None


def _remarks(
    conn: Connection, schedule: Schedule, periods: tuple[Occurrence, ...], who: Iterable[int], now: datetime
) -> Iterable[str]:
    for id in dict.fromkeys(who):
        if people.person(conn, id) is None or not memberships.of_person(conn, id):
            yield f"{id} has no role here yet: nothing is sent to them before they have one (kaoping invite)."
    if is_quiet(schedule.at):
        yield (
            f"{schedule.at:%H:%M} lies in the quiet hours (22:00 to 08:00): reminders come at 08:00, and none for "
            "what is missed by then."
        )
    today = now.astimezone(schedule.zone).date()
    past = [one for one in periods if one.due < today]
    if past:
        yield f"{past[0].period.name} was due on {past[0].due} already; it counts from {schedule.made} on."
