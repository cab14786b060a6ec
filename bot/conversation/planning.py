"""Making and changing a plan: what each button and typed line does to the draft, and keeping it in the end.

The draft is the view of the chat, so it outlives a restart. Its buttons say what shall be, not what to switch, so
that one pressed twice does nothing the second time.
"""

from __future__ import annotations

from dataclasses import replace

from bot import plan_typing
from bot.access import Action
from bot.codec import Act
from bot.conversation.errand import Errand
from bot.conversation.plan_choosing import (
    CHOOSING_TAPS,
    draft_of,
    names_typed,
    show,
    subjects_screen,
    which_words,
)
from bot.conversation.plan_offers import (
    offer_of,
    own_units,
    raters,
    schedule_now,
    sole_rater,
    sole_watcher,
    watchers,
)
from bot.conversation.room import TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.plan_draft import Draft
from bot.reminding.planning import Order, PlanChanged, change_terms, make_plan
from bot.screens import planning as screens
from bot.screens.plan_words import FREQUENCY_ORDER, day_words, offered_rules
from bot.screens.screen import Screen
from rubrics.due_rules import read_due_rule
from rubrics.plans import FURTHEST, WrittenPlan, comes_within, read_new, read_schedule
from rubrics.schedule import Schedule, occurrences
from storage import audit, plan_lists, plans, subjects

_STEPS = {
    "form",
    "subjects",
    "card",
    "every",
    "due",
    "at",
    "ladder",
    "zone",
    "evaluator",
    "supervisor",
    "unit",
}


def begin_plan(turn: Turn) -> None:
    """Begin a new plan: which form?"""
    if turn.standing.scope(Action.PLAN).everything or own_units(turn):
        show(turn, Draft(_number(turn), timezone=str(turn.house.zone)))
    else:
        turn.refuse()


def begin_change(turn: Turn, plan: plans.Plan) -> None:
    """Open a plan to be changed."""
    show(turn, Draft.of(plan, _number(turn)))


def _number(turn: Turn) -> int:
    return int(turn.now.timestamp())


def _planform(turn: Turn, act: Act) -> None:
    draft = draft_of(turn, act)
    if draft is None:
        return
    form = turn.house.forms.get(act.word(0))
    if form is None:
        turn.notice = turn.t("There is no form “{id}” (any more). Choose one of these.", id=act.word(0))
        return
    kept = turn.house.forms.get(draft.form)
    same_kind = kept is not None and kept.subject.kind == form.subject.kind
    chosen = draft if same_kind else replace(draft, subjects=(), names=(), page=0)
    show(turn, replace(chosen, form=form.id, step="subjects"))


def _planevery(turn: Turn, act: Act) -> None:
    """How often: the rest is preset, and the whole plan shown."""
    draft = draft_of(turn, act)
    if draft is None:
        return
    if act.word(0) not in FREQUENCY_ORDER:
        turn.toast = turn.t("This button is not known any more. Here is where you are.")
        return
    if draft.twins:
        turn.notice = which_words(turn)
        return
    if not draft.count:
        turn.notice = turn.t("Choose or type at least one name first.")
        return
    show(turn, _preset(turn, _often(draft, act.word(0))))


def _often(draft: Draft, every: str) -> Draft:
    """With this frequency, and a due day that goes with it."""
    rule = read_due_rule(draft.due) if draft.due else None
    fits = rule is not None and any(rule.fits(one) for one in FREQUENCY_ORDER if one == every)
    due = draft.due if fits else offered_rules(every)[0]
    ladder = draft.ladder if comes_within(draft.ladder, every) else ""
    return replace(draft, every=every, due=due, ladder=ladder, step="card")


def _preset(turn: Turn, draft: Draft) -> Draft:
    """With unit and people as they most likely are meant; all of it can be changed on the card."""
    if draft.unit is None:
        units = own_units(turn)
        home = turn.standing.home
        unit = home if home in units else next(iter(units), None)
        draft = replace(draft, unit=unit)
    if draft.evaluator is None:
        draft = replace(draft, evaluator=sole_rater(turn, draft))
    if draft.supervisor is None:
        draft = replace(draft, supervisor=sole_watcher(turn, draft.unit))
    return draft


def _planstep(turn: Turn, act: Act) -> None:
    draft = draft_of(turn, act)
    step = act.word(0)
    if draft is None or step not in _STEPS or (draft.plan and step in {"form", "subjects", "unit"}):
        return
    if step not in {"form", "subjects"} and not draft.every:
        return
    show(turn, replace(draft, step=step))


