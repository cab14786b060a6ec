"""Reading for exports: what was handed in, in short pages, beside a running bot and never in its way.

The database is opened a second time, only for reading. On SQLite each page is one look at the write-ahead log
that ends when its rows are here, so that neither the one writer nor its checkpoints ever wait for an export.
Which evaluations belong to an export is settled once, at its beginning (``Records.chosen``).
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    NullPool,
    Select,
    bindparam,
    create_engine,
    event,
    exists,
    func,
    make_url,
    select,
)

from storage import tables
from storage.engine import LOCK_WAIT, tells_no_values
from storage.errors import unavailable
from storage.scope import EVERYTHING, Scope, readable
from storage.subjects import name_key

__all__ = [
    "PAGE",
    "HandedIn",
    "Named",
    "Page",
    "Records",
    "Remark",
    "Said",
    "Selection",
    "forms_kept",
    "selected",
    "subject_named",
    "subjects_called",
]

PAGE = 400
"""Evaluations read at once: some hundredths of a second."""

_SOME_AT_ONCE = {"yield_per": 20_000}
_HANDED_IN = ("submitted", "amended")

_evaluation, _subject, _person, _unit = tables.evaluation, tables.subject, tables.person, tables.unit
_answer, _note, _attachment, _form = tables.answer, tables.note, tables.attachment, tables.form


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted: handed in at or after ``since`` and before ``until``, and readable by ``scope``."""

    scope: Scope
    since: datetime | None = None
    until: datetime | None = None
    form_id: str | None = None
    subject_id: int | None = None


class HandedIn(NamedTuple):
    """One handed-in evaluation with the names beside it; figures are exact decimals as text."""

    id: int
    form_digest: str
    form_id: str
    form_title: str
    subject_id: int | None
    subject: str | None
    subject_kind: str | None
    evaluator_id: int
    evaluator: str | None
    unit: str | None
    begun: datetime
    handed_in: datetime
    status: str
    amends_id: int | None
    amend_reason: str | None
    total: str | None
    max: str | None
    percent: str | None
    grade: str | None
    result: str | None


class Said(NamedTuple):
    """One row of the answer log: the latest of an item counts; ``None`` where it was cleared."""

    evaluation_id: int
    item: str
    value: str | None


class Remark(NamedTuple):
    """A note on a criterion of an evaluation, or of one that it amends; ``files`` tells how many hang on it."""

    evaluation_id: int
    item: str
    text: str
    files: int


