"""A handed-in evaluation with all that its report needs, read in one turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.access import Action, Standing
from bot.conversation.turn import House
from bot.rating import Rating
from bot.reports.form_page import form_page
from bot.reports.naming import report_name
from bot.reports.page import Page
from bot.texts import LANGUAGES, texts
from storage import answers, evaluations, notes, subjects
from storage.values import Evaluation

_HANDED_IN = {"submitted", "amended"}


class NotHandedIn(Exception):
    """The evaluation is there, but still a draft, or discarded."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An evaluation, what it amends and what amends it."""

    rating: Rating
    earlier: Evaluation | None
    later: Evaluation | None


def load_report(conn: Connection, house: House, number: int, reader: Standing | None = None) -> Loaded | None:
    """The evaluation of this number; ``None`` if there is none, or none that ``reader`` may see, if one is given.

    :raises NotHandedIn: if it was not handed in.
    """
    found = evaluations.evaluation(conn, number)
    if found is None or (
        reader is not None and not reader.may(Action.SEE, person_id=found.evaluator_id, unit_id=found.unit_id)
    ):
        return None
    if found.status not in _HANDED_IN:
        raise NotHandedIn
    rating = Rating(
        form=house.snapshot(conn, found.form_digest),
        evaluation=found,
        subject=subjects.subject(conn, found.subject_id) if found.subject_id is not None else None,
        log=tuple(answers.answers(conn, found.id)),
        notes=tuple(notes.notes(conn, found.id)),
    )
    earlier = evaluations.evaluation(conn, found.amends_id) if found.amends_id is not None else None
    amended = evaluations.amendments(conn, found.id)
    return Loaded(rating, earlier, next((e for e in amended if e.status in _HANDED_IN), None))


def page_of(loaded: Loaded, house: House) -> Page:
    """The page of a loaded evaluation, in the form's language."""
    language = loaded.rating.form.language.partition("-")[0]
    t = texts(language if language in LANGUAGES else house.language)
    return form_page(t, loaded.rating, house.zone, earlier=loaded.earlier, later=loaded.later)


def name_of(loaded: Loaded, house: House) -> str:
    """The file name of its report."""
    day = _handed_in(loaded).astimezone(house.zone).date()
    return report_name(loaded.rating.form.title, loaded.rating.name, day)


def made_at(loaded: Loaded) -> int:
    """The time that stands in the file, in seconds since 1970: a report made again is the same file."""
    return int(_handed_in(loaded).timestamp())


def _handed_in(loaded: Loaded) -> datetime:
    return loaded.rating.evaluation.submitted_at or datetime.fromtimestamp(0, UTC)
