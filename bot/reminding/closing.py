"""From a reminder to a hand-in: an occurrence is begun, and closed by what is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Connection

from bot.reminding.acts import Refused
from storage import occurrences
from storage.occurrences import KeptOccurrence
from storage.reminders import settle
from storage.values import Evaluation


def begun_for(conn: Connection, occurrence_id: int, evaluation: Evaluation) -> KeptOccurrence | Refused:
    """Note that a draft was begun for an occurrence: it is in progress, or still overdue.

    To be called in the transaction that begins the draft.
    """
    found = occurrences.occurrence(conn, occurrence_id, hold=True)
    if found is None:
        return Refused.UNKNOWN
    if found.closed:
        return Refused.CLOSED
    state = "overdue" if found.state == "overdue" else "in-progress"
    occurrences.change_occurrence(conn, found.id, evaluation_id=evaluation.id, state=state)
    return occurrences.occurrence(conn, found.id) or found


def close_on_hand_in(
    conn: Connection, evaluation: Evaluation, now: datetime, period: str | None = None
) -> tuple[KeptOccurrence, ...]:
    """Close what an evaluation that is handed in ``now`` does, one occurrence of each plan; which they were.

    To be called in the transaction of the hand-in. It does not matter who handed it in, nor from where it was
    begun. Of one plan it closes the occurrence it was begun for, else the one of ``period`` (what the form
    itself says, if it does), else the one due first: what is overdue before what is due. An amendment closes
    nothing.
    """
    if evaluation.amends_id is not None or evaluation.subject_id is None:
        return ()
    live = occurrences.live_of_subject(conn, evaluation.subject_id, evaluation.form_id)
    done = []
    for _, of_plan in groupby(live, key=lambda one: one.plan_id):
        open_now = [one for one in of_plan if one.first_day <= _day(one, now) and now < one.missed_at]
        if open_now:
            done.append(_meant(open_now, evaluation.id, period))
    for one in done:
        occurrences.change_occurrence(
            conn,
            one.id,
            state="done" if now < one.late_at else "done-late",
            evaluation_id=evaluation.id,
            closed_at=now,
            closed_by=evaluation.evaluator_id,
            next_at=None,
            remind_at=None,
            offered_to=None,
        )
    settle(conn, [one.id for one in done], now)
    return tuple(again for one in done if (again := occurrences.occurrence(conn, one.id)) is not None)


def _day(one: KeptOccurrence, now: datetime) -> date:
    return now.astimezone(one.zone).date()


def _meant(open_now: Sequence[KeptOccurrence], evaluation_id: int, period: str | None) -> KeptOccurrence:
    for one in open_now:
        if one.evaluation_id == evaluation_id:
            return one
    for one in open_now:
        if one.period == period:
            return one
    return open_now[0]
