"""Forgetting and revealing: ``/forget``, masked words shown on a tap, candidates kept longer or marked as hired."""

from __future__ import annotations

from bot.access import Action
from bot.codec import Act
from bot.conversation.browsing_views import page_of, revealed
from bot.conversation.departing import end_of_power
from bot.conversation.errand import Errand
from bot.conversation.managing import standing_here
from bot.conversation.room import CommandEntry, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.privacy.erasing import erase_subject, erased_user_label
from bot.privacy.masking import masked_value
from bot.privacy.retention import NOTICE, kept_until
from bot.screens import privacy as screens
from bot.screens.screen import Screen
from bot.texts import texts
from rubrics.fields import shown
from storage import audit, erasing, evaluations, holding, people, retaining, traces
from storage.traces import About

_MOST = 8
"""Namesakes offered at once."""


def _forget(turn: Turn, argument: str) -> None:
    turn.show("forget")
    if argument:
        _named(turn, "", argument)


def _forget_screen(turn: Turn, argument: str) -> Screen:
    wanted = {page_of(part) for part in argument.split(".")} if argument else set()
    found = [one for id in sorted(wanted) if (one := holding.namesake(turn.conn, id)) is not None]
    due = len(retaining.announced(turn.conn)) if turn.house.retention_days else 0
    return screens.forget_screen(
        turn.t, found[:_MOST], due, turn.house.zone, more=len(found) > _MOST, notice=turn.notice
    )


def _named(turn: Turn, _argument: str, words: str) -> None:
    """A typed name leads to those who have it; a Telegram id to who uses the bot. The view keeps ids, not the name."""
    digits = words.strip()
    if digits.isascii() and digits.isdigit() and len(digits) <= 15 and people.person(turn.conn, int(digits)):
        turn.show(f"forgetuser:{int(digits)}")
        return
    found = [one for one in holding.namesakes(turn.conn, words) if one.kind != "site"][: _MOST + 1]
    turn.told_of(About(subjects=tuple(one.id for one in found)))
    if len(found) == 1:
        turn.show(f"forgetting:{found[0].id}")
    elif found:
        turn.show("forget:" + ".".join(str(one.id) for one in found))
    else:
        turn.show("forget")
        turn.notice = turn.t("Nobody of this name is held here. Type it as it stands on the form.")


def _chosen(turn: Turn, act: Act) -> None:
    if (wanted := act.number(0)) is None:
        turn.show("forget")
    else:
        turn.show(f"forgetting:{wanted}")


def _confirm_screen(turn: Turn, argument: str) -> Screen | None:
    weight = erasing.weigh(turn.conn, page_of(argument))
    return None if weight is None else screens.confirm_screen(turn.t, weight)


def _erase(turn: Turn, act: Act) -> None:
    """Erase, where the chat just asked about this very person."""
    wanted = act.number(0)
    if wanted is None or turn.chat.view != f"forgetting:{wanted}":
        turn.toast = turn.t("That card was out of date. Here is the present one.")
        return
    # What this chat shows must not be kept from before: the turn saves it at its end.
    done = erase_subject(
        turn.conn, turn.house, wanted, asked_by=turn.sender.id, because="request", now=turn.now
    )
    if done is None:
        turn.show("forget")
        turn.notice = turn.t("That person is erased already.")
        return
    turn.show(f"forgotten:{wanted}")
    turn.errands.append(Errand("erased"))


def _erased_screen(turn: Turn, argument: str) -> Screen | None:
    found = holding.held(turn.conn, page_of(argument))
    if found is None or not found.of("erasure"):
        return None
    fate = traces.fate_of(turn.conn, page_of(argument))
    known = [people.person(turn.conn, id) for id in fate.left_in]
    left = screens.Left(
        page_of(argument),
        len(found.of("evaluation")),
        len(found.of("note")),
        len(found.of("attachment")),
        fate,
        tuple(person.name for person in known if person is not None and person.name),
    )
    return screens.erased_screen(turn.t, left)


def _user_screen(turn: Turn, argument: str) -> Screen | None:
    person = people.person(turn.conn, int(argument)) if argument.isdigit() else None
    if person is None:
        return None
    return screens.user_screen(turn.t, person, still_in=standing_here(turn, person.id).known)


def _erase_user(turn: Turn, act: Act) -> None:
    """Forget someone who uses the bot: only who is out already, so that their open work is in other hands."""
    wanted = act.number(0)
    if wanted is None or turn.chat.view != f"forgetuser:{wanted}":
        turn.toast = turn.t("That card was out of date. Here is the present one.")
    elif not standing_here(turn, wanted).known:
        label = erased_user_label(texts(turn.house.language))
        erasing.forget_person(turn.conn, wanted, label=label, asked_by=turn.sender.id, now=turn.now)
        end_of_power(turn, wanted)
        turn.show("forget")
        turn.notice = turn.t("The name is erased; what they handed in stays under their Telegram id.")
    else:
        turn.toast = turn.t("They came in again meanwhile, so nothing was erased.")


