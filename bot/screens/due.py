"""What one has to do: the list of one's open occurrences, one of them as a card, and the reasons that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.codec import Act
from bot.reminding.acts import Putting
from bot.screens.plans import pages
from bot.screens.reminder import weekday
from bot.screens.screen import (
    LABEL_ROOM,
    Button,
    Screen,
    Style,
    bold,
    clip,
    esc,
    lines,
    noticed,
    packed,
    rows_of,
    short,
    width,
)
from bot.texts import Texts
from storage.work_items import WorkItem

PAGE = 6
"""Occurrences on one page of the list."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing to do: ``form`` in short, ``when`` it is due, ``answered`` how far its draft is (empty: not begun)."""

    item: WorkItem
    form: str
    when: str
    answered: str = ""


def due_screen(
    t: Texts,
    each: Sequence[DueLine],
    offered: Sequence[DueLine],
    page: int,
    total: int,
    *,
    more: bool = False,
    notice: str | None = None,
) -> Screen:
    """What one has to do, overdue first. ``more``: the buttons open the one thing instead of starting it."""
    numbered = list(enumerate(each, page * PAGE + 1))
    buttons = [_open(place, one) if more else _start(t, place, one) for place, one in numbered]
    return Screen(
        lines(
            noticed(notice),
            f"📥 <b>{t('Mine to do')}</b> · {total}",
            "",
            *(f"🤝 {t('You are asked to take over: {what}', what=_what(one))}" for one in offered),
            "" if offered else None,
            *(f"{place}. {_what(one)}\n{esc(one.when)}" for place, one in numbered),
            None if each else t("Nothing is due. Whatever comes due for you is announced here in time."),
            f"\n<i>{t('Which one? It opens with everything that can be done about it.')}</i>"
            if more
            else None,
        ),
        (
            *(_answers(t, one) for one in offered),
            *((button,) for button in buttons),
            *pages("duemore" if more else "due", page, total, PAGE),
            (
                *(
                    [
                        Button(t("◀ Back"), Act("due"))
                        if more
                        else Button(t("⋯ Later, hand over"), Act("duemore", args=(str(page),)))
                    ]
                    if each
                    else []
                ),
                Button(t("☰ Menu"), Act("menu")),
            ),
        ),
    )


def _what(one: DueLine) -> str:
    return f"{bold(clip(one.item.subject, 40))} · {esc(one.form)} · {esc(one.item.occurrence.period)}"


def _start(t: Texts, place: int, one: DueLine) -> Button:
    verb = t("▶ Continue {n}", n=one.answered) if one.answered else t("▶ Start now")
    name = short(one.item.subject, LABEL_ROOM - width(verb) - 6)
    style: Style = "primary" if one.item.occurrence.state != "overdue" else "danger"
    return Button(f"{verb} · {place}. {name}", Act("duestart", args=(str(one.item.occurrence.id),)), style)


def _open(place: int, one: DueLine) -> Button:
    return Button(
        short(f"{place}. {one.item.subject} · {one.form}"), Act("work", args=(str(one.item.occurrence.id),))
    )


def _answers(t: Texts, one: DueLine) -> tuple[Button, ...]:
    id = str(one.item.occurrence.id)
    return (
        Button(t("✔ Take {name}", name=short(one.item.subject, 10)), Act("rtake", args=(id,)), "success"),
        Button(t("✖ No"), Act("rdecline", args=(id,))),
    )


def with_back(t: Texts, screen: Screen, line: str | None = None) -> Screen:
    """A reminder as the card of a chat: with a line about what just happened, and a way back to the list."""
    text = screen.text if line is None else f"{esc(line)}\n\n{screen.text}"
    back = (Button(t("📥 Mine to do"), Act("due")), Button(t("☰ Menu"), Act("menu")))
    return replace(screen, text=text, rows=(*screen.rows, back))


def later_screen(
    t: Texts, id: int, reminder: Screen, choices: Sequence[tuple[Putting, datetime]], now: datetime
) -> Screen:
    """A reminder that asks until when it is put off; the due date does not move."""
    buttons = [
        Button(short(_later(t, choice, until, now)), Act("rsnooze", args=(str(id), choice)))
        for choice, until in choices
    ]
    return Screen(
        lines(reminder.text, "", f"<b>{t('Remind again when? The due date stays.')}</b>"),
        (*rows_of(buttons, most=2), (_back(t, id),)),
    )


def _later(t: Texts, choice: Putting, until: datetime, now: datetime) -> str:
    match choice:
        case "hour":
            return t("in 1 hour")
        case "tonight":
            return t("tonight {time}", time=f"{until:%H:%M}")
        case "morning":
            return t("tomorrow {time}", time=f"{until:%H:%M}")
        case "workday":
            days = (until.date() - now.astimezone(until.tzinfo).date()).days
            if days > 6:
                return t("next working day, {day}", day=f"{until:%m-%d}")
            return t("working day, {weekday} {time}", weekday=weekday(t, until.date()), time=f"{until:%H:%M}")


def hand_screen(t: Texts, id: int, reminder: Screen, others: Sequence[tuple[int, str]]) -> Screen:
    """A reminder that asks to whom it goes; they accept or decline."""
    buttons = [Button(short(name, 14), Act("rhand", args=(str(id), str(person)))) for person, name in others]
    ask = (
        t("Who takes it over? They are asked first.")
        if others
        else t("Nobody else rates in this unit, so there is nobody to hand it over to.")
    )
    return Screen(lines(reminder.text, "", f"<b>{ask}</b>"), (*packed(buttons), (_back(t, id),)))


def _back(t: Texts, id: int) -> Button:
    return Button(t("◀ Back"), Act("rback", args=(str(id),)))


def reason_screen(t: Texts, item: WorkItem, *, missed: bool, notice: str | None = None) -> Screen:
    """Ask why: something is let go this time, or it was missed."""
    occurrence = item.occurrence
    ask = (
        t("Why was it missed? Type the reason; the next reminder mentions it.")
        if missed
        else t("Why not this time? Type the reason; it goes to the supervisor.")
    )
    return Screen(
        lines(
            noticed(notice),
            bold(item.form_title),
            f"{bold(item.subject)} · {esc(occurrence.period)}",
            "",
            f"<b>{ask}</b>",
        ),
        ((Button(t("✕ Cancel"), Act("rleave", args=(str(occurrence.id),))),),),
    )
