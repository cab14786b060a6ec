"""Points within one criterion: ranges, steps, anchors, bands, reasons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from rubrics.checks.places import criteria, each, figure, listed, question, worth
from rubrics.findings import Flaw, Path, Rule
from rubrics.maxima import maximum
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    ChecklistCriterion,
    Criterion,
    DeductionCriterion,
    Form,
    PointBand,
    PointsCriterion,
)


def points(form: Form) -> Iterator[Flaw]:
    """Points that cannot be given, or not as the form says."""
    for path, criterion in criteria(form):
        yield from _negative(path, criterion)
        match criterion:
            case PointsCriterion():
                yield from _range(path, criterion)
            case AnchoredCriterion():
                yield from _anchored(path, criterion)
            case BandedCriterion():
                yield from _banded(path, criterion)
            case DeductionCriterion():
                yield from _deductions(path, criterion)
        if (
            isinstance(criterion, AnchoredCriterion | BandedCriterion | ChecklistCriterion)
            and maximum(criterion) == 0
        ):
            yield Flaw(Rule.NO_POINTS, path, {"place": question(criterion)}, over=worth(path, criterion))


def _negative(path: Path, criterion: Criterion) -> Iterator[Flaw]:
    given: list[tuple[Path, Decimal]] = []
    match criterion:
        case PointsCriterion():
            given = [((*path, "min"), criterion.min)]
        case AnchoredCriterion(anchors=anchors):
            given = [((*path, "anchors", i, "points"), anchor.points) for i, anchor in enumerate(anchors)]
        case BandedCriterion(bands=bands):
            given = [((*path, "bands", i, "low"), band.low) for i, band in enumerate(bands)]
        case ChecklistCriterion(options=options):
            given = [((*path, "options", i, "points"), option.points) for i, option in enumerate(options)]
        case DeductionCriterion():
            given = [((*path, "floor"), criterion.floor)]
    for where, number in given:
        if number < 0:
            words = {"place": question(criterion), "key": where[-1], "given": figure(number)}
            yield Flaw(Rule.NEGATIVE, where, words)


def _range(path: Path, criterion: PointsCriterion) -> Iterator[Flaw]:
    least, most, step = criterion.min, criterion.max, criterion.step
    words = {"place": question(criterion), "min": figure(least), "max": figure(most), "step": figure(step)}
    if step <= 0:
        yield Flaw(Rule.STEP_SIZE, (*path, "step"), words)
    if least >= most:
        yield Flaw(Rule.POINTS_RANGE, (*path, "max"), words, over=((*path, "min"), (*path, "max")))
    elif step > 0 and (most - least) % step:
        over = tuple((*path, key) for key in ("min", "max", "step"))
        yield Flaw(Rule.STEP_UNEVEN, (*path, "step"), words, over=over)


def _anchored(path: Path, criterion: AnchoredCriterion) -> Iterator[Flaw]:
    given = [anchor.points for anchor in criterion.anchors]
    falling = all(one > other for one, other in pairwise(given))
    rising = all(one < other for one, other in pairwise(given))
    if not falling and not rising:
        words = {"place": question(criterion), "points": listed(figure(number) for number in given)}
        over = each((*path, "anchors"), len(given), "points")
        yield Flaw(Rule.ANCHOR_ORDER, (*path, "anchors"), words, over=over)


def _ends(band: PointBand) -> str:
    return f"{figure(band.low)}-{figure(band.high)}"


def _banded(path: Path, criterion: BandedCriterion) -> Iterator[Flaw]:
    who = question(criterion)
    for i, band in enumerate(criterion.bands):
        here = (*path, "bands", i)
        for key, end in (("low", band.low), ("high", band.high)):
            if end % 1:
                yield Flaw(Rule.BAND_WHOLE, (*here, key), {"place": who, "key": key, "given": figure(end)})
        if band.low > band.high:
            words = {"place": who, "low": figure(band.low), "high": figure(band.high)}
            yield Flaw(Rule.BAND_ENDS, (*here, "low"), words, over=((*here, "low"), (*here, "high")))
    yield from _neighbours(path, criterion)


def _sound(band: PointBand) -> bool:
    """Whether the band is one in itself, so that it can be held against its neighbours."""
    return band.low <= band.high and not band.low % 1 and not band.high % 1


def _neighbours(path: Path, criterion: BandedCriterion) -> Iterator[Flaw]:
    for i, (before, band) in enumerate(pairwise(criterion.bands), 1):
        if not (_sound(before) and _sound(band)):
            continue
        words = {"place": question(criterion), "before": _ends(before), "this": _ends(band)}
        here = (*path, "bands", i)
        over = tuple((*path, "bands", j, key) for j in (i - 1, i) for key in ("low", "high"))
        if band.low > before.high:
            yield Flaw(Rule.BAND_ORDER, here, words, over=over)
        elif band.high != before.low - 1:
            rule = Rule.BAND_OVERLAP if band.high >= before.low else Rule.BAND_GAP
            yield Flaw(rule, here, {**words, "wanted": figure(before.low - 1)}, over=over)


def _deductions(path: Path, criterion: DeductionCriterion) -> Iterator[Flaw]:
    who, room = question(criterion), criterion.max - criterion.floor
    for i, reason in enumerate(criterion.reasons):
        if reason.points <= 0:
            words = {"place": f'{who}, reason "{reason.id}"', "given": figure(reason.points)}
            yield Flaw(Rule.REASON_NOTHING, (*path, "reasons", i, "points"), words)
    if room <= 0:
        words = {"place": who, "floor": figure(criterion.floor), "max": figure(criterion.max)}
        yield Flaw(Rule.FLOOR, (*path, "max"), words, over=((*path, "max"), (*path, "floor")))
        return
    once = [reason for reason in criterion.reasons if reason.once]
    lost = sum((reason.points for reason in once), Decimal(0))
    if lost > room:
        parts = listed(f"{reason.id} {figure(reason.points)}" for reason in once)
        words = {"place": who, "sum": figure(lost), "room": figure(room), "parts": parts}
        words["difference"] = figure(lost - room)
        reasons = each((*path, "reasons"), len(criterion.reasons), "points", "once")
        over = ((*path, "max"), (*path, "floor"), *reasons)
        yield Flaw(Rule.ONCE_TOO_MUCH, (*path, "reasons"), words, over=over)
