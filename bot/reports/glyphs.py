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

_HEADINGS = "NotoSansSC-Bold.otf"
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
    return any(_within(ord(character), starts, ends) for starts, ends in _covered())


def _within(code: int, starts: list[int], ends: list[int]) -> bool:
    place = bisect_right(starts, code) - 1
    return place >= 0 and code <= ends[place]


def rare_in_headings(text: str) -> str:
    """The letters of a text, each once, that the headings' font does not have: they want to be thickened."""
    starts, ends = _headings()
    rare = {c for c in text if unicodedata.category(c) == "Lo" and not _within(ord(c), starts, ends)}
    return "".join(sorted(rare))


@cache
def _headings() -> tuple[list[int], list[int]]:
    return _ranges((FONTS / _HEADINGS).read_bytes())


@cache
def _covered() -> tuple[tuple[list[int], list[int]], ...]:
    return tuple(_ranges((FONTS / name).read_bytes()) for name in _REGULAR)


def _ranges(font: bytes) -> tuple[list[int], list[int]]:
    """First and last code of every run of characters in a font's ``cmap`` (its format 12 table, else format 4)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4s4xII", font, 12 + 16 * i) for i in range(tables))
    cmap = next(offset for tag, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    parts = [cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * i)[0] for i in range(count)]
    kinds = {struct.unpack_from(">H", font, part)[0]: part for part in parts}
    if 12 in kinds:
        (groups,) = struct.unpack_from(">I", font, kinds[12] + 12)
        runs = [struct.unpack_from(">II", font, kinds[12] + 16 + 12 * g) for g in range(groups)]
        return [first for first, _ in runs], [last for _, last in runs]
    if 4 in kinds:
        (twice,) = struct.unpack_from(">H", font, kinds[4] + 6)
        lasts = struct.unpack_from(f">{twice // 2}H", font, kinds[4] + 14)
        firsts = struct.unpack_from(f">{twice // 2}H", font, kinds[4] + 16 + twice)
        return list(firsts), list(lasts)
    raise ValueError("a font without a table of characters that is known here")
