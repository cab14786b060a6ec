"""Whole files: what openpyxl, a CSV reader and a JSON reader find in them; and that they are there whole or not."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.exporting.columns import Table
from bot.exporting.making import NothingToExport, export_to, whole_file
from bot.exporting.order import (
    Format,
    Order,
    Span,
    file_name,
    order_from_json,
    order_to_json,
    selection,
)
from storage.engine import Storage
from storage.exporting import Selection
from storage.scope import EVERYTHING, Scope
from tests.exporting.scene import CONCLUSION, PROPERTY, SHANGHAI, rename, utc


def order(**given: Any) -> Order:
    wanted = {"scope": EVERYTHING, "format": Format.XLSX, "language": "zh", "zone": "Asia/Shanghai"}
    return Order(**{**wanted, **given})


def points(row: list[Any]) -> float:
    return float(row[5])


def written(address: str, out: Path, **given: Any) -> int:
    return export_to(address, order(**given), out, lambda _done, _of: None, lambda _evaluations: None)


def test_a_workbook_holds_three_sheets_that_agree_with_what_was_answered(
    address: str, tmp_path: Path
) -> None:
    out = tmp_path / "o.xlsx"
    assert written(address, out) == 4
    book = load_workbook(out)
    assert book.sheetnames == ["考评", "评价明细", "指标"]
    evaluations, answers, criteria = book

    heads = [cell.value for cell in evaluations[1]]
    rows = [
        dict(zip(heads, (cell.value for cell in row), strict=True))
        for row in evaluations.iter_rows(min_row=2)
    ]
    assert [(r["编号"], r["考评对象"], r["总分"], r["等级"]) for r in rows] == [
        (1, "张三", 80, "良好"),
        (2, "+1号小区", 1, "较差"),
        (3, "李四", None, None),
        (4, "张三", 82, "良好"),
    ]
    assert [r["状态"] for r in rows] == ["已更正", "已提交", "已提交", "已提交"]
    assert rows[1]["提交时间"] == datetime(2026, 12, 1, 0, 30)  # noqa: DTZ001  # local, as spreadsheets have it
    assert rows[0]["评估结论"] == CONCLUSION
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)

    said = [[cell.value for cell in row] for row in answers.iter_rows(min_row=2)]
    assert [(row[0], row[1]) for row in said] == [
        *((1, criterion) for criterion in PROPERTY),
        *((2, criterion) for criterion in ("q01", "q02", "q03")),
        *((3, criterion) for criterion in ("service-1", "handling-3", "patrol-1")),
        *((4, criterion) for criterion in PROPERTY),
    ]
    assert sum(points(row) for row in said if row[0] == 1) == 80
    assert sum(points(row) for row in said if row[0] == 4) == 82
    assert [row[5] for row in said if row[0] == 3] == [1, 2, 1.5]

    # 10 of property, 21 of quality, 22 of department (counted on the forms).
    assert [row[0].value for row in criteria.iter_rows(min_row=2)].count("quality") == 21
    assert [row[0].value for row in criteria.iter_rows(min_row=2)].count("property") == 10
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet["A1"].font.bold
        assert sheet.column_dimensions["B"].width > 8


def test_a_workbook_that_is_read_row_by_row_is_whole_too(address: str, tmp_path: Path) -> None:
    out = tmp_path / "o.xlsx"
    written(address, out)
    book = load_workbook(out, read_only=True)
    assert len(list(book["评价明细"].rows)) == 1 + 26
    book.close()


def csv_of(out: Path) -> list[list[str]]:
    text = out.read_bytes().decode("utf-8-sig")
    return list(csv.reader(text.splitlines(keepends=True)))


def test_csv_holds_the_table_that_is_wanted(address: str, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    written(address, out, format=Format.CSV)
    heads, *rows = csv_of(out)
    assert [row[heads.index("考评对象")] for row in rows] == ["张三", "'+1号小区", "李四", "张三"]
    assert rows[0][heads.index("评估结论")] == f"'{CONCLUSION}"
    assert rows[0][heads.index("提交时间")] == "2026-11-20 09:30:00"

    written(address, out, format=Format.CSV, table=Table.ANSWERS, form_id="quality")
    assert [row[:2] + row[4:7] for row in csv_of(out)[1:]] == [
        ["2", "q01", "❌ 3 处", "0", "1"],
        ["2", "q02", "✅ 0 处", "1", "1"],
        ["2", "q03", "不适用", "", ""],
    ]

    assert written(address, out, format=Format.CSV, table=Table.CRITERIA, form_id="property") == 2
    assert [row[1] for row in csv_of(out)[1:]] == list(PROPERTY)


def test_json_lines_hold_an_evaluation_each_with_its_answers_within(address: str, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    written(address, out, format=Format.JSONL)
    first, second, third, fourth = map(json.loads, out.read_text("utf-8").splitlines())
    answers = first.pop("answers")
    assert len(first.pop("form").pop("digest")) == 64
    assert first == {
        "number": 1,
        "subject": {"number": 1, "name": "张三", "kind": "employee"},
        "evaluator": {"id": 1001, "name": "王敏"},
        "unit": "一部",
        "begun": "2026-11-20T09:00:00+08:00",
        "handed_in": "2026-11-20T09:30:00+08:00",
        "status": "amended",
        "amends": None,
        "amend_reason": None,
        "total": 80,
        "max": 100,
        "percent": 80,
        "grade": "良好",
        "computed_grade": "良好",
        "grade_reason": None,
        "sections": [{"id": "attitude", "title": "服务态度", "total": 24, "max": 30, "percent": 80}],
        "fields": {"conclusion": CONCLUSION},
        "signatures": {"evaluator": "王敏"},
    }
    assert [one["criterion"] for one in answers] == list(PROPERTY)
    documents = next(one for one in answers if one["criterion"] == "documents")
    assert (documents["answer"], documents["points"], documents["max"]) == (8, 8, 10)
    assert (documents["notes"], documents["files"]) == (["文件齐全"], 1)
    assert second["subject"]["name"] == "+1号小区", "texts are as they were written"
    assert second["answers"][0]["answer"] == {"defects": 3, "flags": []}
    assert second["answers"][2]["points"] is None
    assert (third["total"], third["answers"][2]["points"]) == (None, 1.5)
    assert fourth["amends"] == 1


def test_text_that_no_file_can_hold_breaks_none(address: str, tmp_path: Path) -> None:
    with Storage(address) as storage:
        storage.run_now(lambda conn: rename(conn, 3, "李\x01\x1b四\n二行\t]]>&<b>"))
    written(address, tmp_path / "o.xlsx")
    assert load_workbook(tmp_path / "o.xlsx")["考评"]["D4"].value == "李四\n二行\t]]>&<b>"
    written(address, tmp_path / "o.jsonl", format=Format.JSONL)
    assert json.loads((tmp_path / "o.jsonl").read_text("utf-8").splitlines()[2])["subject"]["name"] == (
        "李\x01\x1b四\n二行\t]]>&<b>"
    )


@pytest.mark.parametrize("kind", list(Format))
def test_of_nothing_no_file_is_made(address: str, tmp_path: Path, kind: Format) -> None:
    out = tmp_path / f"o.{kind.value}"
    with pytest.raises(NothingToExport):
        written(address, out, format=kind, scope=Scope())
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("kind", list(Format))
def test_whatever_stops_it_nothing_is_left_and_what_was_there_stays(
    address: str, tmp_path: Path, kind: Format
) -> None:
    out = tmp_path / "o"
    out.write_text("earlier")

    def stop(done: int, _of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_to(address, order(format=kind), out, stop, lambda _evaluations: None)
    assert out.read_text() == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "o"]


def test_a_file_that_could_not_be_noted_does_not_leave(address: str, tmp_path: Path) -> None:
    def refuse(evaluations: int) -> None:
        assert evaluations == 4
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011  # ours
        export_to(address, order(), tmp_path / "o.xlsx", lambda _done, _of: None, refuse)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_it_tells_how_far_it_is(address: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export_to(address, order(), tmp_path / "o", lambda *how_far: told.append(how_far), lambda _: None)
    assert told == [(0, 4), (4, 4)]


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    with whole_file(tmp_path / "o") as file:
        file.write(b"x")
    assert (tmp_path / "o").stat().st_mode & 0o077 == 0


def test_days_are_local_and_both_belong_to_the_span() -> None:
    span = Span(date(2026, 11, 1), date(2026, 11, 30))
    assert selection(order(span=span), SHANGHAI) == Selection(EVERYTHING, utc(10, 31, 16), utc(11, 30, 16))
    assert selection(order(), SHANGHAI) == Selection(EVERYTHING)


def test_an_order_travels_as_json() -> None:
    for one in (
        order(),
        order(
            scope=Scope(units=frozenset({3, 1}), evaluator=7),
            format=Format.CSV,
            span=Span(date(2026, 11, 1), date(2026, 11, 30)),
            form_id="property",
            subject_id=3,
            table=Table.ANSWERS,
        ),
    ):
        assert order_from_json(json.loads(json.dumps(order_to_json(one)))) == one


def test_the_file_is_named_for_what_it_holds() -> None:
    today = date(2026, 12, 5)
    span = Span(date(2026, 11, 1), date(2026, 11, 30))
    assert file_name(order(span=span), "物业客服考核表", today) == "物业客服考核表_2026-11-01_2026-11-30.xlsx"
    assert file_name(order(), "考评", today) == "考评_2026-12-05.xlsx"
    unsafe = file_name(order(format=Format.CSV, table=Table.ANSWERS), "../a:b\n\u202e", today)
    assert unsafe == "a b_answers_2026-12-05.csv"
    assert len(file_name(order(), "字" * 300, today).encode()) < 200
