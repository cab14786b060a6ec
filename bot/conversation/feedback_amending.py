"""What an amendment means for a release of what it amends, and what is to be done once a dispute is settled."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import feedback_news as news
from bot.conversation.feedback_reading import may_settle, release_of
from bot.conversation.turn import Turn
from bot.rating import Rating
from bot.screens.feedback import Release, deadline
from storage import audit, chats, feedback
from storage.feedback import Ending, Feedback

AFTER_AMENDMENT = 3
"""Days there are at least to answer after what was released was amended."""
_SHOW_IT = {"released", "details", "dispute", "undispute"}
"""Views of the person assessed that show a release."""


def amended(turn: Turn, rating: Rating) -> None:
    """An amendment was handed in: a release of what it amends moves along, and a dispute may be answered by it.

    It is, where whoever hands it in may settle; by the evaluator alone, it waits for the supervisor to say so.
    """
    it = feedback.of(turn.conn, rating.evaluation.id) if rating.evaluation.amends_id is not None else None
    if it is None:
        return
    found = release_of(turn, it)
    if it.contested and may_settle(turn, found):
        if feedback.settle(turn.conn, it.id, "changed", None, by=turn.sender.id, now=turn.now):
            settled(turn, it, "changed", found)
        return
    if it.outcome is None and not it.contested:
        least = deadline(turn.now, AFTER_AMENDMENT, turn.house.zone)
        if least > it.answer_by and feedback.extend(turn.conn, it.id, least):
            news.deadline_set(turn, feedback.feedback(turn.conn, it.id) or it)
    news.to_the_person(turn, it, "feedback-amended")
    redraw(turn, it)


def leave(turn: Turn, it: Feedback) -> None:
    """Take what was taken back off the chat of the person assessed, also where a kill comes before the drawing."""
    theirs = chats.chat(turn.conn, it.person_id) if it.person_id is not None else None
    if theirs is None:
        return
    view, _, argument = theirs.view.partition(":")
    if view in _SHOW_IT and argument.partition(":")[0] == str(it.id):
        # Touched now, it is among the chats that are drawn again after a start.
        chats.save_chat(turn.conn, replace(theirs, view="mine:0"), turn.now)
    redraw(turn, it)


def redraw(turn: Turn, it: Feedback) -> None:
    """Have the chat of the person assessed drawn again: what it shows is not so any more."""
    if it.person_id is not None:
        turn.redraw(it.person_id)


def settled(turn: Turn, it: Feedback, outcome: Ending, found: Release) -> None:
    """Note how a dispute was settled, and tell the person assessed."""
    turn.record(
        audit.Action.SETTLED,
        "evaluation",
        it.evaluation_id,
        feedback=it.id,
        outcome=outcome,
        by=found.newest.id,
    )
    news.to_the_person(turn, it, "feedback-settled")
    redraw(turn, it)
