"""The measurement over very many evaluations, over few: it asks what it says, and the answers are right."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot.comparing.spans import present
from storage.comparing import Field, amount
from storage.scope import EVERYTHING
from tests.bench.comparing import DAYS, comparing_seconds
from tests.comparing.crowd import fill
from tests.comparing.shops import ZONE


def test_a_crowd_is_spread_evenly_over_forms_and_days(conn: Connection) -> None:
    fill(conn, 4 * DAYS, subjects=50, days=DAYS)
    quarter = present(date(2026, 8, 1), "quarter")  # 92 of the days, one evaluation of each form a day
    found = amount(conn, Field("quality", quarter.since(ZONE), quarter.until(ZONE), EVERYTHING))
    assert (found.subjects, found.evaluations, found.unscored) == (50, 92, 0)


def test_every_comparison_is_measured() -> None:
    # How long is for the bench: here it would only measure what else the machine does.
    taken = {one.what: one.later for one in comparing_seconds(8_000, 1)}
    assert len(taken) == 5
    assert min(taken.values()) > 0
