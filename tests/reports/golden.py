"""Pictures of how every form looks, to compare with. ``python -m tests.reports.golden`` draws them anew.

Small and grey: 60 dots to the inch, 16 greys. Look at what changed before it is committed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from bot.reports.card import card_values, score_card
from bot.reports.form_page import form_page
from bot.reports.page import values_of
from bot.reports.printing import pages_of
from bot.reports.sheet import Sheet
from bot.texts import texts
from rubrics.model import Form
from tests.reports.ratings import FORMS, ZONE, rating_of

KEPT = Path(__file__).parent / "golden"
CODE = "7K3M-Q8ZD-1XWA"
_DOTS = 60.0
_GREYS = 16
_TILE = 16
"""Dots of a side of a tile: about a cell of a table, so that one tick is a good part of it."""
_APART = 64
"""So many of 256 greys apart, a dot is another one; less is how edges are smoothed."""


def drawn(form: Form, **given: Any) -> Mapping[str, Image.Image]:
    """The pages of a form filled in throughout, and its score card, by the name they are kept under."""
    t, rating = texts("zh"), rating_of(form, **given)
    page = Sheet("form", values_of(form_page(t, rating, ZONE, code=CODE)))
    card = Sheet("card", card_values(score_card(t, rating, ZONE, code=CODE)))
    (picture,) = pages_of(card, Path(), _DOTS)
    pages = {f"{form.id}-{n}": _small(png) for n, png in enumerate(pages_of(page, Path(), _DOTS), 1)}
    return {**pages, f"{form.id}-card": _small(picture)}


def kept(name: str) -> Image.Image:
    """What was looked at and kept."""
    with Image.open(KEPT / f"{name}.png") as picture:
        return picture.convert("L")


def apart(one: Image.Image, other: Image.Image) -> float:
    """The share of dots that differ in the tile where most do; 1 where the sizes differ."""
    if one.size != other.size:
        return 1.0
    differing = ImageChops.difference(one, other).point(lambda grey: 255 if grey > _APART else 0)
    return max(differing.reduce(_TILE).tobytes()) / 255


def _small(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as picture:
        step = 255 // (_GREYS - 1)
        return picture.convert("L").point(lambda grey: round(grey / step) * step)


def main() -> None:
    """Draw all of them anew."""
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.glob("*.png"):
        old.unlink()
    for form in FORMS.values():
        for name, picture in drawn(form).items():
            picture.quantize(_GREYS).save(KEPT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
