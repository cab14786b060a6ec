"""Messages in chats that tell of somebody: remembered, so that erasing them can reach what stands there, too.

A trace is ids and nothing else. It *stands* until its subject is erased; then it is *wanted* gone, and whoever
can reach Telegram takes the message away and says how that went: *gone*, or *left* where Telegram refuses (what a
person sent longer ago than 48 hours, a chat that was closed).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, or_, select, update

from storage import tables
from storage.statements import Upsert, columns

TraceKind: TypeAlias = Literal["card", "file", "told", "announced", "theirs"]
"""How a message is taken away. ``card``: a text of ours; ``file``: a document or picture of ours; ``told``: notices,
to be drawn anew without them; ``announced``: candidates about to be erased, likewise; ``theirs``: what a person sent.
"""

TraceState: TypeAlias = Literal["stands", "wanted", "gone", "left"]

_table = tables.trace
_evaluation, _note, _attachment = tables.evaluation, tables.note, tables.attachment
_occurrence, _notice, _feedback = tables.occurrence, tables.notice, tables.feedback


@dataclass(frozen=True, slots=True)
class About:
    """What a message tells of: evaluations, and subjects, by id."""

    evaluations: tuple[int, ...] = ()
    subjects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """A message that is to be taken away."""

    id: int
    chat_id: int
    message_id: int
    kind: TraceKind
    tries: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the messages about somebody who was erased; ``left_in`` are the chats where some are left."""

    wanted: int
    gone: int
    left: int
    left_in: tuple[int, ...]


