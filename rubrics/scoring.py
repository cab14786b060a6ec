"""The score of an evaluation: exact, from the form and its answers alone.

Points are added, or levels averaged, as exact numbers; only what is shown is rounded, half up to 2 decimals,
and the grade is read off the rounded figure. A criterion that does not apply leaves both sides (points and
points possible). So does one that is not answered yet: the figures are then the score so far, without a grade
as long as a required answer is missing.

Answers are taken as ``rubrics.answering`` reads them, and forms as ``rubrics.checks`` lets them pass. An
answer that does not fit its criterion is a mistake of the caller and raises ``ValueError``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import lcm

from rubrics.answers import Answer
from rubrics.grading import NextGrade, NoGrade, grade_by_figure, grade_by_rules, too_few_rated
from rubrics.maxima import maximum
from rubrics.model import Criterion, Form, RuleGrade, Section
from rubrics.points import carries_points, criterion_max, criterion_points, level_values, points_of, top_level
from rubrics.rounding import half_up

__all__ = [
    "NextGrade",
    "NoGrade",
    "Score",
    "SectionScore",
    "criterion_max",
    "criterion_points",
    "percentage",
    "score",
]


@dataclass(frozen=True, slots=True)
class SectionScore:
    """What one section brings. ``total``, ``max`` and ``percent`` are rounded for display only.

    ``exact_total`` and ``exact_max`` are ``None`` while nothing in the section counts. ``left_out`` tells
    that nothing in it ever will: all of it was marked as not applying (or is optional and was not answered).
    """

    id: str
    title: str
    exact_total: Fraction | None
    exact_max: Fraction | None
    left_out: bool = False

    @property
    def total(self) -> Decimal | None:
        """Points of the section, or on a level form the mean of its levels."""
        return None if self.exact_total is None else half_up(self.exact_total)

    @property
    def max(self) -> Decimal | None:
        """Points possible in the section, or on a level form the top level."""
        return None if self.exact_max is None else half_up(self.exact_max)

    @property
    def percent(self) -> Decimal | None:
        """``total`` of ``max``, worked out from the exact figures."""
        return percentage(self.exact_total, self.exact_max)


@dataclass(frozen=True, slots=True)
class Score:
    """What an evaluation comes to.

    ``total``, ``max`` and ``percent`` are rounded to 2 decimals, and ``None`` where nothing counts (yet).
    ``grade`` is ``None`` exactly when ``no_grade`` says why. ``sections`` are those with a score.
    ``left_out`` (marked as not applying), ``missing`` (required and not answered) and ``unmet`` (inspection
    items not met) are criterion ids in the form's order. ``points`` has what each criterion counted brings.
    ``next_grade`` is ``None`` at the top, without a grade, and on forms graded by rules.
    ``exact_total`` and ``exact_max`` are for further arithmetic.
    """

    form: str
    total: Decimal | None
    max: Decimal | None
    percent: Decimal | None
    grade: str | None
    no_grade: NoGrade | None
    sections: tuple[SectionScore, ...]
    left_out: tuple[str, ...]
    missing: tuple[str, ...]
    unmet: tuple[str, ...]
    points: Mapping[str, Decimal] = field(hash=False)
    next_grade: NextGrade | None
    exact_total: Fraction | None
    exact_max: Fraction | None


def score(form: Form, answers: Mapping[str, Answer]) -> Score:
    """The score of a form with these answers, by criterion id.

    Raises ``ValueError`` for an answer to no criterion of the form, or of a kind its criterion does not take.
    """
    tally = _Tally(form, answers)
    sections = tuple(
        tally.section(section)
        for section in form.sections
        if any(carries_points(criterion) for criterion in section.criteria)
    )
    exact_total, exact_max = _whole(form, sections)
    total = None if exact_total is None else half_up(exact_total)
    percent = percentage(exact_total, exact_max)
    reason = _no_grade(form, tally, percent)
    grade, better = (None, None) if reason else _grade(form, tally, total, percent)
    return Score(
        form=form.id,
        total=total,
        max=None if exact_max is None else half_up(exact_max),
        percent=percent,
        grade=grade,
        no_grade=reason,
        sections=sections,
        left_out=tuple(tally.left_out),
        missing=tuple(tally.missing),
        unmet=tuple(tally.unmet),
        points=tally.points,
        next_grade=better,
        exact_total=exact_total,
        exact_max=exact_max,
    )


def percentage(total: Fraction | None, possible: Fraction | None) -> Decimal | None:
    """``total`` of ``possible`` in percent, rounded once; ``None`` where there is nothing to divide."""
    if total is None or not possible:
        return None
    return half_up(
        Fraction(100 * total.numerator * possible.denominator, total.denominator * possible.numerator)
    )


class _Tally:
    """Answers sorted into what counts, what is left out and what is missing, while sections are added up."""

    def __init__(self, form: Form, answers: Mapping[str, Answer]) -> None:
        if strangers := answers.keys() - form.by_id.keys():
            raise ValueError(f"form {form.id} has no criterion {', '.join(sorted(strangers))}")
        self.form = form
        self.answers = answers
        self.levels = level_values(form)
        self.top = Fraction(top_level(form)) if form.scoring == "levels" else None
        self.points: dict[str, Decimal] = {}
        self.left_out: list[str] = []
        self.missing: list[str] = []
        self.unmet: list[str] = []
        self.criteria = 0

    def section(self, section: Section) -> SectionScore:
        """One section's figures over the criteria in it that count."""
        missing = len(self.missing)
        counted = [
            (criterion, points)
            for criterion in section.criteria
            if (points := self._take(criterion)) is not None
        ]
        if not counted:
            left_out = len(self.missing) == missing
            return SectionScore(section.id, section.title, None, None, left_out)
        total = sum((points for _, points in counted), Decimal(0))
        if self.top is not None:
            return SectionScore(section.id, section.title, _share(total, len(counted)), self.top)
        most = sum((maximum(criterion) or Decimal(0) for criterion, _ in counted), Decimal(0))
        parts = len(counted) if section.combine == "mean" else 1
        return SectionScore(section.id, section.title, _share(total, parts), _share(most, parts))

    def _take(self, criterion: Criterion) -> Decimal | None:
        """The points of one criterion, noted; ``None``, noted too, where it stays out."""
        if not carries_points(criterion):
            return None
        self.criteria += 1
        answer = self.answers.get(criterion.id)
        if answer is None:
            if criterion.required:
                self.missing.append(criterion.id)
            return None
        points = points_of(criterion, answer, self.levels)
        if points is None:
            self.left_out.append(criterion.id)
            return None
        self.points[criterion.id] = points
        if criterion.kind == "inspection" and not points:
            self.unmet.append(criterion.id)
        return points


