"""What people do with an occurrence from its reminder: put off, hand over, excuse; and who takes over whose work.

Each act runs in the caller's transaction and says in a value how it went. Whether somebody may act for others is
for the caller to know (``for_others``); by themselves, people act on what is theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Literal, TypeAlias

from sqlalchemy import Connection

from bot.reminding.digests import digests
from bot.reminding.quiet import held, is_quiet
from rubrics.schedule import local_moment
from rubrics.workdays import workdays_after
from storage import occurrences, plans, reminders
from storage.occurrences import KeptOccurrence
from storage.reminders import NewNotice, Notice, NoticeKind

REASON_LIMIT = 500
"""Characters of a reason that are kept."""
_EVENING = time(20)
_MORNING = time(9)

Putting: TypeAlias = Literal["hour", "tonight", "morning", "workday"]
"""How far a reminder can be put off: an hour, tonight at 20:00, tomorrow at 9:00, the next working day."""


class Refused(StrEnum):
    """Why an act did not happen; nothing was changed then."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    NOT_YOURS = "not-yours"
    TOO_LATE = "too-late"
    SAME_PERSON = "same-person"
    NOT_OFFERED = "not-offered"
    NO_REASON = "no-reason"
    NOT_MISSED = "not-missed"


Outcome: TypeAlias = KeptOccurrence | Refused
"""The occurrence as it is afterwards, or why nothing happened."""


def put_off_choices(occurrence: KeptOccurrence, now: datetime) -> tuple[tuple[Putting, datetime], ...]:
    """Until when its reminder can be put off now: only moments at which it may come, before it is missed."""
    local, zone = now.astimezone(occurrence.zone), occurrence.zone
    tomorrow = local.date() + timedelta(days=1)
    choices: tuple[tuple[Putting, datetime], ...] = (
        ("hour", now + timedelta(hours=1)),
        ("tonight", local_moment(local.date(), _EVENING, zone)),
        ("morning", local_moment(tomorrow, _MORNING, zone)),
        ("workday", local_moment(next(workdays_after(local.date())), occurrence.at, zone)),
    )
    return tuple(
        (choice, until)
        for choice, until in choices
        if now < until < occurrence.missed_at and not is_quiet(until.astimezone(zone).time())
    )


def put_off(conn: Connection, occurrence_id: int, by: int, until: datetime, now: datetime) -> Outcome:
    """Have the next reminder come at ``until`` and none before; the due date stays."""
    found = _held(conn, occurrence_id, by)
    if isinstance(found, Refused):
        return found
    if until >= found.missed_at or until <= now:
        return Refused.TOO_LATE
    reminders.supersede(conn, [found.id])
    return _changed(conn, found, remind_at=until, next_at=min(found.next_at or until, until))


def offer(
    conn: Connection, occurrence_id: int, by: int, to: int, now: datetime, *, for_others: bool = False
) -> Outcome:
    """Ask another evaluator to take an occurrence over; until they accept, it stays where it is."""
    found = _held(conn, occurrence_id, by, for_others=for_others)
    if isinstance(found, Refused):
        return found
    if to == found.evaluator_id:
        return Refused.SAME_PERSON
    _tell(conn, found, "offered", to, by, now)
    return _changed(conn, found, offered_to=to)


def accept(conn: Connection, occurrence_id: int, by: int, now: datetime) -> Outcome:
    """Take over what was offered. A draft begun for it stays with who began it; the new evaluator is reminded."""
    found = _offered(conn, occurrence_id, by)
    if isinstance(found, Refused):
        return found
    _tell(conn, found, "accepted", found.evaluator_id, by, now)
    reminders.supersede(conn, [found.id])
    reminders.redraw(conn, [found.id], now)
    return _changed(
        conn,
        found,
        evaluator_id=by,
        offered_to=None,
        evaluation_id=None,
        state="open" if found.state == "in-progress" else found.state,
        remind_at=now,
        next_at=now,
    )


def decline(conn: Connection, occurrence_id: int, by: int, now: datetime) -> Outcome:
    """Do not take over what was offered; whose it is hears of it."""
    found = _offered(conn, occurrence_id, by)
    if isinstance(found, Refused):
        return found
    _tell(conn, found, "declined", found.evaluator_id, by, now)
    return _changed(conn, found, offered_to=None)


def excuse(
    conn: Connection, occurrence_id: int, by: int, reason: str, now: datetime, *, for_others: bool = False
) -> Outcome:
    """Let an occurrence go this time, with a reason, which its supervisor hears."""
    kept = reason.strip()[:REASON_LIMIT]
    if not kept:
        return Refused.NO_REASON
    found = _held(conn, occurrence_id, by, for_others=for_others)
    if isinstance(found, Refused):
        return found
    if by != found.supervisor_id:
        _tell(conn, found, "excused", found.supervisor_id, by, now)
    reminders.settle(conn, [found.id], now)
    return _changed(
        conn,
        found,
        state="excused",
        reason=kept,
        closed_at=now,
        closed_by=by,
        next_at=None,
        remind_at=None,
        offered_to=None,
    )


