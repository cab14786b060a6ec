"""The file name of a report."""

from datetime import date

import pytest

from bot.reports.naming import report_name

DAY = date(2026, 11, 23)


def test_the_name_says_form_person_and_day() -> None:
    assert report_name("客服人员面试评价表", "张三", DAY) == "客服人员面试评价表_张三_2026-11-23.pdf"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc passwd"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("张\n三\x00", "张 三"),
        ("\u202e三张", "三张"),
        ("😀 王", "😀 王"),
        (" .隐藏. ", "隐藏"),
    ],
)
def test_what_file_systems_do_not_take_is_left_out(name: str, safe: str) -> None:
    assert report_name("表", name, DAY) == f"表_{safe}_2026-11-23.pdf"


def test_the_longest_names_fit_a_file_system() -> None:
    name = report_name("长" * 60, "欧" * 60, DAY)
    assert len(name.encode()) <= 255
    assert name.endswith("_2026-11-23.pdf")


def test_a_name_of_nothing_visible_is_left_out() -> None:
    assert report_name("表", "///", DAY) == "表_2026-11-23.pdf"
