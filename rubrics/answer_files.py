"""Answers files: JSON with ``{"<criterion id>": value}``, or an array of such objects; and a score as JSON.

Ids of the form's fields (subject, opening, closing) may stand beside the criteria; they carry no score and are
passed over. Everything that is wrong is told at once, one line a fault, each naming its criterion.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import cast

from rubrics.answer_faults import Fault, nearest, shown
from rubrics.answering import read_answer
from rubrics.answers import Answer, JsonValue
from rubrics.model import Form
from rubrics.rounding import plain
from rubrics.scoring import Score

_LONG_INT = 30


class FileFaultKind(Enum):
    """What is wrong with an answers file beside single values."""

    NOT_JSON = "not-json"
    NOT_OBJECT = "not-object"
    UNKNOWN_ID = "unknown-id"
    REPEATED = "repeated"
    NOT_FINITE = "not-finite"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class FileFault:
    """One fault of an answers file. ``str()`` is its one line.

    ``criterion`` is the id it is about, if any; ``place`` counts the objects of an array from 1 (``None``
    outside an array); ``answer`` is the fault of a single value.
    """

    kind: FileFaultKind
    words: str
    criterion: str | None = None
    place: int | None = None
    answer: Fault | None = None

    def __str__(self) -> str:
        """The fault in plain words, with its place in an array before it."""
        return self.words if self.place is None else f"answers {self.place}: {self.words}"


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """What an answers file holds: ``each`` evaluation's answers, or else ``faults``.

    ``many`` tells that the file is an array, so that what is made of it is one too.
    """

    each: tuple[Mapping[str, Answer], ...] = ()
    many: bool = False
    faults: tuple[FileFault, ...] = ()


def read_answers(form: Form, text: str) -> AnswersFile:
    """The answers in the text of an answers file for this form; with any fault, the faults alone."""
    try:
        found = _parse(text)
        return AnswersFile(faults=(found,)) if isinstance(found, FileFault) else _evaluations(form, found)
    except RecursionError:
        words = "this is no answers file: brackets within brackets, too deep."
        return AnswersFile(faults=(FileFault(FileFaultKind.NOT_JSON, words),))


def score_to_json(score: Score) -> dict[str, object]:
    """A score as programs read it: numbers as strings with at most 2 decimals, ``None`` where there is none."""
    return {
        "form": score.form,
        "total": _text(score.total),
        "max": _text(score.max),
        "percent": _text(score.percent),
        "grade": score.grade,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "total": _text(section.total),
                "max": _text(section.max),
                "percent": _text(section.percent),
            }
            for section in score.sections
        ],
        "left_out": list(score.left_out),
        "missing": list(score.missing),
    }


class _Object(dict[str, JsonValue]):
    """A JSON object that remembers which of its names were written more than once."""

    repeated: tuple[str, ...] = ()


def _parse(text: str) -> JsonValue | FileFault:
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return FileFault(FileFaultKind.NOT_JSON, "the file is empty: an object with answers is wanted.")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_decimal,
            parse_int=_int,
            parse_constant=Decimal,
        )
    except json.JSONDecodeError as error:
        words = f"line {error.lineno}, column {error.colno}: this is not JSON: {_reason(error.msg)}."
        return FileFault(FileFaultKind.NOT_JSON, words)
    return cast("JsonValue", value)


def _evaluations(form: Form, found: JsonValue) -> AnswersFile:
    """The answers of one object, or of every object in an array."""
    many = isinstance(found, list)
    each: list[Mapping[str, Answer]] = []
    faults: list[FileFault] = []
    for place, one in enumerate(found if isinstance(found, list) else [found], start=1):
        answers: dict[str, Answer] = {}
        for read in _read(form, one, place if many else None):
            if isinstance(read, FileFault):
                faults.append(read)
            else:
                answers[read[0]] = read[1]
        each.append(answers)
    return AnswersFile(many=many, faults=tuple(faults)) if faults else AnswersFile(tuple(each), many)


def _read(form: Form, one: JsonValue, place: int | None) -> Iterator[FileFault | tuple[str, Answer]]:
    """One object's answers and faults, in the order of the file."""
    if not isinstance(one, _Object):
        example = f'{{"{form.criteria[0].id}": …}}'
        words = f"{shown(one)} is not an object with answers, such as {example}."
        yield FileFault(FileFaultKind.NOT_OBJECT, words, place=place)
        return
    for id in one.repeated:
        yield FileFault(FileFaultKind.REPEATED, f"{_name(id)}: answered more than once.", id, place)
    for id, value in one.items():
        if id not in form.by_id and id not in form.fields:
            known = (*form.by_id, *form.fields)
            words = f"{_name(id)}: form {form.id} has no such criterion{nearest(id, known)}."
            yield FileFault(FileFaultKind.UNKNOWN_ID, words, id, place)
        elif blemishes := [FileFault(kind, f"{id}: {words}", id, place) for kind, words in _blemishes(value)]:
            yield from blemishes
        elif id in form.by_id:
            answer = read_answer(form, form.by_id[id], value)
            if isinstance(answer, Fault):
                yield FileFault(FileFaultKind.ANSWER, str(answer), id, place, answer)
            else:
                yield id, answer


def _blemishes(value: JsonValue) -> Iterator[tuple[FileFaultKind, str]]:
    """What no value may hold at any depth: NaN and infinity, and a name written twice."""
    if isinstance(value, Decimal) and not value.is_finite():
        yield FileFaultKind.NOT_FINITE, f"{value} is not a number that can be scored."
    if isinstance(value, _Object):
        for name in value.repeated:
            yield FileFaultKind.REPEATED, f"{shown(name)} is given more than once."
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inner:
        yield from _blemishes(part)


def _object(pairs: list[tuple[str, JsonValue]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        found.repeated = tuple(name for name in found if names.count(name) > 1)
    return found


def _int(text: str) -> int | Decimal:
    # Python refuses to read an int of more than some thousands of digits; a Decimal takes any.
    return int(text) if len(text) <= _LONG_INT else Decimal(text)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent of some twenty digits
        return Decimal("NaN")


def _name(id: str) -> str:
    """An id as it is written, quoted where it is none (it may hold anything, line breaks too)."""
    return id if re.fullmatch(r"[a-z0-9-]{1,40}", id) else shown(id)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


_REASONS = {
    "Expecting ',' delimiter": "a comma or a closing bracket is missing here",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting property name enclosed in double quotes": "a name in double quotes is wanted here",
    "Illegal trailing comma": "a comma too many, before a closing bracket",
    "Expecting value": "a value is missing here",
    "Extra data": "it ends here, but more follows",
    "Unterminated string": "the closing quote of this text is missing",
    "Invalid control character": "a line break or control character stands within a text",
    "Invalid \\": "a backslash stands before something it cannot stand before",
}


def _reason(message: str) -> str:
    return next((words for start, words in _REASONS.items() if message.startswith(start)), message)
