"""What people did, written down by the people: the one thing the records are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

QUESTIONS = (
    *(f"q{number}" for number in range(1, 16)),
    "emotion",
    "ambition",
    "values",
    "responsibility",
    "belonging",
)
"""The twenty ratings of the interview form, in order."""
INDICATORS = (
    ("q1",),
    ("q2", "q3", "q4"),
    ("q5", "q6", "q7"),
    ("q8", "q9", "q10", "q11"),
    ("q12", "q13", "q14", "q15"),
    *((question,) for question in QUESTIONS[15:]),
)
"""Which ratings make up which of its ten indicators."""
LEVELS: Mapping[str, int] = {"较差": 1, "一般": 2, "良好": 3, "优秀": 4}
CHECKLISTS = (("attitude", 6), ("service", 5), ("efficiency", 4), ("problem-solving", 4))
"""The four checklists of the general form, with their numbers of options; a point a tick."""


@dataclass
class Said:
    """A message that must become one note: on which criterion, its words, how many files came with it."""

    item: str
    text: str
    files: int = 0


@dataclass
class Walked:
    """One evaluation, as the evaluator did it.

    ``log`` holds every touch that must be stored, in order: the item and its value, ``None`` for one taken back.
    ``said`` has the notes by the message that they (or the first picture of an album) came in.
    """

    form: str
    name: str
    log: list[tuple[str, object]] = field(default_factory=list)
    said: dict[int, Said] = field(default_factory=dict)
    total: Decimal | None = None
    handed_in: bool = False


def mean_of_indicators(ratings: Mapping[str, str]) -> Decimal:
    """The interview's total: every indicator the mean of its ratings, all indicators weighing the same."""
    indicators = [_mean([Fraction(LEVELS[ratings[q]]) for q in questions]) for questions in INDICATORS]
    mean = _mean(indicators)
    return (Decimal(mean.numerator) / mean.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _mean(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)
