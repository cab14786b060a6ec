"""The board: this month and quarter at a glance, then line by line, what is overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.codec import Act
from bot.privacy.masking import masked
from bot.screens.plan_words import mark
from bot.screens.plans import pages
from bot.screens.reminder import weekday
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, short
from bot.texts import Texts
from storage.plan_lists import Tally
from storage.work_items import WorkItem

PAGE = 10
"""Lines on one page."""
_REASONS = 4
"""So many missed ones on a page have a button for their reason."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One occurrence on the board: its form in short, who rates, and today where it is due."""

    item: WorkItem
    form: str
    evaluator: str
    today: date


def board_screen(
    t: Texts,
    periods: Sequence[tuple[str, Tally]],
    each: Sequence[BoardLine],
    page: int,
    total: int,
    *,
    notice: str | None = None,
) -> Screen:
    """Counts for each period, then the occurrences; missed ones ask for their reason."""
    groups: list[str] = []
    heading = ""
    for one in each:
        title = _group(t, one)
        if title != heading:
            heading = title
            groups.append(f"\n<b>{esc(title)}</b>")
        groups.append(_line(t, one))
    unexplained = [one for one in each if _unexplained(one)]
    return Screen(
        lines(
            noticed(notice),
            f"🚦 <b>{t('Board')}</b>",
            "",
            *(_counts(t, name, tally) for name, tally in periods),
            *groups,
            None if total else "\n" + t("Nothing comes due in these days. Plans are made with /plans."),
        ),
        (
            *((_why(t, one),) for one in unexplained[:_REASONS]),
            *pages("board", page, total, PAGE),
            (Button(t("📅 Plans"), Act("plans")), Button(t("☰ Menu"), Act("menu"))),
        ),
    )


def _counts(t: Texts, name: str, tally: Tally) -> str:
    parts = [
        t("⚠️ {n} overdue", n=tally.overdue) if tally.overdue else None,
        t("○ {n} to do", n=tally.pending) if tally.pending else None,
        t("✅ {n} done", n=tally.done) if tally.done else None,
        t("🕗 {n} late", n=tally.late) if tally.late else None,
        t("❌ {n} missed", n=tally.missed) if tally.missed else None,
        t("➖ {n} excused", n=tally.excused) if tally.excused else None,
    ]
    return t("{period}: {counts}", period=bold(name), counts=" · ".join(p for p in parts if p) or "—")


def _group(t: Texts, one: BoardLine) -> str:
    match one.item.occurrence.state:
        case "overdue":
            return t("Overdue")
        case "missed" if _unexplained(one):
            return t("Missed, wanting a reason")
        case "scheduled" | "open" | "in-progress":
            return t("To do")
        case _:
            return t("Settled")


def _unexplained(one: BoardLine) -> bool:
    return one.item.occurrence.state == "missed" and one.item.occurrence.reason is None


def _line(t: Texts, one: BoardLine) -> str:
    occurrence, result = one.item.occurrence, one.item.result
    parts = [bold(clip(one.item.subject, 30)), esc(one.form), esc(_when(t, one))]
    if result is not None and result.grade:
        parts.append(bold(result.grade))
    if occurrence.state in {"missed", "excused"} and occurrence.reason:
        parts.append(esc(clip(masked(occurrence.reason), 40)))
    return f"{mark(occurrence.state)} {' · '.join([*parts, esc(clip(one.evaluator, 12))])}"


def _when(t: Texts, one: BoardLine) -> str:
    occurrence = one.item.occurrence
    left = (occurrence.due - one.today).days
    if occurrence.state == "overdue":
        return t.n("overdue for {n} day", "overdue for {n} days", -left)
    if occurrence.closed:
        return occurrence.period
    if left == 0:
        return t("due today")
    if left == 1:
        return t("due tomorrow")
    return t("due {day}", day=f"{occurrence.due:%m-%d} {weekday(t, occurrence.due)}")


def _why(t: Texts, one: BoardLine) -> Button:
    what = f"{short(one.item.subject, 9)} {one.item.occurrence.period}"
    return Button(t("✏️ Reason: {what}", what=what), Act("boardwhy", args=(str(one.item.occurrence.id),)))
