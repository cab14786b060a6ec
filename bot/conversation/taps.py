"""A tap: read what the button says, refuse what is stale, do it once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.codec import Act, decode
from bot.conversation import answering, head
from bot.conversation.handing_in import choose_grade, hand_in
from bot.conversation.incoming import Tap
from bot.conversation.knowing import offered, typed_name, units_to_choose
from bot.conversation.revealing import reveal
from bot.conversation.rooms import TAPS
from bot.conversation.turn import Stale, Turn
from bot.rating import Rating, parse_json
from bot.screens.subject import head_fields, offered_periods
from rubrics.answering import write_answer
from rubrics.fields import FieldValue
from rubrics.model import ChoiceField, Criterion, DeductionCriterion, PeriodField
from rubrics.walk import next_open, untouched
from storage import evaluations, notes, occurrences
from storage.audit import Action

_ONE_TOUCH = {"a", "p"}
_PARTS = {"tick", "count", "defects", "flag"}
_VIEWS = {"overview", "review", "notes", "about", "grade", "discard"}


def tapped(turn: Turn, tap: Tap) -> None:
    """Do what a button says, as long as it belongs to what the chat shows now."""
    act = decode(tap.data)
    if act is None:
        turn.toast = turn.t("This button is not known any more. Here is where you are.")
        return
    if entry := TAPS.get(act.op):
        if turn.standing.may_ever(entry.action):
            entry.run(turn, act)
        else:
            turn.refuse()
        return
    rating = turn.rating()
    if rating is None or act.evaluation != rating.evaluation.id:
        _elsewhere(turn, act)
        return
    try:
        _on_evaluation(turn, rating, act)
    except Stale:
        turn.toast = stale_words(turn)


def stale_words(turn: Turn) -> str:
    """What a tap on an out-of-date card is told."""
    return turn.t("That card was out of date. Here is the present one.")


def _elsewhere(turn: Turn, act: Act) -> None:
    """A button of an evaluation that is not the live one: handed in, parked, discarded, or not theirs."""
    found = turn.load(act.evaluation) if act.evaluation is not None else None
    if found is not None and found.evaluation.status in {"submitted", "amended"}:
        turn.toast = turn.t("Already handed in.")
    elif found is not None and found.evaluation.status == "discarded":
        turn.toast = turn.t("This draft was discarded.")
    else:
        turn.toast = stale_words(turn)


def _on_evaluation(turn: Turn, rating: Rating, act: Act) -> None:
    criterion = _criterion(rating, act)
    drawn_for = act.revision if act.revision is not None else -1
    current = drawn_for == rating.evaluation.revision
    if act.op in _PARTS and criterion is not None:
        _part(turn, rating, criterion, act, drawn_for)
    elif act.op in _ONE_TOUCH and criterion is not None:
        _one_touch(turn, rating, criterion, act, current=current)
    elif not current:
        turn.toast = "" if act.op in {"go", "view", "open", "same"} else stale_words(turn)
    elif handler := _ON_CARD.get(act.op):
        handler(turn, rating, act)
    else:
        turn.toast = turn.t("This button is not known any more. Here is where you are.")


def _criterion(rating: Rating, act: Act) -> Criterion | None:
    place = act.number(0)
    criteria = rating.form.criteria
    return criteria[place] if place is not None and place < len(criteria) else None


def _one_touch(turn: Turn, rating: Rating, criterion: Criterion, act: Act, *, current: bool) -> None:
    answer = answering.answer_of(rating, criterion, act)
    if answer is None:
        turn.toast = stale_words(turn)
    elif current and criterion.id == rating.cursor.id:
        answering.record(turn, rating, criterion, answer)
    else:
        repeated = any(
            row.item == criterion.id
            and row.revision == (act.revision or 0) + 1
            and row.value is not None
            and parse_json(row.value) == write_answer(answer)
            for row in rating.log
        )
        turn.toast = turn.t("Already recorded.") if repeated else stale_words(turn)


def _part(turn: Turn, rating: Rating, criterion: Criterion, act: Act, drawn_for: int) -> None:
    """One touch of several: it counts as long as the question is open and nobody changed that part since."""
    result = answering.touched(rating, criterion, act)
    if result is None or criterion.id != rating.cursor.id or drawn_for > rating.evaluation.revision:
        turn.toast = stale_words(turn)
        return
    part, answer = result
    if rating.answers.get(criterion.id) == answer:
        turn.toast = turn.t("Already recorded.")
    elif answering.disturbed(rating, criterion, part, drawn_for):
        turn.toast = stale_words(turn)
    elif answering.unanswered(rating, criterion) and answer == untouched(criterion):
        turn.toast = turn.t("It is 0 already. Nothing was recorded.")
    else:
        answering.adjust(turn, rating, criterion, answer)


def _go(turn: Turn, rating: Rating, act: Act) -> None:
    criterion = _criterion(rating, act)
    if criterion is None:
        turn.toast = stale_words(turn)
    else:
        turn.move(rating, "q", criterion.id)


def _done(turn: Turn, rating: Rating, act: Act) -> None:
    criterion = _criterion(rating, act)
    if criterion is None or criterion.id != rating.cursor.id:
        turn.toast = stale_words(turn)
    else:
        answering.finish(turn, rating, criterion)


def _open(turn: Turn, rating: Rating, _act: Act) -> None:
    onward = next_open(rating.form, rating.answers, rating.cursor.id)
    turn.move(rating, "q" if onward else "review", onward)


def _undo(turn: Turn, rating: Rating, _act: Act) -> None:
    answering.undo(turn, rating)


def _same(turn: Turn, rating: Rating, _act: Act) -> None:
    """The number between − and ＋ does nothing itself: it tells how it is changed."""
    counted = isinstance(rating.cursor, DeductionCriterion)
    turn.toast = (
        turn.t("Change it with − and ＋.")
        if counted
        else turn.t("Change it with − and ＋, or type the number.")
    )


def _band(turn: Turn, rating: Rating, act: Act) -> None:
    bands = getattr(rating.cursor, "bands", ())
    place = act.number(1)
    if place is not None and place < len(bands):
        turn.move(rating, f"band:{place}")
    else:
        turn.move(rating, "q")


def _view(turn: Turn, rating: Rating, act: Act) -> None:
    view = act.word(0)
    if view not in _VIEWS:
        turn.toast = stale_words(turn)
        return
    turn.move(rating, f"{view}:{act.number(1) or 0}" if view == "overview" else view)


def _eye(turn: Turn, rating: Rating, act: Act) -> None:
    if not reveal(turn, rating, act.word(0)):
        turn.toast = stale_words(turn)


def _unnote(turn: Turn, rating: Rating, act: Act) -> None:
    wanted = act.number(0)
    found = next((n for n in rating.notes if n.id == wanted), None)
    if found is None:
        turn.toast = turn.t("Already removed.")
        return
    if not notes.remove_note(turn.conn, found.id, found.evaluation_id, turn.now):
        turn.toast = turn.t("This note belongs to what was handed in, so it stays.")
        return
    turn.record(Action.REMOVED, "note", found.id, evaluation=found.evaluation_id, item=found.item)
    moved = turn.move(rating, "notes" if len(rating.notes_on(rating.cursor.id)) > 1 else "q")
    turn.renotice(moved)
    turn.toast = turn.t("Removed.")


def _subjects(turn: Turn, rating: Rating, act: Act) -> None:
    turn.move(rating, f"subject:{act.number(0) or 0}")


def _subject(turn: Turn, rating: Rating, act: Act) -> None:
    """Somebody who is offered on the card: no other number reaches anybody."""
    chosen = next((one for one in offered(turn, rating)[0] if one.id == act.number(0)), None)
    if chosen is None or not turn.knows(chosen):
        turn.toast = stale_words(turn)
    else:
        head.use_subject(turn, rating, chosen)


def _namesake(turn: Turn, rating: Rating, _act: Act) -> None:
    name = rating.fields.get(rating.form.subject.fields[0].id)
    if isinstance(name, str):
        head.new_subject(turn, rating, name)


def _of_unit(turn: Turn, rating: Rating, act: Act) -> None:
    """Somebody new is of this unit; only where that was asked, and of those that were offered."""
    chosen = next((unit for unit in units_to_choose(turn) if unit.id == act.number(0)), None)
    if chosen is None or rating.evaluation.view != "unit":
        turn.toast = stale_words(turn)
    else:
        head.enter(turn, rating, typed_name(rating), chosen.id)


def _begin(turn: Turn, _rating: Rating, _act: Act) -> None:
    head.go_on(turn, begin=True)


def _field(turn: Turn, rating: Rating, act: Act) -> None:
    if act.word(0) in rating.form.fields:
        turn.move(rating, f"field:{act.word(0)}")
    else:
        turn.toast = stale_words(turn)


def _set(turn: Turn, rating: Rating, act: Act) -> None:
    """A field's value by button; the chosen one again takes it away where it may stay empty."""
    field, place = rating.form.fields.get(act.word(0)), act.number(1)
    offered: list[FieldValue] = []
    if isinstance(field, ChoiceField):
        offered = list(field.options)
    elif isinstance(field, PeriodField):
        offered = list(offered_periods(field, turn.today))
    if field is None or place is None or place >= len(offered):
        turn.toast = stale_words(turn)
    else:
        head.keep_field(turn, rating, field, offered[place])


