"""How long to wait before trying Telegram or the network again: one growth of waits for all who do."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import RetryAfter

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_DOUBLINGS = 10
"""More than it takes to reach the longest wait: failures of a whole day double nothing any more."""


def waiting(failures: int) -> float:
    """Seconds to wait after so many failures in a row: half a second, doubling up to half a minute."""
    return min(_FIRST_WAIT * (1 << min(max(failures - 1, 0), _DOUBLINGS)), _LONGEST_WAIT)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait, in seconds."""
    span = error.retry_after
    return span.total_seconds() if isinstance(span, timedelta) else float(span)
