"""What comparisons read: few rows, or sums made by the database, always through ``storage.scope``.

Only what stands counts: status ``submitted``, so that of a chain of amendments the latest speaks, and it
speaks for the moment at which the first of the chain was handed in. An evaluation without a score (nothing of
the form applied) is counted apart. Percents are whole hundredths, so that sums are exact.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Select,
    bindparam,
    case,
    cast,
    distinct,
    false,
    func,
    or_,
    select,
    true,
    update,
)

from storage import tables
from storage.scope import Scope, readable
from storage.subjects import name_key

_table = tables.evaluation
_subject = tables.subject
_answer = tables.answer
_person = tables.person
_occurrence = tables.occurrence

_KEEP_POINTS = update(_table).where(_table.c.id == bindparam("wanted")).values(points=bindparam("brought"))


@dataclass(frozen=True, slots=True)
class Field:
    """What is compared: a form's evaluations first handed in from ``since`` to before ``until``, as far as readable."""

    form_id: str
    since: datetime
    until: datetime
    scope: Scope


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is in a field: subjects and evaluations with a score, and evaluations without one."""

    subjects: int
    evaluations: int
    unscored: int


@dataclass(frozen=True, slots=True)
class Place:
    """A subject's place: ``total`` hundredths of percent in ``count`` evaluations, the latest of them and its grade.

    Equal means share a place, and the next place is left out, as in sports.
    """

    place: int
    subject_id: int
    name: str
    count: int
    total: int
    latest: int
    grade: str | None


@dataclass(frozen=True, slots=True)
class Rated:
    """One evaluation of a subject, with what a comparison needs of it.

    ``at`` is when it was first handed in. ``points`` is ``None`` where they were not kept with the result.
    """

    id: int
    subject_id: int
    form_id: str
    form_digest: str
    evaluator_id: int
    at: datetime
    percent: str | None
    grade: str | None
    points: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """A subject somebody may choose: the latest evaluation of it by a form, and how many there are."""

    subject_id: int
    name: str
    count: int
    latest: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What an evaluator gave: ``total`` hundredths of percent in ``count`` evaluations with a score."""

    evaluator_id: int
    name: str
    count: int
    total: int


_RATED = [
    _table.c.id,
    _table.c.subject_id,
    _table.c.form_id,
    _table.c.form_digest,
    _table.c.evaluator_id,
    _table.c.first_submitted_at,
    _table.c.percent,
    _table.c.grade,
    _table.c.points,
]


def amount(conn: Connection, field: Field) -> Amount:
    """How much there is to compare."""
    scored = case((_table.c.hundredths.is_not(None), _table.c.subject_id))
    wanted = select(func.count(distinct(scored)), func.count(_table.c.hundredths), func.count())
    subjects, with_score, every = conn.execute(wanted.where(*_counted(field))).one()
    return Amount(subjects, with_score, every - with_score)


def ranking(conn: Connection, field: Field, limit: int, offset: int = 0) -> list[Place]:
    """Subjects by the mean of their percents, best first; among equals the one handed in last first."""
    placed = _placed(field).order_by("place", *_LATEST_FIRST).limit(limit).offset(offset).subquery()
    rows = (
        select(placed.c.place, placed.c.subject_id, _subject.c.name, placed.c.many, placed.c.total)
        .join(_subject, _subject.c.id == placed.c.subject_id)
        .order_by(placed.c.place, placed.c.last_at.desc(), placed.c.last_id.desc())
    )
    found = conn.execute(rows).all()
    latest = _latest(conn, field, [row.subject_id for row in found], _table.c.hundredths.is_not(None))
    return [
        Place(place, subject_id, name, many, int(total), *latest[subject_id])
        for place, subject_id, name, many, total in found
    ]


def places(conn: Connection, field: Field, subjects: Collection[int]) -> dict[int, int]:
    """The places of these subjects among all of the field, by subject; those without a score there are missing."""
    placed = _placed(field).subquery()
    wanted = select(placed.c.subject_id, placed.c.place).where(placed.c.subject_id.in_(sorted(subjects)))
    return {row.subject_id: row.place for row in conn.execute(wanted)}


def course(conn: Connection, scope: Scope, form_id: str, subject_id: int, limit: int) -> list[Rated]:
    """A subject's latest evaluations by a form, the oldest of them first, those without a score too."""
    wanted = _latest_of(scope, form_id, subject_id).limit(limit)
    return [Rated(*row) for row in conn.execute(wanted)][::-1]


def count_course(conn: Connection, scope: Scope, form_id: str, subject_id: int) -> int:
    """How many evaluations :func:`course` would give without a limit."""
    wanted = select(func.count()).select_from(_table)
    return int(conn.execute(wanted.where(*_of_subject(scope, form_id, subject_id))).scalar_one())


