"""Fields around the rating: reading what a person typed into one, pure.

A value is a string, or for goals a list of ``[goal, measure]``; dates are stored as ``2026-11-23``, phone
numbers with digits only (and a leading ``+`` abroad).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeAlias

from rubrics.model import ChoiceField, FormField, GoalsField, GradeField, PeriodField, PlainField
from rubrics.numerals import read_number
from rubrics.periods import read_period

FieldValue: TypeAlias = "str | list[list[str]]"

NAME_LIMIT = 60
_UNSEEN = {"Cc", "Cf", "Co", "Cs"}
_JOINER = "\u200d"
LINE_LIMIT = 1500
GOALS_LIMIT = 20


class FieldFaultKind(Enum):
    """Why a typed value was not taken."""

    EMPTY = "empty"
    NAME_LONG = "name-long"
    NAME_EMPTY = "name-empty"
    TEXT_LONG = "text-long"
    PHONE = "phone"
    AGE = "age"
    DATE = "date"
    DATE_FUTURE = "date-future"
    PERIOD = "period"
    CHOICE = "choice"
    GOAL = "goal"
    GOALS_MANY = "goals-many"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """A typed value that was not taken: why, and what was typed (for goals the faulty line)."""

    kind: FieldFaultKind
    typed: str


def read_field(field: FormField, text: str, today: date) -> FieldValue | FieldFault:
    """What a typed line means for a field, or why it cannot be taken."""
    line = unicodedata.normalize("NFC", text).strip()
    match field:
        case PlainField(kind="name"):
            return read_name(line)
        case PlainField(kind="phone"):
            return _phone(line)
        case PlainField(kind="age"):
            return _age(line)
        case PlainField(kind="date"):
            return _date(line, today)
        case PeriodField(units=units):
            return read_period(_narrow(line), units) or FieldFault(FieldFaultKind.PERIOD, line)
        case ChoiceField(options=options):
            return line if line in options else FieldFault(FieldFaultKind.CHOICE, line)
        case GoalsField():
            return _goals(line)
        case PlainField() | GradeField():
            if not line:
                return FieldFault(FieldFaultKind.EMPTY, line)
            return line if len(line) <= LINE_LIMIT else FieldFault(FieldFaultKind.TEXT_LONG, line)


def read_name(text: str) -> str | FieldFault:
    """A name of a person or place: any script, emoji too; spaces collapsed; not empty once marks are gone.

    Marks that nobody sees (direction, zero width) are taken out, so that the name is found again by what is seen;
    only the joiner inside an emoji stays.
    """
    seen = (c for c in text if c == _JOINER or c.isspace() or unicodedata.category(c) not in _UNSEEN)
    line = " ".join("".join(seen).split())
    visible = [c for c in line if unicodedata.category(c) not in {"Cf", "Zs", "Mn"}]
    if not visible:
        return FieldFault(FieldFaultKind.NAME_EMPTY, text)
    return line if len(line) <= NAME_LIMIT else FieldFault(FieldFaultKind.NAME_LONG, text)


def whole_years(since: str, today: date) -> int | None:
    """Full years from a stored date to ``today`` (到职日 → 年资); ``None`` if it is no date or lies ahead."""
    try:
        begin = date.fromisoformat(since)
    except ValueError:
        return None
    if begin > today:
        return None
    return today.year - begin.year - ((today.month, today.day) < (begin.month, begin.day))


def shown(value: FieldValue) -> str:
    """A field's value in one line (goals: one a line, ``goal | measure``)."""
    return value if isinstance(value, str) else "\n".join(" | ".join(goal) for goal in value)


def suggested(field: ChoiceField, grade: str | None) -> str | None:
    """The option the form suggests for a grade, if any."""
    suggest: Mapping[str, str] = field.suggest
    return suggest.get(grade) if grade is not None else None


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _phone(line: str) -> str | FieldFault:
    digits = re.sub(r"[\s().\-—–]", "", _narrow(line))
    digits = re.sub(r"^(?:\+|00)86(?=1[3-9]\d{9}$)", "", digits)
    mobile = re.fullmatch(r"1[3-9]\d{9}", digits)
    landline = re.fullmatch(r"0\d{9,11}|(?!1[3-9])\d{7,8}|[48]00\d{7}", digits)
    abroad = re.fullmatch(r"\+[1-9]\d{6,14}", digits)
    return digits if mobile or landline or abroad else FieldFault(FieldFaultKind.PHONE, line)


def _age(line: str) -> str | FieldFault:
    number = read_number(line)
    if number is None or number != int(number) or not 14 <= number <= 99:
        return FieldFault(FieldFaultKind.AGE, line)
    return str(int(number))


def _date(line: str, today: date) -> str | FieldFault:
    match = re.fullmatch(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?", _narrow(line)) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", _narrow(line)
    )
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        day = None
    if day is None or day.year < 1940:
        return FieldFault(FieldFaultKind.DATE, line)
    return day.isoformat() if day <= today else FieldFault(FieldFaultKind.DATE_FUTURE, line)


_BAR = re.compile(r"[|\uff5c]+")
_OTHER_SIGNS = re.compile(r"(?:(?<!\d)[:\uff1a]|[:\uff1a](?!\d)|[—–])+|\s-\s|-{2,}")
"""What stands between a goal and its measure where there is no bar; a colon within a time of day does not."""


def _goals(text: str) -> list[list[str]] | FieldFault:
    goals: list[list[str]] = []
    for line in filter(None, (part.strip() for part in text.splitlines())):
        between = _BAR if _BAR.search(line) else _OTHER_SIGNS
        parts = [part.strip() for part in between.split(line, maxsplit=1)]
        if len(parts) != 2 or not all(parts) or len(line) > 300:
            return FieldFault(FieldFaultKind.GOAL, line[:60])
        goals.append(parts)
    if not goals:
        return FieldFault(FieldFaultKind.EMPTY, text)
    return goals if len(goals) <= GOALS_LIMIT else FieldFault(FieldFaultKind.GOALS_MANY, text[:60])
