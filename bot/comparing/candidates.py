"""Candidates beside one another: the table by total, and two of them indicator by indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from bot.comparing.figures import Result, as_percent, mean_percent, section_share
from bot.comparing.points import share
from bot.comparing.spans import Span
from rubrics.grading import grade_by_figure
from rubrics.library import digest
from rubrics.model import Form
from rubrics.points import top_level
from rubrics.rounding import half_up
from storage.comparing import Amount

MOST_COMPARED = 500
"""Subjects in one table; of more, the first 500 are compared, and that is told."""
_FEW_SECTIONS = 3
"""With fewer sections than this the criteria are the indicators."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of the table. ``total`` is hundredths of percent in ``count`` evaluations.

    ``latest`` is the last of these evaluations; ``said`` what was recommended, in each of them.
    """

    place: int
    subject_id: int
    name: str
    count: int
    total: int
    latest: int
    grade: str | None
    said: tuple[str, ...] = ()

    @property
    def percent(self) -> Decimal:
        """The mean percent."""
        return mean_percent(self.total, self.count)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The table of candidates: how much there is in all, and at most :data:`MOST_COMPARED` of them."""

    form: Form
    span: Span
    amount: Amount
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of two candidates side by side, in percent of what is possible."""

    title: str
    left: Decimal | None
    right: Decimal | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: figures as on the table."""

    name: str
    count: int
    percent: Decimal
    grade: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two candidates side by side. ``changed``: their evaluations are not all by the same version of the form."""

    form: Form
    left: Side
    right: Side
    indicators: tuple[Indicator, ...]
    changed: bool

    @property
    def apart(self) -> Decimal:
        """How many percentage points the left is above the right."""
        return self.left.percent - self.right.percent


def closest(candidates: Sequence[Candidate]) -> tuple[Candidate, Candidate] | None:
    """The two neighbours in the table that are closest in total, the better pair among equals; ``None`` of fewer."""
    neighbours = list(pairwise(candidates))
    return min(neighbours, key=lambda two: _exact(two[0]) - _exact(two[1])) if neighbours else None


def grade_of_mean(form: Form, percent: Decimal) -> str | None:
    """The grade a mean percent would have; ``None`` where grades follow from rules over single answers."""
    total = half_up(Fraction(percent) * Fraction(top_level(form)) / 100) if form.levels else percent
    return grade_by_figure(form, total, percent)[0]


def pair_of(form: Form, left: tuple[Side, Sequence[Result]], right: tuple[Side, Sequence[Result]]) -> Pair:
    """Two candidates with their results, side by side by the indicators of ``form``."""
    mine, theirs = _indicators(left[1]), _indicators(right[1])
    return Pair(
        form,
        left[0],
        right[0],
        tuple(
            Indicator(title, mine.get(id), theirs.get(id))
            for id, title in _titles(form)
            if id in mine or id in theirs
        ),
        len({digest(result.form) for result in (*left[1], *right[1])}) > 1,
    )


def _exact(candidate: Candidate) -> Fraction:
    return Fraction(candidate.total, candidate.count)


def _by_section(form: Form) -> bool:
    return len(form.sections) >= _FEW_SECTIONS


def _titles(form: Form) -> Iterable[tuple[str, str]]:
    if _by_section(form):
        return ((section.id, section.title) for section in form.sections)
    return ((criterion.id, criterion.title) for criterion in form.scored())


def _indicators(results: Sequence[Result]) -> Mapping[str, Decimal]:
    """Mean percent of each indicator over the results in which it counts, by its id."""
    found: dict[str, list[Fraction]] = {}
    for result in results:
        for id, part in _parts(result):
            if part is not None:
                found.setdefault(id, []).append(part)
    return {id: as_percent(sum(parts, Fraction(0)) / len(parts)) for id, parts in found.items()}


def _parts(result: Result) -> Iterable[tuple[str, Fraction | None]]:
    form = result.form
    if _by_section(form):
        return ((section.id, section_share(form, section, result.points)) for section in form.sections)
    return ((c.id, share(form, c, result.points[c.id])) for c in form.scored() if c.id in result.points)
