"""The board of a supervisor: what is done, due, overdue and missed this month and quarter."""

from __future__ import annotations

from bot.access import Action
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.occurrence_taps import ask_why
from bot.conversation.plan_offers import person_name
from bot.conversation.room import CommandEntry, Door, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.reminding.items import work_items
from bot.screens.board import PAGE, BoardLine, board_screen
from bot.screens.screen import Screen
from rubrics.periods import period_at
from storage import plan_lists


def _view(turn: Turn, argument: str) -> Screen:
    scope = turn.standing.scope(Action.BOARD)
    month, quarter = period_at(turn.today, "month"), period_at(turn.today, "quarter")
    total = plan_lists.count_board(turn.conn, scope, quarter.first, quarter.last)
    page = min(page_of(argument), max(0, (total - 1) // PAGE))
    ids = plan_lists.board_page(turn.conn, scope, quarter.first, quarter.last, PAGE, page * PAGE)
    found = {item.occurrence.id: item for item in work_items(turn.conn, ids)}
    lines = []
    for item in (found[id] for id in ids if id in found):
        form = turn.house.forms.get(item.occurrence.form_id)
        lines.append(
            BoardLine(
                item,
                form.short if form else item.form_title,
                person_name(turn, item.occurrence.evaluator_id),
                turn.now.astimezone(item.occurrence.zone).date(),
            )
        )
    periods = [
        (period.name, plan_lists.tally(turn.conn, scope, period.first, period.last))
        for period in (month, quarter)
    ]
    return board_screen(turn.t, periods, lines, page, total, notice=turn.notice)


def _why(turn: Turn, act: Act) -> None:
    ask_why(turn, act)
    turn.notice = turn.toast or None


BOARD = Room(
    commands={
        "board": CommandEntry(
            Action.BOARD,
            lambda turn, _: turn.show("board:0"),
            lambda t: t("Board: done, due, overdue, missed"),
        )
    },
    taps={
        "board": TapEntry(Action.BOARD, lambda turn, act: turn.show(f"board:{act.number(0) or 0}")),
        "boardwhy": TapEntry(Action.BOARD, _why),
    },
    views={"board": ViewEntry(Action.BOARD, _view)},
    doors=(Door(Action.BOARD, lambda t: t("🚦 Board"), "board"),),
    help=(
        (
            Action.BOARD,
            lambda t: t(
                "/board: this month and quarter at a glance, overdue first; missed ones want a reason."
            ),
        ),
    ),
)
