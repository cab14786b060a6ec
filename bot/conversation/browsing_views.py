"""What is shown around the evaluations, from what is stored: drafts, history, results, languages."""

from __future__ import annotations

from bot.access import Action
from bot.codec import Act
from bot.conversation.closing_due import done_lines
from bot.conversation.feedback_reading import on_result
from bot.conversation.turn import Turn
from bot.privacy.masking import masked
from bot.rating import Rating
from bot.screens import desk
from bot.screens.combined import combined_screen
from bot.screens.desk import Entry
from bot.screens.result import Beside, result_screen
from bot.screens.screen import Button, Screen
from storage import evaluations, lists, people, retaining
from storage.values import Evaluation

_HANDED_IN = {"submitted", "amended"}


def drafts(turn: Turn, argument: str) -> Screen:
    """One page of the sender's drafts."""
    total = lists.count_drafts(turn.conn, turn.sender.id)
    page = min(page_of(argument), max(0, (total - 1) // desk.LIST_PAGE))
    entries = draft_entries(turn, page)
    return desk.drafts_screen(turn.t, entries, page, total, turn.house.zone, notice=turn.notice)


def draft_entries(turn: Turn, page: int) -> list[Entry]:
    """One page of the sender's drafts, the latest first."""
    found = lists.drafts(turn.conn, turn.sender.id, desk.LIST_PAGE, page * desk.LIST_PAGE)
    ratings = [turn.rating_of(evaluation) for evaluation in found]
    return [
        Entry(r.evaluation, masked(r.name), r.form.short, len(r.answers), len(r.form.criteria))
        for r in ratings
    ]


def history(turn: Turn, argument: str) -> Screen:
    """What was handed in and the sender may see: their own, their units', or all; with whose it is."""
    first, _, query = argument.partition(":")
    page = page_of(first)
    scope = turn.standing.scope(Action.SEE)
    total = lists.count_history(turn.conn, scope, text=query)
    found = lists.history(turn.conn, scope, text=query, limit=desk.LIST_PAGE, offset=page * desk.LIST_PAGE)
    entries = [
        Entry(
            evaluation,
            masked(name or ""),
            turn.house.snapshot(turn.conn, evaluation.form_digest).short,
            evaluator=_other(turn, evaluation),
        )
        for evaluation, name in found
    ]
    return desk.history_screen(turn.t, entries, page, total, turn.house.zone, query=query, notice=turn.notice)


def _other(turn: Turn, evaluation: Evaluation) -> str:
    """Who rated, where that was not the sender."""
    if evaluation.evaluator_id == turn.sender.id:
        return ""
    person = people.person(turn.conn, evaluation.evaluator_id)
    return person.name if person else str(evaluation.evaluator_id)


def result_(turn: Turn, argument: str) -> Screen | None:
    """A result that was looked up."""
    found = _found(turn, argument)
    return None if found is None else _result(turn, found, Act("history"))


def final(turn: Turn, argument: str) -> Screen | None:
    """A result that was just handed in."""
    found = _found(turn, argument)
    return None if found is None else _result(turn, found, None)


def revealed(turn: Turn, argument: str) -> Screen | None:
    """A result with all that is masked otherwise."""
    found = _found(turn, argument)
    if found is None or not turn.may_on(Action.REVEAL, found.evaluation):
        return None
    return _result(turn, found, Act("history"), revealed=True)


def sources(turn: Turn, argument: str) -> Screen | None:
    """All evaluations of the same subject by a form that combines them."""
    found = _found(turn, argument)
    if found is None:
        return None
    return combined_screen(turn.t, found, _same_subject(turn, found), turn.house.zone)


def amend(turn: Turn, argument: str) -> Screen | None:
    """The question for the reason of an amendment."""
    found = _found(turn, argument)
    if found is None:
        return None
    entry = Entry(found.evaluation, masked(found.name), found.form.short)
    return desk.amend_screen(turn.t, entry, notice=turn.notice)


def language(turn: Turn, _argument: str) -> Screen:
    """The choice of a language."""
    return desk.language_screen(turn.t, turn.person.language)


def page_of(text: str) -> int:
    """A page or place from stored words; the first where they are none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _found(turn: Turn, argument: str) -> Rating | None:
    rating = turn.load(page_of(argument)) if argument else None
    return rating if rating and rating.evaluation.status in _HANDED_IN else None


def _result(turn: Turn, rating: Rating, back: Act | None, *, revealed: bool = False) -> Screen:
    evaluation = rating.evaluation
    later = next(
        (e for e in evaluations.amendments(turn.conn, evaluation.id) if e.status in _HANDED_IN), None
    )
    earlier: Evaluation | None = None
    if evaluation.amends_id is not None:
        earlier = evaluations.evaluation(turn.conn, evaluation.amends_id)
    said, ways = on_result(turn, rating)
    beside = Beside(
        later=later,
        earlier=earlier,
        evaluator=_other(turn, evaluation),
        may_amend=_may_amend(turn, rating),
        revealed=revealed,
        said=(*done_lines(turn, evaluation), *said),
        more=(*ways, *_more(turn, rating)),
        back=back,
    )
    return result_screen(turn.t, rating, turn.house.zone, beside)


def _may_amend(turn: Turn, rating: Rating) -> bool:
    """Whether the sender may; of somebody erased there is nothing to correct."""
    erased = rating.subject is not None and rating.subject.erased_at is not None
    return not erased and turn.may_on(Action.AMEND, rating.evaluation)


def _more(turn: Turn, rating: Rating) -> tuple[Button, ...]:
    """The way to the same subject over time, for those who may compare; and whether a candidate was hired."""
    evaluation, subject = rating.evaluation, rating.subject
    more = []
    if turn.may_on(Action.COMPARE, evaluation):
        more.append(Button(turn.t("📈 Trend"), Act("trend", evaluation.id)))
    if subject is not None and subject.kind == "candidate" and _may_amend(turn, rating):
        hired = retaining.is_hired(turn.conn, subject.id)
        label = turn.t("● Hired") if hired else turn.t("○ Hired")
        more.append(Button(label, Act("hired", evaluation.id, None, ("0" if hired else "1",))))
    return tuple(more)


def _same_subject(turn: Turn, rating: Rating) -> list[Rating]:
    evaluation = rating.evaluation
    if evaluation.subject_id is None:
        return [rating]
    found = evaluations.of_subject(turn.conn, evaluation.subject_id, evaluation.form_id, ["submitted"])
    return [turn.rating_of(e) for e in found if turn.may_on(Action.SEE, e)]