def _clear(turn: Turn, rating: Rating, act: Act) -> None:
    field = rating.form.fields.get(act.word(0))
    if field is None:
        turn.toast = stale_words(turn)
    else:
        head.keep_field(turn, rating, field, None)


def _leave(turn: Turn, rating: Rating, _act: Act) -> None:
    """Back from asking for a field to where it belongs."""
    asked = rating.evaluation.view.partition(":")[2]
    in_head = asked in {f.id for f in head_fields(rating.form)}
    turn.move(rating, "about" if in_head else "review")


def _sign(turn: Turn, rating: Rating, act: Act) -> None:
    place = act.number(0)
    if place is None or place >= len(rating.form.signatures) or not rating.complete:
        turn.toast = stale_words(turn)
    else:
        turn.move(rating, f"sign:{place}")


def _grade(turn: Turn, rating: Rating, act: Act) -> None:
    choose_grade(turn, rating, act.number(0))


def _hand_in(turn: Turn, rating: Rating, _act: Act) -> None:
    hand_in(turn, rating)


def _park(turn: Turn, rating: Rating, _act: Act) -> None:
    turn.move(rating, "q" if rating.subject else "subject")
    turn.show("menu")
    turn.notice = turn.t("💾 Kept as a draft. /drafts leads back to it.")


