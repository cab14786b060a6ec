"""Why something typed was not taken, in the person's language."""

from __future__ import annotations

from bot.screens.wording import listed, number
from bot.texts import Texts
from rubrics.fields import FieldFault, FieldFaultKind
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    Criterion,
    FormField,
    PeriodField,
    PointsCriterion,
)


def field_words(t: Texts, field: FormField | None, fault: FieldFault) -> str:
    """Why a typed field was not taken, and what to type instead."""
    return t("⚠️ {reason} Nothing was changed.", reason=_field_reason(t, field, fault))


def _field_reason(t: Texts, field: FormField | None, fault: FieldFault) -> str:
    match fault.kind:
        case FieldFaultKind.EMPTY | FieldFaultKind.NAME_EMPTY:
            return t("That message has no readable text.")
        case FieldFaultKind.NAME_LONG:
            return t("A name has at most 60 characters.")
        case FieldFaultKind.TEXT_LONG:
            return t("That is too long: at most 1,500 characters here.")
        case FieldFaultKind.PHONE:
            return t("That is not a phone number: 11 digits such as 13800138000, or 010-12345678, or +44…")
        case FieldFaultKind.AGE:
            return t("An age is a whole number from 14 to 99.")
        case FieldFaultKind.DATE:
            return t("That is not a date. Write it like 2024-03-01.")
        case FieldFaultKind.DATE_FUTURE:
            return t("That day is still to come.")
        case FieldFaultKind.PERIOD:
            units = field.units if isinstance(field, PeriodField) else ()
            examples = {"month": "2026-11", "quarter": "2026-Q4", "half-year": "2026-H2", "year": "2026"}
            return t(
                "That is not a period. Write it like {examples}.",
                examples=listed(t, [examples[u] for u in units]),
            )
        case FieldFaultKind.CHOICE:
            return t("Choose one of the buttons.")
        case FieldFaultKind.GOAL:
            return t(
                "Each line wants a goal and its measure: goal | measure. This one has not: {line}",
                line=fault.typed,
            )
        case FieldFaultKind.GOALS_MANY:
            return t("At most 20 goals.")


def number_words(t: Texts, criterion: Criterion, typed: str) -> str:
    """Why a typed number is no answer to this criterion, and which numbers are."""
    match criterion:
        case PointsCriterion(min=low, max=high, step=step) if step == 1:
            allowed = t("whole points from {low} to {high}", low=number(low), high=number(high))
        case PointsCriterion(min=low, max=high, step=step):
            allowed = t(
                "points from {low} to {high} in steps of {step}",
                low=number(low),
                high=number(high),
                step=number(step),
            )
        case AnchoredCriterion(anchors=anchors):
            allowed = t("one of {points} points", points=listed(t, [number(a.points) for a in anchors]))
        case BandedCriterion(bands=bands):
            low, high = min(b.low for b in bands), max(b.high for b in bands)
            allowed = t("whole points from {low} to {high}", low=number(low), high=number(high))
        case _:
            allowed = t("a whole number of defects, not below zero")
    return t(
        "⚠️ {typed} is not possible here: {allowed}. Nothing was changed.", typed=typed[:30], allowed=allowed
    )
