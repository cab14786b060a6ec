"""One criterion as a row of the table: the question, what could be chosen, and what was."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bot.rating import Rating
from bot.reports.page import Layout, Mark, Remark, Row
from bot.reports.remarks import is_long
from bot.screens.wording import answer_words, bracketed, number
from bot.texts import Texts
from rubrics.answers import Answer, Deducted, Inspected, NotApplicable, Pointed, Rated, Ticked, Written
from rubrics.maxima import maximum
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    ChecklistCriterion,
    ChoiceCriterion,
    Criterion,
    DeductionCriterion,
    InspectionCriterion,
    LevelCriterion,
    Section,
    TextCriterion,
)
from rubrics.walk import is_met

_NOTHING = "—"


def row_of(
    t: Texts,
    rating: Rating,
    section: Section,
    criterion: Criterion,
    layout: Layout,
    remarks: tuple[Remark, ...],
) -> Row:
    """The row of a criterion, its remarks under it."""
    answer = rating.answers.get(criterion.id)
    words = answer.text if isinstance(criterion, TextCriterion) and isinstance(answer, Written) else ""
    marks = marks_of(t, criterion, answer)
    guidance = _guidance(t, criterion)
    cells, whole = _cells(t, rating, criterion, answer, layout)
    return Row(
        number=str(rating.form.position[criterion.id] + 1),
        title=_title(section, criterion),
        text=criterion.text,
        guidance=guidance,
        marks=marks,
        words=words,
        cells=cells,
        answer=whole,
        breakable=is_long(criterion.text, words, *guidance, *(mark.text for mark in marks)),
        remarks=remarks,
    )


def _title(section: Section, criterion: Criterion) -> str:
    """The criterion's title where the form prints one of its own; short titles of the house stay on the phone."""
    told = criterion.title in section.title or criterion.title in criterion.text
    return "" if criterion.title_source == "house" or told else criterion.title


def _guidance(t: Texts, criterion: Criterion) -> tuple[str, ...]:
    said = list(criterion.guidance)
    if isinstance(criterion, InspectionCriterion) and criterion.sample:
        said.append(t("Sample: {sample}", sample=criterion.sample))
    if criterion.cut:
        said.append(f"※ {criterion.cut}")
    return tuple(said)


def marks_of(t: Texts, criterion: Criterion, answer: Answer | None) -> tuple[Mark, ...]:
    """What could be chosen, each with a box, the chosen ones ticked."""
    match criterion:
        case AnchoredCriterion(anchors=anchors):
            points = answer.points if isinstance(answer, Pointed) else None
            return tuple(Mark(a.points == points, _worth(t, a.points, a.text)) for a in anchors)
        case BandedCriterion():
            return _bands(t, criterion, answer)
        case ChecklistCriterion(options=options):
            ticked = answer.options if isinstance(answer, Ticked) else ()
            plain = all(option.points == 1 for option in options)
            return tuple(
                Mark(o.id in ticked, o.text if plain else f"{o.text}{_bracketed(t, o.points)}")
                for o in options
            )
        case DeductionCriterion():
            return _reasons(t, criterion, dict(answer.counts) if isinstance(answer, Deducted) else {})
        case InspectionCriterion(flags=flags):
            found = answer.flags if isinstance(answer, Inspected) else ()
            return tuple(Mark(f.id in found, f.text) for f in flags)
        case ChoiceCriterion(options=labels):
            chosen = answer.text if isinstance(answer, Written) else None
            return tuple(Mark(label == chosen, label) for label in labels)
        case _:
            return ()


def _bands(t: Texts, criterion: BandedCriterion, answer: Answer | None) -> tuple[Mark, ...]:
    points = answer.points if isinstance(answer, Pointed) else None
    return tuple(
        Mark(
            points is not None and band.low <= points <= band.high,
            t("{high}–{low} points　{text}", high=number(band.high), low=number(band.low), text=band.text),
        )
        for band in criterion.bands
    )


def _reasons(t: Texts, criterion: DeductionCriterion, counts: Mapping[str, int]) -> tuple[Mark, ...]:
    """Each reason with what it takes off; one that happened with its count and what that comes to."""
    marks = []
    for reason in criterion.reasons:
        count = counts.get(reason.id, 0)
        each = number(reason.points)
        words = (
            t("{reason} (−{points})", reason=reason.text, points=each)
            if reason.once
            else t("{reason} (−{points} each)", reason=reason.text, points=each)
        )
        if count and not reason.once:
            words += f"　×{count}{reason.unit or ''}　−{number(reason.points * count)}"
        marks.append(Mark(count > 0, words))
    return tuple(marks)


def _cells(
    t: Texts, rating: Rating, criterion: Criterion, answer: Answer | None, layout: Layout
) -> tuple[tuple[Mark, ...], str | None]:
    """The cells behind the question, or one answer that fills them all."""
    if isinstance(answer, NotApplicable):
        return (), criterion.na or t("not applicable")
    if layout == "levels" and isinstance(criterion, LevelCriterion) and isinstance(answer, Rated):
        return tuple(
            Mark(level.label == answer.level, criterion.anchors.get(level.label, ""))
            for level in rating.form.levels
        ), None
    if (
        layout == "inspection"
        and isinstance(criterion, InspectionCriterion)
        and isinstance(answer, Inspected)
    ):
        met = is_met(criterion, answer)
        cells = (_threshold(t, criterion), f"{answer.defects} {criterion.unit}")
        verdict = Mark(False, t("met") if met else t("not met"), heavy=not met)
        return (*(Mark(False, words) for words in cells), verdict), None
    points = rating.score.points.get(criterion.id)
    most = maximum(criterion)
    if layout == "points" and points is not None and most is not None:
        return (Mark(False, number(most)), Mark(False, number(points))), None
    if answer is None or isinstance(criterion, TextCriterion | ChoiceCriterion):
        return (), _NOTHING
    return (), answer_words(t, criterion, answer)


def _threshold(t: Texts, criterion: InspectionCriterion) -> str:
    limit = f"{criterion.threshold} {criterion.unit}"
    return t("{limit} in one item", limit=limit) if criterion.single else limit


def _worth(t: Texts, points: Decimal, text: str) -> str:
    return t("{points} points　{text}", points=number(points), text=text)


def _bracketed(t: Texts, points: Decimal) -> str:
    return bracketed(t, t("{points} points", points=number(points)))
