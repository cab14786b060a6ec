"""YAML text as a tree in which every value knows its line, and nothing is guessed: ``No`` and ``12:30`` stay text.

The tree is built from the parser's events. PyYAML's own composer recurses in C, and a file of opening brackets
ends the whole process there; here nesting is bounded, and an alias is seen where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import yaml

from rubrics.findings import Path, Rule

DEPTH = 20
"""The deepest nesting read; a form needs about ten."""


@dataclass(slots=True)
class Scalar:
    """A single value as it was written; ``plain`` without quotes. Lines count from 1.

    An ``alias`` is read as nothing; it has been told where it stands.
    """

    line: int
    text: str
    plain: bool
    alias: bool = False


@dataclass(slots=True)
class Items:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Pairs:
    """A mapping: each key once, with its node and the line of the key."""

    line: int
    values: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node: TypeAlias = Scalar | Items | Pairs


@dataclass(frozen=True)
class Snag:
    """A fault of the YAML itself: the rule, the line, the words of the sentence."""

    rule: Rule
    line: int
    words: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Parsed:
    """The tree, as far as it could be read, and the faults on the way. No tree: nothing could be read."""

    root: Node | None
    snags: tuple[Snag, ...]


class _Stop(Exception):
    """Nothing after this can be read."""

    def __init__(self, snag: Snag) -> None:
        super().__init__(snag)
        self.snag = snag


def parse(text: str) -> Parsed:
    """Read one YAML document; never raises."""
    try:
        return _Builder(_events(text, _FAST)).parsed()
    except (yaml.YAMLError, _Stop) as error:
        snag = error.snag if isinstance(error, _Stop) else _explained(text, error)
        return Parsed(None, (snag,))


def line_of(root: Node, path: Path) -> int:
    """The line on which the thing at ``path`` begins (its key, if it has one); of the nearest that is there."""
    node, line = root, root.line
    for step in path:
        match node, step:
            case Pairs(values=values, lines=lines), str() if step in values:
                node, line = values[step], lines[step]
            case Items(items=items), int() if step < len(items):
                node = items[step]
                line = node.line
            case _:
                break
    return line


def node_at(root: Node, path: Path) -> Node | None:
    """The node at ``path``, or ``None`` if there is none."""
    node = root
    for step in path:
        match node, step:
            case Pairs(values=values), str() if step in values:
                node = values[step]
            case Items(items=items), int() if step < len(items):
                node = items[step]
            case _:
                return None
    return node


_Start = yaml.ScalarEvent | yaml.CollectionStartEvent

# With no implicit resolvers: every scalar is text, whatever it looks like.
_SLOW = yaml.BaseLoader
_FAST = yaml.CBaseLoader if yaml.__with_libyaml__ else _SLOW


def _events(text: str, loader: type[yaml.BaseLoader | yaml.CBaseLoader]) -> Iterator[yaml.Event]:
    return iter(yaml.parse(text, Loader=loader))


class _Builder:
    """Events in, tree out."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._snags: list[Snag] = []
        self._depth = 0

    def parsed(self) -> Parsed:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._snag(Rule.SEVERAL_DOCUMENTS, event)
                    break
                root = self._node(next(self._events))
        return Parsed(root, tuple(self._snags))

    def _node(self, event: yaml.Event) -> Node:
        line = _line(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            self._snag(Rule.ALIAS, event, name=event.anchor)
            return Scalar(line, "", plain=True, alias=True)
        if not isinstance(event, _Start):  # the parser hands out nothing else here
            raise TypeError(event)
        if event.tag not in (None, "!"):
            self._snag(Rule.TAG, event, tag=event.tag.replace("tag:yaml.org,2002:", "!!"))
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(line, event.value, plain=not event.style)
        if self._depth == DEPTH:
            raise _Stop(Snag(Rule.TOO_DEEP, line, {"depth": f"more than {DEPTH}"}))
        self._depth += 1
        node = self._items(line) if isinstance(event, yaml.SequenceStartEvent) else self._pairs(line)
        self._depth -= 1
        return node

    def _items(self, line: int) -> Items:
        node = Items(line)
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            node.items.append(self._node(event))
        return node

    def _pairs(self, line: int) -> Pairs:
        node = Pairs(line)
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key, value = self._node(event), self._node(next(self._events))
            if not isinstance(key, Scalar):
                self._snag(Rule.ODD_KEY, event)
            elif key.text in node.values:
                self._snag(Rule.DUPLICATE_KEY, event, key=key.text, line=node.lines[key.text])
            else:
                node.values[key.text] = value
                node.lines[key.text] = key.line
        return node

    def _snag(self, rule: Rule, event: yaml.Event, **words: object) -> None:
        self._snags.append(Snag(rule, _line(event.start_mark), words))


_EXPLAINABLE = 100_000
"""Characters read a second time for better words; the Python parser takes ten seconds for ten times as many."""

# What YAML says, in plain words, and how to mend it. The first whose words occur in YAML's message is used.
_EXPLAINED = (
    (
        "mapping values are not allowed",
        'a second ": " stands on this line, or the line is indented too far',
        'Text that holds ": " goes in quotes; lines of one mapping begin below each other.',
    ),
    (
        "could not find expected ':'",
        "this line is neither a text nor a key with a value",
        'Write "key: value", or indent the line below the text it belongs to.',
    ),
    (
        "unexpected end of stream",
        "a quotation mark is opened here and never closed",
        "Close it where the text ends.",
    ),
    (
        "while parsing a flow",
        "a bracket is opened here and not closed, or a comma is missing",
        "Close it with ] or }, and put commas between the entries.",
    ),
    (
        "while parsing a block",
        "this line does not stand below the lines it belongs to",
        "Let entries of one list or mapping begin in the same column.",
    ),
    (
        "cannot start any token",
        "a text cannot begin with this character",
        "Put the text in quotes.",
    ),
    (
        "unknown escape character",
        "a backslash in double quotes means something else",
        "Use single quotes, or write the backslash twice.",
    ),
    ("undefined alias", "a text that begins with * must be quoted", "Put the text in quotes."),
)


def _explained(text: str, error: yaml.YAMLError) -> Snag:
    """What stopped the reader, told the same way with and without libyaml: the Python parser says more."""
    if len(text) <= _EXPLAINABLE:
        try:
            for _ in _events(text, _SLOW):
                pass
        except yaml.YAMLError as slow:
            error = slow
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return Snag(Rule.CONTROL_CHARACTER, line, {"number": f"{_number(error.character):04X}"})
    if not isinstance(error, yaml.MarkedYAMLError):
        return Snag(Rule.NOT_YAML, 1, {"why": str(error), "remedy": "Look at the first lines."})
    told = f"{error.context or ''}: {error.problem or ''}"
    if "'\\t'" in told:
        return Snag(Rule.TAB, _line(error.problem_mark), {})
    # A quotation mark or bracket that is never closed is mended where it was opened.
    opened = "quoted scalar" in told or "flow" in told
    line = _line(error.context_mark if opened and error.context_mark else error.problem_mark)
    for words, why, remedy in _EXPLAINED:
        if words in told:
            return Snag(Rule.NOT_YAML, line, {"why": why, "remedy": remedy})
    return Snag(
        Rule.NOT_YAML, line, {"why": told.strip(": "), "remedy": "Look at this line and the one above."}
    )


class _Mark(Protocol):
    """A place in the text: libyaml's marks and the Python parser's are classes of their own."""

    @property
    def line(self) -> int: ...


def _line(mark: _Mark | None) -> int:
    return 1 if mark is None else mark.line + 1


def _number(character: object) -> int:
    return ord(character) if isinstance(character, str) else int(str(character))
