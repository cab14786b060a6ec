"""How plans and their dates are worded: how often, on which day, who is reminded when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.screens.reminder import state_mark, weekday
from bot.texts import Texts
from rubrics.due_rules import DueRule, read_due_rule
from rubrics.periods import Frequency
from rubrics.schedule import Occurrence
from storage.occurrences import State

_MONDAY = date(2026, 11, 23)


def every_words(t: Texts, every: str) -> str:
    """How often something comes due."""
    match every:
        case "day":
            return t("daily")
        case "week":
            return t("weekly")
        case "month":
            return t("monthly")
        case "quarter":
            return t("quarterly")
        case "half-year":
            return t("half-yearly")
        case _:
            return t("yearly")


def day_words(t: Texts, day: date) -> str:
    """A date with its weekday."""
    return t("{date} {weekday}", date=day.isoformat(), weekday=weekday(t, day))


def rule_words(t: Texts, rule: DueRule) -> str:
    """A due rule in as few words as a button holds."""
    match rule.kind:
        case "day":
            return t("day {n}", n=rule.number)
        case "workday":
            return t("working day {n}", n=rule.number)
        case "last-day":
            return t("last day")
        case "last-workday":
            return t("last working day")
        case "weekday":
            return weekday(t, _MONDAY + timedelta(days=rule.number - 1))
        case "every-day":
            return t("every day")
        case "workdays":
            return t("working days")


def due_words(t: Texts, every: str, rule: DueRule | str) -> str:
    """How often and on which day."""
    read = read_due_rule(rule) if isinstance(rule, str) else rule
    on = str(rule) if read is None else rule_words(t, read)
    if every in {"quarter", "half-year", "year"}:
        return t("{often}, in its last month: {on}", often=every_words(t, every), on=on)
    return t("{often}: {on}", often=every_words(t, every), on=on)


def ladder_words(t: Texts, every: str, at: str, days_before: Sequence[int]) -> str:
    """When the reminders come."""
    before = [str(n) for n in days_before if n]
    parts = [
        t("{days} days before", days=t(", ").join(before)) if before else None,
        t("on the day itself") if 0 in days_before else None,
        t("then every working day") if every != "day" else None,
    ]
    return t("{at}: {when}", at=at, when=t(", ").join(part for part in parts if part))


def occurrence_lines(t: Texts, one: Occurrence) -> str:
    """One period of a plan with its dates, for a preview."""
    reminders = t(", ").join(f"{at:%m-%d}" for at in one.reminders)
    told = t("{period}: due {day}", period=f"<b>{one.period.name}</b>", day=day_words(t, one.due))
    return f"{told}\n{t('reminders {days}', days=reminders)}" if reminders else told


def mark(state: State) -> str:
    """One sign for how an occurrence stands: a circle that fills while it is open."""
    return {"scheduled": "○", "open": "○", "in-progress": "◐"}.get(state) or state_mark(state)


FREQUENCY_ORDER: tuple[Frequency, ...] = ("day", "week", "month", "quarter", "half-year", "year")
"""In the order of the buttons."""


def offered_rules(every: str) -> tuple[str, ...]:
    """The due rules that are offered as buttons; the first is the default. Others can be typed."""
    match every:
        case "day":
            return ("workdays", "every-day")
        case "week":
            return ("fri", "mon", "tue", "wed", "thu", "sat", "sun")
        case _:
            return ("last-workday", "last-day", "day-5", "day-10", "day-15", "day-20", "day-25")
