"""``/audit``: the trail for owners, filtered by kind of act, by person and by evaluation, and as a file."""

from __future__ import annotations

import re

from bot.access import Action
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.errand import Errand
from bot.conversation.room import CommandEntry, Door, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.screens import auditing as screens
from bot.screens.screen import Screen
from storage import audit, audit_reading, people
from storage.audit_reading import Wanted

_LONGEST_NUMBER = 9
"""Digits of an evaluation's number at most; a longer one is a Telegram id."""


def wanted_of(argument: str) -> tuple[int, str, Wanted]:
    """Page, group and filter from a view's argument ``page:group:actor:evaluation:until``; empty parts filter nothing.

    ``until`` is the last row there was when the first page was opened: reading adds rows, and pages stay put.
    """
    page, group, actor, evaluation, until = [*argument.split(":"), "", "", "", "", ""][:5]
    return (
        page_of(page),
        group,
        Wanted(
            actions=screens.GROUPS.get(group, frozenset()),
            actor=int(actor) if re.fullmatch(r"-?\d{1,15}", actor) else None,
            object_kind="evaluation" if evaluation else None,
            object_id=str(page_of(evaluation)) if evaluation else None,
            until=page_of(until) or None,
        ),
    )


def _audit(turn: Turn, argument: str) -> Screen:
    page, group, wanted = wanted_of(argument)
    total = audit_reading.count(turn.conn, wanted)
    page = min(page, max(0, (total - 1) // screens.PAGE))
    rows = audit_reading.page(turn.conn, wanted, screens.PAGE, page * screens.PAGE)
    ids = {row.actor for row in rows} | ({wanted.actor} if wanted.actor is not None else set())
    found = {id_: people.person(turn.conn, id_) for id_ in ids}
    names = {id_: person.name for id_, person in found.items() if person is not None and person.name}
    shown = screens.Shown(page, group, wanted, total)
    return screens.audit_screen(
        turn.t, rows, names, shown, turn.house.forms, turn.house.zone, notice=turn.notice
    )


def _open(turn: Turn, argument: str) -> None:
    _look(turn, "0:::")
    if argument:
        _typed(turn, "0:::", argument)


def _look(turn: Turn, argument: str) -> None:
    """Who reads the trail stands in it, too; the first page begins with that, the others go on below it."""
    page, group, wanted = wanted_of(argument)
    row = turn.record(
        audit.Action.SAW,
        "audit",
        turn.sender.id,
        page=page + 1,
        group=group or None,
        actor=wanted.actor,
        evaluation=wanted.object_id,
    )
    turn.show(f"audit:{argument}" if page else f"audit:{':'.join(argument.split(':')[:4])}:{row.seq}")


def _tapped(turn: Turn, act: Act) -> None:
    """Another page or kind of act; the person and evaluation that were typed stay until taken off."""
    view, _, argument = turn.chat.view.partition(":")
    kept = [*(argument if view == "audit" else "").split(":"), "", "", "", "", ""][2:5]
    group = act.word(1) if act.word(1) in screens.GROUPS else ""
    if act.word(2) == "all":
        kept = ["", "", ""]
    _look(turn, f"{act.number(0) or 0}:{group}:{':'.join(kept)}")


def _typed(turn: Turn, argument: str, text: str) -> None:
    """Typed words filter: a number is an evaluation's, a name or Telegram id a person's.

    A number too long for an evaluation is a Telegram id, also of somebody who is not here.
    """
    _, group, wanted = wanted_of(argument)
    words = " ".join(text.split())[:60]
    number = re.fullmatch(r"(?:no\.?|第)?\s*(\d{1,15})\s*号?", words, re.IGNORECASE)
    person = people.person(turn.conn, int(number[1])) if number else people.by_name(turn.conn, words)
    actor = person.id if person is not None else None
    if number and len(number[1]) > _LONGEST_NUMBER:
        actor = int(number[1])
    if actor is not None:
        _look(turn, f"0:{group}:{actor}:{wanted.object_id or ''}")
    elif number:
        _look(turn, f"0:{group}:{'' if wanted.actor is None else wanted.actor}:{number[1]}")
    else:
        turn.notice = turn.t("Nobody here is called {name}.", name=words)


def _export(turn: Turn, _act: Act) -> None:
    """Have the rows that are filtered now written to a file."""
    view, _, argument = turn.chat.view.partition(":")
    filtered = ":".join(argument.split(":")[:4]) if view == "audit" else "0:::"
    turn.record(audit.Action.EXPORTED, "audit", turn.sender.id)
    turn.errands.append(Errand("audit-export", (filtered,)))
    turn.toast = turn.t("The file is being written; it comes below.")


AUDITING = Room(
    commands={"audit": CommandEntry(Action.AUDIT, _open, lambda t: t("Who did what, and when"))},
    taps={
        "audit": TapEntry(Action.AUDIT, _tapped),
        "auditfile": TapEntry(Action.AUDIT, _export),
    },
    views={"audit": ViewEntry(Action.AUDIT, _audit, _typed)},
    doors=(Door(Action.AUDIT, lambda t: t("🧾 Audit trail"), "audit", second=True),),
    help=(
        (
            Action.AUDIT,
            lambda t: t("/audit tells who saw, made, changed, released, exported or erased what, and when."),
        ),
    ),
)
