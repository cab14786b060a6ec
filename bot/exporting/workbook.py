"""XLSX: openpyxl makes the workbook with its styles, and the rows are streamed into it as they come.

openpyxl's own streaming (its write-only mode) takes 40 µs for a row of eight cells, and half a gigabyte of
temporary files for a million of them. Written straight into the archive a row takes a fraction of that, and
nothing lies about. So openpyxl makes a *frame* (headings, widths, filters, frozen panes, styles, content types),
and our rows go between the beginnings and the ends of its sheets. The tests read it all back with openpyxl.
"""

from __future__ import annotations

import gzip
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Protocol

from bot.exporting.cells import Cell
from bot.exporting.columns import Column
from bot.exporting.frame import Frame, Headed, frame_of
from bot.exporting.sheet_rows import SheetRows

MOST_ROWS = 1_048_576
"""Rows of a sheet, its heading among them; what is more goes on in a further sheet."""

_MOST_BYTES = 1_900_000_000
"""Bytes of a sheet: below what an archive holds without extensions that not every reader knows."""
_LEVEL = 4
"""How hard to compress: beyond it costs twice the time for a tenth less."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the workbook: its title and its columns.

    ``large``: the one that is written straight into the archive; the others wait, compressed, until the end.
    """

    title: str
    columns: tuple[Column, ...]
    large: bool = False


class Book:
    """A workbook being written to a file.

    ``near`` is a directory for what must wait: its files there have no name, so that nothing is left behind.
    """

    def __init__(
        self, file: IO[bytes], sheets: Sequence[Sheet], near: Path, *, most_rows: int = MOST_ROWS
    ) -> None:
        """``sheets`` in their order, at most one of them ``large``. ``most_rows`` is smaller in tests."""
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        frame = frame_of([Headed(sheet.title, sheet.columns, 1) for sheet in sheets])
        self._tables = [
            _Table(sheet, place, frame, self._zip, near, most_rows) for place, sheet in enumerate(sheets)
        ]
        try:
            for table in self._tables:
                table.begin()
        except BaseException:
            self.abandon()
            raise

    def add(self, place: int, rows: Iterable[Sequence[Cell]]) -> None:
        """Put rows below those that a sheet has."""
        self._tables[place].add(rows)

    def close(self) -> None:
        """Finish the workbook: the file is complete afterwards."""
        for table in self._tables:
            table.end()
        for table in self._tables:
            table.store()
        frame = frame_of([headed for table in self._tables for headed in table.headed])
        for name, content in frame.around([part for table in self._tables for part in table.names]):
            self._zip.writestr(name, content)
        self._zip.close()

    def abandon(self) -> None:
        """Leave it as it is; whoever opened the file takes it away."""
        for table in self._tables:
            table.abandon()
        with suppress(OSError, ValueError):
            self._zip.close()


class _Part(Protocol):
    """One sheet of the archive being written."""

    def write(self, content: bytes) -> object: ...
    def end(self) -> None: ...
    def store(self) -> None: ...
    def abandon(self) -> None: ...


class _Table:
    """One table: a sheet, and further sheets where it has more rows than one holds."""

    def __init__(  # what one sheet needs; made in one place
        self, sheet: Sheet, place: int, frame: Frame, archive: zipfile.ZipFile, near: Path, most_rows: int
    ) -> None:
        self._sheet = sheet
        self._place = place
        self._frame = frame
        self._zip = archive
        self._near = near
        self._most_rows = most_rows
        self._rows = SheetRows(len(sheet.columns), frame.styles)
        self._parts: list[_Part] = []
        self.names: list[str] = []
        self.headed: list[Headed] = []

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        lines: list[str] = []
        for row in rows:
            if self._filled >= self._most_rows or self._bytes > _MOST_BYTES:
                self._write(lines)
                lines.clear()
                self.end()
                self.begin()
            self._filled += 1
            lines.append(self._rows.line(self._filled, row))
        self._write(lines)

    def end(self) -> None:
        """Finish the present sheet."""
        title = self._sheet.title if not self.headed else f"{self._sheet.title} ({len(self.headed) + 1})"
        headed = Headed(title, self._sheet.columns, self._filled)
        self.headed.append(headed)
        self._parts[-1].write(self._frame.end(self._place, headed))
        self._parts[-1].end()

    def store(self) -> None:
        """Put into the archive what waited."""
        for part in self._parts:
            part.store()

    def abandon(self) -> None:
        for part in self._parts:
            with suppress(OSError, ValueError):  # full, or closed before
                part.abandon()

    def begin(self) -> None:
        """Begin a sheet."""
        name = f"xl/worksheets/table{self._place + 1}-{len(self._parts) + 1}.xml"
        part = _Direct(self._zip, name) if self._sheet.large else _Waiting(self._zip, name, self._near)
        self._parts.append(part)
        self.names.append(name)
        self._filled = 1
        self._bytes = 0
        part.write(self._frame.beginning(self._place))

    def _write(self, lines: list[str]) -> None:
        content = "".join(lines).encode()
        self._bytes += len(content)
        self._parts[-1].write(content)


class _Direct:
    """A sheet that goes straight into the archive; only one can at a time."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._entry = archive.open(name, "w")
        self.write = self._entry.write

    def end(self) -> None:
        self._entry.close()

    def store(self) -> None:
        """It is there."""

    def abandon(self) -> None:
        self.end()


class _Waiting:
    """A sheet that waits in a nameless file until the archive is free."""

    def __init__(self, archive: zipfile.ZipFile, name: str, near: Path) -> None:
        self._zip = archive
        self._name = name
        self._file = TemporaryFile(dir=near)  # noqa: SIM115  # closed when stored, or with the process
        self._packed = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=1)
        self.write = self._packed.write

    def end(self) -> None:
        self._packed.close()

    def abandon(self) -> None:
        with self._file:
            self._packed.close()

    def store(self) -> None:
        self._file.seek(0)
        with self._file, gzip.open(self._file) as packed, self._zip.open(self._name, "w") as entry:
            shutil.copyfileobj(packed, entry, _CHUNK)
