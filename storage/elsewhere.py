"""What somebody left behind in evaluations that are about somebody else now.

A draft can begin with one name and go on with another. From the answer with the first name on, up to the one with
the next, what was entered is of the first; the log keeps it, since answers are only ever added.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage import tables

_subject, _evaluation, _answer = tables.subject, tables.evaluation, tables.answer


@dataclass(frozen=True, slots=True)
class Mention:
    """Answers (by id) about somebody in an evaluation of which the subject is another, or (``None``) nobody yet."""

    evaluation_id: int
    subject_id: int | None
    answers: tuple[int, ...]


def mentions(
    conn: Connection, name: str, fields: Mapping[str, object], own: Collection[int]
) -> list[Mention]:
    """Where somebody of this name and with these header fields is left, outside their own evaluations.

    Evaluations of a namesake are the namesake's.
    """
    typed = json.dumps(name, ensure_ascii=False)
    rows = conn.execute(
        select(_answer.c.evaluation_id, _answer.c.item, _evaluation.c.subject_id, _subject.c.name)
        .join(_evaluation, _evaluation.c.id == _answer.c.evaluation_id)
        .outerjoin(_subject, _subject.c.id == _evaluation.c.subject_id)
        .where(_answer.c.value == typed, _answer.c.item.startswith("@"), _answer.c.evaluation_id.not_in(own))
        .distinct()
    ).all()
    return [
        Mention(
            row.evaluation_id,
            row.subject_id,
            _between_names(conn, row.evaluation_id, row.item, typed, fields),
        )
        for row in rows
        if row.subject_id is None or row.name != name
    ]


def _between_names(
    conn: Connection, evaluation_id: int, name_item: str, typed: str, fields: Mapping[str, object]
) -> tuple[int, ...]:
    """The answers that are theirs: those replaced since, and those that say what is known of them."""
    rows = conn.execute(
        select(_answer.c.id, _answer.c.item, _answer.c.value)
        .where(_answer.c.evaluation_id == evaluation_id, _answer.c.item.startswith("@"))
        .order_by(_answer.c.id)
    ).all()
    counts = {row.item: row.id for row in rows}
    theirs, found = False, []
    for row in rows:
        if row.value is None:
            continue
        if row.item == name_item:
            theirs = row.value == typed
        replaced = row.item == name_item or counts[row.item] != row.id
        if theirs and (replaced or json.loads(row.value) == fields.get(row.item[1:])):
            found.append(row.id)
    return tuple(found)
