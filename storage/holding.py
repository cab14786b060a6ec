"""All that is held on a subject, table by table: what they may ask to see, and what erasing has to cover.

Tables are found by their columns: whatever names a subject, an evaluation or a note of theirs is handed out. A
table that comes later is in it from its first day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, or_, select

from storage import audit_reading, tables
from storage.chain import Entry
from storage.elsewhere import mentions
from storage.statements import columns
from storage.subjects import name_key

LEFT_OUT = frozenset({"chat", "audit"})
"""``chat``: where some evaluator's chat stands just now. ``audit`` names things by kind and id and is asked apart."""

SECRETS = frozenset({"token_hash"})
"""Columns that say nothing about anybody."""

_OF_PEOPLE = (
    (tables.person, "id"),
    (tables.membership, "person_id"),
    (tables.invitation_use, "person_id"),
    (tables.notice, "person_id"),
    (tables.chat, "chat_id"),
)
"""What is held on somebody who uses the bot to read their own result."""

_LINKS = ("subject_id", "evaluation_id", "note_id", "occurrence_id")
"""Columns that name what belongs to a subject, each by the table whose id it is."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of those whose name was asked for, with how many evaluations of them there are.

    ``last_at``, ``last_form`` and ``last_by`` (a name) tell of the latest, so that namesakes can be told apart.
    """

    id: int
    kind: str
    name: str
    created_at: datetime
    evaluations: int
    last_at: datetime | None = None
    last_form: str = ""
    last_by: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Everything stored about one subject: rows by table, and what the audit trail says of them."""

    rows: Mapping[str, list[dict[str, Any]]]
    audit: list[Entry]

    def of(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table."""
        return self.rows.get(table, [])


def namesakes(conn: Connection, name: str) -> list[Namesake]:
    """Every subject of whatever kind with this name that was not erased, the one used last first."""
    subject = tables.subject
    found = conn.execute(
        select(subject.c.id)
        .where(subject.c.name_key == name_key(name), subject.c.erased_at.is_(None))
        .order_by(subject.c.used_at.desc(), subject.c.id.desc())
    ).scalars()
    return [one for id in found.all() if (one := namesake(conn, id)) is not None]


def namesake(conn: Connection, subject_id: int) -> Namesake | None:
    """A subject that was not erased, as one of those of its name."""
    subject, evaluation = tables.subject, tables.evaluation
    row = conn.execute(
        select(subject.c.id, subject.c.kind, subject.c.name, subject.c.created_at).where(
            subject.c.id == subject_id, subject.c.erased_at.is_(None)
        )
    ).first()
    if row is None:
        return None
    count = conn.execute(
        select(func.count()).select_from(evaluation).where(evaluation.c.subject_id == subject_id)
    ).scalar_one()
    person = tables.person
    last = conn.execute(
        select(evaluation.c.updated_at, evaluation.c.form_title, person.c.name)
        .outerjoin(person, person.c.id == evaluation.c.evaluator_id)
        .where(evaluation.c.subject_id == subject_id, evaluation.c.status != "discarded")
        .order_by(evaluation.c.updated_at.desc(), evaluation.c.id.desc())
        .limit(1)
    ).first()
    told = (last.updated_at, last.form_title, last.name or "") if last is not None else ()
    return Namesake(*row, int(count), *told)


def held(conn: Connection, subject_id: int) -> Held | None:
    """All that is held on a subject, erased or not; ``None`` where there is no such subject."""
    subject = _rows(conn, tables.subject, tables.subject.c.id == subject_id)
    if not subject:
        return None
    rows: dict[str, list[dict[str, Any]]] = {"subject": subject}
    ids: dict[str, list[int]] = {"subject_id": [subject_id]}
    for table in _in_order():
        links = [link for link in _LINKS if link in table.c and link in ids]
        asked = [table.c[link].in_(ids[link]) for link in links]
        found = _rows(conn, table, or_(*asked)) if asked else []
        if found:
            rows[str(table.name)] = found
        if f"{table.name}_id" in _LINKS:
            ids[f"{table.name}_id"] = [row["id"] for row in found]
    _add_left_elsewhere(conn, rows, ids.get("evaluation_id", []))
    people = {row["person_id"] for row in rows.get("feedback", []) if row["person_id"] is not None}
    for table, column in _OF_PEOPLE if people else ():
        found = _rows(conn, table, table.c[column].in_(sorted(people)))
        known = {row.get("id") for row in rows.get(str(table.name), [])} - {None}
        more = [row for row in found if row.get("id") not in known]
        if more:
            rows[str(table.name)] = [*rows.get(str(table.name), []), *more]
    return Held(rows, _audit(conn, rows))


def _add_left_elsewhere(conn: Connection, rows: dict[str, list[dict[str, Any]]], own: list[int]) -> None:
    """Answers about them in evaluations that went on with somebody else are held on them, too."""
    subject = rows["subject"][0]
    left = [
        id
        for one in mentions(conn, subject["name"], json.loads(subject["fields"]), own)
        for id in one.answers
    ]
    if left and subject["erased_at"] is None:
        rows["answer"] = [*rows.get("answer", []), *_rows(conn, tables.answer, tables.answer.c.id.in_(left))]


def linked_tables() -> list[str]:
    """The tables that are looked through for what belongs to a subject."""
    return [str(table.name) for table in _in_order() if any(link in table.c for link in _LINKS)]


def _in_order() -> Iterable[Table]:
    """Tables after those that they point to."""
    return (
        table
        for table in tables.metadata.sorted_tables
        if table.name not in LEFT_OUT and table.name != "subject"
    )


def _rows(conn: Connection, table: Table, condition: Any) -> list[dict[str, Any]]:
    wanted = [column for column in table.c if column.name not in SECRETS]
    key = list(table.primary_key.columns)
    return [dict(row._mapping) for row in conn.execute(select(*wanted).where(condition).order_by(*key))]


def _audit(conn: Connection, rows: Mapping[str, list[dict[str, Any]]]) -> list[Entry]:
    """What the trail says of the subject and of everything of theirs that it names."""
    audit = tables.audit
    conditions = [
        (audit.c.object_kind == table) & (audit.c.object_id.in_([str(row["id"]) for row in found]))
        for table, found in rows.items()
        if table not in {"person", "membership"} and found and "id" in found[0]
    ]
    wanted = select(*columns(audit, Entry)).where(or_(*conditions)).order_by(audit.c.seq)
    return audit_reading.entries(conn, wanted)
