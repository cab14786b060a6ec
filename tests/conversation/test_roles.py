"""Roles given from cards that say more than any card of ours says."""

from __future__ import annotations

from bot.codec import Act
from bot.screens.screen import Button
from storage import memberships
from tests.conversation.people import HE, WANG, everyone, peopled_database


def test_an_owner_is_one_of_the_whole_house_even_where_a_button_names_a_unit() -> None:
    with everyone(peopled_database()) as house:
        he = house(HE).asks("people").walks("王考评", "➕ 角色")
        he.presses(Button("", Act("grant", args=(str(WANG.id), "owner", "1"))), he.shown[-1][0])
        he.sees("已授予")
        held = he.storage.run_now(lambda conn: memberships.of_person(conn, WANG.id))
        assert [(one.role, one.unit_id) for one in held] == [("evaluator", 1), ("owner", None)]
