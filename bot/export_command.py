"""``kaoping export``: what was handed in, as a table for people or as lines for programs."""

from __future__ import annotations

import difflib
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from bot.exporting.columns import Table
from bot.exporting.making import NothingToExport, export_to
from bot.exporting.order import Format, Order, Span, file_name
from bot.exporting.recording import record_export
from bot.running import open_storage
from bot.settings import Settings
from rubrics.library import load_forms
from storage.exporting import Named, forms_kept, subject_named, subjects_called
from storage.scope import EVERYTHING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.exporting.making import Tell
    from storage.engine import Storage

_NAMESAKES = 8
"""So many subjects of one name are told apart in a sentence."""


class NoExport(Exception):
    """Nothing was written; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was given on the command line, as it was typed; ``None`` is what was left out."""

    out: Path
    form: str | None = None
    subject: str | None = None
    first: str | None = None
    last: str | None = None
    format: str | None = None
    table: str | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: where it is, and how many evaluations it holds."""

    path: Path
    evaluations: int


def export(settings: Settings, wanted: Wanted, now: datetime, tell: Tell) -> Written:
    """Write an export; ``tell`` hears how far it is. It is in the audit trail before the file is there.

    The file is there whole or not at all; one that was there stays unless ``force`` was given.

    :raises NoExport: if there is nothing to export, or it cannot be written.
    :raises storage.errors.StorageError: if the database cannot be read.
    """
    order = _order(settings, wanted)
    if not wanted.out.is_dir():
        _free(wanted.out, force=wanted.force)
    with open_storage(settings) as storage:
        order, title = storage.run_now(lambda conn: _known(conn, settings, wanted, order))
        today = now.astimezone(settings.zone).date()
        target = wanted.out / file_name(order, title, today) if wanted.out.is_dir() else wanted.out
        _free(target, force=wanted.force)
        return Written(target, _write(settings, storage, order, now, target, tell))


def _write(
    settings: Settings, storage: Storage, order: Order, now: datetime, target: Path, tell: Tell
) -> int:
    def leaves(evaluations: int) -> None:
        storage.run_now(lambda conn: record_export(conn, order, evaluations, actor=0, now=now))

    try:
        with _stoppable():
            return export_to(settings.database, order, target, tell, leaves)
    except NothingToExport:
        raise NoExport(_nothing(order)) from None
    except OSError as error:
        raise NoExport(
            f"{target}: cannot be written ({error.strerror}). Nothing was written; all evaluations are kept."
        ) from error


def _order(settings: Settings, wanted: Wanted) -> Order:
    """What can be said without the database: days, kind of file, table."""
    span = Span(_day("--from", wanted.first), _day("--to", wanted.last))
    if span.first and span.last and span.first > span.last:
        raise NoExport(f"--from {span.first} is after --to {span.last}. Nothing was written.")
    kind = _format(wanted)
    if wanted.table is not None and kind is not Format.CSV:
        raise NoExport(
            f"--table is for CSV only: {kind.value} holds all of it. Leave it out. Nothing was written."
        )
    table = _one_of("--table", wanted.table or Table.EVALUATIONS.value, Table)
    return Order(
        EVERYTHING, kind, settings.kaoping_language, settings.kaoping_timezone, span, table=Table(table)
    )


def _format(wanted: Wanted) -> Format:
    if wanted.format is not None:
        return Format(_one_of("--format", wanted.format.lower(), Format))
    ending = wanted.out.suffix.lower().removeprefix(".")
    if ending not in set(Format):
        raise NoExport(
            f"{wanted.out}: which kind of file? Say --format xlsx, csv or jsonl, or end the name so. "
            "Nothing was written."
        )
    return Format(ending)


def _one_of(option: str, given: str, known: type[Format | Table]) -> str:
    if given not in set(known):
        words = ", ".join(one.value for one in known)
        raise NoExport(f"{option}: {given!r} is not possible; it is one of {words}. Nothing was written.")
    return given


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NoExport(
            f"{option}: {text!r} is no day; write it like 2026-11-23. Nothing was written."
        ) from None


def _free(target: Path, *, force: bool) -> None:
    """Whether a file may be written there."""
    if not target.parent.is_dir():
        raise NoExport(
            f"{target}: there is no directory {target.parent}. Make it first. Nothing was written."
        )
    if target.exists() and not force:
        raise NoExport(f"{target} is there already and was left as it is. --force writes over it.")


def _known(conn: Connection, settings: Settings, wanted: Wanted, order: Order) -> tuple[Order, str]:
    """The order with its form and subject, and what the file is about in words."""
    title = "考评"
    if wanted.form is not None:
        kept = dict(forms_kept(conn))
        there = {form.id: form.title for form in load_forms(settings.kaoping_forms).forms.values()} | kept
        if wanted.form not in there:
            raise NoExport(
                f"There is no form {wanted.form!r}{_meant(wanted.form, there)}. Nothing was written."
            )
        order, title = replace(order, form_id=wanted.form), there[wanted.form]
    if wanted.subject is not None:
        subject = _subject(conn, wanted.subject)
        order, title = replace(order, subject_id=subject.id), f"{title} {subject.name}"
    return order, title


def _meant(word: str, known: dict[str, str]) -> str:
    near = difflib.get_close_matches(word[:100], known, 1)
    return f" (is {near[0]} meant?)" if near else " (kaoping forms lists them)"


def _subject(conn: Connection, text: str) -> Named:
    """The subject by number or by name; several of one name are told apart by their numbers."""
    if text.isascii() and text.isdigit():
        found = subject_named(conn, int(text[:18]))
        named = [found] if found else []
    else:
        named = subjects_called(conn, text, _NAMESAKES)
    if not named:
        raise NoExport(f"There is nobody and nothing called {text!r} here. Nothing was written.")
    if len(named) > 1:
        which = ", ".join(f"{one.id} ({one.kind})" for one in named)
        raise NoExport(
            f"Several are called {text!r}: {which}. Give --subject the number of the one meant. Nothing was written."
        )
    return named[0]


def _nothing(order: Order) -> str:
    first = f" from {order.span.first}" if order.span.first else ""
    last = f" to {order.span.last}" if order.span.last else ""
    form = f" by {order.form_id}" if order.form_id else ""
    whom = f" about subject {order.subject_id}" if order.subject_id else ""
    return (
        f"Nothing was handed in{form}{whom}{first}{last}, so there is nothing to export. Nothing was written."
    )


@contextmanager
def _stoppable() -> Iterator[None]:
    """A request to end is an exception within, so that what is half written goes away."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
