"""Answering: one touch becomes one row of the log, and the card moves on."""

from __future__ import annotations

from decimal import Decimal

from bot.codec import Act
from bot.conversation.turn import Turn
from bot.rating import Rating, answers_of, parse_json, stored_at
from rubrics.answering import Fault, read_answer, write_answer
from rubrics.answers import Answer, NotApplicable, Pointed, Rated, Written
from rubrics.model import (
    ChecklistCriterion,
    ChoiceCriterion,
    Criterion,
    DeductionCriterion,
    InspectionCriterion,
    LevelCriterion,
)
from rubrics.walk import next_open, part_of, untouched, with_count, with_defects, with_flag, with_tick
from storage.answers import value_before

MOST_DEFECTS = 9999
"""More defects than this are taken for a slip of the finger."""


def answer_of(rating: Rating, criterion: Criterion, act: Act) -> Answer | None:
    """The answer that a one-touch button means, or ``None`` where the form has no such button."""
    if act.op == "p":
        text = act.word(1).replace("_", ".")
        if not text.replace(".", "", 1).isdigit():
            return None
        return allowed(rating, criterion, Pointed(Decimal(text)))
    if act.word(1) == "na":
        return NotApplicable() if criterion.na else None
    place = act.number(1)
    match criterion:
        case LevelCriterion() if place is not None and place < len(rating.form.levels):
            return Rated(rating.form.levels[place].label)
        case ChoiceCriterion(options=options) if place is not None and place < len(options):
            return Written(options[place])
        case _:
            return None


def allowed(rating: Rating, criterion: Criterion, answer: Answer) -> Answer | None:
    """The answer as the form takes it, or ``None`` if it does not."""
    read = read_answer(rating.form, criterion, write_answer(answer))
    return None if isinstance(read, Fault) else read


def touched(rating: Rating, criterion: Criterion, act: Act) -> tuple[str, Answer] | None:
    """What one touch of several means: the part it sets, and the whole answer after it.

    Every such button says the state it leads to, so the same touch twice changes nothing.
    """
    now = rating.answers.get(criterion.id)
    if act.op == "defects":
        count = act.number(1)
        if not isinstance(criterion, InspectionCriterion) or count is None or count > MOST_DEFECTS:
            return None
        return "defects", with_defects(now, count)
    place, value = act.number(1), act.number(2)
    if place is None or value is None:
        return None
    match act.op, criterion:
        case "tick", ChecklistCriterion(options=options) if place < len(options) and value <= 1:
            return options[place].id, with_tick(criterion, now, options[place].id, value == 1)
        case "count", DeductionCriterion(reasons=reasons) if place < len(reasons):
            most = 1 if reasons[place].once else MOST_DEFECTS
            if value <= most:
                return reasons[place].id, with_count(criterion, now, reasons[place].id, value)
        case "flag", InspectionCriterion(flags=flags) if place < len(flags) and value <= 1:
            return flags[place].id, with_flag(criterion, now, flags[place].id, value == 1)
    return None


def disturbed(rating: Rating, criterion: Criterion, part: str, drawn_for: int) -> bool:
    """Whether that part of the answer was touched after the revision a button was drawn for."""

    def said(stored: str | None) -> object:
        values = {} if stored is None else {criterion.id: parse_json(stored)}
        return part_of(answers_of(rating.form, values).get(criterion.id), part)

    then = said(stored_at(rating.log, criterion.id, drawn_for))
    since = [row.value for row in rating.log if row.item == criterion.id and row.revision > drawn_for]
    return any(said(value) != then for value in since)


def record(turn: Turn, rating: Rating, criterion: Criterion, answer: Answer) -> None:
    """Keep an answer and go on to the next open question, or to the review when none is left."""
    answered = {*rating.answers, criterion.id}
    onward = next_open(rating.form, answered, criterion.id)
    moved = turn.move(rating, "q" if onward else "review", onward or criterion.id)
    unsign(turn, turn.keep(moved, criterion.id, write_answer(answer)))


def adjust(turn: Turn, rating: Rating, criterion: Criterion, answer: Answer) -> None:
    """Keep one touch of several; the question stays open."""
    moved = turn.move(rating, "q", criterion.id)
    unsign(turn, turn.keep(moved, criterion.id, write_answer(answer)))


def finish(turn: Turn, rating: Rating, criterion: Criterion) -> None:
    """Done with a question of several touches: where nothing was touched, that is the answer."""
    empty = untouched(criterion)
    if empty is not None and unanswered(rating, criterion):
        record(turn, rating, criterion, empty)
        return
    onward = next_open(rating.form, rating.answers, criterion.id)
    turn.move(rating, "q" if onward else "review", onward or criterion.id)


def unanswered(rating: Rating, criterion: Criterion) -> bool:
    """Whether nothing was counted or ticked in a question of several touches."""
    now = rating.answers.get(criterion.id)
    return now is None or isinstance(now, NotApplicable)


def undo(turn: Turn, rating: Rating) -> None:
    """Take the last touch back: what was stored before it counts again, and its question is open."""
    row = rating.undoable
    if row is None:
        turn.toast = turn.t("There is nothing to take back.")
        return
    before = value_before(rating.log, row)
    moved = turn.move(rating, "q", row.item)
    value = None if before is None else parse_json(before)
    unsign(turn, turn.keep(moved, row.item, value, undoes=row.id))
    turn.toast = turn.t("Taken back.")


def unsign(turn: Turn, rating: Rating) -> None:
    """A signature stands for what was signed: whatever changes after it takes it away."""
    for signature in rating.signatures:
        rating = turn.keep(rating, f"#{signature}", None)
        turn.notice = turn.t("Changed after signing: please sign again.")
