"""Half up to 2 decimals, on exact numbers, and how numbers are written."""

from decimal import Decimal
from fractions import Fraction

import pytest

from rubrics.rounding import half_up, plain


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        (Fraction(89995, 1000), "90.00"),
        (Fraction(89994999, 1000000), "89.99"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 201), "0"),
        (Fraction(2345, 1000), "2.35"),  # to even would be 2.34
        (Fraction(-1, 200), "-0.01"),
        (Fraction(-2, 3), "-0.67"),
        (Fraction(0), "0"),
        (Fraction(100), "100"),
    ],
)
def test_an_exact_half_goes_up(exact: Fraction, rounded: str) -> None:
    assert half_up(exact) == Decimal(rounded)


def test_a_hair_below_the_half_stays_below() -> None:
    # 89.995 less 10^-60: more digits than a Decimal division keeps.
    assert half_up(Fraction(89995, 1000) - Fraction(1, 10**60)) == Decimal("89.99")


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("90.00", "90"),
        ("3.25", "3.25"),
        ("0.50", "0.5"),
        ("1E+2", "100"),
        ("100", "100"),
        ("0.00", "0"),
        ("-0", "0"),
        ("0E-999999999", "0"),
        ("-1.50", "-1.5"),
    ],
)
def test_numbers_are_written_as_people_write_them(number: str, written: str) -> None:
    assert plain(Decimal(number)) == written
