"""A database with very many handed-in interviews, written in one go past the conversation."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rubrics.library import digest, form_to_json, load_forms
from storage.migrating import ensure_current

ANSWERS_EACH = 20
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_LEVELS = ("较差", "一般", "良好", "优秀")


def fill(path: Path, evaluations: int) -> str:
    """Make a database at ``path`` with so many interviews of 20 answers each, and return its address."""
    address = f"sqlite:///{path}"
    ensure_current(address)
    form = load_forms().forms["interview"]
    criteria = [criterion.id for criterion in form.criteria if criterion.kind == "level"]
    assert len(criteria) == ANSWERS_EACH
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute("BEGIN")
        body = (digest(form), form.id, form.title, form_to_json(form), _at(0))
        db.execute("INSERT INTO form (digest, form_id, title, body, added_at) VALUES (?, ?, ?, ?, ?)", body)
        db.executemany(
            "INSERT INTO person (id, name, created_at) VALUES (?, ?, ?)",
            ((1001 + n, f"面试官{n}", _at(0)) for n in range(50)),
        )
        db.executemany(
            "INSERT INTO subject (id, kind, name, name_key, fields, created_by, created_at, used_at)"
            " VALUES (?, 'candidate', ?, ?, '{}', 1001, ?, ?)",
            ((n, f"候选人{n}", f"候选人{n}", _at(n), _at(n)) for n in range(1, evaluations + 1)),
        )
        db.executemany(
            "INSERT INTO evaluation (id, form_digest, form_id, form_title, evaluator_id, subject_id, status, view,"
            " revision, created_at, updated_at, submitted_at, total, max, percent, grade, result)"
            f" VALUES (?, '{body[0]}', 'interview', '{form.title}', ?, ?, 'submitted', 'final', 24, ?, ?, ?,"
            " '2.5', '4', '62.5', '良好', ?)",
            (
                (n, 1001 + n % 50, n, _at(n), _at(n), _at(n), '{"sections":[]}')
                for n in range(1, evaluations + 1)
            ),
        )
        db.executemany(
            'INSERT INTO answer (evaluation_id, item, value, revision, "by", at) VALUES (?, ?, ?, ?, 1001, ?)',
            _answers(criteria, evaluations),
        )
        db.executemany(
            "INSERT INTO note (evaluation_id, item, text, chat_id, message_id, created_at)"
            " VALUES (?, ?, ?, 1001, ?, ?)",
            (
                (n, "q2", f"第{n}位说的话：想学新东西，也愿意加班。", n, _at(n))
                for n in range(1, evaluations + 1, 3)
            ),
        )
        db.execute("COMMIT")
    return address


def _answers(criteria: list[str], evaluations: int) -> Iterator[tuple[int, str, str, int, str]]:
    levels = [json.dumps(level, ensure_ascii=False) for level in _LEVELS]
    for n in range(1, evaluations + 1):
        at = _at(n)
        yield n, "@sex", '"女"', 0, at
        yield n, "@phone", f'"138{n:08}"', 0, at
        for place, item in enumerate(criteria):
            yield n, item, levels[(n + place) % 4], place, at


def _at(n: int) -> str:
    return f"{_FIRST + timedelta(minutes=10 * n):%Y-%m-%d %H:%M:%S}.000000"
