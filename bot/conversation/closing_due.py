"""A hand-in closes what was due: in its own transaction, and the result says so."""

from __future__ import annotations

from bot.conversation.errand import Errand
from bot.conversation.turn import Turn
from bot.rating import Rating
from bot.reminding.closing import close_on_hand_in
from bot.screens.plan_words import day_words
from bot.screens.screen import esc
from rubrics.model import Form, PeriodField
from storage.occurrences import of_evaluation
from storage.values import Evaluation


def close_due(turn: Turn, rating: Rating) -> None:
    """Close what this hand-in does, and have what was sent about it drawn anew."""
    field = period_field(rating.form)
    said = rating.fields.get(field.id) if field is not None else None
    period = said if isinstance(said, str) else None
    if close_on_hand_in(turn.conn, rating.evaluation, turn.now, period):
        turn.errands.append(Errand("remind"))


def period_field(form: Form) -> PeriodField | None:
    """The field in which a form asks for its period."""
    return next((f for f in form.fields.values() if isinstance(f, PeriodField)), None)


def done_lines(turn: Turn, evaluation: Evaluation) -> tuple[str, ...]:
    """What a hand-in did, escaped: which period is settled with it."""
    t = turn.t
    told = []
    for one in of_evaluation(turn.conn, evaluation.id):
        due = day_words(t, one.due)
        if one.state == "done":
            told.append(t("✅ This period is done: {period}, due {day}", period=esc(one.period), day=due))
        elif one.state == "done-late":
            told.append(
                t("🕗 This period is done late: {period}, was due {day}", period=esc(one.period), day=due)
            )
    return tuple(told)
