"""``kaoping report``: a handed-in evaluation as a file, the filled-in form or the score card."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection

from bot.conversation.turn import House
from bot.evidence import FILE_LIMIT
from bot.reports.loading import Loaded, NotHandedIn, load_report, name_of, record_export, sheet_of
from bot.reports.sheet import Paper
from bot.running import open_storage
from bot.settings import Settings
from rubrics.library import load_forms

_PAPERS: dict[str, Paper] = {".pdf": "pdf", ".png": "png"}
_COMMAND_LINE = 0
"""Who had it made, in the audit trail."""


class NoReport(Exception):
    """No report was written; the message says why, and what to do."""


def write_report(settings: Settings, number: int, out: Path, now: datetime, *, force: bool = False) -> Path:
    """Write the report of an evaluation to ``out``: the form as PDF, or the score card as PNG, by its ending.

    Into a directory the PDF goes under its own name. The file is there whole or not at all, for this user only; one
    that was there stays unless ``force`` is given. Returns where it is.

    :raises NoReport: if there is nothing to print, or it cannot be written.
    """
    paper = "pdf" if out.is_dir() else _PAPERS.get(out.suffix.lower())
    if paper is None:
        raise NoReport(
            f"{out}: end the name with .pdf (the filled-in form) or .png (the score card). Nothing was written."
        )
    house = House(
        load_forms(settings.kaoping_forms).forms, settings.zone, settings.kaoping_language, FILE_LIMIT
    )

    def place(loaded: Loaded) -> Path:
        return _free(out / name_of(loaded, house, paper) if out.is_dir() else out, force=force)

    loaded, target = _load(settings, house, number, paper, now, place)
    from bot.reports.printing import make  # Typst and Pillow: only where something is printed

    try:
        _write(target, make(sheet_of(loaded, house, paper), settings.kaoping_data))
    except OSError as error:
        raise NoReport(f"{target}: cannot be written ({error.strerror}). Nothing was written.") from error
    except RuntimeError as error:
        raise NoReport(
            f"The report of {number} could not be made ({error}). Nothing was written; the evaluation is kept."
        ) from error
    return target


def _free(target: Path, *, force: bool) -> Path:
    if target.exists() and not force:
        raise NoReport(f"{target} is there already and was left as it is. --force writes over it.")
    return target


def _load(
    settings: Settings,
    house: House,
    number: int,
    paper: Paper,
    now: datetime,
    place: Callable[[Loaded], Path],
) -> tuple[Loaded, Path]:
    """The evaluation and where its report goes; that it is made is in the trail, unless the place is taken."""

    def wanted(conn: Connection) -> tuple[Loaded, Path] | None:
        loaded = load_report(conn, house, number, now=now)
        if loaded is None:
            return None
        target = place(loaded)
        record_export(conn, loaded, paper, actor=_COMMAND_LINE, now=now)
        return loaded, target

    storage = open_storage(settings)
    try:
        found = storage.run_now(wanted)
    except NotHandedIn as error:
        raise NoReport(f"Evaluation {number} is not handed in, so there is nothing to print yet.") from error
    finally:
        storage.close()
    if found is None:
        raise NoReport(f"There is no evaluation {number}. /history in the chat shows the numbers.")
    return found


def _write(target: Path, made: bytes) -> None:
    part = target.with_name(f".{target.name[:60]}.part")
    try:
        part.unlink(missing_ok=True)
        with _opened(part) as file:
            file.write(made)
        part.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _opened(part: Path) -> IO[bytes]:
    """A new file that only this user may read: a report holds phone numbers in full."""
    return os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
