"""Means and spreads, exact until they are shown: one rounding, half up to 2 decimals.

A mean of several results is the mean of the percents as they stand on the results, so that anybody can check it
on the papers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from rubrics.model import Form, Section
from rubrics.points import carries_points, criterion_max
from rubrics.rounding import half_up


@dataclass(frozen=True, slots=True)
class Result:
    """One handed-in evaluation as a comparison sees it, with the form as it was then.

    ``at`` is when it (or the first of what it amends) was handed in; ``percent`` is ``None`` where nothing of
    the form applied; ``points`` has what each criterion counted brought.
    """

    id: int
    subject_id: int
    at: datetime
    form: Form
    percent: Decimal | None
    grade: str | None
    points: Mapping[str, Decimal]


def mean_percent(hundredths: int, count: int) -> Decimal:
    """The mean of ``count`` percents whose sum is so many hundredths."""
    return half_up(Fraction(hundredths, 100 * count))


def as_percent(share: Fraction) -> Decimal:
    """A share (1 is all) in percent."""
    return half_up(100 * share)


def mean(shares: Mapping[Fraction, int]) -> Fraction:
    """The mean of shares, each with how often it occurs. There is at least one."""
    return sum((share * many for share, many in shares.items()), Fraction(0)) / sum(shares.values())


def spread(shares: Mapping[Fraction, int]) -> Decimal:
    """The standard deviation (of these, not of a sample) in percentage points, of at least one share."""
    middle = mean(shares)
    squares = sum((many * (share - middle) ** 2 for share, many in shares.items()), Fraction(0))
    variance = squares / sum(shares.values()) * 10_000
    # floor(200·√v), and half up from there to hundredths: no digit is lost on the way.
    doubled = isqrt(40_000 * variance.numerator // variance.denominator)
    return Decimal((doubled + 1) // 2).scaleb(-2)


def section_share(form: Form, section: Section, points: Mapping[str, Decimal]) -> Fraction | None:
    """What a section brings of what it could, over the criteria that count; ``None`` where none does.

    That is the section's percent for sums, for means and for levels alike.
    """
    counted = [c for c in section.criteria if carries_points(c) and c.id in points]
    most = sum((criterion_max(form, c) or Decimal(0) for c in counted), Decimal(0))
    if not most:
        return None
    return Fraction(sum((points[c.id] for c in counted), Decimal(0))) / Fraction(most)
