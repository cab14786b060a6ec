"""How a form itself is doing: what grades it gives, which criteria tell people apart, who is strict and who mild."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.comparing.figures import mean_percent
from bot.comparing.tallies import CriterionTally
from rubrics.model import Form

ENOUGH_TO_JUDGE = 5
"""Evaluations from which on an evaluator's mean says something (house)."""


@dataclass(frozen=True, slots=True)
class EvaluatorMean:
    """What an evaluator gives on the average, and how far that is from the mean of all (below: strict)."""

    id: int
    name: str
    count: int
    mean: Decimal
    apart: Decimal

    @property
    def few(self) -> bool:
        """Whether there are too few evaluations to call anybody strict or mild."""
        return self.count < ENOUGH_TO_JUDGE


@dataclass(frozen=True, slots=True)
class Health:
    """A form over a span. ``grades`` are in the form's order, best first, ``None`` (no grade) last.

    ``mean`` is that of all evaluations with a score; ``evaluators`` from strict to mild.
    """

    form: Form
    span: str
    evaluations: int
    unscored: int
    mean: Decimal
    grades: tuple[tuple[str | None, int], ...]
    criteria: tuple[CriterionTally, ...]
    evaluators: tuple[EvaluatorMean, ...]
    changed: bool
    unknown: int

    @property
    def flat(self) -> tuple[CriterionTally, ...]:
        """The criteria that never vary."""
        return tuple(one for one in self.criteria if one.never_varies)


def grades_of(form: Form, counted: Mapping[str | None, int]) -> tuple[tuple[str | None, int], ...]:
    """How often each grade was given: the form's, best first, then those of older forms, then none at all."""
    known = list(form.grades)
    known += sorted(grade for grade in counted if grade is not None and grade not in known)
    told: list[tuple[str | None, int]] = [(grade, counted.get(grade, 0)) for grade in known]
    return (*told, (None, counted[None])) if counted.get(None) else tuple(told)


def evaluators_of(
    sums: Sequence[tuple[int, str, int, int]], overall: tuple[int, int]
) -> tuple[EvaluatorMean, ...]:
    """From (id, name, count, sum of hundredths) of each and (count, sum) of all: strict ones first."""
    middle = mean_percent(overall[1], overall[0])
    means = [
        EvaluatorMean(id, name, count, mean_percent(total, count), mean_percent(total, count) - middle)
        for id, name, count, total in sums
    ]
    return tuple(sorted(means, key=lambda one: (one.mean, one.id)))
