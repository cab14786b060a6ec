"""Reminders and notices as screens: what, where, which period, due when; and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from bot.codec import Act
from bot.privacy.masking import masked
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, short
from bot.screens.wording import moment, number
from bot.texts import Texts
from storage.occurrences import KeptOccurrence
from storage.work_items import WorkItem

_NAMED = 3
"""So many things that failed last time are named."""
_LISTED = 12
"""So many lines stand under one heading of a notice; the rest is counted."""
_REASONS_ASKED = 6
"""So many missed ones have a button for their reason; /board has all."""


@dataclass(frozen=True, slots=True)
class LastTime:
    """How it went last time: when, which grade and percent, and what failed, worst first."""

    on: date
    grade: str | None
    percent: str | None
    failed: tuple[str, ...]


def reminder_screen(
    t: Texts,
    item: WorkItem,
    now: datetime,
    *,
    last: LastTime | None = None,
    question: int | None = None,
    asked: str | None = None,
) -> Screen:
    """A reminder of an open occurrence; ``question`` is where its draft stands, from 1.

    ``asked``: the name of whoever is asked to take it over.
    """
    return Screen(
        lines(
            f"🔔 {bold(item.form_title)}",
            f"{bold(item.subject)} · {esc(item.occurrence.period)}",
            esc(due_words(t, item.occurrence, now)),
            None if last is None else esc(last_words(t, last)),
            None if item.missed_before is None else esc(missed_before_words(t, item.missed_before)),
            *(esc(words) for words in _waiting_words(t, item.occurrence, now, asked)),
        ),
        reminder_buttons(t, item.occurrence, question),
    )


def _waiting_words(t: Texts, one: KeptOccurrence, now: datetime, asked: str | None) -> list[str]:
    """What was done about it so far, as its buttons say only for a moment: put off, offered to somebody."""
    words = []
    if one.remind_at is not None and one.remind_at > now:
        words.append(t("⏰ Put off until {when}", when=moment(one.remind_at, one.zone)))
    if asked is not None:
        words.append(t("👥 {name} is asked to take it over", name=asked))
    return words


def reminder_buttons(
    t: Texts, occurrence: KeptOccurrence, question: int | None = None
) -> tuple[tuple[Button, ...], ...]:
    """What can be done with an open occurrence. Each button carries its id."""
    id = str(occurrence.id)
    start = t("▶ Start now") if question is None else t("▶ Continue (question {n})", n=question)
    return (
        (Button(start, Act("rstart", args=(id,)), "primary"),),
        (
            Button(t("⏰ Later"), Act("rsnooze", args=(id,))),
            Button(t("👥 Hand over"), Act("rhand", args=(id,))),
            Button(t("Not this time"), Act("rexcuse", args=(id,))),
        ),
    )


def due_words(t: Texts, occurrence: KeptOccurrence, now: datetime) -> str:
    """When it is due: in how many days, on which day; or since when it is overdue, and until when it can be done."""
    today = now.astimezone(occurrence.zone).date()
    left = (occurrence.due - today).days
    day = f"{weekday(t, occurrence.due)} {occurrence.due:%m-%d}"
    if left > 0:
        return t.n("{n} day left, due {day}", "{n} days left, due {day}", left, day=day)
    if left == 0:
        return t("Due today, {day}", day=day)
    # Missed at the beginning of a day: the last day on which it can be done is the one before.
    last = (occurrence.missed_at - timedelta(microseconds=1)).astimezone(occurrence.zone).date()
    until = f"{weekday(t, last)} {last:%m-%d}"
    return t.n(
        "⚠️ {n} day overdue, was due {day}; can be done until {until}",
        "⚠️ {n} days overdue, was due {day}; can be done until {until}",
        -left,
        day=day,
        until=until,
    )


def weekday(t: Texts, day: date) -> str:
    """The day of the week, short."""
    return (t("Mon"), t("Tue"), t("Wed"), t("Thu"), t("Fri"), t("Sat"), t("Sun"))[day.weekday()]


def last_words(t: Texts, last: LastTime) -> str:
    """The grade of last time, and what failed then."""
    percent = f"{number(Decimal(last.percent))}%" if last.percent else None
    result = " · ".join(part for part in (last.grade, percent) if part) or t("no grade")
    words = t("Last time ({day}): {result}", day=last.on.isoformat(), result=result)
    if not last.failed:
        return words
    named = t(", ").join(clip(title, 30) for title in last.failed[:_NAMED])
    if len(last.failed) > _NAMED:
        named = t("{named} and {n} more", named=named, n=len(last.failed) - _NAMED)
    return "\n".join((words, t("Failed then: {named}", named=named)))


def missed_before_words(t: Texts, before: KeptOccurrence) -> str:
    """That it was missed the time before, and why if that was said."""
    if before.reason:
        return t(
            "{period} was missed: {reason}", period=before.period, reason=clip(masked(before.reason), 200)
        )
    return t("{period} was missed, without a reason so far", period=before.period)


def settled_screen(t: Texts, item: WorkItem, closer: str | None, zone: tzinfo) -> Screen:
    """What an earlier reminder becomes once its occurrence is closed, or went to somebody else: no buttons."""
    return Screen(
        lines(
            bold(item.form_title),
            f"{bold(item.subject)} · {esc(item.occurrence.period)}",
            esc(settled_words(t, item.occurrence, closer, zone)),
        )
    )


def gone_screen(t: Texts) -> Screen:
    """What an earlier reminder becomes in the chat of somebody who does not rate here any more: nobody is named."""
    return Screen(esc(t("This was a task of yours; it is not any more.")))


def settled_words(t: Texts, occurrence: KeptOccurrence, closer: str | None, zone: tzinfo) -> str:
    """How an occurrence ended, by whom and when; or who has it now."""
    who = closer or "?"
    when = "" if occurrence.closed_at is None else moment(occurrence.closed_at, zone)
    match occurrence.state:
        case "done":
            return t("✅ Done by {name}, {when}", name=who, when=when)
        case "done-late":
            return t("✅ Done late by {name}, {when}", name=who, when=when)
        case "excused":
            reason = clip(masked(occurrence.reason or ""), 200)
            return t("➖ Excused by {name}, {when}: {reason}", name=who, when=when, reason=reason)
        case "missed":
            return t("❌ Missed: not done by {when}", when=when)
        case _:
            return t("👥 Handed over to {name}", name=who)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to tell, with the names that stand in it. ``item`` is ``None`` where it concerns a plan or nothing.

    ``answer``: what became of what was asked, empty while it is open. Of something missed it is the reason; of
    something offered ``taken``, or ``gone`` where it is not for this person to take any more.
    """

    kind: str
    item: WorkItem | None = None
    who: str = ""
    plan: str = ""
    answer: str = ""


