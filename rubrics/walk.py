"""The walk: what comes next, and what one touch makes of an answer. Pure; sends nothing, knows no chat.

A position in a form is a criterion id, or ``None`` for its end (the review).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rubrics.answers import Answer, Deducted, Inspected, NotApplicable, Ticked
from rubrics.model import (
    ChecklistCriterion,
    Criterion,
    DeductionCriterion,
    Form,
    InspectionCriterion,
    Signature,
)


def next_open(form: Form, answered: Collection[str], after: str | None) -> str | None:
    """The next criterion without an answer: first those behind ``after``, then required ones before it.

    ``after=None`` starts at the beginning. ``None`` means that nothing is open: the review comes next.
    """
    start = 0 if after is None else form.position[after] + 1
    for criterion in form.criteria[start:]:
        if criterion.id not in answered:
            return criterion.id
    for criterion in form.criteria[:start]:
        if criterion.required and criterion.id not in answered:
            return criterion.id
    return None


def neighbour(form: Form, cursor: str, step: int) -> str | None:
    """The criterion ``step`` places on (or back, if negative); ``None`` beyond either end."""
    index = form.position[cursor] + step
    return form.criteria[index].id if 0 <= index < len(form.criteria) else None


def open_required(form: Form, answered: Collection[str]) -> tuple[str, ...]:
    """Required criteria without an answer, in the form's order."""
    return tuple(c.id for c in form.criteria if c.required and c.id not in answered)


def open_fields(form: Form, fields: Mapping[str, object]) -> tuple[str, ...]:
    """Required fields (subject, opening, closing) without a value, in the form's order."""
    return tuple(id for id, field in form.fields.items() if field.required and id not in fields)


def open_signatures(form: Form, signed: Collection[str]) -> tuple[Signature, ...]:
    """Required signatures still to come, in the form's order."""
    return tuple(s for s in form.signatures if s.required and s.id not in signed)


def with_tick(criterion: ChecklistCriterion, answer: Answer | None, option: str, on: bool) -> Ticked:
    """The checklist after ``option`` was ticked or cleared; the same touch twice changes nothing."""
    ticked = set(answer.options) if isinstance(answer, Ticked) else set()
    ticked = ticked | {option} if on else ticked - {option}
    return Ticked(tuple(o.id for o in criterion.options if o.id in ticked))


def with_count(criterion: DeductionCriterion, answer: Answer | None, reason: str, count: int) -> Deducted:
    """The deductions after ``reason`` was set to ``count`` (0 takes it away)."""
    counts = dict(answer.counts) if isinstance(answer, Deducted) else {}
    counts[reason] = count
    return Deducted(tuple((r.id, counts[r.id]) for r in criterion.reasons if counts.get(r.id, 0) > 0))


def with_defects(answer: Answer | None, defects: int) -> Inspected:
    """The inspection after the number of defects was set."""
    return Inspected(defects, answer.flags if isinstance(answer, Inspected) else ())


def with_flag(criterion: InspectionCriterion, answer: Answer | None, flag: str, on: bool) -> Inspected:
    """The inspection after a flag was set or cleared."""
    before = answer if isinstance(answer, Inspected) else Inspected(0)
    flags = set(before.flags) | {flag} if on else set(before.flags) - {flag}
    return Inspected(before.defects, tuple(f.id for f in criterion.flags if f.id in flags))


def untouched(criterion: Criterion) -> Answer | None:
    """What "done" means where nothing was touched: nothing ticked, nothing deducted, no defect."""
    match criterion:
        case ChecklistCriterion():
            return Ticked(())
        case DeductionCriterion():
            return Deducted(())
        case InspectionCriterion():
            return Inspected(0)
        case _:
            return None


def is_met(criterion: InspectionCriterion, answer: Inspected) -> bool:
    """Whether an inspection item is met (达标): fewer defects than the threshold and no flag set."""
    return answer.defects < criterion.threshold and not answer.flags


def part_of(answer: Answer | None, part: str) -> object:
    """What a several-touch answer says about one of its parts (an option, a reason, a flag, or ``defects``).

    Two touches on different parts do not disturb each other; two on the same part do, and this tells which.
    """
    match answer:
        case Ticked(options=options):
            return part in options
        case Deducted(counts=counts):
            return dict(counts).get(part, 0)
        case Inspected(defects=defects, flags=flags):
            return defects if part == "defects" else part in flags
        case NotApplicable():
            return "na"
        case _:
            return 0 if part == "defects" else False
