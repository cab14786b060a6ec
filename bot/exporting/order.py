"""What is to be exported, for whom and how: settled before anything is read. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from bot.exporting.columns import Table
from bot.privacy.masking import masked
from storage.exporting import Selection
from storage.scope import Scope

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_NAME_BYTES = 120


class Format(StrEnum):
    """The kinds of file there are; the value is also the ending of the file's name."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both of them in it; ``None`` is as far as there is anything."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An export as it was asked for. ``table`` is which one a CSV file holds."""

    scope: Scope
    format: Format
    language: str
    zone: str
    span: Span = Span()
    form_id: str | None = None
    subject_id: int | None = None
    table: Table = Table.EVALUATIONS


def selection(order: Order, zone: tzinfo) -> Selection:
    """What belongs to it; days are local ones."""
    since = None if order.span.first is None else _begin(order.span.first, zone)
    until = None if order.span.last is None else _begin(order.span.last + timedelta(days=1), zone)
    return Selection(order.scope, since, until, order.form_id, order.subject_id)


def file_name(order: Order, title: str, today: date) -> str:
    """``客服人员面试评价表_2026-11-01_2026-11-30.xlsx``: what it is about, the days, the kind of file."""
    first = order.span.first.isoformat() if order.span.first else ""
    last = (order.span.last or today).isoformat()
    table = order.table.value if order.format is Format.CSV else ""
    return (
        "_".join(part for part in (_safe(masked(title)), table, first, last) if part)
        + f".{order.format.value}"
    )


def order_to_json(order: Order) -> dict[str, Any]:
    """The order as values that JSON can hold."""
    scope, span = order.scope, order.span
    return {
        "scope": [scope.everything, sorted(scope.units), scope.evaluator],
        "format": order.format.value,
        "language": order.language,
        "zone": order.zone,
        "span": [day and day.isoformat() for day in (span.first, span.last)],
        "form_id": order.form_id,
        "subject_id": order.subject_id,
        "table": order.table.value,
    }


def order_from_json(told: dict[str, Any]) -> Order:
    """The order that :func:`order_to_json` made values of."""
    everything, units, evaluator = told["scope"]
    first, last = (day and date.fromisoformat(day) for day in told["span"])
    return Order(
        Scope(everything, frozenset(units), evaluator),
        Format(told["format"]),
        told["language"],
        told["zone"],
        Span(first, last),
        told["form_id"],
        told["subject_id"],
        Table(told["table"]),
    )


def _begin(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _safe(words: str) -> str:
    seen = "".join(c for c in " ".join(words.split()) if unicodedata.category(c) not in _UNSEEN)
    line = " ".join(_UNSAFE.sub(" ", seen).split())
    return line.encode(errors="ignore")[:_NAME_BYTES].decode(errors="ignore").strip(" .")