def notice_screen(t: Texts, told: Sequence[Told]) -> Screen:
    """Several things to tell one person, gathered by kind; the missed ones ask for their reason."""
    parts: list[str] = []
    for kind in _ORDER:
        of_kind = [one for one in told if one.kind == kind]
        if of_kind:
            asked = any(not one.answer for one in of_kind)
            parts += [f"<b>{esc(_heading(t, kind if asked else f'{kind}-answered', len(of_kind)))}</b>"]
            parts += [f"· {esc(line(t, one))}" for one in of_kind[:_LISTED]]
            if len(of_kind) > _LISTED:
                parts.append(esc(t("… and {n} more: /board", n=len(of_kind) - _LISTED)))
            parts.append("")
    return Screen("\n".join(parts).strip(), _notice_buttons(t, told))


_ORDER = (
    "calendar",
    "offered",
    "missed",
    "overdue",
    "excused",
    "unreachable",
    "form-gone",
    "person-gone",
    "accepted",
    "declined",
)


def _heading(t: Texts, kind: str, n: int) -> str:
    match kind:
        case "overdue":
            return t.n("⚠️ {n} overdue", "⚠️ {n} overdue", n)
        case "missed":
            return t.n("❌ {n} missed: please give the reason", "❌ {n} missed: please give the reasons", n)
        case "missed-answered":
            return t.n("❌ {n} missed", "❌ {n} missed", n)
        case "excused":
            return t.n("➖ {n} excused", "➖ {n} excused", n)
        case "unreachable":
            return t("📵 Reminders that did not reach their evaluator")
        case "form-gone":
            return t("📄 Plans whose form is not there any more")
        case "person-gone":
            return t("👤 Plans whose evaluator has left")
        case "offered":
            return t("👥 Will you take this over?")
        case "offered-answered":
            return t("👥 Asked whether you take this over")
        case "accepted":
            return t("👥 Taken over")
        case "declined":
            return t("👥 Not taken over")
        case _:
            return t("📅 Working days")


