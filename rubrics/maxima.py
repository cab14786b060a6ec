"""How many points a criterion can bring at most."""

from __future__ import annotations

from decimal import Decimal

from rubrics.model import Criterion


def maximum(criterion: Criterion) -> Decimal | None:
    """The most points a criterion can bring; an inspection item counts 1 when met.

    ``None`` where the criterion alone does not say: a level (its form's top level) and what carries no points
    (choice, text).
    """
    # Told apart by ``kind``, not by class: this is inside the arithmetic, and it is several times as fast.
    if criterion.kind == "points":
        return criterion.max
    if criterion.kind == "deductions":
        return criterion.max
    if criterion.kind == "anchored":
        return max(anchor.points for anchor in criterion.anchors)
    if criterion.kind == "banded":
        return max(band.high for band in criterion.bands)
    if criterion.kind == "checklist":
        return sum((option.points for option in criterion.options), Decimal(0))
    if criterion.kind == "inspection":
        return Decimal(1)
    return None
