"""Going on after a wrong value, so that one reading of a file tells all its faults.

What the model refuses is left out or replaced by a stand-in until the rest makes a form; that form is only
checked, never used. What a check finds is told unless a stand-in was among the values it read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count

from pydantic import ValidationError

from rubrics.findings import Flaw, Path
from rubrics.model import Form
from rubrics.naming import at, closest, shown
from rubrics.nodes import Node
from rubrics.shapes import Leaf, ListOf, MapOf, OneOf, Record, Shape, Value, plain_path, shape_at, variant
from rubrics.validating import Data, flaws

_ROUNDS = 4
"""Mending uncovers further errors (in a question whose kind was wrong, say); seldom more than twice."""

_UNNAMED = "?"
"""What a part is called in a sentence when its id or label cannot be read at all."""


@dataclass(frozen=True)
class Mending:
    """A form that can be checked, and how it differs from what the file says.

    ``uncertain`` are the places where something else stands. ``uncovered`` is what the model found wrong only
    after mending, in parts whose kind it did not know before. ``names`` gives for each word that was put in
    what a sentence says in its place.
    """

    form: Form
    uncertain: frozenset[Path]
    uncovered: tuple[Flaw, ...]
    names: Mapping[str, str]


def mended(error: ValidationError, root: Node, data: Data) -> Mending | None:
    """The data made a form by leaving out or replacing what is wrong; ``None`` where that does not succeed."""
    mender = _Mender(data)
    uncovered: list[Flaw] = []
    for _ in range(_ROUNDS):
        uncovered += [flaw for flaw in flaws(error, root, mender.data) if mender.has_uncovered(flaw.path)]
        mender.mend(error)
        try:
            form = Form.model_validate(mender.data)
        except ValidationError as remaining:
            error = remaining
        else:
            return Mending(form, frozenset(mender.uncertain), tuple(uncovered), mender.words.names)
    return None


def certain(found: Iterable[Flaw], mending: Mending) -> Iterator[Flaw]:
    """Of what a check of the mended form found: that which is true of the file, in the file's own words."""
    for flaw in found:
        if not any(part[:end] in mending.uncertain for part in flaw.read for end in range(len(part) + 1)):
            words = {key: _in_own_words(word, mending.names) for key, word in flaw.words.items()}
            yield replace(flaw, words=words)


def _in_own_words(sentence: object, names: Mapping[str, str]) -> object:
    if isinstance(sentence, str):
        for stand_in, name in names.items():
            sentence = sentence.replace(stand_in, name)
    return sentence


class _Words:
    """Words to stand in for others. None occurs in the file, so that none is taken for one of the form's."""

    def __init__(self, data: Data) -> None:
        # As buttons are compared: without spaces, capitals or not.
        self._written = "\n".join("".join(text.split()) for text in _texts(data)).casefold()
        self._serial = count(1)
        self.names: dict[str, str] = {}

    def word(self, given: Data) -> str:
        word = next(one for n in self._serial if (one := f"x{n}x") not in self._written)
        self.names[word] = shown(given) if isinstance(given, str) and given else _UNNAMED
        return word


def _texts(data: Data) -> Iterator[str]:
    match data:
        case str():
            yield data
        case dict():
            for key, value in data.items():
                yield key
                yield from _texts(value)
        case list():
            for value in data:
                yield from _texts(value)


class _Mender:
    """The data of a form, mended round by round."""

    def __init__(self, data: Data) -> None:
        self.data = deepcopy(data)
        self.uncertain: set[Path] = set()
        self.words = _Words(data)
        self._rebuilt: dict[Path, frozenset[str]] = {}

    def has_uncovered(self, path: Path) -> bool:
        """Whether the model came to see that place only because its holder was given a kind."""
        return any(
            path[: len(part)] == part and path[len(part)] in common
            for part, common in self._rebuilt.items()
            if len(path) > len(part)
        )

    def mend(self, error: ValidationError) -> None:
        """Leave out or replace all that the error names."""
        # From the end: what is left out of a place then moves no other.
        for one in reversed(error.errors(include_url=False, include_input=False, include_context=False)):
            path = plain_path(one["loc"])
            if one["type"] == "extra_forbidden":
                self._drop(path)
            else:
                self._replace(path)

    def _drop(self, path: Path) -> None:
        holder = path[:-1]
        shape, inside = shape_at(holder, self.data), at(self.data, holder)
        record = variant(shape, inside) if isinstance(shape, OneOf) else shape
        fields = tuple(record.fields) if isinstance(record, Record) else ()
        # It may be another key misspelt, and then that one is not what the writer meant.
        meant = closest(str(path[-1]), tuple(name for name in fields if name not in inside))
        if meant:
            self.uncertain.add((*holder, meant))
        inside.pop(path[-1], None)

    def _replace(self, path: Path) -> None:
        holder, last, shape = at(self.data, path[:-1]), path[-1], shape_at(path, self.data)
        given = at(self.data, path)
        if isinstance(shape, ListOf) and isinstance(given, list):
            # Entries that are there are read; only those that are missing are put in.
            # (Entries the model refuses are mended each by itself, and it counts the others only.)
            self.uncertain |= {(*path, i) for i in range(len(given), shape.least)}
            given += [self._stand_in(shape.item) for _ in range(shape.least - len(given))]
        elif isinstance(shape, OneOf) and isinstance(given, dict):
            self.uncertain.add((*path, shape.key))
            self._rebuilt[path] = common = _common(shape)
            holder[last] = {name: value for name, value in given.items() if name in common}
            holder[last][shape.key] = _modest(shape)
        else:
            self.uncertain.add(path)
            around = shape_at(path[:-1], self.data)
            record = variant(around, holder) if isinstance(around, OneOf) else around
            if isinstance(record, Record) and last not in record.required:
                holder.pop(last, None)
            elif shape is not None:
                holder[last] = self._stand_in(shape, given)

    def _stand_in(self, shape: Shape, given: Data = None) -> Data:
        """Something the model takes."""
        match shape:
            case Leaf(value=Value.TEXT, allowed=allowed):
                return allowed[0] if allowed else self.words.word(given)
            case Leaf(value=Value.NUMBER):
                return Decimal(1)
            case Leaf(value=Value.WHOLE):
                return 1
            case Leaf():
                return False
            case ListOf(item=item, least=least):
                return [self._stand_in(item) for _ in range(least)]
            case MapOf():
                return {}
            case Record(fields=fields, required=required):
                return {name: self._stand_in(fields[name]) for name in fields if name in required}
            case OneOf(key=key, variants=variants):
                chosen = _modest(shape)
                return {**self._stand_in(variants[chosen]), key: chosen}


def _modest(shape: OneOf) -> str:
    """The variant to stand in for an unknown one: one that asks for nothing the others do not have."""
    return next(word for word in ("text", "nearest", *shape.variants) if word in shape.variants)


def _common(shape: OneOf) -> frozenset[str]:
    """The keys that all variants have, but for that which tells them apart."""
    every = (frozenset(record.fields) for record in shape.variants.values())
    return frozenset.intersection(*every) - {shape.key}
