"""What is shown of releases, from what is stored: to those who see to them, and to the person assessed."""

from __future__ import annotations

from bot.access import Action
from bot.conversation.browsing_views import page_of
from bot.conversation.feedback_reading import (
    kept,
    may_dispute,
    may_see_to,
    may_settle,
    own,
    releasable,
    release_of,
)
from bot.conversation.inviting import PREFIX, link_of
from bot.conversation.turn import Turn
from bot.privacy.masking import masked
from bot.screens import feedback as screens
from bot.screens import released as theirs
from bot.screens.screen import Screen, esc, lines
from bot.screens.wording import moment
from storage import feedback, subjects

MINE_PAGE = 8


def release(turn: Turn, argument: str) -> Screen | None:
    """Until when an answer is wanted, or the question whether to release: ``evaluation[:days]``."""
    first, _, days = argument.partition(":")
    found = releasable(turn, page_of(first))
    if found is None:
        return None
    subject = subjects.subject(turn.conn, found.subject_id or 0)
    chosen = page_of(days) if page_of(days) in screens.DAYS else None
    until = screens.deadline(turn.now, chosen or 0, turn.house.zone)
    return screens.release_screen(
        turn.t,
        found,
        masked(subject.name) if subject else "—",
        days=chosen,
        until=moment(until, turn.house.zone),
        notice=turn.notice,
    )


def card(turn: Turn, argument: str) -> Screen | None:
    """How a release stands: ``release[:page]``; with its link where that was made just now."""
    first, _, page = argument.partition(":")
    found = kept(turn, page_of(first))
    if found is None:
        return None
    screen = screens.feedback_screen(
        turn.t,
        found,
        turn.house.zone,
        page_of(page),
        own=turn.is_about_sender(found.newest),
        may_amend=turn.may_on(Action.AMEND, found.newest) and found.newest.status == "submitted",
        notice=turn.notice,
    )
    return _with_link(turn, screen)


def _with_link(turn: Turn, screen: Screen) -> Screen:
    t = turn.t
    if turn.token is None:
        return screen
    link = link_of(turn, turn.token)
    start = f"/start {PREFIX}{turn.token}"
    return Screen(
        lines(
            screen.text,
            "",
            t("Send this link on (a tap copies it):") if link else None,
            f"<code>{esc(link)}</code>" if link else None,
            t("Or to be sent to this bot:"),
            f"<code>{esc(start)}</code>",
            f"<i>{t('It is shown only now. If it is lost, make a new one: 🔗.')}</i>",
        ),
        screen.rows,
    )


def take_back(turn: Turn, argument: str) -> Screen | None:
    """The question whether to take a release back; the card where that is not possible any more."""
    found = kept(turn, page_of(argument))
    if found is None:
        return None
    if found.feedback.answer is not None or not may_see_to(turn, found):
        return card(turn, argument)
    return screens.take_back_screen(turn.t, found, notice=turn.notice)


def uphold(turn: Turn, argument: str) -> Screen | None:
    """The question for the words that uphold: ``release:mark``; the card where other words were said since."""
    first, _, mark = argument.partition(":")
    found = kept(turn, page_of(first))
    if found is None:
        return None
    it = found.feedback
    if not it.contested or screens.said_at(it) != mark or not may_settle(turn, found):
        return card(turn, first)
    return screens.uphold_screen(turn.t, found, notice=turn.notice)


def releases(turn: Turn, argument: str) -> Screen:
    """One page of the releases that the sender may see to."""
    scope = turn.standing.scope(Action.RELEASE)
    total = feedback.count_released(turn.conn, scope)
    page = min(page_of(argument), max(0, (total - 1) // screens.LIST_PAGE))
    found = feedback.released_in(
        turn.conn, scope, turn.now, limit=screens.LIST_PAGE, offset=page * screens.LIST_PAGE
    )
    return screens.list_screen(
        turn.t, [release_of(turn, it) for it in found], page, total, notice=turn.notice
    )


# For the person assessed


def mine(turn: Turn, argument: str) -> Screen:
    """One page of the results released to the sender."""
    found = feedback.about(turn.conn, turn.sender.id)
    page = min(page_of(argument), max(0, (len(found) - 1) // MINE_PAGE))
    part = [release_of(turn, it) for it in found[page * MINE_PAGE : (page + 1) * MINE_PAGE]]
    return theirs.mine_screen(turn.t, part, turn.house.zone, page, len(found), MINE_PAGE, notice=turn.notice)


def released(turn: Turn, argument: str) -> Screen | None:
    """The sender's own result."""
    found = own(turn, page_of(argument))
    if found is None:
        return None
    rating = turn.rating_of(found.newest)
    return theirs.released_screen(turn.t, rating, found, turn.house.zone, notice=turn.notice)


def details(turn: Turn, argument: str) -> Screen | None:
    """The sender's own result question by question: ``release:page``."""
    first, _, page = argument.partition(":")
    found = own(turn, page_of(first))
    if found is None:
        return None
    return theirs.details_screen(turn.t, turn.rating_of(found.newest), found, page_of(page))


def dispute(turn: Turn, argument: str) -> Screen | None:
    """The question for the words of a dispute; the result where that is not possible any more."""
    found = own(turn, page_of(argument))
    if found is None:
        return None
    if not may_dispute(turn, found):
        return released(turn, argument)
    return theirs.dispute_screen(turn.t, found, turn.house.zone, notice=turn.notice)


def undispute(turn: Turn, argument: str) -> Screen | None:
    """The question whether to withdraw the dispute."""
    found = own(turn, page_of(argument))
    if found is None:
        return None
    if not found.feedback.contested:
        return released(turn, argument)
    return theirs.undispute_screen(turn.t, found, notice=turn.notice)
