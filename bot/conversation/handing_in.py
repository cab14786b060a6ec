"""The end of an evaluation: a grade of one's own, signatures, handing in once, amending."""

from __future__ import annotations

from dataclasses import replace

from bot.comparing.points import points_line
from bot.conversation.answering import unsign
from bot.conversation.closing_due import close_due
from bot.conversation.faults import field_words
from bot.conversation.feedback_amending import amended
from bot.conversation.head import not_somebody_elses_words, released_to_another
from bot.conversation.turn import Turn
from bot.rating import Rating, dump_json
from bot.reminding.group_posts import post_done
from rubrics.answer_files import score_to_json
from rubrics.fields import LINE_LIMIT, FieldFault, read_name
from rubrics.walk import open_signatures
from storage import evaluations
from storage.audit import Action


def choose_grade(turn: Turn, rating: Rating, place: int | None) -> None:
    """A grade button: the computed one takes an own grade away, another one wants a reason."""
    field = rating.grade_field
    if field is None or place is None or place >= len(rating.form.grades):
        turn.toast = turn.t("This button is not known any more. Here is where you are.")
        return
    grade = rating.form.grades[place]
    if grade != rating.score.grade:
        turn.move(rating, f"reason:{place}")
        return
    moved = turn.move(rating, "review")
    if rating.override is not None:
        unsign(turn, turn.keep(moved, f"@{field.id}", None))


def reason_typed(turn: Turn, rating: Rating, text: str) -> None:
    """The reason for a grade of one's own: both grades are kept."""
    reason = text.strip()[:LINE_LIMIT]
    place = int(rating.evaluation.view.partition(":")[2] or 0)
    field = rating.grade_field
    if not reason or field is None:
        turn.notice = turn.t("That message has no readable text.")
        return
    value = {"grade": rating.form.grades[place], "reason": reason, "computed": rating.score.grade}
    unsign(turn, turn.keep(turn.move(rating, "review"), f"@{field.id}", value))


def signed(turn: Turn, rating: Rating, text: str) -> None:
    """A typed name becomes the signature that was asked for."""
    place = int(rating.evaluation.view.partition(":")[2] or 0)
    signature = rating.form.signatures[place]
    name = read_name(text)
    if isinstance(name, FieldFault):
        turn.notice = field_words(turn.t, None, name)
        return
    kept = turn.keep(turn.move(rating, "review"), f"#{signature.id}", name)
    due = open_signatures(kept.form, kept.signatures)
    turn.notice = None if due else turn.t("Signed by {name}.", name=name)


def hand_in(turn: Turn, rating: Rating) -> None:
    """Hand in, once: the result is fixed and the evaluation is not a draft any more."""
    if not rating.ready:
        turn.notice = turn.t("Not everything is there yet.")
        return
    if rating.evaluation.amends_id is not None and turn.is_about_sender(rating.evaluation):
        turn.notice = turn.t("This result is about you, so this stays a draft: somebody else amends it.")
        return
    if _changes_hands(turn, rating):
        turn.notice = not_somebody_elses_words(turn)
        return
    score, override = rating.score, rating.override
    told = score_to_json(score) | {
        "computed_grade": score.grade,
        "grade": rating.grade,
        "override_reason": override.reason if override else None,
    }
    once = evaluations.submit(
        turn.conn,
        rating.evaluation.id,
        total=None if score.total is None else str(score.total),
        max=None if score.max is None else str(score.max),
        percent=None if score.percent is None else str(score.percent),
        grade=rating.grade,
        result=dump_json(told),
        points=points_line(rating.form, score.points),
        now=turn.now,
    )
    if not once:
        turn.notice = turn.t("What this amends was amended by another one meanwhile, so it stays a draft.")
        return
    _record_hand_in(turn, rating)
    close_due(turn, rating)
    post_done(turn.conn, rating.evaluation, rating.form.subject.kind, turn.house.zone, turn.now)
    turn.toast = turn.t("Handed in.")
    turn.chat = replace(turn.chat, evaluation_id=None)
    turn.show(f"final:{rating.evaluation.id}")


def _changes_hands(turn: Turn, rating: Rating) -> bool:
    """Whether an amendment is about somebody else than what it amends, which was released meanwhile."""
    before = rating.evaluation.amends_id and evaluations.evaluation(turn.conn, rating.evaluation.amends_id)
    return bool(
        before and before.subject_id != rating.evaluation.subject_id and released_to_another(turn, rating)
    )


def _record_hand_in(turn: Turn, rating: Rating) -> None:
    evaluation = rating.evaluation
    turn.record(
        Action.HANDED_IN,
        "evaluation",
        evaluation.id,
        form=evaluation.form_id,
        subject=evaluation.subject_id,
        grade=rating.grade,
        revision=evaluation.revision + 1,
    )
    if evaluation.amends_id is not None:
        turn.record(Action.AMENDED, "evaluation", evaluation.amends_id, by=evaluation.id)
        amended(turn, rating)


def amend(turn: Turn, rating: Rating, text: str) -> None:
    """Open an amendment of a handed-in evaluation, beginning with its answers; signatures are given anew."""
    reason = text.strip()[:LINE_LIMIT]
    if not reason:
        turn.notice = turn.t("That message has no readable text.")
        return
    origin = rating.evaluation
    fresh = evaluations.begin(
        turn.conn,
        form_digest=origin.form_digest,
        form_id=origin.form_id,
        form_title=origin.form_title,
        evaluator_id=turn.sender.id,
        subject_id=origin.subject_id,
        view="review",
        cursor=rating.form.criteria[0].id,
        amends_id=origin.id,
        amend_reason=reason,
        unit_id=origin.unit_id,
        now=turn.now,
    )
    evaluations.copy_answers(turn.conn, origin.id, fresh.id, by=turn.sender.id, now=turn.now)
    turn.record(
        Action.BEGAN_AMENDMENT,
        "evaluation",
        fresh.id,
        form=fresh.form_id,
        subject=fresh.subject_id,
        amends=origin.id,
    )
    turn.open(fresh)
    turn.notice = turn.t("Amendment of no. {n}. Correct what is wrong, sign, and hand in.", n=origin.id)
