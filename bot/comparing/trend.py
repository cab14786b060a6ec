"""One subject over time by one form: where it goes, what improved, what fell, what failed twice running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bot.comparing.figures import Result, as_percent, section_share
from bot.comparing.points import failed, share
from rubrics.grading import steps
from rubrics.library import digest
from rubrics.model import BandGrade, Form
from rubrics.points import top_level


@dataclass(frozen=True, slots=True)
class Course:
    """A section over time: its percent in each result, ``None`` where nothing of it counted or it was not there."""

    id: str
    title: str
    percents: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion's percent in the last result and in the one before."""

    title: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class GradeBand:
    """A grade and the percent it begins at."""

    label: str
    begins: Decimal


@dataclass(frozen=True, slots=True)
class Trend:
    """The results of a subject, oldest first, and what follows from the last two that have a score.

    ``form`` is the form of the latest. ``earlier`` results are left out because there are too many;
    ``unscored`` are among those shown as gaps. ``changed``: not all were by the same version of the form.
    """

    form: Form
    name: str
    results: tuple[Result, ...]
    earlier: int
    unscored: int
    changed: bool
    sections: tuple[Course, ...]
    improved: tuple[Change, ...]
    fell: tuple[Change, ...]
    failed_twice: tuple[str, ...]
    bands: tuple[GradeBand, ...]

    @property
    def scored(self) -> tuple[Result, ...]:
        """The results that have a score."""
        return tuple(result for result in self.results if result.percent is not None)


def trend_of(name: str, results: Sequence[Result], earlier: int = 0) -> Trend:
    """The trend over results of one subject, oldest first; there is at least one."""
    form = results[-1].form
    rises, falls = _changes([result for result in results if result.percent is not None])
    return Trend(
        form=form,
        name=name,
        results=tuple(results),
        earlier=earlier,
        unscored=sum(result.percent is None for result in results),
        changed=len({digest(result.form) for result in results}) > 1,
        sections=_courses(form, results),
        improved=rises,
        fell=falls,
        failed_twice=_failed_twice(form, results),
        bands=bands_of(form),
    )


def bands_of(form: Form) -> tuple[GradeBand, ...]:
    """The form's grades in percent, best first; none where grades follow from rules over single answers.

    A level form's steps lie between its levels: they are put on the percent scale, where 100 is the top level.
    """
    found = steps(form)
    if isinstance(form.grade, BandGrade):
        return tuple(GradeBand(step.label, step.begins or Decimal(0)) for step in found)
    return tuple(
        GradeBand(step.label, as_percent(Fraction(step.begins or 0) / Fraction(top_level(form))))
        for step in found
    )


def _courses(form: Form, results: Sequence[Result]) -> tuple[Course, ...]:
    """The latest form's sections through all results; an earlier form's section is the one of the same id."""
    courses = []
    for section in form.sections:
        percents: list[Decimal | None] = []
        for result in results:
            then = next((s for s in result.form.sections if s.id == section.id), None)
            part = section_share(result.form, then, result.points) if then else None
            percents.append(None if part is None else as_percent(part))
        if any(percent is not None for percent in percents):
            courses.append(Course(section.id, section.title, tuple(percents)))
    return tuple(courses)


def _changes(scored: Sequence[Result]) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Criteria counted in both of the last two results: those that rose and those that fell, the largest first."""
    if len(scored) < 2:
        return (), ()
    before, after = _shares(scored[-2]), _shares(scored[-1])
    form = scored[-1].form
    moved = [
        (after[c.id] - before[c.id], Change(c.title, as_percent(before[c.id]), as_percent(after[c.id])))
        for c in form.scored()
        if c.id in before and c.id in after and before[c.id] != after[c.id]
    ]
    rises = sorted((m for m in moved if m[0] > 0), key=lambda m: -m[0])
    falls = sorted((m for m in moved if m[0] < 0), key=lambda m: m[0])
    return tuple(change for _, change in rises), tuple(change for _, change in falls)


def _shares(result: Result) -> dict[str, Fraction]:
    parts = {
        c.id: share(result.form, c, result.points[c.id])
        for c in result.form.scored()
        if c.id in result.points
    }
    return {id: part for id, part in parts.items() if part is not None}


def _failed_twice(form: Form, results: Sequence[Result]) -> tuple[str, ...]:
    """Criteria that failed in the last two results in which they counted (house)."""
    titles = []
    for criterion in form.scored():
        verdicts = [
            failed(result.form, result.form.by_id[criterion.id], result.points[criterion.id])
            for result in results
            if criterion.id in result.points
        ]
        if len(verdicts) >= 2 and all(verdicts[-2:]):
            titles.append(criterion.title)
    return tuple(titles)
