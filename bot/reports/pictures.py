"""Evidence pictures made small for printing, and in a word what is wrong with one that cannot be."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from typing import Literal, TypeAlias

from PIL import Image, ImageOps, UnidentifiedImageError

Wrong: TypeAlias = Literal["missing", "empty", "heic", "unreadable"]
"""Why there is no picture: no copy of the file, 0 bytes, a kind that nothing here reads, or a broken one."""

_SIDE = 700
"""Pixels of the longer side: some 300 to the inch at the size they are printed."""
_QUALITY = 82
_MOST_PIXELS = 120_000_000
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
"""How an iPhone's own format names itself, behind the word ``ftyp`` in bytes 4 to 8."""


def small_copy(source: Path, target: Path) -> Wrong | None:
    """Write a small JPEG of a picture, upright as it was taken; what is wrong where that cannot be done.

    :raises OSError: if the small copy cannot be written, for example because the disk is full.
    """
    try:
        small = _small(source)
    except FileNotFoundError:
        return "missing"
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        # Pillow raises SyntaxError and ValueError, too, for files that are broken inside.
        return _what_is_wrong(source)
    if small is None:
        return "unreadable"
    target.write_bytes(small)
    return None


def _small(source: Path) -> bytes | None:
    """The small JPEG; ``None`` for one of too many pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below
        with Image.open(source) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            picture.draft("RGB", (_SIDE, _SIDE))
            # Made small before it is turned: the large one is held once only.
            picture.thumbnail((_SIDE, _SIDE))
            written = BytesIO()
            _on_white(ImageOps.exif_transpose(picture)).save(written, "JPEG", quality=_QUALITY)
            return written.getvalue()


def _what_is_wrong(source: Path) -> Wrong:
    try:
        with source.open("rb") as file:
            begin = file.read(12)
    except OSError:
        return "unreadable"
    if not begin:
        return "empty"
    return "heic" if begin[4:8] == b"ftyp" and begin[8:12] in _HEIC else "unreadable"


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "PA", "P"}:
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return picture.convert("RGB")
