"""An evaluation as it is loaded for one turn: the form, what is stored, and what follows from both.

Items of the answer log: a criterion's id; ``@id`` for a field around the rating; ``#id`` for a signature.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import cast

from bot.codec import Act
from rubrics.answering import read_answer
from rubrics.answers import Answer, JsonValue
from rubrics.fields import FieldValue
from rubrics.model import Criterion, Form, GradeField, Section
from rubrics.scoring import Score, score
from rubrics.walk import open_fields, open_required, open_signatures
from storage.answers import CARRIED_OVER, last_undoable, latest
from storage.values import Evaluation, Note, StoredAnswer, Subject

_READER = json.JSONDecoder(parse_float=Decimal)
"""Kept, since making one takes longer than reading an answer."""


@dataclass(frozen=True)
class Override:
    """The evaluator's own grade beside the computed one, and why."""

    grade: str
    reason: str


@dataclass(frozen=True)
class Rating:
    """One evaluation with everything that is stored of it."""

    form: Form
    evaluation: Evaluation
    subject: Subject | None
    log: tuple[StoredAnswer, ...]
    notes: tuple[Note, ...]

    @cached_property
    def latest(self) -> Mapping[str, StoredAnswer]:
        """The latest row of every item."""
        return latest(self.log)

    @cached_property
    def brought(self) -> frozenset[str]:
        """The items of a draft that its evaluator did not enter in it: carried over, or left by who had it before."""
        mine, draft = self.evaluation.evaluator_id, self.evaluation.status == "draft"
        return frozenset(
            item
            for item, row in self.latest.items()
            if draft and (row.by != mine or row.revision == CARRIED_OVER)
        )

    def is_brought(self, note: Note) -> bool:
        """Whether the evaluator of a draft did not write a note in it."""
        mine = note.evaluation_id == self.evaluation.id and note.chat_id == self.evaluation.evaluator_id
        return self.evaluation.status == "draft" and not mine

    @cached_property
    def stored(self) -> Mapping[str, JsonValue]:
        """The latest value of every item that has one."""
        return {item: parse_json(row.value) for item, row in self.latest.items() if row.value is not None}

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """The latest answer of every answered criterion."""
        return answers_of(self.form, self.stored)

    @cached_property
    def fields(self) -> Mapping[str, FieldValue]:
        """The values of the fields around the rating, by field id (without an override)."""
        return {
            item[1:]: cast("FieldValue", value)
            for item, value in self.stored.items()
            if item.startswith("@") and not isinstance(value, dict)
        }

    @cached_property
    def signatures(self) -> Mapping[str, str]:
        """The names signed, by signature id."""
        return {item[1:]: str(value) for item, value in self.stored.items() if item.startswith("#")}

    @cached_property
    def override(self) -> Override | None:
        """The grade the evaluator put in place of the computed one, with the reason."""
        field = self.grade_field
        value = self.stored.get(f"@{field.id}") if field else None
        if isinstance(value, dict):
            return Override(str(value["grade"]), str(value["reason"]))
        return None

    @cached_property
    def grade_field(self) -> GradeField | None:
        """The form's field for a grade of the evaluator's own, if it has one."""
        return next((f for f in self.form.closing if isinstance(f, GradeField)), None)

    @cached_property
    def score(self) -> Score:
        """Score and grade by the form's rules, over what is answered so far."""
        return score(self.form, self.answers)

    @property
    def grade(self) -> str | None:
        """The grade that counts: the evaluator's own, else the computed one."""
        return self.override.grade if self.override else self.score.grade

    @cached_property
    def cursor(self) -> Criterion:
        """The criterion the evaluation stands at (the first one, where nothing valid is stored)."""
        return self.form.by_id.get(self.evaluation.cursor or "") or self.form.criteria[0]

    @property
    def section(self) -> Section:
        """The section of the criterion the evaluation stands at."""
        return self.form.section_of[self.cursor.id]

    def act(self, op: str, *args: object) -> Act:
        """A button's meaning for this evaluation as it stands now."""
        return Act(op, self.evaluation.id, self.evaluation.revision, tuple(str(a) for a in args))

    @cached_property
    def undoable(self) -> StoredAnswer | None:
        """The latest touch on a criterion that can be taken back."""
        return last_undoable([row for row in self.log if row.item[:1] not in {"@", "#"}])

    @property
    def name(self) -> str:
        """The subject's name, or an empty string before it is known."""
        return self.subject.name if self.subject else ""

    def notes_on(self, item: str) -> tuple[Note, ...]:
        """The notes on one criterion, oldest first."""
        return tuple(note for note in self.notes if note.item == item)

    @cached_property
    def noted(self) -> frozenset[str]:
        """The items that have a note or evidence."""
        return frozenset(note.item for note in self.notes)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Required criteria without an answer."""
        return open_required(self.form, self.answers)

    @cached_property
    def missing_fields(self) -> tuple[str, ...]:
        """Required fields without a value."""
        return open_fields(self.form, self.fields)

    @property
    def complete(self) -> bool:
        """Whether all is there but the signatures."""
        return not self.missing and not self.missing_fields

    @property
    def ready(self) -> bool:
        """Whether it can be handed in."""
        return self.complete and not open_signatures(self.form, self.signatures)


def parse_json(text: str) -> JsonValue:
    """A stored value; numbers come back as ``Decimal`` unless whole."""
    return cast("JsonValue", _READER.decode(text))


def dump_json(value: object) -> str:
    """A value as it is stored: compact, numbers exact."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_number)


def answers_of(form: Form, stored: Mapping[str, JsonValue]) -> dict[str, Answer]:
    """The answers among stored values; one that the form does not take is left out (it then counts as open)."""
    answers: dict[str, Answer] = {}
    for criterion in form.criteria:
        if criterion.id in stored:
            answer = read_answer(form, criterion, stored[criterion.id])
            if isinstance(answer, Answer):
                answers[criterion.id] = answer
    return answers


def stored_at(log: Iterable[StoredAnswer], item: str, revision: int) -> str | None:
    """What was stored for an item when the evaluation stood at ``revision``."""
    value = None
    for row in log:
        if row.item == item and row.revision <= revision:
            value = row.value
    return value


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"not to be stored: {value!r}")
