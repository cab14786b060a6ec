"""What a plan may be made of: units, people, subjects; and whether what it names is still there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from bot.access import Action
from bot.conversation.turn import Turn
from bot.plan_draft import Draft
from bot.reminding.planning import SHOWN, coming, next_periods, schedule_of, still_open
from bot.reminding.quiet import is_quiet
from bot.screens.planning import Offer
from rubrics.due_rules import due_in
from rubrics.periods import period_at
from rubrics.plans import WrittenPlan, read_schedule
from rubrics.schedule import Occurrence, Schedule
from storage import memberships, people, plan_lists, plans, units
from storage.opening import live_roles
from storage.plans import Plan, Terms
from storage.work_items import people_by_id


def own_units(turn: Turn) -> dict[int, str]:
    """The units for which the sender may plan, with their names."""
    scope = turn.standing.scope(Action.PLAN)
    return {u.id: u.name for u in units.units(turn.conn) if scope.everything or u.id in scope.units}


def raters(turn: Turn, unit_id: int | None) -> list[int]:
    """Who can be asked to rate in a unit: its evaluators first, then its supervisors, then the sender."""
    roles = memberships.everyone(turn.conn) if unit_id is None else memberships.in_unit(turn.conn, unit_id)
    evaluators = [m.person_id for m in roles if m.role == "evaluator"]
    others = [m.person_id for m in roles if m.role == "supervisor"]
    return _there(turn, dict.fromkeys([*evaluators, *others, turn.sender.id]))


def sole_rater(turn: Turn, draft: Draft) -> int | None:
    """Whom to preset: the unit's only evaluator, else whoever the unit's last plan of this form names."""
    roles = memberships.in_unit(turn.conn, draft.unit) if draft.unit is not None else []
    evaluators = _there(turn, (m.person_id for m in roles if m.role == "evaluator"))
    if len(evaluators) == 1:
        return evaluators[0]
    last = plan_lists.last_evaluator(turn.conn, draft.form, draft.unit)
    return last if last is not None and last in raters(turn, draft.unit) else None


def watchers(turn: Turn, unit_id: int | None) -> list[int]:
    """Who can watch over a plan of a unit: its supervisors, and the sender."""
    roles = memberships.in_unit(turn.conn, unit_id) if unit_id is not None else []
    supervisors = [m.person_id for m in roles if m.role == "supervisor"]
    if not supervisors or turn.standing.owner:
        supervisors.append(turn.sender.id)
    return _there(turn, dict.fromkeys(supervisors))


def sole_watcher(turn: Turn, unit_id: int | None) -> int:
    """Whom to preset: the sender, or the unit's only supervisor where the sender owns the house."""
    if unit_id is None or unit_id in turn.standing.supervises:
        return turn.sender.id
    return next(iter(watchers(turn, unit_id)), turn.sender.id)


def _there(turn: Turn, ids: Iterable[int]) -> list[int]:
    """Those who may use the bot."""
    wanted = list(ids)
    known = people_by_id(turn.conn, wanted)
    return [id for id in wanted if id in known and known[id].suspended_at is None]


def offer_of(turn: Turn, draft: Draft) -> Offer:
    """What the draft's card is drawn from."""
    form = turn.house.forms.get(draft.form)
    plan = plans.plan(turn.conn, draft.plan) if draft.plan else None
    schedule = schedule_now(turn, draft)
    evaluators, supervisors = raters(turn, draft.unit), watchers(turn, draft.unit)
    named = [*evaluators, *supervisors, *(id for id in (draft.evaluator, draft.supervisor) if id)]
    return Offer(
        form_title=form.title if form else plan.form_title if plan else draft.form,
        subjects=subject_names(turn, draft),
        evaluators=evaluators,
        supervisors=supervisors,
        units=own_units(turn),
        people={id: one.name for id, one in people_by_id(turn.conn, named).items()},
        days_before=schedule.days_before if schedule else (),
        periods=_periods(draft, plan, schedule),
        kept=still_open(turn.conn, plan) if plan else (),
        warnings=_warnings(turn, draft, plan, schedule),
    )


