"""Answers: only ever added. The latest of an item counts; the earlier ones stay for the audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from storage import tables
from storage.statements import columns, new_key
from storage.values import StoredAnswer

CARRIED_OVER = -1
"""The revision of what nobody entered in this evaluation: brought along from the one it amends, or from what was
known of the subject."""

_table = tables.answer
_ADD = insert(_table)
_OF = (
    select(*columns(_table, StoredAnswer))
    .where(_table.c.evaluation_id == bindparam("evaluation"))
    .order_by(_table.c.id)
)


def add_answer(  # noqa: PLR0913  (one for each column)
    conn: Connection,
    *,
    evaluation_id: int,
    item: str,
    value_json: str | None,
    revision: int,
    by: int,
    now: datetime,
    undoes: int | None = None,
) -> int:
    """Add an answer and return its id; ``value_json=None`` clears the item.

    ``item`` is a criterion id, ``@field`` or ``#signature``; ``revision`` the evaluation's that it made.

    :raises sqlalchemy.exc.IntegrityError: if what it ``undoes`` was undone before.
    """
    row = {
        "evaluation_id": evaluation_id,
        "item": item,
        "value": value_json,
        "revision": revision,
        "undoes": undoes,
        "by": by,
        "at": now,
    }
    return new_key(conn.execute(_ADD, row))


def answers(conn: Connection, evaluation_id: int) -> list[StoredAnswer]:
    """All answers of an evaluation, oldest first, those that were corrected among them."""
    return [StoredAnswer(*row) for row in conn.execute(_OF, {"evaluation": evaluation_id})]


def latest(answers: Iterable[StoredAnswer]) -> dict[str, StoredAnswer]:
    """The answer that counts for each item, in the order in which items were first touched.

    ``answers`` are oldest first. A cleared item is there with the value ``None``.
    """
    return {answer.item: answer for answer in answers}


def last_undoable(answers: Iterable[StoredAnswer]) -> StoredAnswer | None:
    """The newest answer that takes nothing back and was not taken back; ``answers`` are oldest first.

    What an amendment carried over from the evaluation it amends cannot be taken back.
    """
    return next((answer for answer in _standing(answers) if answer.revision != CARRIED_OVER), None)


def value_before(answers: Iterable[StoredAnswer], undoing: StoredAnswer) -> str | None:
    """What ``undoing``'s item said before it: the JSON to store when it is taken back, ``None`` for nothing.

    ``answers`` are oldest first. What was taken back before, and the taking back, do not count.
    """
    earlier = (answer for answer in answers if answer.item == undoing.item and answer.id < undoing.id)
    return next((answer.value for answer in _standing(earlier)), None)


def _standing(answers: Iterable[StoredAnswer]) -> Iterator[StoredAnswer]:
    """The answers that take nothing back and were not taken back, newest first."""
    listed = list(answers)
    undone = {answer.undoes for answer in listed}
    return (answer for answer in reversed(listed) if answer.undoes is None and answer.id not in undone)
