"""Walking a form with the place of every part, and calling parts by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from rubrics.findings import Path
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    BandGrade,
    ChecklistCriterion,
    Criterion,
    DeductionCriterion,
    Form,
    FormField,
    NearestGrade,
    PointsCriterion,
    RuleGrade,
)


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


def kinds(form: Form) -> tuple[Path, ...]:
    """The places that say of what kind each criterion is."""
    return tuple((*path, "kind") for path, _ in criteria(form))


def worth(path: Path, criterion: Criterion) -> tuple[Path, ...]:
    """The places that say how many points the criterion at ``path`` can bring (``rubrics.maxima``)."""
    kind: Path = (*path, "kind")
    match criterion:
        case PointsCriterion() | DeductionCriterion():
            return (kind, (*path, "max"))
        case AnchoredCriterion(anchors=anchors):
            return (kind, *each((*path, "anchors"), len(anchors), "points"))
        case BandedCriterion(bands=bands):
            return (kind, *each((*path, "bands"), len(bands), "high"))
        case ChecklistCriterion(options=options):
            return (kind, *each((*path, "options"), len(options), "points"))
        case _:
            return (kind,)


def level_labels(form: Form) -> tuple[Path, ...]:
    """The places that say what the levels are called."""
    return (("levels",), *each(("levels",), len(form.levels), "label"))


def grade_labels(form: Form) -> tuple[Path, ...]:
    """The places that say what the grades are called."""
    by: Path = ("grade", "by")
    match form.grade:
        case BandGrade(bands=bands):
            return (by, *each(("grade", "bands"), len(bands), "label"))
        case RuleGrade(labels=labels):
            return (by, *each(("grade", "labels"), len(labels)))
        case NearestGrade():
            return (by, *level_labels(form))


def each(holder: Path, count: int, *keys: str) -> tuple[Path, ...]:
    """The places of those keys in every entry of the list at ``holder``; without keys, of the entries."""
    entries = ((*holder, i) for i in range(count))
    return tuple((*entry, key) for entry in entries for key in keys) if keys else tuple(entries)


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
