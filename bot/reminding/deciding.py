"""What happens with an occurrence at a moment: a pure decision over its row.

Whatever was missed while the bot was down comes at once, and of reminders only the latest: the earlier stages are
recorded as skipped. A clock that goes back undoes nothing, since a row only ever moves on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rubrics.schedule import local_moment
from storage.occurrences import KeptOccurrence, Move, State


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of reminding: its name, and when it falls due.

    A rung is named by its distance from the due day (``-7``, ``0``, ``+1``), one that was asked for
    (put off, or after a change of hands) by its moment.
    """

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """Where an occurrence goes: its new standing, the stages to record, and what has just come about."""

    move: Move
    skipped: tuple[Stage, ...] = ()
    wanted: Stage | None = None
    overdue: bool = False
    missed: bool = False


def rungs(occurrence: KeptOccurrence) -> Iterator[tuple[int, Stage]]:
    """The stages that were not seen to yet, with their distance from the due day, earliest first."""
    for day in occurrence.days:
        if occurrence.reminded_to is None or day > occurrence.reminded_to:
            moment = local_moment(occurrence.due + timedelta(days=day), occurrence.at, occurrence.zone)
            yield day, Stage(f"{day:+d}" if day else "0", moment)


def asked(at: datetime) -> Stage:
    """A reminder that somebody asked for at that moment."""
    return Stage(f"at-{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", at)


def decide(occurrence: KeptOccurrence, now: datetime) -> Decision:
    """What is to be done with an occurrence that is not closed."""
    due: list[Stage] = []
    reminded_to = occurrence.reminded_to
    coming: Stage | None = None
    for day, stage in rungs(occurrence):
        if stage.at > now:
            coming = stage
            break
        due.append(stage)
        reminded_to = day
    if now >= occurrence.missed_at:
        gone = Move(occurrence.id, "missed", reminded_to, None, None, occurrence.missed_at)
        return Decision(gone, tuple(due), missed=True)
    overdue = now >= occurrence.late_at and occurrence.state != "overdue"
    wanted, again = _current(due, occurrence.remind_at, now)
    moments = [coming.at if coming else None, again, occurrence.missed_at]
    if now < occurrence.late_at:
        moments.append(occurrence.late_at)
    move = Move(
        occurrence.id,
        _state(occurrence.state, overdue=overdue, reminded=bool(due or wanted)),
        reminded_to,
        again,
        min(moment for moment in moments if moment is not None),
        None,
    )
    return Decision(move, tuple(stage for stage in due if stage != wanted), wanted, overdue=overdue)


def _current(
    due: list[Stage], remind_at: datetime | None, now: datetime
) -> tuple[Stage | None, datetime | None]:
    """The one reminder to send now, if any, and the moment of one that is still put off."""
    latest = due[-1] if due else None
    if remind_at is None:
        return latest, None
    if remind_at > now:
        # Put off: what would come meanwhile is covered by the reminder that was asked for.
        return None, remind_at
    if latest is not None and latest.at >= remind_at:
        return latest, None
    return asked(remind_at), None


def _state(state: State, *, overdue: bool, reminded: bool) -> State:
    if overdue:
        return "overdue"
    return "open" if state == "scheduled" and reminded else state
