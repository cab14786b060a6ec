"""``kaoping report``: a handed-in evaluation as a file, the filled-in form or the score card."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

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


def write_report(settings: Settings, number: int, out: Path, now: datetime) -> Path:
    """Write the report of an evaluation to ``out``: the form as PDF, or the score card as PNG, by its ending.

    Into a directory the PDF goes under its own name. The file is there whole or not at all. Returns where it is.

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
    loaded = _load(settings, house, number, paper, now)
    from bot.reports.printing import make  # Typst and Pillow: only where something is printed

    target = out / name_of(loaded, house, paper) if out.is_dir() else out
    try:
        _write(target, make(sheet_of(loaded, house, paper), settings.kaoping_data))
    except OSError as error:
        raise NoReport(f"{target}: cannot be written ({error.strerror}). Nothing was written.") from error
    except RuntimeError as error:
        raise NoReport(
            f"The report of {number} could not be made ({error}). Nothing was written; the evaluation is kept."
        ) from error
    return target


def _load(settings: Settings, house: House, number: int, paper: Paper, now: datetime) -> Loaded:
    def wanted(conn: Connection) -> Loaded | None:
        loaded = load_report(conn, house, number, now=now)
        if loaded is not None:
            record_export(conn, loaded, paper, actor=_COMMAND_LINE, now=now)
        return loaded

    storage = open_storage(settings)
    try:
        loaded = storage.run_now(wanted)
    except NotHandedIn as error:
        raise NoReport(f"Evaluation {number} is not handed in, so there is nothing to print yet.") from error
    finally:
        storage.close()
    if loaded is None:
        raise NoReport(f"There is no evaluation {number}. /history in the chat shows the numbers.")
    return loaded


def _write(target: Path, made: bytes) -> None:
    part = target.with_name(f".{target.name[:60]}.part")
    try:
        part.write_bytes(made)
        part.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
