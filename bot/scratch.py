"""Directories that last as long as their process: what a killed one leaves behind is known by its number, and cleared.

Small copies of evidence lie in one while a page is printed, a copy of the database while it is asked what is due (both
in the data directory, for its owner alone), and everything of ``kaoping try``.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SCRATCH = "scratch"
"""Where pages are printed and what is due is rehearsed, below the data directory."""


@contextmanager
def scratch(folder: Path, name: str = "") -> Iterator[Path]:
    """A directory below ``folder``, its name beginning with ``name`` and this process's number; gone at its end.

    :raises OSError: if it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    prefix = f"{name}{os.getpid()}-"
    with TemporaryDirectory(prefix=prefix, dir=folder, ignore_cleanup_errors=True) as directory:
        yield Path(directory)


def clear_scratch(folder: Path, name: str = "") -> bool:
    """Remove what processes that are gone left there under ``name``; whether nothing of theirs is left."""
    left = [one for one in _directories(folder, name) if not _alive(_number(one.name, name))]
    for directory in left:
        shutil.rmtree(directory, ignore_errors=True)
    return not any(directory.exists() for directory in left)


def _directories(folder: Path, name: str) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if _number(one.name, name) is not None)


def _number(directory: str, name: str) -> int | None:
    found = re.match(rf"{re.escape(name)}(\d+)-", directory)
    return int(found[1]) if found else None


def _alive(process: int | None) -> bool:
    """Whether a process still runs (or another one by its number since)."""
    if process is None or os.name == "nt":  # there asking would end the process
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