def _reveal(turn: Turn, act: Act) -> None:
    """Show what is masked on a result; who looked is in the trail."""
    found = turn.load(act.evaluation) if act.evaluation is not None else None
    if found is None or found.evaluation.status not in {"submitted", "amended"}:
        turn.toast = turn.t("This evaluation is not there.")
    elif not turn.may_on(Action.REVEAL, found.evaluation):
        turn.refuse()
    else:
        masked = [
            id
            for id, value in found.fields.items()
            if masked_value(found.form.fields[id], value) != shown(value)
        ]
        turn.record(
            audit.Action.REVEALED,
            "evaluation",
            found.evaluation.id,
            subject=found.evaluation.subject_id,
            fields=" ".join(masked),
        )
        turn.show(f"revealed:{found.evaluation.id}")


def _hired(turn: Turn, act: Act) -> None:
    """Mark the candidate of a result as hired, or not; who is hired is not erased by itself."""
    found = evaluations.evaluation(turn.conn, act.evaluation) if act.evaluation is not None else None
    if found is None or found.subject_id is None or turn.load(found.id) is None:
        turn.toast = turn.t("This evaluation is not there.")
    elif not turn.may_on(Action.AMEND, found):
        turn.refuse(found)
    else:
        _mark(turn, found.subject_id, hired=act.number(0) == 1)


def _mark(turn: Turn, subject_id: int, *, hired: bool) -> None:
    if not retaining.mark_hired(turn.conn, subject_id, turn.now if hired else None):
        turn.toast = turn.t("That person is erased already.")
        return
    turn.record(audit.Action.HIRED if hired else audit.Action.NOT_HIRED, "subject", subject_id)
    turn.toast = (
        turn.t("Marked as hired: not erased by itself.")
        if hired
        else turn.t("Not marked as hired any more: erased by itself in time.")
    )


def _was_hired(turn: Turn, act: Act) -> None:
    if (wanted := act.number(0)) is not None:
        _mark(turn, wanted, hired=act.number(1) != 0)
    _after_notice(turn, wanted)


def _keep_longer(turn: Turn, act: Act) -> None:
    wanted = act.number(0)
    until = kept_until(turn.now, turn.house.retention_days)
    if wanted is None or not retaining.keep_longer(turn.conn, wanted, until):
        turn.toast = turn.t("That person is erased already.")
    else:
        turn.record(audit.Action.KEPT_LONGER, "subject", wanted, days=turn.house.retention_days)
        day = f"{until.astimezone(turn.house.zone):%Y-%m-%d}"
        turn.toast = turn.t("Kept until {day}.", day=day)
    _after_notice(turn, wanted)


def _after_notice(turn: Turn, subject_id: int | None) -> None:
    """The list with this candidate in it; an open question is not left for it."""
    if turn.chat.evaluation_id is None:
        turn.show(f"retention:{subject_id}" if subject_id is not None else "retention")


def _retention(turn: Turn, _act: Act) -> None:
    turn.show("retention")


def _retention_screen(turn: Turn, argument: str) -> Screen:
    """The part of the list with the one just decided on; once all in it are decided, the first with one who is not."""
    due = retaining.announced(turn.conn)
    stay = retaining.decided(turn.conn, turn.now, turn.now - NOTICE)
    every = sorted([*due, *stay], key=lambda one: (one.due_at, one.id))
    parts = [every[start : start + screens.NOTICES] for start in range(0, len(every), screens.NOTICES)]
    here = [part for part in parts if any(str(one.subject_id) == argument for one in part)]
    part = next((part for part in (*here, *parts) if not all(one.decided for one in part)), [])
    return screens.notice_screen(
        turn.t,
        part or next(iter(here), []),
        turn.house.retention_days,
        turn.house.zone,
        own_card=True,
        notice=turn.notice,
    )


PRIVACY = Room(
    commands={"forget": CommandEntry(Action.FORGET, _forget, lambda t: t("Erase a person"))},
    taps={
        "forget": TapEntry(Action.FORGET, _chosen),
        "erase": TapEntry(Action.FORGET, _erase),
        "eraseuser": TapEntry(Action.FORGET, _erase_user),
        "retention": TapEntry(Action.FORGET, _retention),
        "keeplonger": TapEntry(Action.FORGET, _keep_longer),
        "washired": TapEntry(Action.FORGET, _was_hired),
        "reveal": TapEntry(Action.REVEAL, _reveal),
        "hired": TapEntry(Action.AMEND, _hired),
    },
    views={
        "forget": ViewEntry(Action.FORGET, _forget_screen, _named),
        "forgetting": ViewEntry(Action.FORGET, _confirm_screen),
        "forgetuser": ViewEntry(Action.FORGET, _user_screen),
        "forgotten": ViewEntry(Action.FORGET, _erased_screen),
        "retention": ViewEntry(Action.FORGET, _retention_screen),
        erasing.DISCARDED: ViewEntry(Action.LOOK_AROUND, lambda turn, _: screens.discarded_screen(turn.t)),
        "revealed": ViewEntry(Action.REVEAL, revealed),
    },
    help=(
        (
            Action.FORGET,
            lambda t: t(
                "/forget erases a person on request: name, words, notes and files go, scores stay without a name."
            ),
        ),
        (
            Action.REVEAL,
            lambda t: t("Phone numbers and the like are masked; 👁 shows them, and who looked is kept."),
        ),
    ),
)
