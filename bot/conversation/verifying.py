"""``/verify CODE``: whether a report is genuine and still holds. Everyone known may ask; not all hear the same."""

from __future__ import annotations

import re

from bot.access import Action
from bot.codec import Act
from bot.conversation.room import CommandEntry, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.privacy.masking import masked
from bot.screens import verifying as screens
from bot.screens.screen import Screen
from storage import audit, people, subjects, verification
from storage.check_code import Mistyped, read
from storage.verification import Verified

_TYPED = 40
"""Characters kept of what was typed, for saying what is wrong with it."""
_PRINTED = re.compile(r"(?<![\w-])[0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){2}(?![\w-])")
"""A code as it is printed, among other words."""


def _ask(turn: Turn, text: str) -> None:
    """Show the verdict on what was typed; who sees more than the verdict stands in the audit trail."""
    code = _PRINTED.search(text)  # also where the whole foot of a report was pasted
    typed = code[0] if code else " ".join(text.split())[:_TYPED]
    turn.show(f"verify:{typed}")
    try:
        found = verification.verify(turn.conn, read(typed))
    except Mistyped:
        return
    if found is not None and _may_see(turn, found):
        turn.record(audit.Action.SAW, "evaluation", found.evaluation.id, view="verify")


def _again(turn: Turn, _act: Act) -> None:
    turn.show("verify:")


def _view(turn: Turn, argument: str) -> Screen:
    if not argument:
        return screens.ask_screen(turn.t)
    try:
        code = read(argument)
    except Mistyped as slip:
        return screens.ask_screen(turn.t, typed=argument, wrong=str(slip))
    found = verification.verify(turn.conn, code)
    seen = _seen(turn, found) if found is not None and _may_see(turn, found) else None
    return screens.verdict_screen(turn.t, code, found, seen, turn.house.zone)


def _typed(turn: Turn, _argument: str, text: str) -> None:
    _ask(turn, text)


def _may_see(turn: Turn, found: Verified) -> bool:
    return turn.may_on(Action.SEE, found.evaluation)


def _seen(turn: Turn, found: Verified) -> screens.Seen:
    evaluation = found.evaluation
    subject = subjects.subject(turn.conn, evaluation.subject_id) if evaluation.subject_id else None
    evaluator = people.person(turn.conn, evaluation.evaluator_id)
    return screens.Seen(masked(subject.name) if subject else "", evaluator.name if evaluator else "")


VERIFYING = Room(
    commands={"verify": CommandEntry(Action.VERIFY, _ask, lambda t: t("Is a report genuine?"))},
    taps={"verify": TapEntry(Action.VERIFY, _again)},
    views={"verify": ViewEntry(Action.VERIFY, _view, _typed)},
    help=(
        (
            Action.VERIFY,
            lambda t: t(
                "/verify and the code at the foot of a report: whether it is genuine and still holds."
            ),
        ),
    ),
)
