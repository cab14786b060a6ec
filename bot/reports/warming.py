"""Having Typst, Pillow and the fonts in the machine's file cache before the first report needs them.

They are some 110 MB on disk. Read piece by piece as a program touches them they can take seconds on a slow disk;
the system asked beforehand reads them in one go, in the background, and no process grows by it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bot.reports.glyphs import FONTS

_PACKAGES = ("typst", "PIL")
_NEEDED = {".so", ".otf", ".ttf", ".py"}


def ask_for_files() -> int:
    """Ask the system to read what printing needs; how many bytes that is. Elsewhere than on Linux it is nothing.

    It returns when the reading is under way, which on a busy disk can take a moment.
    """
    if not hasattr(os, "posix_fadvise"):
        return 0
    asked = 0
    for path in _files():
        with contextlib.suppress(OSError):  # it is only a wish
            held = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(held, 0, 0, os.POSIX_FADV_WILLNEED)
                asked += os.fstat(held).st_size
            finally:
                os.close(held)
    return asked


def _files() -> Iterator[Path]:
    yield from FONTS.glob("*.?tf")
    for name in _PACKAGES:
        found = find_spec(name)
        for place in (found.submodule_search_locations or ()) if found else ():
            # Wheels keep the libraries they bring along in a directory beside the package.
            for directory in (Path(place), Path(place).parent / f"{_wheel(name)}.libs"):
                yield from (path for path in directory.glob("*") if _NEEDED & set(path.suffixes))


def _wheel(package: str) -> str:
    return {"PIL": "pillow"}.get(package, package)
