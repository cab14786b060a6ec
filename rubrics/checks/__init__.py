"""Checks over a whole form that each part alone cannot tell: pure, a form in, flaws out."""

from __future__ import annotations

from collections.abc import Iterator

from rubrics.checks.around import around
from rubrics.checks.grades import grades
from rubrics.checks.maxima import maxima
from rubrics.checks.names import names
from rubrics.checks.points import points
from rubrics.checks.scales import scales
from rubrics.checks.wording import wording
from rubrics.findings import Flaw
from rubrics.model import Form


def check(form: Form) -> Iterator[Flaw]:
    """Every flaw of the form, advice included, in no particular order."""
    for room in (names, wording, scales, points, maxima, grades, around):
        yield from room(form)
