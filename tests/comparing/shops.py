"""Evaluations of shops as they are handed in: form, subject, points; and whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, update

from bot.comparing.points import points_line
from bot.comparing.reading import Reader
from bot.conversation.turn import House
from bot.rating import dump_json
from rubrics.answers import Answer, NotApplicable, Pointed
from rubrics.library import digest, form_to_json
from rubrics.model import Form
from rubrics.scoring import score
from storage import answers, evaluations, subjects, tables
from storage.forms import keep_form
from storage.scope import EVERYTHING, Scope
from tests.comparing.small import shop

ZONE = ZoneInfo("Asia/Shanghai")
WANG, LI = 7, 8
OCTOBER = datetime(2026, 10, 10, 4, tzinfo=UTC)
JULY = datetime(2026, 7, 10, 4, tzinfo=UTC)


def reader(conn: Connection, scope: Scope = EVERYTHING, form: Form | None = None) -> Reader:
    present = form or shop()
    return Reader(conn, House({present.id: present}, ZONE, "en", 0), scope)


def site(conn: Connection, name: str) -> int:
    return subjects.add_subject(conn, kind="site", name=name, created_by=WANG, now=JULY).id


def rate(
    conn: Connection,
    subject: int,
    points: Mapping[str, int | None],
    at: datetime = OCTOBER,
    *,
    by: int = WANG,
    form: Form | None = None,
    unit: int | None = None,
    amends: int | None = None,
    keeps_points: bool = True,
) -> int:
    """Hand in an evaluation with these points; ``None`` where the criterion did not apply."""
    form = form or shop()
    keep_form(conn, digest(form), form.id, form.title, form_to_json(form), at)
    begun = evaluations.begin(
        conn,
        form_digest=digest(form),
        form_id=form.id,
        form_title=form.title,
        evaluator_id=by,
        subject_id=subject,
        view="review",
        amends_id=amends,
        now=at,
    )
    if unit is not None:
        conn.execute(update(tables.evaluation).where(tables.evaluation.c.id == begun.id).values(unit_id=unit))
    given: dict[str, Answer] = {
        id: NotApplicable() if brought is None else Pointed(Decimal(brought))
        for id, brought in points.items()
    }
    for id, brought in points.items():
        value = dump_json({"na": True} if brought is None else brought)
        answers.add_answer(
            conn, evaluation_id=begun.id, item=id, value_json=value, revision=0, by=by, now=at, undoes=None
        )
    worked_out = score(form, given)
    handed_in = evaluations.submit(
        conn,
        begun.id,
        total=None if worked_out.total is None else str(worked_out.total),
        max=None if worked_out.max is None else str(worked_out.max),
        percent=None if worked_out.percent is None else str(worked_out.percent),
        grade=worked_out.grade,
        result="{}",
        points=points_line(form, worked_out.points) if keeps_points else None,
        now=at,
    )
    assert handed_in
    return begun.id
