"""Handed-in evaluations of the shipped forms, made in memory, for printing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.rating import Rating, dump_json
from rubrics.answering import write_answer
from rubrics.answers import Answer, Deducted, Inspected, NotApplicable, Pointed, Rated, Ticked, Written
from rubrics.library import load_forms
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    ChecklistCriterion,
    ChoiceCriterion,
    ChoiceField,
    Criterion,
    DeductionCriterion,
    Form,
    FormField,
    GoalsField,
    GradeField,
    InspectionCriterion,
    LevelCriterion,
    PeriodField,
    PlainField,
    PointsCriterion,
    TextCriterion,
)
from storage.values import Attachment, Evaluation, Note, StoredAnswer, Subject

FORMS = load_forms().forms
ZONE = ZoneInfo("Asia/Shanghai")
HANDED_IN = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
"""14:30 in Shanghai."""


def rating_of(
    form: Form,
    *,
    name: str = "张三",
    answers: Mapping[str, Answer] | None = None,
    fields: Mapping[str, object] | None = None,
    notes: tuple[Note, ...] = (),
    signed: str = "王面试",
) -> Rating:
    """An evaluation of a form handed in: every criterion answered unless ``answers`` says otherwise."""
    given = {c.id: answer_to(form, c, place) for place, c in enumerate(form.criteria)} | dict(answers or {})
    values = {f"@{f.id}": field_value(f) for f in form.fields.values() if not isinstance(f, GradeField)}
    values |= {f"@{i}": value for i, value in (fields or {}).items()}
    values[f"@{form.subject.fields[0].id}"] = name
    stored = {
        **{i: write_answer(answer) for i, answer in given.items()},
        **values,
        **{f"#{s.id}": signed if s.who == "evaluator" else name for s in form.signatures},
    }
    return Rating(
        form=form,
        evaluation=evaluation_of(form),
        subject=Subject(1, form.subject.kind, name, {}, 1001, HANDED_IN, HANDED_IN),
        log=tuple(
            StoredAnswer(n, 7, item, dump_json(value), n, None, 1001, HANDED_IN)
            for n, (item, value) in enumerate(stored.items(), 1)
        ),
        notes=notes,
    )


def evaluation_of(form: Form, number: int = 7) -> Evaluation:
    """A handed-in evaluation."""
    return Evaluation(
        id=number,
        form_digest="digest",
        form_id=form.id,
        form_title=form.title,
        evaluator_id=1001,
        subject_id=1,
        status="submitted",
        view="final",
        cursor=None,
        revision=42,
        created_at=HANDED_IN,
        updated_at=HANDED_IN,
        submitted_at=HANDED_IN,
        amends_id=None,
        amend_reason=None,
        total=None,
        max=None,
        percent=None,
        grade=None,
        result=None,
    )


def answer_to(form: Form, criterion: Criterion, place: int) -> Answer:
    """An answer that differs from place to place, so that every kind of row has something on it."""
    match criterion:
        case LevelCriterion(na=na):
            if na and place % 9 == 8:
                return NotApplicable()
            return Rated(form.levels[(place + 2) % len(form.levels)].label)
        case PointsCriterion(max=most, step=step):
            return Pointed(most - step * (place % 3))
        case AnchoredCriterion(anchors=anchors):
            return Pointed(anchors[place % 2].points)
        case BandedCriterion(bands=bands):
            return Pointed(bands[1].low)
        case ChecklistCriterion(options=options):
            return Ticked(tuple(o.id for n, o in enumerate(options) if n != 1))
        case DeductionCriterion(reasons=reasons):
            first = reasons[0]
            return Deducted(((first.id, 1 if first.once else 2),))
        case InspectionCriterion(na=na, flags=flags):
            if na and place == 10:
                return NotApplicable()
            return Inspected(place % 4, (flags[0].id,) if flags and place % 3 == 0 else ())
        case ChoiceCriterion(options=labels):
            return Written(labels[0])
        case TextCriterion():
            return Written("写下的话")


def field_value(field: FormField) -> object:
    """A value that the field takes."""
    match field:
        case PlainField(kind="date"):
            return "2024-03-01"
        case PlainField(kind="phone"):
            return "13800138000"
        case PlainField(kind="age"):
            return "28"
        case PlainField():
            return f"{field.label}的内容"
        case PeriodField():
            return "2026-11"
        case ChoiceField(options=options):
            return options[1]
        case GoalsField():
            return [["缩短等待时间", "平均不超过3分钟"], ["提高满意度", "95%以上"]]
        case _:
            return ""


def note_on(item: str, text: str = "", *attachments: Attachment) -> Note:
    """A note on a criterion."""
    return Note(1, 7, item, text, None, 1001, 5, HANDED_IN, None, None, attachments)


def photo(number: int, path: str | None, **given: object) -> Attachment:
    """A photo whose copy lies at ``path`` below the data directory."""
    plain = Attachment(
        number, 1, "photo", "f", "u", "", "image/jpeg", 1000, 1001, 5, path, "stored" if path else "wanted", 0
    )
    return replace(plain, **given)  # type: ignore[arg-type]  # whatever a test wants different
