"""What is to be sent now: rows claimed for this process, with the screens made from what is known at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.conversation import feedback_news
from bot.conversation.turn import House
from bot.reminding import group_posts
from bot.reminding.acts import actor_of, notice_of
from bot.reminding.failing import commonest, failing
from bot.reminding.items import work_items
from bot.reminding.quiet import held
from bot.screens.groups import done_screen
from bot.screens.reminder import (
    Digested,
    LastTime,
    Told,
    digest_screen,
    notice_screen,
    reminder_screen,
    settled_screen,
)
from bot.screens.screen import Screen
from bot.texts import Texts, language_of, texts
from storage import occurrences, reminders
from storage.occurrences import KeptOccurrence
from storage.plans import plan as plan_of
from storage.reminders import NewNotice, Notice, Reminder
from storage.values import Evaluation, Person
from storage.work_items import WorkItem, people_by_id, stored_values

_log = structlog.get_logger(__name__)
_NOTICES = 1000
"""Notices claimed at once at most, so that those of one person go in one message."""
_WORST = 5
_IN_GROUPS = {"group-done", "group-digest"}
_ALONE = {"digest", *_IN_GROUPS}

People = Mapping[int, Person]


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to send, or to draw again where ``message_id`` is set; and the rows it is for."""

    person_id: int
    screen: Screen
    message_id: int | None = None
    reminder: Reminder | None = None
    notices: tuple[Notice, ...] = ()
    item: WorkItem | None = None

    @property
    def tries(self) -> int:
        """How often it was tried before."""
        return self.reminder.tries if self.reminder else max(one.tries for one in self.notices)


def reminder_letters(
    conn: Connection, house: House, now: datetime, lease: timedelta, limit: int
) -> tuple[int, list[Letter]]:
    """Claim reminders: how many there were, and what to send and draw again of them.

    Dropped are those settled meanwhile; those whose form is gone or whose evaluator left go to the supervisor
    as a notice; in quiet hours they are held back.
    """
    claimed = reminders.claim_reminders(conn, now, lease, limit)
    items = {item.occurrence.id: item for item in work_items(conn, {one.occurrence_id for one in claimed})}
    people = people_by_id(conn, _people_in(items.values()) | {one.person_id for one in claimed})
    wanted = [one for one in claimed if one.state == "wanted"]
    lasts = _last_times(conn, house, [items[one.occurrence_id] for one in wanted])
    letters: list[Letter] = []
    skipped: list[int] = []
    later: list[tuple[int, datetime]] = []
    for one in claimed:
        item = items[one.occurrence_id]
        person = people.get(one.person_id)
        t = _speaking(house, person)
        if one.state == "sent" and one.message_id is not None:
            letters.append(Letter(one.person_id, _settled(t, item, people, one), one.message_id, one))
        elif one.state != "wanted" or item.occurrence.closed:
            skipped.append(one.id)
        elif (obstacle := _obstacle(house, item, people)) is not None:
            reminders.add_notices(conn, [obstacle_notice(item, obstacle, now)])
            skipped.append(one.id)
        elif (moment := held(now, item.occurrence.zone)) > now:
            later.append((one.id, moment))
        else:
            last = lasts.get(item.last.id) if item.last else None
            screen = reminder_screen(t, item, now, last=last, question=_question(conn, house, item))
            letters.append(Letter(item.occurrence.evaluator_id, screen, None, one, item=item))
    reminders.reminders_settled(conn, skipped, "skipped")
    reminders.reminders_later(conn, later)
    return len(claimed), letters


