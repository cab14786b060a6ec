"""The card: the question that is open, what is said of it so far, and the ways from it."""

from __future__ import annotations

from decimal import Decimal

from bot.rating import Rating
from bot.screens.answer_buttons import answer_rows, number_buttons
from bot.screens.brought import noted, said
from bot.screens.screen import (
    Button,
    Screen,
    bold,
    clip,
    esc,
    lines,
    noticed,
    packed,
    quote,
    short,
)
from bot.screens.wording import (
    bar,
    bracketed,
    brief_words,
    headline,
    number,
    told,
)
from bot.texts import Texts
from rubrics.answers import Answer, Deducted, Inspected, NotApplicable, Ticked
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    ChecklistCriterion,
    ChoiceCriterion,
    Criterion,
    DeductionCriterion,
    InspectionCriterion,
    LevelCriterion,
    PointsCriterion,
    Reason,
    TextCriterion,
)
from rubrics.walk import is_met, neighbour

_NOTES_SHOWN = 3
_PREVIEW = 40
"""Characters of a note on the card; the notes themselves stand behind their button."""
_LINES_AT_ONCE = 4
"""With more lines than this a checklist folds: its buttons say nearly all, and must not be pushed off the screen."""


def question_screen(
    t: Texts, rating: Rating, *, band: int | None = None, notice: str | None = None
) -> Screen:
    """The question at the cursor. ``band`` is the sentence opened in a banded criterion.

    ``notice`` is a line (plain words) about what just happened, shown first.
    """
    criterion = rating.cursor
    answer = rating.answers.get(criterion.id)
    return Screen(
        lines(
            noticed(notice),
            headline(rating.form, rating.name),
            _progress(rating),
            "",
            _title(rating, criterion),
            esc(criterion.text),
            *_details(t, rating, criterion, answer, band),
            _answered(t, rating, criterion, answer),
            _notes(t, rating),
        ),
        (*answer_rows(t, rating, criterion, answer, band), *_walk_rows(t, rating)),
    )


def _title(rating: Rating, criterion: Criterion) -> str | None:
    """The short title, where neither the question nor the section above says it already."""
    said = criterion.title in criterion.text or criterion.title == rating.section.title
    return None if said else bold(criterion.title)


def _progress(rating: Rating) -> str:
    form = rating.form
    place, count = form.position[rating.cursor.id] + 1, len(form.criteria)
    done = sum(1 for c in form.criteria if c.id in rating.answers)
    return f"{bar(done, count)} {place}/{count} · {esc(rating.section.title)}"


def _details(
    t: Texts, rating: Rating, criterion: Criterion, answer: Answer | None, band: int | None
) -> list[str]:
    """Guidance, anchors, options in full: what the buttons only say in short."""
    parts: list[str | None] = [
        quote([f"· {esc(line)}" for line in criterion.guidance]),
        f"<i>{esc(criterion.cut)}</i>" if criterion.cut and band is None else None,
    ]
    match criterion:
        case LevelCriterion(anchors=anchors) if anchors:
            order = [level.label for level in rating.form.levels if level.label in anchors]
            parts.append(quote([f"<b>{esc(label)}</b> {esc(anchors[label])}" for label in order]))
        case LevelCriterion():
            noted = [f"{esc(level.label)} — {esc(level.note)}" for level in rating.form.levels if level.note]
            parts.append(quote(noted))
        case AnchoredCriterion(anchors=points):
            parts.append(quote([f"<b>{number(a.points)}</b> {esc(a.text)}" for a in points]))
        case BandedCriterion(bands=bands):
            shown = bands if band is None else (bands[band],)
            parts.append(quote([f"<b>{number(b.high)}–{number(b.low)}</b> {esc(b.text)}" for b in shown]))
        case ChecklistCriterion():
            parts.extend(_options(t, criterion, answer.options if isinstance(answer, Ticked) else ()))
        case DeductionCriterion(reasons=reasons):
            counts = dict(answer.counts) if isinstance(answer, Deducted) else {}
            parts.append(quote([_reason(t, r, counts.get(r.id, 0)) for r in reasons]))
        case InspectionCriterion():
            parts.append(_inspection(t, criterion, answer))
        case PointsCriterion(min=low, max=high, step=step):
            typed = "" if number_buttons(low, high, step) else " " + t("Type the number and send it.")
            parts.append(f"<i>{_range(t, low, high, step)}{typed}</i>")
        case ChoiceCriterion():
            pass
        case TextCriterion():
            parts.append(f"<i>{t('Type your words and send them.')}</i>")
    return [part for part in parts if part]


def _options(t: Texts, criterion: ChecklistCriterion, ticked: tuple[str, ...]) -> list[str | None]:
    """The lines of a checklist in full; points stand behind each line only where they differ."""
    worths = {option.points for option in criterion.options}
    each = t("{points} points a tick", points=number(min(worths))) if len(worths) == 1 else None
    told_lines = []
    for place, option in enumerate(criterion.options, 1):
        worth = "" if each else bracketed(t, t("{points} points", points=number(option.points)))
        told_lines.append(f"{'☑' if option.id in ticked else '☐'} {place}. {esc(option.text)}{worth}")
    return [
        f"<i>{each}</i>" if each else None,
        quote(told_lines, expandable=len(told_lines) > _LINES_AT_ONCE),
    ]


