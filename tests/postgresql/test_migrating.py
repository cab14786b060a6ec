"""Migrations on PostgreSQL: they make what the tables say, and can be gone back and forth."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from storage import tables
from storage.engine import Storage, build_engine
from storage.migrating import BASE, REVISIONS, ensure_current, migrate
from tests.postgresql.server import Server


def differs(address: str) -> list[object]:
    """What the tables say and the database has not, or the other way round."""
    engine = build_engine(address)
    with engine.begin() as conn:
        options = {"compare_type": True, "compare_server_default": True}
        found = compare_metadata(MigrationContext.configure(conn, opts=options), tables.metadata)
    engine.dispose()
    return list(found)


def names(address: str) -> set[str]:
    engine = build_engine(address)
    with engine.begin() as conn:
        found = set(inspect(conn).get_table_names())
    engine.dispose()
    return found - {"alembic_version"}


def test_up_down_and_up_again_they_make_what_the_tables_say(postgresql: Server) -> None:
    address = postgresql.fresh()
    migrate(address)
    assert differs(address) == []
    for step in (*reversed(REVISIONS[:-1]), BASE):
        migrate(address, step)
    assert names(address) == set()
    for step in REVISIONS:
        migrate(address, step)
    assert differs(address) == []
    assert names(address) == set(tables.metadata.tables)


def test_a_fresh_database_is_made_current_and_opened(postgresql: Server) -> None:
    address = postgresql.fresh()
    ensure_current(address)
    ensure_current(address)
    with Storage(address) as storage:
        assert storage.run_now(lambda conn: conn.dialect.name) == "postgresql"
