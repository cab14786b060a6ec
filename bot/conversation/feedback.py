"""Feedback to the person assessed: a result is released to them, they answer, and a dispute is settled."""

from __future__ import annotations

from datetime import timedelta

from bot.access import Action
from bot.codec import Act
from bot.conversation import feedback_amending as amending
from bot.conversation import feedback_news as news
from bot.conversation import feedback_views as views
from bot.conversation.browsing_views import page_of
from bot.conversation.errand import Errand
from bot.conversation.feedback_reading import (
    kept,
    may_dispute,
    may_see_to,
    may_settle,
    own,
    releasable,
)
from bot.conversation.inviting import link_of
from bot.conversation.room import CommandEntry, Door, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.screens import feedback as screens
from bot.screens.feedback import Release
from bot.screens.wording import moment
from storage import audit, evaluations, feedback, invitations
from storage.feedback import Feedback
from storage.invitations import Secret
from storage.traces import About

LINK_DAYS = timedelta(days=30)
"""So long the link opens. That is past any deadline: reading one's result stays possible, answering does not."""


# Releasing


def _release(turn: Turn, act: Act) -> None:
    found = releasable(turn, act.evaluation)
    if found is None:
        _not_releasable(turn, act)
        return
    days = act.number(0)
    turn.show(f"release:{found.id}:{days}" if days in screens.DAYS else f"release:{found.id}")


def _not_releasable(turn: Turn, act: Act) -> None:
    """It was released meanwhile, by the same press twice or by somebody else; or it is not theirs to release."""
    found = evaluations.evaluation(turn.conn, act.evaluation) if act.evaluation is not None else None
    it = feedback.of(turn.conn, found.id) if found is not None else None
    if it is not None and kept(turn, it.id) is not None:
        turn.toast = turn.t("This result is released already.")
        turn.show(f"feedback:{it.id}")
    elif found is not None and turn.is_about_sender(found):
        turn.refuse(found)
    else:
        turn.toast = turn.t("This result cannot be released.")


def _release_now(turn: Turn, act: Act) -> None:
    found, days = releasable(turn, act.evaluation), act.number(0)
    if found is None:
        _not_releasable(turn, act)
        return
    if days not in screens.DAYS or turn.chat.view != f"release:{found.id}:{days}":
        turn.show(f"release:{found.id}")
        return
    until = screens.deadline(turn.now, days, turn.house.zone)
    it = feedback.release(turn.conn, found.id, by=turn.sender.id, answer_by=until, now=turn.now)
    if it is None:
        _not_releasable(turn, act)
        return
    turn.record(audit.Action.RELEASED, "evaluation", found.id, feedback=it.id, days=days)
    news.deadline_set(turn, it)
    _make_link(turn, it)
    turn.toast = turn.t("Released. Pass the link on.")


def _make_link(turn: Turn, it: Feedback) -> None:
    """A fresh link in place of those before, shown this once, and as a picture below."""
    feedback.close_links(turn.conn, it.evaluation_id, by=turn.sender.id, now=turn.now)
    token = invitations.new_token()
    expires_at = turn.now + LINK_DAYS
    made = invitations.add_invitation(
        turn.conn,
        token,
        role="subject",
        unit_id=None,
        evaluation_id=it.evaluation_id,
        made_by=turn.sender.id,
        uses=1,
        expires_at=expires_at,
        now=turn.now,
    )
    turn.record(audit.Action.INVITED, "invitation", made.id, role="subject", feedback=it.id)
    turn.token = token
    turn.show(f"feedback:{it.id}")
    if link := link_of(turn, token):
        caption = turn.t(
            "{maker} lets you see a result about you. Open the link or scan the picture, valid until {until}. "
            "It is for you alone.\n{link}",
            maker=turn.person.name,
            until=moment(expires_at, turn.house.zone),
            link=link,
        )
        turn.errands.append(Errand("invitation-qr", (Secret(link), Secret(caption))))


def _kept(turn: Turn, act: Act) -> Release | None:
    """The release a button names; told, and the list shown, where it is not there or not theirs to see to."""
    found = kept(turn, act.number(0))
    if found is None:
        turn.toast = turn.t("This release is not there any more.")
        turn.show("feedbacks:0")
    return found


