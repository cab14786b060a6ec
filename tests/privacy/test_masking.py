"""Masking: numbers that belong to one person alone are not read over a shoulder, and figures stay figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.masking import is_contact, masked, masked_value
from rubrics.model import ChoiceField, GoalsField, PlainField


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812345678", "138****5678"),
        ("张三 13812345678", "张三 138****5678"),
        ("打138-1234-5678找他", "打138****5678找他"),
        ("+86 138 1234 5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("138\u200b1234\u200b5678", "138****5678"),
        ("010-12345678", "010-****5678"),
        ("01012345678", "010-****5678"),
        ("(0755)26001234转802", "0755-****1234"),
        ("400-810-1234", "400***1234"),
        ("+44 20 7946 0123", "+44*******123"),
        ("11010519491231002X", "1101**********002X"),
        ("身份证110101199003071234。", "身份证1101**********1234。"),
        ("6222 0212 3456 7890 123", "6222***********0123"),
        ("写给 zhang.san@example.com 吧", "写给 z***@example.com 吧"),
        ("微信号：zhang_san99", "微信号：zh*******99"),
        ("微信zhangsan99", "微信zh******99"),
        ("wechat: zhangsan", "wechat: zh****an"),
        ("QQ 123456789", "QQ 12*****89"),
        ("13812345678、13987654321", "138****5678、139****4321"),
    ],
)
def test_what_reaches_a_person_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "张三",
        "90.48 / 100 · 90.48%",
        "2026-11-23 09:30",
        "20261123",
        "2026-Q4",
        "第 1381234567 号",
        "A13812345678B",
        "WeChat group work",
        "熟悉微信沟通app使用",
        "！全角标点，（不变）：",
        "10086",
    ],
)
def test_figures_days_and_words_stay_as_they_are(text: str) -> None:
    assert masked(text) == text


@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "电话", "张三 ", "（", "tel: "])
)
def test_no_mobile_number_gets_through(number: str, before: str) -> None:
    assert masked(f"{before}{number}") == f"{before}{number[:3]}****{number[7:]}"


@pytest.mark.parametrize(
    ("id", "label", "kind", "contact"),
    [
        ("phone", "联系电话", "phone", True),
        ("any", "随便", "phone", True),
        ("wechat", "微信", "text", True),
        ("contact", "家庭住址", "text", True),
        ("id-card", "证件", "text", True),
        ("email", "E-mail", "text", True),
        ("department", "部门", "text", False),
        ("supervisor", "主管", "text", False),
        ("name", "姓名", "name", False),
        ("hotel", "酒店", "text", False),
        ("hired", "到职日", "date", False),
    ],
)
def test_fields_say_by_kind_id_and_label_that_they_are_personal(
    id: str, label: str, kind: str, contact: bool
) -> None:
    field = PlainField.model_validate({"id": id, "label": label, "kind": kind})
    assert is_contact(field) is contact


def test_choices_and_goals_are_no_contacts() -> None:
    assert not is_contact(ChoiceField(id="phone", label="电话接听", kind="choice", options=("好", "差")))
    assert not is_contact(GoalsField(id="goals", label="目标", kind="goals"))


@pytest.mark.parametrize(
    ("label", "value", "shown"),
    [
        ("微信", "zhangsan", "zh****an"),
        ("微信", "小张", "**"),
        ("联系方式", "13812345678", "138****5678"),
        ("家庭住址", "滨江花园3栋1201", "滨江******01"),
        ("部门", "客服部 13812345678", "客服部 138****5678"),
        ("部门", "客服部", "客服部"),
    ],
)
def test_a_personal_field_is_masked_whole_and_another_by_what_is_in_it(
    label: str, value: str, shown: str
) -> None:
    assert masked_value(PlainField(id="x", label=label, kind="text"), value) == shown
