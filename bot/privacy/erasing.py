"""Erasing a person in the turn that asks for it; the files go afterwards (:mod:`bot.privacy.finishing`)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.conversation.turn import House
from bot.privacy.remaining import remains
from bot.texts import Texts, texts
from storage import erasing
from storage.erasing import Because, Erased, Labels


def erased_label(t: Texts, subject_id: int) -> str:
    """What stands in place of a name: it says who it was no more."""
    return t("Erased #{n}", n=subject_id)


def erased_user_label(t: Texts) -> str:
    """What stands in place of the name of somebody who used the bot: it says nothing of what as."""
    return t("Erased user")


def erase_subject(
    conn: Connection, house: House, subject_id: int, *, asked_by: int, because: Because, now: datetime
) -> Erased | None:
    """Erase a subject in the database; ``None`` where there is none, or it was erased already.

    :func:`bot.privacy.finishing.finish_erasures` removes the files once this is committed.
    """

    def remain(digest: str, item: str, value: str) -> str | None:
        return remains(house.snapshot(conn, digest), item, value)

    t = texts(house.language)
    return erasing.erase(
        conn,
        subject_id,
        labels=Labels(erased_label(t, subject_id), erased_user_label(t)),
        remain=remain,
        asked_by=asked_by,
        because=because,
        now=now,
    )
