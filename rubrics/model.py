"""What a form is: the values every other room works with.

A form is read from YAML (``rubrics.reading``), checked (``rubrics.checks``), walked (``rubrics.walk``) and
scored (``rubrics.scoring``); an evaluation keeps the whole form as JSON, so these models are both the file
format and the stored one. All of them are frozen. Points and thresholds are ``Decimal``.

``source`` says who decided: ``form`` (printed on the source form) or ``house`` (ours, where the form is silent).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Source: TypeAlias = Literal["form", "house"]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Words = Annotated[str, Field(min_length=1, max_length=1500)]
Label = Annotated[str, Field(min_length=1, max_length=60)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(_Part):
    """One step of a level scale, worst first: what it is called and what it is worth (whole levels)."""

    label: Label
    value: Annotated[int, Field(ge=0, le=100)]
    note: Label | None = None


class _Criterion(_Part):
    """What all criteria share.

    ``title`` is short (button, overview); ``text`` is the question in full; ``guidance`` are considerations
    shown under it. ``na`` is the label of the "does not apply" button; without it the criterion always applies.
    ``cut`` tells what is missing in the source.
    """

    id: Identifier
    title: Label
    text: Words
    guidance: tuple[Words, ...] = ()
    required: bool = True
    na: Label | None = None
    source: Source = "form"
    title_source: Source = "form"
    cut: Words | None = None


class LevelCriterion(_Criterion):
    """Rated on the form's level scale; ``anchors`` says, per level label, what that level looks like."""

    kind: Literal["level"]
    anchors: Mapping[str, Words] = Field(default_factory=dict)


class PointsCriterion(_Criterion):
    """A number of points from ``min`` to ``max`` in steps of ``step``."""

    kind: Literal["points"]
    min: Decimal = Decimal(0)
    max: Decimal
    step: Decimal = Decimal(1)


class Anchor(_Part):
    """The sentence that says what a number of points looks like."""

    points: Decimal
    text: Words


class AnchoredCriterion(_Criterion):
    """Exactly one of the anchors' points."""

    kind: Literal["anchored"]
    anchors: Annotated[tuple[Anchor, ...], Field(min_length=2)]
    anchors_source: Source = "form"


class PointBand(_Part):
    """A sentence and the whole points it may be worth, both ends included."""

    low: Decimal
    high: Decimal
    text: Words
    source: Source = "form"


class BandedCriterion(_Criterion):
    """First the sentence, then the points within its band (steps of 1), best band first."""

    kind: Literal["banded"]
    bands: Annotated[tuple[PointBand, ...], Field(min_length=2)]


class Option(_Part):
    """One line of a checklist and the points a tick is worth."""

    id: Identifier
    text: Words
    points: Decimal = Decimal(1)


class ChecklistCriterion(_Criterion):
    """Any number of ticks; the points are the sum of the ticked options."""

    kind: Literal["checklist"]
    options: Annotated[tuple[Option, ...], Field(min_length=1)]


class Reason(_Part):
    """Why points come off: ``points`` each time, or once only. ``unit`` is the word for a count (次, 天)."""

    id: Identifier
    text: Words
    points: Decimal
    once: bool = False
    unit: Label | None = None


class DeductionCriterion(_Criterion):
    """Starts at ``max`` points; reasons take points off, never below ``floor``."""

    kind: Literal["deductions"]
    max: Decimal
    floor: Decimal = Decimal(0)
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


class Flag(_Part):
    """A finding that fails an inspection item whatever the count (for example: no record)."""

    id: Identifier
    text: Words


class InspectionCriterion(_Criterion):
    """Met unless ``threshold`` defects or more were found, or any flag is set.

    ``unit`` is the word for a defect (处 or 项); ``single`` means the threshold counts within one item (单项).
    """

    kind: Literal["inspection"]
    sample: Words | None = None
    threshold: Annotated[int, Field(ge=1)]
    unit: Label = "处"
    single: bool = False
    flags: tuple[Flag, ...] = ()


class ChoiceCriterion(_Criterion):
    """One of a few labels; carries no points."""

    kind: Literal["choice"]
    options: Annotated[tuple[Label, ...], Field(min_length=2)]


class TextCriterion(_Criterion):
    """Free words; carries no points."""

    kind: Literal["text"]


Criterion: TypeAlias = Annotated[
    LevelCriterion
    | PointsCriterion
    | AnchoredCriterion
    | BandedCriterion
    | ChecklistCriterion
    | DeductionCriterion
    | InspectionCriterion
    | ChoiceCriterion
    | TextCriterion,
    Field(discriminator="kind"),
]


class Section(_Part):
    """Criteria under one heading.

    ``combine`` is ``sum`` (points add up) or ``mean`` (the section is the mean of its criteria).
    ``max`` is the maximum the form prints for the section, checked against its criteria.
    """

    id: Identifier
    title: Label
    max: Decimal | None = None
    combine: Literal["sum", "mean"] = "sum"
    combine_source: Source = "form"
    source: Source = "form"
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class _Field(_Part):
    """A field around the rating: about the subject, before the questions, or closing."""

    id: Identifier
    label: Label
    required: bool = False
    hint: Words | None = None
    source: Source = "form"


class PlainField(_Field):
    """A typed line: a name, a line or paragraph of text, a phone number, an age in years, or a date.

    ``since`` on a date names what is worked out from it in whole years (到职日 → 年资).
    """

    kind: Literal["name", "text", "phone", "age", "date"]
    since: Label | None = None


