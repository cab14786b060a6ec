"""Evaluations: begun, moved on, handed in once, discarded, amended; and found again (:mod:`storage.lists`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, literal, or_, select, update

from storage import tables
from storage.answers import CARRIED_OVER
from storage.lists import count_drafts, count_history, drafts, history
from storage.open_work import in_units
from storage.statements import columns, new_key
from storage.subjects import mark_used
from storage.values import Evaluation

__all__ = [
    "amendments",
    "begin",
    "copy_answers",
    "count_drafts",
    "count_history",
    "discard",
    "drafts",
    "drop_empty_drafts",
    "evaluation",
    "hand_over_drafts",
    "has_rated",
    "history",
    "move",
    "of_subject",
    "set_subject",
    "submit",
]

_table = tables.evaluation
_amended = tables.evaluation.alias("amended")
_COLUMNS = columns(_table, Evaluation)

_BEGIN = insert(_table)
_ONE = select(*_COLUMNS).where(_table.c.id == bindparam("wanted"))
_CHANGE = update(_table).where(_table.c.id == bindparam("wanted"))
_CHANGE_DRAFT = _CHANGE.where(_table.c.status == "draft")
_subject = tables.subject
_unit_of_subject = select(_subject.c.unit_id).where(_subject.c.id == bindparam("whose")).scalar_subquery()
_SET_SUBJECT = _CHANGE_DRAFT.values(
    subject_id=bindparam("whose"),
    updated_at=bindparam("now"),
    unit_id=func.coalesce(_unit_of_subject, _table.c.unit_id),
)
_HAS_RATED = select(
    exists().where(
        _table.c.subject_id == bindparam("whose"),
        _table.c.evaluator_id == bindparam("evaluator"),
        _table.c.status != "discarded",
    )
)
_HAND_OVER = (
    update(_table)
    .where(_table.c.evaluator_id == bindparam("evaluator"), _table.c.status == "draft")
    .values(evaluator_id=bindparam("target"), updated_at=bindparam("now"), revision=_table.c.revision + 1)
)
_MOVE = _CHANGE.where(_table.c.revision == bindparam("revision_from")).values(
    view=bindparam("to_view"),
    cursor=bindparam("to_cursor"),
    revision=_table.c.revision + 1,
    updated_at=bindparam("now"),
)
_SUBMIT = _CHANGE_DRAFT.where(
    or_(
        _table.c.amends_id.is_(None),
        exists().where(_amended.c.id == _table.c.amends_id, _amended.c.status == "submitted"),
    )
).values(
    status="submitted",
    submitted_at=bindparam("now"),
    updated_at=bindparam("now"),
    revision=_table.c.revision + 1,
    total=bindparam("points"),
    max=bindparam("possible"),
    percent=bindparam("of_hundred"),
    grade=bindparam("reached"),
    result=bindparam("worked_out"),
    hundredths=bindparam("in_hundredths"),
    first_submitted_at=func.coalesce(
        select(_amended.c.first_submitted_at).where(_amended.c.id == _table.c.amends_id).scalar_subquery(),
        bindparam("now", type_=_table.c.first_submitted_at.type),
    ),
    points=bindparam("brought"),
)
_MARK_AMENDED = (
    update(_table)
    .where(
        _table.c.id == select(_amended.c.amends_id).where(_amended.c.id == bindparam("by")).scalar_subquery()
    )
    .values(status="amended")
)
_DISCARD = _CHANGE_DRAFT.values(
    status="discarded", updated_at=bindparam("now"), revision=_table.c.revision + 1
)
_AMENDMENTS = select(*_COLUMNS).where(_table.c.amends_id == bindparam("original")).order_by(_table.c.id)
_OF_SUBJECT = (
    select(*_COLUMNS)
    .where(
        _table.c.subject_id == bindparam("whose"),
        _table.c.form_id == bindparam("of_form"),
        _table.c.status.in_(bindparam("statuses", expanding=True)),
    )
    .order_by(_table.c.id.desc())
)
_DROP = delete(_table).where(
    _table.c.evaluator_id == bindparam("evaluator"),
    _table.c.status == "draft",
    _table.c.subject_id.is_(None),
    _table.c.amends_id.is_(None),
    ~exists().where(tables.answer.c.evaluation_id == _table.c.id),
    ~exists().where(tables.note.c.evaluation_id == _table.c.id),
)
_answer = tables.answer
_latest = select(func.max(_answer.c.id)).where(_answer.c.evaluation_id == bindparam("source"))
_COPY = (
    insert(_answer)
    .from_select(
        ["evaluation_id", "item", "value", "revision", "by", "at"],
        select(
            bindparam("target", type_=_answer.c.evaluation_id.type),
            _answer.c.item,
            _answer.c.value,
            literal(CARRIED_OVER),
            bindparam("copier", type_=_answer.c.by.type),
            bindparam("now", type_=_answer.c.at.type),
        )
        .where(
            _answer.c.id.in_(_latest.group_by(_answer.c.item)),
            _answer.c.value.is_not(None),
            ~_answer.c.item.startswith("#"),
        )
        .order_by(_answer.c.id),
    )
    .execution_options(preserve_rowcount=True)
)


def begin(  # noqa: PLR0913  (one for each column)
    conn: Connection,
    *,
    form_digest: str,
    form_id: str,
    form_title: str,
    evaluator_id: int,
    subject_id: int | None = None,
    view: str,
    cursor: str | None = None,
    amends_id: int | None = None,
    amend_reason: str | None = None,
    unit_id: int | None = None,
    now: datetime,
) -> Evaluation:
    """Begin a draft at revision 0. The form is kept before, under its digest (``forms.keep_form``)."""
    row = {
        "form_digest": form_digest,
        "form_id": form_id,
        "form_title": form_title,
        "evaluator_id": evaluator_id,
        "subject_id": subject_id,
        "status": "draft",
        "view": view,
        "cursor": cursor,
        "revision": 0,
        "created_at": now,
        "updated_at": now,
        "amends_id": amends_id,
        "amend_reason": amend_reason,
        "unit_id": unit_id,
    }
    begun = new_key(conn.execute(_BEGIN, row))
    if subject_id is not None:
        mark_used(conn, subject_id, now)
    return _known(conn, begun)


def evaluation(conn: Connection, id: int) -> Evaluation | None:
    """The evaluation with this id."""
    row = conn.execute(_ONE, {"wanted": id}).first()
    return None if row is None else Evaluation(*row)


def set_subject(conn: Connection, id: int, subject_id: int, now: datetime) -> None:
    """Say whom or what a draft is about; it belongs to the subject's unit then, where that has one."""
    if conn.execute(_SET_SUBJECT, {"wanted": id, "whose": subject_id, "now": now}).rowcount:
        mark_used(conn, subject_id, now)