def notice_letters(
    conn: Connection, house: House, now: datetime, lease: timedelta
) -> tuple[int, list[Letter]]:
    """Claim notices: how many there were, and the messages they go in, one a person and one for each digest."""
    claimed = reminders.claim_notices(conn, now, lease, _NOTICES)
    wanted = {one.occurrence_id for one in claimed if one.occurrence_id is not None}
    items = {item.occurrence.id: item for item in work_items(conn, wanted)}
    actors = {id for one in claimed if (id := actor_of(one)) is not None}
    people = people_by_id(conn, _people_in(items.values()) | {one.person_id for one in claimed} | actors)
    posts = [one for one in claimed if one.kind in _IN_GROUPS]
    stale = {one.id for one in claimed if _stale(one, items)}
    stale |= {one.id for one in posts if not group_posts.group_there(conn, one)}
    letters: list[Letter] = []
    gathered: dict[int, list[Notice]] = {}
    for one in claimed:
        if one.id in stale or one.kind in _IN_GROUPS:
            continue
        alone = one.kind == "digest" or one.kind.startswith("feedback-")
        if not alone:
            gathered.setdefault(one.person_id, []).append(one)
        elif (screen := _alone(conn, house, one, _speaking(house, people.get(one.person_id)), now)) is None:
            stale.add(one.id)
        else:
            letters.append(Letter(one.person_id, screen, notices=(one,)))
    letters += _posts(conn, house, [one for one in posts if one.id not in stale], stale)
    for person_id, of_person in gathered.items():
        told = [_told(conn, one, items, people) for one in of_person]
        screen = notice_screen(_speaking(house, people.get(person_id)), told)
        letters.append(Letter(person_id, screen, notices=tuple(of_person)))
    reminders.notices_settled(conn, stale, "skipped")
    return len(claimed), letters


def _alone(conn: Connection, house: House, one: Notice, t: Texts, now: datetime) -> Screen | None:
    """A notice in a message of its own; ``None`` where there is nothing to tell any more."""
    if one.kind == "digest":
        return _digest(conn, house, one, t)
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


def obstacle_notice(item: WorkItem, kind: str, now: datetime) -> NewNotice:
    """What its supervisor is told once where nobody can be reminded: for each plan, or person, or occurrence."""
    one = item.occurrence
    if kind == "form-gone":
        return NewNotice(
            f"form-gone:{one.plan_id}",
            "form-gone",
            one.supervisor_id,
            now,
            held(now, one.zone),
            one.id,
            one.plan_id,
        )
    if kind == "person-gone":
        key = f"person-gone:{one.plan_id}:{one.evaluator_id}"
        return NewNotice(key, "person-gone", one.supervisor_id, now, held(now, one.zone), one.id, one.plan_id)
    return notice_of(one, "unreachable", one.supervisor_id, now, now, str(one.evaluator_id))


def _obstacle(house: House, item: WorkItem, people: People) -> str | None:
    if item.occurrence.form_id not in house.forms:
        return "form-gone"
    evaluator = people.get(item.occurrence.evaluator_id)
    return "person-gone" if evaluator is not None and evaluator.suspended_at is not None else None


def _settled(t: Texts, item: WorkItem, people: People, one: Reminder) -> Screen:
    occurrence = item.occurrence
    who = occurrence.closed_by if occurrence.closed else occurrence.evaluator_id
    if not occurrence.closed and occurrence.evaluator_id == one.person_id:
        # Handed over and back: it is theirs again, and the reminder that follows stands below.
        return reminder_screen(t, item, one.sent_at or one.at)
    return settled_screen(t, item, _name(people, who), occurrence.zone)


def reminder_of(conn: Connection, house: House, t: Texts, item: WorkItem, now: datetime) -> Screen:
    """The reminder of an open occurrence as it would be sent ``now``."""
    last = _last_times(conn, house, [item]).get(item.last.id) if item.last else None
    offered = item.occurrence.offered_to
    asked = _name(people_by_id(conn, {offered}), offered) if offered else None
    return reminder_screen(t, item, now, last=last, question=_question(conn, house, item), asked=asked)


def _question(conn: Connection, house: House, item: WorkItem) -> int | None:
    """Where the draft begun for it stands, from 1."""
    if item.draft is None:
        return None
    form = house.snapshot(conn, item.draft.form_digest)
    return form.position.get(item.draft.cursor or "", 0) + 1


def _last_times(conn: Connection, house: House, items: Iterable[WorkItem]) -> dict[int, LastTime]:
    """How it went last time, by the id of that evaluation."""
    zones = {item.last.id: (item.last, item.occurrence.zone) for item in items if item.last is not None}
    failed = _failed(conn, house, [last for last, _ in zones.values()])
    return {
        id: LastTime(
            (last.submitted_at or last.updated_at).astimezone(zone).date(),
            last.grade,
            last.percent,
            failed[id],
        )
        for id, (last, zone) in zones.items()
    }


