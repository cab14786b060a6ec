"""Candidates and how long they are kept: who is due, who was told of it, who is hired or kept longer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, or_, select, update

from storage import tables
from storage.statements import Upsert, columns
from storage.values import Evaluation

_subject, _evaluation, _notice = tables.subject, tables.evaluation, tables.retention_notice
_LAST = (
    select(func.max(_evaluation.c.updated_at))
    .where(_evaluation.c.subject_id == _subject.c.id, _evaluation.c.status != "discarded")
    .scalar_subquery()
)
_worked_on_since = exists().where(
    _evaluation.c.subject_id == _subject.c.id,
    _evaluation.c.status != "discarded",
    _evaluation.c.updated_at > bindparam("before"),
)
_QUIET = (
    select(_subject.c.id, _subject.c.name, func.coalesce(_LAST, _subject.c.used_at), _subject.c.kept_until)
    .where(
        _subject.c.kind == "candidate",
        _subject.c.erased_at.is_(None),
        _subject.c.hired_at.is_(None),
        _subject.c.used_at <= bindparam("before"),
        or_(_subject.c.kept_until.is_(None), _subject.c.kept_until <= bindparam("kept_before")),
        ~_worked_on_since,
        _subject.c.id > bindparam("behind"),
    )
    .order_by(_subject.c.id)
    .limit(bindparam("most"))
)
_LATEST = (
    select(*columns(_evaluation, Evaluation))
    .where(_evaluation.c.subject_id == bindparam("whose"), _evaluation.c.status == "submitted")
    .order_by(_evaluation.c.submitted_at.desc(), _evaluation.c.id.desc())
    .limit(1)
)
_KEEP_NOTICE = Upsert(_notice, same=["subject_id", "due_at"])
_NOTICED = select(_notice.c.made_at, _notice.c.told_at).where(
    _notice.c.subject_id == bindparam("whose"), _notice.c.due_at == bindparam("due")
)
_UNTOLD = (
    select(
        _notice.c.id, _subject.c.id, _subject.c.name, _notice.c.due_at, _notice.c.made_at, _notice.c.told_at
    )
    .join(_subject, _subject.c.id == _notice.c.subject_id)
    .where(_notice.c.told_at.is_(None), _subject.c.erased_at.is_(None), _subject.c.hired_at.is_(None))
    .order_by(_notice.c.due_at, _notice.c.id)
)
_any = _notice.alias("any_notice")
_newest = (
    select(func.max(_any.c.id))
    .where(_any.c.subject_id == _subject.c.id)
    .correlate(_subject)
    .scalar_subquery()
)
_ANNOUNCED = (
    select(
        _notice.c.id, _subject.c.id, _subject.c.name, _notice.c.due_at, _notice.c.made_at, _notice.c.told_at
    )
    .select_from(_notice.join(_subject, _subject.c.id == _notice.c.subject_id))
    .where(
        _notice.c.id == _newest,
        _subject.c.erased_at.is_(None),
        _subject.c.hired_at.is_(None),
        or_(_subject.c.kept_until.is_(None), _subject.c.kept_until <= _notice.c.due_at),
        _notice.c.made_at >= func.coalesce(_LAST, _subject.c.used_at),
    )
    .order_by(_notice.c.due_at, _notice.c.id)
)
_DECIDED = (
    select(
        _notice.c.id,
        _subject.c.id,
        _subject.c.name,
        _notice.c.due_at,
        _notice.c.made_at,
        _notice.c.told_at,
        _subject.c.hired_at.is_not(None),
        _subject.c.kept_until,
    )
    .select_from(_notice.join(_subject, _subject.c.id == _notice.c.subject_id))
    .where(
        _notice.c.id == _newest,
        _subject.c.erased_at.is_(None),
        or_(_subject.c.hired_at.is_not(None), _subject.c.kept_until > _notice.c.due_at),
        or_(_notice.c.due_at > bindparam("now"), _notice.c.made_at > bindparam("made_after")),
        _notice.c.made_at >= func.coalesce(_LAST, _subject.c.used_at),
    )
)
_TELL = (
    update(_notice)
    .where(_notice.c.id.in_(bindparam("those", expanding=True)), _notice.c.told_at.is_(None))
    .values(told_at=bindparam("now"))
)
_MARK = update(_subject).where(_subject.c.id == bindparam("whose"), _subject.c.erased_at.is_(None))
_HIRED = _MARK.values(hired_at=bindparam("when"))
_KEEP = _MARK.values(kept_until=bindparam("until"))


@dataclass(frozen=True, slots=True)
class Quiet:
    """A candidate, not marked as hired, of whom nothing was done for long. ``last``: when they were evaluated."""

    subject_id: int
    name: str
    last: datetime
    kept_until: datetime | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What the owners are told about a candidate: due to be erased at ``due_at``, as noted at ``made_at``.

    ``told_at`` is when the first owner got it: the days of notice begin then.

    ``hired`` and ``kept_until`` say what was decided since (see :func:`decided`).
    """

    id: int
    subject_id: int
    name: str
    due_at: datetime
    made_at: datetime
    told_at: datetime | None = None
    hired: bool = False
    kept_until: datetime | None = None

    @property
    def decided(self) -> bool:
        """Whether an owner decided since that they stay."""
        return self.hired or self.kept_until is not None


