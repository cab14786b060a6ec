"""The words of the audit trail: every act has some, and stands in one group."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.screens.audit_words import action_words, detail_words, object_words
from bot.screens.auditing import GROUPS, group_label
from bot.texts import texts
from storage.audit import Action


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
    assert detail_words(t, "because", "request") == "because request"
