"""Walking a form with the place of every part, and calling parts by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from rubrics.findings import Path
from rubrics.model import Criterion, Form, FormField

WORTH = ("kind", "min", "max", "step", "floor", "options", "anchors", "bands", "reasons")
"""The keys of a criterion that say how many points it can bring."""


def criteria(form: Form) -> Iterator[tuple[Path, Criterion]]:
    """Every criterion with its place."""
    for i, section in enumerate(form.sections):
        for j, criterion in enumerate(section.criteria):
            yield ("sections", i, "criteria", j), criterion


def fields(form: Form) -> Iterator[tuple[Path, FormField]]:
    """Every field around the questions with its place."""
    for i, field in enumerate(form.subject.fields):
        yield ("subject", "fields", i), field
    for i, field in enumerate(form.opening):
        yield ("opening", i), field
    for i, closing in enumerate(form.closing):
        yield ("closing", i), closing


def worth(path: Path) -> tuple[Path, ...]:
    """The places that say how many points the criterion at ``path`` can bring."""
    return tuple((*path, key) for key in WORTH)


def question(criterion: Criterion) -> str:
    """What a sentence calls a criterion."""
    return f'question "{criterion.id}"'


def figure(number: Decimal | int) -> str:
    """A number without needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def listed(words: Iterable[str]) -> str:
    """Words with commas between them."""
    return ", ".join(words)