_ABOUT_EVALUATION = Upsert(_table, same=["chat_id", "message_id", "evaluation_id"])
_ABOUT_SUBJECT = Upsert(_table, same=["chat_id", "message_id", "subject_id"])
_CLAIM = (
    select(*columns(_table, Trace))
    .where(_table.c.act_at <= bindparam("now"))
    .order_by(_table.c.act_at, _table.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_ANNOUNCED = select(_table.c.subject_id).where(
    _table.c.chat_id == bindparam("chat"),
    _table.c.message_id == bindparam("message"),
    _table.c.kind == "announced",
    _table.c.state == "stands",
)


def leave(
    conn: Connection, chat_id: int, message_id: int, kind: TraceKind, about: About, now: datetime
) -> None:
    """Remember what a message tells of. Remembered once, however often it is told."""
    row = {
        "chat_id": chat_id,
        "message_id": message_id,
        "kind": kind,
        "at": now,
        "state": "stands",
        "tries": 0,
    }
    if evaluations := [row | {"evaluation_id": id} for id in sorted(set(about.evaluations))]:
        conn.execute(_ABOUT_EVALUATION.of(conn.dialect.name), evaluations)
    if subjects := [row | {"subject_id": id} for id in sorted(set(about.subjects))]:
        conn.execute(_ABOUT_SUBJECT.of(conn.dialect.name), subjects)


def want_gone(conn: Connection, subject_id: int, evaluation_ids: Collection[int], now: datetime) -> None:
    """Have every message about a subject taken away. To be called before notes forget which message they were."""
    for chat_id, message_id, evaluation_id in _of_notes(conn, evaluation_ids):
        leave(conn, chat_id, message_id, "theirs", About(evaluations=(evaluation_id,)), now)
    for chat_id, message_id in _of_notices(conn, subject_id, evaluation_ids):
        leave(conn, chat_id, message_id, "told", About(subjects=(subject_id,)), now)
    conn.execute(
        update(_table)
        .where(_about(subject_id, evaluation_ids), _table.c.state == "stands")
        .values(state="wanted", act_at=now)
    )


def claim(conn: Connection, now: datetime, lease: timedelta, most: int) -> list[Trace]:
    """Some of the messages to be taken away now, for this process alone until the lease is over."""
    found = [Trace(*row) for row in conn.execute(_CLAIM, {"now": now, "most": most})]
    if found:
        conn.execute(
            update(_table)
            .where(_table.c.id.in_([one.id for one in found]))
            .values(act_at=now + lease, tries=_table.c.tries + 1)
        )
    return found


def settled(conn: Connection, fates: Iterable[tuple[int, TraceState]]) -> None:
    """Note what became of traces (id).

    What is gone leads to no chat any more; nor does what is left with somebody who has no role here (any more).
    """
    here = select(tables.membership.c.person_id).where(tables.membership.c.ended_at.is_(None))
    for id, state in fates:
        one = update(_table).where(_table.c.id == id)
        conn.execute(one.values(state=state, act_at=None))
        lost = one if state == "gone" else one.where(_table.c.chat_id.not_in(here))
        conn.execute(lost.values(chat_id=0, message_id=-_table.c.id))


def later(conn: Connection, ids: Collection[int], when: datetime) -> None:
    """Try these traces again at that moment."""
    if ids:
        conn.execute(
            update(_table).where(_table.c.id.in_(sorted(ids)), _table.c.state == "wanted").values(act_at=when)
        )


def announced_with(conn: Connection, chat_id: int, message_id: int) -> list[int]:
    """The subjects that a message announces and that were not erased since."""
    return list(conn.execute(_ANNOUNCED, {"chat": chat_id, "message": message_id}).scalars())


def fate_of(conn: Connection, subject_id: int) -> Fate:
    """What became of the messages about a subject."""
    theirs = select(_evaluation.c.id).where(_evaluation.c.subject_id == subject_id)
    about = or_(_table.c.subject_id == subject_id, _table.c.evaluation_id.in_(theirs))
    of_message = (
        select(
            _table.c.chat_id,
            # A message with several traces is as far as the one that is least far.
            func.max(case((_table.c.state == "left", 3), (_table.c.state == "wanted", 2), else_=1)).label(
                "worst"
            ),
        )
        .where(about, _table.c.state != "stands")
        .group_by(_table.c.chat_id, _table.c.message_id)
    )
    rows = [(row.chat_id, row.worst) for row in conn.execute(of_message)]
    worst = [one for _, one in rows]
    left_in = {chat for chat, one in rows if one == 3}
    return Fate(worst.count(2), worst.count(1), worst.count(3), tuple(sorted(left_in)))


def _about(subject_id: int, evaluation_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(_table.c.subject_id == subject_id, _table.c.evaluation_id.in_(list(evaluation_ids)))


def _of_notes(conn: Connection, evaluation_ids: Collection[int]) -> list[tuple[int, int, int]]:
    """Chat, message and evaluation of what was typed, said and sent as a note."""
    theirs = _note.c.evaluation_id.in_(list(evaluation_ids))
    words = select(_note.c.chat_id, _note.c.message_id, _note.c.evaluation_id).where(theirs)
    files = (
        select(_attachment.c.chat_id, _attachment.c.message_id, _note.c.evaluation_id)
        .join(_note, _note.c.id == _attachment.c.note_id)
        .where(theirs)
    )
    return [(chat, message, evaluation) for chat, message, evaluation in conn.execute(words.union(files))]


def _of_notices(conn: Connection, subject_id: int, evaluation_ids: Collection[int]) -> set[tuple[int, int]]:
    """Chat and message of what supervisors and others were told: of their work, their months, their feedback."""
    sent = select(_notice.c.person_id, _notice.c.message_id).where(
        _notice.c.state == "sent", _notice.c.message_id.is_not(None), _notice.c.person_id > 0
    )
    theirs = select(_occurrence.c.id).where(_occurrence.c.subject_id == subject_id)
    months = select(_occurrence.c.supervisor_id, _occurrence.c.due).where(
        _occurrence.c.subject_id == subject_id
    )
    digests = {f"digest:{supervisor}:{due[:7]}" for supervisor, due in conn.execute(months)}
    released = select(_feedback.c.id).where(_feedback.c.evaluation_id.in_(list(evaluation_ids)))
    answers = [_notice.c.key.like(f"feedback-%:{id}:%") for id in conn.execute(released).scalars()]
    wanted = sent.where(
        or_(_notice.c.occurrence_id.in_(theirs), _notice.c.key.in_(sorted(digests)), *answers)
    )
    return {(chat, message) for chat, message in conn.execute(wanted)}
