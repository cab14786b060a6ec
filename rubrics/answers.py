"""Answer values: what an evaluator can say to a criterion, and how that is written in JSON.

In JSON (answers files, stored rows) a level is its label; points, anchors and bands a number; a checklist the
list of ticked option ids; deductions ``{"late": 2}`` or, where every reason happens once, a list of reason ids;
an inspection ``{"defects": 2, "flags": []}``; "does not apply" ``{"na": true}``; text and choice a string.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Rated:
    """A level, by its label."""

    level: str


@dataclass(frozen=True, slots=True)
class Pointed:
    """A number of points (points, anchored and banded criteria)."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class Ticked:
    """The ticked options of a checklist, in the form's order."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deducted:
    """How often each reason happened: (reason id, count ≥ 1), in the form's order. Empty means none."""

    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Inspected:
    """Defects found and flags set, in the form's order."""

    defects: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The criterion was not covered or does not apply."""


@dataclass(frozen=True, slots=True)
class Written:
    """Words, or the label chosen in a choice criterion."""

    text: str


Answer: TypeAlias = Rated | Pointed | Ticked | Deducted | Inspected | NotApplicable | Written
JsonValue: TypeAlias = "str | int | Decimal | bool | list[JsonValue] | dict[str, JsonValue] | None"
