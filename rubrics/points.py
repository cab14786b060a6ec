"""What one answer brings: points, a level's value, or 1 for an inspection item met."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rubrics.answers import Answer, Deducted, Inspected, NotApplicable, Pointed, Rated, Ticked
from rubrics.maxima import maximum
from rubrics.model import ChecklistCriterion, Criterion, DeductionCriterion, Form
from rubrics.walk import is_met


def criterion_points(form: Form, criterion: Criterion, answer: Answer) -> Decimal | None:
    """What one answer brings; ``None`` where it leaves the score: not applicable, or a choice or text.

    Raises ``ValueError`` for an answer that the criterion does not take.
    """
    return points_of(criterion, answer, level_values(form))


def criterion_max(form: Form, criterion: Criterion) -> Decimal | None:
    """The most one criterion can bring; the top level for a level; ``None`` if it carries no points."""
    return top_level(form) if criterion.kind == "level" else maximum(criterion)


def carries_points(criterion: Criterion) -> bool:
    """Whether the criterion takes part in the score: all but choice and text."""
    return criterion.kind not in {"choice", "text"}


def level_values(form: Form) -> dict[str, Decimal]:
    """What each level of the form is worth, by its label."""
    return {level.label: Decimal(level.value) for level in form.levels}


def top_level(form: Form) -> Decimal:
    """What the form's best level is worth."""
    return max(Decimal(level.value) for level in form.levels)


def points_of(criterion: Criterion, answer: Answer, levels: Mapping[str, Decimal]) -> Decimal | None:
    """As ``criterion_points``, for a caller that has the ``level_values`` at hand."""
    if isinstance(answer, NotApplicable):
        if criterion.na is None:
            raise _unfit(criterion, answer)
        return None
    # Told apart by ``kind``: an isinstance on the models would take half the time of a whole score.
    match criterion.kind:
        case "level":
            if isinstance(answer, Rated) and answer.level in levels:
                return levels[answer.level]
        case "points" | "anchored" | "banded":
            if isinstance(answer, Pointed):
                return answer.points
        case "checklist":
            if isinstance(answer, Ticked):
                return _ticked(criterion, answer)
        case "deductions":
            if isinstance(answer, Deducted):
                return _remaining(criterion, answer)
        case "inspection":
            if isinstance(answer, Inspected):
                return Decimal(is_met(criterion, answer))
        case "choice" | "text":
            return None
    raise _unfit(criterion, answer)


def _ticked(criterion: ChecklistCriterion, answer: Ticked) -> Decimal:
    worth = {option.id: option.points for option in criterion.options}
    if not worth.keys() >= set(answer.options):
        raise _unfit(criterion, answer)
    return sum((worth[id] for id in answer.options), Decimal(0))


def _remaining(criterion: DeductionCriterion, answer: Deducted) -> Decimal:
    costs = {reason.id: reason.points for reason in criterion.reasons}
    if not costs.keys() >= {id for id, _ in answer.counts}:
        raise _unfit(criterion, answer)
    return max(criterion.floor, criterion.max - sum(costs[id] * count for id, count in answer.counts))


def _unfit(criterion: Criterion, answer: Answer) -> ValueError:
    return ValueError(f"{answer} is no answer to {criterion.id}, a criterion of kind {criterion.kind}")
