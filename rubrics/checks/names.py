"""Ids are unique; the buttons of one keyboard read differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rubrics.checks.places import criteria, fields, question
from rubrics.findings import Flaw, Path, Rule
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    BandGrade,
    ChecklistCriterion,
    ChoiceCriterion,
    ChoiceField,
    Criterion,
    DeductionCriterion,
    Flag,
    Form,
    InspectionCriterion,
    LevelCriterion,
    Option,
    PeriodField,
    Reason,
    RuleGrade,
)

Named = Iterable[tuple[Path, str]]

MOST_BUTTONS = 90
"""Telegram takes 100 buttons; the others lead onward, back, to the overview."""


def names(form: Form) -> Iterator[Flaw]:
    """Ids and labels that stand twice, and keyboards with too many."""
    yield from _ids(form)
    levels: list[tuple[Path, str]] = [
        (("levels", i, "label"), one.label) for i, one in enumerate(form.levels)
    ]
    yield from _labels("levels", levels)
    for path, criterion in criteria(form):
        holder, parts = _parts(path, criterion)
        yield from _unique(((*holder, i, "id"), part.id) for i, part in enumerate(parts))
        yield from _labels(question(criterion), _buttons(path, criterion, levels))
    for path, field in fields(form):
        match field:
            case ChoiceField():
                yield from _labels(f'field "{field.id}"', _each(path, "options", field.options))
            case PeriodField():
                yield from _labels(f'field "{field.id}"', _each(path, "units", field.units))
    match form.grade:
        case BandGrade(bands=bands):
            grades: list[tuple[Path, str]] = [
                (("grade", "bands", i, "label"), band.label) for i, band in enumerate(bands)
            ]
            yield from _labels("grade", grades)
        case RuleGrade(labels=labels):
            yield from _labels("grade", _each(("grade",), "labels", labels))


def _ids(form: Form) -> Iterator[Flaw]:
    yield from _unique((("sections", i, "id"), section.id) for i, section in enumerate(form.sections))
    addressed: list[tuple[Path, str]] = [((*path, "id"), one.id) for path, one in criteria(form)]
    addressed += [((*path, "id"), field.id) for path, field in fields(form)]
    addressed += [(("signatures", i, "id"), one.id) for i, one in enumerate(form.signatures)]
    yield from _unique(addressed)


def _parts(path: Path, criterion: Criterion) -> tuple[Path, tuple[Option | Reason | Flag, ...]]:
    """The parts of a criterion that have ids, and where they stand."""
    match criterion:
        case ChecklistCriterion(options=options):
            return (*path, "options"), options
        case DeductionCriterion(reasons=reasons):
            return (*path, "reasons"), reasons
        case InspectionCriterion(flags=flags):
            return (*path, "flags"), flags
        case _:
            return path, ()


def _buttons(path: Path, criterion: Criterion, levels: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """The labels on the keyboard of a criterion, with their places."""
    holder, parts = _parts(path, criterion)
    labels: list[tuple[Path, str]] = [((*holder, i, "text"), part.text) for i, part in enumerate(parts)]
    match criterion:
        case LevelCriterion():
            labels = list({label: (where, label) for where, label in reversed(levels)}.values())
        case AnchoredCriterion(anchors=anchors):
            labels = [((*path, "anchors", i, "text"), anchor.text) for i, anchor in enumerate(anchors)]
        case BandedCriterion(bands=bands):
            labels = [((*path, "bands", i, "text"), band.text) for i, band in enumerate(bands)]
        case ChoiceCriterion(options=options):
            labels = _each(path, "options", options)
    return labels if criterion.na is None else [*labels, ((*path, "na"), criterion.na)]


def _each(path: Path, key: str, labels: Iterable[str]) -> list[tuple[Path, str]]:
    return [((*path, key, i), label) for i, label in enumerate(labels)]


def _unique(ids: Named) -> Iterator[Flaw]:
    first: dict[str, Path] = {}
    for path, id in ids:
        if id in first:
            yield Flaw(Rule.DUPLICATE_ID, path, {"id": id}, other=first[id], over=(path, first[id]))
        else:
            first[id] = path


def _labels(place: str, labels: list[tuple[Path, str]]) -> Iterator[Flaw]:
    first: dict[str, Path] = {}
    for path, label in labels:
        # Case and spaces are not seen on a phone held in one hand.
        seen = "".join(label.split()).casefold()
        if seen in first:
            words = {"place": place, "label": label}
            yield Flaw(Rule.SAME_LABEL, path, words, other=first[seen], over=(path, first[seen]))
        else:
            first[seen] = path
    if len(labels) > MOST_BUTTONS:
        most = {"place": place, "count": len(labels), "most": MOST_BUTTONS}
        yield Flaw(Rule.TOO_MANY_BUTTONS, labels[0][0][:-1], most)