def _mine_to_see_to(turn: Turn, act: Act) -> Release | None:
    """The same, where the sender may also change it; told where it is about themselves."""
    found = _kept(turn, act)
    if found is None or may_see_to(turn, found):
        return found
    turn.refuse(found.newest)
    turn.show(f"feedback:{found.feedback.id}")
    return None


def _new_link(turn: Turn, act: Act) -> None:
    found = _mine_to_see_to(turn, act)
    if found is None:
        return
    if found.feedback.person_id is not None:
        turn.toast = turn.t("The person has it already.")
        turn.show(f"feedback:{found.feedback.id}")
        return
    _make_link(turn, found.feedback)
    turn.toast = turn.t("A new link; the one before does not work any more.")


def _take_back(turn: Turn, act: Act) -> None:
    found = _mine_to_see_to(turn, act)
    if found is None:
        return
    it = found.feedback
    if act.op == "unreleasenow" and turn.chat.view == f"unrelease:{it.id}":
        if feedback.take_back(turn.conn, it.id, turn.now):
            _taken_back(turn, it)
            return
        turn.toast = turn.t("It was answered meanwhile, so it stays.")
        turn.show(f"feedback:{it.id}")
    else:
        turn.show(f"unrelease:{it.id}" if it.answer is None else f"feedback:{it.id}")


def _taken_back(turn: Turn, it: Feedback) -> None:
    feedback.close_links(turn.conn, it.evaluation_id, by=turn.sender.id, now=turn.now)
    turn.record(audit.Action.UNRELEASED, "evaluation", it.evaluation_id, feedback=it.id)
    news.to_the_person(turn, it, "feedback-taken-back")
    amending.leave(turn, it)
    turn.show("feedbacks:0")
    turn.notice = turn.t(
        "Taken back. The link does not work any more, and the person does not see the result."
    )


def _card(turn: Turn, act: Act) -> None:
    found = _kept(turn, act)
    if found is not None:
        page = act.number(1) or 0
        turn.record(audit.Action.SAW, "feedback", found.feedback.id, page=page + 1)
        turn.show(f"feedback:{found.feedback.id}:{page}")


# Settling


def _uphold(turn: Turn, act: Act) -> None:
    found = _kept(turn, act)
    if found is None:
        return
    it = found.feedback
    if not it.contested:
        _settled_before(turn, found)
    elif not may_settle(turn, found):
        turn.refuse(found.newest)
    elif act.word(1) != screens.said_at(it):
        turn.toast = turn.t("The dispute was changed meanwhile. Read it first.")
        turn.show(f"feedback:{it.id}")
    else:
        turn.show(f"uphold:{it.id}:{act.word(1)}")


def _upheld(turn: Turn, argument: str, text: str) -> None:
    """The words that uphold: they answer the dispute as it stood when they were asked for."""
    first, _, mark = argument.partition(":")
    found = kept(turn, page_of(first))
    if found is None:
        turn.show("feedbacks:0")
        turn.notice = turn.t("This release is not there any more.")
        return
    it, words = found.feedback, text.strip()
    if not it.contested:
        _settled_before(turn, found)
    elif not may_settle(turn, found):
        turn.refuse(found.newest)
    elif screens.said_at(it) != mark:
        turn.show(f"feedback:{it.id}")
        turn.notice = turn.t("The dispute was changed meanwhile, so your words were not kept. Read it first.")
    elif not words:
        turn.notice = turn.t("That message has no readable text.")
    elif len(words) > screens.ANSWER_LIMIT:
        turn.notice = turn.t(
            "⚠️ That is too long: {n} of at most {most} characters. Nothing was kept.",
            n=len(words),
            most=screens.ANSWER_LIMIT,
        )
    elif feedback.settle(
        turn.conn, it.id, "upheld", words, by=turn.sender.id, heard=it.answered_at, now=turn.now
    ):
        turn.told_of(About(evaluations=(it.evaluation_id,)))
        amending.settled(turn, it, "upheld", found)
        turn.show(f"feedback:{it.id}")
        turn.notice = turn.t("Upheld. The person is told.")
    else:
        _settled_before(turn, found)


