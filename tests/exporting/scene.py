"""What is exported in these tests: four evaluations handed in, one of them an amendment, and a draft.

1  property of 张三 by 王敏 (一部), 20 November: ten criteria at 8 points, one of them first 3; 80 of 100, 良好.
   The conclusion looks like a formula; on documents there is a note, and a note with a file.
2  quality of "+1号小区" by 周强 (no unit), on 1 December at 00:30 in Shanghai: q01 has 3 defects (not met), q02
   none (met), q03 does not apply; 1 of 2 met, 50 %, 较差.
3  department of 李四 by 王敏 (一部), 25 November: 0.5 points off twice, one tick of 2 points, 1.5 points.
4  amends 1 on 26 November: documents 10 instead of 8, so 82 of 100; the notes of 1 go with it.
5  a draft of property of 张三.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, update

from rubrics.library import digest, form_to_json
from storage import answers, evaluations, forms, notes, people, subjects, tables
from storage.engine import Storage
from storage.values import NewAttachment
from tests.conversation.offline import empty_database, the_forms

WANG, ZHOU = 1001, 1002
SHANGHAI = ZoneInfo("Asia/Shanghai")
CONCLUSION = "=1+1 就不是公式"
PROPERTY = (
    "attitude-friendly",
    "attitude-proactive",
    "attitude-effort",
    "phone-prompt",
    "phone-effective",
    "complaint-prompt",
    "complaint-effective",
    "documents",
    "teamwork",
    "efficiency",
)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def fill(path: Path) -> str:
    """Make the database and return its address."""
    path.write_bytes(empty_database())
    address = f"sqlite:///{path}"
    with Storage(address) as storage:
        storage.run_now(fill_in)
    return address


def fill_in(conn: Connection) -> None:
    """Put the scene into an empty database."""
    people.remember_person(conn, WANG, "王敏", utc(11, 1, 0))
    people.remember_person(conn, ZHOU, "周强", utc(11, 1, 0))
    conn.execute(
        insert(tables.unit).values(id=1, name="一部", name_key="一部", created_by=1, created_at=utc(11, 1, 0))
    )
    zhang = subject(conn, "employee", "张三")
    first = begin(conn, "property", zhang, utc(11, 20, 1), unit=1)
    say(conn, first, "attitude-friendly", 3)
    for criterion in PROPERTY:
        say(conn, first, criterion, 8)
    say(conn, first, "@conclusion", CONCLUSION)
    say(conn, first, "@remarks", "写错了")
    say(conn, first, "@remarks", None)
    say(conn, first, "#evaluator", "王敏")
    note(conn, first, "documents", "文件齐全", 1)
    note(conn, first, "documents", "", 2, NewAttachment("photo", "f", "u"))
    sections = [{"id": "attitude", "title": "服务态度", "total": "24", "max": "30", "percent": "80"}]
    hand_in(conn, first, utc(11, 20, 1, 30), "80", "100", "80", "良好", json.dumps({"sections": sections}))

    site = subject(conn, "site", "+1号小区")
    second = begin(conn, "quality", site, utc(11, 30, 16), by=ZHOU)
    say(conn, second, "@period", "2026-11")
    say(conn, second, "q01", {"defects": 3, "flags": []})
    say(conn, second, "q02", {"defects": 0, "flags": []})
    say(conn, second, "q03", {"na": True})
    hand_in(conn, second, utc(11, 30, 16, 30), "1", "2", "50", "较差")

    third = begin(conn, "department", subject(conn, "employee", "李四"), utc(11, 25, 2), unit=1)
    say(conn, third, "service-1", ["tone", "three-rings"])
    say(conn, third, "handling-3", ["owner"])
    say(conn, third, "patrol-1", 1.5)
    hand_in(conn, third, utc(11, 25, 3), None, None, None, None)

    fourth = begin(conn, "property", zhang, utc(11, 26, 1), unit=1, amends=first)
    evaluations.copy_answers(conn, first, fourth, by=WANG, now=utc(11, 26, 1))
    say(conn, fourth, "documents", 10)
    hand_in(conn, fourth, utc(11, 26, 2), "82", "100", "82", "良好")

    begin(conn, "property", zhang, utc(11, 27, 1), unit=1)


def subject(conn: Connection, kind: str, name: str) -> int:
    return subjects.add_subject(conn, kind=kind, name=name, created_by=WANG, now=utc(11, 1, 0)).id


def begin(
    conn: Connection,
    form_id: str,
    about: int,
    now: datetime,
    *,
    by: int = WANG,
    unit: int | None = None,
    amends: int | None = None,
) -> int:
    form = the_forms()[form_id]
    forms.keep_form(conn, digest(form), form.id, form.title, form_to_json(form), now)
    begun = evaluations.begin(
        conn,
        form_digest=digest(form),
        form_id=form.id,
        form_title=form.title,
        evaluator_id=by,
        subject_id=about,
        view="review",
        amends_id=amends,
        amend_reason="看错了一项" if amends else None,
        unit_id=unit,
        now=now,
    )
    return begun.id


def say(conn: Connection, evaluation: int, item: str, value: object) -> None:
    answers.add_answer(
        conn,
        evaluation_id=evaluation,
        item=item,
        value_json=None if value is None else json.dumps(value, ensure_ascii=False),
        revision=1,
        by=WANG,
        now=utc(11, 20, 1),
    )


def note(
    conn: Connection, evaluation: int, item: str, text: str, message: int, *files: NewAttachment
) -> None:
    notes.add_note(
        conn,
        evaluation_id=evaluation,
        item=item,
        text=text,
        chat_id=WANG,
        message_id=message,
        attachments=files,
        now=utc(11, 20, 1),
    )


def hand_in(  # noqa: PLR0917
    conn: Connection,
    evaluation: int,
    now: datetime,
    total: str | None,
    most: str | None,
    percent: str | None,
    grade: str | None,
    result: str | None = None,
) -> None:
    figures: Mapping[str, str | None] = {"total": total, "max": most, "percent": percent, "grade": grade}
    assert evaluations.submit(conn, evaluation, **figures, result=result, now=now)


def rename(conn: Connection, evaluation: int, name: str) -> None:
    """Give the subject of an evaluation another name, past all checks."""
    whose = tables.evaluation.c.subject_id
    wanted = tables.evaluation.select().with_only_columns(whose).where(tables.evaluation.c.id == evaluation)
    conn.execute(
        update(tables.subject).where(tables.subject.c.id == wanted.scalar_subquery()).values(name=name)
    )
