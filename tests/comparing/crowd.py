"""Very many evaluations, written straight into a database: for measuring how long comparing them takes."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection, text

from bot.comparing.points import points_line
from bot.rating import dump_json
from rubrics.answer_files import score_to_json
from rubrics.answers import Inspected, Rated
from rubrics.library import digest, form_to_json, load_forms
from rubrics.model import Form
from rubrics.scoring import Score, score
from storage.forms import keep_form

BEGUN = datetime(2023, 11, 1, tzinfo=UTC)
PATTERNS = 200
"""Different results of each form; which evaluation has which is a matter of its number."""
FORMS = ("quality", "interview", "competency", "representative")
EVALUATORS = 50


def fill(conn: Connection, evaluations: int, *, subjects: int, days: int, seed: int = 1) -> None:
    """Write so many evaluations, a quarter of them of each form, evenly over so many days from :data:`BEGUN`."""
    forms = load_forms().forms
    chance = random.Random(seed)
    conn.exec_driver_sql(
        "CREATE TEMP TABLE pattern (form, place, digest, total, most, percent, grade, result, points)"
    )
    for id in FORMS:
        form = forms[id]
        keep_form(conn, digest(form), id, form.title, form_to_json(form), BEGUN)
        for place in range(PATTERNS):
            one = _scored(form, chance)
            conn.exec_driver_sql(
                "INSERT INTO pattern VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _pattern(form, place, one)
            )
    _subjects(conn, subjects)
    _evaluations(conn, evaluations, subjects, timedelta(days=days) / evaluations)


def _scored(form: Form, chance: random.Random) -> Score:
    if form.scoring == "met":
        return score(form, {c.id: Inspected(9 if chance.random() < 0.2 else 0) for c in form.criteria})
    labels = [level.label for level in form.levels]
    return score(form, {c.id: Rated(chance.choice(labels)) for c in form.scored()})


def _pattern(form: Form, place: int, one: Score) -> tuple[str | int | Decimal | None, ...]:
    told = dump_json(score_to_json(one))
    figures = (str(one.total), str(one.max), str(one.percent))
    return (form.id, place, digest(form), *figures, one.grade, told, points_line(form, one.points))


def _subjects(conn: Connection, count: int) -> None:
    conn.execute(
        text(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
            "INSERT INTO subject (id, kind, name, name_key, fields, created_by, created_at, used_at) "
            "SELECT i, 'site', '项目' || i, '项目' || i, '{}', 1, :now, :now FROM n"
        ),
        {"count": count, "now": "2023-11-01 00:00:00.000000"},
    )


def _evaluations(conn: Connection, count: int, subjects: int, apart: timedelta) -> None:
    """Number i is of form i mod 4, of a subject and a pattern by numbers that share no factor with 4."""
    names = " ".join(f"WHEN {place} THEN '{id}'" for place, id in enumerate(FORMS))
    conn.execute(
        text(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count), "
            f"one AS (SELECT i, CASE i % 4 {names} END AS form, (i / 4 * 7919) % :subjects + 1 AS subject, "
            f"(i / 4 * 104729) % {PATTERNS} AS place, i % {EVALUATORS} + 1 AS evaluator, "
            "strftime('%Y-%m-%d %H:%M:%f000', :begun, '+' || CAST(i * :apart AS TEXT) || ' seconds') AS at FROM n) "
            "INSERT INTO evaluation (id, form_digest, form_id, form_title, evaluator_id, subject_id, status, view, "
            "revision, created_at, updated_at, submitted_at, total, max, percent, grade, result, unit_id, "
            "hundredths, first_submitted_at, points) "
            "SELECT i, digest, form, form, evaluator, subject, 'submitted', '', 25, at, at, at, total, most, "
            "percent, grade, result, evaluator % 10 + 1, CAST(ROUND(CAST(percent AS NUMERIC) * 100) AS BIGINT), "
            "at, points FROM one JOIN pattern USING (form, place)"
        ),
        {
            "count": count,
            "subjects": subjects,
            "apart": apart.total_seconds(),
            "begun": "2023-11-01 00:00:00.000",
        },
    )
