"""Fields around the rating: what is typed is checked in plain words."""

from datetime import date

import pytest

from rubrics.fields import FieldFault, FieldFaultKind, read_field, read_name, shown, whole_years
from rubrics.model import ChoiceField, FormField, GoalsField, PeriodField, PlainField

TODAY = date(2026, 11, 23)
PHONE = PlainField(id="phone", label="联系电话", kind="phone")
AGE = PlainField(id="age", label="年龄", kind="age")
HIRED = PlainField(id="hired", label="到职日", kind="date", since="年资")
REMARKS = PlainField(id="remarks", label="备注", kind="text")
GOALS = GoalsField(id="goals", label="绩效目标", kind="goals")
PERIOD = PeriodField(id="period", label="考核周期", kind="period", units=("month",))
SOURCE = ChoiceField(id="source", label="来源", kind="choice", options=("上级", "客户"))


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (PHONE, "138 0013 8000", "13800138000"),
        (PHONE, "+86 138-0013-8000", "13800138000"),
        (PHONE, "１３８００１３８０００", "13800138000"),
        (PHONE, "010-12345678", "01012345678"),
        (PHONE, "(0755) 8234 5678", "075582345678"),
        (PHONE, "82345678", "82345678"),
        (PHONE, "400-800-1234", "4008001234"),
        (PHONE, "+44 20 7946 0958", "+442079460958"),
        (AGE, "28", "28"),
        (AGE, "二十八岁", "28"),
        (AGE, "２８", "28"),
        (HIRED, "2024-03-01", "2024-03-01"),
        (HIRED, "2024年3月1日", "2024-03-01"),
        (HIRED, "20240301", "2024-03-01"),
        (HIRED, "2026/11/23", "2026-11-23"),
        (REMARKS, "  很好  ", "很好"),
        (PERIOD, "2026年11月", "2026-11"),
        (SOURCE, "客户", "客户"),
    ],
)
def test_what_is_typed_is_understood(field: FormField, typed: str, kept: str) -> None:
    assert read_field(field, typed, TODAY) == kept


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        (PHONE, "12345", FieldFaultKind.PHONE),
        (PHONE, "138001380001", FieldFaultKind.PHONE),
        (PHONE, "1380013", FieldFaultKind.PHONE),
        (PHONE, "没有", FieldFaultKind.PHONE),
        (AGE, "13", FieldFaultKind.AGE),
        (AGE, "28.5", FieldFaultKind.AGE),
        (AGE, "不详", FieldFaultKind.AGE),
        (HIRED, "2024-02-30", FieldFaultKind.DATE),
        (HIRED, "去年", FieldFaultKind.DATE),
        (HIRED, "2026-11-24", FieldFaultKind.DATE_FUTURE),
        (REMARKS, "   ", FieldFaultKind.EMPTY),
        (REMARKS, "长" * 1501, FieldFaultKind.TEXT_LONG),
        (PERIOD, "2026-Q4", FieldFaultKind.PERIOD),
        (SOURCE, "同事", FieldFaultKind.CHOICE),
        (GOALS, "回复及时", FieldFaultKind.GOAL),
        (GOALS, "", FieldFaultKind.EMPTY),
        (GOALS, "\n".join(["a | b"] * 21), FieldFaultKind.GOALS_MANY),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(
    field: FormField, typed: str, why: FieldFaultKind
) -> None:
    fault = read_field(field, typed, TODAY)
    assert isinstance(fault, FieldFault)
    assert fault.kind is why


def test_goals_come_with_their_measures() -> None:
    goals = read_field(GOALS, "3 天内回复 | 95%\n满意度\uff1a90 分以上", TODAY)
    assert isinstance(goals, list)
    assert goals == [["3 天内回复", "95%"], ["满意度", "90 分以上"]]
    assert shown(goals) == "3 天内回复 | 95%\n满意度 | 90 分以上"


@pytest.mark.parametrize(
    ("typed", "goal", "measure"),
    [
        ("9:00 前到岗 | 考勤记录", "9:00 前到岗", "考勤记录"),
        ("9:00 前到岗\uff1a考勤记录", "9:00 前到岗", "考勤记录"),
        ("投诉—回复 \uff5c 24:00 前", "投诉—回复", "24:00 前"),
        ("客诉 -- 每月 2 件以内", "客诉", "每月 2 件以内"),
        ("满意度:90", "满意度", "90"),
    ],
)
def test_a_goal_is_split_at_its_bar_before_any_other_sign(typed: str, goal: str, measure: str) -> None:
    assert read_field(GOALS, typed, TODAY) == [[goal, measure]]


def test_names_keep_what_people_write() -> None:
    assert read_name("  张   三 ") == "张 三"
    assert read_name("𬭎龘") == "𬭎龘"
    assert read_name("👩‍💼") == "👩‍💼"
    assert read_name("<b>O'Neil</b>") == "<b>O'Neil</b>"
    assert read_name("李\u202e雷\u200b") == "李雷"


@pytest.mark.parametrize(("typed", "why"), [("\u202e\u200b", "name-empty"), ("王" * 61, "name-long")])
def test_names_that_cannot_be_kept(typed: str, why: str) -> None:
    fault = read_name(typed)
    assert isinstance(fault, FieldFault)
    assert fault.kind.value == why


def test_years_of_service_count_full_years() -> None:
    assert whole_years("2023-11-23", TODAY) == 3
    assert whole_years("2023-11-24", TODAY) == 2
    assert whole_years("2024-02-29", date(2025, 2, 28)) == 0
    assert whole_years("2027-01-01", TODAY) is None
    assert whole_years("很久", TODAY) is None