def _failed(conn: Connection, house: House, handed_in: Sequence[Evaluation]) -> dict[int, tuple[str, ...]]:
    """What failed in each of these evaluations, by its id; nothing where its form cannot be read any more."""
    values = stored_values(conn, {one.id for one in handed_in}) if handed_in else {}
    found = {}
    for one in handed_in:
        try:
            found[one.id] = failing(house.snapshot(conn, one.form_digest), values[one.id])
        except (LookupError, ValueError) as error:
            _log.warning(
                "an earlier evaluation cannot be read", evaluation=one.id, reason=type(error).__name__
            )
            found[one.id] = ()
    return found


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
    if any(one.kind in _ALONE or one.kind.startswith("feedback-") for one in told) or not told:
        return None
    items = {
        item.occurrence.id: item for item in work_items(conn, {one.occurrence_id or 0 for one in told} - {0})
    }
    actors = {id for one in told if (id := actor_of(one)) is not None}
    people = people_by_id(conn, _people_in(items.values()) | {person_id} | actors)
    return notice_screen(t, [_told(conn, one, items, people) for one in told])


def told_now(conn: Connection, house: House, person_id: int, message_id: int, now: datetime) -> Screen | None:
    """What a message of notices, whatever it tells of, says as things stand; ``None`` where nothing is left of it."""
    told = reminders.notices_in(conn, person_id, message_id)
    t = _speaking(house, people_by_id(conn, {person_id}).get(person_id))
    if len(told) == 1 and (told[0].kind == "digest" or told[0].kind.startswith("feedback-")):
        return _alone(conn, house, told[0], t, now)
    return notice_again(conn, t, person_id, message_id)


def _told(conn: Connection, one: Notice, items: Mapping[int, WorkItem], people: People) -> Told:
    item = items.get(one.occurrence_id or 0)
    if one.kind == "calendar":
        return Told(one.kind, plan=one.key.split(":")[1])
    if item is None:
        found = plan_of(conn, one.plan_id) if one.plan_id is not None else None
        return Told(one.kind, plan=found.form_title if found else one.key)
    occurrence = item.occurrence
    who = actor_of(one) or occurrence.evaluator_id
    return Told(one.kind, item, _name(people, who), answer=_answer(one, occurrence))


def _answer(one: Notice, occurrence: KeptOccurrence) -> str:
    """What became of what a notice asked for, empty while it asks."""
    if one.kind == "missed":
        return occurrence.reason or ""
    if one.kind != "offered" or (occurrence.offered_to == one.person_id and not occurrence.closed):
        return ""
    return "taken" if occurrence.evaluator_id == one.person_id else "gone"


def _digest(conn: Connection, house: House, one: Notice, t: Texts) -> Screen | None:
    _, supervisor, month = one.key.split(":")
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    found = work_items(conn, occurrences.due_between(conn, first, last, supervisor_id=int(supervisor)))
    return _digest_of(conn, house, t, month, found) if found else None


def _digest_of(conn: Connection, house: House, t: Texts, month: str, found: Sequence[WorkItem]) -> Screen:
    failed = _failed(conn, house, [item.result for item in found if item.result is not None])
    each = [Digested(item, failed.get(item.result.id, ()) if item.result else ()) for item in found]
    return digest_screen(t, month, each, commonest((one.failed for one in each), _WORST))


def _people_in(items: Iterable[WorkItem]) -> set[int]:
    return {
        id
        for item in items
        for id in (item.occurrence.evaluator_id, item.occurrence.closed_by, item.occurrence.offered_to)
        if id is not None
    }


def _name(people: People, id: int | None) -> str:
    person = people.get(id or 0)
    return person.name if person is not None and person.name else str(id or "?")


def _speaking(house: House, person: Person | None) -> Texts:
    chosen, telegram = (person.language, person.telegram_language) if person else (None, None)
    return texts(language_of(chosen, telegram, house.language))
