"""Numbers as people type them."""

from decimal import Decimal

import pytest

from rubrics.numerals import read_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8", "8"),
        ("８", "8"),
        (" 8.5分 ", "8.5"),
        ("８．５分", "8.5"),
        ("8,5", "8.5"),
        ("3 处", "3"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("0", "0"),
        ("八", "8"),
        ("两处", "2"),
        ("十", "10"),
        ("十二", "12"),
        ("二十五分", "25"),
        ("一百", "100"),
        ("一百零五", "105"),
        ("一百〇五分", "105"),
        ("一百五", "150"),
        ("二百五", "250"),
        ("三百二处", "320"),
        ("一百一十五", "115"),
        ("百二十", "120"),
        ("九百九十九", "999"),
        ("一百零五点五", "105.5"),
        ("八点五", "8.5"),
        ("七半", "7.5"),
        ("一二", "12"),
        ("8 points", "8"),
        ("95%", "95"),
    ],
)
def test_a_typed_number_is_understood(typed: str, meant: str) -> None:
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "很好",
        "8分,很好",
        "十百",
        "一零十",
        "零十",
        "一百零",
        "一百五点五",
        "一百五半",
        "二十零五",
        "一百零十",
        "八八十",
        "8/10",
        "1e3",
        "NaN",
        "٣x",
        "12345678901",
        "8 8",
        "分",
    ],
)
def test_words_are_no_number(typed: str) -> None:
    assert read_number(typed) is None
