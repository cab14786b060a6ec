"""From a tree of text to a form: values typed as the model wants them, and each error of pydantic as a flaw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from pydantic import ValidationError

from rubrics.findings import Flaw, Path, Rule
from rubrics.naming import at, nearest, place, shown
from rubrics.nodes import Items, Node, Pairs, Scalar, node_at
from rubrics.shapes import Leaf, ListOf, MapOf, OneOf, Record, Shape, Value, plain_path, shape_at, variant

Data: TypeAlias = Any
"""Plain data as pydantic takes it: dicts, lists, text, ``Decimal``, ``int``, ``bool``, and :data:`UNFIT`."""

UNFIT = object()
"""Stands where no value can be made of what was written; the model refuses it everywhere, ``None`` not."""

_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,4})?")
_WHOLE = re.compile(r"-?[0-9]{1,6}")
_NOTHING = frozenset({"", "~", "null"})


def typed(node: Node, shape: Shape | None) -> Data:
    """The tree as plain data. What is missing after a key or is not of its type becomes :data:`UNFIT`.

    Text loses white space at its ends (a block of text ends in a line break that nobody means).
    """
    match node:
        case Scalar():
            return _value(node, shape)
        case Items(items=items):
            item = shape.item if isinstance(shape, ListOf) else None
            return [typed(one, item) for one in items]
        case Pairs(values=values):
            return {key: typed(value, _part(shape, key, node)) for key, value in values.items()}


def _part(shape: Shape | None, key: str, node: Pairs) -> Shape | None:
    match shape:
        case Record(fields=fields):
            return fields.get(key)
        case MapOf(item=item):
            return item
        case OneOf():
            chosen = node.values.get(shape.key)
            record = variant(shape, {shape.key: chosen.text}) if isinstance(chosen, Scalar) else None
            return None if record is None else record.fields.get(key)
        case _:
            return None


def is_nothing(node: Scalar) -> bool:
    """Whether nothing was written, or what YAML calls null."""
    return node.plain and node.text in _NOTHING


def _value(node: Scalar, shape: Shape | None) -> Data:
    if is_nothing(node):
        return UNFIT
    text = node.text.strip()
    match shape:
        case Leaf(value=Value.NUMBER):
            return Decimal(text) if _NUMBER.fullmatch(text) else UNFIT
        case Leaf(value=Value.WHOLE):
            return int(text) if _WHOLE.fullmatch(text) else UNFIT
        case Leaf(value=Value.TRUTH):
            return {"true": True, "false": False}.get(text, UNFIT)
        case _:
            return text


def flaws(error: ValidationError, root: Node, data: Data) -> Iterator[Flaw]:
    """What the model found wrong, each at its place in the file and in plain words."""
    for one in error.errors(include_url=False, include_input=False):
        path = plain_path(one["loc"])
        flaw = _flaw(one["type"], one.get("ctx", {}), path, root, data)
        if flaw is not None and not _is_alias(node_at(root, flaw.path)):
            yield flaw


def _is_alias(node: Node | None) -> bool:
    """Whether an alias stands there: told already, so that nothing can be read there is no news."""
    return isinstance(node, Scalar) and node.alias


def _flaw(kind: str, context: Mapping[str, Any], path: Path, root: Node, data: Data) -> Flaw | None:
    if kind == "missing":
        return _missing(path, data)
    if kind == "extra_forbidden":
        return _unknown_key(path, data)
    if kind == "union_tag_not_found":
        return _no_variant(path, root, data)
    if kind == "union_tag_invalid":
        shape = shape_at(path, data)
        key = shape.key if isinstance(shape, OneOf) else "kind"
        return _not_allowed(
            (*path, key), tuple(shape.variants) if isinstance(shape, OneOf) else (), root, data
        )
    if kind == "too_short":
        # Entries that are wrong themselves are told there; pydantic counts only the good ones.
        node = node_at(root, path)
        count = len(node.items) if isinstance(node, Items) else 0
        if count >= context["min_length"]:
            return None
        return _said(Rule.TOO_FEW, path, data, count=count or "no", least=context["min_length"])
    return _wrong_value(kind, context, path, root, data)


def _wrong_value(kind: str, context: Mapping[str, Any], path: Path, root: Node, data: Data) -> Flaw:
    node, shape = node_at(root, path), shape_at(path, data)
    if isinstance(node, Scalar) and (is_nothing(node) or not node.text.strip()):
        return _said(Rule.EMPTY_VALUE, path, data)
    if not isinstance(node, Scalar) or not isinstance(shape, Leaf):
        return _said(_MISSHAPEN[type(shape)], path, data, given=_given(node))
    given = shown(node.text)
    if kind == "string_pattern_mismatch":
        return _said(Rule.BAD_LANGUAGE if path[-1] == "language" else Rule.BAD_ID, path, data, given=given)
    if kind == "string_too_long":
        return _said(Rule.TOO_LONG, path, data, length=len(node.text.strip()), most=context["max_length"])
    if kind == "literal_error":
        return _not_allowed(path, shape.allowed, root, data)
    if "ge" in context:
        return _said(
            Rule.OUT_OF_RANGE, path, data, given=given, limit=f"and must be at least {context['ge']}"
        )
    if "le" in context:
        return _said(Rule.OUT_OF_RANGE, path, data, given=given, limit=f"and must be at most {context['le']}")
    return _said(_MISTYPED[shape.value], path, data, given=f'"{given}"')


_MISSHAPEN = {
    Leaf: Rule.NOT_TEXT,
    ListOf: Rule.NOT_A_LIST,
    MapOf: Rule.NOT_A_MAPPING,
    Record: Rule.NOT_A_MAPPING,
    OneOf: Rule.NOT_A_MAPPING,
    type(None): Rule.NOT_A_MAPPING,
}
_MISTYPED = {
    Value.TEXT: Rule.NOT_TEXT,
    Value.NUMBER: Rule.NOT_A_NUMBER,
    Value.WHOLE: Rule.NOT_WHOLE,
    Value.TRUTH: Rule.NOT_TRUE_OR_FALSE,
}


def _missing(path: Path, data: Data) -> Flaw:
    shape = shape_at(path, data)
    allowed = f", one of {', '.join(shape.allowed)}" if isinstance(shape, Leaf) and shape.allowed else ""
    return _said(Rule.MISSING_KEY, path, data, allowed=allowed)


def _no_variant(path: Path, root: Node, data: Data) -> Flaw:
    shape, node = shape_at(path, data), node_at(root, path)
    if not isinstance(node, Pairs) or not isinstance(shape, OneOf):
        return _said(Rule.NOT_A_MAPPING, path, data, given=_given(node))
    key = (*path, shape.key)
    if shape.key in node.values:
        return _said(Rule.EMPTY_VALUE, key, data)
    return _said(Rule.MISSING_KEY, key, data, allowed=f", one of {', '.join(shape.variants)}")


def _unknown_key(path: Path, data: Data) -> Flaw:
    shape, holder = shape_at(path[:-1], data), at(data, path[:-1])
    record = variant(shape, holder) if isinstance(shape, OneOf) else shape
    fields = tuple(record.fields) if isinstance(record, Record) else ()
    free = tuple(name for name in fields if name not in holder)
    return _said(
        Rule.UNKNOWN_KEY, path, data, nearest=nearest(str(path[-1]), free), allowed=", ".join(fields)
    )


def _not_allowed(path: Path, allowed: tuple[str, ...], root: Node, data: Data) -> Flaw:
    node = node_at(root, path)
    if not isinstance(node, Scalar):
        return _said(Rule.NOT_TEXT, path, data, given=_given(node))
    words = {"given": shown(node.text), "nearest": nearest(node.text, allowed), "allowed": ", ".join(allowed)}
    return _said(Rule.NOT_ALLOWED, path, data, **words)


def _said(rule: Rule, path: Path, data: Data, **words: object) -> Flaw:
    key: str | int = path[-1] if path else "form"
    holder = path[:-1]
    if isinstance(key, int):
        key, holder = f"entry {key + 1}", path[:-1]
    return Flaw(rule, path, {"place": place(holder, data), "key": key, **words})


def _given(node: Node | None) -> str:
    match node:
        case Items():
            return "a list"
        case Pairs():
            return "a mapping"
        case Scalar(text=text):
            return f'"{shown(text)}"'
        case None:
            return "nothing"
