"""Who owns the house now: whoever the settings name, and whoever was made an owner in the chat."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.conversation.turn import House
from storage import memberships, people


def owners_of(conn: Connection, house: House) -> tuple[int, ...]:
    """Everyone who is an owner now: named in the settings, or made one in the chat and not suspended."""
    made = [m.person_id for m in memberships.owners(conn)]
    known = {id: people.person(conn, id) for id in made}
    here = {id for id, person in known.items() if person is not None and person.suspended_at is None}
    return tuple(sorted(house.owners | here))
