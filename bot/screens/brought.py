"""What a draft brings along and its evaluator did not enter in it: masked until they ask to see it."""

from __future__ import annotations

from dataclasses import replace

from bot.privacy.masking import masked, masked_value
from bot.rating import Rating
from bot.screens.screen import Button
from bot.screens.wording import answer_words, note_words
from bot.texts import Texts
from rubrics.answers import Answer, Written
from rubrics.fields import FieldValue, shown
from rubrics.model import Criterion, FormField, GradeField
from storage.values import Note


def value_words(rating: Rating, field: FormField, value: FieldValue, *, revealed: bool = False) -> str:
    """A field's value, not escaped."""
    hide = f"@{field.id}" in rating.brought and not revealed
    return masked_value(field, value) if hide else shown(value)


def reason_words(rating: Rating, reason: str, *, revealed: bool = False) -> str:
    """Why the grade is the evaluator's own, not escaped."""
    field = rating.grade_field
    hide = field is not None and f"@{field.id}" in rating.brought and not revealed
    return masked(reason) if hide else reason


def said(t: Texts, rating: Rating, criterion: Criterion, answer: Answer, *, revealed: bool = False) -> str:
    """An answer in a few words, not escaped."""
    words = answer_words(t, criterion, answer)
    hide = isinstance(answer, Written) and criterion.id in rating.brought and not revealed
    return masked(words) if hide else words


def noted(t: Texts, rating: Rating, note: Note, room: int = 120, *, revealed: bool = False) -> str:
    """A note in one line, escaped."""
    if rating.is_brought(note) and not revealed:
        note = replace(note, text=masked(note.text))
    return note_words(t, note, room)


def hidden(rating: Rating, view: str) -> tuple[str, ...]:
    """The fields and questions of which a view of the draft masks something: ``about``, ``review`` or ``notes``."""
    form = rating.form
    match view:
        case "about":
            return _hidden_fields(rating, (*form.subject.fields[1:], *form.opening))
        case "review":
            answers = tuple(
                id
                for id, answer in rating.answers.items()
                if id in rating.brought and isinstance(answer, Written) and masked(answer.text) != answer.text
            )
            own, graded = rating.override, rating.grade_field
            reason = [graded.id] if own and graded and reason_words(rating, own.reason) != own.reason else []
            return (*_hidden_fields(rating, form.closing), *reason, *answers)
        case "notes":
            here = rating.cursor.id
            notes = [note for note in rating.notes_on(here) if rating.is_brought(note)]
            return (here,) if any(masked(note.text) != note.text for note in notes) else ()
        case _:
            return ()


def _hidden_fields(rating: Rating, fields: tuple[FormField, ...]) -> tuple[str, ...]:
    return tuple(
        field.id
        for field in fields
        if not isinstance(field, GradeField)
        and (value := rating.fields.get(field.id)) is not None
        and value_words(rating, field, value) != shown(value)
    )


def eye(t: Texts, rating: Rating, view: str, *, revealed: bool) -> tuple[tuple[Button, ...], ...]:
    """The row with the button that shows what a view masks, where it masks anything; or masks it again."""
    if revealed:
        return ((Button(t("🙈 Mask"), rating.act("view", view)),),)
    return ((Button(t("👁 Show"), rating.act("eye", view)),),) if hidden(rating, view) else ()
