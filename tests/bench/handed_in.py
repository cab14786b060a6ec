"""A database with results that reports can be made of, and the taps that want them, for load."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.codec import Act, encode
from rubrics.library import digest, form_to_json
from storage import answers, evaluations, forms, people, subjects
from storage.engine import Storage
from storage.migrating import ensure_current
from tests.bench.crowd import FIRST_ID
from tests.reports.ratings import FORMS, rating_of

READER = FIRST_ID + 499
"""Who wants the reports: an owner who is not among the evaluators of a crowd below 500."""

_NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def fill(directory: Path, count: int) -> None:
    """Make the database of a bot in ``directory``, with evaluations 1 to ``count`` handed in by the reader."""
    address = f"sqlite:///{directory / 'kaoping.db'}"
    ensure_current(address)
    with Storage(address) as storage:
        storage.run_now(lambda conn: _fill(conn, count))


def report_tap(number: int) -> str:
    """The reader's tap for the report of an evaluation, as the JSON of an update without its id."""
    person = {"id": READER, "first_name": "读者", "language_code": "zh-hans"}
    message = {"message_id": 1, "date": int(time.time()), "chat": {**person, "type": "private"}, "text": "…"}
    tap = {
        "id": f"{READER}{time.perf_counter_ns()}",
        "from": {**person, "is_bot": False},
        "message": message,
        "chat_instance": "1",
        "data": encode(Act("report", number)),
    }
    return f'"callback_query":{json.dumps(tap)}'


def _fill(conn: Connection, count: int) -> None:
    form = FORMS["interview"]
    whole = digest(form)
    forms.keep_form(conn, whole, form.id, form.title, form_to_json(form), _NOW)
    people.remember_person(conn, READER, "读者", _NOW, "zh-hans")
    for number in range(1, count + 1):
        rating = rating_of(form, name=f"候选人{number}")
        subject = subjects.add_subject(conn, kind="candidate", name=rating.name, created_by=READER, now=_NOW)
        begun = evaluations.begin(
            conn,
            form_digest=whole,
            form_id=form.id,
            form_title=form.title,
            evaluator_id=READER,
            subject_id=subject.id,
            view="q",
            now=_NOW,
        )
        for row in rating.log:
            answers.add_answer(
                conn,
                evaluation_id=begun.id,
                item=row.item,
                value_json=row.value,
                revision=row.revision,
                by=READER,
                now=_NOW,
            )
        evaluations.submit(
            conn,
            begun.id,
            total=str(rating.score.total),
            max=str(rating.score.max),
            percent=str(rating.score.percent),
            grade=rating.grade,
            result=None,
            now=_NOW,
        )