def _changed(turn: Turn, act: Act) -> None:
    """Close a dispute with an amendment that was handed in since."""
    found = _kept(turn, act)
    if found is None:
        return
    it = found.feedback
    turn.show(f"feedback:{it.id}")
    if not it.contested or found.amended_since is None:
        _settled_before(turn, found)
    elif not may_settle(turn, found):
        turn.refuse(found.newest)
    elif feedback.settle(turn.conn, it.id, "changed", None, by=turn.sender.id, now=turn.now):
        amending.settled(turn, it, "changed", found)
        turn.toast = turn.t("Closed with the amendment. The person is told.")


def _settled_before(turn: Turn, found: Release) -> None:
    """The second of two who settle is told how the first one did."""
    now = kept(turn, found.feedback.id) or found
    turn.show(f"feedback:{now.feedback.id}")
    turn.toast = turn.notice = turn.t(
        "Nothing is to be answered here any more: {state}.",
        state=screens.state_words(turn.t, now.feedback, turn.now),
    )


# The person assessed


def _own(turn: Turn, act: Act) -> Release | None:
    """The result of their own that a button names; told, and their list shown, where there is none."""
    found = own(turn, act.number(0))
    if found is None:
        turn.toast = turn.t("This result is not open to you.")
        turn.show("mine:0")
    return found


def look_at(turn: Turn, found: Release) -> None:
    """Show the sender their result; the look is for the audit trail, and the first one for the release."""
    feedback.seen(turn.conn, found.feedback.id, turn.now)
    turn.record(audit.Action.SAW, "evaluation", found.newest.id, view="released")
    turn.show(f"released:{found.feedback.id}")


def _released(turn: Turn, act: Act) -> None:
    found = _own(turn, act)
    if found is not None:
        look_at(turn, found)


def _details(turn: Turn, act: Act) -> None:
    found = _own(turn, act)
    if found is not None:
        turn.show(f"details:{found.feedback.id}:{act.number(1) or 0}")


def _got_it(turn: Turn, act: Act) -> None:
    found = _own(turn, act)
    if found is None:
        return
    it = found.feedback
    turn.show(f"released:{it.id}")
    if feedback.acknowledge(turn.conn, it.id, turn.sender.id, turn.now):
        turn.record(audit.Action.ANSWERED, "evaluation", found.newest.id, feedback=it.id)
        news.on_answer(turn, it, "feedback-answered", found.newest)
        turn.toast = turn.t("Thank you. It is noted that you have read it.")
    elif it.answer is not None:
        turn.toast = turn.t("Already recorded.")
    else:
        turn.toast = _too_late(turn, found)


def _dispute(turn: Turn, act: Act) -> None:
    found = _own(turn, act)
    if found is None:
        return
    if may_dispute(turn, found):
        turn.show(f"dispute:{found.feedback.id}")
    else:
        turn.show(f"released:{found.feedback.id}")
        turn.toast = _too_late(turn, found)


def _too_late(turn: Turn, found: Release) -> str:
    """Why there is nothing to answer any more, and whom to speak to."""
    it = found.feedback
    name = found.name(it.released_by)
    if it.outcome is not None:
        return turn.t("This is settled. If you still do not agree, speak to {name}.", name=name)
    return turn.t(
        "The time to answer was over on {until}. If something is wrong, speak to {name}.",
        until=moment(it.answer_by, turn.house.zone),
        name=name,
    )


def _disputed(turn: Turn, argument: str, text: str) -> None:
    """The words of a dispute, or other words in their place."""
    found = own(turn, page_of(argument))
    if found is None:
        turn.show("mine:0")
        turn.notice = turn.t("This result is not open to you.")
        return
    it, words = found.feedback, text.strip()
    if not words:
        turn.notice = turn.t("That message has no readable text.")
    elif len(words) > screens.WORDS_LIMIT:
        turn.notice = turn.t(
            "⚠️ That is too long: {n} of at most {most} characters. Nothing was kept.",
            n=len(words),
            most=screens.WORDS_LIMIT,
        )
    elif feedback.dispute(turn.conn, it.id, turn.sender.id, words, turn.now):
        turn.told_of(About(evaluations=(it.evaluation_id,)))
        turn.record(
            audit.Action.DISPUTED,
            "evaluation",
            found.newest.id,
            feedback=it.id,
            again=it.answer == "disputed",
        )
        news.on_answer(turn, it, "feedback-disputed", found.newest)
        turn.show(f"released:{it.id}")
        turn.notice = turn.t("Your words are kept, and {name} is told.", name=found.name(it.released_by))
    else:
        turn.show(f"released:{it.id}")
        turn.notice = _too_late(turn, found)


