"""Small forms for tests, built by hand, and what a rating on one looks like."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from rubrics.combining import CombinedScore, SourceScore
from rubrics.model import (
    AnchoredCriterion,
    Band,
    BandGrade,
    ChecklistCriterion,
    ChoiceCriterion,
    Criterion,
    DeductionCriterion,
    Form,
    Grading,
    InspectionCriterion,
    Level,
    LevelCriterion,
    NearestGrade,
    Option,
    PlainField,
    PointsCriterion,
    Reason,
    Section,
    SubjectPart,
    TextCriterion,
)
from rubrics.rounding import plain
from rubrics.scoring import Score, SectionScore

LEVELS = tuple(Level(label=label, value=value) for value, label in enumerate("差中良优", start=1))
HOUSE_BANDS = BandGrade(
    by="bands",
    bands=tuple(
        Band(label=label, at_least=Decimal(begin))
        for label, begin in (("优秀", 90), ("良好", 80), ("一般", 60), ("较差", 0))
    ),
)
NEAREST = NearestGrade(by="nearest")


def figures(of: Score | SectionScore | CombinedScore | SourceScore) -> str:
    """Total, maximum and percent in one line, as ``27/30 90%``; ``-`` where there is none."""
    total, most, percent = ("-" if n is None else plain(n) for n in (of.total, of.max, of.percent))
    return f"{total}/{most} {percent}%"


def form(
    *sections: Section | Criterion,
    scoring: Literal["points", "levels", "met"] = "points",
    grade: Grading = HOUSE_BANDS,
    levels: tuple[Level, ...] = LEVELS,
) -> Form:
    """A form of these sections; a bare criterion becomes a section of its own."""
    return Form(
        id="small",
        title="small",
        short="small",
        subject=SubjectPart(
            kind="employee", fields=(PlainField(id="name", label="姓名", kind="name", required=True),)
        ),
        levels=levels,
        scoring=scoring,
        sections=tuple(s if isinstance(s, Section) else section(s.id, s) for s in sections),
        grade=grade,
    )


def section(id: str, *criteria: Criterion, combine: Literal["sum", "mean"] = "sum") -> Section:
    return Section(id=id, title=id, combine=combine, criteria=criteria)


def level(id: str, *, na: bool = False, required: bool = True) -> LevelCriterion:
    return LevelCriterion(
        id=id, title=id, text=id, kind="level", na="不适用" if na else None, required=required
    )


def levels(prefix: str, count: int, *, na: bool = False) -> Iterable[LevelCriterion]:
    return (level(f"{prefix}{number}", na=na) for number in range(1, count + 1))


def points(
    id: str, most: str = "10", *, least: str = "0", step: str = "1", na: bool = False, required: bool = True
) -> PointsCriterion:
    return PointsCriterion(
        id=id,
        title=id,
        text=id,
        kind="points",
        min=Decimal(least),
        max=Decimal(most),
        step=Decimal(step),
        na="不适用" if na else None,
        required=required,
    )


def anchored(id: str, *anchors: str) -> AnchoredCriterion:
    return AnchoredCriterion.model_validate(
        {
            "id": id,
            "title": id,
            "text": id,
            "kind": "anchored",
            "anchors": [{"points": points, "text": points} for points in anchors],
        }
    )


def checklist(id: str, **options: str) -> ChecklistCriterion:
    return ChecklistCriterion(
        id=id,
        title=id,
        text=id,
        kind="checklist",
        options=tuple(Option(id=name, text=name, points=Decimal(worth)) for name, worth in options.items()),
    )


def deductions(id: str, most: str, *reasons: Reason, floor: str = "0") -> DeductionCriterion:
    return DeductionCriterion(
        id=id,
        title=id,
        text=id,
        kind="deductions",
        max=Decimal(most),
        floor=Decimal(floor),
        reasons=reasons,
    )


def reason(id: str, costs: str, *, once: bool = False) -> Reason:
    return Reason(id=id, text=id, points=Decimal(costs), once=once)


def inspection(id: str, threshold: int, *flags: str, na: bool = False) -> InspectionCriterion:
    return InspectionCriterion.model_validate(
        {
            "id": id,
            "title": id,
            "text": id,
            "kind": "inspection",
            "threshold": threshold,
            "flags": [{"id": flag, "text": flag} for flag in flags],
            "na": "不适用" if na else None,
        }
    )


def choice(id: str, *options: str) -> ChoiceCriterion:
    return ChoiceCriterion(id=id, title=id, text=id, kind="choice", options=options)


def text(id: str, *, required: bool = True) -> TextCriterion:
    return TextCriterion(id=id, title=id, text=id, kind="text", required=required)
