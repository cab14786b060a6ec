"""Rows of a spreadsheet as XML: numbers as numbers, moments as moments, text never as a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from bot.exporting.cells import Cell, clean, like_a_formula
from bot.exporting.frame import Styles

MOST_CHARACTERS = 32_767
"""Characters a cell holds, counted as UTF-16 does."""

_ZERO = date(1899, 12, 30)
"""From here spreadsheets count days."""
_SECONDS = 86_400
_KEPT = 50_000
"""Texts that are kept as they are written: titles and levels come again in every row."""
_SHORT = 200
# Readers take _x0041_ within a text for an A, so an underscore that would begin such a thing is written so itself.
_LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class SheetRows:
    """Writes the rows of one table."""

    def __init__(self, columns: int, styles: Styles) -> None:
        """``columns`` is how many the table has; a row has as many values."""
        self._letters = [get_column_letter(place) for place in range(1, columns + 1)]
        self._moment = f' s="{styles.moment}"><v>'
        self._day = f' s="{styles.day}"><v>'
        self._quoted = f' s="{styles.quoted}"'
        self._texts: dict[str, str] = {}

    def line(self, number: int, row: Sequence[Cell]) -> str:
        """A row by its number, from 1."""
        parts = [f'<row r="{number}">']
        texts = self._texts
        for letter, value in zip(self._letters, row, strict=True):
            if value is None:
                continue
            # Most cells are text that was written before: they come first, and cost one look.
            if type(value) is str:
                inner = texts.get(value)
                if inner is None:
                    inner = self._text(value)
            else:
                inner = self._value(value)
            if inner:
                parts.append(f'<c r="{letter}{number}"{inner}</c>')
        parts.append("</row>")
        return "".join(parts)

    def _value(self, value: Cell) -> str:
        match value:
            case int() | Decimal():
                return f"><v>{value}</v>"
            case datetime():
                seconds = value.hour * 3600 + value.minute * 60 + value.second
                return f"{self._moment}{(value.date() - _ZERO).days + seconds / _SECONDS}</v>"
            case date():
                return f"{self._day}{(value - _ZERO).days}</v>"
            case _:
                raise TypeError(f"not a cell: {value!r}")

    def _text(self, text: str) -> str:
        said = _clipped(clean(text))
        written = ""
        if said:
            style = self._quoted if like_a_formula(said) else ""
            kept = ' xml:space="preserve"' if said != said.strip() else ""
            inner = escape(_LIKE_ESCAPED.sub("_x005F_", said))
            written = f'{style} t="inlineStr"><is><t{kept}>{inner}</t></is>'
        if len(text) <= _SHORT:
            if len(self._texts) >= _KEPT:
                self._texts.clear()
            self._texts[text] = written
        return written


def _clipped(text: str) -> str:
    """The text as far as a cell holds it, with a mark where it goes on."""
    if len(text) <= MOST_CHARACTERS // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", errors="ignore") + "…"
