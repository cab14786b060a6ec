"""Subjects: candidates, employees and sites, offered again by those who evaluated them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, or_, select, update

from storage import tables
from storage.scope import Scope, seen_by
from storage.statements import columns, new_key
from storage.values import Fields, Subject

_table = tables.subject
_evaluation = tables.evaluation
_COLUMNS = columns(_table, Subject)
_ADD = insert(_table)
_SUBJECT = select(*_COLUMNS).where(_table.c.id == bindparam("wanted"))
_SAME = (
    select(*_COLUMNS)
    .where(
        _table.c.kind == bindparam("of_kind"),
        _table.c.name_key == bindparam("key"),
        _table.c.erased_at.is_(None),
    )
    .order_by(_table.c.used_at.desc(), _table.c.id.desc())
)
_evaluated = (
    select(_evaluation.c.subject_id, func.max(_evaluation.c.id).label("last"))
    .where(_evaluation.c.evaluator_id == bindparam("evaluator"), _evaluation.c.subject_id.is_not(None))
    .group_by(_evaluation.c.subject_id)
    .subquery()
)
_RECENT = (
    select(*_COLUMNS)
    .join(_evaluated, _evaluated.c.subject_id == _table.c.id)
    .where(_table.c.kind == bindparam("of_kind"), _table.c.erased_at.is_(None))
    .order_by(_evaluated.c.last.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
_occurrence, _plan = tables.occurrence, tables.plan
_IS_GIVEN_TO = select(
    or_(
        exists().where(
            _occurrence.c.subject_id == bindparam("whose"),
            _occurrence.c.evaluator_id == bindparam("evaluator"),
            _occurrence.c.closed_at.is_(None),
        ),
        exists().where(
            _plan.c.subject_id == bindparam("whose"),
            _plan.c.evaluator_id == bindparam("evaluator"),
            _plan.c.state == "active",
        ),
    )
)
_began = select(_evaluation.c.created_at).where(_evaluation.c.id == bindparam("evaluation")).scalar_subquery()
_IS_OF_THIS_ALONE = select(
    exists().where(
        _table.c.id == bindparam("whose"),
        _table.c.created_by == bindparam("by"),
        _table.c.created_at >= _began,
        ~exists().where(_evaluation.c.subject_id == _table.c.id, _evaluation.c.id != bindparam("evaluation")),
        ~exists().where(_plan.c.subject_id == _table.c.id),
        ~exists().where(_occurrence.c.subject_id == _table.c.id),
    )
)
_CHANGE = update(_table).where(_table.c.id == bindparam("wanted"))
_RENAME = _CHANGE.values(name=bindparam("new_name"), name_key=bindparam("new_key"))
_REMEMBER = _CHANGE.values(fields=bindparam("known"), used_at=bindparam("now"))
_USED = _CHANGE.values(used_at=bindparam("now"))


def name_key(name: str) -> str:
    """A name as it is compared: width, case, spacing and marks that nobody sees make no difference."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")
    return " ".join(seen.casefold().split())


def add_subject(
    conn: Connection,
    *,
    kind: str,
    name: str,
    created_by: int,
    now: datetime,
    fields: Fields | None = None,
    unit_id: int | None = None,
) -> Subject:
    """Add a subject. Another of the same name is another subject; ask :func:`same_name` first."""
    known = dict(fields or {})
    row = {
        "kind": kind,
        "name": name,
        "name_key": name_key(name),
        "fields": _write(known),
        "created_by": created_by,
        "created_at": now,
        "used_at": now,
        "unit_id": unit_id,
    }
    return Subject(new_key(conn.execute(_ADD, row)), kind, name, known, created_by, now, now, unit_id)


def subject(conn: Connection, id: int) -> Subject | None:
    """The subject with this id."""
    row = conn.execute(_SUBJECT, {"wanted": id}).first()
    return None if row is None else subject_of(row)


def same_name(conn: Connection, kind: str, name: str) -> list[Subject]:
    """Subjects of a kind with this name (see :func:`name_key`), the one used last first."""
    return [subject_of(row) for row in conn.execute(_SAME, {"of_kind": kind, "key": name_key(name)})]


def recent_subjects(
    conn: Connection, kind: str, evaluator_id: int, limit: int, offset: int = 0
) -> list[Subject]:
    """Subjects of a kind that this evaluator began an evaluation of, the latest begun first."""
    rows = conn.execute(
        _RECENT, {"of_kind": kind, "evaluator": evaluator_id, "most": limit, "skipped": offset}
    )
    return [subject_of(row) for row in rows]


def fields_seen(conn: Connection, id: int, scope: Scope, person_id: int) -> Fields:
    """Fields as last entered, of evaluations of a subject that a person may look into; by field id."""
    answer = tables.answer
    wanted = (
        select(answer.c.evaluation_id, answer.c.item, answer.c.value)
        .join(_evaluation, _evaluation.c.id == answer.c.evaluation_id)
        .where(
            _evaluation.c.subject_id == id,
            answer.c.item.startswith("@"),
            seen_by(scope, person_id),
        )
        .order_by(answer.c.id)
    )
    last: dict[tuple[int, str], str | None] = {}
    for evaluation_id, item, value in conn.execute(wanted):
        last.pop((evaluation_id, item), None)
        last[evaluation_id, item] = value
    return {item[1:]: json.loads(value) for (_, item), value in last.items() if value is not None}


def is_given_to(conn: Connection, id: int, person_id: int) -> bool:
    """Whether a plan gives the rating of this subject to a person, always or this time."""
    return bool(conn.execute(_IS_GIVEN_TO, {"whose": id, "evaluator": person_id}).scalar_one())


def remember_fields(conn: Connection, id: int, fields: Fields, now: datetime) -> None:
    """Keep header fields as they are now; fields not named here, from other forms, stay as they were."""
    row = conn.execute(_SUBJECT.with_for_update(), {"wanted": id}).first()
    if row is not None:
        known = {**subject_of(row).fields, **fields}
        conn.execute(_REMEMBER, {"wanted": id, "known": _write(known), "now": now})


def is_of_this_alone(conn: Connection, id: int, evaluation_id: int, person_id: int) -> bool:
    """Whether a person entered a subject in this very evaluation, and nothing else is about it: no plan either."""
    wanted = {"whose": id, "evaluation": evaluation_id, "by": person_id}
    return bool(conn.execute(_IS_OF_THIS_ALONE, wanted).scalar_one())


def drop(conn: Connection, id: int) -> None:
    """Delete a subject that was entered by mistake and that nothing is about (see :func:`is_of_this_alone`)."""
    conn.execute(delete(tables.trace).where(tables.trace.c.subject_id == id))
    conn.execute(delete(_table).where(_table.c.id == id))


def rename_subject(conn: Connection, id: int, name: str) -> None:
    """Correct a subject's name."""
    conn.execute(_RENAME, {"wanted": id, "new_name": name, "new_key": name_key(name)})


def mark_used(conn: Connection, id: int, now: datetime) -> None:
    """Note that an evaluation of this subject begins."""
    conn.execute(_USED, {"wanted": id, "now": now})


def _write(fields: Fields) -> str:
    return json.dumps(dict(fields), ensure_ascii=False, separators=(",", ":"))


def subject_of(row: Iterable[Any]) -> Subject:
    """A subject from the columns of its row, in the order of its fields."""
    id_, kind, name, fields, *rest = row
    return Subject(id_, kind, name, json.loads(fields), *rest)
