"""Comparisons out of a database: what counts, when, and who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.dialects import registry

from bot.comparing.spans import offered, present, quarters, span_named
from storage import comparing, tables, units
from storage.comparing import Field
from storage.engine import Storage
from storage.migrating import migrate
from storage.scope import EVERYTHING, Scope
from storage.statements import new_key
from tests.comparing.shops import JULY, LI, OCTOBER, WANG, ZONE, rate, reader, site
from tests.comparing.small import grown, shop
from tests.conversation.offline import empty_database

Q4 = present(date(2026, 10, 10), "quarter")


def best(**less: int) -> Mapping[str, int | None]:
    return {"clean": 10, "light": 5, "calm": 20} | less


def names(conn: Connection, scope: Scope = EVERYTHING) -> list[tuple[int, str, Decimal]]:
    ranking = reader(conn, scope).ranking(shop(), Q4)
    return [(one.place, one.name, one.percent) for one in ranking.candidates]


def test_the_table_goes_by_the_mean_of_what_was_handed_in_in_the_span(conn: Connection) -> None:
    north, south, east = (site(conn, name) for name in ("North", "South", "East"))
    rate(conn, north, best())  # 35/35
    rate(conn, north, best(calm=13))  # 28/35 = 80 %, so the mean is 90
    rate(conn, south, best(clean=3))  # 28/35
    rate(conn, east, best(light=0, clean=8))  # 28/35
    rate(conn, south, best(), JULY)  # another quarter
    assert names(conn) == [(1, "North", Decimal(90)), (2, "East", Decimal(80)), (2, "South", Decimal(80))]
    ranking = reader(conn).ranking(shop(), Q4)
    assert [(one.count, one.grade) for one in ranking.candidates] == [(2, "good"), (1, "good"), (1, "good")]
    assert (ranking.amount.subjects, ranking.amount.evaluations, ranking.amount.unscored) == (3, 4, 0)


def test_of_a_chain_of_amendments_the_latest_counts_when_the_first_was_handed_in(conn: Connection) -> None:
    north = site(conn, "North")
    first = rate(conn, north, best(calm=0), JULY)
    second = rate(conn, north, best(calm=10), OCTOBER, amends=first)
    rate(conn, north, best(calm=13), OCTOBER, amends=second)
    assert names(conn) == []
    q3 = present(date(2026, 7, 1), "quarter")
    (one,) = reader(conn).ranking(shop(), q3).candidates
    assert (one.percent, one.count) == (Decimal(80), 1)
    trend = reader(conn).trend(first)  # an amended one still leads to its subject
    assert trend is not None
    assert [(result.at, result.percent) for result in trend.results] == [(JULY, Decimal(80))]


def test_an_amendment_of_an_older_one_is_not_the_latest(conn: Connection) -> None:
    north, south = site(conn, "North"), site(conn, "South")
    older = rate(conn, north, best(calm=13), OCTOBER)  # 80 %, good
    newer = rate(conn, north, best(calm=0), OCTOBER + timedelta(days=5))  # 42.86 %, poor
    rate(conn, south, best(), OCTOBER + timedelta(days=3))
    rate(conn, north, best(), OCTOBER + timedelta(days=9), amends=older)
    (_, north_now) = reader(conn).ranking(shop(), Q4).candidates
    assert (north_now.name, north_now.grade) == ("North", "poor")
    known = reader(conn).known(shop(), OCTOBER.replace(year=2027), "", 10, 0)
    assert (known[0].name, known[0].latest) == ("North", newer)


def test_one_without_a_score_is_counted_apart(conn: Connection) -> None:
    north = site(conn, "North")
    rate(conn, north, {"clean": None, "light": None, "calm": None})
    ranking = reader(conn).ranking(shop(), Q4)
    assert ranking.candidates == ()
    assert (ranking.amount.subjects, ranking.amount.evaluations, ranking.amount.unscored) == (0, 0, 1)
    assert reader(conn).health(shop(), Q4) is None


def test_nobody_reads_more_than_their_scope(conn: Connection) -> None:
    north, south = site(conn, "North"), site(conn, "South")
    mine = rate(conn, north, best(), by=WANG, unit=1)
    theirs = rate(conn, south, best(calm=13), by=LI, unit=2)
    rate(conn, north, best(calm=0), by=LI, unit=2)
    assert names(conn, Scope(evaluator=WANG)) == [(1, "North", Decimal(100))]
    assert names(conn, Scope(units=frozenset({2}))) == [
        (1, "South", Decimal(80)),
        (2, "North", Decimal("42.86")),
    ]
    assert names(conn, Scope()) == []
    wang = reader(conn, Scope(evaluator=WANG))
    assert wang.trend(theirs) is None
    assert wang.pair(mine, theirs, Q4) is None
    trend = wang.trend(mine)
    assert trend is not None
    assert len(trend.results) == 1
    league = wang.league(shop(), Q4, 0, 10)
    assert (league.sites, [one.id for one in league.failed]) == (1, [])
    assert [one.name for one in wang.known(shop(), OCTOBER.replace(year=2027), "", 10, 0)] == ["North"]


def test_the_league_tells_last_quarters_places_and_what_fails(conn: Connection) -> None:
    north, south = site(conn, "North"), site(conn, "South")
    rate(conn, north, best(), JULY)
    rate(conn, south, best(calm=0), JULY)
    rate(conn, north, best(calm=5))
    rate(conn, south, best(calm=11))
    league = reader(conn).league(shop(), Q4, 0, 10)
    assert [(row.place, row.before, row.name) for row in league.rows] == [(1, 2, "South"), (2, 1, "North")]
    assert [(one.id, one.failed, one.count) for one in league.failed] == [("calm", 2, 2)]
    assert (league.sites, league.evaluations, league.due) == (2, 2, 0)
    assert not league.changed


def plan(conn: Connection, subject: int, unit: int, *occurrences: tuple[str, str]) -> None:
    """A plan of Wang's for a shop, with (due day, state) of what it asked for."""
    terms: dict[str, object] = {"form_id": "shop", "subject_id": subject, "unit_id": unit}
    terms |= {"timezone": "Asia/Shanghai", "at": "09:00", "evaluator_id": WANG, "supervisor_id": LI}
    made: dict[str, object] = {"form_title": "Shop", "every": "month", "due": "last", "ladder": ""}
    made |= {"from_date": "2026-07-01", "made_by": LI, "made_at": JULY, "changed_at": JULY}
    kept = conn.execute(insert(tables.plan).values(**terms, **made, state="active", revision=0))
    moments = dict.fromkeys(("late_at", "missed_at", "opened_at", "closed_at"), OCTOBER)
    for number, (due, state) in enumerate(occurrences):
        asked = {"period": f"{number}", "first_day": due, "due": due, "days": "", "state": state}
        conn.execute(insert(tables.occurrence).values(**terms, **asked, **moments, plan_id=new_key(kept)))


