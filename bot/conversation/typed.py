"""A typed line: an answer where a number or words are asked for, else a note on the open question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot.access import Action
from bot.conversation import answering, handing_in, head
from bot.conversation.faults import number_words
from bot.conversation.incoming import Typed
from bot.conversation.noting import note_typed
from bot.conversation.rooms import VIEWS
from bot.conversation.turn import Turn
from bot.rating import Rating
from rubrics.answers import Answer, Pointed, Written
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    InspectionCriterion,
    PointsCriterion,
    TextCriterion,
)
from rubrics.numerals import read_number
from rubrics.walk import with_defects
from storage.traces import About

_WORDS = {"subject", "twins", "unit", "field", "sign", "reason"}
"""Views in which whatever is typed is of the person: a name, a field, a signature. Notes know their messages."""
_MAY_GO_ON = 3000
"""Characters from which on an app may have split a text; it likes to do so at the end of a line."""
_SPLIT_WITHIN = timedelta(seconds=2)


def typed(turn: Turn, message: Typed) -> None:
    """Whatever was typed lands where the chat stands; a long text as a whole, or not at all."""
    goes_on = _goes_on(turn, message)
    turn.chat = replace(turn.chat, long_at=None)
    if goes_on:
        _long(turn, message)
        turn.notice = turn.t(
            "⚠️ That text was so long that Telegram sent it in parts. This part was not kept: one text takes at most "
            "4,000 characters here. Look at what stands there now."
        )
        return
    rating = turn.rating()
    if rating is None or rating.evaluation.status != "draft":
        _around(turn, message)
        return
    _in_draft(turn, rating, message)


def _goes_on(turn: Turn, message: Typed) -> bool:
    """Whether it is the rest of a text that was answered just now: apps split what is over 4,096 characters."""
    before = turn.chat.long_at
    return before is not None and message.at is not None and message.at - before <= _SPLIT_WITHIN


def _long(turn: Turn, message: Typed) -> None:
    """Remember a text that was so long that the next message may be the rest of it."""
    if len(message.text) >= _MAY_GO_ON:
        turn.chat = replace(turn.chat, long_at=message.at)


def _in_draft(turn: Turn, rating: Rating, message: Typed) -> None:
    view, _, argument = rating.evaluation.view.partition(":")
    if view in _WORDS or (view == "q" and isinstance(rating.cursor, TextCriterion)):
        turn.told_of(About(evaluations=(rating.evaluation.id,)))
        _long(turn, message)
    match view:
        case "subject" | "twins" | "unit":
            head.name_typed(turn, rating, message.text)
        case "field" if argument in rating.form.fields:
            head.field_typed(turn, rating, rating.form.fields[argument], message.text)
        case "sign":
            handing_in.signed(turn, rating, message.text)
        case "reason":
            handing_in.reason_typed(turn, rating, message.text)
        case "q" | "band" | "notes":
            _on_question(turn, rating, message)
        case _:
            turn.notice = turn.t(
                "Nothing is asked here, so these words were not kept. Open a question or a field first."
            )


def _on_question(turn: Turn, rating: Rating, message: Typed) -> None:
    criterion = rating.cursor
    if isinstance(criterion, TextCriterion):
        _words(turn, rating, criterion, message.text.strip())
        return
    numeric = isinstance(
        criterion, PointsCriterion | AnchoredCriterion | BandedCriterion | InspectionCriterion
    )
    number = read_number(message.text) if numeric and not rating.evaluation.view.startswith("notes") else None
    if number is None:
        note_typed(turn, rating, message)
        return
    answer = _number(rating, number)
    if answer is None:
        turn.notice = number_words(turn.t, criterion, message.text.strip())
    elif isinstance(criterion, InspectionCriterion):
        answering.adjust(turn, rating, criterion, answer)
    else:
        answering.record(turn, rating, criterion, answer)


def _words(turn: Turn, rating: Rating, criterion: TextCriterion, text: str) -> None:
    """Typed words are the answer, as long as the form takes them: what it does not take must not look kept."""
    answer = answering.allowed(rating, criterion, Written(text))
    if answer is not None:
        answering.record(turn, rating, criterion, answer)
    elif text:
        turn.notice = turn.t("⚠️ That is too long: at most 4,000 characters here. Nothing was changed.")
    else:
        turn.notice = turn.t("That message has no readable text.")


def _number(rating: Rating, number: Decimal) -> Answer | None:
    criterion = rating.cursor
    if isinstance(criterion, InspectionCriterion):
        whole = number == number.to_integral_value() and 0 <= number <= answering.MOST_DEFECTS
        return with_defects(rating.answers.get(criterion.id), int(number)) if whole else None
    return answering.allowed(rating, criterion, Pointed(number))


def _around(turn: Turn, message: Typed) -> None:
    view, _, argument = turn.chat.view.partition(":")
    entry = VIEWS.get(view)
    if entry is not None and entry.typed is not None and turn.standing.may_ever(entry.action):
        entry.typed(turn, argument, message.text)
        _long(turn, message)
        return
    if view not in {"menu", "drafts"}:
        turn.show("menu")
    turn.notice = (
        turn.t("No question is open, so these words were not kept. Choose a form or a draft first.")
        if turn.standing.may_ever(Action.EVALUATE)
        else turn.t("Nothing is asked here, so these words were not kept.")
    )
