"""Reminders to be sent now: rows claimed for this process, with the screens made from what is known at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.access import Action, Standing
from bot.conversation.turn import House
from bot.reminding.acts import notice_of
from bot.reminding.failing import failing
from bot.reminding.items import PLACE, work_items
from bot.reminding.quiet import held
from bot.reminding.recipients import Recipients
from bot.screens.reminder import LastTime, gone_screen, reminder_screen, settled_screen
from bot.screens.screen import Screen
from bot.texts import Texts, language_of, texts
from storage import reminders
from storage.reminders import NewNotice, Notice, Reminder
from storage.values import Evaluation, Person
from storage.work_items import WorkItem, people_by_id, stored_values

_log = structlog.get_logger(__name__)

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

    Dropped are those settled meanwhile; those whose form is gone or whose evaluator may not rate any more go to
    whoever watches over it, as a notice; in quiet hours they are held back.
    """
    claimed = reminders.claim_reminders(conn, now, lease, limit)
    items = {item.occurrence.id: item for item in work_items(conn, {one.occurrence_id for one in claimed})}
    recipients = Recipients(conn, house, people_in(items.values()) | {one.person_id for one in claimed})
    people = recipients.people
    wanted = [one for one in claimed if one.state == "wanted"]
    lasts = _last_times(conn, house, [items[one.occurrence_id] for one in wanted])
    letters: list[Letter] = []
    skipped: list[int] = []
    later: list[tuple[int, datetime]] = []
    for one in claimed:
        item = items[one.occurrence_id]
        person = people.get(one.person_id)
        t = speaking(house, person)
        if one.state == "sent" and one.message_id is not None:
            screen = _settled(t, item, people, one) if recipients.rates(one.person_id) else gone_screen(t)
            letters.append(Letter(one.person_id, screen, one.message_id, one))
        elif one.state != "wanted" or item.occurrence.closed:
            skipped.append(one.id)
        elif (obstacle := _obstacle(house, item, recipients)) is not None:
            reminders.add_notices(conn, [obstacle_notice(item, obstacle, now)])
            skipped.append(one.id)
        elif (moment := held(now, item.occurrence.zone)) > now:
            later.append((one.id, moment))
        else:
            shown = last_shown(item, recipients.standing(item.occurrence.evaluator_id))
            last = lasts.get(shown.id) if shown else None
            screen = reminder_screen(t, item, now, last=last, question=_question(conn, house, item))
            letters.append(Letter(item.occurrence.evaluator_id, screen, None, one, item=item))
    reminders.reminders_settled(conn, skipped, "skipped")
    reminders.reminders_later(conn, later)
    return len(claimed), letters


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


def _obstacle(house: House, item: WorkItem, recipients: Recipients) -> str | None:
    if item.occurrence.form_id not in house.forms:
        return "form-gone"
    return None if recipients.rates(item.occurrence.evaluator_id) else "person-gone"


def _settled(t: Texts, item: WorkItem, people: People, one: Reminder) -> Screen:
    occurrence = item.occurrence
    who = occurrence.closed_by if occurrence.closed else occurrence.evaluator_id
    if not occurrence.closed and occurrence.evaluator_id == one.person_id:
        # Handed over and back: it is theirs again, and the reminder that follows stands below.
        return reminder_screen(t, item, one.sent_at or one.at)
    return settled_screen(t, item, name_in(people, who), occurrence.zone)


def reminder_of(
    conn: Connection, house: House, t: Texts, item: WorkItem, now: datetime, reader: Standing
) -> Screen:
    """The reminder of an open occurrence as it would be sent ``now``, to whoever reads it."""
    shown = last_shown(item, reader)
    last = _last_times(conn, house, [item]).get(shown.id) if shown else None
    offered = item.occurrence.offered_to
    asked = name_in(people_by_id(conn, {offered}), offered) if offered else None
    return reminder_screen(t, item, now, last=last, question=_question(conn, house, item), asked=asked)


def last_shown(item: WorkItem, reader: Standing) -> Evaluation | None:
    """How it went last time, where the reader may know: of a place anybody, of a person who may see that result."""
    last = item.last
    if last is None or item.kind == PLACE:
        return last
    return last if reader.may(Action.SEE, person_id=last.evaluator_id, unit_id=last.unit_id) else None


def _question(conn: Connection, house: House, item: WorkItem) -> int | None:
    """Where the draft begun for it stands, from 1."""
    if item.draft is None:
        return None
    form = house.snapshot(conn, item.draft.form_digest)
    return form.position.get(item.draft.cursor or "", 0) + 1


def _last_times(conn: Connection, house: House, items: Iterable[WorkItem]) -> dict[int, LastTime]:
    """How it went last time, by the id of that evaluation."""
    zones = {item.last.id: (item.last, item.occurrence.zone) for item in items if item.last is not None}
    failed = failed_in(conn, house, [last for last, _ in zones.values()])
    return {
        id: LastTime(
            (last.submitted_at or last.updated_at).astimezone(zone).date(),
            last.grade,
            last.percent,
            failed[id],
        )
        for id, (last, zone) in zones.items()
    }


def failed_in(conn: Connection, house: House, handed_in: Sequence[Evaluation]) -> dict[int, tuple[str, ...]]:
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


def people_in(items: Iterable[WorkItem]) -> set[int]:
    """Whoever is named in what is told of these."""
    return {
        id
        for item in items
        for id in (item.occurrence.evaluator_id, item.occurrence.closed_by, item.occurrence.offered_to)
        if id is not None
    }


def name_in(people: People, id: int | None) -> str:
    """What somebody is called; their id where they are not known."""
    person = people.get(id or 0)
    return person.name if person is not None and person.name else str(id or "?")


def speaking(house: House, person: Person | None) -> Texts:
    """The language in which somebody is written to."""
    chosen, telegram = (person.language, person.telegram_language) if person else (None, None)
    return texts(language_of(chosen, telegram, house.language))