def line(t: Texts, told: Told) -> str:
    """One thing to tell, in a line."""
    item = told.item
    if item is None:
        if told.kind == "calendar":
            return t(
                "The holidays of {year} are not known to this version. Until it is updated, Monday to Friday count as "
                "working days, less 1 January, 1-2 May and 1-3 October; due dates of {year} may still move.",
                year=told.plan,
            )
        return told.plan
    what = f"{item.subject} · {item.form_title} · {item.occurrence.period}"
    due = f"{weekday(t, item.occurrence.due)} {item.occurrence.due:%m-%d}"
    match told.kind:
        case "overdue":
            return t("{what}, was due {due} ({name})", what=what, due=due, name=told.who)
        case "missed" if told.answer:
            return t(
                "{what} ({name}): {reason}", what=what, name=told.who, reason=clip(masked(told.answer), 120)
            )
        case "missed":
            return t("{what} ({name})", what=what, name=told.who)
        case "excused":
            return t(
                "{what} ({name}): {reason}",
                what=what,
                name=told.who,
                reason=clip(masked(item.occurrence.reason or ""), 120),
            )
        case "unreachable":
            return t(
                "{what}, due {due}: {name} cannot be reached (bot blocked or never started). "
                "The task is kept; hand it over or tell them.",
                what=what,
                due=due,
                name=told.who,
            )
        case "form-gone":
            return t("{what}: nobody can start it until the form is back. It is kept.", what=what)
        case "person-gone":
            return t("{what}: {name} is not reminded any more. Give it to another.", what=what, name=told.who)
        case "offered" if told.answer:
            end = t("it is yours") if told.answer == "taken" else t("not with you")
            return t("{what}, due {due} (from {name}): {end}", what=what, due=due, name=told.who, end=end)
        case "offered":
            return t("{what}, due {due} (from {name})", what=what, due=due, name=told.who)
        case _:
            return t("{what} ({name})", what=what, name=told.who)


def _notice_buttons(t: Texts, told: Sequence[Told]) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    for one in told:
        if one.item is None or one.answer:
            continue
        id = str(one.item.occurrence.id)
        if one.kind == "offered":
            named = short(one.item.subject, 9)
            rows.append(
                (
                    Button(t("✔ Take {name}", name=named), Act("rtake", args=(id,)), "success"),
                    Button(t("✖ No"), Act("rdecline", args=(id,))),
                )
            )
        elif one.kind == "missed" and len(rows) < _REASONS_ASKED:
            label = f"{short(one.item.subject, 9)} {one.item.occurrence.period}"
            rows.append((Button(t("✏️ Reason: {what}", what=label), Act("rwhy", args=(id,))),))
    return tuple(rows[:_REASONS_ASKED])


@dataclass(frozen=True, slots=True)
class Digested:
    """One occurrence of a month, with what failed in it."""

    item: WorkItem
    failed: tuple[str, ...]


def digest_screen(t: Texts, month: str, each: Sequence[Digested], worst: Sequence[tuple[str, int]]) -> Screen:
    """What became of everything due in a month, site by site: done, late, missed, excused, grades, what failed."""
    states = [one.item.occurrence.state for one in each]
    done, late = states.count("done"), states.count("done-late")
    missed, excused = states.count("missed"), states.count("excused")
    rest = len(states) - done - late - missed - excused
    figures = [
        f"{state_mark('done')} {t('{n} done in time', n=done)}",
        f"{state_mark('done-late')} {t('{n} late', n=late)}",
        f"{state_mark('missed')} {t('{n} missed', n=missed)}",
        f"{state_mark('excused')} {t('{n} excused', n=excused)}",
        *([f"{state_mark('overdue')} {t('{n} still open', n=rest)}"] if rest else []),
    ]
    by_site: dict[tuple[str, str], list[Digested]] = {}
    for one in each:
        by_site.setdefault((one.item.subject, one.item.form_title), []).append(one)
    told = [f"· {esc(_site_line(t, name, form, of_site))}" for (name, form), of_site in by_site.items()]
    more = len(told) - 2 * _LISTED
    failed = t(", ").join(f"{clip(title, 30)} ×{n}" for title, n in worst)
    return Screen(
        lines(
            f"📊 <b>{esc(t('{month}: what became of your plans', month=month))}</b>",
            esc(" · ".join(figures)),
            "",
            *told[: 2 * _LISTED],
            esc(t("… and {n} more: /board", n=more)) if more > 0 else None,
            "" if failed else None,
            esc(t("Failed most often: {named}", named=failed)) if failed else None,
        )
    )


def _site_line(t: Texts, name: str, form: str, of_site: Sequence[Digested]) -> str:
    marks = "".join(state_mark(one.item.occurrence.state) for one in of_site[:31])
    grades = [one.item.result.grade for one in of_site if one.item.result and one.item.result.grade]
    graded = t(", ").join(f"{grade}×{grades.count(grade)}" for grade in dict.fromkeys(grades))
    failed = dict.fromkeys(title for one in of_site for title in one.failed)
    weak = t(", ").join(clip(title, 20) for title in list(failed)[:2])
    return " · ".join(part for part in (name, clip(form, 20), marks, graded, weak) if part)


def state_mark(state: str) -> str:
    """One sign for how an occurrence stands."""
    return {"done": "✅", "done-late": "🕗", "missed": "❌", "excused": "➖", "overdue": "⚠️"}.get(state, "▫️")