def _whole(form: Form, sections: tuple[SectionScore, ...]) -> tuple[Fraction | None, Fraction | None]:
    """Exact total and maximum of the form over the sections that count; both ``None`` where none does."""
    totals = [section.exact_total for section in sections if section.exact_total is not None]
    maxima = [section.exact_max for section in sections if section.exact_max is not None]
    if not any(maxima):
        return None, None
    if form.scoring == "levels":
        return _sum(totals, len(totals)), maxima[0]
    return _sum(totals), _sum(maxima)


def _share(total: Decimal, parts: int) -> Fraction:
    """``total / parts``, in one step: a Fraction costs more to make than all else here."""
    top, bottom = total.as_integer_ratio()
    return Fraction(top, bottom * parts)


def _sum(numbers: Sequence[Fraction], parts: int = 1) -> Fraction:
    """``sum(numbers) / parts``, over one denominator."""
    common = lcm(*(number.denominator for number in numbers))
    return Fraction(sum(n.numerator * (common // n.denominator) for n in numbers), common * parts)


def _no_grade(form: Form, tally: _Tally, percent: Decimal | None) -> NoGrade | None:
    if tally.missing:
        return NoGrade.MISSING
    if percent is None:
        return NoGrade.NOTHING_APPLIES
    if too_few_rated(form, len(tally.points), tally.criteria):
        return NoGrade.TOO_FEW_RATED
    return None


def _grade(
    form: Form, tally: _Tally, total: Decimal | None, percent: Decimal | None
) -> tuple[str | None, NextGrade | None]:
    if isinstance(form.grade, RuleGrade):
        return grade_by_rules(form, form.grade.rules, [int(value) for value in tally.points.values()]), None
    if total is None or percent is None:
        return None, None
    return grade_by_figure(form, total, percent)
