"""The tables of an export and their columns. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.texts import Texts
from rubrics.model import Form, FormField, GradeField


class Table(StrEnum):
    """The tables there are."""

    EVALUATIONS = "evaluations"
    ANSWERS = "answers"
    CRITERIA = "criteria"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how wide its column is, in characters."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class FieldColumns:
    """The fields around the rating, over all forms of an export: ids and headings, in the forms' order.

    ``head`` are those of the subject and before the questions, ``closing`` those at the end. The first field
    of a form is the subject's name and has a column of its own; so have the grades.
    """

    head: tuple[tuple[str, str], ...]
    closing: tuple[tuple[str, str], ...]


def field_columns(forms: Iterable[Form]) -> FieldColumns:
    """The field columns for these forms; a field that several share, by its id, has one column."""
    every = list(forms)
    head = _labelled((*form.subject.fields[1:], *form.opening) for form in every)
    closing = _labelled(
        [field for field in form.closing if not isinstance(field, GradeField)] for form in every
    )
    return FieldColumns(head, closing)


def _labelled(fields: Iterable[Iterable[FormField]]) -> tuple[tuple[str, str], ...]:
    labels: dict[str, list[str]] = {}
    for field in (field for some in fields for field in some):
        said = labels.setdefault(field.id, [])
        if field.label not in said:
            said.append(field.label)
    return tuple((id, " / ".join(said)) for id, said in labels.items())


def evaluation_columns(t: Texts, fields: FieldColumns) -> tuple[Column, ...]:
    """The columns of the evaluations: one row for each."""
    return _apart(
        Column(t("No."), 8),
        Column(t("Form"), 28),
        Column(t("Form id"), 14),
        Column(t("Subject"), 16),
        Column(t("Kind of subject"), 12),
        Column(t("Subject no."), 10),
        *(Column(label, 16) for _, label in fields.head),
        Column(t("Evaluator"), 14),
        Column(t("Unit"), 14),
        Column(t("Begun"), 17),
        Column(t("Handed in"), 17),
        Column(t("Status"), 10),
        Column(t("Amends no."), 10),
        Column(t("Reason for amending"), 24),
        Column(t("Total"), 9),
        Column(t("Maximum"), 9),
        Column(t("Percent"), 9),
        Column(t("Grade"), 12),
        Column(t("Computed grade"), 12),
        Column(t("Reason for a grade of one's own"), 24),
        *(Column(label, 24) for _, label in fields.closing),
    )


def answer_columns(t: Texts) -> tuple[Column, ...]:
    """The columns of the answers: a row for each criterion that was answered or noted on."""
    return (
        Column(t("Evaluation no."), 12),
        Column(t("Criterion id"), 18),
        Column(t("Section"), 18),
        Column(t("Title"), 24),
        Column(t("Answer"), 32),
        Column(t("Points"), 9),
        Column(t("Maximum"), 9),
        Column(t("Notes"), 48),
        Column(t("Files"), 7),
    )


def criterion_columns(t: Texts) -> tuple[Column, ...]:
    """The columns of the criteria: what the ids in the answers stand for."""
    return (
        Column(t("Form id"), 14),
        Column(t("Criterion id"), 18),
        Column(t("Section"), 18),
        Column(t("Kind"), 12),
        Column(t("Title"), 24),
        Column(t("Maximum"), 9),
        Column(t("Question"), 60),
    )


def sheet_title(t: Texts, table: Table) -> str:
    """What a table is called."""
    match table:
        case Table.EVALUATIONS:
            return t("Evaluations")
        case Table.ANSWERS:
            return t("Answers")
        case Table.CRITERIA:
            return t("Criteria")


def _apart(*columns: Column) -> tuple[Column, ...]:
    """The columns with no heading twice: who filters or joins by a heading must know which one is meant."""
    met: Counter[str] = Counter()
    apart = []
    for column in columns:
        met[column.title] += 1
        again = met[column.title] > 1
        apart.append(replace(column, title=f"{column.title} ({met[column.title]})") if again else column)
    return tuple(apart)
