"""The rows of the scene, compared with what was answered, by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from bot.exporting.columns import answer_columns, criterion_columns, evaluation_columns, field_columns
from bot.exporting.filed import Filed, KnownForm, filed
from bot.exporting.rows import answer_rows, criterion_rows, evaluation_row
from bot.texts import texts
from rubrics.library import digest
from rubrics.model import Form
from storage.exporting import HandedIn, Page, Records, Said
from tests.conversation.offline import the_forms
from tests.exporting.scene import CONCLUSION, PROPERTY, SHANGHAI, WANG, utc

ZH = texts("zh")


@pytest.fixture
def scene(records: Records) -> dict[int, Filed]:
    known = {digest(form): KnownForm(ZH, form) for form in the_forms().values()}
    (page,) = records.pages([1, 2, 3, 4])
    return {one.evaluation.id: one for one in filed(page, known)}


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001  # local, as spreadsheets have it


def headed(one: Filed, *forms: Form) -> dict[str, object]:
    fields = field_columns(forms)
    columns = evaluation_columns(ZH, fields)
    return dict(zip((c.title for c in columns), evaluation_row(ZH, one, fields, SHANGHAI), strict=True))


def test_an_evaluation_is_one_row(scene: dict[int, Filed]) -> None:
    assert headed(scene[1], the_forms()["property"]) == {
        "编号": 1,
        "表格": "物业客服考核表",
        "表格标识": "property",
        "考评对象": "张三",
        "对象类别": "员工",
        "对象编号": 1,
        "考评人": "王敏",
        "部门或项目组": "一部",
        "开始时间": local(11, 20, 9),
        "提交时间": local(11, 20, 9, 30),
        "状态": "已更正",
        "更正的编号": None,
        "更正理由": None,
        "总分": Decimal(80),
        "满分": Decimal(100),
        "得分率": Decimal(80),
        "等级": "良好",
        "计算等级": "良好",
        "自定等级的理由": None,
        "评估结论": CONCLUSION,
        "备注": None,  # written and then taken back
    }


def test_moments_are_local_over_the_end_of_a_month(scene: dict[int, Filed]) -> None:
    row = headed(scene[2], the_forms()["quality"])
    assert (row["开始时间"], row["提交时间"]) == (local(12, 1, 0), local(12, 1, 0, 30))
    assert (row["考评对象"], row["对象类别"], row["检查周期"]) == ("+1号小区", "项目", "2026-11")
    assert row["部门或项目组"] is None


def test_an_amendment_says_what_it_amends(scene: dict[int, Filed]) -> None:
    row = headed(scene[4], the_forms()["property"])
    assert (row["状态"], row["更正的编号"], row["更正理由"]) == ("已提交", 1, "看错了一项")
    assert (row["总分"], row["评估结论"]) == (Decimal(82), CONCLUSION)


def test_without_a_score_figures_are_empty(scene: dict[int, Filed]) -> None:
    row = headed(scene[3], the_forms()["department"])
    assert [row[name] for name in ("总分", "满分", "得分率", "等级", "计算等级")] == [None] * 5


def test_the_latest_answer_counts_and_notes_stand_beside_it(scene: dict[int, Filed]) -> None:
    rows = list(answer_rows(scene[1]))
    assert [row[1] for row in rows] == list(PROPERTY)
    assert rows[0] == (
        1,
        "attitude-friendly",
        "服务态度",
        rows[0][3],
        "8 分",
        Decimal(8),
        Decimal(10),
        None,
        None,
    )
    documents = rows[PROPERTY.index("documents")]
    assert documents[4:] == ("8 分", Decimal(8), Decimal(10), "文件齐全", 1)


def test_an_amendment_has_its_own_answers_and_the_notes_of_what_it_amends(scene: dict[int, Filed]) -> None:
    documents = next(row for row in answer_rows(scene[4]) if row[1] == "documents")
    assert documents[4:] == ("10 分", Decimal(10), Decimal(10), "文件齐全", 1)


def test_answers_of_inspections_count_as_met_or_not_or_leave_the_score(scene: dict[int, Filed]) -> None:
    assert [row[1:2] + row[4:7] for row in answer_rows(scene[2])] == [
        ("q01", "❌ 3 处", Decimal(0), Decimal(1)),
        ("q02", "✅ 0 处", Decimal(1), Decimal(1)),
        ("q03", "不适用", None, None),
    ]


def test_deductions_ticks_and_half_points_say_what_they_bring(scene: dict[int, Filed]) -> None:
    """2 points less twice 0.5; one tick of 2 out of 4; 1.5 of 2."""
    assert [row[1:2] + row[4:7] for row in answer_rows(scene[3])] == [
        ("service-1", "扣 1 分：语气、铃响超过三声", Decimal(1), Decimal(2)),
        ("handling-3", "选中 1/2，2 分", Decimal(2), Decimal(4)),
        ("patrol-1", "1.5 分", Decimal("1.5"), Decimal(2)),
    ]


def test_rows_are_as_wide_as_their_headings(scene: dict[int, Filed]) -> None:
    assert {len(row) for one in scene.values() for row in answer_rows(one)} == {len(answer_columns(ZH))}
    assert {len(row) for row in criterion_rows(ZH, the_forms().values())} == {len(criterion_columns(ZH))}


def test_criteria_come_once_though_a_form_was_kept_twice() -> None:
    form = the_forms()["probation"]
    changed = form.model_copy(update={"title": "另一个名称"})
    rows = list(criterion_rows(ZH, [form, changed]))
    assert len(rows) == 5
    assert rows[0][:6] == ("probation", "attendance", "准时出勤", "定档分", "准时出勤", Decimal(10))


def test_fields_of_several_forms_share_a_column_by_their_id() -> None:
    forms = the_forms()
    fields = field_columns([forms["general"], forms["pr-agency"], forms["performance"]])
    assert [id for id, _ in fields.head].count("department") == 1
    titles = [column.title for column in evaluation_columns(ZH, fields)]
    assert len(set(titles)) == len(titles)
    assert "部门" in titles


def one_of(form: Form, **stored: str) -> Filed:
    at = utc(11, 20, 1)
    evaluation = HandedIn(
        7, digest(form), form.id, form.title, 1, "张三", form.subject.kind, WANG, "王敏", None,
        at, at, "submitted", None, None, "3", "4", "75", "优秀", None,
    )  # fmt: skip
    said = [Said(7, item, value) for item, value in stored.items()]
    (found,) = filed(Page([evaluation], said, []), {digest(form): KnownForm(ZH, form)})
    return found


def test_ages_and_dates_are_values_and_phone_numbers_are_text() -> None:
    interview, probation = the_forms()["interview"], the_forms()["probation"]
    row = headed(one_of(interview, **{"@age": '"28"', "@phone": '"010123456"'}), interview)
    assert (row["年龄"], row["联系电话"]) == (28, "010123456")
    row = headed(one_of(probation, **{"@hired": '"2024-03-01"'}), probation)
    assert row["到职日"] == date(2024, 3, 1)


def test_a_grade_of_ones_own_stands_beside_the_computed_one() -> None:
    form = the_forms()["interview"]
    own = '{"grade": "优秀", "reason": "有经验", "computed": "良好"}'
    grade_field = KnownForm(ZH, form).grade_field
    row = headed(one_of(form, **{f"@{grade_field}": own}), form)
    assert (row["等级"], row["计算等级"], row["自定等级的理由"]) == ("优秀", "良好", "有经验")


def test_goals_stand_one_a_line() -> None:
    form = the_forms()["performance"]
    goals = next(field for field in form.fields.values() if field.kind == "goals")
    row = headed(one_of(form, **{f"@{goals.id}": '[["少等", "3分钟"], ["满意", "95%"]]'}), form)
    assert row[goals.label] == "少等 | 3分钟\n满意 | 95%"


def test_an_answer_that_the_form_does_not_take_is_no_answer() -> None:
    assert list(answer_rows(one_of(the_forms()["property"], efficiency="11", teamwork='"x"'))) == []
