"""A handed-in evaluation with all that its report needs, read in one turn; and the sheets made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.access import Action, Standing
from bot.conversation.turn import House
from bot.rating import Rating
from bot.reports.card import card_values, score_card
from bot.reports.form_page import form_page
from bot.reports.naming import report_name
from bot.reports.page import values_of
from bot.reports.sheet import Paper, Sheet
from bot.screens.feedback import Release
from bot.texts import LANGUAGES, Texts, texts
from storage import answers, audit, evaluations, feedback, notes, people, subjects, verification
from storage.check_code import shown
from storage.values import Evaluation

_HANDED_IN = {"submitted", "amended"}


class NotHandedIn(Exception):
    """The evaluation is there, but still a draft, or discarded."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An evaluation, what it amends and what amends it, and the code that verifies what is printed of it.

    ``released`` tells of its release to the person assessed, where it was released.
    """

    rating: Rating
    earlier: Evaluation | None
    later: Evaluation | None
    code: str = ""
    released: Release | None = None


def load_report(
    conn: Connection, house: House, number: int, reader: Standing | None = None, *, now: datetime
) -> Loaded | None:
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
    later = next((e for e in amended if e.status in _HANDED_IN), None)
    code = shown(verification.code_for(conn, found, now))
    return Loaded(rating, earlier, later, code, _released(conn, rating, now))


def _released(conn: Connection, rating: Rating, now: datetime) -> Release | None:
    it = feedback.of(conn, rating.evaluation.id)
    if it is None:
        return None
    known = {who: people.person(conn, who) for who in (it.released_by, it.outcome_by) if who is not None}
    names = {who: person.name for who, person in known.items() if person is not None}
    return Release(it, feedback.versions(conn, it.evaluation_id), names, rating.name, now)


def record_export(conn: Connection, loaded: Loaded, paper: Paper, *, actor: int, now: datetime) -> None:
    """Put into the audit trail that somebody has a report made: before it is made, so that none goes unnoticed.

    ``actor`` is a Telegram id, 0 for the command line.
    """
    evaluation = loaded.rating.evaluation
    audit.record(
        conn,
        actor=actor,
        action=audit.Action.EXPORTED,
        object_kind="evaluation",
        object_id=evaluation.id,
        details={"as": paper, "form": evaluation.form_id, "subject": evaluation.subject_id},
        now=now,
    )


def sheet_of(loaded: Loaded, house: House, paper: Paper) -> Sheet:
    """What the press makes of a loaded evaluation, in the form's language: the filled-in form, or the score card."""
    t = _speaking(loaded, house)
    rating, code, later = loaded.rating, loaded.code, loaded.later
    # The time in the file is that of handing in: a report made again is the same file.
    made_at = int(_handed_in(loaded).timestamp())
    if paper == "png":
        card = score_card(t, rating, house.zone, code=code, later=later)
        return Sheet("card", card_values(card), paper, made_at)
    page = form_page(
        t, rating, house.zone, code=code, earlier=loaded.earlier, later=later, released=loaded.released
    )
    return Sheet("form", values_of(page), paper, made_at)


def name_of(loaded: Loaded, house: House, paper: Paper) -> str:
    """The file name of its report."""
    day = _handed_in(loaded).astimezone(house.zone).date()
    return report_name(loaded.rating.form.title, loaded.rating.name, day, paper)


def _speaking(loaded: Loaded, house: House) -> Texts:
    language = loaded.rating.form.language.partition("-")[0]
    return texts(language if language in LANGUAGES else house.language)


def _handed_in(loaded: Loaded) -> datetime:
    return loaded.rating.evaluation.submitted_at or datetime.fromtimestamp(0, UTC)
