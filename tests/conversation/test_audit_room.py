"""``/audit``: the owner reads the trail in the chat, filters it and takes it away as a file; nobody else does."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from tests.conversation.living import LivingBot
from tests.conversation.test_audit import trail
from tests.conversation.test_taps import signed_and_ready
from tests.phone import INTERVIEWER, STRANGER, SUPERVISOR, Phone


def test_the_owner_reads_who_did_what(steady: Phone, someone: Callable[[int], Phone]) -> None:
    signed_and_ready(steady).taps("提交").sees("第 1 号")
    owner = someone(SUPERVISOR)
    owner.types("/audit").sees_on_card("审计记录 · 3", "林晓 开始考评 第 1 号", "林晓 已提交 第 1 号")
    owner.sees_on_card("吴敏 查看 审计记录")


def test_it_is_filtered_by_kind_by_name_and_by_number(steady: Phone, someone: Callable[[int], Phone]) -> None:
    signed_and_ready(steady).taps("提交").sees("第 1 号")
    owner = someone(SUPERVISOR)
    owner.types("/audit").taps("考评动作").sees_on_card("审计记录 · 2", "已提交")
    assert "查看" not in str(owner.card["text"])
    owner.types("林晓").sees_on_card("审计记录 · 2", "🔍 林晓")
    owner.types("99").sees_on_card("审计记录 · 0", "没有内容").taps("✕")
    owner.types("1").sees_on_card("🔍 第 1 号", "审计记录 · 2")
    owner.types("查无此人").sees_on_card("这里没有人叫查无此人")


def test_the_trail_comes_as_a_file_and_that_is_in_it(
    steady: Phone, someone: Callable[[int], Phone], bot: LivingBot
) -> None:
    signed_and_ready(steady).taps("提交").sees("第 1 号")
    owner = someone(SUPERVISOR)
    owner.types("/audit").taps("CSV")
    owner.sandbox.until(lambda: any("document" in message for message in owner.from_bot), 10, "no file came")
    sent = next(message for message in owner.from_bot if "document" in message)
    rows = list(csv.reader(io.StringIO(_content(owner, sent).decode("utf-8-sig"))))
    assert rows[0] == ["seq", "at", "actor", "action", "object_kind", "object_id", "details", "hash"]
    assert [row[3] for row in rows[1:]] == ["began", "handed-in", "saw", "exported"]
    assert rows[1][2] == str(INTERVIEWER)
    assert [row[7] for row in rows[1:]] == [entry.hash for entry in trail(bot)]


def _content(phone: Phone, message: dict[str, Any]) -> bytes:
    content = phone.sandbox.world.files.get(message["document"]["file_id"])
    assert content is not None
    return content.data


def test_nobody_else_reads_it(steady: Phone, someone: Callable[[int], Phone], bot: LivingBot) -> None:
    steady.types("/audit").sees("您没有这项权限")
    steady.sandbox.taps(INTERVIEWER, steady.card["message_id"], "audit.-.-.0.saw")
    steady.waits()
    steady.sandbox.taps(INTERVIEWER, steady.card["message_id"], "auditfile.-.-")
    steady.waits().sees("您没有这项权限").does_not_see("审计记录")
    someone(STRANGER).types("/audit").sees("仅供内部使用")
    assert trail(bot) == []
