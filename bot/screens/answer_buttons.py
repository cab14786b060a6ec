"""The buttons that answer a question, one way for each kind of criterion."""

from __future__ import annotations

from decimal import Decimal

from bot.rating import Rating
from bot.screens.screen import LABEL_ROOM, Button, rows_of, short, width
from bot.screens.wording import deduction_words, number
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
from rubrics.walk import is_met

_MANY_STEPS = 15


def answer_rows(
    t: Texts, rating: Rating, criterion: Criterion, answer: Answer | None, band: int | None
) -> tuple[tuple[Button, ...], ...]:
    """The buttons that answer a criterion. ``band`` is the sentence opened in a banded one."""
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
            rows = _numbers(rating, item, number_buttons(low, high, step), answer)
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


def number_buttons(low: Decimal, high: Decimal, step: Decimal) -> list[Decimal]:
    """The points that get a button each; none where they would be too many, and the number is typed."""
    return [] if (high - low) / step >= 2 * _MANY_STEPS else _steps(low, high, step)


def _steps(low: Decimal, high: Decimal, step: Decimal) -> list[Decimal]:
    return [low + step * i for i in range(int((high - low) / step) + 1)]


def _numbers(
    rating: Rating, item: int, points: list[Decimal], answer: Answer | None
) -> tuple[tuple[Button, ...], ...]:
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
                short(f"{'☑' if o.id in ticked else '☐'} {place}. {o.text}"),
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
            mark, points = "☑" if count else "☐", f"−{number(reason.points)}"
            label = f"{mark} {short(reason.text, LABEL_ROOM - 3 - width(points))} {points}"
            rows.append((Button(label, rating.act("count", item, place, 0 if count else 1)),))
            continue
        text, unit = short(reason.text, 8), reason.unit or ""
        rows.append(
            (
                Button(f"{text} −", rating.act("count", item, place, max(count - 1, 0))),
                Button(f"{count} {unit}".strip(), rating.act("same", item)),
                Button(f"{text} ＋", rating.act("count", item, place, count + 1)),
            )
        )
    done = t("Done · {words}", words=deduction_words(t, criterion, Deducted(tuple(counts.items()))))
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
        label = short(f"{'☑' if on else '☐'} {flag.text}")
        rows.append(
            (Button(label, rating.act("flag", item, place, 0 if on else 1), "danger" if on else None),)
        )
    touched = isinstance(answer, Inspected)
    met = is_met(criterion, found)
    verdict = t("met") if met else t("not met")
    label = t("Done · {words}", words=verdict) if touched else t("No defects · {verdict}", verdict=verdict)
    rows.append((Button(label, rating.act("done", item), "success" if met else "danger"),))
    return tuple(rows)
