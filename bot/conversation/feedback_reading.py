"""Releases as a turn finds them: whose they are to see to, whose to read, and what a result card says of them."""

from __future__ import annotations

from bot.access import Action
from bot.codec import Act
from bot.conversation.turn import Turn
from bot.privacy.masking import masked
from bot.rating import Rating
from bot.screens.feedback import Release, glance
from bot.screens.screen import Button
from storage import evaluations, feedback, people, reminders, subjects
from storage.feedback import Feedback
from storage.values import Evaluation


def release_of(turn: Turn, it: Feedback) -> Release:
    """A release with all that is told of it."""
    versions = feedback.versions(turn.conn, it.evaluation_id)
    newest = versions[-1]
    subject = subjects.subject(turn.conn, newest.subject_id) if newest.subject_id is not None else None
    names = {}
    for person_id in {it.released_by, it.outcome_by} - {None}:
        person = people.person(turn.conn, person_id or 0)
        names[person_id or 0] = person.name if person else ""
    return Release(
        it, versions, names, masked(subject.name) if subject else "—", turn.now, _unreachable(turn, it)
    )


def _unreachable(turn: Turn, it: Feedback) -> bool:
    """Whether something about it could not be brought to the person."""
    if it.person_id is None:
        return False
    about = f":{it.id}:"
    return any(
        notice.state == "unreachable" and notice.kind.startswith("feedback") and about in notice.key
        for notice in reminders.notices_for(turn.conn, it.person_id)
    )


def kept(turn: Turn, id: int | None) -> Release | None:
    """A live release that the sender may look at, one about themselves among them; ``None`` for anything else."""
    it = feedback.feedback(turn.conn, id) if id is not None else None
    if it is None or not it.live:
        return None
    release = release_of(turn, it)
    return release if _may_look(turn, release.newest) else None


def _may_look(turn: Turn, evaluation: Evaluation) -> bool:
    """By the role alone: about oneself, one may look, and nothing else."""
    return turn.standing.may(Action.RELEASE, person_id=evaluation.evaluator_id, unit_id=evaluation.unit_id)


def own(turn: Turn, id: int | None) -> Release | None:
    """A live release of a result about the sender; ``None`` for anything else."""
    it = feedback.feedback(turn.conn, id) if id is not None else None
    if it is None or not it.live or it.person_id is None:
        return None
    return release_of(turn, it) if turn.standing.may(Action.READ_RELEASED, person_id=it.person_id) else None


def releasable(turn: Turn, id: int | None) -> Evaluation | None:
    """A handed-in result about a person that the sender may release, and that is not released yet."""
    found = evaluations.evaluation(turn.conn, id) if id is not None else None
    if found is None or found.status != "submitted" or not turn.may_on(Action.RELEASE, found):
        return None
    subject = subjects.subject(turn.conn, found.subject_id) if found.subject_id is not None else None
    if subject is None or subject.erased_at is not None or subject.kind not in {"candidate", "employee"}:
        return None
    return found if feedback.of(turn.conn, found.id) is None else None


def on_result(turn: Turn, rating: Rating) -> tuple[tuple[str, ...], tuple[Button, ...]]:
    """What a result card says of its release, and the way to it, for those who may release."""
    t, evaluation = turn.t, rating.evaluation
    it = feedback.of(turn.conn, evaluation.id)
    if it is not None:
        said = tuple(glance(t, release_of(turn, it), turn.house.zone))
        if not _may_look(turn, evaluation):
            return said, ()
        return said, (Button(t("📨 Feedback"), Act("feedback", None, None, (str(it.id),))),)
    if releasable(turn, evaluation.id) is None:
        return (), ()
    return (), (Button(t("📨 Release"), Act("release", evaluation.id)),)


def may_settle(turn: Turn, found: Release) -> bool:
    """Whether the sender may answer the dispute: by their role, and never their own."""
    return turn.may_on(Action.SETTLE, found.newest)


def may_see_to(turn: Turn, found: Release) -> bool:
    """Whether the sender may take the release back and make its link: by their role, and never their own."""
    return turn.may_on(Action.RELEASE, found.newest)


def may_dispute(turn: Turn, found: Release) -> bool:
    """Whether it can still be disputed, or the words of the dispute be changed."""
    it = found.feedback
    return it.outcome is None and (it.answer == "disputed" or turn.now < it.answer_by)
