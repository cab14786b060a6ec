"""What is told besides reminders: notices claimed for this process, gathered into messages, and posts in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.conversation import feedback_news, people_news
from bot.conversation.turn import House
from bot.reminding import group_posts
from bot.reminding.acts import actor_of
from bot.reminding.failing import commonest
from bot.reminding.items import work_items
from bot.reminding.letters import Letter, People, failed_in, name_in, people_in, speaking
from bot.reminding.recipients import Recipients
from bot.screens.groups import done_screen
from bot.screens.reminder import Digested, Told, digest_screen, notice_screen
from bot.screens.screen import Screen
from bot.texts import Texts, texts
from storage import occurrences, reminders
from storage.occurrences import KeptOccurrence
from storage.plans import plan as plan_of
from storage.reminders import NewNotice, Notice
from storage.work_items import WorkItem, people_by_id

_NOTICES = 1000
"""Notices claimed at once at most, so that those of one person go in one message."""
_WORST = 5
_IN_GROUPS = {"group-done", "group-digest"}
_ALONE = {"digest", *_IN_GROUPS, *people_news.KINDS}


def notice_letters(
    conn: Connection, house: House, now: datetime, lease: timedelta
) -> tuple[int, list[Letter]]:
    """Claim notices: how many there were, and the messages they go in, one a person and one for each digest.

    What somebody may not be told any more goes to whoever sees to it in their place, if it wants anybody.
    """
    claimed = reminders.claim_notices(conn, now, lease, _NOTICES)
    wanted = {one.occurrence_id for one in claimed if one.occurrence_id is not None}
    items = {item.occurrence.id: item for item in work_items(conn, wanted)}
    actors = {id for one in claimed if (id := actor_of(one)) is not None}
    recipients = Recipients(
        conn, house, people_in(items.values()) | {one.person_id for one in claimed} | actors
    )
    people = recipients.people
    posts = [one for one in claimed if one.kind in _IN_GROUPS]
    stale = {one.id for one in claimed if _stale(one, items)}
    stale |= {one.id for one in posts if not group_posts.group_there(conn, one, recipients)}
    letters: list[Letter] = []
    for one in claimed:
        new = None if one.id in stale else _instead(conn, one, items, recipients, now)
        if new is not None:
            reminders.add_notices(conn, new)
            stale.add(one.id)
    gathered: dict[int, list[Notice]] = {}
    for one in claimed:
        if one.id in stale or one.kind in _IN_GROUPS:
            continue
        if not _stands_alone(one):
            gathered.setdefault(one.person_id, []).append(one)
        elif (screen := _alone(conn, recipients, one, now)) is None:
            stale.add(one.id)
        else:
            letters.append(Letter(one.person_id, screen, notices=(one,)))
    letters += _posts(conn, house, [one for one in posts if one.id not in stale], stale)
    for person_id, of_person in gathered.items():
        told = [_told(conn, one, items, people) for one in of_person]
        screen = notice_screen(speaking(house, people.get(person_id)), told)
        letters.append(Letter(person_id, screen, notices=tuple(of_person)))
    reminders.notices_settled(conn, stale, "skipped")
    return len(claimed), letters


def _instead(
    conn: Connection, one: Notice, items: Mapping[int, WorkItem], recipients: Recipients, now: datetime
) -> list[NewNotice] | None:
    """The same for whoever sees to it now, where it may not be told to whom it was meant for; else ``None``.

    What was asked of somebody to take over, or answered to somebody, is nobody else's.
    """
    if one.kind.startswith("feedback-"):
        return feedback_news.instead(conn, recipients.house, one, now) or None
    item = items.get(one.occurrence_id or 0)
    if item is None:
        return None
    if one.kind in {"offered", "accepted", "declined"}:
        return None if recipients.rates(one.person_id) else []
    if recipients.watches(one.person_id, item.occurrence):
        return None
    return [
        NewNotice(f"{one.key}:{id}", one.kind, id, one.at, now, one.occurrence_id, one.plan_id)
        for id in recipients.watchers(item.occurrence.unit_id)
        if id != actor_of(one)
    ]


def _stands_alone(one: Notice) -> bool:
    """Whether it is a message of its own."""
    return one.kind in _ALONE or one.kind.startswith("feedback-")


def _alone(conn: Connection, recipients: Recipients, one: Notice, now: datetime) -> Screen | None:
    """A notice in a message of its own; ``None`` where there is nothing to tell any more."""
    house = recipients.house
    t = speaking(house, recipients.people.get(one.person_id))
    if one.kind == "digest":
        return _digest(conn, recipients, one, t)
    if one.kind in people_news.KINDS:
        return people_news.notice_screen(conn, house, one, t)
    return feedback_news.notice_screen(conn, house, one, t, now)


def _posts(conn: Connection, house: House, posts: Sequence[Notice], stale: set[int]) -> list[Letter]:
    """What goes into groups, in the house's language: the done of each in one message, each digest in its own."""
    t = texts(house.language)
    letters: list[Letter] = []
    by_group: dict[int, list[Notice]] = {}
    for one in posts:
        if one.kind == "group-done":
            by_group.setdefault(one.person_id, []).append(one)
            continue
        month, ids = group_posts.digested(conn, one)
        found = group_posts.without_names(t, work_items(conn, ids)) if ids else []
        if found:
            letters.append(Letter(one.person_id, _digest_of(conn, house, t, month, found), notices=(one,)))
        else:
            stale.add(one.id)
    for group, of_group in by_group.items():
        done = [told for one in of_group if (told := group_posts.done_of(conn, one)) is not None]
        if done:
            letters.append(Letter(group, done_screen(t, done), notices=tuple(of_group)))
        else:
            stale |= {one.id for one in of_group}
    return letters


