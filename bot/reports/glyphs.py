"""Which characters the fonts of the reports have; one that none has is printed by its number, never as a box."""

from __future__ import annotations

import re
import struct
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
"""Where the fonts lie that travel with the project."""

_REGULAR = ("NotoSansSC-Regular.otf", "NotoEmoji-Regular.ttf", "DejaVuSans.ttf")
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_JOINING = {"\u200d", "\ufe0f"}
_ENDLESS = re.compile(r"[!-~\u00a1-\u024f]{25,}")
_PIECE = 20


def printable(text: str) -> str:
    """Words of people as the fonts can print them.

    Control and direction marks are left out, as on the cards; line ends stay. A character that no font has
    becomes its number, as ``‹U+0E01›``. Endless words can be broken.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    known = "".join(_shown(c) for c in text)
    return _ENDLESS.sub(lambda found: _breakable(found[0]), known)


def _shown(character: str) -> str:
    if character == "\n" or character in _JOINING:
        return character
    if unicodedata.category(character) in _INVISIBLE and not has_glyph(character):
        return f"‹U+{ord(character):04X}›" if unicodedata.category(character) in {"Co", "Cn"} else ""
    if unicodedata.category(character) in {"Cc", "Cf"}:
        return ""
    return character if has_glyph(character) else f"‹U+{ord(character):04X}›"


def _breakable(word: str) -> str:
    pieces = (word[i : i + _PIECE] for i in range(0, len(word), _PIECE))
    return "\u200b".join(pieces)


def has_glyph(character: str) -> bool:
    """Whether one of the fonts can print the character."""
    code = ord(character)
    for starts, ends in _covered():
        place = bisect_right(starts, code) - 1
        if place >= 0 and code <= ends[place]:
            return True
    return False


@cache
def _covered() -> tuple[tuple[list[int], list[int]], ...]:
    return tuple(_ranges((FONTS / name).read_bytes()) for name in _REGULAR)


def _ranges(font: bytes) -> tuple[list[int], list[int]]:
    """First and last code of every run of characters in a font's ``cmap`` (its format 12 table)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4s4xII", font, 12 + 16 * i) for i in range(tables))
    cmap = next(offset for tag, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for i in range(count):
        (offset,) = struct.unpack_from(">I", font, cmap + 4 + 8 * i + 4)
        (kind,) = struct.unpack_from(">H", font, cmap + offset)
        if kind == 12:
            (groups,) = struct.unpack_from(">I", font, cmap + offset + 12)
            runs = [struct.unpack_from(">II", font, cmap + offset + 16 + 12 * g) for g in range(groups)]
            return [first for first, _ in runs], [last for _, last in runs]
    raise ValueError("a font without a full table of characters")