def _planset(turn: Turn, act: Act) -> None:
    """A part of the plan by button."""
    draft = draft_of(turn, act)
    if draft is None:
        return
    field = act.word(0)
    value = screens.uncarried(act.word(1), field)
    match field:
        case "evaluator" | "supervisor" | "unit":
            _person_or_unit(turn, draft, field, act.number(1))
        case "every" if value in FREQUENCY_ORDER:
            show(turn, _often(draft, value))
        case "due" | "at" | "ladder" | "zone":
            _written(turn, draft, field, value)
        case _:
            turn.toast = turn.t("This button is not known any more. Here is where you are.")


def _person_or_unit(turn: Turn, draft: Draft, field: str, id: int | None) -> None:
    """Whoever is chosen must still be there."""
    if field == "unit":
        if id in own_units(turn) and not draft.plan:
            moved = replace(draft, unit=id, evaluator=None, supervisor=None, step="card")
            show(turn, _preset(turn, moved))
            return
    elif id in (raters if field == "evaluator" else watchers)(turn, draft.unit):
        on = replace(draft, step="card")
        show(turn, replace(on, evaluator=id) if field == "evaluator" else replace(on, supervisor=id))
        return
    turn.notice = turn.t("That one is not there any more. Choose another.")


def _written(turn: Turn, draft: Draft, field: str, value: str) -> None:
    """A due day, time, ladder or time zone, by button or typed: kept where it can be read, else told."""
    text = value.strip()
    match field:
        case "due":
            changed = replace(draft, due=plan_typing.rule(text, draft.every))
        case "at":
            changed = replace(draft, at=plan_typing.clock(text))
        case "ladder":
            changed = replace(draft, ladder=plan_typing.ladder(text))
        case _:
            changed = replace(draft, timezone=plan_typing.zone(text, screens.cities(turn.t)))
    terms = changed.terms
    made = turn.today.isoformat()
    written = WrittenPlan(terms.every, terms.due, made, terms.timezone, terms.at, terms.ladder or None)
    read = read_new(written) if field == "ladder" else read_schedule(written)
    if not isinstance(read, Schedule):
        turn.notice = _fault(turn, draft, field, text)
        return
    plain = replace(changed, due=str(read.due), at=read.at.isoformat("minutes"), step="card")
    if plain.ladder:
        plain = replace(plain, ladder=",".join(map(str, read.ladder)))
    show(turn, plain)


def _fault(turn: Turn, draft: Draft, field: str, text: str) -> str:
    t, shown = turn.t, text[:40]
    match field:
        case "due":
            return t(
                "“{text}” is no due day here. Choose one, or type for example day-12, last-day, workday-3.",
                text=shown,
            )
        case "at":
            return t("“{text}” is no time of day. Type it like 09:30, up to 23:59.", text=shown)
        case "ladder":
            return t(
                "“{text}” cannot be taken. Type whole days before the due day with commas, like 7,3,1,0: each once, "
                "none above {n}, since a reminder comes within its period.",
                text=shown,
                n=FURTHEST[draft.every],
            )
        case _:
            return t("There is no time zone “{text}”. Type it like Asia/Shanghai.", text=shown)


def typed(turn: Turn, argument: str, text: str) -> None:
    """Typed words: names where names are asked, else the part that is open."""
    draft = Draft.read(argument)
    if draft is None:
        turn.show("menu")
    elif draft.step == "subjects":
        names_typed(turn, draft, text)
    elif draft.step in {"due", "at", "ladder", "zone"}:
        _written(turn, draft, draft.step, text)
    else:
        turn.notice = turn.t("Choose with the buttons here; these words were not kept.")


def _plandrop(turn: Turn, act: Act) -> None:
    draft = draft_of(turn, act)
    if draft is None:
        return
    turn.show(f"plan:{draft.plan}" if draft.plan else "plans:0")
    turn.notice = turn.t("Nothing was changed.") if draft.plan else turn.t("No plan was made.")


def _plansave(turn: Turn, act: Act) -> None:
    draft = draft_of(turn, act)
    if draft is None:
        return
    if draft.plan:
        _save_change(turn, draft, draft.plan)
    else:
        _save_new(turn, draft)


