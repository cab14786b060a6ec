"""Results released to the person assessed: what they said to it, and how a dispute was settled.

A release belongs to the evaluation it was made of and moves along when that is amended: looked up from any later
amendment it is found, and :func:`newest` leads to the evaluation that counts. Every change is one statement that
holds its own condition, so that of two people who act at once the second changes nothing and can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from storage import tables
from storage.scope import Scope, readable
from storage.statements import columns, new_key
from storage.values import Evaluation

Reply: TypeAlias = Literal["acknowledged", "disputed"]
Ending: TypeAlias = Literal["upheld", "changed", "withdrawn"]
"""How a dispute ended. ``withdrawn``: by the person assessed; a release that was taken back has no ending."""

_table = tables.feedback
_evaluation = tables.evaluation
_HANDED_IN = ("submitted", "amended")


@dataclass(frozen=True, slots=True)
class Feedback:
    """One release. ``person_id`` is who opened its link; ``withdrawn_at`` is when it was taken back.

    ``words`` are those of the dispute, ``answered_at`` when they were last said.
    """

    id: int
    evaluation_id: int
    released_by: int
    released_at: datetime
    answer_by: datetime
    person_id: int | None
    seen_at: datetime | None
    answer: Reply | None
    words: str | None
    answered_at: datetime | None
    outcome: Ending | None
    outcome_words: str | None
    outcome_by: int | None
    outcome_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def live(self) -> bool:
        """Whether it was not taken back."""
        return self.withdrawn_at is None

    @property
    def contested(self) -> bool:
        """Whether a dispute waits for an answer."""
        return self.answer == "disputed" and self.outcome is None

    def silent(self, now: datetime) -> bool:
        """Whether the time to answer is over without an answer."""
        return self.answer is None and now >= self.answer_by


_COLUMNS = columns(_table, Feedback)
_ONE = select(*_COLUMNS).where(_table.c.id == bindparam("wanted"))
_RELEASE = insert(_table)
_live = _table.c.withdrawn_at.is_(None)
_CHANGE = update(_table).where(_table.c.id == bindparam("wanted"), _live)
_AGAIN = (
    update(_table)
    .where(_table.c.evaluation_id == bindparam("whose"), _table.c.withdrawn_at.is_not(None))
    .values(
        released_by=bindparam("by"),
        released_at=bindparam("now"),
        answer_by=bindparam("until"),
        withdrawn_at=None,
        **dict.fromkeys(
            (
                "person_id",
                "seen_at",
                "answer",
                "words",
                "answered_at",
                "outcome",
                "outcome_words",
                "outcome_by",
                "outcome_at",
            )
        ),
    )
)
_TAKE_BACK = _CHANGE.where(_table.c.answer.is_(None)).values(withdrawn_at=bindparam("now"))
_JOIN = _CHANGE.where(_table.c.person_id.is_(None)).values(person_id=bindparam("who"))
_SEEN = _CHANGE.where(_table.c.seen_at.is_(None)).values(seen_at=bindparam("now"))
_in_time = _table.c.answer_by > bindparam("now", type_=_table.c.answer_by.type)
_undecided = _table.c.outcome.is_(None)
_theirs = _table.c.person_id == bindparam("who")
_ACKNOWLEDGE = _CHANGE.where(_theirs, _table.c.answer.is_(None), _in_time).values(
    answer="acknowledged", answered_at=bindparam("now")
)
_DISPUTE = _CHANGE.where(_theirs, _undecided, or_(_in_time, _table.c.answer == "disputed")).values(
    answer="disputed", words=bindparam("said"), answered_at=bindparam("now")
)
_contested = and_(_table.c.answer == "disputed", _undecided)
_SETTLE = _CHANGE.where(_contested).values(
    outcome=bindparam("ending"),
    outcome_words=bindparam("said"),
    outcome_by=bindparam("by"),
    outcome_at=bindparam("now"),
)
_SETTLE_AS_SAID = _SETTLE.where(_table.c.answered_at == bindparam("heard"))
_until = bindparam("until", type_=_table.c.answer_by.type)
_EXTEND = _CHANGE.where(_undecided).values(
    answer_by=case((_table.c.answer_by < _until, _until), else_=_table.c.answer_by)
)
_ABOUT = (
    select(*_COLUMNS)
    .where(_table.c.person_id == bindparam("who"), _live)
    .order_by(_table.c.released_at.desc(), _table.c.id.desc())
)

_seed = select(_evaluation.c.id, _evaluation.c.amends_id).where(_evaluation.c.id == bindparam("whose"))
_back = _seed.cte("back", recursive=True)
_before = _evaluation.alias("before")
_back = _back.union_all(
    select(_before.c.id, _before.c.amends_id).join(_back, _before.c.id == _back.c.amends_id)
)
_OF = (
    select(*_COLUMNS)
    .join(_back, _back.c.id == _table.c.evaluation_id)
    .where(_live)
    .order_by(_table.c.id.desc())
    .limit(1)
)

_IS_ABOUT = select(
    exists().where(
        _theirs,
        _live,
        or_(
            _table.c.evaluation_id.in_(select(_back.c.id)),
            _table.c.evaluation_id.in_(
                select(_evaluation.c.id).where(_evaluation.c.subject_id == bindparam("subject"))
            ),
        ),
    )
)

_start = select(_evaluation.c.id).where(_evaluation.c.id == bindparam("whose"))
_onward = _start.cte("onward", recursive=True)
_after = _evaluation.alias("after")
_onward = _onward.union_all(
    select(_after.c.id)
    .join(_onward, _after.c.amends_id == _onward.c.id)
    .where(_after.c.status.in_(_HANDED_IN))
)
_CHAIN = (
    select(*columns(_evaluation, Evaluation))
    .join(_onward, _onward.c.id == _evaluation.c.id)
    .order_by(_evaluation.c.submitted_at, _evaluation.c.id)
)


def release(
    conn: Connection, evaluation_id: int, *, by: int, answer_by: datetime, now: datetime
) -> Feedback | None:
    """Release a result, or release it again after it was taken back; ``None`` where it, or what it amends, is."""
    if of(conn, evaluation_id) is not None:
        return None
    released = {"whose": evaluation_id, "by": by, "until": answer_by, "now": now}
    if not conn.execute(_AGAIN, released).rowcount:
        row = {
            "evaluation_id": evaluation_id,
            "released_by": by,
            "released_at": now,
            "answer_by": answer_by,
        }
        return feedback(conn, new_key(conn.execute(_RELEASE, row)))
    return of(conn, evaluation_id)


def feedback(conn: Connection, id: int) -> Feedback | None:
    """The release with this id, also one that was taken back."""
    row = conn.execute(_ONE, {"wanted": id}).first()
    return None if row is None else Feedback(*row)


def of(conn: Connection, evaluation_id: int) -> Feedback | None:
    """The release of an evaluation, or of one that it amends; not one that was taken back."""
    row = conn.execute(_OF, {"whose": evaluation_id}).first()
    return None if row is None else Feedback(*row)


def is_about(conn: Connection, evaluation_id: int, subject_id: int | None, person_id: int) -> bool:
    """Whether an evaluation, what it amends, or another one of its subject is released to a person."""
    wanted = {"whose": evaluation_id, "subject": subject_id, "who": person_id}
    return bool(conn.execute(_IS_ABOUT, wanted).scalar_one())


def versions(conn: Connection, evaluation_id: int) -> Sequence[Evaluation]:
    """An evaluation and the amendments handed in after it, in their order; the last one counts."""
    return [Evaluation(*row) for row in conn.execute(_CHAIN, {"whose": evaluation_id})]


def about(conn: Connection, person_id: int) -> list[Feedback]:
    """What is released to a person, the latest first."""
    return [Feedback(*row) for row in conn.execute(_ABOUT, {"who": person_id})]


def released_in(
    conn: Connection, scope: Scope, now: datetime, *, limit: int, offset: int = 0
) -> list[Feedback]:
    """Releases of what ``scope`` holds: disputes to be answered first, then open and silent ones, then the rest."""
    order = case(
        (_contested, 0), (and_(_table.c.answer.is_(None), _table.c.answer_by <= now), 1),
        (_table.c.answer.is_(None), 2), else_=3,
    )  # fmt: skip
    wanted = select(*_COLUMNS).join(_evaluation, _evaluation.c.id == _table.c.evaluation_id)
    wanted = wanted.where(*_there(scope)).order_by(order, _table.c.released_at.desc(), _table.c.id.desc())
    return [Feedback(*row) for row in conn.execute(wanted.limit(limit).offset(offset))]


def count_released(conn: Connection, scope: Scope) -> int:
    """How many releases :func:`released_in` would list without a limit."""
    counted: Any = select(func.count()).select_from(_table)
    counted = counted.join(_evaluation, _evaluation.c.id == _table.c.evaluation_id).where(*_there(scope))
    return int(conn.execute(counted).scalar_one())


def _there(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return _live, readable(scope)


def take_back(conn: Connection, id: int, now: datetime) -> bool:
    """Take a release back; ``False``, and nothing changed, where it was answered or taken back before."""
    return conn.execute(_TAKE_BACK, {"wanted": id, "now": now}).rowcount == 1


def join(conn: Connection, id: int, person_id: int) -> bool:
    """Say who the person assessed is, once; ``False`` where somebody is already, or it was taken back."""
    return conn.execute(_JOIN, {"wanted": id, "who": person_id}).rowcount == 1


def seen(conn: Connection, id: int, now: datetime) -> bool:
    """Note that it was seen; whether that was the first time."""
    return conn.execute(_SEEN, {"wanted": id, "now": now}).rowcount == 1


def acknowledge(conn: Connection, id: int, person_id: int, now: datetime) -> bool:
    """Keep 已阅; ``False``, and nothing changed, where it was answered before, or it is too late."""
    return conn.execute(_ACKNOWLEDGE, {"wanted": id, "who": person_id, "now": now}).rowcount == 1


def dispute(conn: Connection, id: int, person_id: int, words: str, now: datetime) -> bool:
    """Keep 有异议 with its words, in place of 已阅 or of earlier words, until it is settled.

    ``False``, and nothing changed, where it is settled; or too late, unless it was disputed in time.
    """
    said = {"wanted": id, "who": person_id, "said": words, "now": now}
    return conn.execute(_DISPUTE, said).rowcount == 1


def settle(
    conn: Connection,
    id: int,
    ending: Ending,
    words: str | None,
    *,
    by: int,
    heard: datetime | None = None,
    now: datetime,
) -> bool:
    """Settle a dispute, once; ``heard`` is when the words were said that this answers, if it answers words.

    ``False``, and nothing changed, where nothing is disputed, it was settled before, or other words were said since.
    """
    said = {"wanted": id, "ending": ending, "said": words, "by": by, "now": now}
    if heard is None:
        return conn.execute(_SETTLE, said).rowcount == 1
    return conn.execute(_SETTLE_AS_SAID, {**said, "heard": heard}).rowcount == 1


def extend(conn: Connection, id: int, until: datetime) -> bool:
    """Give time to answer until then, if that is later; ``False`` where it is settled or taken back."""
    return conn.execute(_EXTEND, {"wanted": id, "until": until}).rowcount == 1


def close_links(conn: Connection, evaluation_id: int, *, by: int, now: datetime) -> int:
    """Take back the links of a release that nobody came in by. How many there were."""
    invitation = tables.invitation
    open_ones = invitation.c.revoked_at.is_(None), invitation.c.used < invitation.c.uses
    closed = (
        update(invitation)
        .where(invitation.c.evaluation_id == evaluation_id, *open_ones)
        .values(revoked_at=now, revoked_by=by)
    )
    return conn.execute(closed).rowcount
