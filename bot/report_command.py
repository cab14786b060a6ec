"""``kaoping report``: the filled-in form of a handed-in evaluation as a file."""

from __future__ import annotations

import contextlib
from pathlib import Path

from bot.conversation.turn import House
from bot.evidence import FILE_LIMIT
from bot.reports.loading import Loaded, NotHandedIn, load_report, made_at, name_of, page_of
from bot.reports.page import values_of
from bot.running import open_storage
from bot.settings import Settings
from rubrics.library import load_forms


class NoReport(Exception):
    """No report was written; the message says why, and what to do."""


def write_report(settings: Settings, number: int, out: Path) -> Path:
    """Write the report of an evaluation to ``out`` (into it under its own name, if that is a directory).

    The file is there whole or not at all. Returns where it is.

    :raises NoReport: if there is nothing to print, or it cannot be written.
    """
    if not out.is_dir() and out.suffix.lower() != ".pdf":
        raise NoReport(f"{out}: only PDF can be written so far. End the name with .pdf. Nothing was written.")
    house = House(
        load_forms(settings.kaoping_forms).forms, settings.zone, settings.kaoping_language, FILE_LIMIT
    )
    loaded = _load(settings, house, number)
    from bot.reports.printing import pdf_of  # Typst and Pillow: only where something is printed

    target = out / name_of(loaded, house) if out.is_dir() else out
    try:
        pdf = pdf_of(values_of(page_of(loaded, house)), settings.kaoping_data, made_at=made_at(loaded))
        _write(target, pdf)
    except OSError as error:
        raise NoReport(f"{target}: cannot be written ({error.strerror}). Nothing was written.") from error
    except RuntimeError as error:
        raise NoReport(
            f"The report of {number} could not be made ({error}). Nothing was written; the evaluation is kept."
        ) from error
    return target


def _load(settings: Settings, house: House, number: int) -> Loaded:
    storage = open_storage(settings)
    try:
        loaded = storage.run_now(lambda conn: load_report(conn, house, number))
    except NotHandedIn as error:
        raise NoReport(f"Evaluation {number} is not handed in, so there is nothing to print yet.") from error
    finally:
        storage.close()
    if loaded is None:
        raise NoReport(f"There is no evaluation {number}. /history in the chat shows the numbers.")
    return loaded


def _write(target: Path, pdf: bytes) -> None:
    part = target.with_name(f".{target.name[:60]}.part")
    try:
        part.write_bytes(pdf)
        part.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
