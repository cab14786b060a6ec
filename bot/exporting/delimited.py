"""CSV for people: UTF-8 with a mark at its beginning, so that Excel opens Chinese, and lines that end as there."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

from bot.exporting.cells import Cell, clean, like_a_formula

_KEPT = 50_000
_SHORT = 200


class Delimited:
    """One table being written to a file."""

    def __init__(self, file: IO[bytes], headings: Sequence[str]) -> None:
        """The headings are written at once."""
        self._file = file
        self._kept: dict[str, str] = {}
        file.write(codecs.BOM_UTF8)
        self.add([headings])

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Put rows below those there are."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows([self._said(value) for value in row] for row in rows)
        self._file.write(text.getvalue().encode())

    def _said(self, value: Cell) -> object:
        """Text so that it never becomes a formula; moments as spreadsheets read them; the rest as it is."""
        if type(value) is str:
            kept = self._kept.get(value)
            return self._guarded(value) if kept is None else kept
        return value.isoformat(" ", "seconds") if isinstance(value, datetime) else value

    def _guarded(self, text: str) -> str:
        said = clean(text)
        guarded = f"'{said}" if like_a_formula(said) else said
        if len(text) <= _SHORT:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[text] = guarded
        return guarded
