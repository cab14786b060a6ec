"""Evidence pictures made small for printing. One that is broken, empty or of an unknown kind is left out."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

_SIDE = 700
"""Pixels of the longer side: some 300 to the inch at the size they are printed."""
_QUALITY = 82
_MOST_PIXELS = 120_000_000


def small_copy(source: Path, target: Path) -> bool:
    """Write a small JPEG of a picture, upright as it was taken; ``False`` where it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below
            with Image.open(source) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    return False
                picture.draft("RGB", (_SIDE, _SIDE))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((_SIDE, _SIDE))
                _on_white(upright).save(target, "JPEG", quality=_QUALITY)
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        # Pillow raises SyntaxError and ValueError, too, for files that are broken inside.
        return False
    return True


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "PA", "P"}:
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return picture.convert("RGB")
