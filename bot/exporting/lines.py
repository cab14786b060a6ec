"""JSON Lines for programs: one object for each evaluation, its answers within; texts as they were written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from bot.exporting.filed import NO_REMARKS, Filed
from bot.rating import dump_json, parse_json
from rubrics.model import GradeField


def line_of(filed: Filed, zone: tzinfo) -> bytes:
    """The line of an evaluation, its end included. Moments have the offset of ``zone``."""
    # A character that no UTF-8 can hold (half of a pair) becomes a question mark.
    return f"{dump_json(object_of(filed, zone))}\n".encode(errors="replace")


def object_of(filed: Filed, zone: tzinfo) -> dict[str, Any]:
    """An evaluation as programs read it; figures are numbers, ``None`` is what there is not."""
    one, form = filed.evaluation, filed.known.form
    own = filed.own_grade
    return {
        "number": one.id,
        "form": {"id": one.form_id, "title": one.form_title, "digest": one.form_digest},
        "subject": {"number": one.subject_id, "name": one.subject, "kind": one.subject_kind},
        "evaluator": {"id": one.evaluator_id, "name": one.evaluator},
        "unit": one.unit,
        "begun": _moment(one.begun, zone),
        "handed_in": _moment(one.handed_in, zone),
        "status": one.status,
        "amends": one.amends_id,
        "amend_reason": one.amend_reason,
        "total": _number(one.total),
        "max": _number(one.max),
        "percent": _number(one.percent),
        "grade": one.grade,
        "computed_grade": own.computed if own else one.grade,
        "grade_reason": own.reason if own else None,
        "sections": _sections(one.result),
        "fields": {
            field.id: filed.field(field.id)
            for field in form.fields.values()
            if not isinstance(field, GradeField) and filed.field(field.id) is not None
        },
        "signatures": filed.signatures,
        "answers": list(_answers(filed)),
    }


def _answers(filed: Filed) -> Iterator[dict[str, Any]]:
    for section in filed.known.form.sections:
        for criterion in section.criteria:
            value = filed.stored.get(criterion.id)
            said = None if value is None else filed.known.worded(criterion, value)
            noted = filed.remarks.get(criterion.id, NO_REMARKS)
            if said is None and noted is NO_REMARKS:
                continue
            yield {
                "criterion": criterion.id,
                "section": section.title,
                "title": criterion.title,
                "answer": parse_json(value) if said and value is not None else None,
                "words": said.words if said else None,
                "points": said.points if said else None,
                "max": said.most if said else None,
                "notes": noted.texts,
                "files": noted.files,
            }


def _sections(result: str | None) -> list[dict[str, Any]]:
    """The sections' figures as they stood when it was handed in."""
    try:
        found = json.loads(result) if result else None
    except ValueError:
        return []
    sections = found.get("sections") if isinstance(found, dict) else None
    return [_figures(one) for one in sections or () if isinstance(one, dict)]


def _figures(section: dict[str, Any]) -> dict[str, Any]:
    figures = {name: _number(section.get(name)) for name in ("total", "max", "percent")}
    return {"id": section.get("id"), "title": section.get("title"), **figures}


def _moment(when: datetime, zone: tzinfo) -> str:
    return when.astimezone(zone).isoformat(timespec="seconds")


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
