"""The shipped forms for tests, and scores of them from answer values as they stand in an answers file."""

from __future__ import annotations

from collections.abc import Mapping

from rubrics.answering import Fault, read_answer
from rubrics.answers import Answer, JsonValue
from rubrics.library import load_forms
from rubrics.model import Form
from rubrics.scoring import Score, score

FORMS: Mapping[str, Form] = load_forms().forms


def answers_to(form: Form, values: Mapping[str, JsonValue]) -> dict[str, Answer]:
    """The answers that the values mean; a faulty one fails the test with its sentence."""
    answers: dict[str, Answer] = {}
    for id, value in values.items():
        answer = read_answer(form, form.by_id[id], value)
        assert not isinstance(answer, Fault), str(answer)
        answers[id] = answer
    return answers


def rate(form: str, values: Mapping[str, JsonValue]) -> Score:
    """The score of a shipped form with these values by criterion id."""
    return score(FORMS[form], answers_to(FORMS[form], values))


def in_order(form: str, *values: JsonValue) -> dict[str, JsonValue]:
    """The values by criterion id, given in the form's order."""
    return dict(zip((c.id for c in FORMS[form].criteria), values, strict=True))
