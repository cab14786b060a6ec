"""No text becomes a formula, and none breaks a file: in XLSX and CSV, for whatever people wrote."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.exporting.cells import Cell, clean, like_a_formula
from bot.exporting.columns import Column
from bot.exporting.delimited import Delimited
from bot.exporting.workbook import Book, Sheet

DANGEROUS = [
    "=1+1",
    "+8613800138000",
    "-5",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\t=1",
    "\n=1",
    " =1",
    "\x7f=1",
]
HARMLESS = ["良好", "a=b", "1-2", "", "“=”", "5", "TRUE", "#N/A"]


def in_xlsx(rows: list[tuple[Cell, ...]], *, most_rows: int = 100) -> io.BytesIO:
    file = io.BytesIO()
    columns = tuple(Column(f"列{n}", 10) for n in range(len(rows[0])))
    book = Book(file, (Sheet("表", columns, large=True),), Path(), most_rows=most_rows)
    book.add(0, rows)
    book.close()
    return file


def sheet_of(rows: list[tuple[Cell, ...]]) -> Worksheet:
    return load_workbook(in_xlsx(rows))["表"]


def in_csv(rows: list[tuple[Cell, ...]]) -> str:
    file = io.BytesIO()
    table = Delimited(file, ["一", "二"])
    table.add(rows)
    return file.getvalue().decode("utf-8")


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_like_a_formula_is_text_in_a_workbook_and_stays_it(text: str) -> None:
    cell = sheet_of([(text,)])["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_like_a_formula_has_an_apostrophe_in_csv(text: str) -> None:
    (_, (value, number)) = csv.reader(io.StringIO(in_csv([(text, 1)])[1:], newline=""))
    assert (value, number) == (f"'{text}", "1")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stands_as_it_is(text: str) -> None:
    cell = sheet_of([(text, 1)])["A2"]
    assert (cell.value or "", bool(cell.quotePrefix)) == (text, False)
    assert in_csv([(text, 1)]).splitlines()[1] == f"{text},1"


def test_control_characters_are_left_out_and_line_ends_are_one_kind() -> None:
    assert clean("a\x00b\x1bc\ud800d\ufffee") == "abcde"
    assert clean("一\r\n二\r三\n四") == "一\n二\n三\n四"
    assert like_a_formula(clean("\x00=1"))


def test_a_heading_that_looks_like_a_formula_is_text() -> None:
    file = io.BytesIO()
    Book(file, (Sheet("表", (Column("=1+1", 10),)),), Path()).close()
    cell = load_workbook(file)["表"]["A1"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_numbers_moments_and_days_are_real() -> None:
    at = datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001  # local, as spreadsheets have it
    sheet = sheet_of([(3, Decimal("1.5"), at, date(2026, 11, 20), None)])
    number, decimal, moment, day, nothing = sheet[2]
    assert (number.value, decimal.value, nothing.value) == (3, 1.5, None)
    assert (moment.value, moment.number_format) == (at, "yyyy-mm-dd hh:mm")
    assert (day.value, day.number_format) == (datetime(2026, 11, 20), "yyyy-mm-dd")  # noqa: DTZ001  # likewise
    assert in_csv([(at, Decimal("1.5"))]).splitlines()[1] == "2026-11-20 09:30:00,1.5"


def test_csv_begins_with_the_mark_by_which_excel_knows_it() -> None:
    assert in_csv([]) == "\ufeff一,二\r\n"


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark() -> None:
    """32,767 as UTF-16 counts them: an emoji is two."""
    for text, kept in (("字" * 40_000, "字" * 32_766 + "…"), ("😀" * 20_000, "😀" * 16_383 + "…")):
        assert sheet_of([(text,)])["A2"].value == kept
    assert sheet_of([("字" * 32_767,)])["A2"].value == "字" * 32_767


def test_what_reads_like_an_escape_of_the_format_is_escaped_itself() -> None:
    """ECMA-376, ST_Xstring: ``_x0041_`` is an A, and ``_x005F_x0041_`` is what was written here."""
    import zipfile

    with zipfile.ZipFile(in_xlsx([("_x0041_ _x_",)])) as parts:
        assert "<t>_x005F_x0041_ _x_</t>" in parts.read("xl/worksheets/table1-1.xml").decode()


def test_rows_beyond_a_sheet_go_on_in_further_sheets_with_headings_and_filters() -> None:
    book = load_workbook(in_xlsx([(n, f"第{n}行") for n in range(1, 8)], most_rows=4))
    assert book.sheetnames == ["表", "表 (2)", "表 (3)"]
    numbers = [[row[0].value for row in sheet.iter_rows(min_row=2)] for sheet in book]
    assert numbers == [[1, 2, 3], [4, 5, 6], [7]]
    assert [sheet["B1"].value for sheet in book] == ["列1"] * 3
    assert [sheet.auto_filter.ref for sheet in book] == ["A1:B4", "A1:B4", "A1:B2"]
    assert [sheet.freeze_panes for sheet in book] == ["A2"] * 3
    assert not any(sheet.sheet_view.tabSelected for sheet in book), (
        "several selected would be edited together"
    )


@given(st.lists(st.text(), min_size=1, max_size=5))
@example(["]]>", "&<>\"'", "\u2028", "_x000D_", "\u0085"])
@settings(deadline=None, max_examples=25)
def test_whatever_is_written_can_be_read_back(texts: list[str]) -> None:
    texts = [f"x{text}x" for text in texts]
    sheet = sheet_of([(text,) for text in texts])
    read = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert [str(value).replace("_x005F_", "_") for value in read] == [
        clean(text).replace("_x005F_", "_") for text in texts
    ]
    rows = list(csv.reader(io.StringIO(in_csv([(text, None) for text in texts])[1:], newline="")))
    assert [row[0] for row in rows[1:]] == [clean(text) for text in texts]
