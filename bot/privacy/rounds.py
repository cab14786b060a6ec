"""The daily round: who is due to be erased is announced to the owners, whose time is up is erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.conversation.joining import GUESTS_KEPT
from bot.conversation.turn import House
from bot.owners import owners_of
from bot.privacy.erasing import erase_subject
from bot.privacy.retention import NOTICE, Stay, due_for_erasure, due_for_notice, says_hired
from bot.rating import Rating
from storage import answers, invitations, retaining
from storage.engine import Storage
from storage.erasing import NOBODY, Erased
from storage.retaining import Notice, Quiet

_PAGE = 50
"""Candidates looked at in one turn: few enough that nobody's tap waits."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: who was erased now; and the owners, who are to hear of it."""

    owners: tuple[int, ...]
    erased: tuple[Erased, ...]


@dataclass(frozen=True, slots=True)
class ToTell:
    """Announcements that no owner got yet, and the owners."""

    owners: tuple[int, ...]
    notices: tuple[Notice, ...]


async def retention_round(storage: Storage, house: House, days: int, now: datetime) -> Round:
    """Look at every candidate nobody worked on for long; ``days`` as set, 0 for never.

    Can run as often as wanted, and after any downtime: it is the rows that say what was done.

    :raises StorageUnavailable: if the database cannot be read or written now.
    """
    erased: list[Erased] = []
    behind: int | None = 0
    while days > 0 and behind is not None:
        behind, gone = await storage.run(partial(_page, house=house, days=days, now=now, behind=behind))
        erased += gone
    await storage.run(lambda conn: invitations.forget_guests(conn, now - GUESTS_KEPT))
    return Round(await storage.run(lambda conn: owners_of(conn, house)), tuple(erased))


async def to_tell(storage: Storage, house: House, days: int) -> ToTell:
    """What owners have to be told now: nobody is erased before the days of notice are over that begin with it.

    :raises StorageUnavailable: if the database cannot be read now.
    """
    untold = await storage.run(retaining.untold) if days > 0 else []
    return ToTell(await storage.run(lambda conn: owners_of(conn, house)) if untold else (), tuple(untold))


def _page(
    conn: Connection, house: House, days: int, now: datetime, behind: int
) -> tuple[int | None, list[Erased]]:
    soon = now + NOTICE
    found = retaining.quiet(conn, soon - timedelta(days=days), soon, behind=behind, limit=_PAGE)
    gone = [done for one in found if (done := _look_at(conn, house, one, days, now)) is not None]
    return (found[-1].subject_id if len(found) == _PAGE else None), gone


def _look_at(conn: Connection, house: House, one: Quiet, days: int, now: datetime) -> Erased | None:
    stay = Stay(one.last, hired=_says_hired(conn, house, one.subject_id), kept_until=one.kept_until)
    due = stay.due_at(days)
    if due is None:
        return None
    noticed, told = retaining.noticed(conn, one.subject_id, due)
    stay = replace(stay, noticed_at=noticed, told_at=told)
    if due_for_notice(now, stay, days):
        retaining.keep_notice(conn, one.subject_id, due, now)
    elif due_for_erasure(now, stay, days):
        return erase_subject(conn, house, one.subject_id, asked_by=NOBODY, because="retention", now=now)
    return None


def _says_hired(conn: Connection, house: House, subject_id: int) -> bool:
    evaluation = retaining.latest(conn, subject_id)
    if evaluation is None:
        return False
    log = tuple(answers.answers(conn, evaluation.id))
    form = house.snapshot(conn, evaluation.form_digest)
    return says_hired(Rating(form=form, evaluation=evaluation, subject=None, log=log, notes=()))


def pages_of(notices: Sequence[Notice], most: int) -> list[Sequence[Notice]]:
    """Notices in portions for one message each."""
    return [notices[start : start + most] for start in range(0, len(notices), most)]