def within(conn: Connection, field: Field, subject_id: int, limit: int) -> list[Rated]:
    """A subject's evaluations in a field, the oldest first."""
    wanted = (
        _latest_of(field.scope, field.form_id, subject_id)
        .where(_table.c.first_submitted_at >= field.since, _table.c.first_submitted_at < field.until)
        .limit(limit)
    )
    return [Rated(*row) for row in conn.execute(wanted)][::-1]


def rated(conn: Connection, scope: Scope, id: int) -> Rated | None:
    """One evaluation that was handed in, amended since or not, if it may be read: it names a subject and a form."""
    handed_in = _table.c.status.in_(("submitted", "amended"))
    row = conn.execute(select(*_RATED).where(_table.c.id == id, handed_in, readable(scope))).first()
    return None if row is None else Rated(*row)


def vectors(conn: Connection, field: Field) -> list[tuple[str, str | None, int]]:
    """Form digest and points of all evaluations of a field, each with how often it occurs."""
    wanted = (
        select(_table.c.form_digest, _table.c.points, func.count())
        .where(*_counted(field))
        .group_by(_table.c.form_digest, _table.c.points)
    )
    return [(digest, points, many) for digest, points, many in conn.execute(wanted)]


def without_points(conn: Connection, field: Field, limit: int) -> list[Rated]:
    """Evaluations of a field whose points were not kept with the result (it is older than comparisons)."""
    wanted = select(*_RATED).where(*_counted(field), _table.c.points.is_(None)).limit(limit)
    return [Rated(*row) for row in conn.execute(wanted)]


def keep_points(conn: Connection, id: int, points: str) -> None:
    """Keep the points of an evaluation, which follow from its answers, for the next comparison."""
    conn.execute(_KEEP_POINTS, {"wanted": id, "brought": points})


def members(conn: Connection, field: Field, subjects: Collection[int]) -> dict[int, list[int]]:
    """The evaluations of a field that have a score, of each of these subjects, the oldest first."""
    wanted = (
        select(_table.c.subject_id, _table.c.id)
        .where(*_counted(field), _table.c.hundredths.is_not(None), _table.c.subject_id.in_(sorted(subjects)))
        .order_by(_table.c.first_submitted_at, _table.c.id)
    )
    found: dict[int, list[int]] = {}
    for subject_id, id in conn.execute(wanted):
        found.setdefault(subject_id, []).append(id)
    return found


def sum_of(conn: Connection, field: Field) -> tuple[int, int]:
    """How many evaluations of a field have a score, and the sum of their hundredths of percent."""
    wanted = select(func.count(_table.c.hundredths), func.coalesce(func.sum(_table.c.hundredths), 0))
    count, total = conn.execute(wanted.where(*_counted(field))).one()
    return count, int(total)


def planned(conn: Connection, field: Field, first: date, last: date) -> dict[int, tuple[int, int]]:
    """What plans made due from ``first`` to ``last`` by the field's form, by subject: how much was done, of how much.

    Late counts as done; what was excused was not due.
    """
    done = func.sum(case((_occurrence.c.state.in_(("done", "done-late")), 1), else_=0))
    wanted = (
        select(_occurrence.c.subject_id, done, func.count())
        .where(
            _occurrence.c.form_id == field.form_id,
            _occurrence.c.due.between(first.isoformat(), last.isoformat()),
            _occurrence.c.state != "excused",
            _planned_for(field.scope),
        )
        .group_by(_occurrence.c.subject_id)
    )
    return {row[0]: (int(row[1]), row[2]) for row in conn.execute(wanted)}


def grades(conn: Connection, field: Field) -> dict[str | None, int]:
    """How often each grade was given; ``None`` stands for no grade."""
    wanted = select(_table.c.grade, func.count()).where(*_counted(field)).group_by(_table.c.grade)
    return {row[0]: row[1] for row in conn.execute(wanted)}


def by_evaluator(conn: Connection, field: Field, limit: int) -> list[Judged]:
    """What each evaluator gave, whoever rated most first."""
    sums = (
        select(
            _table.c.evaluator_id,
            func.count().label("many"),
            func.sum(_table.c.hundredths).label("total"),
        )
        .where(*_counted(field), _table.c.hundredths.is_not(None))
        .group_by(_table.c.evaluator_id)
        .order_by(func.count().desc(), _table.c.evaluator_id)
        .limit(limit)
        .subquery()
    )
    rows = (
        select(sums.c.evaluator_id, func.coalesce(_person.c.name, ""), sums.c.many, sums.c.total)
        .outerjoin(_person, _person.c.id == sums.c.evaluator_id)
        .order_by(sums.c.many.desc(), sums.c.evaluator_id)
    )
    return [Judged(row[0], row[1], row[2], int(row[3])) for row in conn.execute(rows)]


