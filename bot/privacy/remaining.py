"""What may stay of an answer once nobody is to be known from it. Pure; what is not known to be harmless goes."""

from __future__ import annotations

from bot.rating import dump_json, parse_json
from rubrics.answering import Fault, read_answer
from rubrics.model import ChoiceField, Form, GradeField, PeriodField, TextCriterion


def remains(form: Form, item: str, value: str) -> str | None:
    """What stays of a stored value of ``item`` (JSON in, JSON out), ``None`` for nothing.

    Ratings, ticks, counts and labels that the form itself offers stay, so that figures can still be checked.
    Whatever was typed goes: words, signatures, every field about the person, the reason for a grade.
    """
    if item.startswith("#"):
        return None
    if item.startswith("@"):
        return _field(form, item[1:], value)
    criterion = form.by_id.get(item)
    if criterion is None or isinstance(criterion, TextCriterion):
        return None
    return None if isinstance(read_answer(form, criterion, parse_json(value)), Fault) else value


def _field(form: Form, id: str, value: str) -> str | None:
    field = form.fields.get(id)
    if field is None or field in form.subject.fields:
        return None
    match field:
        case PeriodField():
            return value
        case ChoiceField(options=options):
            return value if parse_json(value) in options else None
        case GradeField():
            told = parse_json(value)
            return dump_json({**told, "reason": ""}) if isinstance(told, dict) else None
        case _:
            return None
