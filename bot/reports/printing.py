"""From a page to a PDF, with Typst. Loads Typst, Pillow and the fonts, so only where something is printed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from bot.reports.glyphs import FONTS, printable
from bot.reports.pictures import small_copy

_TEMPLATE = Path(__file__).parent / "form.typ"


def pdf_of(values: Mapping[str, Any], data: Path, *, made_at: int) -> bytes:
    """The PDF of a page.

    ``values`` are those of :func:`bot.reports.page.values_of`; copies of pictures are looked for below ``data``;
    ``made_at`` is the time written into the file, in seconds since 1970.
    """
    with TemporaryDirectory(prefix="kaoping-report-") as directory:
        root = Path(directory)
        shown = _shown(_with_pictures(values, data, root))
        pdf = _compiler().compile(
            input=_TEMPLATE.read_bytes(),
            format="pdf",
            root=str(root),
            sys_inputs={"page": json.dumps(shown, ensure_ascii=False)},
            timestamp=made_at,
        )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst made no single file")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(font_paths=fonts)


def _with_pictures(values: Mapping[str, Any], data: Path, root: Path) -> dict[str, Any]:
    """The same with a small copy of every picture under ``root``, or the word that stands in for it."""
    groups = []
    count = 0
    for group in values["groups"]:
        rows = []
        for row in group["rows"]:
            remarks = []
            for remark in row["remarks"]:
                pictures = []
                for picture in remark["pictures"]:
                    count += 1
                    pictures.append(_placed(picture, data, root / f"{count}.jpg"))
                remarks.append({**remark, "pictures": pictures})
            rows.append({**row, "remarks": remarks})
        groups.append({**group, "rows": rows})
    return {**values, "groups": groups}


def _placed(picture: Mapping[str, Any], data: Path, target: Path) -> dict[str, Any]:
    path = picture["path"]
    if path is None or not small_copy(data / path, target):
        return {"file": "", "caption": picture["instead"]}
    return {"file": f"/{target.name}", "caption": picture["caption"]}


def _shown(value: Any) -> Any:
    """Every text among the values as the fonts can print it."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {name: _shown(held) for name, held in value.items()}
        case list() | tuple():
            return [_shown(held) for held in value]
        case _:
            return value
