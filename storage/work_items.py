"""Occurrences with what people want to know about them: for reminders, lists and boards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage import tables
from storage.occurrences import COLUMNS, KeptOccurrence, occurrence_of
from storage.statements import columns
from storage.values import Evaluation, Person

_occurrence = tables.occurrence
_plan = tables.plan
_subject = tables.subject
_evaluation = tables.evaluation
_person = tables.person
_before = tables.occurrence.alias("before")
_earlier = tables.evaluation.alias("earlier")
_draft = tables.evaluation.alias("draft")


@dataclass(frozen=True, slots=True)
class WorkItem:
    """An occurrence, its plan and subject, and the history that matters for it.

    ``draft``: the evaluation begun for it, while that is one. ``result``: the one that closed it, as amended
    since. ``last``: the latest one handed in before of the same subject and form. ``missed_before``: the
    occurrence before it, if that was missed.
    """

    occurrence: KeptOccurrence
    every: str
    form_title: str
    subject: str
    kind: str
    draft: Evaluation | None = None
    result: Evaluation | None = None
    last: Evaluation | None = None
    missed_before: KeptOccurrence | None = None


# An amendment has the subject and form of what it amends, and only the newest of them is "submitted".
_last_id = (
    select(_earlier.c.id)
    .where(
        _earlier.c.subject_id == _occurrence.c.subject_id,
        _earlier.c.form_id == _occurrence.c.form_id,
        _earlier.c.status == "submitted",
    )
    .order_by(_earlier.c.submitted_at.desc(), _earlier.c.id.desc())
    .limit(1)
    .correlate(_occurrence)
    .scalar_subquery()
)
_before_id = (
    select(_before.c.id)
    .where(_before.c.plan_id == _occurrence.c.plan_id, _before.c.due < _occurrence.c.due)
    .order_by(_before.c.due.desc())
    .limit(1)
    .correlate(_occurrence)
    .scalar_subquery()
)
_ITEMS = (
    select(
        *COLUMNS,
        _plan.c.every,
        _plan.c.form_title,
        _subject.c.name,
        _subject.c.kind,
        _last_id,
        _before_id,
        _draft.c.status,
    )
    .join(_plan, _plan.c.id == _occurrence.c.plan_id)
    .join(_subject, _subject.c.id == _occurrence.c.subject_id)
    .outerjoin(_draft, _draft.c.id == _occurrence.c.evaluation_id)
    .where(_occurrence.c.id.in_(bindparam("wanted", expanding=True)))
    .order_by(_occurrence.c.due, _occurrence.c.id)
)
_EVALUATIONS = select(*columns(_evaluation, Evaluation)).where(
    _evaluation.c.id.in_(bindparam("wanted", expanding=True))
)
_OCCURRENCES = select(*COLUMNS).where(_occurrence.c.id.in_(bindparam("wanted", expanding=True)))
_AMENDED_BY = select(_evaluation.c.amends_id, _evaluation.c.id).where(
    _evaluation.c.amends_id.in_(bindparam("wanted", expanding=True)),
    _evaluation.c.status.in_(("submitted", "amended")),
)
_ANSWERS = (
    select(tables.answer.c.evaluation_id, tables.answer.c.item, tables.answer.c.value)
    .where(tables.answer.c.evaluation_id.in_(bindparam("wanted", expanding=True)))
    .order_by(tables.answer.c.id)
)
_PEOPLE = select(*columns(_person, Person)).where(_person.c.id.in_(bindparam("wanted", expanding=True)))


def work_items(conn: Connection, occurrence_ids: Collection[int]) -> list[WorkItem]:
    """These occurrences with all that belongs to them, by due day; ids that are none are passed over."""
    rows = list(conn.execute(_ITEMS, {"wanted": sorted(occurrence_ids)}))
    width = len(COLUMNS)
    linked = {row.evaluation_id for row in rows if row.evaluation_id is not None}
    newest = _as_amended(
        conn, {row.evaluation_id for row in rows if row.closed_at is not None and row.evaluation_id}
    )
    lasts = {row[width + 4] for row in rows if row[width + 4] is not None}
    evaluations = _evaluations(conn, linked | lasts | set(newest.values()))
    before = _occurrences(conn, {row[width + 5] for row in rows if row[width + 5] is not None})
    return [_item(row[:width], row[width:], evaluations, newest, before) for row in rows]


def people_by_id(conn: Connection, ids: Collection[int]) -> dict[int, Person]:
    """These people, as far as they are known."""
    return {row.id: Person(*row) for row in conn.execute(_PEOPLE, {"wanted": sorted(ids)})}


def stored_values(conn: Connection, evaluation_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The values that count in these evaluations, as JSON text by item; cleared ones left out."""
    found: dict[int, dict[str, str | None]] = {id: {} for id in evaluation_ids}
    for id, item, value in conn.execute(_ANSWERS, {"wanted": sorted(evaluation_ids)}):
        found[id][item] = value
    return {
        id: {item: value for item, value in values.items() if value is not None}
        for id, values in found.items()
    }


def _item(
    own: Sequence[Any],
    rest: Sequence[Any],
    evaluations: dict[int, Evaluation],
    newest: dict[int, int],
    before: dict[int, KeptOccurrence],
) -> WorkItem:
    occurrence = occurrence_of(own)
    every, form_title, subject, kind, last_id, before_id, draft_status = rest
    linked = occurrence.evaluation_id
    result = evaluations.get(newest.get(linked, linked)) if occurrence.closed and linked else None
    previous = before.get(before_id)
    return WorkItem(
        occurrence,
        every,
        form_title,
        subject,
        kind,
        draft=evaluations.get(linked) if linked and draft_status == "draft" else None,
        result=result,
        last=evaluations.get(last_id),
        missed_before=previous if previous is not None and previous.state == "missed" else None,
    )


def _evaluations(conn: Connection, ids: set[int]) -> dict[int, Evaluation]:
    if not ids:
        return {}
    return {row.id: Evaluation(*row) for row in conn.execute(_EVALUATIONS, {"wanted": sorted(ids)})}


def _occurrences(conn: Connection, ids: set[int]) -> dict[int, KeptOccurrence]:
    if not ids:
        return {}
    return {row.id: occurrence_of(row) for row in conn.execute(_OCCURRENCES, {"wanted": sorted(ids)})}


def _as_amended(conn: Connection, ids: set[int]) -> dict[int, int]:
    """For each evaluation the latest that amends it, over any number of amendments."""
    latest = {id: id for id in ids}
    wanted = set(ids)
    while wanted:
        found = {row.amends_id: row.id for row in conn.execute(_AMENDED_BY, {"wanted": sorted(wanted)})}
        latest = {first: found.get(now, now) for first, now in latest.items()}
        wanted = set(found.values())
    return latest
