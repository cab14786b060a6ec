"""Why an answer's value was not taken: a fault is a value, and a sentence in plain English."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum

from rubrics.answers import JsonValue
from rubrics.rounding import plain

_SHOWN = 60


class FaultKind(Enum):
    """What is wrong with an answer's value."""

    NA = "na"
    """"Does not apply" where the criterion always applies."""
    LEVEL = "level"
    """Not one of the form's levels; ``allowed`` has them."""
    NUMBER = "number"
    """Not a number where points are wanted."""
    SCALE = "scale"
    """Not between ``low`` and ``high`` in steps of ``step``."""
    ANCHOR = "anchor"
    """Not the points of an anchor; ``allowed`` has them."""
    BAND = "band"
    """Not whole points within a band; ``allowed`` has the bands."""
    TICKS = "ticks"
    """Not a list of option ids where a checklist is answered."""
    COUNTS = "counts"
    """Neither counts by reason nor, where each can happen once, a list of reasons."""
    COUNTED = "counted"
    """A list of reasons where ``part`` can happen more than once, so that a count is wanted."""
    INSPECTION = "inspection"
    """Neither ``{"defects": …, "flags": […]}`` nor "does not apply"."""
    DEFECTS = "defects"
    """No number of defects, and no flag that would do without."""
    UNKNOWN = "unknown"
    """``part`` is no option, reason or flag of the criterion; ``allowed`` has them."""
    REPEATED = "repeated"
    """``part`` stands in a list more than once."""
    COUNT = "count"
    """The count of ``part`` is not a whole number from ``low`` to ``high``."""
    ONCE = "once"
    """``part`` can happen once only."""
    CHOICE = "choice"
    """Not one of the criterion's labels; ``allowed`` has them."""
    TEXT = "text"
    """Not a string, or not one that can be written down."""
    TEXT_EMPTY = "text-empty"
    """A text without a word in it."""
    TEXT_LONG = "text-long"
    """A text of more than ``high`` characters."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer's value that was not taken: why, for which criterion, and what would have been.

    ``given`` is the faulty value as JSON, shortened. ``part`` is the option, reason or flag (or ``defects``) at
    fault. ``allowed``, ``low``, ``high`` and ``step`` are set where the kind says so.
    """

    kind: FaultKind
    criterion: str
    given: str
    part: str = ""
    allowed: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal | None = None

    def __str__(self) -> str:
        """One line: the criterion, what is wrong, what is allowed."""
        return f"{self.criterion}: {_SENTENCES[self.kind].format(fault=self, **self._words())}"

    def _words(self) -> dict[str, str]:
        return {
            "allowed": ", ".join(self.allowed),
            "there": f" There are: {', '.join(self.allowed)}." if self.allowed else "",
            "points": "whole points" if self.step == 1 else "points",
            "range": f"from {_number(self.low)} to {_number(self.high)}",
            "steps": "" if self.step in {None, Decimal(1)} else f" in steps of {_number(self.step)}",
            "high": _number(self.high),
            "nearest": nearest(self.part, self.allowed),
        }


_SENTENCES = {
    FaultKind.NA: "it always applies, so {fault.given} is not allowed.",
    FaultKind.LEVEL: "{fault.given} is not a level of this form. The levels: {allowed}.",
    FaultKind.NUMBER: "{fault.given} is not a number. Points are written as a number, without quotes.",
    FaultKind.SCALE: "{fault.given} is not allowed: {points} {range}{steps}.",
    FaultKind.ANCHOR: "{fault.given} is not allowed: one of {allowed}.",
    FaultKind.BAND: "{fault.given} is not allowed: whole points within {allowed}.",
    FaultKind.TICKS: '{fault.given} is not a list of ticked options, such as ["{fault.allowed[0]}"] or [].',
    FaultKind.COUNTS: '{fault.given} does not say how often each reason happened, such as {{"{fault.part}": 1}}.',
    FaultKind.COUNTED: '"{fault.part}" can happen more than once: give counts, such as {{"{fault.part}": 1}}.',
    FaultKind.INSPECTION: '{fault.given} is not an inspection result, such as {{"defects": 0, "flags": []}}.',
    FaultKind.DEFECTS: "the number of defects is missing.",
    FaultKind.UNKNOWN: "there is no {fault.given} here{nearest}.{there}",
    FaultKind.REPEATED: '"{fault.part}" is listed more than once.',
    FaultKind.COUNT: '"{fault.part}" is {fault.given}: a whole number {range} is wanted.',
    FaultKind.ONCE: '"{fault.part}" can happen only once, not {fault.given} times.',
    FaultKind.CHOICE: "{fault.given} is not one of the choices: {allowed}.",
    FaultKind.TEXT: "{fault.given} is not a text.",
    FaultKind.TEXT_EMPTY: "the text is empty. Leave the answer out instead.",
    FaultKind.TEXT_LONG: "the text has more than {high} characters.",
}


def shown(value: JsonValue) -> str:
    """A value as one line of JSON, cut to 60 characters, safe to print."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)  # an int of thousands of digits refuses to be written
    text = str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False, default=str)
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def nearest(word: str, known: tuple[str, ...]) -> str:
    """`` (is "late" meant?)`` with the known word most like this one, or nothing if none is like it."""
    like = get_close_matches(word[:100], known, n=1)
    return f' (is "{like[0]}" meant?)' if like else ""


def _number(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
