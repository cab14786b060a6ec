"""Reading a printed report back: its words, where ticks stand, whether a character had no glyph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

from bot.rating import Rating
from bot.reports.form_page import form_page
from bot.reports.page import values_of
from bot.reports.printing import make
from bot.reports.sheet import Sheet
from bot.texts import texts
from tests.reports.ratings import FORMS, ZONE, rating_of

NOWHERE = Path("/nonexistent")


def printed(rating: Rating, data: Path = NOWHERE, **given: Any) -> bytes:
    """The PDF of an evaluation."""
    return make(Sheet("form", values_of(form_page(texts("zh"), rating, ZONE, **given))), data)


@cache
def printed_form(form_id: str) -> bytes:
    """The PDF of a form filled in throughout."""
    return printed(rating_of(FORMS[form_id]))


@cache
def words_of(pdf: bytes) -> str:
    """All words, page by page, without spaces and line ends: those depend on where lines break."""
    return "".join(squeezed(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages)


def squeezed(text: str) -> str:
    """The words without any space between them."""
    return "".join(text.replace("\u200b", "").split())


@dataclass(frozen=True, slots=True)
class Spot:
    """Words and where they begin: page, points from the left, points from the foot."""

    text: str
    page: int
    x: float
    y: float


@cache
def spots(pdf: bytes) -> list[Spot]:
    """Every piece of text with its place, in the order in which it was printed."""
    found: list[Spot] = []
    for number, page in enumerate(PdfReader(BytesIO(pdf)).pages):

        def seen(text: str, cm: Any, tm: Any, *_: Any, number: int = number) -> None:
            if text.strip():
                x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
                found.append(Spot(text.strip(), number, x, y))

        page.extract_text(visitor_text=seen)
    return found


@cache
def holes(pdf: bytes) -> int:
    """How many characters are printed as an empty box: glyph 0 of their font."""
    reader = PdfReader(BytesIO(pdf))
    count = 0
    for page in reader.pages:
        contents = page.get_contents()
        if contents is None:
            continue
        for operands, operator in ContentStream(contents, reader).operations:
            if operator in {b"Tj", b"TJ"}:
                parts = operands[0] if operator == b"TJ" else operands
                count += sum(_holes_in(part) for part in parts if hasattr(part, "original_bytes"))
    return count


def _holes_in(shown: Any) -> int:
    codes: bytes = shown.original_bytes
    return sum(codes[i : i + 2] == b"\0\0" for i in range(0, len(codes), 2))
