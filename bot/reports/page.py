"""What stands on a report, as plain values; the template (``form.typ``) lays them out and decides nothing.

All words are ready to print, in the form's language. They reach Typst as data and are never read as markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

Layout: TypeAlias = Literal["levels", "points", "inspection"]
"""How the table is built: a column a level, maximum and points, or threshold, defects and verdict."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words with a tick or without: a box before a line, or a cell of the table. ``heavy`` ones stand out."""

    ticked: bool
    text: str
    heavy: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture given as evidence: where its copy lies below the data directory, and what stands under it.

    ``instead`` is printed where it cannot be shown, by what is wrong (``bot.reports.pictures.Wrong``).
    """

    path: str | None
    caption: str
    instead: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Remark:
    """A note under its question: words, other files by name, pictures."""

    label: str
    text: str
    files: tuple[str, ...]
    pictures: tuple[Picture, ...]
    breakable: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion. ``words`` is what was written; ``answer`` fills all cells in place of ``cells``."""

    number: str
    title: str
    text: str
    guidance: tuple[str, ...]
    marks: tuple[Mark, ...]
    words: str
    cells: tuple[Mark, ...]
    answer: str | None
    breakable: bool
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a section. ``together``: it is kept on one page, with its title in one cell beside the rows."""

    title: str
    figure: str
    together: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of the table, and what stands small under it."""

    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and what is filled in: words, or boxes of which one is ticked. ``wide`` takes a whole line."""

    label: str
    value: str
    marks: tuple[Mark, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: its label, the name typed, when, and the sentence it stands under."""

    label: str
    name: str
    when: str
    statement: str


@dataclass(frozen=True, slots=True)
class Said:
    """A heading and the sentences under it."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report. ``running`` stands at the head of every later page, ``foot`` at the foot of all.

    ``feedback`` tells what the person assessed said to the result, and what came of it.
    """

    language: str
    title: str
    about: str
    running: str
    foot: str
    standing: tuple[str, ...]
    head: tuple[Entry, ...]
    goals: tuple[tuple[str, str], ...]
    goals_head: tuple[str, str]
    layout: Layout
    anchored: bool
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    figures: tuple[Entry, ...]
    explained: tuple[str, ...]
    closing: tuple[Entry, ...]
    signatures: tuple[Signed, ...]
    feedback: tuple[str, ...]
    decisions: tuple[Said, ...]
    fixed: Mapping[str, str]


def values_of(page: Page) -> dict[str, Any]:
    """A page as values that JSON can hold."""
    return asdict(page)
