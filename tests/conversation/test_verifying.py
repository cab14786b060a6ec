"""``/verify`` in the chat: the verdict for everyone known, the rest only for who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from storage import evaluations, memberships, units, verification
from storage.check_code import shown
from tests.conversation.offline import ME, Offline, offline
from tests.phone import INSPECTOR, Phone


@pytest.fixture
def chat() -> Iterator[Offline]:
    with offline() as opened:
        opened.commands("start", "property")
        opened.types("张三")
        for _ in range(10):
            opened.taps("8")
        opened.taps("签名")
        opened.types("王主管")
        opened.taps("提交")
        yield opened


def code(chat: Offline, number: int = 1) -> str:
    def printed(conn: Connection) -> str:
        found = evaluations.evaluation(conn, number)
        assert found is not None
        return verification.code_for(conn, found, chat.now)

    return shown(chat.storage.run_now(printed))


def verdict(chat: Offline, typed: str) -> str:
    chat.commands("verify", typed)
    return chat.screen.text


def test_a_printed_report_is_genuine_and_told_in_its_figures(chat: Offline) -> None:
    said = verdict(chat, code(chat))
    for words in ("✅ 真实", "第 1 号", "物业客服考核表", "张三", "良好 · 80 / 100", "2026-11-23"):
        assert words in said
    chat.taps("结果")
    assert "80" in chat.screen.text


def test_it_is_read_however_it_is_typed(chat: Offline) -> None:
    plain = code(chat).replace("-", "")
    for typed in (plain.lower(), " ".join(plain), plain.replace("0", "o").replace("1", "l")):
        assert "✅ 真实" in verdict(chat, typed)


def test_the_foot_of_a_report_may_be_pasted_whole(chat: Offline) -> None:
    chat.commands("verify")
    chat.types(f"第 1 号 · 存档序号 12 · 验证：/verify {code(chat)}　2 / 3")
    assert "✅ 真实" in chat.screen.text


def test_a_refusal_is_told_on_this_screen_too(someone: Callable[[int], Phone]) -> None:
    inspector = someone(INSPECTOR).types("/verify").sees_on_card("请输入报告页脚的验证码")
    inspector.types("/audit").sees_on_card("您没有这项权限", "请输入报告页脚的验证码")


def test_a_report_that_was_amended_since_says_by_what(chat: Offline) -> None:
    first = code(chat)
    chat.commands("history")
    chat.taps("张三")
    chat.taps("更正")
    chat.types("点错了")
    chat.taps("签名")
    chat.types("王主管")
    chat.taps("提交")
    said = verdict(chat, first)
    assert "⚠️ 已更正" in said
    assert "第 2 号" in said
    assert "✅ 真实" in verdict(chat, code(chat, 2))


def test_a_code_nobody_printed_is_unknown(chat: Offline) -> None:
    code(chat)
    assert "❓ 未知" in verdict(chat, "0000-0000-0000")


def test_a_record_changed_since_it_was_printed_is_told(chat: Offline) -> None:
    printed = code(chat)
    change = text("UPDATE answer SET value = '10' WHERE evaluation_id = 1 AND item = 'documents'")
    chat.storage.run_now(lambda conn: conn.execute(change))
    assert "⚠️ 记录已变" in verdict(chat, printed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("123", "共有 12 个"), ("UUUU-UUUU-UUUU", "只由数字和字母"), ("0000-0000-0001", "校验不符")],
)
def test_a_slip_of_the_pen_is_told_as_one(chat: Offline, typed: str, sentence: str) -> None:
    said = verdict(chat, typed)
    assert sentence in said
    assert "未知" not in said


def test_asked_without_a_code_it_asks_for_one_and_takes_what_is_typed(chat: Offline) -> None:
    assert "请输入报告页脚的验证码" in verdict(chat, "")
    chat.types(code(chat))
    assert "✅ 真实" in chat.screen.text
    chat.taps("再验一个")
    assert "请输入报告页脚的验证码" in chat.screen.text


def test_who_may_not_see_the_evaluation_hears_the_verdict_and_nothing_else(chat: Offline) -> None:
    a_mere_evaluator(chat)
    chat.storage.run_now(
        lambda conn: conn.execute(text("UPDATE evaluation SET evaluator_id = 9, unit_id = 9"))
    )
    said = verdict(chat, code(chat))
    assert "✅ 真实" in said
    for words in ("张三", "第 1 号", "良好", "物业"):
        assert words not in said
    assert not any("结果" in button.label for button in chat.buttons)


def a_mere_evaluator(chat: Offline) -> None:
    """Take the owner's rights away: one unit to rate in is left."""
    chat.house = replace(chat.house, owners=frozenset())

    def join(conn: Connection) -> None:
        unit = units.add_unit(conn, "一部", by=ME.id, now=chat.now)
        assert unit is not None
        memberships.grant(conn, ME.id, "evaluator", unit.id, by=ME.id, now=chat.now)

    chat.storage.run_now(join)
