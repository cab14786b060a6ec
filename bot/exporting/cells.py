"""What a cell can hold, and how people's words are kept from becoming a formula or from breaking a file."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

Cell: TypeAlias = str | int | Decimal | date | datetime | None
"""A value of a table. A ``datetime`` is local and naive, as spreadsheets have it."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
# Full-width signs begin a formula in spreadsheets set to Japanese or Chinese; blanks before them do not help.
_FORMULA = re.compile("\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20\x00-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """The text without control characters that no XML can hold, and with ``\\n`` as its line ends."""
    return _LINE_END.sub("\n", _UNWRITABLE.sub("", _LINE_END.sub("\n", text)))


def like_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula, or for the beginning of one."""
    return _FORMULA.match(text) is not None
