"""What may stand where in a form file, worked out from :mod:`rubrics.model`: the model is said once only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rubrics.findings import Path
from rubrics.model import Form


class Value(Enum):
    """What a single value is."""

    TEXT = "a text"
    NUMBER = "a number"
    WHOLE = "a whole number"
    TRUTH = "true or false"


@dataclass(frozen=True)
class Leaf:
    """A single value; ``allowed`` lists its words where only a few are possible."""

    value: Value
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListOf:
    """A list with at least that many entries."""

    item: Shape
    least: int = 0


@dataclass(frozen=True)
class MapOf:
    """A mapping with keys of the writer's own (labels)."""

    item: Shape


@dataclass(frozen=True)
class Record:
    """A mapping with given keys."""

    fields: Mapping[str, Shape]
    required: frozenset[str]


@dataclass(frozen=True)
class OneOf:
    """One of several records, told apart by the value of ``key``."""

    key: str
    variants: Mapping[str, Record]


Shape: TypeAlias = Leaf | ListOf | MapOf | Record | OneOf

_LEAVES = {str: Value.TEXT, Decimal: Value.NUMBER, int: Value.WHOLE, bool: Value.TRUTH}


@cache
def form_shape() -> Record:
    """The shape of a whole form."""
    return _record(Form)


def shape_at(path: Path, data: object) -> Shape | None:
    """The shape of what belongs at ``path`` of the data; ``None`` where nothing does, or it cannot be told."""
    shape: Shape | None = form_shape()
    for step in path:
        shape = inside(shape, step, data)
        match data, step:
            case dict(), str():
                data = data.get(step)
            case list(), int() if step < len(data):
                data = data[step]
            case _:
                data = None
    return shape


def inside(shape: Shape | None, step: str | int, data: object) -> Shape | None:
    """The shape one step further in; ``data`` is what stands at ``shape``, to choose among variants by."""
    match shape:
        case ListOf(item=item) | MapOf(item=item):
            return item
        case Record(fields=fields):
            return fields.get(str(step))
        case OneOf():
            record = variant(shape, data)
            return None if record is None else record.fields.get(str(step))
        case _:
            return None


def variant(shape: OneOf, data: object) -> Record | None:
    """The record that ``data`` says it is."""
    chosen = data.get(shape.key) if isinstance(data, dict) else None
    return shape.variants.get(chosen) if isinstance(chosen, str) else None


def plain_path(location: tuple[str | int, ...]) -> Path:
    """A pydantic error location without the marks of which variant was tried."""
    shape: Shape | None = form_shape()
    path: list[str | int] = []
    for step in location:
        if isinstance(shape, OneOf) and step in shape.variants:
            shape = shape.variants[str(step)]
            continue
        path.append(step)
        shape = inside(shape, step, None)
    return tuple(path)


@cache
def _record(model: type[BaseModel]) -> Record:
    return Record(
        {name: _shape(info.annotation, (info, *info.metadata)) for name, info in model.model_fields.items()},
        frozenset(name for name, info in model.model_fields.items() if info.is_required()),
    )


def _shape(annotation: Any, notes: tuple[object, ...] = ()) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        marks = tuple(mark for note in arguments[1:] for mark in _marks(note))
        return _shape(arguments[0], (*marks, *notes))
    if origin is Literal:
        return Leaf(Value.TEXT, arguments)
    if origin is tuple:
        least = next((note.min_length for note in notes if isinstance(note, MinLen)), 0)
        return ListOf(_shape(arguments[0]), least)
    if origin in (Union, UnionType):
        kept = [argument for argument in arguments if argument is not type(None)]
        return _shape(kept[0], notes) if len(kept) == 1 else _one_of(kept, notes)
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel):
            return _record(annotation)
        return Leaf(_LEAVES[annotation])
    return MapOf(_shape(arguments[1]))


def _marks(note: object) -> tuple[object, ...]:
    return (note, *note.metadata) if isinstance(note, FieldInfo) else (note,)


def _one_of(models: list[type[BaseModel]], notes: tuple[object, ...]) -> OneOf:
    key = next(
        n.discriminator for n in notes if isinstance(n, FieldInfo) and isinstance(n.discriminator, str)
    )
    return OneOf(
        key,
        {word: _record(model) for model in models for word in get_args(model.model_fields[key].annotation)},
    )
