"""The words of the audit trail: every act has some, and stands in one group."""

from __future__ import annotations

import ast
from collections import Counter
from inspect import signature
from pathlib import Path

import pytest

from bot.screens.audit_words import action_words, detail_words, group_label, object_words
from bot.screens.auditing import GROUPS
from bot.texts import texts
from storage.audit import Action, record
from tests.conversation.offline import the_forms

ROOT = Path(__file__).parents[2]


def test_every_act_is_in_exactly_one_group() -> None:
    assert Counter(action for group in GROUPS.values() for action in group) == Counter(set(Action))


@pytest.mark.parametrize("action", Action)
def test_every_act_has_words_in_chinese(action: Action) -> None:
    words = action_words(texts("zh"), action)
    assert not words.isascii()


def test_every_group_has_a_label() -> None:
    labels = [group_label(texts("zh"), group) for group in ("", *GROUPS)]
    assert len(set(labels)) == len(labels)


def test_objects_and_details_have_words_in_chinese_and_what_is_not_known_stays() -> None:
    t = texts("zh")
    assert object_words(t, "invitation", "4") == "邀请 4"
    assert object_words(t, "something", "4") == "something 4"
    assert detail_words(t, "view", "released") == "内容 发给本人的结果"
    assert detail_words(t, "role", "subject") == "角色 被评估人"
    assert detail_words(t, "searched", value=False) == "搜索 否"
    assert detail_words(t, "because", "request") == "原因 按要求"
    assert detail_words(t, "group", "saw") == "类别 👁 查看"
    assert detail_words(t, "form", "interview", the_forms()) == "表格 面试评价"
    assert detail_words(t, "fields", "phone", the_forms()) == "字段 联系电话"
    assert detail_words(t, "item", "phone-effective", the_forms()) == "题目 有效处理来电"
    assert (detail_words(t, "to", 1003), detail_words(t, "to", "2026-11-30")) == (
        "交给 1003",
        "至 2026-11-30",
    )
    assert detail_words(t, "something", "else") == "something else"


def recorded() -> dict[str, set[str]]:
    """Every detail that code puts into the trail, with the words it may hold as far as the code spells them out."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "bot").rglob("*.py")) + sorted((ROOT / "storage").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = (
                getattr(call.func, "attr", getattr(call.func, "id", "")) if isinstance(call, ast.Call) else ""
            )
            if not isinstance(call, ast.Call) or name != "record" or len(call.keywords) == 0:
                continue
            given: list[tuple[str, ast.expr]] = []
            for keyword in call.keywords:
                if isinstance(keyword.value, ast.Dict) and keyword.arg == "details":
                    keys = [key.value for key in keyword.value.keys if isinstance(key, ast.Constant)]
                    given += zip(map(str, keys), keyword.value.values, strict=True)
                elif keyword.arg not in {None, *signature(record).parameters}:
                    given.append((str(keyword.arg), keyword.value))
            for key, value in given:
                spelt = value.value if isinstance(value, ast.Constant) else None
                found.setdefault(key, set()).update({spelt} if isinstance(spelt, str) else ())
    return found


def test_every_detail_that_is_recorded_has_words_in_chinese() -> None:
    known = recorded()
    assert {"because", "occurrences", "fields", "from", "again", "role"} <= set(known), (
        "the search finds them"
    )
    t = texts("zh")
    for key, values in known.items():
        for value in values or {"7"}:
            assert not detail_words(t, key, value).removesuffix("7").isascii(), (key, value)
            assert not detail_words(t, key, value).endswith(f" {value}") or value == "7", (key, value)