def _undispute(turn: Turn, act: Act) -> None:
    found = _own(turn, act)
    if found is None:
        return
    it = found.feedback
    if not it.contested:
        turn.show(f"released:{it.id}")
        turn.toast = turn.t("Nothing is disputed now.")
    elif act.op == "undispute" or turn.chat.view != f"undispute:{it.id}":
        turn.show(f"undispute:{it.id}")
    elif feedback.settle(turn.conn, it.id, "withdrawn", None, by=turn.sender.id, now=turn.now):
        turn.record(audit.Action.SETTLED, "evaluation", it.evaluation_id, feedback=it.id, outcome="withdrawn")
        news.on_answer(turn, it, "feedback-undisputed", found.newest)
        turn.show(f"released:{it.id}")
        turn.toast = turn.t("Withdrawn.")
    else:
        turn.show(f"released:{it.id}")
        turn.toast = turn.t("It was answered meanwhile. Here is how it stands now.")


_RELEASE, _READ, _ANSWER = Action.RELEASE, Action.READ_RELEASED, Action.ANSWER_RELEASED

FEEDBACK = Room(
    commands={
        "results": CommandEntry(_READ, lambda turn, _: turn.show("mine:0"), lambda t: t("Results about you")),
    },
    taps={
        "release": TapEntry(_RELEASE, _release),
        "releasenow": TapEntry(_RELEASE, _release_now),
        "feedlink": TapEntry(_RELEASE, _new_link),
        "unrelease": TapEntry(_RELEASE, _take_back),
        "unreleasenow": TapEntry(_RELEASE, _take_back),
        "feedback": TapEntry(_RELEASE, _card),
        "feedbacks": TapEntry(_RELEASE, lambda turn, act: turn.show(f"feedbacks:{act.number(0) or 0}")),
        "uphold": TapEntry(Action.SETTLE, _uphold),
        "changed": TapEntry(Action.SETTLE, _changed),
        "mine": TapEntry(_READ, lambda turn, act: turn.show(f"mine:{act.number(0) or 0}")),
        "released": TapEntry(_READ, _released),
        "details": TapEntry(_READ, _details),
        "gotit": TapEntry(_ANSWER, _got_it),
        "dispute": TapEntry(_ANSWER, _dispute),
        "undispute": TapEntry(_ANSWER, _undispute),
        "undisputenow": TapEntry(_ANSWER, _undispute),
    },
    views={
        "release": ViewEntry(_RELEASE, views.release),
        "unrelease": ViewEntry(_RELEASE, views.take_back),
        "feedback": ViewEntry(_RELEASE, views.card),
        "feedbacks": ViewEntry(_RELEASE, views.releases),
        "uphold": ViewEntry(Action.SETTLE, views.uphold, _upheld),
        "mine": ViewEntry(_READ, views.mine),
        "released": ViewEntry(_READ, views.released),
        "details": ViewEntry(_READ, views.details),
        "dispute": ViewEntry(_ANSWER, views.dispute, _disputed),
        "undispute": ViewEntry(_ANSWER, views.undispute),
    },
    doors=(
        Door(_RELEASE, lambda t: t("📨 Feedback"), "feedbacks", second=True),
        Door(_READ, lambda t: t("📋 My results"), "mine", lambda standing: standing.subject),
    ),
    help=(
        (
            _RELEASE,
            lambda t: t(
                "📨 Release under a result lets the person assessed see it and answer: read, or disputed with "
                "words. A dispute is upheld or amended; all of it stands with the result."
            ),
        ),
        (
            _READ,
            lambda t: t(
                "/results shows what was released to you: read it, and say by the deadline if you disagree."
            ),
        ),
    ),
)
