"""One export, from its order to a whole file: read a page, write its rows, tell how far it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import tzinfo
from pathlib import Path
from tempfile import mkstemp
from typing import IO, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from bot.exporting.columns import (
    FieldColumns,
    Table,
    answer_columns,
    criterion_columns,
    evaluation_columns,
    field_columns,
    sheet_title,
)
from bot.exporting.delimited import Delimited
from bot.exporting.filed import Filed, KnownForm, filed
from bot.exporting.order import Format, Order, selection
from bot.exporting.rows import answer_rows, criterion_rows, evaluation_row
from bot.texts import Texts, texts
from rubrics.library import form_from_json
from storage.exporting import Records

Tell: TypeAlias = Callable[[int, int], None]
"""Is told how many of how many evaluations are done."""


class NothingToExport(Exception):
    """Nothing that was handed in is wanted."""


def export_to(  # what an export consists of
    url: str, order: Order, target: Path, tell: Tell, leaves: Callable[[int], None]
) -> int:
    """Write an export to ``target``, and return how many evaluations it holds.

    The file is there whole or not at all, whatever was there before; only its owner may read it. ``leaves`` is
    called with that number when all is written and just before it is there: if it raises, nothing is there.

    :raises NothingToExport: if there is nothing in it.
    :raises storage.errors.StorageUnavailable: if the database cannot be read.
    :raises OSError: if the file cannot be written.
    """
    with whole_file(target) as file, Records(url) as records:
        evaluations = write_export(records, order, file, target.parent, tell)
        leaves(evaluations)
        return evaluations


def write_export(records: Records, order: Order, file: IO[bytes], near: Path, tell: Tell) -> int:
    """The same into an open file; ``near`` is a directory for what must wait."""
    zone = ZoneInfo(order.zone)
    wanted = selection(order, zone)
    ids = records.chosen(wanted)
    if not ids:
        raise NothingToExport
    tell(0, len(ids))
    t = texts(order.language)
    forms = {digest: KnownForm(t, form_from_json(body)) for digest, body in records.forms(wanted).items()}
    writer = _writer(order, t, forms, zone, file, near)
    done = 0
    try:
        for page in records.pages(ids) if writer.reads else ():
            writer.add(list(filed(page, forms)))
            done += len(page.evaluations)
            tell(done, len(ids))
        writer.close()
    except BaseException:
        writer.abandon()
        raise
    return done if writer.reads else len(ids)


class _Writer(Protocol):
    """A file of some kind that takes evaluations; ``reads``: whether it needs any."""

    reads: bool

    def add(self, some: list[Filed]) -> None: ...
    def close(self) -> None: ...
    def abandon(self) -> None: ...


def _writer(  # what writers need, handed on as it is
    order: Order, t: Texts, forms: Mapping[str, KnownForm], zone: tzinfo, file: IO[bytes], near: Path
) -> _Writer:
    match order.format:
        case Format.XLSX:
            return _Xlsx(t, forms, zone, file, near)
        case Format.CSV:
            return _Csv(order.table, t, forms, zone, file)
        case Format.JSONL:
            return _Jsonl(zone, file)


class _Xlsx:
    """All three tables, each on a sheet of its own."""

    reads = True

    def __init__(
        self, t: Texts, forms: Mapping[str, KnownForm], zone: tzinfo, file: IO[bytes], near: Path
    ) -> None:
        from bot.exporting.workbook import Book, Sheet  # openpyxl: only where a workbook is written

        self._t, self._zone = t, zone
        self._fields = _fields(forms)
        self._book = Book(
            file,
            (
                Sheet(sheet_title(t, Table.EVALUATIONS), evaluation_columns(t, self._fields)),
                Sheet(sheet_title(t, Table.ANSWERS), answer_columns(t), large=True),
                Sheet(sheet_title(t, Table.CRITERIA), criterion_columns(t)),
            ),
            near,
        )
        self._book.add(2, criterion_rows(self._t, (known.form for known in forms.values())))

    def add(self, some: list[Filed]) -> None:
        self._book.add(0, (evaluation_row(self._t, one, self._fields, self._zone) for one in some))
        self._book.add(1, (row for one in some for row in answer_rows(one)))

    def close(self) -> None:
        self._book.close()

    def abandon(self) -> None:
        self._book.abandon()


class _Csv:
    """One of the tables."""

    def __init__(
        self, table: Table, t: Texts, forms: Mapping[str, KnownForm], zone: tzinfo, file: IO[bytes]
    ) -> None:
        self._table, self._t, self._zone = table, t, zone
        self._fields = _fields(forms)
        self.reads = table is not Table.CRITERIA
        columns = {
            Table.EVALUATIONS: evaluation_columns(t, self._fields),
            Table.ANSWERS: answer_columns(t),
            Table.CRITERIA: criterion_columns(t),
        }[table]
        self._file = Delimited(file, [column.title for column in columns])
        if not self.reads:
            self._file.add(criterion_rows(self._t, (known.form for known in forms.values())))

    def add(self, some: list[Filed]) -> None:
        if self._table is Table.ANSWERS:
            self._file.add(row for one in some for row in answer_rows(one))
        else:
            self._file.add(evaluation_row(self._t, one, self._fields, self._zone) for one in some)

    def close(self) -> None:
        """Each row was whole when it was written."""

    def abandon(self) -> None:
        """Whoever opened the file takes it away."""


class _Jsonl:
    """One line for each evaluation."""

    reads = True

    def __init__(self, zone: tzinfo, file: IO[bytes]) -> None:
        from bot.exporting.lines import line_of

        self._zone, self._file, self._line = zone, file, line_of

    def add(self, some: list[Filed]) -> None:
        self._file.writelines(self._line(one, self._zone) for one in some)

    def close(self) -> None:
        """Each line was whole when it was written."""

    def abandon(self) -> None:
        """Whoever opened the file takes it away."""


def _fields(forms: Mapping[str, KnownForm]) -> FieldColumns:
    return field_columns(known.form for known in forms.values())


@contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A file beside ``target`` that takes its place when all went well, and is gone otherwise.

    :raises OSError: if it cannot be written.
    """
    descriptor, name = mkstemp(".part", f".{target.name[:40]}.", target.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
