"""What a chat shows now, from what is stored alone: the same after a restart, a stale tap or a week."""

from __future__ import annotations

from bot.codec import Act
from bot.conversation.turn import Turn
from bot.rating import Rating
from bot.screens import desk, question, result, review, subject
from bot.screens.combined import combined_screen
from bot.screens.desk import Entry
from bot.screens.screen import Screen
from storage import evaluations, lists, subjects
from storage.values import Evaluation

MEGABYTE = 1024 * 1024


def present(turn: Turn) -> Screen:
    """The screen of the chat as it stands."""
    rating = turn.rating()
    if rating is not None and rating.evaluation.status == "draft":
        return _evaluation(turn, rating)
    return _around(turn)


def _evaluation(turn: Turn, rating: Rating) -> Screen:
    t, notice = turn.t, turn.notice
    view, _, argument = rating.evaluation.view.partition(":")
    match view:
        case "subject":
            return _subject(turn, rating, _page(argument))
        case "twins":
            name = str(rating.fields.get(rating.form.subject.fields[0].id, ""))
            same = subjects.same_name(turn.conn, rating.form.subject.kind, name)[: subject.PAGE]
            return subject.twins_screen(t, rating, name, [(s, _hint(turn, s.id, s.name)) for s in same])
        case "about":
            return subject.about_screen(t, rating, turn.today, notice=notice)
        case "field" if argument in rating.form.fields:
            return subject.field_screen(t, rating, rating.form.fields[argument], turn.today, notice=notice)
        case "overview":
            return review.overview_screen(t, rating, _page(argument), notice=notice)
        case "notes":
            return review.notes_screen(t, rating, notice=notice)
        case "review":
            return review.review_screen(t, rating, notice=notice)
        case "sign" if (place := _page(argument)) < len(rating.form.signatures):
            signature = rating.form.signatures[place]
            return review.sign_screen(t, rating, signature, turn.today, notice=notice)
        case "grade":
            return review.grade_screen(t, rating, notice=notice)
        case "reason" if (place := _page(argument)) < len(rating.form.grades):
            return review.reason_screen(t, rating, rating.form.grades[place], notice=notice)
        case "discard":
            return review.discard_screen(t, rating, notice=notice)
        case "band":
            return question.question_screen(t, rating, band=_page(argument), notice=notice)
        case _:
            return question.question_screen(t, rating, notice=notice)


def _around(turn: Turn) -> Screen:
    t, house = turn.t, turn.house
    view, _, argument = turn.chat.view.partition(":")
    match view:
        case "drafts":
            page = _page(argument)
            total = lists.count_drafts(turn.conn, turn.sender.id)
            page = min(page, max(0, (total - 1) // desk.LIST_PAGE))
            entries = draft_entries(turn, page)
            return desk.drafts_screen(t, entries, page, total, house.zone, notice=turn.notice)
        case "history":
            return _history(turn, argument)
        case "result" | "final" if found := _handed_in(turn, argument):
            back = Act("history") if view == "result" else None
            return _result(turn, found, back)
        case "sources" if found := _handed_in(turn, argument):
            return combined_screen(t, found, _same_subject(turn, found), house.zone)
        case "amend" if found := _handed_in(turn, argument):
            return desk.amend_screen(
                t, Entry(found.evaluation, found.name, found.form.short), notice=turn.notice
            )
        case "language":
            return desk.language_screen(t, turn.person.language)
        case "help":
            return desk.help_screen(t, house.file_limit // MEGABYTE)
        case _:
            entries = draft_entries(turn, 0)
            forms = list(house.forms.values())
            return desk.menu_screen(t, forms, entries, _page(argument), notice=turn.notice)


def draft_entries(turn: Turn, page: int) -> list[Entry]:
    """One page of the sender's drafts, the latest first."""
    found = lists.drafts(turn.conn, turn.sender.id, desk.LIST_PAGE, page * desk.LIST_PAGE)
    ratings = [turn.rating_of(evaluation) for evaluation in found]
    return [Entry(r.evaluation, r.name, r.form.short, len(r.answers), len(r.form.criteria)) for r in ratings]


def _subject(turn: Turn, rating: Rating, page: int) -> Screen:
    kind = rating.form.subject.kind
    found = subjects.recent_subjects(turn.conn, kind, turn.sender.id, subject.PAGE + 1, page * subject.PAGE)
    more = len(found) > subject.PAGE
    return subject.subject_screen(turn.t, rating, found[: subject.PAGE], page, more, notice=turn.notice)


def _hint(turn: Turn, subject_id: int, name: str) -> str:
    """What tells one person from a namesake: the last evaluation of them."""
    found = lists.about(turn.conn, subject_id, 1)
    if not found:
        return name
    return f"{found[0].updated_at.astimezone(turn.house.zone):%Y-%m-%d} {found[0].form_title}"


def _history(turn: Turn, argument: str) -> Screen:
    first, _, query = argument.partition(":")
    page = _page(first)
    total = lists.count_history(turn.conn, turn.sender.id, text=query)
    found = lists.history(
        turn.conn, turn.sender.id, text=query, limit=desk.LIST_PAGE, offset=page * desk.LIST_PAGE
    )
    entries = [
        Entry(evaluation, name or "", turn.house.snapshot(turn.conn, evaluation.form_digest).short)
        for evaluation, name in found
    ]
    return desk.history_screen(turn.t, entries, page, total, turn.house.zone, query=query, notice=turn.notice)


def _handed_in(turn: Turn, argument: str) -> Rating | None:
    rating = turn.load(_page(argument)) if argument else None
    return rating if rating and rating.evaluation.status in {"submitted", "amended"} else None


def _result(turn: Turn, rating: Rating, back: Act | None) -> Screen:
    evaluation = rating.evaluation
    later = next(
        (e for e in evaluations.amendments(turn.conn, evaluation.id) if e.status in {"submitted", "amended"}),
        None,
    )
    earlier: Evaluation | None = None
    if evaluation.amends_id is not None:
        earlier = evaluations.evaluation(turn.conn, evaluation.amends_id)
    return result.result_screen(turn.t, rating, turn.house.zone, later=later, earlier=earlier, back=back)


def _same_subject(turn: Turn, rating: Rating) -> list[Rating]:
    evaluation = rating.evaluation
    if evaluation.subject_id is None:
        return [rating]
    found = evaluations.of_subject(turn.conn, evaluation.subject_id, evaluation.form_id, ["submitted"])
    return [turn.rating_of(e) for e in found if e.evaluator_id == turn.sender.id]


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