def has_rated(conn: Connection, evaluator_id: int, subject_id: int) -> bool:
    """Whether this evaluator has rated a subject or is about to."""
    return bool(conn.execute(_HAS_RATED, {"whose": subject_id, "evaluator": evaluator_id}).scalar_one())


def hand_over_drafts(
    conn: Connection, from_id: int, to_id: int, now: datetime, units: Collection[int | None] | None = None
) -> int:
    """Make one evaluator's drafts in these units another's. How many there were.

    What was handed in stays as it is. A draft that amends goes along: it was begun for the house, not for oneself.
    """
    wanted = {"evaluator": from_id, "target": to_id, "now": now}
    return conn.execute(_HAND_OVER.where(in_units(_table.c.unit_id, units)), wanted).rowcount


def move(
    conn: Connection, evaluation: Evaluation, *, view: str, cursor: str | None, now: datetime
) -> Evaluation | None:
    """Go to another view and cursor, which makes the next revision.

    ``None``, and nothing changed, where the evaluation is not at the revision of ``evaluation`` any more.
    """
    moved = {
        "wanted": evaluation.id,
        "revision_from": evaluation.revision,
        "to_view": view,
        "to_cursor": cursor,
        "now": now,
    }
    if not conn.execute(_MOVE, moved).rowcount:
        return None
    return replace(evaluation, view=view, cursor=cursor, revision=evaluation.revision + 1, updated_at=now)


def submit(  # noqa: PLR0913  (one for each column)
    conn: Connection,
    id: int,
    *,
    total: str | None,
    max: str | None,
    percent: str | None,
    grade: str | None,
    result: str | None,
    points: str | None = None,
    now: datetime,
) -> bool:
    """Hand a draft in, once; the one it amends becomes ``amended``. Figures are exact decimals as text.

    ``points`` is what each scored criterion brings, for comparing; see :mod:`storage.comparing`.

    ``False``, and nothing changed, where it is no draft any more; or where it still is one, but what it
    amends was amended by another meanwhile.
    """
    figures: dict[str, str | int | None] = {
        "points": total,
        "possible": max,
        "of_hundred": percent,
        "in_hundredths": None if percent is None else int(Decimal(percent) * 100),
        "reached": grade,
        "brought": points,
    }
    handed_in = conn.execute(_SUBMIT, {"wanted": id, "worked_out": result, "now": now, **figures}).rowcount
    if handed_in:
        conn.execute(_MARK_AMENDED, {"by": id})
    return handed_in == 1


def discard(conn: Connection, id: int, now: datetime) -> bool:
    """Discard a draft; its answers stay for the audit. ``False`` where it is no draft."""
    return conn.execute(_DISCARD, {"wanted": id, "now": now}).rowcount == 1


def amendments(conn: Connection, id: int) -> list[Evaluation]:
    """The evaluations that amend this one, whatever their status, oldest first."""
    return [Evaluation(*row) for row in conn.execute(_AMENDMENTS, {"original": id})]


def of_subject(
    conn: Connection, subject_id: int, form_id: str, statuses: Collection[str]
) -> list[Evaluation]:
    """The evaluations of a subject by a form that have one of these statuses, the latest begun first."""
    wanted = {"whose": subject_id, "of_form": form_id, "statuses": list(statuses)}
    return [Evaluation(*row) for row in conn.execute(_OF_SUBJECT, wanted)]


def copy_answers(conn: Connection, from_id: int, to_id: int, by: int, now: datetime) -> int:
    """Give an amendment the answers that count in the evaluation it amends. How many there were.

    Signatures stay behind: nobody has signed what the amendment will say. Notes need no copy, since
    ``notes.notes`` also lists those of the evaluation that is amended.
    """
    wanted = {"source": from_id, "target": to_id, "copier": by, "now": now}
    return conn.execute(_COPY, wanted).rowcount


def drop_empty_drafts(conn: Connection, evaluator_id: int) -> int:
    """Delete this evaluator's drafts that have no subject, no answer and no note. How many there were."""
    return conn.execute(_DROP, {"evaluator": evaluator_id}).rowcount


def _known(conn: Connection, id: int) -> Evaluation:
    return Evaluation(*conn.execute(_ONE, {"wanted": id}).one())