def quiet(
    conn: Connection, before: datetime, kept_before: datetime, *, behind: int = 0, limit: int
) -> list[Quiet]:
    """Candidates not marked as hired whom nobody worked on since ``before``, by id, those ``behind`` an id.

    Left out are those who are kept beyond ``kept_before``.
    """
    wanted = {"before": before, "kept_before": kept_before, "behind": behind, "most": limit}
    return [Quiet(*row) for row in conn.execute(_QUIET, wanted)]


def latest(conn: Connection, subject_id: int) -> Evaluation | None:
    """The evaluation of a subject that was handed in last and counts."""
    row = conn.execute(_LATEST, {"whose": subject_id}).first()
    return None if row is None else Evaluation(*row)


def keep_notice(conn: Connection, subject_id: int, due_at: datetime, now: datetime) -> None:
    """Note that the owners are to be told that a candidate is due then; once for each such moment."""
    row = {"subject_id": subject_id, "due_at": due_at, "made_at": now, "told_at": None}
    conn.execute(_KEEP_NOTICE.of(conn.dialect.name), row)


def noticed(
    conn: Connection, subject_id: int, due_at: datetime
) -> tuple[datetime, datetime | None] | tuple[None, None]:
    """When it was noted that a candidate is due at this moment, and when the first owner was told of it."""
    row = conn.execute(_NOTICED, {"whose": subject_id, "due": due_at}).first()
    return (None, None) if row is None else (row.made_at, row.told_at)


def untold(conn: Connection) -> list[Notice]:
    """Notices that no owner got yet, the one due first at the beginning."""
    return [Notice(*row) for row in conn.execute(_UNTOLD)]


def announced(conn: Connection) -> list[Notice]:
    """The newest notice of each candidate who is still to be erased, the one due first at the beginning."""
    return [Notice(*row) for row in conn.execute(_ANNOUNCED)]


def decided(conn: Connection, now: datetime, made_after: datetime) -> list[Notice]:
    """Who was announced and stays: marked as hired or kept longer since, as long as the announcement would run.

    It runs until ``due_at``, and for what was noted after ``made_after`` in any case.
    """
    rows = conn.execute(_DECIDED, {"now": now, "made_after": made_after})
    return [Notice(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]), row[7]) for row in rows]


def told(conn: Connection, notices: Collection[int], now: datetime) -> None:
    """Note that an owner got these."""
    conn.execute(_TELL, {"those": list(notices), "now": now})


def mark_hired(conn: Connection, subject_id: int, when: datetime | None) -> bool:
    """Mark a candidate as hired, or (``None``) as not; ``False`` where there is none."""
    return conn.execute(_HIRED, {"whose": subject_id, "when": when}).rowcount == 1


def is_hired(conn: Connection, subject_id: int) -> bool:
    """Whether somebody marked this candidate as hired."""
    return conn.execute(select(_subject.c.hired_at).where(_subject.c.id == subject_id)).scalar() is not None


def keep_longer(conn: Connection, subject_id: int, until: datetime) -> bool:
    """Keep a candidate at least until then; ``False`` where there is none any more."""
    return conn.execute(_KEEP, {"whose": subject_id, "until": until}).rowcount == 1
