"""Going on after a wrong value, so that one reading of a file tells all its faults.

What the model refuses is left out or replaced by a stand-in until the rest makes a form; that form is only
checked, never used. What a check finds is told only where no stand-in can have led it astray.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from pydantic import ValidationError

from rubrics.findings import Flaw, Path
from rubrics.model import Form
from rubrics.naming import at, closest
from rubrics.shapes import Leaf, ListOf, MapOf, OneOf, Record, Shape, Value, plain_path, shape_at, variant
from rubrics.validating import Data

_ROUNDS = 4
"""Mending uncovers further errors (in a list that stood in place of a text, say); seldom more than twice."""

_PROSE = frozenset(
    {
        "title",
        "short",
        "text",
        "guidance",
        "cut",
        "note",
        "about",
        "hint",
        "statement",
        "language",
        "unit",
        "sample",
    }
)
"""Words no check compares with anything: a stand-in for them leads nothing else astray."""


@dataclass(frozen=True)
class Mending:
    """A form that can be checked, and the places where it is not what the file says."""

    form: Form
    uncertain: frozenset[Path]


def mended(error: ValidationError, data: Data) -> Mending | None:
    """The data made a form by leaving out or replacing what is wrong; ``None`` where that does not succeed."""
    patched, uncertain = deepcopy(data), set[Path]()
    serial = count(1)
    for _ in range(_ROUNDS):
        # From the end: what is left out of a place then moves no other.
        for one in reversed(error.errors(include_url=False, include_input=False, include_context=False)):
            path = plain_path(one["loc"])
            uncertain |= _unsure(path, one["type"], patched)
            _mend(patched, path, one["type"], serial)
        try:
            return Mending(Form.model_validate(patched), frozenset(uncertain))
        except ValidationError as remaining:
            error = remaining
    return None


def certain(found: Iterable[Flaw], told: Iterable[Flaw], mending: Mending) -> list[Flaw]:
    """Of what a check of the mended form found: that which is true of the file and not told yet."""
    known = {flaw.path for flaw in told}
    return [
        flaw
        for flaw in found
        if flaw.path not in known
        and not any(
            _related(part, unsure) for part in (flaw.path, *flaw.over) for unsure in mending.uncertain
        )
    ]


def _related(one: Path, other: Path) -> bool:
    least = min(len(one), len(other))
    return one[:least] == other[:least]


def _unsure(path: Path, kind: str, data: Data) -> set[Path]:
    if kind == "extra_forbidden":
        # It may be another key misspelt, and then that one is not what the writer meant.
        holder = path[:-1]
        shape, inside = shape_at(holder, data), at(data, holder)
        record = variant(shape, inside) if isinstance(shape, OneOf) else shape
        fields = tuple(record.fields) if isinstance(record, Record) else ()
        meant = closest(str(path[-1]), tuple(name for name in fields if name not in inside))
        return {(*holder, meant)} if meant else set()
    return set() if _PROSE & {path[-1], path[-2] if len(path) > 1 else ""} else {path}


def _mend(data: Data, path: Path, kind: str, serial: count[int]) -> None:
    holder, last = at(data, path[:-1]), path[-1]
    shape = shape_at(path, data)
    if isinstance(holder, dict) and isinstance(last, str):
        around = shape_at(path[:-1], data)
        record = variant(around, holder) if isinstance(around, OneOf) else around
        if kind == "extra_forbidden" or (isinstance(record, Record) and last not in record.required):
            holder.pop(last, None)
        elif shape is not None:
            holder[last] = _stand_in(shape, serial, holder.get(last))
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder) and shape is not None:
        holder[last] = _stand_in(shape, serial, holder[last])


def _stand_in(shape: Shape, serial: count[int], given: Data = None) -> Data:
    """Something the model takes; each text is one of its kind, so that no two are taken for the same."""
    match shape:
        case Leaf(value=Value.TEXT, allowed=allowed):
            return allowed[0] if allowed else f"x{next(serial)}"
        case Leaf(value=Value.NUMBER):
            return Decimal(1)
        case Leaf(value=Value.WHOLE):
            return 1
        case Leaf():
            return False
        case ListOf(item=item, least=least):
            entries = given if isinstance(given, list) else []
            return entries + [_stand_in(item, serial) for _ in range(least - len(entries))]
        case MapOf():
            return {}
        case Record(fields=fields, required=required):
            return {name: _stand_in(fields[name], serial) for name in fields if name in required}
        case OneOf(key=key, variants=variants):
            chosen = next(word for word in ("text", "nearest", *variants) if word in variants)
            made = _stand_in(variants[chosen], serial)
            id = given.get("id") if isinstance(given, dict) else None
            return {**made, key: chosen, **({"id": id} if isinstance(id, str) else {})}
