"""Words fit where they are shown, and every decision of the house is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from pydantic import BaseModel

from rubrics.checks.places import criteria, each, fields, question
from rubrics.findings import Flaw, Path, Rule
from rubrics.model import (
    Anchor,
    AnchoredCriterion,
    BandedCriterion,
    ChecklistCriterion,
    ChoiceCriterion,
    ChoiceField,
    Criterion,
    DeductionCriterion,
    Form,
    LevelCriterion,
    Option,
    PointBand,
    Reason,
)

BUTTON_WIDTH = 28
"""What a phone shows of a button, in Latin letters; a Chinese character is as wide as two."""

CARD_LENGTH = 3000
"""Characters of a question and all that is shown under it; a message has 4096, and notes need room."""


def wording(form: Form) -> Iterator[Flaw]:
    """Labels too long for their buttons, questions too long for their card, decisions not told."""
    yield from _cut(form)
    yield from _titles(form)
    for path, criterion in criteria(form):
        on_card = list(_on_card(path, criterion))
        length = sum(len(words) for _, words in on_card)
        if length > CARD_LENGTH:
            told = {"place": question(criterion), "length": length, "most": CARD_LENGTH}
            over = tuple(where for where, _ in on_card)
            yield Flaw(Rule.CARD_TOO_LONG, path, told, over=((*path, "guidance"), (*path, "anchors"), *over))
    if not any(decision.source == "house" for decision in form.decisions):
        house = next(_house(form, ()), None)
        if house is not None:
            place = house[0] if house and isinstance(house[0], str) else "form"
            over = (house, ("decisions",), *each(("decisions",), len(form.decisions), "source"))
            yield Flaw(Rule.HOUSE_UNTOLD, house, {"place": place}, over=over)


def _cut(form: Form) -> Iterator[Flaw]:
    for place, path, label in _button_labels(form):
        if width(label) > BUTTON_WIDTH:
            yield Flaw(Rule.LABEL_CUT, path, {"place": place, "label": label})


def _button_labels(form: Form) -> Iterator[tuple[str, Path, str]]:
    """Labels that stand on buttons in full. Sentences (options, anchors, bands) have short buttons anyway."""
    for i, level in enumerate(form.levels):
        yield "levels", ("levels", i, "label"), level.label
    for path, criterion in criteria(form):
        yield question(criterion), (*path, "title"), criterion.title
        if criterion.na is not None:
            yield question(criterion), (*path, "na"), criterion.na
        if isinstance(criterion, ChoiceCriterion):
            for i, option in enumerate(criterion.options):
                yield question(criterion), (*path, "options", i), option
    for path, field in fields(form):
        if isinstance(field, ChoiceField):
            for i, option in enumerate(field.options):
                yield f'field "{field.id}"', (*path, "options", i), option


def width(label: str) -> int:
    """How wide a label is, in Latin letters."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in label)


def _titles(form: Form) -> Iterator[Flaw]:
    first: dict[str, Path] = {}
    for path, criterion in criteria(form):
        here = (*path, "title")
        if criterion.title in first:
            words = {"place": question(criterion), "label": criterion.title}
            other = first[criterion.title]
            yield Flaw(Rule.SAME_TITLE, here, words, other=other, over=(here, other))
        else:
            first[criterion.title] = here


def _on_card(path: Path, criterion: Criterion) -> Iterator[tuple[Path, str]]:
    """The words of a question's card, with their places."""
    yield (*path, "text"), criterion.text
    yield from zip(each((*path, "guidance"), len(criterion.guidance)), criterion.guidance, strict=True)
    match criterion:
        case LevelCriterion(anchors=anchors):
            yield from (((*path, "anchors", label), words) for label, words in anchors.items())
        case AnchoredCriterion(anchors=sentences):
            yield from _texts((*path, "anchors"), sentences)
        case BandedCriterion(bands=bands):
            yield from _texts((*path, "bands"), bands)
        case ChecklistCriterion(options=options):
            yield from _texts((*path, "options"), options)
        case DeductionCriterion(reasons=reasons):
            yield from _texts((*path, "reasons"), reasons)


def _texts(holder: Path, parts: Sequence[Anchor | PointBand | Option | Reason]) -> Iterator[tuple[Path, str]]:
    return (((*holder, i, "text"), part.text) for i, part in enumerate(parts))


def _house(part: BaseModel, path: Path) -> Iterator[Path]:
    """The places marked as decisions of the house (``source``, ``title_source`` and so on)."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name.endswith("source"):
            if value == "house":
                yield (*path, name)
        elif isinstance(value, BaseModel):
            yield from _house(value, (*path, name))
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _house(item, (*path, name, i))
