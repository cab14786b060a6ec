"""A name that several have, typed into a plan: who is meant is asked, never guessed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.plan_lists import plans_page
from storage.scope import EVERYTHING
from tests.conversation.people import HE, ZHOU, Everyone, Somebody, everyone, peopled_database
from tests.conversation.planned import employee


@pytest.fixture
def house() -> Iterator[Everyone]:
    """A house with two called 李强 and one 赵敏."""
    with everyone(peopled_database()) as found:
        for name in ("李强", "李强", "赵敏"):
            employee(found, name)
        yield found


def planning(house: Everyone) -> Somebody:
    zhou = house(ZHOU).asks("plan")
    zhou.taps(next(label for label in zhou.labels if "绩效" in label))
    return zhou


def planned_for(house: Everyone) -> list[int]:
    found = house(HE).storage.run_now(lambda conn: plans_page(conn, EVERYTHING, 10))
    return [one.plan.subject_id for one in found]


def test_the_one_who_is_ticked_gets_the_plan(house: Everyone) -> None:
    zhou = planning(house)
    zhou.types("李强")
    zhou.sees(
        "有几个同名的", "1. 李强 · 客服部 · 2026-11-23 · 第 2 号", "2. 李强 · 客服部 · 2026-11-23 · 第 1 号"
    )
    zhou.walks("2. ").sees("已选（1）：李强").walks("每月", "✅ 保存")
    assert planned_for(house) == [1]


def test_of_several_names_the_plain_one_is_ticked_and_the_other_asked_about(house: Everyone) -> None:
    zhou = planning(house)
    zhou.types("赵敏\n李强")
    zhou.sees("有几个同名的").walks("1. ").sees("已选（2）：赵敏、李强")


def test_none_of_them_is_an_answer_too(house: Everyone) -> None:
    zhou = planning(house)
    zhou.types("李强")
    zhou.walks("都不是").does_not_see("已选")
    zhou.types("赵敏")
    zhou.sees("已选（1）：赵敏")
