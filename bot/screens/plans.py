"""The plans there are: the list by unit, and one plan with its dates and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.codec import Act
from bot.screens.plan_words import day_words, due_words, mark, occurrence_lines
from bot.screens.planning import facts
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, quote, short
from bot.screens.wording import bracketed, told
from bot.texts import Texts
from rubrics.schedule import Occurrence
from storage.occurrences import KeptOccurrence
from storage.plan_lists import ListedPlan
from storage.plans import Plan

PAGE = 8
"""Plans on one page of the list."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list: what it is called, and when it is next due (``None``: never any more, or paused)."""

    listed: ListedPlan
    form: str
    due: date | None
    trouble: bool = False


def plans_screen(
    t: Texts, each: Sequence[PlanLine], page: int, total: int, *, notice: str | None = None
) -> Screen:
    """The plans by unit, each with its state and next due day."""
    numbered = list(enumerate(each, page * PAGE + 1))
    told_lines: list[str] = []
    for unit, of_unit in groupby(numbered, key=lambda one: one[1].listed.unit):
        if unit:
            told_lines.append(f"<b>{esc(unit)}</b>")
        told_lines += [_line(t, place, one) for place, one in of_unit]
    new = Button(t("＋ New plan"), Act("plannew"), "primary")
    return Screen(
        lines(
            noticed(notice),
            f"📅 <b>{t('Plans')}</b> · {total}",
            "",
            *told_lines,
            None
            if each
            else t(
                "No plans yet. A plan says once that a form comes due for a site or a person every so often; "
                "from then on the right one is reminded in time."
            ),
        ),
        (
            *(
                (Button(short(f"{place}. {one.listed.subject} · {one.form}"), _open(one.listed.plan)),)
                for place, one in numbered
            ),
            *pages("plans", page, total, PAGE),
            (new, Button(t("☰ Menu"), Act("menu"))),
        ),
    )


def _open(plan: Plan) -> Act:
    return Act("plan", args=(str(plan.id),))


def _line(t: Texts, place: int, one: PlanLine) -> str:
    plan = one.listed.plan
    state = t("⏸ paused") if plan.state == "paused" else None
    due = t("next due {day}", day=day_words(t, one.due)) if one.due else None
    parts = [bold(clip(one.listed.subject, 40)), esc(one.form), esc(due_words(t, plan.every, plan.due))]
    mark = "⚠️ " if one.trouble else ""
    return f"{place}. {mark}{' · '.join([*parts, *(p for p in (state, due) if p)])}"


def pages(op: str, page: int, total: int, size: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons to the pages beside this one."""
    last = max(0, -(-total // size) - 1)
    turn = [
        *([Button("◀", Act(op, args=(str(page - 1),)))] if page > 0 else []),
        *([Button("▶", Act(op, args=(str(page + 1),)))] if page < last else []),
    ]
    return (tuple(turn),) if turn else ()


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One plan with all that is told of it. ``open`` is what it asks for now, ``coming`` its next periods."""

    plan: Plan
    subject: str
    unit: str
    evaluator: str
    supervisor: str
    days_before: Sequence[int]
    open: Sequence[KeptOccurrence]
    coming: Sequence[Occurrence]
    warnings: Sequence[str] = ()


def plan_screen(t: Texts, page: PlanPage, *, notice: str | None = None) -> Screen:
    """One plan: its terms, what is open, its next dates; pause, change, end."""
    plan = page.plan
    now_open = [
        t(
            "{mark} {period}: due {day}",
            mark=mark(one.state),
            period=esc(one.period),
            day=day_words(t, one.due),
        )
        for one in page.open
    ]
    return Screen(
        lines(
            noticed(notice),
            f"📅 {bold(plan.form_title)}",
            bold(page.subject) + (f" · {esc(page.unit)}" if page.unit else ""),
            _state(t, plan),
            "",
            *facts(t, plan.every, plan.due, plan.at, page.days_before),
            told(t, t("Rated by"), bold(page.evaluator))
            + bracketed(t, told(t, t("watched over by"), esc(page.supervisor))),
            told(t, t("Time zone"), esc(plan.timezone)),
            f"\n<b>{t('Open now')}</b>" if now_open else None,
            quote(now_open),
            f"<b>{t('Next')}</b>" if page.coming else None,
            quote([occurrence_lines(t, one) for one in page.coming]),
            *(f"⚠️ {esc(words)}" for words in page.warnings),
        ),
        (
            *((_deeds(t, plan),) if plan.state != "ended" else ()),
            (Button(t("◀ Plans"), Act("plans")), Button(t("☰ Menu"), Act("menu"))),
        ),
    )


def _state(t: Texts, plan: Plan) -> str:
    match plan.state:
        case "active":
            return t("▶ in force")
        case "paused":
            return t("⏸ Paused: no further period opens. What is open stays open.")
        case "ended":
            return t("⏹ Ended. What is open can still be done.")


def _deeds(t: Texts, plan: Plan) -> tuple[Button, ...]:
    def deed(label: str, op: str) -> Button:
        return Button(label, Act(op, None, plan.revision, (str(plan.id),)))

    hold = deed(t("⏸ Pause"), "planpause") if plan.state == "active" else deed(t("▶ Resume"), "planresume")
    return (deed(t("✎ Change"), "planchange"), hold, deed(t("⏹ End"), "planend"))


def end_screen(t: Texts, page: PlanPage) -> Screen:
    """Asked once before a plan ends."""
    plan = page.plan
    open_words = (
        t(
            "{periods} stays open and can still be done or excused.",
            periods=esc(t(", ").join(one.period for one in page.open)),
        )
        if page.open
        else None
    )
    return Screen(
        lines(
            f"📅 {bold(plan.form_title)}",
            bold(page.subject),
            "",
            t("End this plan for good? No further period comes due."),
            open_words,
        ),
        (
            (
                Button(t("⏹ End it"), Act("planendyes", None, plan.revision, (str(plan.id),)), "danger"),
                Button(t("◀ No, keep it"), Act("plan", args=(str(plan.id),))),
            ),
        ),
    )
