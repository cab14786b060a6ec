"""Where small copies of evidence lie while a page is printed: in the data directory, for its owner alone.

A process that is killed while it prints leaves its directory behind; the name says whose it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_FOLDER = "printing"


@contextmanager
def scratch(data: Path) -> Iterator[Path]:
    """A directory for one printing, gone at its end.

    :raises OSError: if it cannot be made.
    """
    folder = data / _FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f"{os.getpid()}-", dir=folder) as directory:
        yield Path(directory)


def clear_scratch(data: Path) -> bool:
    """Remove what processes that are gone left behind; whether nothing of theirs is left."""
    left = [one for one in _directories(data) if not _alive(one.name)]
    for directory in left:
        shutil.rmtree(directory, ignore_errors=True)
    return not any(directory.exists() for directory in left)


def _directories(data: Path) -> list[Path]:
    folder = data / _FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _alive(name: str) -> bool:
    """Whether the process that made a directory still runs (or another one by its number since)."""
    number = name.partition("-")[0]
    if not number.isdigit() or os.name == "nt":  # there asking would end the process
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
