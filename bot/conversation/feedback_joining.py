"""What the link of a released result offers, who cannot take it up, and what joining by it does."""

from __future__ import annotations

from bot.conversation import feedback_news as news
from bot.conversation.feedback import look_at
from bot.conversation.feedback_reading import release_of
from bot.conversation.invitation_kind import InvitationKind
from bot.conversation.turn import Turn
from bot.screens.feedback import Release
from bot.screens.screen import bold, clip
from storage import feedback, memberships
from storage.invitations import Invitation


def _release(turn: Turn, found: Invitation) -> Release | None:
    """The release that a link leads to, as long as it is there."""
    it = feedback.of(turn.conn, found.evaluation_id) if found.evaluation_id is not None else None
    return None if it is None or it.evaluation_id != found.evaluation_id else release_of(turn, it)


def _offer(turn: Turn, found: Invitation) -> str | None:
    release = _release(turn, found)
    if release is None:
        return None
    return turn.t(
        "to see the result {form} of {name}. It is for {name} alone",
        form=bold(release.newest.form_title),
        name=bold(clip(release.subject, 40)),
    )


def _blocked(turn: Turn, found: Invitation) -> str | None:
    """Whoever rated or released it is not the person assessed; and it is one person's."""
    release = _release(turn, found)
    if release is None:
        return None
    me, it = turn.sender.id, release.feedback
    if it.person_id is not None:
        return turn.t("Somebody has opened this result by another link. Speak to {name}.", name=_by(release))
    if me == it.released_by or me in {version.evaluator_id for version in release.versions}:
        return turn.t("This link is for the person assessed. Send it on to them; you did not use it up.")
    return None


def _by(release: Release) -> str:
    return release.name(release.feedback.released_by)


def _join(turn: Turn, found: Invitation) -> str:
    release = _release(turn, found)
    if release is None or not feedback.join(turn.conn, release.feedback.id, turn.sender.id):
        return turn.t("This result was opened by somebody else just now, or taken back.")
    memberships.grant(turn.conn, turn.sender.id, "subject", None, by=found.made_by, now=turn.now)
    it = feedback.feedback(turn.conn, release.feedback.id) or release.feedback
    news.deadline_set(turn, it)
    look_at(turn, release_of(turn, it))
    return turn.t("This is your result. 📋 My results in the menu leads back to it.")


SUBJECT = InvitationKind(_offer, _blocked, _join)
"""The kind of invitation that a released result has."""
