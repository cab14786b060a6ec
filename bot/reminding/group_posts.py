"""What is posted in groups where somebody chose that: inspections done, and each month's digest. Nobody is named.

A post is a notice like any other: wanted in the transaction of what it tells of, sent from its row, once by its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.access import Action
from bot.reminding.digests import digest_at
from bot.reminding.items import PLACE
from bot.reminding.quiet import held
from bot.reminding.recipients import Recipients
from bot.screens.groups import Done
from bot.texts import Texts
from storage import evaluations, groups, occurrences, subjects
from storage.reminders import NewNotice, Notice, add_notices
from storage.values import Evaluation
from storage.work_items import WorkItem

_LATE = timedelta(days=3)
"""A digest that could not be posted for so long is left out: the next one comes."""


def post_done(conn: Connection, evaluation: Evaluation, kind: str, zone: ZoneInfo, now: datetime) -> None:
    """Have it posted that something was handed in: each place, and each person without a name.

    To be called in the transaction of the hand-in; an amendment is not posted again.
    """
    if evaluation.amends_id is not None or kind == "candidate":
        return
    found = groups.groups_told_done(conn, evaluation.unit_id)
    at = held(now, zone)
    add_notices(
        conn,
        [NewNotice(f"group-done:{one.id}:{evaluation.id}", "group-done", one.id, now, at) for one in found],
    )


def post_digests(conn: Connection, zone: ZoneInfo, now: datetime) -> None:
    """Have the digest of last month posted where it was chosen, on the first working day of this month."""
    today = now.astimezone(zone).date()
    last = today.replace(day=1) - timedelta(days=1)
    at = digest_at(last, zone)
    if not at <= now <= at + _LATE:
        return
    add_notices(
        conn,
        [
            NewNotice(f"group-digest:{one.id}:{last:%Y-%m}", "group-digest", one.id, at, held(now, zone))
            for one in groups.groups(conn)
            if one.posts_digest and one.added_at < at
        ],
    )


def group_there(conn: Connection, one: Notice, recipients: Recipients) -> bool:
    """Whether the bot is still in the group, and what it wants to post still chosen by somebody who may."""
    found = groups.group(conn, one.person_id)
    if found is None or found.left_at is not None:
        return False
    if not recipients.standing(found.chooser).may(Action.POST_IN_GROUP, unit_id=found.unit_id):
        return False
    return found.posts_done if one.kind == "group-done" else found.posts_digest


def done_of(conn: Connection, one: Notice) -> Done | None:
    """What a notice of kind ``group-done`` tells; ``None`` where the evaluation or its subject is gone."""
    evaluation = evaluations.evaluation(conn, int(one.key.rpartition(":")[2]))
    if evaluation is None or evaluation.subject_id is None:
        return None
    subject = subjects.subject(conn, evaluation.subject_id)
    if subject is None or subject.erased_at is not None:
        return None
    place = subject.kind == PLACE
    return Done(evaluation.form_title, subject.name if place else None, evaluation.grade if place else None)


def digested(conn: Connection, one: Notice) -> tuple[str, list[int]]:
    """The month of a notice of kind ``group-digest``, and the occurrences due in it in the group's unit."""
    month = one.key.rpartition(":")[2]
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    group = groups.group(conn, one.person_id)
    units = {group.unit_id} if group is not None and group.unit_id is not None else None
    return month, occurrences.due_between(conn, first, last, units=units)


def without_names(t: Texts, items: Sequence[WorkItem]) -> list[WorkItem]:
    """The same, with people as "employees" and without their grades."""
    return [
        item if item.kind == PLACE else replace(item, subject=t("employees"), result=None) for item in items
    ]
