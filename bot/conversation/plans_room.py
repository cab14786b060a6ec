"""The plans: listed by unit, one looked at, paused, resumed, ended; making and changing is next door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.access import Action
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.plan_offers import days_before, next_of, person_name, troubles
from bot.conversation.planning import (
    PLANNING_TAPS,
    PLANNING_VIEW,
    begin_change,
    begin_plan,
    overtaken_words,
)
from bot.conversation.room import CommandEntry, Door, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.plan_draft import VIEW
from bot.privacy.masking import masked
from bot.reminding.planning import PlanChanged, end, pause, resume
from bot.screens.plans import PAGE, PlanLine, PlanPage, end_screen, plan_screen, plans_screen
from bot.screens.screen import Screen
from storage import audit, plan_lists, plans, subjects, units
from storage.occurrences import live_of_plan
from storage.plan_lists import ListedPlan
from storage.plans import Plan, PlanState


def _list(turn: Turn, argument: str) -> Screen:
    scope = turn.standing.scope(Action.PLAN)
    total = plan_lists.count_plans(turn.conn, scope)
    page = min(page_of(argument), max(0, (total - 1) // PAGE))
    found = plan_lists.plans_page(turn.conn, scope, PAGE, page * PAGE)
    return plans_screen(turn.t, [_line(turn, one) for one in found], page, total, notice=turn.notice)


def _line(turn: Turn, listed: ListedPlan) -> PlanLine:
    plan = listed.plan
    form = turn.house.forms.get(plan.form_id)
    live = live_of_plan(turn.conn, plan.id)
    due = live[0].due if live else None
    if due is None and plan.state == "active":
        due = next_of(plan)[0].due
    listed = replace(listed, subject=masked(listed.subject))
    return PlanLine(listed, form.short if form else plan.form_title, due, bool(troubles(turn, plan)))


def _page(turn: Turn, argument: str) -> Screen | None:
    plan = _mine(turn, page_of(argument))
    return None if plan is None else plan_screen(turn.t, _told(turn, plan), notice=turn.notice)


def _ending(turn: Turn, argument: str) -> Screen | None:
    plan = _mine(turn, page_of(argument))
    return None if plan is None else end_screen(turn.t, _told(turn, plan))


def _told(turn: Turn, plan: Plan) -> PlanPage:
    subject = subjects.subject(turn.conn, plan.subject_id)
    unit = units.unit(turn.conn, plan.unit_id) if plan.unit_id is not None else None
    return PlanPage(
        plan,
        subject=masked(subject.name) if subject else "",
        unit=unit.name if unit else "",
        evaluator=person_name(turn, plan.evaluator_id),
        supervisor=person_name(turn, plan.supervisor_id),
        days_before=days_before(plan),
        open=live_of_plan(turn.conn, plan.id),
        coming=next_of(plan) if plan.state == "active" else (),
        warnings=troubles(turn, plan),
    )


def _mine(turn: Turn, id: int | None) -> Plan | None:
    """A plan that the sender may see and change."""
    plan = plans.plan(turn.conn, id) if id else None
    if plan is None:
        return None
    allowed = turn.standing.may(Action.PLAN, person_id=plan.supervisor_id, unit_id=plan.unit_id)
    return plan if allowed else None


def _open(turn: Turn, act: Act) -> None:
    plan = _mine(turn, act.number(0))
    if plan is None:
        turn.toast = turn.t("This plan is not there, or not yours to see.")
    else:
        turn.show(f"plan:{plan.id}")


def _as_seen(turn: Turn, act: Act) -> Plan | None:
    """The plan a button names, where it still is as it was drawn; shown as it is now where it is not."""
    plan = _mine(turn, act.number(0))
    if plan is None:
        turn.toast = turn.t("This plan is not there, or not yours to see.")
        return None
    turn.show(f"plan:{plan.id}")
    if plan.revision != act.revision:
        turn.notice = overtaken_words(turn)
        return None
    return plan


def _change(turn: Turn, act: Act) -> None:
    plan = _as_seen(turn, act)
    if plan is not None:
        begin_change(turn, plan)


def _planend(turn: Turn, act: Act) -> None:
    plan = _as_seen(turn, act)
    if plan is not None:
        turn.show(f"planend:{plan.id}")


def _deed(
    do: Callable[[Connection, Plan, datetime], Plan], state: PlanState, words: Callable[[Turn], str]
) -> Callable[[Turn, Act], None]:
    """Pause, resume or end a plan as it was seen; one that is so already stays so."""

    def done(turn: Turn, act: Act) -> None:
        now = _mine(turn, act.number(0))
        if now is not None and now.state == state:
            turn.toast = turn.t("Already recorded.")
            turn.show(f"plan:{now.id}")
            return
        plan = _as_seen(turn, act)
        if plan is None:
            return
        try:
            do(turn.conn, plan, turn.now)
        except PlanChanged:
            turn.notice = overtaken_words(turn)
        else:
            turn.record(_TRAIL[state], "plan", plan.id)
            turn.notice = words(turn)

    return done


_TRAIL: Mapping[PlanState, audit.Action] = {
    "paused": audit.Action.PLAN_PAUSED,
    "active": audit.Action.PLAN_RESUMED,
    "ended": audit.Action.PLAN_ENDED,
}


PLANS = Room(
    commands={
        "plans": CommandEntry(
            Action.PLAN, lambda turn, _: turn.show("plans:0"), lambda t: t("Plans: what comes due when")
        ),
        "plan": CommandEntry(Action.PLAN, lambda turn, _: begin_plan(turn)),
    },
    taps={
        "plans": TapEntry(Action.PLAN, lambda turn, act: turn.show(f"plans:{act.number(0) or 0}")),
        "plan": TapEntry(Action.PLAN, _open),
        "planchange": TapEntry(Action.PLAN, _change),
        "planpause": TapEntry(
            Action.PLAN,
            _deed(
                pause,
                "paused",
                lambda turn: turn.t("⏸ Paused. What is open stays open; no further period opens."),
            ),
        ),
        "planresume": TapEntry(
            Action.PLAN,
            _deed(
                resume,
                "active",
                lambda turn: turn.t(
                    "▶ It goes on from today; what would have been due meanwhile is not asked for."
                ),
            ),
        ),
        "planend": TapEntry(Action.PLAN, _planend),
        "planendyes": TapEntry(Action.PLAN, _deed(end, "ended", lambda turn: turn.t("⏹ Ended."))),
        **PLANNING_TAPS,
    },
    views={
        "plans": ViewEntry(Action.PLAN, _list),
        "plan": ViewEntry(Action.PLAN, _page),
        "planend": ViewEntry(Action.PLAN, _ending),
        VIEW: PLANNING_VIEW,
    },
    doors=(Door(Action.PLAN, lambda t: t("📅 Plans"), "plans"),),
    help=(
        (
            Action.PLAN,
            lambda t: t(
                "/plans: say once that a form comes due for a site or a person every month or quarter; "
                "from then on the right one is reminded in time."
            ),
        ),
    ),
)
