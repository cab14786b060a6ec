"""Quiet hours: from ten at night to eight in the morning, local time, nobody is written to unasked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from rubrics.schedule import local_moment

QUIET_FROM = time(22)
QUIET_TO = time(8)


def held(now: datetime, zone: ZoneInfo) -> datetime:
    """When something that could be sent ``now`` may be: at once, or when the quiet hours end."""
    local = now.astimezone(zone)
    if local.time() >= QUIET_FROM:
        return local_moment(local.date() + timedelta(days=1), QUIET_TO, zone)
    if local.time() < QUIET_TO:
        return local_moment(local.date(), QUIET_TO, zone)
    return now


def is_quiet(at: time) -> bool:
    """Whether that time of day lies in the quiet hours."""
    return at >= QUIET_FROM or at < QUIET_TO
