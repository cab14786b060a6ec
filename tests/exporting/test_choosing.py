"""Choosing what to export, without a network: the screens, and what is asked for in the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.codec import Act
from bot.conversation.errand import Errand
from bot.conversation.exporting import span_of
from bot.conversation.turn import House
from bot.exporting.order import Format, Order, Span
from bot.exporting.sending import NotAllowed, ordered
from bot.screens.exporting import progress_screen
from bot.screens.screen import Button
from bot.texts import texts
from storage import memberships
from storage.scope import Scope
from tests.conversation.offline import ME, Offline
from tests.exporting.scene import SHANGHAI, ZHOU, begin, hand_in, say, subject, utc


@pytest.fixture
def chat(database: Path) -> Iterator[Offline]:
    opened = Offline(database)
    yield opened
    opened.storage.close()


def wanted(chat: Offline) -> tuple[Errand, ...]:
    assert chat.outcome is not None
    return chat.outcome.errands


def test_form_days_and_kind_are_asked_for_one_after_the_other(chat: Offline) -> None:
    chat.commands("language")
    chat.presses(Button("⬇ 导出", Act("export")), chat.shown[-1][0])  # as the menu has it
    assert "选择哪张表？" in chat.screen.text
    chat.taps("物业客服")
    assert "提交时间？" in chat.screen.text
    assert "本月 2026-11" in [button.label for button in chat.buttons]
    chat.taps("上月")
    assert "个人信息" in chat.screen.text
    assert wanted(chat) == ()
    chat.taps("Excel")
    assert wanted(chat) == (
        Errand("export", ("property", 0, "2026-10-01", "2026-10-31", "xlsx", "evaluations")),
    )
    assert "要哪种文件？" in chat.screen.text, "another kind can follow"


@pytest.mark.parametrize(
    ("label", "kind", "table"),
    [
        ("CSV：考评", "csv", "evaluations"),
        ("CSV：评价明细", "csv", "answers"),
        ("JSON Lines", "jsonl", "evaluations"),
    ],
)
def test_all_forms_and_all_days_are_asked_for_by_nothing(
    chat: Offline, label: str, kind: str, table: str
) -> None:
    chat.commands("export")
    chat.taps("全部表格")
    chat.taps("全部时间")
    chat.taps(label)
    assert wanted(chat) == (Errand("export", ("", 0, "", "", kind, table)),)


def test_a_typed_name_keeps_one_person_until_it_is_taken_off(chat: Offline) -> None:
    chat.commands("export", "李四")
    assert "李四" in chat.screen.text
    chat.taps("全部表格")
    chat.taps("全部时间")
    chat.taps("Excel")
    assert wanted(chat)[0].args[1] == 3
    chat.commands("export")
    chat.types(" 李四 ")
    chat.taps("✕ 不限于李四")
    chat.taps("全部表格")
    assert "李四" not in chat.screen.text


def test_nobody_of_that_name_is_told(chat: Offline) -> None:
    chat.commands("export")
    chat.types("王五")
    assert "没有您可以导出的、关于“王五”的已提交考评" in chat.screen.text
    assert "选择哪张表？" in chat.screen.text


def test_namesakes_are_chosen_from(chat: Offline) -> None:
    def another(conn: Any) -> None:
        begun = begin(conn, "property", subject(conn, "employee", "张三"), utc(11, 28, 1))
        say(conn, begun, "teamwork", 9)
        hand_in(conn, begun, utc(11, 28, 2), "9", "10", "90", "优秀")

    chat.storage.run_now(another)
    chat.commands("export")
    chat.types("张三")
    assert "有多个对象叫" in chat.screen.text
    chat.taps("编号 4")
    chat.taps("全部表格")
    chat.taps("全部时间")
    chat.taps("Excel")
    assert wanted(chat)[0].args[1] == 4


@pytest.mark.parametrize(
    "act",
    [
        Act("export", None, None, ("nope",)),
        Act("export", None, None, ("_", "z")),
        Act("exportwho", None, None, ("77",)),
    ],
)
def test_a_button_nobody_drew_is_refused_kindly(chat: Offline, act: Act) -> None:
    chat.commands("export")
    outcome = chat.presses(Button("?", act), chat.shown[-1][0])
    assert "按钮" in outcome.toast
    assert outcome.errands == ()
    assert "选择哪张表？" in chat.screen.text


def test_a_message_left_by_a_killed_bot_becomes_the_card(chat: Offline) -> None:
    chat.commands("export")
    outcome = chat.presses(Button("✕", Act("exportstop")), chat.shown[-1][0] + 5)
    assert outcome.errands == (Errand("export-stop"),)
    assert (outcome.card, outcome.gone) == (chat.shown[-1][0], (chat.shown[-2][0],))


def test_days_are_whole_periods() -> None:
    day = date(2026, 2, 10)
    spans = {code: span_of(code, day) for code in ("m", "pm", "q", "pq", "y", "all")}
    assert {code: span and (span.first, span.last) for code, span in spans.items()} == {
        "m": (date(2026, 2, 1), date(2026, 2, 28)),
        "pm": (date(2026, 1, 1), date(2026, 1, 31)),
        "q": (date(2026, 1, 1), date(2026, 3, 31)),
        "pq": (date(2025, 10, 1), date(2025, 12, 31)),
        "y": (date(2026, 1, 1), date(2026, 12, 31)),
        "all": None,
    }


def test_the_message_fills_up() -> None:
    t = texts("zh")
    assert progress_screen(t, "a<b>.xlsx", 0, 0).text == "📊 正在生成 <b>a&lt;b&gt;.xlsx</b>\n排队中…"
    assert progress_screen(t, "a", 2, 5).text.endswith("▰▰▰▱▱▱▱▱ 40%")


def test_an_order_holds_what_the_person_may_export_when_it_is_made(chat: Offline) -> None:
    chat.commands("export")
    house, errand = (
        chat.house,
        Errand("export", ("property", 0, "2026-11-01", "2026-11-30", "csv", "answers")),
    )
    zone = House(house.forms, SHANGHAI, "zh", 1, owners=frozenset())

    def make(house: House, person: int) -> Order:
        return chat.storage.run_now(lambda conn: ordered(conn, house, person, errand, utc(12, 1, 0)))[1]

    assert make(house, ME.id).scope == Scope(everything=True)
    with pytest.raises(NotAllowed):
        make(zone, ZHOU)
    chat.storage.run_now(lambda conn: memberships.grant(conn, ZHOU, "evaluator", 1, by=1, now=utc(11, 1, 0)))
    made = make(zone, ZHOU)
    assert made.scope == Scope(evaluator=ZHOU)
    assert (made.format, made.span) == (Format.CSV, Span(date(2026, 11, 1), date(2026, 11, 30)))
