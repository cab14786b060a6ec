"""The frame of a workbook, made by openpyxl: all of it but the rows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from bot.exporting.cells import clean
from bot.exporting.columns import Column

_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_END = b"</sheetData>"


@dataclass(frozen=True, slots=True)
class Styles:
    """The numbers of the cell styles that rows use.

    ``quoted`` is for text that looks like a formula: a spreadsheet leaves it text when somebody edits it, too.
    """

    moment: int
    day: int
    quoted: int


@dataclass(frozen=True, slots=True)
class Headed:
    """A sheet's title, its columns, and how many rows it has, the heading among them."""

    title: str
    columns: tuple[Column, ...]
    rows: int

    @property
    def range(self) -> str:
        """All its cells, as spreadsheets name them."""
        return f"A1:{get_column_letter(len(self.columns))}{self.rows}"


class Frame:
    """A workbook's parts by name, without the rows of its sheets."""

    def __init__(self, parts: dict[str, bytes], styles: Styles) -> None:
        """``parts`` as openpyxl writes them."""
        self.styles = styles
        self._parts = parts

    def beginning(self, place: int) -> bytes:
        """What stands before the rows of a sheet, with its heading."""
        # The extent is left out: it is not known yet, and readers trust it.
        return _DIMENSION.sub(b"", self._parts[_sheet(place)].partition(_END)[0])

    def end(self, place: int, headed: Headed) -> bytes:
        """What stands behind the rows of a sheet, with the filter over all of them."""
        ends = self._parts[_sheet(place)].partition(_END)[2]
        return _END + re.sub(rb'(<autoFilter ref=")[^"]*', rb"\g<1>" + headed.range.encode(), ends)

    def around(self, sheets: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """All parts but the sheets, whose names in the archive are ``sheets``."""
        names = {_sheet(place): name for place, name in enumerate(sheets)}
        for part, content in self._parts.items():
            if part not in names:
                told = content
                for old, new in names.items():
                    told = told.replace(f"/{old}".encode(), f"/{new}".encode())
                yield part, told


def frame_of(sheets: Sequence[Headed]) -> Frame:
    """The frame of a workbook with these sheets; styles have the same numbers in every one."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Kaoping"
    for headed in sheets:
        sheet = book.create_sheet(headed.title)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = headed.range
        for place, column in enumerate(headed.columns, 1):
            sheet.column_dimensions[get_column_letter(place)].width = column.width
            _head(sheet.cell(1, place), column.title)
    aside = book.worksheets[0]
    moment, day, quoted = (Cell(aside, row=1, column=1) for _ in range(3))
    moment.number_format = "yyyy-mm-dd hh:mm"
    day.number_format = "yyyy-mm-dd"
    quoted.quotePrefix = True
    styles = Styles(moment.style_id, day.style_id, quoted.style_id)
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as parts:
        return Frame({info.filename: parts.read(info) for info in parts.infolist()}, styles)


def _head(cell: Cell, title: str) -> None:
    cell.value = clean(title)
    cell.data_type = "s"  # whatever a form's label begins with
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FFE7ECF3")


def _sheet(place: int) -> str:
    return f"xl/worksheets/sheet{place + 1}.xml"
