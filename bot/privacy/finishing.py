"""Finishing an erasure once it is committed: files and old pages of the database go, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.evidence import copies_of
from bot.scratch import SCRATCH, clear_scratch
from storage import erasing
from storage.engine import Storage, drop_old_pages


def finish_erasures(storage: Storage, data: Path, now: Callable[[], datetime]) -> bool:
    """Remove the files of everyone erased, what a broken-off printing left of them, and old pages of the database.

    Says whether nothing is left to do.

    Safe at any time and as often as wanted: what was done before is done again and finds nothing. Not from within
    a turn.

    :raises StorageUnavailable: if the database cannot be read or written now.
    """
    waiting = storage.run_now(erasing.unfinished)
    if not waiting:
        return True
    done = [subject_id for subject_id in waiting if _remove_files(storage, data, subject_id)]
    if not clear_scratch(data / SCRATCH) or not drop_old_pages(storage.url):
        return False
    for subject_id in done:
        storage.run_now(partial(erasing.finished, subject_id=subject_id, now=now()))
    return len(done) == len(waiting)


def _remove_files(storage: Storage, data: Path, subject_id: int) -> bool:
    """Whether every copy is gone."""
    files = storage.run_now(lambda conn: erasing.files_of(conn, subject_id))
    for file in files:
        for path in copies_of(data, file):
            try:
                path.unlink(missing_ok=True)
            except OSError:
                return False
    return True
