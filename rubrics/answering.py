"""Reading and writing one answer: JSON value in, answer or fault out. Strict, so that a score can trust it.

The formats are those of ``rubrics.answers``. Numbers come exact, as ``int`` or ``Decimal``; a bool or a string
is no number. What is read is put into one shape: ticks, reasons and flags in the form's order, reasons that did
not happen dropped.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from rubrics.answer_faults import Fault, FaultKind, shown
from rubrics.answers import (
    Answer,
    Deducted,
    Inspected,
    JsonValue,
    NotApplicable,
    Pointed,
    Rated,
    Ticked,
    Written,
)
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    ChecklistCriterion,
    ChoiceCriterion,
    Criterion,
    DeductionCriterion,
    Form,
    InspectionCriterion,
    LevelCriterion,
    PointsCriterion,
    TextCriterion,
)
from rubrics.rounding import plain

__all__ = ["COUNT_LIMIT", "TEXT_LIMIT", "Fault", "FaultKind", "read_answer", "write_answer"]

COUNT_LIMIT = 999_999
"""The highest count of a reason or of defects that is taken (house: more is a slip)."""
TEXT_LIMIT = 4000
"""The longest text that is taken, in characters (house: what one message can hold)."""

_FINEST = -30
"""A number with its first digit further behind the point than this is on no form's scale."""


def read_answer(form: Form, criterion: Criterion, value: JsonValue) -> Answer | Fault:
    """The answer that a JSON value means for a criterion of the form, or why it means none."""
    if isinstance(value, dict) and value.keys() == {"na"} and value["na"] is True:
        return (
            NotApplicable() if criterion.na is not None else Fault(FaultKind.NA, criterion.id, shown(value))
        )
    # By ``kind``: every tap reads all answers given so far, and isinstance on the models is slow.
    match criterion.kind:
        case "level":
            return _level(form, criterion, value)
        case "points":
            return _points(criterion, value)
        case "anchored":
            return _anchored(criterion, value)
        case "banded":
            return _banded(criterion, value)
        case "checklist":
            return _ticks(criterion, value)
        case "deductions":
            return _deductions(criterion, value)
        case "inspection":
            return _inspection(criterion, value)
        case "choice":
            return _choice(criterion, value)
        case "text":
            return _text(criterion, value)


def write_answer(answer: Answer) -> JsonValue:
    """The answer as a JSON value that ``read_answer`` reads back; numbers are ``int`` where they are whole."""
    match answer:
        case Rated(level=level):
            return level
        case Pointed(points=points):
            return int(points) if points == points.to_integral_value() else points
        case Ticked(options=options):
            return list(options)
        case Deducted(counts=counts):
            return dict(counts)
        case Inspected(defects=defects, flags=flags):
            return {"defects": defects, "flags": list(flags)}
        case NotApplicable():
            return {"na": True}
        case Written(text=text):
            return text


def _level(form: Form, criterion: LevelCriterion, value: JsonValue) -> Answer | Fault:
    labels = tuple(level.label for level in form.levels)
    if isinstance(value, str) and value in labels:
        return Rated(value)
    return Fault(FaultKind.LEVEL, criterion.id, shown(value), allowed=labels)


def _points(criterion: PointsCriterion, value: JsonValue) -> Answer | Fault:
    points = _number(value)
    if points is None:
        return Fault(FaultKind.NUMBER, criterion.id, shown(value))
    low, high, step = criterion.min, criterion.max, criterion.step
    if low <= points <= high and _on_step(points, low, step):
        return Pointed(_tidy(points))
    return Fault(FaultKind.SCALE, criterion.id, shown(value), low=low, high=high, step=step)


def _anchored(criterion: AnchoredCriterion, value: JsonValue) -> Answer | Fault:
    points = _number(value)
    if points is None:
        return Fault(FaultKind.NUMBER, criterion.id, shown(value))
    for anchor in criterion.anchors:
        if anchor.points == points:
            return Pointed(anchor.points)
    allowed = tuple(plain(anchor.points) for anchor in criterion.anchors)
    return Fault(FaultKind.ANCHOR, criterion.id, shown(value), allowed=allowed)


def _banded(criterion: BandedCriterion, value: JsonValue) -> Answer | Fault:
    points = _number(value)
    if points is None:
        return Fault(FaultKind.NUMBER, criterion.id, shown(value))
    if (
        any(band.low <= points <= band.high for band in criterion.bands)
        and points == points.to_integral_value()
    ):
        return Pointed(_tidy(points))
    allowed = tuple(f"{plain(band.high)}–{plain(band.low)}" for band in criterion.bands)
    return Fault(FaultKind.BAND, criterion.id, shown(value), allowed=allowed)


