"""Forgetting and revealing as owners and evaluators meet them in the chat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, select

from bot.conversation.incoming import Sender
from bot.screens.privacy import notice_screen
from bot.texts import texts
from storage import audit, people, retaining, subjects, tables
from storage.audit import Entry
from tests.conversation.offline import ME, START, Offline, offline

OTHER = Sender(1002, "陈静", "zh-hans")


@pytest.fixture
def chat() -> Iterator[Offline]:
    with offline() as opened:
        yield opened


def interviews(chat: Offline, name: str = "张三", phone: str = "13812345678") -> int:
    """An interview handed in, with a phone number in the head and one in a note; its number."""
    chat.commands("start", "interview")
    chat.types(name)
    chat.taps("联系电话")
    chat.types(phone)
    chat.taps("开始")
    chat.types("备用号码 010-12345678")
    for _ in range(20):
        chat.taps("良好")
    chat.taps("推荐 ★")
    chat.taps("签名")
    chat.types("林晓")
    chat.taps("提交")
    return chat.evaluations()[-1].id


def text(chat: Offline) -> str:
    return re.sub(r"<[^>]*>", "", chat.screen.text)


def labels(chat: Offline) -> list[str]:
    return [button.label for button in chat.buttons]


def trail(chat: Offline) -> list[Entry]:
    return chat.storage.run_now(lambda conn: audit.newest(conn, 50))


def test_a_result_masks_numbers_until_a_tap_that_stands_in_the_trail(chat: Offline) -> None:
    number = interviews(chat)
    assert "138****5678" in text(chat)
    assert "010-****5678" in text(chat)
    assert "13812345678" not in text(chat)
    chat.taps("👁")
    assert "13812345678" in text(chat)
    assert "010-12345678" in text(chat)
    (look,) = [entry for entry in trail(chat) if entry.action == "revealed"]
    assert (look.actor, look.object_kind, look.object_id) == (ME.id, "evaluation", str(number))
    assert look.details == '{"fields":"phone","subject":1}'
    chat.taps("🙈")
    assert "13812345678" not in text(chat)


def test_in_ones_own_draft_what_was_typed_is_seen_in_full(chat: Offline) -> None:
    chat.commands("start", "interview")
    chat.types("张三")
    chat.taps("联系电话")
    chat.types("13812345678")
    assert "13812345678" in text(chat)


def test_without_anything_masked_there_is_no_eye(chat: Offline) -> None:
    chat.commands("start", "property")
    chat.types("李四")
    for _ in range(10):
        chat.taps("8")
    chat.taps("签名")
    chat.types("王主管")
    chat.taps("提交")
    assert not [label for label in labels(chat) if "👁" in label]


def test_a_number_in_a_name_is_masked_in_lists(chat: Offline) -> None:
    interviews(chat, "张三13912345678")
    chat.commands("history")
    assert "张三139****5678" in text(chat)
    assert "13912345678" not in text(chat) + " ".join(labels(chat))
    chat.commands("start", "interview")
    assert "13912345678" not in " ".join(labels(chat))


def test_forgetting_asks_once_tells_what_goes_and_what_cannot(chat: Offline) -> None:
    interviews(chat)
    chat.commands("forget", "张三")
    assert "永久删除张三的资料" in text(chat)
    assert "1 份已提交的评价 · 1 条备注 · 0 个文件" in text(chat)
    assert "以前的备份" in text(chat)
    chat.taps("永久删除")
    assert "已删除 #1" in text(chat)
    assert "张三" not in text(chat)
    kept = chat.evaluations()[0]
    assert (kept.status, kept.total, kept.grade) == ("submitted", "3.00", "良好")


def test_an_erased_person_is_a_number_everywhere(chat: Offline) -> None:
    number = interviews(chat)
    chat.commands("forget", "张三")
    chat.taps("永久删除")
    chat.commands("history")
    assert "已删除 #1" in text(chat)
    chat.taps("已删除 #1")
    assert "张三" not in text(chat)
    assert "138" not in text(chat)
    assert not [label for label in labels(chat) if "修改" in label or "更正" in label]
    assert evaluations_of(chat) == [number]


def evaluations_of(chat: Offline) -> list[int]:
    return [evaluation.id for evaluation in chat.evaluations()]


def test_her_name_typed_again_asks_nothing_and_is_somebody_new(chat: Offline) -> None:
    interviews(chat)
    chat.commands("forget", "张三")
    chat.taps("永久删除")
    chat.commands("start", "interview")
    assert "已删除" not in " ".join(labels(chat))
    chat.types("张三")
    assert chat.evaluations()[-1].subject_id == 2


def test_of_several_of_one_name_the_right_one_is_chosen(chat: Offline) -> None:
    interviews(chat)
    chat.commands("start", "interview")
    chat.types("张三")
    chat.taps("另一个同名")
    chat.commands("forget")
    assert "还不会删除" in text(chat)
    chat.types("张三")
    assert "有几个同名的人" in text(chat)
    assert "#1：最近 2026-11-23，客服人员面试评价表，评价人林晓" in text(chat)
    chat.taps("#2")
    chat.taps("永久删除")
    names = chat.storage.run_now(
        lambda conn: [s.name for n in (1, 2) if (s := subjects.subject(conn, n)) is not None]
    )
    assert names == ["张三", "已删除 #2"]


def test_a_name_nobody_has_is_told_and_kept_nowhere(chat: Offline) -> None:
    chat.commands("forget")
    chat.types("无名氏")
    assert "没有叫这个名字的人" in text(chat)
    views = chat.storage.run_now(lambda conn: list(conn.execute(select(tables.chat.c.view)).scalars()))
    assert views == ["forget"]


def test_an_old_button_to_erase_does_nothing(chat: Offline) -> None:
    interviews(chat)
    chat.commands("forget", "张三")
    button = next(b for b in chat.buttons if "永久删除" in b.label)
    card = chat.shown[-1][0]
    chat.commands("start")
    chat.presses(button, card)
    assert chat.storage.run_now(lambda conn: subjects.same_name(conn, "candidate", "张三"))


def test_an_open_draft_about_them_is_gone_from_the_card(chat: Offline) -> None:
    interviews(chat)
    chat.commands("start", "interview")
    chat.types("张三")
    chat.taps("同一")
    chat.commands("forget", "张三")
    assert "1 份草稿" in text(chat)
    chat.taps("永久删除")
    assert chat.evaluations()[-1].status == "discarded"
    chat.commands("drafts")
    assert "张三" not in text(chat)


@pytest.mark.parametrize("command", ["forget", "forget 张三"])
def test_who_is_no_owner_cannot_forget(command: str, chat: Offline) -> None:
    interviews(chat)
    chat.owners = frozenset({1})
    chat.restart()
    chat.storage.run_now(_evaluator)
    chat.commands(*command.split())
    assert "永久删除" not in text(chat)
    assert chat.storage.run_now(lambda conn: subjects.same_name(conn, "candidate", "张三"))


def _evaluator(conn: Connection) -> None:
    conn.execute(tables.unit.insert().values(name="总部", name_key="总部", created_by=1, created_at=START))
    conn.execute(
        tables.membership.insert().values(
            person_id=ME.id, role="evaluator", unit_id=1, granted_by=1, granted_at=START
        )
    )


def test_someone_who_used_the_bot_is_forgotten_once_they_are_out(chat: Offline) -> None:
    def was_here(conn: Connection) -> None:
        people.remember_person(conn, OTHER.id, OTHER.name, START)
        granted = {"person_id": OTHER.id, "role": "owner", "granted_by": ME.id, "granted_at": START}
        conn.execute(tables.membership.insert().values(granted))

    chat.storage.run_now(was_here)
    chat.commands("forget", str(OTHER.id))
    assert "先停用" in text(chat)
    assert "永久删除" not in " ".join(labels(chat))
    chat.storage.run_now(lambda conn: conn.execute(tables.membership.update().values(ended_at=START)))
    chat.commands("forget", str(OTHER.id))
    chat.taps("永久删除")
    assert "姓名已删除" in text(chat)
    forgotten = chat.storage.run_now(lambda conn: people.person(conn, OTHER.id))
    assert forgotten is not None
    assert forgotten.name == "已删除的用户"


def test_from_the_notice_somebody_is_kept_longer_and_an_open_question_stays(chat: Offline) -> None:
    interviews(chat)
    chat.commands("start", "property")
    chat.types("李四")
    due = chat.now + timedelta(days=3)
    chat.storage.run_now(lambda conn: retaining.keep_notice(conn, 1, due, chat.now))
    (notice,) = chat.storage.run_now(retaining.announced)
    screen = notice_screen(texts("zh"), [notice], 180, chat.house.zone)
    chat.message_id += 1
    chat.presses(screen.rows[0][0], chat.message_id)
    until = chat.now + timedelta(days=180)
    kept = chat.storage.run_now(
        lambda conn: conn.execute(select(tables.subject.c.kept_until)).scalars().first()
    )
    assert kept == until
    assert chat.outcome is not None
    assert chat.outcome.toast == f"保留到 {until.astimezone(chat.house.zone):%Y-%m-%d}。"
    assert "1/10" in text(chat)
    assert chat.storage.run_now(retaining.announced) == []
    assert trail(chat)[-1].action == "kept-longer"


def test_the_list_of_who_is_due_is_behind_forget(chat: Offline) -> None:
    interviews(chat)
    chat.storage.run_now(lambda conn: retaining.keep_notice(conn, 1, chat.now, chat.now))
    chat.commands("forget")
    chat.taps("即将删除（1）")
    assert "1. 张三" in text(chat)
    chat.taps("1. 已录用")
    assert "1. 张三 · ✓ 已录用，不删除" in text(chat)
    chat.taps("1. ↩ 未录用")
    assert "1. 张三 · 2026-11-30 删除" in text(chat)
    chat.taps("1. 再保留")
    assert "1. 张三 · ✓ 保留至 2" in text(chat)
    chat.commands("forget")
    assert not any("即将删除" in label for label in labels(chat))


def noticed(conn: Connection, subject_id: int, now: datetime) -> None:
    retaining.keep_notice(conn, subject_id, now, now)


def test_no_candidate_moves_under_a_finger_when_another_is_decided_on(chat: Offline) -> None:
    interviews(chat)
    interviews(chat, "王五")
    for one in (1, 2):
        chat.storage.run_now(partial(noticed, subject_id=one, now=chat.now))
    chat.commands("forget")
    chat.taps("即将删除（2）")
    chat.taps("1. 再保留")
    assert "2. 王五 · 2026-11-30 删除" in text(chat)
    chat.taps("2. 已录用")
    assert "2. 王五 · ✓ 已录用，不删除" in text(chat)
    assert "1. 张三 · ✓ 保留至 2" in text(chat)


def test_who_was_hired_is_marked_on_the_result_and_can_be_unmarked(chat: Offline) -> None:
    interviews(chat)
    chat.taps("○ 已录用")
    assert "● 已录用" in labels(chat)
    chat.taps("● 已录用")
    assert "○ 已录用" in labels(chat)
    assert [e.action for e in trail(chat) if "hired" in e.action] == ["hired", "not-hired"]


def test_the_erased_are_not_amended(chat: Offline) -> None:
    interviews(chat)
    button = next(b for b in chat.buttons if b.act.op == "amend")
    card = chat.shown[-1][0]
    chat.commands("forget", "张三")
    chat.taps("永久删除")
    chat.presses(button, card)
    assert len(chat.evaluations()) == 1
