"""Before the questions: the subject, and the head of the form."""

from __future__ import annotations

from bot.conversation.answering import unsign
from bot.conversation.faults import field_words
from bot.conversation.knowing import known_fields
from bot.conversation.turn import Turn
from bot.privacy.masking import masked
from bot.rating import Rating
from bot.screens.subject import head_fields
from rubrics.fields import FieldFault, FieldValue, read_field, read_name
from rubrics.model import FormField
from rubrics.walk import next_open
from storage import evaluations, feedback, subjects
from storage.audit import Action
from storage.values import Fields, Subject


def name_typed(turn: Turn, rating: Rating, text: str) -> None:
    """A typed name: a new subject, or a question whether it is the one already known."""
    name = read_name(text)
    field = rating.form.subject.fields[0]
    if isinstance(name, FieldFault):
        turn.notice = field_words(turn.t, field, name)
        return
    known = turn.namesakes(rating.form.subject.kind, name)
    known = [s for s in known if rating.subject is None or s.id != rating.subject.id]
    if known:
        turn.keep(turn.move(rating, "twins"), f"@{field.id}", name)
        return
    new_subject(turn, rating, name)


def new_subject(turn: Turn, rating: Rating, name: str) -> None:
    """Enter a subject that is not known yet, once it is clear of which of the sender's units it is.

    A name that the sender mistyped here, before anything else, is put right instead; that of somebody who was known
    before, or whom a plan is about, is not theirs to change.
    """
    mistyped = rating.subject if not rating.answers else None
    if mistyped is not None and _is_of_this_alone(turn, rating):
        subjects.rename_subject(turn.conn, mistyped.id, name)
        turn.record(Action.RENAMED, "subject", mistyped.id, evaluation=rating.evaluation.id)
        use_subject(turn, rating, subjects.subject(turn.conn, mistyped.id) or mistyped)
    elif len(turn.standing.works_in) > 1:
        turn.keep(turn.move(rating, "unit"), f"@{rating.form.subject.fields[0].id}", name)
    else:
        enter(turn, rating, name, rating.evaluation.unit_id)


def enter(turn: Turn, rating: Rating, name: str, unit_id: int | None) -> None:
    """Add a subject to a unit, and take it for this evaluation."""
    kind = rating.form.subject.kind
    fresh = subjects.add_subject(
        turn.conn,
        kind=kind,
        name=name,
        created_by=turn.sender.id,
        now=turn.now,
        unit_id=unit_id,
    )
    use_subject(turn, rating, fresh)


def use_subject(turn: Turn, rating: Rating, chosen: Subject) -> None:
    """Take a subject for this evaluation, with what the sender may know of them where nothing is filled in yet.

    What the head said of another one before goes: nothing of one person is filed under the other.
    """
    another = rating.subject is not None and rating.subject.id != chosen.id
    if another and rating.evaluation.amends_id is not None and released_to_another(turn, rating):
        turn.move(rating, "about")
        turn.notice = not_somebody_elses_words(turn)
        return
    known = known_fields(turn, chosen)
    mistaken = rating.subject if another and _is_of_this_alone(turn, rating) else None
    evaluations.set_subject(turn.conn, rating.evaluation.id, chosen.id, turn.now)
    if mistaken is not None:
        subjects.drop(turn.conn, mistaken.id)
    reloaded = turn.load(rating.evaluation.id)
    if reloaded is None:
        return
    if rating.subject is None:
        # Before a subject is named, an evaluation is nobody's, and leaves nothing when it is given up.
        turn.record(Action.BEGAN, "evaluation", rating.evaluation.id, form=rating.form.id, subject=chosen.id)
    moved = turn.move(reloaded, "q")
    moved = turn.keep(moved, f"@{rating.form.subject.fields[0].id}", chosen.name)
    moved, emptied = _fill_in(turn, moved, known, anew=another)
    unsign(turn, moved)
    if emptied:
        words = turn.t(
            "Emptied, since it was about {name}: {labels}.",
            name=masked(rating.name),
            labels=turn.t(", ").join(emptied),
        )
        turn.notice = f"{turn.notice}\n{words}" if turn.notice else words
    go_on(turn)


def _is_of_this_alone(turn: Turn, rating: Rating) -> bool:
    """Whether the subject is somebody whom the sender entered here, and nothing else is about."""
    return rating.subject is not None and subjects.is_of_this_alone(
        turn.conn, rating.subject.id, rating.evaluation.id, turn.sender.id
    )


def released_to_another(turn: Turn, rating: Rating) -> bool:
    """Whether what this amends was released: then it is the result of whoever read it, and of nobody else."""
    return feedback.of(turn.conn, rating.evaluation.id) is not None


def not_somebody_elses_words(turn: Turn) -> str:
    """Why an amendment does not become the result of somebody else."""
    return turn.t(
        "⚠️ This result was released to the person it is about, so it cannot become somebody else's. Take the release "
        "back first, or begin a new evaluation."
    )


def _fill_in(turn: Turn, rating: Rating, known: Fields, *, anew: bool) -> tuple[Rating, list[str]]:
    """Fill the head in with what is known, ``anew`` also where it said something; and the labels left empty then."""
    emptied = []
    for field in rating.form.subject.fields[1:]:
        if field.id in rating.fields and not anew:
            continue
        if field.id in known:
            rating = turn.keep(rating, f"@{field.id}", known[field.id], brought=True)
        elif field.id in rating.fields:
            rating = turn.keep(rating, f"@{field.id}", None)
            emptied.append(field.label)
    return rating, emptied


def go_on(turn: Turn, *, begin: bool = False) -> None:
    """From the head to the next thing: a required field, the head at a glance, or the questions."""
    rating = turn.rating()
    if rating is None:
        return
    head = head_fields(rating.form)
    wanted = next((f for f in head if f.required and f.id not in rating.fields), None)
    if wanted is not None:
        view, cursor = f"field:{wanted.id}", None
    elif not begin and any(not f.required for f in head):
        view, cursor = "about", None
    else:
        # A form that is answered already goes back to the review it came from.
        answered = not rating.missing and bool(rating.answers)
        cursor = rating.evaluation.cursor or next_open(rating.form, rating.answers, None)
        view = "q" if cursor and not answered else "review"
    if (view, cursor or rating.evaluation.cursor) != (rating.evaluation.view, rating.evaluation.cursor):
        # The same revision serves where the turn already moved: only where it stands changes.
        turn.move(rating, view, cursor)


def field_typed(turn: Turn, rating: Rating, field: FormField, text: str) -> None:
    """A typed value for a field around the rating."""
    value = read_field(field, text, turn.today)
    if isinstance(value, FieldFault):
        turn.notice = field_words(turn.t, field, value)
        return
    keep_field(turn, rating, field, value)


def keep_field(turn: Turn, rating: Rating, field: FormField, value: FieldValue | None) -> None:
    """Keep a field's value (``None`` clears it) and return to where fields of its kind are asked."""
    closing = field.id in {f.id for f in rating.form.closing}
    moved = turn.keep(turn.move(rating, "review" if closing else "about"), f"@{field.id}", value)
    unsign(turn, moved)
    of_subject = field.id in {f.id for f in rating.form.subject.fields}
    if moved.subject is not None and of_subject and value is not None:
        subjects.remember_fields(turn.conn, moved.subject.id, {field.id: value}, turn.now)
    if not closing:
        go_on(turn)