def _ticks(criterion: ChecklistCriterion, value: JsonValue) -> Answer | Fault:
    options = tuple(option.id for option in criterion.options)
    if not isinstance(value, list):
        return Fault(FaultKind.TICKS, criterion.id, shown(value), allowed=options)
    listed = _listed(criterion, value, options)
    return listed if isinstance(listed, Fault) else Ticked(listed)


def _deductions(criterion: DeductionCriterion, value: JsonValue) -> Answer | Fault:
    reasons = {reason.id: reason for reason in criterion.reasons}
    if isinstance(value, list):
        listed = _listed(criterion, value, tuple(reasons))
        if isinstance(listed, Fault):
            return listed
        counted = [id for id, reason in reasons.items() if not reason.once]
        if counted:
            told = next((id for id in listed if id in counted), counted[0])
            return Fault(FaultKind.COUNTED, criterion.id, shown(value), part=told)
        return Deducted(tuple((id, 1) for id in listed))
    if not isinstance(value, dict):
        return Fault(FaultKind.COUNTS, criterion.id, shown(value), part=criterion.reasons[0].id)
    counts: dict[str, int] = {}
    for id, given in value.items():
        if id not in reasons:
            return Fault(FaultKind.UNKNOWN, criterion.id, shown(id), part=id, allowed=tuple(reasons))
        count = _count(criterion, id, given)
        if isinstance(count, Fault):
            return count
        if count > 1 and reasons[id].once:
            return Fault(FaultKind.ONCE, criterion.id, shown(given), part=id)
        counts[id] = count
    return Deducted(tuple((id, counts[id]) for id in reasons if counts.get(id)))


def _inspection(criterion: InspectionCriterion, value: JsonValue) -> Answer | Fault:
    if not isinstance(value, dict) or not value or not value.keys() <= {"defects", "flags"}:
        return Fault(FaultKind.INSPECTION, criterion.id, shown(value))
    given = value.get("flags", [])
    if not isinstance(given, list):
        return Fault(FaultKind.INSPECTION, criterion.id, shown(value))
    flags = _listed(criterion, given, tuple(flag.id for flag in criterion.flags))
    if isinstance(flags, Fault):
        return flags
    if "defects" not in value:
        return Inspected(0, flags) if flags else Fault(FaultKind.DEFECTS, criterion.id, shown(value))
    defects = _count(criterion, "defects", value["defects"])
    return defects if isinstance(defects, Fault) else Inspected(defects, flags)


def _choice(criterion: ChoiceCriterion, value: JsonValue) -> Answer | Fault:
    if isinstance(value, str) and value in criterion.options:
        return Written(value)
    return Fault(FaultKind.CHOICE, criterion.id, shown(value), allowed=criterion.options)


def _text(criterion: TextCriterion, value: JsonValue) -> Answer | Fault:
    # Half of a surrogate pair can be written in JSON, but neither stored nor sent.
    if not isinstance(value, str) or any("\ud800" <= c <= "\udfff" for c in value):
        return Fault(FaultKind.TEXT, criterion.id, shown(value))
    if not value.strip():
        return Fault(FaultKind.TEXT_EMPTY, criterion.id, shown(value))
    if len(value) > TEXT_LIMIT:
        return Fault(FaultKind.TEXT_LONG, criterion.id, shown(value), high=Decimal(TEXT_LIMIT))
    return Written(value)


def _listed(criterion: Criterion, value: list[JsonValue], known: tuple[str, ...]) -> tuple[str, ...] | Fault:
    """The ids of a list in the form's order; a fault for one that is unknown or there twice."""
    seen: set[str] = set()
    for id in value:
        if not isinstance(id, str) or id not in known:
            part = id if isinstance(id, str) else ""
            return Fault(FaultKind.UNKNOWN, criterion.id, shown(id), part=part, allowed=known)
        if id in seen:
            return Fault(FaultKind.REPEATED, criterion.id, shown(value), part=id)
        seen.add(id)
    return tuple(id for id in known if id in seen)


def _count(criterion: Criterion, part: str, value: JsonValue) -> int | Fault:
    number = _number(value)
    if number is not None and 0 <= number <= COUNT_LIMIT and number == number.to_integral_value():
        return int(number)
    high = Decimal(COUNT_LIMIT)
    return Fault(FaultKind.COUNT, criterion.id, shown(value), part=part, low=Decimal(0), high=high)


def _number(value: JsonValue) -> Decimal | None:
    """An exact, finite number, or ``None``."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if number.is_finite() else None


def _on_step(points: Decimal, low: Decimal, step: Decimal) -> bool:
    if points and points.adjusted() < _FINEST:
        return False
    return (_fraction(points) - Fraction(low)) % Fraction(step) == 0


def _fraction(points: Decimal) -> Fraction:
    return Fraction(points) if points else Fraction(0)


def _tidy(points: Decimal) -> Decimal:
    """The same number without trailing zeros, exponent or a minus before zero."""
    return Decimal(plain(points))