def test_completion_is_what_was_done_of_what_plans_made_due_in_the_quarter(conn: Connection) -> None:
    north, south = site(conn, "North"), site(conn, "South")
    for name in ("One", "Two"):
        units.add_unit(conn, name, by=LI, now=JULY)
    rate(conn, north, best(), unit=1)
    plan(conn, north, 1, ("2026-09-30", "done"), ("2026-10-01", "done"), ("2026-12-31", "done-late"))
    plan(conn, north, 1, ("2026-11-30", "missed"), ("2026-11-29", "excused"), ("2027-01-01", "missed"))
    plan(conn, south, 2, ("2026-10-31", "missed"))
    league = reader(conn).league(shop(), Q4, 0, 10)
    assert [(row.name, row.done, row.due) for row in league.rows] == [("North", 2, 3)]
    assert (league.done, league.due) == (2, 4)  # South has a plan and no result yet
    unit = reader(conn, Scope(units=frozenset({1}))).league(shop(), Q4, 0, 10)
    assert (unit.done, unit.due) == (2, 3)
    nobody = reader(conn, Scope()).league(shop(), Q4, 0, 10)
    assert nobody.due == 0


def test_results_older_than_comparisons_are_broken_down_once(conn: Connection) -> None:
    north = site(conn, "North")
    old = rate(conn, north, {"clean": 1, "light": None, "calm": 20}, keeps_points=False)
    league = reader(conn).league(shop(), Q4, 0, 10)
    assert [(one.id, one.failed) for one in league.failed] == [("clean", 1)]
    assert league.unknown == 0
    kept = select(tables.evaluation.c.points).where(tables.evaluation.c.id == old)
    assert conn.execute(kept).scalar_one() == "1,,20"


def test_a_form_that_changed_is_compared_by_id_and_percent(conn: Connection) -> None:
    north = site(conn, "North")
    rate(conn, north, {"clean": 5, "light": 5, "calm": 20})
    rate(conn, north, {"clean": 20, "warm": 5, "calm": 20}, form=grown())
    found = reader(conn, form=grown()).health(grown(), Q4)
    assert found is not None
    assert found.changed
    assert [(one.id, one.count, one.mean) for one in found.criteria] == [
        ("clean", 2, Decimal(75)),  # 50 and 100 %
        ("warm", 1, Decimal(100)),
        ("calm", 2, Decimal(100)),
    ]