def said(conn: Connection, evaluations: Sequence[int], item: str) -> dict[int, str]:
    """The latest value (JSON text) of an item in each of these evaluations that has one."""
    last = (
        select(func.max(_answer.c.id))
        .where(_answer.c.evaluation_id.in_(evaluations), _answer.c.item == item)
        .group_by(_answer.c.evaluation_id)
    )
    wanted = select(_answer.c.evaluation_id, _answer.c.value).where(
        _answer.c.id.in_(last), _answer.c.value.is_not(None)
    )
    return {row[0]: row[1] for row in conn.execute(wanted)}


def known(conn: Connection, field: Field, *, text: str = "", limit: int, offset: int = 0) -> list[Known]:
    """Subjects of a field, the one handed in last first; ``text`` is looked for in their names."""
    wanted = (
        select(_table.c.subject_id, _subject.c.name, func.count())
        .join(_subject, _subject.c.id == _table.c.subject_id)
        .where(*_counted(field))
        .group_by(_table.c.subject_id, _subject.c.name)
        .order_by(*_LATEST_FIRST)
        .limit(limit)
        .offset(offset)
    )
    if key := name_key(text):
        wanted = wanted.where(_subject.c.name_key.contains(key, autoescape=True))
    found = conn.execute(wanted).all()
    latest = _latest(conn, field, [row.subject_id for row in found])
    return [Known(subject_id, name, many, latest[subject_id][0]) for subject_id, name, many in found]


_LATEST_FIRST = (func.max(_table.c.first_submitted_at).desc(), func.max(_table.c.id).desc())


def _latest(
    conn: Connection, field: Field, subjects: Sequence[int], *conditions: ColumnElement[bool]
) -> dict[int, tuple[int, str | None]]:
    """Of each of these subjects the evaluation of the field that was first handed in last, and its grade."""
    nth = func.row_number().over(
        partition_by=_table.c.subject_id,
        order_by=(_table.c.first_submitted_at.desc(), _table.c.id.desc()),
    )
    numbered = (
        select(_table.c.subject_id, _table.c.id, _table.c.grade, nth.label("nth"))
        .where(*_counted(field), _table.c.subject_id.in_(subjects), *conditions)
        .subquery()
    )
    wanted = select(numbered.c.subject_id, numbered.c.id, numbered.c.grade).where(numbered.c.nth == 1)
    return {subject_id: (id, grade) for subject_id, id, grade in conn.execute(wanted)}


def _counted(field: Field) -> tuple[ColumnElement[bool], ...]:
    return (
        _table.c.form_id == field.form_id,
        _table.c.status == "submitted",
        _table.c.first_submitted_at >= field.since,
        _table.c.first_submitted_at < field.until,
        readable(field.scope),
    )


def _planned_for(scope: Scope) -> ColumnElement[bool]:
    """As ``storage.scope.readable``, for what plans ask for: of one's units, or of oneself."""
    if scope.everything:
        return true()
    parts: list[ColumnElement[bool]] = []
    if scope.evaluator is not None:
        parts.append(_occurrence.c.evaluator_id == scope.evaluator)
    if scope.units:
        parts.append(_occurrence.c.unit_id.in_(sorted(scope.units)))
    return or_(*parts) if parts else false()


def _of_subject(scope: Scope, form_id: str, subject_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        _table.c.subject_id == subject_id,
        _table.c.form_id == form_id,
        _table.c.status == "submitted",
        readable(scope),
    )


def _latest_of(scope: Scope, form_id: str, subject_id: int) -> Select[Any]:
    return (
        select(*_RATED)
        .where(*_of_subject(scope, form_id, subject_id))
        .order_by(_table.c.first_submitted_at.desc(), _table.c.id.desc())
    )


def _placed(field: Field) -> Select[Any]:
    """Subjects with their place. Equal means are equal as floats too: each is one division of whole numbers."""
    total, many = func.sum(_table.c.hundredths), func.count()
    return (
        select(
            _table.c.subject_id.label("subject_id"),
            many.label("many"),
            total.label("total"),
            func.max(_table.c.first_submitted_at).label("last_at"),
            func.max(_table.c.id).label("last_id"),
            func.rank().over(order_by=(cast(total, Float) / many).desc()).label("place"),
        )
        .where(*_counted(field), _table.c.hundredths.is_not(None))
        .group_by(_table.c.subject_id)
    )
