"""The digest that a supervisor gets of each month in which something was due under their eyes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.reminding.quiet import held
from rubrics.schedule import DEFAULT_AT, local_moment
from rubrics.workdays import is_workday
from storage.reminders import NewNotice


def digests(supervised: Iterable[tuple[int, date, ZoneInfo]], now: datetime) -> list[NewNotice]:
    """For each supervisor and month in which something is due: the digest to come after it."""
    found: dict[str, NewNotice] = {}
    for supervisor_id, due, zone in supervised:
        key = f"digest:{supervisor_id}:{due:%Y-%m}"
        if key not in found:
            at = digest_at(due, zone)
            found[key] = NewNotice(key, "digest", supervisor_id, at, max(at, held(now, zone)))
    return list(found.values())


def digest_at(due: date, zone: ZoneInfo) -> datetime:
    """When the digest of a day's month is sent: at nine on the first working day of the next."""
    day = (due.replace(day=1) + timedelta(days=31)).replace(day=1)
    while not is_workday(day):
        day += timedelta(days=1)
    return local_moment(day, DEFAULT_AT, zone)