def test_health_tells_grades_and_evaluators(conn: Connection) -> None:
    north = site(conn, "North")
    rate(conn, north, best(), by=WANG)
    rate(conn, north, best(calm=6), by=LI)  # 21/35 = 60 %
    found = reader(conn).health(shop(), Q4)
    assert found is not None
    assert found.grades == (("good", 1), ("poor", 1))
    assert found.mean == 80
    assert [(one.id, one.mean, one.apart) for one in found.evaluators] == [
        (LI, Decimal(60), Decimal(-20)),
        (WANG, Decimal(100), Decimal(20)),
    ]


def test_a_trend_has_the_latest_24_and_tells_how_many_are_earlier(conn: Connection) -> None:
    north = site(conn, "North")
    last = [rate(conn, north, {"clean": place % 10}, OCTOBER) for place in range(26)][-1]
    trend = reader(conn).trend(last)
    assert trend is not None
    assert (len(trend.results), trend.earlier) == (24, 2)
    assert trend.results[-1].id == last


def test_a_span_begins_and_ends_with_the_local_day(conn: Connection) -> None:
    north = site(conn, "North")
    rate(conn, north, best(), datetime(2026, 9, 30, 15, 59, tzinfo=UTC))  # 23:59 on 30 September
    rate(conn, north, best(calm=13), datetime(2026, 9, 30, 16, 0, tzinfo=UTC))  # 0:00 on 1 October
    assert names(conn) == [(1, "North", Decimal(80))]


def test_spans_by_name() -> None:
    assert [span.name for span in offered(date(2026, 1, 31))] == [
        "2026-01", "2025-12", "2026-Q1", "2025-Q4", "2026", "2025"
    ]  # fmt: skip
    assert [span.name for span in quarters(date(2026, 5, 1))] == ["2026-Q2", "2026-Q1", "2025-Q4", "2025-Q3"]
    found = span_named("2026-Q4")
    assert found is not None
    assert (found.first, found.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert found.until(ZONE) == datetime(2027, 1, 1, tzinfo=ZONE)
    assert found.before() == span_named("2026-Q3")


@pytest.mark.parametrize("name", ["", "2026-13", "2026-q4", "2026-H1", "next", "99999", "2026-1"])
def test_what_is_no_span_is_none(name: str) -> None:
    assert span_named(name) is None


def test_sums_over_a_quarter_read_the_index_alone(conn: Connection) -> None:
    field = Field("shop", Q4.since(ZONE), Q4.until(ZONE), EVERYTHING)
    asked: list[str] = []

    def listen(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(conn, "before_cursor_execute", listen)
    comparing.amount(conn, field)
    comparing.places(conn, field, [1])
    comparing.sum_of(conn, field)
    event.remove(conn, "before_cursor_execute", listen)
    for statement in asked:
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("",) * statement.count("?")).all()
        assert any("USING COVERING INDEX ix_evaluation_comparing" in row[3] for row in plan), statement


def test_postgresql_would_take_the_statements() -> None:
    dialect = registry.load("postgresql")()
    field = Field("shop", Q4.since(ZONE), Q4.until(ZONE), Scope(units=frozenset({1}), evaluator=WANG))
    asked: list[str] = []

    class Asked(Exception):
        pass

    class Recorder:
        def execute(self, statement: object, *_: object) -> object:
            asked.append(str(statement.compile(dialect=dialect)))  # type: ignore[attr-defined]  # any statement
            raise Asked

    recorder: Connection = Recorder()  # type: ignore[assignment]  # all that is asked of it is to execute
    for ask in (
        lambda: comparing.ranking(recorder, field, 10),
        lambda: comparing.places(recorder, field, [1]),
        lambda: comparing.vectors(recorder, field),
        lambda: comparing.planned(recorder, field, Q4.first, Q4.last),
        lambda: comparing.known(recorder, field, text="a", limit=3),
        lambda: comparing.by_evaluator(recorder, field, 3),
    ):
        with pytest.raises(Asked):
            ask()
    assert len(asked) == 6


def test_old_results_are_filled_in_by_the_migration(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    path.write_bytes(empty_database())
    url = f"sqlite:///{path}"
    with Storage(url) as storage:
        storage.run_now(_amended)
    migrate(url, "0005")
    migrate(url)
    columns = tables.evaluation.c
    with Storage(url) as storage:
        rows = storage.run_now(
            lambda conn: conn.execute(
                select(columns.hundredths, columns.first_submitted_at).order_by(columns.id)
            ).all()
        )
    assert [tuple(row) for row in rows] == [(4286, JULY), (8000, JULY), (None, OCTOBER)]


def _amended(conn: Connection) -> None:
    north = site(conn, "North")
    first = rate(conn, north, best(calm=0), JULY)  # 15/35 = 42.857… %
    rate(conn, north, best(calm=13), OCTOBER, amends=first)
    rate(conn, north, {"clean": None}, OCTOBER)
