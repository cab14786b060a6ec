from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, Select, Table, UpdateBase, text
from sqlalchemy.dialects import registry
from sqlalchemy.exc import StatementError
from sqlalchemy.schema import CreateIndex, CreateTable

from storage import (
    answers,
    audit,
    chats,
    erasing,
    evaluations,
    forms,
    notes,
    occurrences,
    people,
    plans,
    reminders,
    retaining,
    subjects,
    tables,
    verification,
    work_items,
)
from storage.statements import Upsert
from tests.storage.scene import WANG

POSTGRESQL = registry.load("postgresql")()
SHANGHAI = timezone(timedelta(hours=8))


def test_a_moment_is_stored_in_utc_and_comes_back_aware(conn: Connection) -> None:
    morning = datetime(2026, 11, 23, 7, 15, 30, 250_000, SHANGHAI)
    people.remember_person(conn, WANG, "王芳", morning)
    raw = conn.execute(text("SELECT created_at FROM person")).scalar()
    assert raw == "2026-11-22 23:15:30.250000"
    known = people.person(conn, WANG)
    assert known is not None
    assert known.created_at == morning
    assert known.created_at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(conn: Connection) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        people.remember_person(conn, WANG, "王芳", datetime(2026, 11, 23, 7, 15))  # noqa: DTZ001  (the fault)


def test_every_constraint_and_index_has_a_name() -> None:
    for table in tables.metadata.sorted_tables:
        assert all(constraint.name for constraint in table.constraints), table
        assert all(index.name for index in table.indexes), table


@pytest.mark.parametrize("table", tables.metadata.sorted_tables, ids=lambda table: str(table.name))
def test_postgresql_would_take_the_tables_with_64_bit_numbers(table: Table) -> None:
    created = str(CreateTable(table).compile(dialect=POSTGRESQL))
    for index in table.indexes:
        CreateIndex(index).compile(dialect=POSTGRESQL)
    numbers = [line for line in created.splitlines() if " INTEGER" in line]
    assert [line.split()[0] for line in numbers] == (["tries"] if table.name == "attachment" else [])
    assert "DATETIME" not in created


@pytest.mark.parametrize(
    "module",
    [
        *(answers, audit, chats, evaluations, forms, notes, occurrences, people, plans, reminders, subjects),
        *(erasing, retaining, verification, work_items),
    ],
)
def test_postgresql_would_take_every_prepared_statement(module: object) -> None:
    prepared = [value for value in vars(module).values() if isinstance(value, Select | UpdateBase | Upsert)]
    assert prepared
    for statement in prepared:
        ready = statement.of("postgresql") if isinstance(statement, Upsert) else statement
        assert str(ready.compile(dialect=POSTGRESQL))
