"""Units: one of each name, removed only when empty, everything moved into another."""

from __future__ import annotations

from sqlalchemy import Connection, text

from storage import memberships, people, subjects, units
from storage.units import Contents, Unit
from tests.storage.scene import NOW, WANG, later


def added(conn: Connection, name: str) -> Unit:
    unit = units.add_unit(conn, name, by=WANG, now=NOW)
    assert unit is not None
    return unit


def test_names_are_one_of_each_however_they_are_spaced(conn: Connection) -> None:
    first = added(conn, "客服部A")
    assert units.add_unit(conn, "客服部ａ", by=WANG, now=NOW) is None
    assert units.same_name(conn, " 客服部a ") == first
    second = added(conn, "工程部")
    assert not units.rename_unit(conn, second.id, "客服部A")
    assert units.rename_unit(conn, second.id, "工程维修部")
    assert [unit.name for unit in units.units(conn)] == ["客服部A", "工程维修部"]


def test_a_removed_unit_is_known_by_its_id_and_its_name_is_free(conn: Connection) -> None:
    first = added(conn, "客服部")
    assert units.remove_unit(conn, first.id, later(1))
    assert not units.remove_unit(conn, first.id, later(2))
    assert not units.rename_unit(conn, first.id, "别的")
    gone = units.unit(conn, first.id)
    assert gone is not None
    assert gone.removed_at == later(1)
    assert added(conn, "客服部").id != first.id


def test_one_with_anything_in_it_stays_and_says_what(conn: Connection) -> None:
    unit, other = added(conn, "客服部"), added(conn, "工程部")
    fill(conn, unit.id)
    assert units.contents(conn, unit.id) == Contents(roles=1, subjects=1, drafts=0, plans=1)
    assert not units.remove_unit(conn, unit.id, NOW)
    units.move_records(conn, unit.id, other.id)
    assert units.contents(conn, unit.id) == Contents(roles=1, subjects=0, drafts=0, plans=0)
    assert units.contents(conn, other.id) == Contents(roles=0, subjects=1, drafts=0, plans=1)
    (role,) = memberships.in_unit(conn, unit.id)
    memberships.end(conn, role.id, NOW)
    assert units.contents(conn, unit.id).empty
    assert units.remove_unit(conn, unit.id, NOW)


def fill(conn: Connection, unit_id: int) -> None:
    """A role, a subject and a plan."""
    people.remember_person(conn, WANG, "王芳", NOW)
    memberships.grant(conn, WANG, "evaluator", unit_id, by=WANG, now=NOW)
    site = subjects.add_subject(conn, kind="site", name="阳光花园", created_by=WANG, now=NOW)
    conn.execute(text("UPDATE subject SET unit_id = :unit"), {"unit": unit_id})
    conn.execute(
        text(
            "INSERT INTO plan (form_id, form_title, subject_id, unit_id, every, due, at, ladder, timezone, from_date,"
            " evaluator_id, supervisor_id, made_by, made_at, state, revision, changed_at) VALUES ('quality', '检查',"
            " :site, :unit, 'month', 'last-day', '09:00', '', 'Asia/Shanghai', '2026-01-01', 1, 1, 1,"
            " '2026-01-01 00:00:00', 'paused', 0, '2026-01-01 00:00:00')"
        ),
        {"site": site.id, "unit": unit_id},
    )
