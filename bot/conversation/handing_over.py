"""Open work handed over from one person to another: who can take over, the question, and doing it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

from bot.access import Action, Standing
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.managing import (
    heirs,
    may_hand_over,
    named,
    out_of_date,
    seen,
    standing_here,
    successor,
    unit_names,
    works_in,
)
from bot.conversation.people_news import tell
from bot.conversation.room import TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.reminding.acts import move_supervision, move_work
from bot.screens import people as screens
from bot.screens.screen import Screen, bold, clip, esc
from storage import audit, evaluations
from storage.open_work import OpenWork, open_work, together
from storage.roster import Member
from storage.work_items import people_by_id

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


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody can take over, by the units it belongs to; ``goes`` is all of it, ``stays`` what is left."""

    work: frozenset[int | None]
    watch: frozenset[int | None]
    goes: OpenWork
    stays: OpenWork


def share_of(turn: Turn, gone: int, heir: int) -> Share:
    """What goes to somebody of another's open work: in the sender's hands, and of units where the heir works."""
    there, taking = open_work(turn.conn, gone), standing_here(turn, heir)
    reach = turn.standing.scope(Action.MANAGE_PEOPLE)
    mine = {
        unit_id
        for unit_id in there
        if gone == turn.sender.id or reach.everything or (unit_id is not None and unit_id in reach.units)
    }
    work = frozenset(unit_id for unit_id in mine if works_in(taking, unit_id))
    watch = frozenset(
        unit_id for unit_id in mine if taking.may(Action.BOARD, person_id=heir, unit_id=unit_id)
    )
    return Share(
        work,
        watch,
        together(_parts(there[unit_id], unit_id in work, unit_id in watch) for unit_id in there),
        together(_parts(there[unit_id], unit_id not in work, unit_id not in watch) for unit_id in there),
    )


def _parts(found: OpenWork, work: bool, watch: bool) -> OpenWork:
    return (found.work if work else OpenWork()) + (found.watch if watch else OpenWork())


def hand_over(turn: Turn, gone: int, heir: int) -> OpenWork:
    """Give somebody's open work to another, as far as that one can take it over (:func:`share_of`); what went."""
    share = share_of(turn, gone, heir)
    return give(turn, gone, heir, work=share.work, watch=share.watch)


def give(
    turn: Turn, gone: int, heir: int, *, work: Collection[int | None] = (), watch: Collection[int | None] = ()
) -> OpenWork:
    """Give to another what is open of somebody's in the units ``work``, and what they watch over in ``watch``."""
    drafts = evaluations.hand_over_drafts(turn.conn, gone, heir, turn.now, work)
    moved = move_work(turn.conn, gone, heir, turn.now, work)
    watched = move_supervision(turn.conn, gone, heir, turn.now, watch)
    went = OpenWork(drafts, moved.occurrences, moved.plans, watched.plans, watched.occurrences)
    if drafts:
        turn.redraw(gone)
    if went != OpenWork():
        seen_over = {"watched": went.watched} if went.watched else {}
        turn.record(
            audit.Action.HANDED_OVER,
            "person",
            gone,
            to=heir,
            drafts=drafts,
            occurrences=moved.occurrences,
            plans=moved.plans,
            **seen_over,
        )
    if went.drafts or went.due or went.watched:
        tell(turn, "handed-over", heir, went.drafts, went.due, went.watched)
    return went


Going: TypeAlias = dict[int, set[int | None]]
"""To whom something goes, and of which units."""


def watch_goes(turn: Turn, gone: int, after: Standing, preferred: int | None = None) -> Going:
    """To whom what somebody watches over goes where they may not watch any more, once they are ``after``.

    Never is it left with somebody who is gone: unless ``preferred`` may, another supervisor of the unit takes it,
    else an owner.
    """
    found: Going = {}
    first = None if preferred is None else standing_here(turn, preferred)
    for unit_id, there in open_work(turn.conn, gone).items():
        if not there.to_watch or after.may(Action.BOARD, person_id=gone, unit_id=unit_id):
            continue
        if first is not None and first.may(Action.BOARD, person_id=preferred, unit_id=unit_id):
            heir = preferred
        else:
            heir = successor(turn, unit_id, gone)
        if heir is not None:
            found.setdefault(heir, set()).add(unit_id)
    return found


def pass_watch_on(turn: Turn, gone: int) -> None:
    """Give on what somebody watches over where they may not any more: to be called when a role of theirs has ended."""
    for heir, units in watch_goes(turn, gone, standing_here(turn, gone)).items():
        give(turn, gone, heir, watch=units)


def going_words(turn: Turn, going: Going) -> str:
    """To whom it goes; where that is not one alone, of which unit to whom."""
    names, called = unit_names(turn), people_by_id(turn.conn, going.keys())
    each = []
    for heir, units in going.items():
        name = bold(clip(called[heir].name if heir in called else str(heir), 60))
        of = turn.t(", ").join(esc(names[one]) for one in units if one is not None and one in names)
        each.append(turn.t("{name} ({unit})", name=name, unit=of) if of and len(going) > 1 else name)
    return turn.t(", ").join(each)


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
    share = share_of(turn, two[0].id, two[1].id)
    return screens.hand_over_screen(turn.t, two[0], two[1], share.goes, share.stays, notice=turn.notice)


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
        went = hand_over(turn, found.id, two[1].id)
        turn.show(f"person:{found.id}")
        turn.notice = screens.handed_over_words(turn.t, two[1].name, went)


_HERE = Action.MANAGE_PEOPLE

HANDING_TAPS = {"heirs": TapEntry(_HERE, _heirs), "handover": TapEntry(_HERE, _hand_over)}
HANDING_VIEWS = {"heirs": ViewEntry(_HERE, _heirs_screen), "handover": ViewEntry(_HERE, _hand_over_screen)}
