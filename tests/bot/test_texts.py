"""Both languages are complete, and say the same things."""

import ast
import re
from string import Formatter

import pytest

from bot.screens.wording import answer_words
from bot.texts import LANGUAGES, language_of, texts
from rubrics.answers import Inspected
from rubrics.model import InspectionCriterion
from tests.catalogues import BOT, extracted, stored
from tests.conversation.offline import the_forms

PLURALS = {"zh": 1, "en": 2}


def ids() -> set[str]:
    return {
        message.id if isinstance(message.id, str) else message.id[0] for message in extracted() if message.id
    }


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_code_is_in_the_catalogue_and_no_other(language: str) -> None:
    catalogue = {m.id if isinstance(m.id, str) else m.id[0] for m in stored(language) if m.id}
    assert catalogue == ids()
    assert len(catalogue) > 150


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_the_same_places_to_fill(language: str) -> None:
    for message in stored(language):
        if not message.id:
            continue
        wanted = (message.id,) if isinstance(message.id, str) else message.id
        strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        assert not message.fuzzy, wanted
        assert all(strings), wanted
        if len(wanted) == 2:
            assert len(strings) == PLURALS[language]
        for text in strings:
            assert places(text) == places(wanted[-1]), wanted


NAMES = {"JSON Lines", "XLSX", "CSV"}
"""What is called the same in Chinese."""


def test_chinese_is_chinese() -> None:
    written = [m.string for m in stored("zh") if m.id and isinstance(m.string, str)]
    english = {
        text for text in written if re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", text)) and text.isascii()
    }
    assert english <= NAMES


def test_several_things_are_set_apart_as_the_language_does() -> None:
    item = next(one for one in the_forms()["quality"].criteria if getattr(one, "flags", ()))
    assert isinstance(item, InspectionCriterion)
    answer = Inspected(0, (item.flags[0].id,))
    flag = item.flags[0].text
    assert answer_words(texts("zh"), item, answer) == f"❌ 0 {item.unit}、{flag}"
    assert answer_words(texts("en"), item, answer) == f"❌ 0 {item.unit}, {flag}"


def test_no_code_joins_words_with_a_sign_of_one_language() -> None:
    joined = [
        (path.name, call.lineno)
        for path in sorted(BOT.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "join"
        and isinstance(call.func.value, ast.Constant)
        and set(str(call.func.value.value)) & set("、，；：")
    ]
    assert joined == []


def test_plurals_follow_the_language() -> None:
    english, chinese = texts("en"), texts("zh")
    assert english.n("{n} question", "{n} questions", 1) == "1 question"
    assert english.n("{n} question", "{n} questions", 20) == "20 questions"
    assert chinese.n("{n} question", "{n} questions", 20) == "共 20 题"


@pytest.mark.parametrize(
    ("chosen", "telegram", "spoken"),
    [
        ("en", "zh-hans", "en"),
        (None, "en-GB", "en"),
        (None, "zh-hans", "zh"),
        (None, "fr", "zh"),
        (None, None, "zh"),
    ],
)
def test_the_language_is_the_chosen_one_else_telegrams_else_the_default(
    chosen: str | None, telegram: str | None, spoken: str
) -> None:
    assert language_of(chosen, telegram, "zh") == spoken