def subject_names(turn: Turn, draft: Draft) -> list[str]:
    """What the chosen subjects are called, in the order in which they were chosen."""
    return [*draft.names, *(s.name for s in plan_lists.named_subjects(turn.conn, draft.subjects))]


def schedule_now(turn: Turn, draft: Draft) -> Schedule | None:
    """The draft's times as of today, where they can be read."""
    terms = draft.terms
    zone = _zone(terms.timezone)
    made = turn.now.astimezone(zone).date() if zone else turn.today
    written = WrittenPlan(
        terms.every, terms.due, made.isoformat(), terms.timezone, terms.at, terms.ladder or None
    )
    found = read_schedule(written)
    return found if isinstance(found, Schedule) else None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _periods(draft: Draft, plan: Plan | None, schedule: Schedule | None) -> tuple[Occurrence, ...]:
    if plan is not None:
        return next_of(plan, draft.terms)
    return next_periods(schedule) if schedule else ()


def next_of(plan: Plan, terms: Terms | None = None) -> tuple[Occurrence, ...]:
    """The next periods that a plan will open, by its own terms or by other ones."""
    terms = terms or plan.terms
    changed = replace(
        plan, every=terms.every, due=terms.due, at=terms.at, ladder=terms.ladder, timezone=terms.timezone
    )
    return tuple(islice(coming(changed), SHOWN))


def _warnings(turn: Turn, draft: Draft, plan: Plan | None, schedule: Schedule | None) -> list[str]:
    t = turn.t
    found = []
    if schedule is not None and plan is None:
        past = past_due(schedule)
        if past is not None:
            found.append(
                t(
                    "This period's due day, {day}, is past already; it begins with the next.",
                    day=past.isoformat(),
                )
            )
    if schedule is not None and is_quiet(schedule.at):
        found.append(t("Between 22:00 and 08:00 nobody is disturbed: these reminders wait until 08:00."))
    if any(one.beyond_calendar for one in _periods(draft, plan, schedule)):
        found.append(t("The holidays of some of these days are not decreed yet, so dates may still move."))
    if plan is None:
        doubled = [s for s in draft.subjects if plan_lists.same_plans(turn.conn, draft.form, s)]
        if doubled:
            names = t(", ").join(s.name for s in plan_lists.named_subjects(turn.conn, tuple(doubled)))
            found.append(t("There is a plan with this form already for: {names}.", names=names))
    return found


def past_due(schedule: Schedule) -> date | None:
    """The due day of the period in which a plan is made, where that day is past."""
    due = due_in(period_at(schedule.made, schedule.every), schedule.due)
    return due if due is not None and due < schedule.made else None


def troubles(turn: Turn, plan: Plan) -> list[str]:
    """What a plan names that is not there any more: its form, its evaluator, its supervisor."""
    t = turn.t
    found = []
    if plan.form_id not in turn.house.forms:
        found.append(
            t(
                "The form “{form}” is not there any more, so nobody can start it. "
                "Put the form back, or end this plan.",
                form=plan.form_title,
            )
        )
    if plan.state == "ended":
        return found
    if not rates(turn, plan.evaluator_id):
        found.append(
            t(
                "{name} does not rate here any more and is not reminded. Choose somebody else: Change.",
                name=person_name(turn, plan.evaluator_id),
            )
        )
    return found


def rates(turn: Turn, id: int) -> bool:
    """Whether somebody may rate at all, now."""
    known = people.person(turn.conn, id)
    if known is None:
        return False
    return turn.house.standing(known, live_roles(turn.conn, id)).may_ever(Action.EVALUATE)


def person_name(turn: Turn, id: int) -> str:
    """What somebody is called; their id where they are not known."""
    known = people.person(turn.conn, id)
    return known.name if known else str(id)


def days_before(plan: Plan) -> Sequence[int]:
    """The ladder in force."""
    return schedule_of(plan.terms, plan.from_date).days_before
