"""What one has to do: open and overdue, offered by others, each to be started from here; and reminders' buttons."""

from __future__ import annotations

from bot.access import Action
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.occurrence_taps import OCCURRENCE_TAPS, OCCURRENCE_VIEWS, start
from bot.conversation.room import CommandEntry, Door, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.reminding.items import work_items
from bot.screens.due import PAGE, DueLine, due_screen
from bot.screens.reminder import due_words
from bot.screens.screen import Screen
from storage import answers, plan_lists
from storage.occurrences import live_of_evaluator
from storage.work_items import WorkItem


def _view(turn: Turn, argument: str, *, more: bool = False) -> Screen:
    # Already by due day, so that what is overdue comes first.
    mine = [one.id for one in live_of_evaluator(turn.conn, turn.sender.id)]
    page = min(page_of(argument), max(0, (len(mine) - 1) // PAGE))
    shown = work_items(turn.conn, mine[page * PAGE : (page + 1) * PAGE])
    offered = work_items(turn.conn, plan_lists.offered_to(turn.conn, turn.sender.id)[:PAGE])
    return due_screen(
        turn.t,
        [_line(turn, item) for item in shown],
        [_line(turn, item) for item in offered],
        page,
        len(mine),
        more=more,
        notice=turn.notice,
    )


def _line(turn: Turn, item: WorkItem) -> DueLine:
    form = turn.house.forms.get(item.occurrence.form_id)
    answered = ""
    if item.draft is not None and item.draft.evaluator_id == turn.sender.id:
        snapshot = turn.house.snapshot(turn.conn, item.draft.form_digest)
        given = {a.item: a.value for a in answers.answers(turn.conn, item.draft.id)}
        done = sum(given.get(c.id) is not None for c in snapshot.criteria)
        answered = f"{done}/{len(snapshot.criteria)}"
    when = due_words(turn.t, item.occurrence, turn.now)
    return DueLine(item, form.short if form else item.form_title, when, answered)


def _start(turn: Turn, act: Act) -> None:
    """Start from the list; where that cannot be, the list tells why."""
    start(turn, act)
    turn.notice = turn.toast or None


DUE = Room(
    commands={
        "due": CommandEntry(
            Action.DUE, lambda turn, _: turn.show("due:0"), lambda t: t("What I have to do, and by when")
        )
    },
    taps={
        "due": TapEntry(Action.DUE, lambda turn, act: turn.show(f"due:{act.number(0) or 0}")),
        "duemore": TapEntry(Action.DUE, lambda turn, act: turn.show(f"duemore:{act.number(0) or 0}")),
        "duestart": TapEntry(Action.WORK_OCCURRENCE, _start),
        **OCCURRENCE_TAPS,
    },
    views={
        "due": ViewEntry(Action.DUE, _view),
        "duemore": ViewEntry(Action.DUE, lambda turn, argument: _view(turn, argument, more=True)),
        **OCCURRENCE_VIEWS,
    },
    doors=(Door(Action.DUE, lambda t: t("📥 Due"), "due"),),
    help=(
        (
            Action.DUE,
            lambda t: t(
                "/due: what is due for you. A reminder comes in time and starts the form with one tap; "
                "it can be put off, handed over, or let go with a reason."
            ),
        ),
    ),
)
