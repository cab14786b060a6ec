"""What a chat shows now, from what is stored alone: the same after a restart, a stale tap or a week."""

from __future__ import annotations

from dataclasses import replace

from bot.access import Action, stranger_words
from bot.codec import Act
from bot.conversation.browsing_views import draft_entries, page_of
from bot.conversation.knowing import offered, told_apart, typed_name, units_to_choose
from bot.conversation.revealing import REVEALED
from bot.conversation.rooms import VIEWS, doors, help_lines, listed_commands
from bot.conversation.turn import Turn
from bot.rating import Rating
from bot.screens import desk, question, review, subject
from bot.screens.notes import notes_screen
from bot.screens.paging import paged
from bot.screens.screen import Button, Screen, esc, lines, noticed

MEGABYTE = 1024 * 1024


def present(turn: Turn) -> Screen:
    """The screen of the chat as it stands; to somebody who has just left, only what they are told.

    What just happened is told on every screen, also on one that keeps no place for it: nothing is refused in silence.
    """
    if not turn.standing.known:
        return Screen(esc(turn.notice or stranger_words(turn.t, turn.sender.id)))
    screen = paged(_present(turn), turn.page, lambda page: Act("turnpage", args=(str(page),)))
    told = noticed(turn.notice)
    if told is None or told.strip() in screen.text:
        return screen
    return replace(screen, text=lines(told, screen.text))


def _present(turn: Turn) -> Screen:
    rating = turn.rating()
    if rating is not None and rating.evaluation.status == "draft":
        return _evaluation(turn, rating)
    return _around(turn)


def _evaluation(turn: Turn, rating: Rating) -> Screen:
    t, notice = turn.t, turn.notice
    view, _, argument = rating.evaluation.view.partition(":")
    revealed = argument == REVEALED
    match view:
        case "subject":
            found, more = offered(turn, rating)
            return subject.subject_screen(t, rating, found, page_of(argument), more, notice=notice)
        case "twins":
            same = told_apart(turn, offered(turn, rating)[0])
            return subject.twins_screen(t, rating, typed_name(rating), same)
        case "unit":
            return subject.unit_screen(t, rating, typed_name(rating), units_to_choose(turn))
        case "about":
            return subject.about_screen(t, rating, turn.today, revealed=revealed, notice=notice)
        case "field" if argument in rating.form.fields:
            return subject.field_screen(t, rating, rating.form.fields[argument], turn.today, notice=notice)
        case "overview":
            return review.overview_screen(t, rating, page_of(argument), notice=notice)
        case "notes":
            return notes_screen(t, rating, revealed=revealed, notice=notice)
        case "review":
            return review.review_screen(t, rating, revealed=revealed, notice=notice)
        case "sign" if (place := page_of(argument)) < len(rating.form.signatures):
            signature = rating.form.signatures[place]
            return review.sign_screen(t, rating, signature, turn.today, notice=notice)
        case "grade":
            return review.grade_screen(t, rating, notice=notice)
        case "reason" if (place := page_of(argument)) < len(rating.form.grades):
            return review.reason_screen(t, rating, rating.form.grades[place], notice=notice)
        case "discard":
            return review.discard_screen(t, rating, notice=notice)
        case "band":
            return question.question_screen(t, rating, band=page_of(argument), notice=notice)
        case _:
            return question.question_screen(t, rating, notice=notice)


def _around(turn: Turn) -> Screen:
    view, _, argument = turn.chat.view.partition(":")
    entry = VIEWS.get(view)
    screen = entry.screen(turn, argument) if entry and turn.standing.may_ever(entry.action) else None
    if screen is not None:
        return screen
    if view == "help":
        return _help(turn)
    if view == "more" and doors(turn.t, turn.standing)[1]:
        return _more(turn)
    return _menu(turn, page_of(argument) if view == "menu" else 0)


def _menu(turn: Turn, page: int) -> Screen:
    rates = turn.standing.may_ever(Action.EVALUATE)
    forms = list(turn.house.forms.values()) if rates else None
    entries = draft_entries(turn, 0) if rates else []
    first, second = doors(turn.t, turn.standing)
    more = Button(turn.t("⋯ More"), Act("more")) if second else None
    return desk.menu_screen(turn.t, forms, entries, page, doors=first, more=more, notice=turn.notice)


def _more(turn: Turn) -> Screen:
    """What a supervisor or owner does less often."""
    return desk.more_screen(turn.t, doors(turn.t, turn.standing)[1], notice=turn.notice)


def _help(turn: Turn) -> Screen:
    return desk.help_screen(
        turn.t,
        turn.house.file_limit // MEGABYTE,
        listed_commands(turn.t, turn.standing),
        help_lines(turn.t, turn.standing),
        rates=turn.standing.may_ever(Action.EVALUATE),
    )
