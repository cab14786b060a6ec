"""The card: the question that is open, with its answer buttons."""

from __future__ import annotations

from decimal import Decimal

from bot.rating import Rating
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, quote, rows_of
from bot.screens.wording import answer_words, bar, headline, note_words, number
from bot.texts import Texts
from rubrics.answers import Answer, Deducted, Inspected, NotApplicable, Pointed, Rated, Ticked, Written
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
    TextCriterion,
)
from rubrics.walk import is_met, neighbour

_MANY_STEPS = 15
_NOTES_SHOWN = 3


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
            bold(criterion.title) if criterion.title not in criterion.text else None,
            esc(criterion.text),
            *_details(t, rating, criterion, answer, band),
            _answered(t, criterion, answer),
            _notes(t, rating),
        ),
        (*_answer_rows(t, rating, criterion, answer, band), *_walk_rows(t, rating)),
    )


def _progress(rating: Rating) -> str:
    form = rating.form
    place, count = form.position[rating.cursor.id] + 1, len(form.criteria)
    done = sum(1 for c in form.criteria if c.id in rating.answers)
    return f"{bar(done, count)} {place}/{count} · {esc(rating.section.title)}"


def _details(
    t: Texts, rating: Rating, criterion: Criterion, answer: Answer | None, band: int | None
) -> list[str]:
    """Guidance, anchors, options in full: what the buttons only say in short."""
    parts: list[str | None] = [quote([f"· {esc(line)}" for line in criterion.guidance])]
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
        case ChecklistCriterion(options=options):
            ticked = answer.options if isinstance(answer, Ticked) else ()
            marks = [("☑" if o.id in ticked else "☐", place, o) for place, o in enumerate(options, 1)]
            parts.append(
                quote([f"{mark} {place}. {esc(o.text)} ({number(o.points)})" for mark, place, o in marks])
            )
        case DeductionCriterion(reasons=reasons):
            counts = dict(answer.counts) if isinstance(answer, Deducted) else {}
            parts.append(quote([_reason(t, r.text, r.points, r.unit, counts.get(r.id, 0)) for r in reasons]))
        case InspectionCriterion():
            parts.append(_inspection(t, criterion, answer))
        case PointsCriterion(min=low, max=high, step=step):
            parts.append(f"<i>{_range(t, low, high, step)}</i>")
        case ChoiceCriterion():
            pass
        case TextCriterion():
            parts.append(f"<i>{t('Type your words and send them.')}</i>")
    if criterion.cut:
        parts.append(f"<i>{esc(criterion.cut)}</i>")
    return [part for part in parts if part]


def _reason(t: Texts, text: str, points: Decimal, unit: str | None, count: int) -> str:
    each = t("−{points} each", points=number(points)) if unit else f"−{number(points)}"
    return f"{esc(text)} {each}{f' · <b>×{count}</b>' if count and unit else ' ✓' if count else ''}"


def _range(t: Texts, low: Decimal, high: Decimal, step: Decimal) -> str:
    if step == 1:
        return t("{low}–{high} points", low=number(low), high=number(high))
    return t("{low}–{high} points in steps of {step}", low=number(low), high=number(high), step=number(step))


def _inspection(t: Texts, criterion: InspectionCriterion, answer: Answer | None) -> str:
    found = answer if isinstance(answer, Inspected) else Inspected(0)
    verdict = t("met") if is_met(criterion, found) else t("not met")
    mark = "✅" if is_met(criterion, found) else "❌"
    if answer is None or isinstance(answer, NotApplicable):
        mark, verdict = "▫️", t("not met from {n} {unit} on", n=criterion.threshold, unit=criterion.unit)
    count = f"<b>{found.defects} / {criterion.threshold} {esc(criterion.unit)}</b>"
    sample = f"{t('Sample')}: {esc(criterion.sample)}\n" if criterion.sample else ""
    return f"{sample}{mark} {count} {verdict}"


def _answered(t: Texts, criterion: Criterion, answer: Answer | None) -> str | None:
    if answer is None or isinstance(answer, Ticked | Deducted | Inspected):
        return None
    return f"\n✓ {bold(clip(answer_words(t, criterion, answer), 300))}"


def _notes(t: Texts, rating: Rating) -> str | None:
    notes = rating.notes_on(rating.cursor.id)
    if not notes:
        return None
    shown = [f"📝 {note_words(t, note)}" for note in notes[-_NOTES_SHOWN:]]
    earlier = len(notes) - len(shown)
    more = t.n("… and {n} earlier", "… and {n} earlier", earlier) if earlier else None
    return lines("", more, *shown)


def _answer_rows(
    t: Texts, rating: Rating, criterion: Criterion, answer: Answer | None, band: int | None
) -> tuple[tuple[Button, ...], ...]:
    item = rating.form.position[criterion.id]
    match criterion:
        case LevelCriterion():
            chosen = answer.level if isinstance(answer, Rated) else None
            labels = [level.label for level in rating.form.levels]
            rows = _choices(rating, item, labels, chosen)
        case ChoiceCriterion(options=options):
            chosen = answer.text if isinstance(answer, Written) else None
            rows = _choices(rating, item, options, chosen)
        case PointsCriterion(min=low, max=high, step=step):
            rows = _numbers(rating, item, _steps(low, high, step), answer)
        case AnchoredCriterion(anchors=anchors):
            rows = _numbers(rating, item, [a.points for a in anchors], answer)
        case BandedCriterion(bands=bands) if band is not None:
            chosen_band = bands[band]
            points = list(reversed(_steps(chosen_band.low, chosen_band.high, Decimal(1))))
            back = Button(t("◂ other sentence"), rating.act("bands"))
            rows = (*_numbers(rating, item, points, answer), (back,))
        case BandedCriterion(bands=bands):
            points_now = answer.points if isinstance(answer, Pointed) else None
            rows = rows_of(
                Button(
                    f"{'● ' if points_now is not None and b.low <= points_now <= b.high else ''}"
                    f"{number(b.high)}–{number(b.low)}",
                    rating.act("band", item, place),
                )
                for place, b in enumerate(bands)
            )
        case ChecklistCriterion():
            rows = _ticks(t, rating, criterion, answer, item)
        case DeductionCriterion():
            rows = _deductions(t, rating, criterion, answer, item)
        case InspectionCriterion():
            rows = _defects(t, rating, criterion, answer, item)
        case TextCriterion():
            rows = ()
    if criterion.na:
        off = isinstance(answer, NotApplicable)
        na = Button(f"● {criterion.na}" if off else criterion.na, rating.act("a", item, "na"))
        rows = (*rows, (na,))
    return rows


