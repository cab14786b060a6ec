"""Open work handed over from one person to another: who can take over, the question, and doing it."""

from __future__ import annotations

from bot.access import Action
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.errand import Errand
from bot.conversation.managing import (
    heirs,
    may_hand_over,
    named,
    out_of_date,
    seen,
    standing_here,
    unit_names,
)
from bot.conversation.room import TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.reminding.acts import move_supervision, move_work
from bot.screens import people as screens
from bot.screens.roles import role_in_unit
from bot.screens.screen import Screen
from bot.texts import language_of, texts
from storage import audit, evaluations, people
from storage.roster import Member

NOBODY = "-"
"""In place of an heir where nothing is handed over."""


def two_named(turn: Turn, argument: str) -> tuple[Member, Member | None] | None:
    """Whom a confirmation is about, and who takes over, from ``person:heir``."""
    person_id, _, heir_id = argument.partition(":")
    found = seen(turn, page_of(person_id))
    if found is None:
        return None
    heir = None
    if heir_id not in {"", NOBODY}:
        heir = next((one for one in heirs(turn, found) if one.id == page_of(heir_id)), None)
        if heir is None:
            return None
    return found, heir


def hand_over(turn: Turn, gone: int, heir: int) -> tuple[int, int]:
    """Give somebody's drafts, plans and open occurrences to another: how many drafts, how many occurrences.

    What a supervisor watches over goes along where the heir may watch.
    """
    drafts = evaluations.hand_over_drafts(
        turn.conn, gone, heir, turn.now, turn.standing.scope(Action.MANAGE_PEOPLE)
    )
    moved = move_work(turn.conn, gone, heir, turn.now)
    if standing_here(turn, gone).may_ever(Action.BOARD) and standing_here(turn, heir).may_ever(Action.BOARD):
        move_supervision(turn.conn, gone, heir, turn.now)
    turn.record(
        audit.Action.HANDED_OVER,
        "person",
        gone,
        to=heir,
        drafts=drafts,
        occurrences=moved.occurrences,
        plans=moved.plans,
    )
    if drafts or moved.occurrences:
        tell(turn, heir, "handed over", drafts, moved.occurrences)
    return drafts, moved.occurrences


def _heirs_screen(turn: Turn, argument: str) -> Screen | None:
    """Who can take over: ``suspend|handover:person:page``."""
    why, _, rest = argument.partition(":")
    person_id, _, page = rest.partition(":")
    found = seen(turn, page_of(person_id))
    if found is None:
        return None
    candidates = heirs(turn, found)
    place = min(page_of(page), max(0, (len(candidates) - 1) // screens.LIST_PAGE))
    part = candidates[place * screens.LIST_PAGE : (place + 1) * screens.LIST_PAGE]
    return screens.heirs_screen(turn.t, why, found, part, place, len(candidates), notice=turn.notice)


def _heirs(turn: Turn, act: Act) -> None:
    found = named(turn, act)
    if found is None:
        return
    why = act.word(1)
    if why not in {"suspend", "handover"}:
        out_of_date(turn)
    elif not may_hand_over(turn.standing, found):
        turn.refuse()
    else:
        turn.show(f"heirs:{why}:{found.id}:{act.number(2) or 0}")


def _hand_over_screen(turn: Turn, argument: str) -> Screen | None:
    two = two_named(turn, argument)
    if two is None or two[1] is None or not may_hand_over(turn.standing, two[0]):
        return None
    return screens.hand_over_screen(turn.t, two[0], two[1], notice=turn.notice)


def _hand_over(turn: Turn, act: Act) -> None:
    found = named(turn, act)
    if found is None:
        return
    argument = f"{found.id}:{act.word(1)}"
    two = two_named(turn, argument)
    if not may_hand_over(turn.standing, found):
        turn.refuse()
    elif two is None or two[1] is None:
        out_of_date(turn)
    elif act.word(2) != "yes":
        turn.show(f"handover:{argument}")
    elif turn.chat.view != f"handover:{argument}":
        out_of_date(turn)
    else:
        drafts, due = hand_over(turn, found.id, two[1].id)
        turn.show(f"person:{found.id}")
        turn.notice = screens.handed_over_words(turn.t, two[1].name, drafts, due)


def tell(turn: Turn, person_id: int, what: str, *about: object) -> None:
    """A sentence into somebody's own chat, in their language; nobody is told what they did themselves."""
    person = people.person(turn.conn, person_id)
    if person is None or person_id == turn.sender.id:
        return
    t = texts(language_of(person.language, person.telegram_language, turn.house.language))
    match what, about:
        case "granted", (str(role), unit_id):
            unit = unit_names(turn).get(unit_id) if isinstance(unit_id, int) else None
            words = t(
                "{name} gave you a role: {role}.", name=turn.sender.name, role=role_in_unit(t, role, unit)
            )
        case "handed over", (int(drafts), int(due)):
            words = screens.taken_over_words(t, turn.sender.name, drafts, due)
        case _:
            words = t("{name} let you in again. /start shows the menu.", name=turn.sender.name)
    turn.errands.append(Errand("tell", (person_id, words)))


_HERE = Action.MANAGE_PEOPLE

HANDING_TAPS = {"heirs": TapEntry(_HERE, _heirs), "handover": TapEntry(_HERE, _hand_over)}
HANDING_VIEWS = {"heirs": ViewEntry(_HERE, _heirs_screen), "handover": ViewEntry(_HERE, _hand_over_screen)}
