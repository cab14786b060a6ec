import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import storage.migrations
from storage import tables
from storage.engine import Reason, Storage, StorageUnavailable, build_engine
from storage.migrating import BASE, REVISIONS, DatabaseTooNew, ensure_current, head, migrate
from tests.storage.scene import address


def schema(path: Path) -> dict[str, str]:
    """What SQLite was told to create, by name."""
    engine = build_engine(address(path))
    with engine.begin() as conn:
        rows = conn.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    engine.dispose()
    return {row.name: row.sql for row in rows if row.name not in ("alembic_version", "sqlite_sequence")}


def said(schema: dict[str, str]) -> dict[str, list[str]]:
    """The words of each, whatever their order: a column that was added stands last, and on no line of its own."""
    return {name: sorted(re.split(r"[\s,()]+", sql)) for name, sql in schema.items()}


def test_the_steps_listed_are_the_steps_there_are() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(storage.migrations.__path__[0])))
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert list(reversed(steps)) == list(REVISIONS)
    assert head() == steps[0]


def test_migrations_make_what_the_tables_say(path: Path) -> None:
    engine = build_engine(address(path))
    with engine.begin() as conn:
        context = MigrationContext.configure(
            conn, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_migrations_make_it_to_the_letter(path: Path, tmp_path: Path) -> None:
    direct = tmp_path / "direct.db"
    engine = build_engine(address(direct))
    with engine.begin() as conn:
        tables.metadata.create_all(conn)
    engine.dispose()
    assert said(schema(path)) == said(schema(direct))


def test_every_step_can_be_gone_back_and_forth(path: Path) -> None:
    before = schema(path)
    assert "evaluation" in before
    migrate(address(path), BASE)
    assert schema(path) == {}
    migrate(address(path))
    assert schema(path) == before


def test_a_fresh_database_is_brought_to_the_head(tmp_path: Path) -> None:
    url = address(tmp_path / "new" / "kaoping.db")
    ensure_current(Storage(url))
    assert "evaluation" in schema(tmp_path / "new" / "kaoping.db")


def test_a_database_at_the_head_is_recognised_without_alembic(path: Path) -> None:
    look = (
        "import sys; from storage.migrating import ensure_current; "
        f"ensure_current({address(path)!r}); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0


def test_two_processes_may_bring_it_there_at_once(tmp_path: Path) -> None:
    url = address(tmp_path / "kaoping.db")
    bring = f"from storage.migrating import ensure_current; ensure_current({url!r})"
    both = [subprocess.Popen([sys.executable, "-c", bring]) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert "evaluation" in schema(tmp_path / "kaoping.db")


@pytest.mark.parametrize("bring", [ensure_current, migrate])
def test_a_database_from_a_newer_version_is_left_as_it_is(path: Path, bring: object) -> None:
    engine = build_engine(address(path))
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    before = schema(path)
    with pytest.raises(DatabaseTooNew) as caught:
        (ensure_current if bring is ensure_current else migrate)(address(path))
    said = str(caught.value)
    assert "newer version" in said
    assert "9001" in said
    assert "Nothing was changed" in said
    assert "Install that newer version" in said
    with engine.begin() as conn:
        assert conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9001"
    engine.dispose()
    assert schema(path) == before


def test_another_programs_tables_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    engine = build_engine(address(path))
    with engine.begin() as conn:
        conn.execute(text("CREATE TABLE person (nick TEXT)"))
    engine.dispose()
    with pytest.raises(StorageUnavailable, match="another program") as caught:
        ensure_current(address(path))
    assert caught.value.reason is Reason.OTHER
    assert list(schema(path)) == ["person"]


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "kaoping.db"
    engine = build_engine(address(path))
    with engine.begin() as conn:
        conn.execute(text("CREATE VIEW attachment AS SELECT 1 AS id"))
    engine.dispose()
    with pytest.raises(Exception, match="attachment already exists"):
        migrate(address(path))
    assert list(schema(path)) == ["attachment"]


def test_roles_that_were_given_twice_are_there_once_afterwards(path: Path) -> None:
    migrate(address(path), "0006")
    engine = build_engine(address(path))
    with engine.begin() as conn:
        conn.execute(text("INSERT INTO person (id, name, created_at) VALUES (1001, '王芳', '2026-11-23')"))
        for role in ("owner", "owner", "subject"):
            conn.execute(
                text(
                    "INSERT INTO membership (person_id, role, granted_by, granted_at) "
                    f"VALUES (1001, '{role}', 1007, '2026-11-23')"
                )
            )
    migrate(address(path))
    with engine.begin() as conn:
        live = conn.execute(text("SELECT id, role FROM membership WHERE ended_at IS NULL ORDER BY id")).all()
    engine.dispose()
    assert [tuple(row) for row in live] == [(1, "owner"), (3, "subject")]
