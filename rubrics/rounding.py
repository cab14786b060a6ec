"""The one rounding there is: half up (四舍五入) to 2 decimals, on exact numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def half_up(number: Fraction) -> Decimal:
    """The number to 2 decimals; an exact half goes up, below zero away from zero (as ``ROUND_HALF_UP``)."""
    # Whole-number arithmetic: a Decimal division would round once before we do.
    top, bottom = abs(number.numerator), number.denominator
    hundredths = (200 * top + bottom) // (2 * bottom)
    return Decimal(-hundredths if number < 0 else hundredths).scaleb(-2)


def plain(number: Decimal) -> str:
    """The number as people write it: ``90``, ``3.25``, ``0.5``; no exponent, no trailing zeros."""
    if not number:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
