"""Showing what a draft masks, because its evaluator did not enter it there: each look stands in the trail."""

from __future__ import annotations

from bot.conversation.turn import Turn
from bot.rating import Rating
from bot.screens.brought import hidden
from storage.audit import Action

REVEALED = "revealed"
"""The argument of a view that shows what it masks otherwise; whatever comes next masks it again."""


def reveal(turn: Turn, rating: Rating, view: str) -> bool:
    """Show a view of the draft with all that it masks; ``False``, and nothing done, where it masks nothing."""
    items = hidden(rating, view)
    if not items:
        return False
    evaluation = rating.evaluation
    turn.move(rating, f"{view}:{REVEALED}")
    turn.record(
        Action.REVEALED, "evaluation", evaluation.id, subject=evaluation.subject_id, fields=" ".join(items)
    )
    return True
