"""Reminders and notices: wanted before they are sent, claimed by one process at a time, kept afterwards.

Each row says when there is next something to do with it (``act_at``). Whoever does it puts that moment ahead
first, in a transaction of its own: no other process takes it meanwhile, and if this one dies, its turn comes
again. So nothing is lost, and what was sent just before a crash may come twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import Connection, Table, bindparam, select, update

from storage import tables
from storage.statements import Upsert, columns

MessageState: TypeAlias = Literal["wanted", "sent", "skipped", "unreachable"]
"""``skipped``: a later one took its place, or it was settled before. ``unreachable``: the person cannot be."""

PeopleNotice: TypeAlias = Literal["granted", "let-in", "handed-over", "joined"]
"""What somebody is told about their own access and work."""

NoticeKind: TypeAlias = Literal[
    PeopleNotice,
    "overdue",
    "missed",
    "excused",
    "unreachable",
    "form-gone",
    "person-gone",
    "offered",
    "accepted",
    "declined",
    "digest",
    "calendar",
    "group-done",
    "group-digest",
    "feedback-answered",
    "feedback-disputed",
    "feedback-undisputed",
    "feedback-silent",
    "feedback-due",
    "feedback-amended",
    "feedback-settled",
    "feedback-taken-back",
]

_TO_SUPERVISORS = ("overdue", "missed", "excused", "unreachable", "form-gone", "person-gone")
_reminder = tables.reminder
_notice = tables.notice


@dataclass(frozen=True, slots=True)
class NewReminder:
    """A stage of reminding that fell due at ``at``. ``act_at``: when to send it, ``None`` where it is skipped."""

    occurrence_id: int
    stage: str
    at: datetime
    person_id: int
    act_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One stage of reminding of one occurrence, to one person."""

    id: int
    occurrence_id: int
    stage: str
    at: datetime
    recorded_at: datetime
    person_id: int
    state: MessageState
    act_at: datetime | None
    tries: int
    message_id: int | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewNotice:
    """Something to tell a person from ``act_at`` on, once by its key."""

    key: str
    kind: NoticeKind
    person_id: int
    at: datetime
    act_at: datetime
    occurrence_id: int | None = None
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell a person, or that they were told."""

    id: int
    key: str
    kind: NoticeKind
    person_id: int
    occurrence_id: int | None
    plan_id: int | None
    at: datetime
    state: MessageState
    act_at: datetime | None
    tries: int
    message_id: int | None
    sent_at: datetime | None


_REMINDERS = columns(_reminder, Reminder)
_NOTICES = columns(_notice, Notice)
_RECORD = Upsert(_reminder, same=["occurrence_id", "stage"])
_TELL = Upsert(_notice, same=["key"])
_DUE_REMINDERS = (
    select(*_REMINDERS)
    .where(_reminder.c.act_at <= bindparam("now"))
    .order_by(_reminder.c.act_at, _reminder.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_DUE_NOTICES = (
    select(*_NOTICES)
    .where(_notice.c.act_at <= bindparam("now"))
    .order_by(_notice.c.person_id, _notice.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_SUPERSEDE = (
    update(_reminder)
    .where(_reminder.c.occurrence_id.in_(bindparam("of", expanding=True)), _reminder.c.state == "wanted")
    .values(state="skipped", act_at=None)
)
_REDRAW = (
    update(_reminder)
    .where(_reminder.c.occurrence_id.in_(bindparam("of", expanding=True)), _reminder.c.state == "sent")
    .values(act_at=bindparam("now"), tries=0)
)
_SENT = (
    update(_reminder)
    .where(_reminder.c.id == bindparam("wanted"))
    .values(
        state="sent",
        message_id=bindparam("message"),
        sent_at=bindparam("now"),
        act_at=bindparam("again"),
        tries=0,
    )
)
_HOLD = select(tables.occurrence.c.id).where(tables.occurrence.c.id.in_(bindparam("of", expanding=True)))
_STANDING = select(
    tables.occurrence.c.id, tables.occurrence.c.evaluator_id, tables.occurrence.c.closed_at
).where(tables.occurrence.c.id.in_(bindparam("of", expanding=True)))


def record_reminders(conn: Connection, new: Iterable[NewReminder], now: datetime) -> None:
    """Keep stages that fell due, each once: to be sent, or skipped. One that is kept already stays as it is."""
    rows = [
        {
            "occurrence_id": one.occurrence_id,
            "stage": one.stage,
            "at": one.at,
            "recorded_at": now,
            "person_id": one.person_id,
            "state": "skipped" if one.act_at is None else "wanted",
            "act_at": one.act_at,
            "tries": 0,
        }
        for one in new
    ]
    if rows:
        conn.execute(_RECORD.of(conn.dialect.name), rows)


def supersede(conn: Connection, occurrence_ids: Collection[int]) -> None:
    """Skip the reminders of these occurrences that were not sent yet."""
    if occurrence_ids:
        conn.execute(_SUPERSEDE, {"of": sorted(occurrence_ids)})


def redraw(conn: Connection, occurrence_ids: Collection[int], now: datetime) -> None:
    """Have the messages sent about these occurrences drawn again, as they stand now."""
    if occurrence_ids:
        conn.execute(_REDRAW, {"of": sorted(occurrence_ids), "now": now})


def settle(conn: Connection, occurrence_ids: Collection[int], now: datetime) -> None:
    """These occurrences are closed: nothing more is sent about them, and what was sent says so."""
    supersede(conn, occurrence_ids)
    redraw(conn, occurrence_ids, now)


def reminders_of(conn: Connection, occurrence_id: int) -> list[Reminder]:
    """Every stage kept of an occurrence, in the order in which they were recorded."""
    wanted = select(*_REMINDERS).where(_reminder.c.occurrence_id == occurrence_id).order_by(_reminder.c.id)
    return [Reminder(*row) for row in conn.execute(wanted)]


def claim_reminders(conn: Connection, now: datetime, lease: timedelta, limit: int) -> list[Reminder]:
    """Reminders to send or to draw again now, for this process alone until the lease is over."""
    found = [Reminder(*row) for row in conn.execute(_DUE_REMINDERS, {"now": now, "most": limit})]
    _claim(conn, _reminder, [one.id for one in found], now + lease)
    return found


def reminders_sent(conn: Connection, sent: Sequence[tuple[Reminder, int]], now: datetime) -> None:
    """Note the messages that now stand in chats. One that was overtaken meanwhile is drawn again at once."""
    if not sent:
        return
    # The occurrences are held first, as by those who close them: either sees what the other did.
    wanted = {"of": sorted({reminder.occurrence_id for reminder, _ in sent})}
    conn.execute(_HOLD.order_by(tables.occurrence.c.id).with_for_update(), wanted).all()
    standing = {id: (evaluator, closed) for id, evaluator, closed in conn.execute(_STANDING, wanted)}
    rows = []
    for reminder, message_id in sent:
        evaluator, closed = standing[reminder.occurrence_id]
        overtaken = closed is not None or evaluator != reminder.person_id
        rows.append(
            {"wanted": reminder.id, "message": message_id, "now": now, "again": now if overtaken else None}
        )
    conn.execute(_SENT, rows)


def reminders_settled(conn: Connection, ids: Collection[int], state: MessageState | None = None) -> None:
    """There is nothing more to do with these reminders; ``state`` where that changes."""
    _settled(conn, _reminder, ids, state)


def reminders_later(conn: Connection, later: Iterable[tuple[int, datetime]]) -> None:
    """Try these reminders (id) again at these moments."""
    _later(conn, _reminder, later)


def add_notices(conn: Connection, new: Iterable[NewNotice]) -> None:
    """Keep things to tell, each once by its key; one that is kept already stays as it is."""
    rows = [
        {name: getattr(one, name) for name in NewNotice.__slots__} | {"state": "wanted", "tries": 0}
        for one in new
    ]
    if rows:
        conn.execute(_TELL.of(conn.dialect.name), rows)


def notices_for(conn: Connection, person_id: int) -> list[Notice]:
    """Everything kept to tell a person, oldest first."""
    wanted = select(*_NOTICES).where(_notice.c.person_id == person_id).order_by(_notice.c.id)
    return [Notice(*row) for row in conn.execute(wanted)]


def message_telling(conn: Connection, kind: NoticeKind, occurrence_id: int, person_id: int) -> int | None:
    """The message in which somebody was told this of an occurrence."""
    wanted = select(_notice.c.message_id).where(
        _notice.c.person_id == person_id,
        _notice.c.message_id.is_not(None),
        _notice.c.kind == kind,
        _notice.c.occurrence_id == occurrence_id,
    )
    return conn.execute(wanted.order_by(_notice.c.id.desc()).limit(1)).scalar()


def notices_in(conn: Connection, person_id: int, message_id: int) -> list[Notice]:
    """What one message told a person, in the order in which it was told."""
    wanted = (
        select(*_NOTICES)
        .where(_notice.c.person_id == person_id, _notice.c.message_id == message_id)
        .order_by(_notice.c.id)
    )
    return [Notice(*row) for row in conn.execute(wanted)]


def claim_notices(conn: Connection, now: datetime, lease: timedelta, limit: int) -> list[Notice]:
    """Notices to send now, those of a person together, for this process alone until the lease is over."""
    found = [Notice(*row) for row in conn.execute(_DUE_NOTICES, {"now": now, "most": limit})]
    _claim(conn, _notice, [one.id for one in found], now + lease)
    return found


def notices_sent(conn: Connection, ids: Collection[int], message_id: int, now: datetime) -> None:
    """Note that these went in one message."""
    if ids:
        conn.execute(
            update(_notice)
            .where(_notice.c.id.in_(sorted(ids)))
            .values(state="sent", message_id=message_id, sent_at=now, act_at=None)
        )


def notices_settled(conn: Connection, ids: Collection[int], state: MessageState) -> None:
    """There is nothing more to do with these notices."""
    _settled(conn, _notice, ids, state)


def notices_later(conn: Connection, later: Iterable[tuple[int, datetime]]) -> None:
    """Try these notices (id) again at these moments."""
    _later(conn, _notice, later)


def digests_waiting(conn: Connection, supervisor_id: int) -> set[str]:
    """The months of which somebody gets a digest that was not sent yet."""
    wanted = select(_notice.c.key).where(
        _notice.c.person_id == supervisor_id, _notice.c.kind == "digest", _notice.c.state == "wanted"
    )
    return {key.rpartition(":")[2] for key in conn.execute(wanted).scalars()}


def hand_over_notices(conn: Connection, gone: int, heir: int) -> None:
    """What was still to be told to one supervisor of what another watches over now is told to the other."""
    watched = select(tables.occurrence.c.id).where(tables.occurrence.c.supervisor_id == heir)
    conn.execute(
        update(_notice)
        .where(
            _notice.c.person_id == gone,
            _notice.c.state == "wanted",
            _notice.c.kind.in_(_TO_SUPERVISORS),
            _notice.c.occurrence_id.in_(watched),
        )
        .values(person_id=heir)
    )


def notices_moved(conn: Connection, group_id: int, to: int) -> None:
    """What was or is to be posted in a group stands under the group's new id; what is there twice is left out."""
    for one in notices_for(conn, group_id):
        key = one.key.replace(f":{group_id}:", f":{to}:")
        values: dict[str, object] = {"person_id": to, "key": key}
        if conn.execute(select(_notice.c.id).where(_notice.c.key == key, _notice.c.id != one.id)).first():
            values = {"act_at": None, "state": "skipped" if one.state == "wanted" else one.state}
        conn.execute(update(_notice).where(_notice.c.id == one.id).values(**values))


def _claim(conn: Connection, table: Table, ids: list[int], until: datetime) -> None:
    if ids:
        conn.execute(update(table).where(table.c.id.in_(ids)).values(act_at=until, tries=table.c.tries + 1))


def _settled(conn: Connection, table: Table, ids: Collection[int], state: MessageState | None) -> None:
    if ids:
        values = {"act_at": None} | ({} if state is None else {"state": state})
        conn.execute(update(table).where(table.c.id.in_(sorted(ids))).values(**values))


def _later(conn: Connection, table: Table, later: Iterable[tuple[int, datetime]]) -> None:
    rows = [{"wanted": id, "again": at} for id, at in later]
    if rows:
        conn.execute(
            update(table)
            .where(table.c.id == bindparam("wanted"), table.c.state != "skipped")
            .values(act_at=bindparam("again")),
            rows,
        )
