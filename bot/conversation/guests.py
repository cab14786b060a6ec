"""People who are not in: one sentence, and nothing of theirs is kept."""

from __future__ import annotations

from bot.access import Standing, stranger_words, suspended_words
from bot.conversation.incoming import Edited, Incoming, Tap
from bot.conversation.turn import House, Outcome
from bot.texts import language_of, texts
from storage.values import Person


def turned_away(house: House, person: Person, standing: Standing, incoming: Incoming) -> Outcome:
    """The one sentence; nothing of what they sent is kept."""
    t = texts(language_of(person.language, incoming.sender.language, house.language))
    words = suspended_words(t) if standing.suspended else stranger_words(t, person.id)
    if isinstance(incoming, Tap):
        return Outcome(person.id, query_id=incoming.query_id, toast=words)
    return Outcome(person.id, say="" if isinstance(incoming, Edited) else words)