def _choices(
    rating: Rating, item: int, labels: tuple[str, ...] | list[str], chosen: str | None
) -> tuple[tuple[Button, ...], ...]:
    return rows_of(
        Button(
            f"● {label}" if label == chosen else label,
            rating.act("a", item, place),
            "primary" if label == chosen else None,
        )
        for place, label in enumerate(labels)
    )


def _steps(low: Decimal, high: Decimal, step: Decimal) -> list[Decimal]:
    return [low + step * i for i in range(int((high - low) / step) + 1)]


def _numbers(
    rating: Rating, item: int, points: list[Decimal], answer: Answer | None
) -> tuple[tuple[Button, ...], ...]:
    """A button a number; where there would be too many, they are typed (the text says the range)."""
    if len(points) > 2 * _MANY_STEPS:
        return ()
    chosen = answer.points if isinstance(answer, Pointed) else None
    return rows_of(
        (
            Button(
                f"●{number(p)}" if p == chosen else number(p),
                rating.act("p", item, number(p).replace(".", "_")),
                "primary" if p == chosen else None,
            )
            for p in points
        ),
        most=5 if len(points) <= _MANY_STEPS else 8,
    )


def _ticks(
    t: Texts, rating: Rating, criterion: ChecklistCriterion, answer: Answer | None, item: int
) -> tuple[tuple[Button, ...], ...]:
    ticked = answer.options if isinstance(answer, Ticked) else ()
    rows = [
        (
            Button(
                f"{'☑' if o.id in ticked else '☐'} {place}. {o.text}",
                rating.act("tick", item, place - 1, 0 if o.id in ticked else 1),
                "success" if o.id in ticked else None,
            ),
        )
        for place, o in enumerate(criterion.options, 1)
    ]
    done = t("Done · {n} ticked", n=len(ticked)) if ticked else t("Done · none ticked")
    return (*rows, (Button(done, rating.act("done", item), "primary"),))


def _deductions(
    t: Texts, rating: Rating, criterion: DeductionCriterion, answer: Answer | None, item: int
) -> tuple[tuple[Button, ...], ...]:
    counts = dict(answer.counts) if isinstance(answer, Deducted) else {}
    rows: list[tuple[Button, ...]] = []
    for place, reason in enumerate(criterion.reasons):
        count = counts.get(reason.id, 0)
        if reason.once:
            mark = "☑" if count else "☐"
            label = f"{mark} {reason.text} −{number(reason.points)}"
            rows.append((Button(label, rating.act("count", item, place, 0 if count else 1)),))
            continue
        unit = reason.unit or ""
        rows.append(
            (
                Button(f"{reason.text} −", rating.act("count", item, place, max(count - 1, 0))),
                Button(f"{count} {unit}".strip(), rating.act("same", item)),
                Button(f"{reason.text} ＋", rating.act("count", item, place, count + 1)),
            )
        )
    done = t("Done") if counts else t("Done · nothing deducted")
    return (*rows, (Button(done, rating.act("done", item), "primary"),))


def _defects(
    t: Texts, rating: Rating, criterion: InspectionCriterion, answer: Answer | None, item: int
) -> tuple[tuple[Button, ...], ...]:
    found = answer if isinstance(answer, Inspected) else Inspected(0)
    less, more = max(found.defects - 1, 0), found.defects + 1
    rows: list[tuple[Button, ...]] = [
        (
            Button("−1", rating.act("defects", item, less)),
            Button(f"{found.defects} {criterion.unit}", rating.act("same", item)),
            Button("＋1", rating.act("defects", item, more)),
        )
    ]
    for place, flag in enumerate(criterion.flags):
        on = flag.id in found.flags
        label = f"{'☑' if on else '☐'} {flag.text}"
        rows.append(
            (Button(label, rating.act("flag", item, place, 0 if on else 1), "danger" if on else None),)
        )
    touched = isinstance(answer, Inspected)
    met = is_met(criterion, found)
    verdict = t("met") if met else t("not met")
    label = (
        t("Done · {verdict}", verdict=verdict) if touched else t("No defects · {verdict}", verdict=verdict)
    )
    rows.append((Button(label, rating.act("done", item), "success" if met else "danger"),))
    return tuple(rows)


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
    ]
    return (tuple(first), *([tuple(second)] if second else []))


def _undo_label(t: Texts, rating: Rating) -> str:
    """What the undo button would take back: the question's number and, in a word, what is stored there now."""
    touched = rating.undoable
    answer = rating.answers.get(touched.item) if touched else None
    if touched is None or touched.item not in rating.form.position:
        return t("↩ Undo")
    place = rating.form.position[touched.item] + 1
    words = "" if answer is None else clip(answer_words(t, rating.form.by_id[touched.item], answer), 6)
    return t("↩ Undo {place}: {answer}", place=place, answer=words or "—")
