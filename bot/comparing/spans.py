"""Spans of time that are compared: a month, quarter or year by its name, and the moments where it begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from rubrics.periods import Unit, before, period_at, period_of, read_period

_UNITS: tuple[Unit, ...] = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Span:
    """A span by its name (``2026-11``, ``2026-Q4``, ``2026``), with its first and its last local day."""

    name: str
    unit: Unit
    first: date
    last: date

    def since(self, zone: tzinfo) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(), zone)

    def until(self, zone: tzinfo) -> datetime:
        """The moment at which what comes next begins."""
        return datetime.combine(self.last + timedelta(days=1), time(), zone)

    def before(self) -> Span:
        """The span of the same length just before."""
        return _span(period_at(self.first - timedelta(days=1), self.unit).name, self.unit)


def span_named(name: str) -> Span | None:
    """The span of this name, or ``None`` where there is none of that name."""
    for unit in _UNITS:
        if read_period(name, [unit]) == name:
            return _span(name, unit)
    return None


def present(today: date, unit: Unit) -> Span:
    """The span of that length in which ``today`` lies."""
    return _span(period_of(today, unit), unit)


def offered(today: date) -> tuple[Span, ...]:
    """What the buttons offer: this and last month, this and last quarter, this and last year."""
    names = [(name, unit) for unit in _UNITS for name in (period_of(today, unit), before(today, unit))]
    return tuple(_span(name, unit) for name, unit in names)


def quarters(today: date, many: int = 4) -> tuple[Span, ...]:
    """This quarter and those before it, the latest first."""
    found = [present(today, "quarter")]
    while len(found) < many:
        found.append(found[-1].before())
    return tuple(found)


def _span(name: str, unit: Unit) -> Span:
    year, month = int(name[:4]), 1
    if unit == "month":
        month = int(name[5:])
    elif unit == "quarter":
        month = 3 * int(name[6:]) - 2
    period = period_at(date(year, month, 1), unit)
    return Span(name, unit, period.first, period.last)
