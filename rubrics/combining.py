"""Several evaluations of one subject by one form, from several sources, as one figure.

House: the mean within each source, then the mean of the sources, so that ten customers do not outvote the one
supervisor. Means are taken of the exact totals; what is shown is rounded once, and the grade is read off it as
for a single evaluation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rubrics.grading import NextGrade, NoGrade, grade_by_figure
from rubrics.model import ChoiceField, Form, RuleGrade
from rubrics.rounding import half_up
from rubrics.scoring import Score, SectionScore, percentage


@dataclass(frozen=True, slots=True)
class SourceScore:
    """What one source comes to: the mean of its ``count`` evaluations that have a score."""

    source: str
    count: int
    exact_total: Fraction
    exact_max: Fraction

    @property
    def total(self) -> Decimal:
        """The mean total, rounded for display."""
        return half_up(self.exact_total)

    @property
    def max(self) -> Decimal:
        """The mean of the points possible, rounded for display; on a level form the top level."""
        return half_up(self.exact_max)

    @property
    def percent(self) -> Decimal | None:
        """``total`` of ``max``, worked out from the exact figures."""
        return percentage(self.exact_total, self.exact_max)


@dataclass(frozen=True, slots=True)
class CombinedScore:
    """What several evaluations come to together; the figures read as those of ``rubrics.scoring.Score``.

    ``sources`` are in the form's order, ``absent`` those the form offers that nobody has scored as yet.
    There is no grade where one of the evaluations has none of its own for want of answers.
    """

    form: str
    total: Decimal | None
    max: Decimal | None
    percent: Decimal | None
    grade: str | None
    no_grade: NoGrade | None
    sections: tuple[SectionScore, ...]
    sources: tuple[SourceScore, ...]
    absent: tuple[str, ...]
    next_grade: NextGrade | None


def combine(form: Form, scores: Iterable[tuple[str, Score]]) -> CombinedScore:
    """Scores of one subject by this form, each with its source, as one.

    A score without a total (nothing of the form applied) is passed over. Raises ``ValueError`` for a score of
    another form.
    """
    by_source = _by_source(form, scores)
    counted = [score for group in by_source.values() for score in group]
    sources = tuple(_source(source, group) for source, group in by_source.items())
    exact_total = _mean([source.exact_total for source in sources])
    exact_max = _mean([source.exact_max for source in sources])
    total = None if exact_total is None else half_up(exact_total)
    percent = percentage(exact_total, exact_max)
    reason = _no_grade(form, counted)
    grade, better = None, None
    if reason is None and total is not None and percent is not None:
        grade, better = grade_by_figure(form, total, percent)
    return CombinedScore(
        form=form.id,
        total=total,
        max=None if exact_max is None else half_up(exact_max),
        percent=percent,
        grade=grade,
        no_grade=reason,
        sections=_sections(form, list(by_source.values())),
        sources=sources,
        absent=tuple(source for source in _offered(form) if source not in by_source),
        next_grade=better,
    )


def _by_source(form: Form, scores: Iterable[tuple[str, Score]]) -> dict[str, list[Score]]:
    """The scores that have a total by source: those the form offers first, in its order."""
    found: dict[str, list[Score]] = {source: [] for source in _offered(form)}
    for source, score in scores:
        if score.form != form.id:
            raise ValueError(f"a score of form {score.form} among those of {form.id}")
        if score.exact_total is not None:
            found.setdefault(source, []).append(score)
    return {source: group for source, group in found.items() if group}


def _offered(form: Form) -> tuple[str, ...]:
    field = form.fields.get(form.combine_by) if form.combine_by else None
    return field.options if isinstance(field, ChoiceField) else ()


def _source(source: str, group: Sequence[Score]) -> SourceScore:
    total = _mean([score.exact_total for score in group])
    possible = _mean([score.exact_max for score in group])
    return SourceScore(source, len(group), total or Fraction(0), possible or Fraction(0))


def _sections(form: Form, groups: Sequence[Sequence[Score]]) -> tuple[SectionScore, ...]:
    """The sections as the whole: mean within each source, then of the sources, where they count.

    Those of one id belong together, wherever another version of the form has them; what only another version has
    comes last.
    """
    titles = {section.id: section.title for section in form.sections} if groups else {}
    for group in groups:
        for score in group:
            for section in score.sections:
                titles.setdefault(section.id, section.title)
    combined = []
    for id, title in titles.items():
        parts = [[part for score in group for part in score.sections if part.id == id] for group in groups]
        total = _mean([_mean([part.exact_total for part in group]) for group in parts])
        possible = _mean([_mean([part.exact_max for part in group]) for group in parts])
        combined.append(SectionScore(id, title, total, possible, left_out=total is None))
    return tuple(combined)


def _no_grade(form: Form, counted: Sequence[Score]) -> NoGrade | None:
    if not counted:
        return NoGrade.NOTHING_APPLIES
    for score in counted:
        if score.no_grade is not None:
            return score.no_grade
    return NoGrade.RULES if isinstance(form.grade, RuleGrade) else None


def _mean(numbers: Iterable[Fraction | None]) -> Fraction | None:
    """The mean of the numbers that are there, or ``None`` of none."""
    there = [number for number in numbers if number is not None]
    return sum(there, Fraction(0)) / len(there) if there else None
