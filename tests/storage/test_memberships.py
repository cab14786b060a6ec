"""Roles: given once, ended once; and the roster of who is here."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from storage import evaluations, memberships, people, roster, tables, units
from storage.engine import Storage
from storage.memberships import RoleName, read_roles
from storage.migrating import migrate
from storage.opening import live_roles, opening
from storage.roster import Member
from tests.postgresql.server import Server
from tests.storage.scene import NOW, WANG, ZHOU, again, candidate, draft, later

LI = 7_000_000_003


@pytest.fixture
def unit(conn: Connection) -> int:
    made = units.add_unit(conn, "客服部", by=WANG, now=NOW)
    assert made is not None
    for person_id, name in ((WANG, "王芳"), (ZHOU, "周强"), (LI, "李雷")):
        people.remember_person(conn, person_id, name, NOW)
    return made.id


def test_a_role_is_given_once_and_ended_once(conn: Connection, unit: int) -> None:
    given = memberships.grant(conn, WANG, "evaluator", unit, by=ZHOU, now=NOW)
    assert given is not None
    assert memberships.grant(conn, WANG, "evaluator", unit, by=ZHOU, now=NOW) is None
    assert memberships.membership(conn, given) == memberships.of_person(conn, WANG)[0]
    assert memberships.end(conn, given, later(1))
    assert not memberships.end(conn, given, later(2))
    assert memberships.membership(conn, given) is None
    assert memberships.of_person(conn, WANG) == []
    assert memberships.grant(conn, WANG, "evaluator", unit, by=ZHOU, now=later(3)) not in {None, given}


def test_whoever_gives_a_role_at_the_same_time_it_is_there_once(postgresql: Server) -> None:
    """What one process has not committed yet, another does not see: only the database itself can tell."""
    url = postgresql.fresh(migrate)

    def give(conn: Connection) -> list[bool]:
        people.remember_person(conn, WANG, "王芳", NOW)
        made = units.add_unit(conn, "客服部", by=WANG, now=NOW)
        assert made is not None
        roles: list[tuple[RoleName, int | None]] = [("evaluator", made.id), ("owner", None)]
        return [
            memberships.grant(conn, WANG, role, unit_id, by=ZHOU, now=NOW) is not None
            for role, unit_id in roles * 2
        ]

    def give_past_it(conn: Connection) -> None:
        row = {"person_id": WANG, "role": "owner", "granted_by": ZHOU, "granted_at": NOW}
        conn.execute(insert(tables.membership), row)

    with Storage(url) as storage:
        assert storage.run_now(give) == [True, True, False, False]
        with pytest.raises(IntegrityError, match="uq_membership_everywhere"):
            storage.run_now(give_past_it)


def test_somebody_can_have_several_roles_read_in_one_question(conn: Connection, unit: int) -> None:
    memberships.grant(conn, WANG, "owner", None, by=ZHOU, now=NOW)
    memberships.grant(conn, WANG, "evaluator", unit, by=ZHOU, now=NOW)
    assert set(live_roles(conn, WANG)) == {("owner", None), ("evaluator", unit)}
    assert [one.person_id for one in memberships.owners(conn, hold=True)] == [WANG]
    assert [one.person_id for one in memberships.in_unit(conn, unit)] == [WANG]
    assert read_roles(None) == ()


def test_a_suspended_person_is_known_as_such_also_before_their_chat_holds_anything(
    conn: Connection, unit: int
) -> None:
    memberships.grant(conn, WANG, "evaluator", unit, by=ZHOU, now=NOW)
    assert roster.suspend(conn, WANG, later(1))
    assert not roster.suspend(conn, WANG, later(2))
    found = opening(conn, WANG)
    assert found.person is not None
    assert found.person.suspended_at == later(1)
    assert found.roles == (("evaluator", unit),)
    assert roster.let_in(conn, WANG)
    assert not roster.let_in(conn, WANG)


def test_the_roster_tells_roles_and_open_work_suspended_ones_last(conn: Connection, unit: int) -> None:
    memberships.grant(conn, WANG, "evaluator", unit, by=ZHOU, now=NOW)
    memberships.grant(conn, LI, "evaluator", unit, by=ZHOU, now=NOW)
    roster.suspend(conn, LI, NOW)
    draft(conn, candidate(conn, "张三"), evaluator=LI)
    assert roster.members(conn) == [
        Member(WANG, "王芳", None, None, (("evaluator", unit),), 0, 0),
        Member(LI, "李雷", NOW, None, (("evaluator", unit),), 1, 0),
    ]
    assert [one.id for one in roster.members(conn, frozenset({ZHOU, 99}))] == [ZHOU, WANG, LI]
    assert roster.member(conn, 99) is None


def test_who_has_no_role_any_more_stays_listed_while_drafts_are_left(conn: Connection, unit: int) -> None:
    draft(conn, candidate(conn, "张三"), evaluator=ZHOU)
    assert [(one.id, one.roles, one.open_work) for one in roster.members(conn)] == [(ZHOU, (), 1)]


def test_drafts_are_handed_over_as_far_as_one_s_units_reach(conn: Connection, unit: int) -> None:
    other = units.add_unit(conn, "工程部", by=WANG, now=NOW)
    assert other is not None
    here, there = (
        evaluations.begin(
            conn,
            form_digest=draft(conn, evaluator=LI).form_digest,
            form_id="interview",
            form_title="面试",
            evaluator_id=WANG,
            view="q",
            unit_id=unit_id,
            now=NOW,
        )
        for unit_id in (unit, other.id)
    )
    assert evaluations.hand_over_drafts(conn, WANG, ZHOU, later(1), {unit}) == 1
    assert (again(conn, here).evaluator_id, again(conn, there).evaluator_id) == (ZHOU, WANG)
    assert again(conn, here).revision == here.revision + 1
    assert evaluations.hand_over_drafts(conn, WANG, ZHOU, later(2)) == 1
