"""The pictures: one page, as wide as a phone, with every figure and word they are given."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from bot.comparing.candidates import Candidate, Side, pair_of
from bot.comparing.chart import Chart, health_chart, league_chart, pair_chart, trend_chart
from bot.comparing.figures import Result
from bot.comparing.health import Health, grades_of
from bot.comparing.league import League, rows_of
from bot.comparing.spans import present
from bot.comparing.tallies import CriterionTally
from bot.comparing.trend import trend_of
from bot.reports.printing import make
from bot.reports.sheet import Sheet
from bot.texts import texts
from rubrics.model import Form
from rubrics.points import criterion_max
from tests.comparing.shops import ZONE
from tests.comparing.small import result, shipped, shop
from tests.conversation.offline import the_forms

T = texts("zh")
SPAN = present(date(2026, 11, 23), "quarter")
BLUE = (0x00, 0x72, 0xB2)


def picture(chart: Chart) -> Image.Image:
    return Image.open(BytesIO(make(chart.sheet, Path())))


def text_of(chart: Chart) -> str:
    pdf = make(Sheet(chart.sheet.template, chart.values, "pdf"), Path())
    (page,) = PdfReader(BytesIO(pdf)).pages
    return page.extract_text().replace(" ", "")


def is_drawn(chart: Chart) -> None:
    """One picture of phone's width, which Telegram takes as a photo, on white, with something blue on it."""
    shown = picture(chart).convert("RGB")
    assert shown.width == 1080
    assert shown.width + shown.height < 10_000
    assert shown.height < 20 * shown.width
    assert shown.getpixel((0, 0)) == (255, 255, 255)
    assert shown.getpixel((shown.width - 1, shown.height - 1)) == (255, 255, 255)
    assert BLUE in {color for _, color in shown.getcolors(1 << 24) or ()}


def most(form: Form, number: int) -> Result:
    every = {c.id: int(criterion_max(form, c) or 0) for c in form.scored()}
    return result(number, "100", form=form, grade=form.grades[0], **every)


@pytest.mark.parametrize("id", list(the_forms()))
def test_every_form_has_a_trend(id: str) -> None:
    chart = trend_chart(T, trend_of("龘𬭎" * 20, [most(shipped(id), n) for n in range(3)]), ZONE)
    is_drawn(chart)
    text = text_of(chart)
    assert "100" in text
    assert "‹U+" not in text
    assert shipped(id).sections[0].title[:4] in text


def test_a_trend_has_its_figures_days_and_bands() -> None:
    trend = trend_of("North", [result(1, "43.21", clean=1), result(2, None), result(3, "87.5", clean=9)])
    text = text_of(trend_chart(T, trend, ZONE))
    for words in ("43.21", "87.5", "26-02-14", "26-04-15", "good", "poor", "10→90", "Room"):
        assert words in text


@pytest.mark.parametrize("many", [1, 24])
def test_a_trend_of_one_and_of_24(many: int) -> None:
    is_drawn(
        trend_chart(T, trend_of("North", [result(n, f"{4 * n}", clean=n % 10) for n in range(many)]), ZONE)
    )


def test_two_side_by_side() -> None:
    chart = pair_chart(
        T,
        pair_of(
            shop(),
            (Side("<b>#x[", 1, Decimal("66.67"), "good"), [result(1, clean=2)]),
            (Side("#sys.inputs", 1, Decimal(60), None), [result(2, light=5)]),
        ),
        SPAN.name,
    )
    is_drawn(chart)
    text = text_of(chart)
    for words in ("<b>#x[", "#sys.inputs", "66.67%", "60%", "good", "无等级", "Clean", "20", "—", "2026-Q4"):
        assert words in text


def test_a_league_and_a_form() -> None:
    tallies = tuple(
        CriterionTally(c.id, c.title, 9, 3, Decimal(50), Decimal(n % 4))
        for n, c in enumerate(shipped("quality").scored())
    )
    ranked = [Candidate(n, n, f"项目{n}", 1, 9900 - 100 * n, n, None) for n in range(1, 11)]
    form = shipped("quality")
    league = League(
        form, SPAN.name, 10, 10, 0, rows_of(ranked, {1: 2}, {}), 0, 0, tallies, changed=False, unknown=0
    )
    is_drawn(league_chart(T, league))
    text = text_of(league_chart(T, league))
    for words in ("项目10", "98", "上季第2", "3/9", "33.33"):
        assert words in text
    health = Health(
        form, "2026", 9, 0, Decimal(50), grades_of(form, {"优秀": 9}), tallies, (), changed=False, unknown=0
    )
    is_drawn(health_chart(T, health))
    text = text_of(health_chart(T, health))
    for words in ("优秀", "50±3", "从无变化", "9份"):
        assert words in text


def test_words_under_a_picture_fit_telegrams_limit() -> None:
    trend = trend_of("长" * 2000, [result(1, "50", clean=1)])
    assert len(trend_chart(T, trend, ZONE).caption) <= 1024
