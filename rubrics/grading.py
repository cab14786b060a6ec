"""The grade: read off the rounded figures, so that paper and grade always agree.

Bands are closed below and open above; the nearest level is the one a rounded total is closest to, a half
going up; rules are the form's own words over the rated levels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from rubrics.model import BandGrade, Form, GradeRule, NearestGrade


class NoGrade(Enum):
    """Why there is no grade."""

    MISSING = "missing"
    """A required answer is still to come."""
    NOTHING_APPLIES = "nothing-applies"
    """No criterion applies, so there is no score either."""
    TOO_FEW_RATED = "too-few-rated"
    """The total stands, but fewer criteria were rated than the form wants for a grade."""
    RULES = "rules"
    """The form's grade follows from single answers, and these figures are of several evaluations."""


@dataclass(frozen=True, slots=True)
class NextGrade:
    """The next better grade, and by how much the rounded figure must rise to reach it.

    ``needed`` is in percent for a form graded by bands, in points of the level scale for one graded by the
    nearest level.
    """

    label: str
    needed: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """A grade and the rounded figure it begins at, which belongs to it; ``None`` for the lowest."""

    label: str
    begins: Decimal | None


def steps(form: Form) -> tuple[Step, ...]:
    """The form's grades, best first, each with the figure it begins at; none for a form graded by rules."""
    match form.grade:
        case BandGrade(bands=bands):
            return tuple(Step(band.label, band.at_least) for band in bands)
        case NearestGrade():
            lowest, *higher = form.levels
            begins = [
                Step(upper.label, Decimal(lower.value + upper.value) / 2)
                for lower, upper in zip(form.levels, higher, strict=False)
            ]
            return (*reversed(begins), Step(lowest.label, None))
        case _:
            return ()


def grade_by_figure(form: Form, total: Decimal, percent: Decimal) -> tuple[str | None, NextGrade | None]:
    """The grade of rounded figures and the one above it, for forms graded by bands or by the nearest level.

    The grade is ``None`` only for a form graded by rules, or one whose lowest band begins above the figure.
    """
    figure = percent if isinstance(form.grade, BandGrade) else total
    better: NextGrade | None = None
    for step in steps(form):
        if step.begins is None or figure >= step.begins:
            return step.label, better
        better = NextGrade(step.label, step.begins - figure)
    return None, better


def grade_by_rules(form: Form, rules: Iterable[GradeRule], rated: Sequence[int]) -> str | None:
    """The grade of the first rule that holds over the rated levels, or ``None`` if none does."""
    values = {level.label: level.value for level in form.levels}
    return next((rule.grade for rule in rules if _holds(rule, rated, values)), None)


def too_few_rated(form: Form, rated: int, criteria: int) -> bool:
    """Whether fewer than the share of criteria were rated that the form wants for a grade."""
    least = form.grade.least_rated_percent if isinstance(form.grade, NearestGrade) else None
    return least is not None and rated * 100 < least * criteria


def _holds(rule: GradeRule, rated: Sequence[int], values: dict[str, int]) -> bool:
    if rule.all is not None:
        return bool(rated) and all(value == values[rule.all] for value in rated)
    if rule.at_least is not None and rule.level is not None:
        return rated.count(values[rule.level]) >= rule.at_least
    if rule.most is not None:
        return 2 * sum(value >= values[rule.most] for value in rated) > len(rated)
    return rule.otherwise
