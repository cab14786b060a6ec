"""How long candidates who were not hired are kept. Pure: the decision and its days, no clock and no database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rating import Rating
from rubrics.model import ChoiceField

NOTICE = timedelta(days=7)
"""Owners are told this long before somebody is erased by themselves; never is there less time."""

_HIRED = re.compile(r"录用|聘用|\bhire(?:d)?\b", re.IGNORECASE)
_NOT = re.compile(
    r"(?:不|未|非|勿|暂缓|暂停|拒绝|无需|没有)[^，。；,;]{0,6}(?:录用|聘用)"
    r"|(?:候补|备选|待定|考虑|是否|可否|建议复试)[^，。；,;]{0,4}(?:录用|聘用)"
    r"|\b(?:not|no|don't|do not|never|maybe)\b[^,.;]{0,20}\bhire",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stay:
    """What decides on how long a candidate is kept.

    ``last`` is when they were last evaluated (last worked on, for a draft); ``noticed_at`` when the owners were to
    be told about :meth:`due_at` as it stands now, ``told_at`` when the first of them was.
    """

    last: datetime
    hired: bool = False
    kept_until: datetime | None = None
    noticed_at: datetime | None = None
    told_at: datetime | None = None

    def due_at(self, days: int) -> datetime | None:
        """When they are due to be erased; ``None`` for never (hired, or ``days`` is 0)."""
        if self.hired or days <= 0:
            return None
        due = self.last + timedelta(days=days)
        return due if self.kept_until is None else max(due, self.kept_until)


def due_for_notice(now: datetime, stay: Stay, days: int) -> bool:
    """Whether the owners are to be told now; once for each due moment."""
    due = stay.due_at(days)
    return due is not None and stay.noticed_at is None and now >= due - NOTICE


def due_for_erasure(now: datetime, stay: Stay, days: int) -> bool:
    """Whether they are to be erased now: due, and told of it at least :data:`NOTICE` before."""
    due = stay.due_at(days)
    return due is not None and stay.told_at is not None and now >= erased_from(stay.told_at, due)


def erased_from(told_at: datetime, due: datetime) -> datetime:
    """From when on somebody is erased, told at ``told_at``: a notice that comes late moves it."""
    return max(due, told_at + NOTICE)


def kept_until(now: datetime, days: int) -> datetime:
    """Until when a candidate is kept whom an owner keeps longer today."""
    return now + timedelta(days=days)


def says_hired(rating: Rating) -> bool:
    """Whether a closing choice of an evaluation says that they are hired: 录用, 建议录用, "Hire"; not 不予录用."""
    for field in rating.form.closing:
        value = rating.fields.get(field.id)
        if isinstance(field, ChoiceField) and isinstance(value, str) and hires(value):
            return True
    return False


def hires(words: str) -> bool:
    """Whether a recommendation says "hire". 推荐 does not: recommended is not yet hired."""
    return bool(_HIRED.search(words)) and not _NOT.search(words)
