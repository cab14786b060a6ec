"""Who and what the tests are about: Wang interviews Li and Zhao with the form ``interview``."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from storage import evaluations, forms, subjects
from storage.values import Evaluation, Subject

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WANG = 7_000_000_001
ZHOU = 7_000_000_002
CHAT = -1_001_234_567_890


def address(path: Path) -> str:
    return f"sqlite:///{path}"


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def candidate(conn: Connection, name: str, now: datetime = NOW) -> Subject:
    return subjects.add_subject(conn, kind="candidate", name=name, created_by=WANG, now=now)


def draft(
    conn: Connection,
    subject: Subject | None = None,
    *,
    evaluator: int = WANG,
    form: str = "interview",
    title: str = "客服人员面试评价表",
    now: datetime = NOW,
    amends: int | None = None,
) -> Evaluation:
    forms.keep_form(conn, f"digest-{form}", form, title, "{}", NOW)
    return evaluations.begin(
        conn,
        form_digest=f"digest-{form}",
        form_id=form,
        form_title=title,
        evaluator_id=evaluator,
        subject_id=None if subject is None else subject.id,
        view="question",
        cursor="q1",
        amends_id=amends,
        amend_reason=None if amends is None else "数字打错了",
        now=now,
    )


def hand_in(conn: Connection, evaluation: Evaluation, now: datetime = NOW) -> bool:
    return evaluations.submit(
        conn,
        evaluation.id,
        total="3.25",
        max="4",
        percent="81.25",
        grade="良好",
        result='{"sections":[]}',
        now=now,
    )


def handed_in(
    conn: Connection,
    subject: Subject | None = None,
    *,
    evaluator: int = WANG,
    form: str = "interview",
    title: str = "客服人员面试评价表",
    now: datetime = NOW,
) -> Evaluation:
    begun = draft(conn, subject, evaluator=evaluator, form=form, title=title, now=now)
    assert hand_in(conn, begun, now)
    return again(conn, begun)


def again(conn: Connection, evaluation: Evaluation) -> Evaluation:
    stored = evaluations.evaluation(conn, evaluation.id)
    assert stored is not None
    return stored
