"""Every form and score card looks as it was last looked at, but for a few dots."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PIL import Image

from rubrics.answers import Pointed, Rated
from rubrics.model import Form
from tests.reports.golden import KEPT, apart, drawn, kept
from tests.reports.ratings import FORMS

MOST = 0.03
"""The share of a tile's dots that may differ: 7 of 256, what is rounded otherwise on another machine."""


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: str(form.id))
def test_each_page_looks_as_it_was_kept(form: Form) -> None:
    pages = drawn(form)
    assert {path.stem for path in KEPT.glob(f"{form.id}-*.png")} == set(pages)
    differing = {name: apart(picture, kept(name)) for name, picture in pages.items()}
    assert max(differing.values()) <= MOST, f"{differing}: python -m tests.reports.golden draws them anew"


def test_one_tick_in_another_column_would_be_noticed() -> None:
    """The smallest thing that matters is bigger than what is allowed to differ."""
    changed = drawn(FORMS["competency"], answers={"knowledge-2": Rated("较差")})
    assert apart(changed["competency-1"], kept("competency-1")) > MOST
    assert apart(changed["competency-card"], kept("competency-card")) > MOST


def test_one_figure_that_changed_would_be_noticed() -> None:
    changed = drawn(FORMS["property"], answers={"documents": Pointed(Decimal(8))})
    assert apart(changed["property-1"], kept("property-1")) > MOST


def test_pages_of_another_size_differ_altogether() -> None:
    assert apart(Image.new("L", (10, 10)), Image.new("L", (10, 11))) == 1