def _stale(one: Notice, items: Mapping[int, WorkItem]) -> bool:
    """Whether it is not so any more: what was overdue in the night was done before the morning."""
    item = items.get(one.occurrence_id or 0)
    if item is None:
        return False
    state = item.occurrence.state
    match one.kind:
        case "overdue" | "missed" | "excused":
            return state != one.kind
        case "offered":
            return item.occurrence.offered_to != one.person_id
        case _:
            return False


def notice_again(conn: Connection, t: Texts, person_id: int, message_id: int) -> Screen | None:
    """What a message told a person, as it stands now; ``None`` where it was not one of several things to tell."""
    told = reminders.notices_in(conn, person_id, message_id)
    if not told or any(_stands_alone(one) for one in told):
        return None
    items = {
        item.occurrence.id: item for item in work_items(conn, {one.occurrence_id or 0 for one in told} - {0})
    }
    actors = {id for one in told if (id := actor_of(one)) is not None}
    people = people_by_id(conn, people_in(items.values()) | {person_id} | actors)
    return notice_screen(t, [_told(conn, one, items, people) for one in told])


def told_now(conn: Connection, house: House, person_id: int, message_id: int, now: datetime) -> Screen | None:
    """What a message of notices, whatever it tells of, says as things stand; ``None`` where nothing is left of it."""
    told = reminders.notices_in(conn, person_id, message_id)
    recipients = Recipients(conn, house, {person_id})
    if len(told) == 1 and (told[0].kind == "digest" or told[0].kind.startswith("feedback-")):
        return _alone(conn, recipients, told[0], now)
    return notice_again(conn, speaking(house, recipients.people.get(person_id)), person_id, message_id)


def _told(conn: Connection, one: Notice, items: Mapping[int, WorkItem], people: People) -> Told:
    item = items.get(one.occurrence_id or 0)
    if one.kind == "calendar":
        return Told(one.kind, plan=one.key.split(":")[1])
    if item is None:
        found = plan_of(conn, one.plan_id) if one.plan_id is not None else None
        return Told(one.kind, plan=found.form_title if found else one.key)
    occurrence = item.occurrence
    who = actor_of(one) or occurrence.evaluator_id
    return Told(one.kind, item, name_in(people, who), answer=_answer(one, occurrence))


def _answer(one: Notice, occurrence: KeptOccurrence) -> str:
    """What became of what a notice asked for, empty while it asks."""
    if one.kind == "missed":
        return occurrence.reason or ""
    if one.kind != "offered" or (occurrence.offered_to == one.person_id and not occurrence.closed):
        return ""
    return "taken" if occurrence.evaluator_id == one.person_id else "gone"


def _digest(conn: Connection, recipients: Recipients, one: Notice, t: Texts) -> Screen | None:
    _, supervisor, month = one.key.split(":")
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    due = work_items(conn, occurrences.due_between(conn, first, last, supervisor_id=int(supervisor)))
    found = [item for item in due if recipients.watches(one.person_id, item.occurrence)]
    return _digest_of(conn, recipients.house, t, month, found) if found else None


def _digest_of(conn: Connection, house: House, t: Texts, month: str, found: Sequence[WorkItem]) -> Screen:
    failed = failed_in(conn, house, [item.result for item in found if item.result is not None])
    each = [Digested(item, failed.get(item.result.id, ()) if item.result else ()) for item in found]
    return digest_screen(t, month, each, commonest((one.failed for one in each), _WORST))
