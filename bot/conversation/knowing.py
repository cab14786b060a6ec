"""Whom an evaluator is offered, and how much of them: a name they may rate, no more of it than they may see."""

from __future__ import annotations

from collections.abc import Mapping

from bot.access import Action
from bot.conversation.browsing_views import page_of
from bot.conversation.turn import Turn
from bot.privacy.masking import masked
from bot.rating import Rating
from bot.screens.subject import PAGE
from storage import lists, subjects, units
from storage.units import Unit
from storage.values import Fields, Subject


def offered(turn: Turn, rating: Rating) -> tuple[list[Subject], bool]:
    """The subjects with a button on the card as it stands, and whether there is a next page of them.

    Those of the sender's own evaluations where a name is asked for; namesakes of the name just typed.
    """
    kind = rating.form.subject.kind
    view, _, argument = rating.evaluation.view.partition(":")
    if view == "subject":
        skipped = page_of(argument) * PAGE
        found = subjects.recent_subjects(turn.conn, kind, turn.sender.id, PAGE + 1, skipped)
        return found[:PAGE], len(found) > PAGE
    if view == "twins":
        return turn.namesakes(kind, typed_name(rating))[:PAGE], False
    return [], False


def typed_name(rating: Rating) -> str:
    """The name that was typed, before it is known whose it is."""
    return str(rating.fields.get(rating.form.subject.fields[0].id, ""))


def units_to_choose(turn: Turn) -> list[Unit]:
    """The units of which somebody new can be: those the sender works in, in the order in which they were made."""
    return [unit for unit in units.units(turn.conn) if unit.id in turn.standing.works_in]


def told_apart(turn: Turn, same: list[Subject]) -> list[tuple[Subject, str]]:
    """Namesakes with what tells one from the other: the last evaluation that the sender may see, else a number."""
    scope = turn.standing.scope(Action.SEE)
    hints = []
    for place, one in enumerate(same, 1):
        last = lists.last_seen(turn.conn, one.id, scope, turn.sender.id)
        number = f" ({place})" if len(same) > 1 else ""
        hints.append(
            f"{last.updated_at.astimezone(turn.house.zone):%Y-%m-%d} {last.form_title}"
            if last is not None
            else masked(one.name) + number
        )
    return list(zip(same, hints, strict=True))


def known_fields(turn: Turn, subject: Subject) -> Fields:
    """What the head of a form begins with: what is known to who sees all, or has this very work to do.

    For others what stands in evaluations that are theirs or that they may see: a colleague's candidate brings a
    name and no phone number.
    """
    scope = turn.standing.scope(Action.SEE)
    if scope.everything or subjects.is_given_to(turn.conn, subject.id, turn.sender.id):
        return subject.fields
    seen: Mapping[str, object] = subjects.fields_seen(turn.conn, subject.id, scope, turn.sender.id)
    return {id: value for id, value in seen.items() if id in subject.fields}