def _save_new(turn: Turn, draft: Draft) -> None:
    """One plan for each subject, all in this transaction."""
    form = turn.house.forms.get(draft.form)
    schedule = schedule_now(turn, draft)
    if form is None:
        show(turn, replace(draft, step="form"))
        turn.notice = turn.t("The form is not there any more, so no plan was made. Choose another.")
        return
    if schedule is None or not draft.count:
        show(turn, replace(draft, step="subjects"))
        return
    if not _people_there(turn, draft):
        return
    there = [one.id for one in plan_lists.named_subjects(turn.conn, draft.subjects)]
    if len(there) < len(draft.subjects):
        show(turn, replace(draft, subjects=tuple(there), step="subjects"))
        turn.notice = turn.t("Somebody you chose was erased meanwhile. Look at who is left, then go on.")
        return
    made = [
        make_plan(
            turn.conn,
            Order(
                form.id,
                form.title,
                subject_id,
                draft.unit,
                schedule,
                draft.evaluator or turn.sender.id,
                draft.supervisor or turn.sender.id,
            ),
            turn.sender.id,
            turn.now,
        )
        for subject_id in (*there, *_new_subjects(turn, draft, form.subject.kind))
    ]
    for plan in made:
        turn.record(audit.Action.PLANNED, "plan", plan.id, form=plan.form_id, subject=plan.subject_id)
    turn.errands.append(Errand("remind"))
    first = next(occurrences(schedule))
    turn.show(f"plan:{made[0].id}" if len(made) == 1 else "plans:0")
    turn.notice = turn.t.n(
        "✅ {n} plan saved. First due {day}.",
        "✅ {n} plans saved. First due {day}.",
        len(made),
        day=day_words(turn.t, first.due),
    )


def _new_subjects(turn: Turn, draft: Draft, kind: str) -> list[int]:
    return [
        subjects.add_subject(
            turn.conn, kind=kind, name=name, created_by=turn.sender.id, now=turn.now, unit_id=draft.unit
        ).id
        for name in draft.names
    ]


def _people_there(turn: Turn, draft: Draft) -> bool:
    """Whether the unit and the people chosen are still there; asked again where they are not."""
    t = turn.t
    scope = turn.standing.scope(Action.PLAN)
    if not (scope.everything or draft.unit in own_units(turn)):
        turn.refuse()
        return False
    if draft.evaluator not in raters(turn, draft.unit):
        show(turn, replace(draft, evaluator=None, step="card"))
        turn.notice = t("Whoever was to rate is not there any more. Choose another.")
        return False
    if draft.supervisor not in watchers(turn, draft.unit) and draft.supervisor != turn.sender.id:
        show(turn, replace(draft, supervisor=turn.sender.id, step="card"))
        turn.notice = t("Whoever was to watch over it is not there any more; it is you now.")
        return False
    return True


def _save_change(turn: Turn, draft: Draft, plan_id: int) -> None:
    """Change a plan, if it still is as it was when the change began."""
    plan = plans.plan(turn.conn, plan_id)
    turn.show(f"plan:{plan_id}")
    if plan is None or not turn.standing.may(Action.PLAN, person_id=plan.supervisor_id, unit_id=plan.unit_id):
        turn.refuse()
        return
    seen = replace(plan, revision=draft.revision)
    if draft.evaluator != plan.evaluator_id and draft.evaluator not in raters(turn, plan.unit_id):
        turn.notice = turn.t("Whoever was to rate is not there any more. Nothing was changed.")
        return
    try:
        change_terms(
            turn.conn,
            seen,
            draft.terms,
            draft.evaluator or plan.evaluator_id,
            draft.supervisor or plan.supervisor_id,
            turn.now,
        )
    except PlanChanged:
        turn.notice = overtaken_words(turn)
    else:
        turn.record(audit.Action.PLAN_CHANGED, "plan", plan.id)
        turn.notice = turn.t("✅ Changed, from the next period on.")


def overtaken_words(turn: Turn) -> str:
    """What the second of two who change a plan at once is told."""
    return turn.t(
        "Somebody else changed this plan meanwhile, so nothing was changed. Here it is as it is now."
    )


def screen(turn: Turn, argument: str) -> Screen | None:
    """The draft's present step."""
    draft = Draft.read(argument)
    if draft is None:
        return None
    form = turn.house.forms.get(draft.form)
    if draft.step == "form" or (form is None and not draft.plan):
        return screens.forms_screen(turn.t, draft, list(turn.house.forms.values()), turn.notice)
    if draft.step == "subjects" and form is not None:
        return subjects_screen(turn, draft, form)
    offer = offer_of(turn, draft)
    if draft.step == "card":
        return screens.card_screen(turn.t, draft, offer, turn.notice)
    return screens.step_screen(turn.t, draft, offer, turn.notice)


PLANNING_TAPS = {
    "plannew": TapEntry(Action.PLAN, lambda turn, _: begin_plan(turn)),
    "planform": TapEntry(Action.PLAN, _planform),
    **CHOOSING_TAPS,
    "planevery": TapEntry(Action.PLAN, _planevery),
    "planstep": TapEntry(Action.PLAN, _planstep),
    "planset": TapEntry(Action.PLAN, _planset),
    "plansave": TapEntry(Action.PLAN, _plansave),
    "plandrop": TapEntry(Action.PLAN, _plandrop),
}
PLANNING_VIEW = ViewEntry(Action.PLAN, screen, typed)