def _reason(t: Texts, reason: Reason, count: int) -> str:
    points = number(reason.points)
    if reason.once:
        return f"{'☑' if count else '☐'} {told(t, esc(reason.text), t('−{points} points', points=points))}"
    each = t("−{points} for each {unit}", points=points, unit=esc(reason.unit or t("time")))
    return told(t, esc(reason.text), each) + (f" · <b>×{count}</b>" if count else "")


def _range(t: Texts, low: Decimal, high: Decimal, step: Decimal) -> str:
    if step == 1:
        return t("{low}–{high} points", low=number(low), high=number(high))
    return t("{low}–{high} points in steps of {step}", low=number(low), high=number(high), step=number(step))


def _inspection(t: Texts, criterion: InspectionCriterion, answer: Answer | None) -> str:
    found = answer if isinstance(answer, Inspected) else Inspected(0)
    verdict = t("met") if is_met(criterion, found) else t("not met")
    mark = "✅" if is_met(criterion, found) else "❌"
    if answer is None or isinstance(answer, NotApplicable):
        mark, verdict = "▫️", _limit(t, criterion)
    count = f"<b>{found.defects} / {criterion.threshold} {esc(criterion.unit)}</b>"
    sample = told(t, t("Sample"), esc(criterion.sample)) + "\n" if criterion.sample else ""
    failed = answer is not None and not isinstance(answer, NotApplicable) and not is_met(criterion, found)
    wanted = (
        "\n" + f"<i>{t('Type the corrective action wanted; it is kept as a note.')}</i>" if failed else ""
    )
    return f"{sample}{mark} {count} · {verdict}{wanted}"


def _limit(t: Texts, criterion: InspectionCriterion) -> str:
    if criterion.single:
        return t(
            "not met from {n} {unit} on within one item", n=criterion.threshold, unit=esc(criterion.unit)
        )
    return t("not met from {n} {unit} on", n=criterion.threshold, unit=esc(criterion.unit))


def _answered(t: Texts, rating: Rating, criterion: Criterion, answer: Answer | None) -> str | None:
    if answer is None or isinstance(answer, Ticked | Deducted | Inspected):
        return None
    return f"\n✓ {bold(clip(said(t, rating, criterion, answer), 300))}"


def _notes(t: Texts, rating: Rating) -> str | None:
    notes = rating.notes_on(rating.cursor.id)
    if not notes:
        return None
    shown = [f"📝 {noted(t, rating, note, _PREVIEW)}" for note in notes[-_NOTES_SHOWN:]]
    earlier = len(notes) - len(shown)
    more = t.n("… and {n} earlier", "… and {n} earlier", earlier) if earlier else None
    return lines("", more, *shown)


def _walk_rows(t: Texts, rating: Rating) -> tuple[tuple[Button, ...], ...]:
    """Back, overview, forward; then undo, next open question, notes, as far as they make sense here."""
    here = rating.cursor.id
    form = rating.form
    back, on = neighbour(form, here, -1), neighbour(form, here, 1)
    first = [
        *([Button(t("◀ Previous"), rating.act("go", form.position[back]))] if back else []),
        Button(t("☰ Overview"), rating.act("view", "overview")),
        *(
            [Button(t("Next ▶"), rating.act("go", form.position[on]))]
            if on
            else [Button(t("Review ▶"), rating.act("view", "review"))]
        ),
    ]
    elsewhere = [c.id for c in form.criteria if c.id not in rating.answers and c.id not in (here, on)]
    skipped = bool(elsewhere) and (here in rating.answers or on in rating.answers)
    notes = len(rating.notes_on(here))
    second = [
        *([Button(_undo_label(t, rating), rating.act("undo"))] if rating.undoable else []),
        *([Button(t("⏭ Next open"), rating.act("open"))] if skipped else []),
        *([Button(t("📝 Notes ({n})", n=notes), rating.act("view", "notes"))] if notes else []),
        *([Button(t("Review ▶"), rating.act("view", "review"))] if on and not rating.missing else []),
    ]
    return (tuple(first), *packed(second))


def _undo_label(t: Texts, rating: Rating) -> str:
    """What the undo button would take back: the question's number and, in a word, what is stored there now."""
    touched = rating.undoable
    answer = rating.answers.get(touched.item) if touched else None
    if touched is None or touched.item not in rating.form.position:
        return t("↩ Undo")
    place = rating.form.position[touched.item] + 1
    words = "" if answer is None else short(brief_words(t, rating.form.by_id[touched.item], answer), 12)
    return t("↩ Undo {place}: {answer}", place=place, answer=words or "—")