class PeriodField(_Field):
    """A period such as ``2026-11``, ``2026-Q4``, ``2026-H2`` or ``2026``; the present one is offered."""

    kind: Literal["period"]
    units: Annotated[tuple[Literal["month", "quarter", "half-year", "year"], ...], Field(min_length=1)]


class ChoiceField(_Field):
    """One of a few labels. ``suggest`` maps a grade to the label offered first for it."""

    kind: Literal["choice"]
    options: Annotated[tuple[Label, ...], Field(min_length=2)]
    suggest: Mapping[str, Label] = Field(default_factory=dict)
    suggest_source: Source = "form"


class GoalsField(_Field):
    """Goals, each with how it is measured: one a line, ``goal | measure``."""

    kind: Literal["goals"]


class GradeField(_Field):
    """The computed grade, which the evaluator may override with a reason; both are kept."""

    kind: Literal["grade"]


OpeningField: TypeAlias = Annotated[
    PlainField | PeriodField | ChoiceField | GoalsField, Field(discriminator="kind")
]
ClosingField: TypeAlias = Annotated[PlainField | ChoiceField | GradeField, Field(discriminator="kind")]
FormField: TypeAlias = PlainField | PeriodField | ChoiceField | GoalsField | GradeField


class SubjectPart(_Part):
    """Who or what is evaluated, and what the form's head asks about them. The first field is the name."""

    kind: Literal["candidate", "employee", "site"]
    fields: Annotated[tuple[OpeningField, ...], Field(min_length=1)]


class Band(_Part):
    """A grade and the percent it begins at: closed below, open above."""

    label: Label
    at_least: Decimal


class BandGrade(_Part):
    """The grade is the highest band whose ``at_least`` the rounded percent reaches. Best band first."""

    by: Literal["bands"]
    bands: Annotated[tuple[Band, ...], Field(min_length=2)]
    source: Source = "form"


class NearestGrade(_Part):
    """The grade is the level nearest to the rounded total, a half going up.

    ``least_rated_percent``: with a smaller share of the criteria rated than this there is no grade.
    """

    by: Literal["nearest"]
    least_rated_percent: Decimal | None = None
    source: Source = "form"


class GradeRule(_Part):
    """One rule over the rated levels; exactly one condition is set.

    ``all``: every criterion has this level · ``at_least`` + ``level``: that many criteria have this level ·
    ``most``: more than half are at this level or above · ``otherwise``: always holds.
    """

    grade: Label
    all: Label | None = None
    at_least: Annotated[int, Field(ge=1)] | None = None
    level: Label | None = None
    most: Label | None = None
    otherwise: bool = False
    text: Words


class RuleGrade(_Part):
    """The grade is that of the first rule that holds. ``labels`` lists the grades, best first."""

    by: Literal["rules"]
    rules: Annotated[tuple[GradeRule, ...], Field(min_length=2)]
    labels: Annotated[tuple[Label, ...], Field(min_length=2)]
    source: Source = "form"


Grading: TypeAlias = Annotated[BandGrade | NearestGrade | RuleGrade, Field(discriminator="by")]


class Measures(_Part):
    """What follows from each grade (管理措施)."""

    title: Label
    by_grade: Mapping[str, Words]
    source: Source = "form"


class Signature(_Part):
    """A name typed at the end, by the evaluator or by the person evaluated on the same phone."""

    id: Identifier
    label: Label
    who: Literal["evaluator", "subject"]
    required: bool = True
    statement: Words | None = None
    source: Source = "form"


class Decision(_Part):
    """One sentence on how the form is read or scored, and whose decision that is."""

    text: Words
    source: Source


class Form(_Part):
    """A whole form.

    ``scoring``: ``points`` (sum of points) · ``levels`` (mean of section means, on the level scale) ·
    ``met`` (inspection items met of those that apply).
    ``combine_by`` names the opening choice field by whose value several evaluations of one subject are combined.
    """

    id: Identifier
    title: Label
    short: Annotated[str, Field(min_length=1, max_length=14)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "zh"
    about: Words | None = None
    subject: SubjectPart
    opening: tuple[OpeningField, ...] = ()
    levels: tuple[Level, ...] = ()
    levels_source: Source = "form"
    scoring: Literal["points", "levels", "met"]
    scoring_source: Source = "form"
    total: Decimal | None = None
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    grade: Grading
    closing: tuple[ClosingField, ...] = ()
    measures: Measures | None = None
    signatures: tuple[Signature, ...] = ()
    combine_by: Identifier | None = None
    decisions: tuple[Decision, ...] = ()

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in the order they are asked."""
        return tuple(criterion for section in self.sections for criterion in section.criteria)

    @cached_property
    def by_id(self) -> Mapping[str, Criterion]:
        """Criteria by id."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each criterion stands, from 0."""
        return {criterion.id: index for index, criterion in enumerate(self.criteria)}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each criterion, by criterion id."""
        return {criterion.id: section for section in self.sections for criterion in section.criteria}

    @cached_property
    def fields(self) -> Mapping[str, FormField]:
        """Every field around the rating, by id: of the subject, opening, closing."""
        return {field.id: field for field in (*self.subject.fields, *self.opening, *self.closing)}

    @property
    def grades(self) -> tuple[str, ...]:
        """The grade labels, best first."""
        match self.grade:
            case BandGrade(bands=bands):
                return tuple(band.label for band in bands)
            case NearestGrade():
                return tuple(level.label for level in reversed(self.levels))
            case RuleGrade(labels=labels):
                return labels

    def scored(self) -> Iterator[Criterion]:
        """The criteria that carry a score: all but choice and text."""
        return (c for c in self.criteria if not isinstance(c, ChoiceCriterion | TextCriterion))