def give_reason(
    conn: Connection, occurrence_id: int, by: int, reason: str, *, for_others: bool = False
) -> Outcome:
    """Say why an occurrence was missed (its supervisor does); the next reminder mentions it."""
    kept = reason.strip()[:REASON_LIMIT]
    if not kept:
        return Refused.NO_REASON
    found = occurrences.occurrence(conn, occurrence_id, hold=True)
    if found is None:
        return Refused.UNKNOWN
    if by != found.supervisor_id and not for_others:
        return Refused.NOT_YOURS
    if found.state != "missed":
        return Refused.NOT_MISSED
    return _changed(conn, found, reason=kept)


@dataclass(frozen=True, slots=True)
class Moved:
    """How many plans and open occurrences went to somebody else."""

    plans: int
    occurrences: int


def move_work(
    conn: Connection, gone: int, heir: int, now: datetime, units: Collection[int | None] | None = None
) -> Moved:
    """Give one evaluator's plans and open occurrences in these units to another, who is reminded of what was due.

    Drafts begun for them stay linked: hand those over too (``storage.evaluations.hand_over_drafts``).
    """
    live = occurrences.live_of_evaluator(conn, gone, hold=True, units=units)
    reminders.supersede(conn, [one.id for one in live])
    reminders.redraw(conn, [one.id for one in live], now)
    for one in live:
        again = {} if one.reminded_to is None else {"remind_at": now, "next_at": now}
        occurrences.change_occurrence(conn, one.id, evaluator_id=heir, offered_to=None, **again)
    return Moved(plans.hand_over_plans(conn, gone, heir, now, units), len(live))


def move_supervision(
    conn: Connection, gone: int, heir: int, now: datetime, units: Collection[int | None] | None = None
) -> Moved:
    """Give what one supervisor watches over in these units to another, with all that was still to be told of it."""
    months = reminders.digests_waiting(conn, gone)
    moved = occurrences.hand_over_supervised(conn, gone, heir, units, months)
    reminders.hand_over_notices(conn, gone, heir)
    coming = digests(((heir, due, zone) for due, zone in moved), now)
    reminders.add_notices(
        conn, [one for one in coming if one.at > now or one.key.rpartition(":")[2] in months]
    )
    return Moved(plans.hand_over_supervision(conn, gone, heir, now, units), len(moved))


def notice_of(
    occurrence: KeptOccurrence, kind: NoticeKind, person_id: int, at: datetime, now: datetime, mark: str = ""
) -> NewNotice:
    """Something to tell about an occurrence, held back in quiet hours.

    ``mark`` tells one time from another; where somebody did it, it begins with who (:func:`actor_of`).
    """
    key = ":".join(part for part in (kind, str(occurrence.id), mark) if part)
    return NewNotice(key, kind, person_id, at, held(now, occurrence.zone), occurrence.id, occurrence.plan_id)


def actor_of(notice: Notice) -> int | None:
    """Who did what a notice of handing over or excusing tells."""
    parts = notice.key.split(":")
    acted = notice.kind in {"offered", "accepted", "declined", "excused"}
    return int(parts[2]) if acted and len(parts) > 2 else None


def _held(
    conn: Connection, occurrence_id: int, by: int, *, for_others: bool = False
) -> KeptOccurrence | Refused:
    found = occurrences.occurrence(conn, occurrence_id, hold=True)
    if found is None:
        return Refused.UNKNOWN
    if not for_others and by not in {found.evaluator_id, found.supervisor_id}:
        return Refused.NOT_YOURS
    return Refused.CLOSED if found.closed else found


def _offered(conn: Connection, occurrence_id: int, by: int) -> KeptOccurrence | Refused:
    found = occurrences.occurrence(conn, occurrence_id, hold=True)
    if found is None:
        return Refused.UNKNOWN
    if found.closed:
        return Refused.CLOSED
    return found if found.offered_to == by else Refused.NOT_OFFERED


def _tell(
    conn: Connection, one: KeptOccurrence, kind: NoticeKind, person_id: int, by: int, now: datetime
) -> None:
    mark = f"{by}:{now.isoformat(timespec='seconds')}"
    reminders.add_notices(conn, [notice_of(one, kind, person_id, now, now, mark)])


def _changed(conn: Connection, found: KeptOccurrence, **values: object) -> KeptOccurrence:
    occurrences.change_occurrence(conn, found.id, **values)
    return occurrences.occurrence(conn, found.id) or found