def _cancel(turn: Turn, rating: Rating, _act: Act) -> None:
    turn.show("menu")
    if rating.subject is None:
        evaluations.drop_empty_drafts(turn.conn, turn.sender.id)


def _discard(turn: Turn, rating: Rating, _act: Act) -> None:
    if rating.evaluation.view != "discard":
        turn.toast = stale_words(turn)
        return
    if evaluations.discard(turn.conn, rating.evaluation.id, turn.now):
        turn.record(
            Action.DISCARDED,
            "evaluation",
            rating.evaluation.id,
            form=rating.evaluation.form_id,
            subject=rating.evaluation.subject_id,
        )
        occurrences.unlink(turn.conn, rating.evaluation)
    turn.chat = replace(turn.chat, evaluation_id=None)
    turn.show("menu")
    turn.notice = turn.t("Discarded.")


_ON_CARD: dict[str, Callable[[Turn, Rating, Act], None]] = {
    "go": _go,
    "done": _done,
    "open": _open,
    "undo": _undo,
    "same": _same,
    "band": _band,
    "bands": _band,
    "view": _view,
    "eye": _eye,
    "unnote": _unnote,
    "subjects": _subjects,
    "subject": _subject,
    "namesake": _namesake,
    "ofunit": _of_unit,
    "begin": _begin,
    "field": _field,
    "set": _set,
    "clear": _clear,
    "leave": _leave,
    "sign": _sign,
    "grade": _grade,
    "handin": _hand_in,
    "park": _park,
    "cancel": _cancel,
    "discard": _discard,
}
