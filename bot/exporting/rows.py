"""The rows of each table as plain values. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from decimal import Decimal

from bot.exporting.cells import Cell
from bot.exporting.columns import FieldColumns
from bot.exporting.filed import NO_REMARKS, Filed
from bot.texts import Texts
from rubrics.model import Form, PlainField
from rubrics.scoring import criterion_max

Row = tuple[Cell, ...]


def evaluation_row(t: Texts, filed: Filed, fields: FieldColumns, zone: tzinfo) -> Row:
    """An evaluation: who, whom, when, and what it came to. Moments are local and naive."""
    one = filed.evaluation
    own = filed.own_grade
    return (
        one.id,
        one.form_title,
        one.form_id,
        one.subject,
        kind_words(t, one.subject_kind),
        one.subject_id,
        *(_field(filed, id) for id, _ in fields.head),
        one.evaluator,
        one.unit,
        one.begun.astimezone(zone).replace(tzinfo=None),
        one.handed_in.astimezone(zone).replace(tzinfo=None),
        t("amended") if one.status == "amended" else t("handed in"),
        one.amends_id,
        one.amend_reason,
        _number(one.total),
        _number(one.max),
        _number(one.percent),
        one.grade,
        own.computed if own else one.grade,
        own.reason if own else None,
        *(_field(filed, id) for id, _ in fields.closing),
    )


def answer_rows(filed: Filed) -> Iterator[Row]:
    """The answers of an evaluation in the form's order; a criterion only noted on has a row, too."""
    number = filed.evaluation.id
    stored, remarks, known = filed.stored, filed.remarks, filed.known
    for section in known.form.sections:
        for criterion in section.criteria:
            value = stored.get(criterion.id)
            said = None if value is None else known.worded(criterion, value)
            noted = remarks.get(criterion.id, NO_REMARKS) if remarks else NO_REMARKS
            if said is None and noted is NO_REMARKS:
                continue
            yield (
                number,
                criterion.id,
                section.title,
                criterion.title,
                said.words if said else None,
                said.points if said else None,
                said.most if said else None,
                "\n".join(noted.texts) or None,
                noted.files or None,
            )


def criterion_rows(t: Texts, forms: Iterable[Form]) -> Iterator[Row]:
    """The criteria of these forms; one that a later form took over unchanged comes once."""
    seen: set[Row] = set()
    for form in forms:
        for criterion in form.criteria:
            section = form.section_of[criterion.id].title
            most = criterion_max(form, criterion)
            kind = criterion_words(t, criterion.kind)
            row = (form.id, criterion.id, section, kind, criterion.title, most, criterion.text)
            if row not in seen:
                seen.add(row)
                yield row


def criterion_words(t: Texts, kind: str) -> str:
    """How a criterion is answered."""
    words = {
        "level": t("level"),
        "points": t("points"),
        "anchored": t("anchored points"),
        "banded": t("points within a band"),
        "checklist": t("checklist"),
        "deductions": t("deductions"),
        "inspection": t("inspection"),
        "choice": t("choice"),
        "text": t("words"),
    }
    return words.get(kind, kind)


def kind_words(t: Texts, kind: str | None) -> str | None:
    """What kind of subject it is."""
    match kind:
        case "candidate":
            return t("candidate")
        case "employee":
            return t("employee")
        case "site":
            return t("site")
        case _:
            return kind


def _field(filed: Filed, id: str) -> Cell:
    """A field's value: a date and an age as such, all else in words (a phone number is no number)."""
    words = filed.field_words(id)
    field = filed.known.form.fields.get(id)
    if words is None or not isinstance(field, PlainField):
        return words
    if field.kind == "date":
        return _day(words)
    return int(words) if field.kind == "age" and words.isdecimal() else words


def _day(words: str) -> Cell:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return words


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
