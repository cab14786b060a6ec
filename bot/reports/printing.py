"""From a sheet to a PDF or a picture, with Typst. Loads Typst, Pillow and the fonts: only where it is needed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import typst

from bot.reports.glyphs import FONTS, printable, rare_in_headings
from bot.reports.pictures import small_copy
from bot.reports.sheet import Sheet
from bot.scratch import SCRATCH, scratch

_TEMPLATES = Path(__file__).parent
_NONE = "\ue000"
"""A character that no text has."""
DOTS = 216.0
"""To the inch, in a picture: three for each point."""


def make(sheet: Sheet, data: Path) -> bytes:
    """The PDF or PNG of a sheet; copies of evidence pictures are looked for below ``data``.

    :raises OSError: if a file that is needed on the way cannot be written.
    :raises RuntimeError: if Typst cannot make it.
    """
    made = _compiled(sheet, data, DOTS)
    if not isinstance(made, bytes):
        raise TypeError("a picture has one page")
    return made


def pages_of(sheet: Sheet, data: Path, dots: float) -> list[bytes]:
    """Each page of a sheet as PNG, with so many dots to the inch."""
    made = _compiled(replace(sheet, paper="png"), data, dots)
    return [made] if isinstance(made, bytes) else [page for page in made if page is not None]


def _compiled(sheet: Sheet, data: Path, dots: float) -> bytes | Sequence[bytes | None]:
    with scratch(data / SCRATCH) as root:
        numbers = count(1)
        shown = _shown(sheet.values, lambda picture: _placed(picture, data, root / f"{next(numbers)}.jpg"))
        words = json.dumps(shown, ensure_ascii=False)
        made = _compiler().compile(
            input=(_TEMPLATES / f"{sheet.template}.typ").read_bytes(),
            format=sheet.paper,
            ppi=dots,
            root=str(root),
            sys_inputs={"page": words, "rare": rare_in_headings(words) or _NONE},
            timestamp=sheet.made_at,
        )
    if made is None:
        raise TypeError("Typst made nothing")
    return made


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(font_paths=fonts)


def _placed(picture: Mapping[str, Any], data: Path, target: Path) -> dict[str, Any]:
    """A picture with its small copy, or with the word that stands in for it."""
    wrong = small_copy(data / picture["path"], target) if picture["path"] is not None else "missing"
    if wrong is not None:
        return {"file": "", "caption": printable(picture["instead"][wrong])}
    return {"file": f"/{target.name}", "caption": printable(picture["caption"])}


def _shown(value: Any, placed: Any) -> Any:
    """Every text among the values as the fonts can print it, every picture placed."""
    match value:
        case str():
            return printable(value)
        case {"path": _, "caption": _, "instead": _}:
            return placed(value)
        case dict():
            return {name: _shown(held, placed) for name, held in value.items()}
        case list() | tuple():
            return [_shown(held, placed) for held in value]
        case _:
            return value
