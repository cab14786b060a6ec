"""The score card: figures as words, readable without its colours, as wide as a phone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.rating import Rating
from bot.reports.card import Card, card_values, mark_of, score_card, tone_of
from bot.reports.printing import make
from bot.reports.sheet import Paper, Sheet
from bot.texts import texts
from rubrics.answers import NotApplicable, Pointed, Rated
from rubrics.model import Form
from tests.reports.ratings import FORMS, ZONE, evaluation_of, rating_of
from tests.reports.reading import holes, words_of

EVERY = pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: str(form.id))
CODE = "7K3M-Q8ZD-1XWA"


def card(rating: Rating) -> Card:
    return score_card(texts("zh"), rating, ZONE, code=CODE)


def made(values: Card, paper: Paper = "pdf") -> bytes:
    """As a picture, or the same as a PDF, whose words can be read back."""
    return make(Sheet("card", card_values(values), paper), Path())


@EVERY
def test_everything_that_is_drawn_is_told_in_words(form: Form) -> None:
    rating = rating_of(form)
    pdf = made(card(rating))
    words = words_of(pdf)
    for told in (form.title, "张三", str(rating.grade), "2026-11-23", "第7号", "存档序号42", CODE):
        assert told.replace(" ", "") in words
    for section in rating.score.sections:
        if section.total is not None:
            assert section.title in words
            assert f"{section.total.normalize():f}" in words
    assert holes(pdf) == 0


@pytest.mark.parametrize(
    ("form_id", "shape"),
    [
        ("interview", "radar"),
        ("performance", "radar"),
        ("competency", "radar"),
        ("representative", "radar"),
        ("work", "radar"),
        ("property", "bars"),
        ("probation", "bars"),
        ("department", "bars"),
        ("quality", "bars"),
        ("general", "bars"),
        ("pr-agency", "bars"),
    ],
)
def test_sections_of_the_same_maximum_stand_around_one_middle(form_id: str, shape: str) -> None:
    assert card(rating_of(FORMS[form_id])).shape == shape


def test_with_two_sections_left_there_is_no_radar() -> None:
    gone = {c.id: NotApplicable() for c in FORMS["interview"].criteria if c.id not in {"q1", "q2"}}
    few = card(rating_of(FORMS["interview"], answers=gone))
    assert few.shape == "bars"
    assert [part.figure for part in few.parts].count("未计入") == 8


@pytest.mark.parametrize(
    ("points", "mark"),
    [
        (10, 1.0),  # 100%: the right end
        (9, 0.75),  # 90% begins the fourth of four grades
        (8, 0.5),  # 80% the third
        (7, 0.375),  # 70% is the middle of 60 to 80, the second
        (6, 0.25),
        (3, 0.125),  # 30% is the middle of 0 to 60, the first
    ],
)
def test_the_mark_stands_where_the_figure_lies_among_the_grades(points: int, mark: float) -> None:
    """Ten criteria of ten points; grades from 60, 80 and 90 percent."""
    form = FORMS["property"]
    rating = rating_of(form, answers={c.id: Pointed(Decimal(points)) for c in form.criteria})
    assert mark_of(form, rating.score) == mark


def test_on_a_level_form_the_mark_is_read_off_the_mean() -> None:
    """All 良好 is 3, between 2.5 and 3.5: the middle of the third of four."""
    form = FORMS["competency"]
    rating = rating_of(form, answers={c.id: Rated("良好") for c in form.criteria})
    assert mark_of(form, rating.score) == 0.625


def test_where_the_grade_follows_rules_there_is_a_scale_and_no_mark() -> None:
    shown = card(rating_of(FORMS["performance"]))
    assert shown.mark is None
    assert [s.label for s in shown.scale] == ["不符合要求", "一般", "良好", "优秀"]
    assert [s.label for s in shown.scale if s.reached] == [shown.grade]


def test_best_and_worst_have_a_colour_of_their_own() -> None:
    five = ("特别优秀", "优秀", "普通", "需要努力", "差")
    assert [tone_of(five, grade) for grade in five] == ["best", "good", "good", "low", "worst"]
    four = ("优秀", "良好", "一般", "较差")
    assert [tone_of(four, grade) for grade in four] == ["best", "good", "low", "worst"]
    assert tone_of(four, None) == "none"


@EVERY
def test_it_is_as_wide_as_a_phone_and_upright(form: Form) -> None:
    with Image.open(BytesIO(made(card(rating_of(form)), "png"))) as picture:
        assert picture.width == 1080
        assert 1 < picture.height / picture.width < 2


def test_the_longest_names_and_reasons_stay_on_it() -> None:
    """Telegram takes a picture whose sides together are at most 10,000 dots, one at most 20 times the other."""
    form = FORMS["interview"]
    own = {"grade": "优秀", "reason": "临场表现突出" * 100, "computed": "一般"}
    long = rating_of(form, name="欧阳" * 20, fields={"overall": own})
    shown = replace(card(long), standing="本考评已被更正，以第 9 号为准。")
    assert "欧阳" * 20 in words_of(made(shown))
    with Image.open(BytesIO(made(shown, "png"))) as picture:
        assert picture.height < 2.4 * picture.width


def test_an_amended_one_says_so() -> None:
    form = FORMS["property"]
    shown = score_card(texts("zh"), rating_of(form), ZONE, code=CODE, later=evaluation_of(form, 9))
    assert "以第9号为准" in words_of(made(shown))


def test_without_a_grade_it_says_why() -> None:
    form = FORMS["interview"]
    gone = {c.id: NotApplicable() for c in form.criteria[:11]}
    words = words_of(made(card(rating_of(form, answers=gone))))
    assert "没有等级" in words
    assert "20项中评了不到一半" in words
