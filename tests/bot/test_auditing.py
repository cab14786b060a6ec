"""The words of the audit trail: every act has some, and stands in one group."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.screens.auditing import GROUPS, action_words, group_label
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