class Named(NamedTuple):
    """A subject as it is told apart from others of its name."""

    id: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some evaluations, by number, with their answers oldest first and their notes oldest first."""

    evaluations: Sequence[HandedIn]
    said: Sequence[Said]
    remarks: Sequence[Remark]


_EVALUATIONS = (
    select(
        _evaluation.c.id,
        _evaluation.c.form_digest,
        _evaluation.c.form_id,
        _evaluation.c.form_title,
        _evaluation.c.subject_id,
        _subject.c.name,
        _subject.c.kind,
        _evaluation.c.evaluator_id,
        _person.c.name,
        _unit.c.name,
        _evaluation.c.created_at,
        _evaluation.c.submitted_at,
        _evaluation.c.status,
        _evaluation.c.amends_id,
        _evaluation.c.amend_reason,
        _evaluation.c.total,
        _evaluation.c.max,
        _evaluation.c.percent,
        _evaluation.c.grade,
        _evaluation.c.result,
    )
    .select_from(
        _evaluation.outerjoin(_subject, _subject.c.id == _evaluation.c.subject_id)
        .outerjoin(_person, _person.c.id == _evaluation.c.evaluator_id)
        .outerjoin(_unit, _unit.c.id == _evaluation.c.unit_id)
    )
    .where(_evaluation.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(_evaluation.c.id)
)
_SAID = (
    select(_answer.c.evaluation_id, _answer.c.item, _answer.c.value)
    .where(_answer.c.evaluation_id.in_(bindparam("ids", expanding=True)))
    .order_by(_answer.c.evaluation_id, _answer.c.id)
)
# An amendment shows the notes of what it amends, too (storage.notes): each line leads back to the first one.
_seed = select(_evaluation.c.id.label("root"), _evaluation.c.id, _evaluation.c.amends_id).where(
    _evaluation.c.id.in_(bindparam("ids", expanding=True))
)
_line = _seed.cte("line", recursive=True)
_before = _evaluation.alias("before")
_line = _line.union_all(
    select(_line.c.root, _before.c.id, _before.c.amends_id).where(_before.c.id == _line.c.amends_id)
)
_files = select(func.count()).where(_attachment.c.note_id == _note.c.id).correlate(_note).scalar_subquery()
_REMARKS = (
    select(_line.c.root, _note.c.item, _note.c.text, _files)
    .join(_note, _note.c.evaluation_id == _line.c.id)
    .where(_note.c.removed_at.is_(None))
    .order_by(_line.c.root, _note.c.id)
)


def selected(wanted: Selection) -> Select[Any]:
    """The ids of the evaluations that are wanted, in no order."""
    evaluation = _evaluation.c
    found = select(evaluation.id).where(evaluation.status.in_(_HANDED_IN), readable(wanted.scope))
    if wanted.until is not None:
        found = found.where(evaluation.submitted_at < wanted.until)
    if wanted.since is not None:
        found = found.where(evaluation.submitted_at >= wanted.since)
    if wanted.form_id is not None:
        found = found.where(evaluation.form_id == wanted.form_id)
    if wanted.subject_id is not None:
        found = found.where(evaluation.subject_id == wanted.subject_id)
    return found


def forms_kept(conn: Connection) -> list[tuple[str, str]]:
    """Ids and titles of all forms that were ever evaluated by, the latest title of each."""
    rows = conn.execute(select(_form.c.form_id, _form.c.title).order_by(_form.c.added_at, _form.c.digest))
    return sorted({row[0]: row[1] for row in rows}.items())


def subject_named(conn: Connection, id: int, scope: Scope = EVERYTHING) -> Named | None:
    """The subject with this number, if ``scope`` may read anything that was handed in about it."""
    found = conn.execute(_named(scope).where(_subject.c.id == id)).first()
    return None if found is None else Named(*found)


def subjects_called(conn: Connection, name: str, limit: int, scope: Scope = EVERYTHING) -> list[Named]:
    """Such subjects of whatever kind with this name (compared as :func:`storage.subjects.name_key` does)."""
    wanted = _named(scope).where(_subject.c.name_key == name_key(name))
    return [Named(*row) for row in conn.execute(wanted.order_by(_subject.c.id).limit(limit))]


def _named(scope: Scope) -> Select[Any]:
    about = exists().where(
        _evaluation.c.subject_id == _subject.c.id,
        _evaluation.c.status.in_(_HANDED_IN),
        readable(scope),
    )
    return select(_subject.c.id, _subject.c.kind, _subject.c.name).where(about)


class Records:
    """The records of a database, opened for reading only. A context manager; open and close once.

    Every method raises :class:`storage.errors.StorageUnavailable` if the database cannot be read now.
    """

    def __init__(self, url: str) -> None:
        """Nothing is opened yet."""
        self._engine = _for_reading(make_url(url))
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        """Connect."""
        with _told():
            self._connection = self._engine.connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Disconnect."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._engine.dispose()

    def chosen(self, wanted: Selection) -> array[int]:
        """The ids of all that is wanted, ascending: one look, which settles what the export holds.

        Eight bytes each, so that a million of them are no burden.
        """
        found = array("q")
        with self._look() as conn:
            for some in (
                conn.execute(selected(wanted), execution_options=_SOME_AT_ONCE).scalars().partitions()
            ):
                found.extend(some)
        return array("q", sorted(found))

    def forms(self, wanted: Selection) -> dict[str, str]:
        """The JSON of every form by which something wanted was evaluated, by digest; older forms first."""
        used = selected(wanted).with_only_columns(_evaluation.c.form_digest).distinct()
        bodies = select(_form.c.digest, _form.c.body).where(_form.c.digest.in_(used))
        ordered = bodies.order_by(_form.c.form_id, _form.c.added_at, _form.c.digest)
        with self._look() as conn:
            return {row[0]: row[1] for row in conn.execute(ordered)}

    def pages(self, ids: Sequence[int], size: int = PAGE) -> Iterator[Page]:
        """The evaluations with these ascending ids, ``size`` at a time, each page a look of its own."""
        for start in range(0, len(ids), size):
            yield self._page(list(ids[start : start + size]))

    def _page(self, ids: list[int]) -> Page:
        wanted = {"ids": ids}
        with self._look() as conn:
            return Page(
                [HandedIn._make(row) for row in conn.execute(_EVALUATIONS, wanted)],
                [Said._make(row) for row in conn.execute(_SAID, wanted)],
                [Remark._make(row) for row in conn.execute(_REMARKS, wanted)],
            )

    @contextmanager
    def _look(self) -> Iterator[Connection]:
        if self._connection is None:
            raise RuntimeError("the records are not open")
        with _told(), self._connection.begin():
            yield self._connection


@contextmanager
def _told() -> Iterator[None]:
    """What the database reports, as a state that callers know."""
    try:
        yield
    except Exception as error:
        state = unavailable(error)
        if state is None or state is error:
            raise
        raise state from error


def _for_reading(address: URL) -> Engine:
    if address.get_backend_name() != "sqlite":
        return tells_no_values(create_engine(address, poolclass=NullPool, hide_parameters=True))
    place = Path(address.database or "").absolute().as_uri()

    def connect() -> sqlite3.Connection:
        # mode=rw makes no file where none is; query_only refuses every change.
        connection = sqlite3.connect(f"{place}?mode=rw", uri=True, isolation_level=None, timeout=LOCK_WAIT)
        connection.execute("PRAGMA query_only=ON")
        return connection

    engine = create_engine(address, creator=connect, poolclass=NullPool, hide_parameters=True)

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN DEFERRED")  # unlike a turn's, which takes the writer's place

    event.listen(engine, "begin", begin)
    return engine
