"""What people find again: their drafts, and the evaluations that were handed in and that they may read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from storage import tables
from storage.scope import HANDED_IN, Scope, readable, seen_by
from storage.statements import columns
from storage.subjects import name_key
from storage.values import Evaluation

_table = tables.evaluation
_subject = tables.subject
_COLUMNS = columns(_table, Evaluation)
_TITLES = select(tables.form.c.title).distinct()


def drafts(conn: Connection, evaluator_id: int, limit: int, offset: int = 0) -> list[Evaluation]:
    """An evaluator's drafts, the one worked on last first."""
    wanted = (
        select(*_COLUMNS)
        .where(*_of(evaluator_id, "draft"))
        .order_by(_table.c.updated_at.desc(), _table.c.id.desc())
    )
    return [Evaluation(*row) for row in conn.execute(wanted.limit(limit).offset(offset))]


def count_drafts(conn: Connection, evaluator_id: int) -> int:
    """How many drafts an evaluator has."""
    return _count(conn, select(func.count()).select_from(_table).where(*_of(evaluator_id, "draft")))


def history(
    conn: Connection, scope: Scope, *, text: str = "", limit: int, offset: int = 0
) -> list[tuple[Evaluation, str | None]]:
    """What was handed in and ``scope`` may read, latest first, with the name of its subject.

    ``text`` keeps those in whose subject's name or form's title it stands, compared as names are.
    """
    wanted = _matching(conn, select(*_COLUMNS, _subject.c.name), scope, text)
    wanted = wanted.order_by(_table.c.submitted_at.desc(), _table.c.id.desc()).limit(limit).offset(offset)
    return [(Evaluation(*row[:-1]), row[-1]) for row in conn.execute(wanted)]


def count_history(conn: Connection, scope: Scope, *, text: str = "") -> int:
    """How many evaluations :func:`history` would list without a limit."""
    return _count(conn, _matching(conn, select(func.count()), scope, text))


def last_seen(conn: Connection, subject_id: int, scope: Scope, person_id: int) -> Evaluation | None:
    """The evaluation of a subject touched last, by whatever form, of those that a person may look into."""
    wanted = (
        select(*_COLUMNS)
        .where(_table.c.subject_id == subject_id, seen_by(scope, person_id))
        .order_by(_table.c.updated_at.desc(), _table.c.id.desc())
        .limit(1)
    )
    row = conn.execute(wanted).first()
    return None if row is None else Evaluation(*row)


def _of(evaluator_id: int, *statuses: str) -> tuple[ColumnElement[bool], ...]:
    return _table.c.evaluator_id == evaluator_id, _table.c.status.in_(statuses)


def _matching(conn: Connection, wanted: Select[Any], scope: Scope, text: str) -> Select[Any]:
    wanted = wanted.select_from(_table.outerjoin(_subject, _subject.c.id == _table.c.subject_id))
    wanted = wanted.where(readable(scope), _table.c.status.in_(HANDED_IN))
    key = name_key(text)
    if not key:
        return wanted
    in_name = _subject.c.name_key.contains(key, autoescape=True)
    # Forms are few, and no database knows what makes no difference between two titles.
    titles = [title for (title,) in conn.execute(_TITLES) if key in name_key(title)]
    return wanted.where(or_(in_name, _table.c.form_title.in_(titles)))


def _count(conn: Connection, wanted: Select[Any]) -> int:
    return int(conn.execute(wanted).scalar_one())
