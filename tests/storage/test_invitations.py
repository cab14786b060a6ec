"""Invitations: found by their token alone, counted exactly, taken back."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from storage import chats, invitations, people, units
from storage.engine import Storage
from storage.invitations import Invitation, Secret, State, new_token
from storage.values import Chat
from tests.storage.scene import NOW, WANG, ZHOU, later


def made(conn: Connection, token: str = "of-wang", *, uses: int = 1, minutes: int = 60) -> Invitation:
    unit = units.same_name(conn, "客服部") or units.add_unit(conn, "客服部", by=WANG, now=NOW)
    assert unit is not None
    return invitations.add_invitation(
        conn,
        token,
        role="evaluator",
        unit_id=unit.id,
        made_by=WANG,
        uses=uses,
        expires_at=later(minutes),
        now=NOW,
    )


def test_it_is_found_by_its_token_of_which_only_the_hash_is_kept(conn: Connection) -> None:
    one = made(conn)
    assert invitations.by_token(conn, "of-wang") == one == invitations.invitation(conn, one.id)
    assert invitations.by_token(conn, "of-Wang") is None
    kept = conn.execute(text("SELECT * FROM invitation")).one()
    assert "of-wang" not in [str(value) for value in kept]
    assert len(str(kept.token_hash)) == 64


def test_tokens_are_long_each_its_own_and_not_told_by_repr() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {32}  # 24 bytes, 6 bits a character
    token = tokens.pop()
    assert str(token) not in repr([token, ("x", token)])
    assert isinstance(token, Secret)


def test_each_use_counts_once_for_each_person_and_no_more_often_than_allowed(conn: Connection) -> None:
    one = made(conn, uses=2)
    assert invitations.use(conn, one.id, WANG, NOW)
    assert not invitations.use(conn, one.id, WANG, NOW)
    assert invitations.was_used(conn, one.id, WANG)
    assert invitations.use(conn, one.id, ZHOU, NOW)
    assert not invitations.use(conn, one.id, ZHOU + 1, NOW)
    assert not invitations.was_used(conn, one.id, ZHOU + 1)
    kept = invitations.invitation(conn, one.id)
    assert kept is not None
    assert (kept.used, kept.state(NOW)) == (2, State.USED_UP)


async def test_however_many_press_at_once_only_as_many_come_in_as_it_allows(storage: Storage) -> None:
    one = storage.run_now(lambda conn: made(conn, uses=3))

    async def pressing(person_id: int) -> bool:
        return await storage.run(lambda conn: invitations.use(conn, one.id, person_id, NOW))

    came = await asyncio.gather(*(pressing(9000 + number % 20) for number in range(60)))
    assert came.count(True) == 3
    kept = storage.run_now(lambda conn: invitations.invitation(conn, one.id))
    assert kept is not None
    assert kept.used == 3


@pytest.mark.parametrize(("moment", "state"), [(59, State.OPEN), (60, State.EXPIRED), (61, State.EXPIRED)])
def test_it_expires_at_its_very_moment(conn: Connection, moment: int, state: State) -> None:
    one = made(conn)
    assert one.state(later(moment)) is state
    assert invitations.use(conn, one.id, ZHOU, later(moment)) is (state is State.OPEN)


def test_one_that_was_revoked_lets_nobody_in(conn: Connection) -> None:
    one = made(conn)
    assert invitations.revoke(conn, one.id, by=ZHOU, now=later(1))
    assert not invitations.revoke(conn, one.id, by=WANG, now=later(2))
    assert not invitations.use(conn, one.id, ZHOU, later(3))
    kept = invitations.invitation(conn, one.id)
    assert kept is not None
    assert kept.state(later(3)) is State.REVOKED
    assert conn.execute(text("SELECT revoked_by FROM invitation")).scalar() == ZHOU


def test_only_those_that_still_let_somebody_in_are_listed_the_latest_first(conn: Connection) -> None:
    first, used = made(conn, "a"), made(conn, "b")
    invitations.use(conn, used.id, ZHOU, NOW)
    invitations.revoke(conn, made(conn, "c").id, by=WANG, now=NOW)
    made(conn, "d", minutes=1)
    last = made(conn, "e")
    assert [one.id for one in invitations.open_invitations(conn, later(2))] == [last.id, first.id]


def test_all_of_one_maker_or_unit_are_revoked_at_once_but_not_those_that_are_used_up(
    conn: Connection,
) -> None:
    invitations.use(conn, made(conn, "a").id, ZHOU, NOW)
    unit = made(conn, "b").unit_id
    assert unit is not None
    assert invitations.revoke_made_by(conn, ZHOU, by=WANG, now=NOW) == 0
    assert invitations.revoke_of_unit(conn, unit + 1, by=WANG, now=NOW) == 0
    assert invitations.revoke_of_unit(conn, unit, by=WANG, now=NOW) == 1
    made(conn, "c")
    assert invitations.revoke_made_by(conn, WANG, by=WANG, now=NOW) == 1


def test_chats_of_guests_go_and_those_of_people_stay(conn: Connection) -> None:
    people.remember_person(conn, WANG, "王芳", NOW)
    for person_id, view in ((WANG, "join:1"), (ZHOU, "join:1"), (ZHOU + 1, "join:2"), (ZHOU + 2, "menu")):
        chats.save_chat(conn, Chat(person_id, None, view), NOW)
    invitations.forget_guest(conn, WANG)
    invitations.forget_guest(conn, ZHOU)
    invitations.forget_guest(conn, ZHOU + 2)
    assert [chats.chat(conn, who) is not None for who in (WANG, ZHOU, ZHOU + 1, ZHOU + 2)] == [
        True,
        False,
        True,
        True,
    ]
    assert invitations.forget_guests(conn, NOW) == 0
    assert invitations.forget_guests(conn, NOW + timedelta(seconds=1)) == 1
    assert chats.chat(conn, WANG) is not None
