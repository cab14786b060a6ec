"""What each criterion brought, as one short line: kept with every result, so that comparing reads no answers.

The line has one place for each criterion that carries points, in the form's order, with commas between; a place
is empty where the criterion did not count. Which criterion has which place, the form of that digest tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from rubrics.model import Criterion, Form
from rubrics.points import criterion_max
from rubrics.rounding import plain

FAILED_BELOW = Fraction(60, 100)
"""Share of its maximum below which a criterion of points is failed (house): that of the lowest house band."""


def points_line(form: Form, points: Mapping[str, Decimal]) -> str:
    """The line for these points, by criterion id."""
    return ",".join(plain(points[c.id]) if c.id in points else "" for c in form.scored())


def read_points(form: Form, line: str) -> dict[str, Decimal]:
    """The points in a line, by criterion id.

    Raises ``ValueError`` for a line that is not of this form.
    """
    brought = zip(form.scored(), line.split(","), strict=True)
    return {criterion.id: Decimal(words) for criterion, words in brought if words}


def share(form: Form, criterion: Criterion, points: Decimal) -> Fraction | None:
    """Which part of its maximum the points are; ``None`` for a criterion that brings none."""
    most = criterion_max(form, criterion)
    return Fraction(points) / Fraction(most) if most else None


def failed(form: Form, criterion: Criterion, points: Decimal) -> bool:
    """Whether a criterion counts as failed with these points (house).

    An inspection item: not met. A level: the lowest of the scale. Points of any kind (points, anchors, bands,
    checklist, deductions): below 60 % of the maximum. A criterion that brings no points never fails.
    """
    if criterion.kind == "inspection":
        return not points
    if criterion.kind == "level":
        return points == min(level.value for level in form.levels)
    part = share(form, criterion, points)
    return part is not None and part < FAILED_BELOW
