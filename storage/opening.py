"""What every turn begins with, in one question to the database: the chat, who it is, and what is open in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from storage import tables
from storage.memberships import read_roles, roles_in_one
from storage.people import person
from storage.statements import columns
from storage.subjects import subject_of
from storage.values import Chat, Evaluation, Person, Subject

_chat, _person, _evaluation, _subject = tables.chat, tables.person, tables.evaluation, tables.subject
_PARTS = (
    columns(_chat, Chat),
    columns(_person, Person),
    columns(_evaluation, Evaluation),
    columns(_subject, Subject),
)
_OPENING = (
    select(*(column for part in _PARTS for column in part), roles_in_one(_chat.c.chat_id))
    .select_from(
        _chat.outerjoin(_person, _person.c.id == _chat.c.chat_id)
        .outerjoin(_evaluation, _evaluation.c.id == _chat.c.evaluation_id)
        .outerjoin(_subject, _subject.c.id == _evaluation.c.subject_id)
    )
    .where(_chat.c.chat_id == bindparam("chat"))
)
_HOLD = select(_chat.c.chat_id).where(_chat.c.chat_id == bindparam("chat")).with_for_update()
_ROLES = select(roles_in_one(bindparam("person")))
_KNOWN = select(*columns(_person, Person), roles_in_one(_person.c.id)).where(
    _person.c.id.in_(bindparam("wanted", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A private chat as a turn finds it; each part ``None`` where there is none. ``roles`` are role and unit."""

    chat: Chat | None = None
    person: Person | None = None
    evaluation: Evaluation | None = None
    subject: Subject | None = None
    roles: tuple[tuple[str, int | None], ...] = ()


def opening(conn: Connection, chat_id: int) -> Opening:
    """Where a private chat stands (its id is that of its person), and its open evaluation if it has one.

    Where nothing was said in it yet, the person may be known all the same, and even suspended. The chat is held
    until COMMIT: of two turns in one chat, the second sees all that the first did.
    """
    if conn.dialect.name != "sqlite":  # there a turn holds the whole file
        conn.execute(_HOLD, {"chat": chat_id})
    row = conn.execute(_OPENING, {"chat": chat_id}).first()
    if row is None:
        return Opening(person=person(conn, chat_id), roles=live_roles(conn, chat_id))
    parts = []
    start = 0
    for part in _PARTS:
        parts.append(row[start : start + len(part)])
        start += len(part)
    chat, known, evaluation, subject = parts
    return Opening(
        Chat(*chat),
        Person(*known) if known[0] is not None else None,
        Evaluation(*evaluation) if evaluation[0] is not None else None,
        subject_of(subject) if subject[0] is not None else None,
        read_roles(row[start]),
    )


def live_roles(conn: Connection, person_id: int) -> tuple[tuple[str, int | None], ...]:
    """Role and unit of whatever a person is now."""
    return read_roles(conn.execute(_ROLES, {"person": person_id}).scalar_one())


def known_with_roles(
    conn: Connection, ids: Collection[int]
) -> dict[int, tuple[Person, tuple[tuple[str, int | None], ...]]]:
    """These people, as far as they are known, with role and unit of whatever each is now."""
    rows = conn.execute(_KNOWN, {"wanted": sorted(ids)})
    return {row[0]: (Person(*row[:-1]), read_roles(row[-1])) for row in rows}
