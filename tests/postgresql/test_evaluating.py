"""Evaluating on PostgreSQL: from the start to the result, put right, found again, compared, taken away, forgotten."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.command_line.kaoping import command
from tests.conversation.living import LivingBot
from tests.conversation.test_inviting import stored
from tests.phone import INTERVIEWER, SUPERVISOR, Phone

Someone = Callable[[int], Phone]
LONG = 30.0


def files(phone: Phone, kind: str) -> list[bytes]:
    """What came as photos or documents, oldest first."""
    found = []
    for message in phone.from_bot:
        if kind in message:
            sent = message[kind][-1] if kind == "photo" else message[kind]
            content = phone.sandbox.world.files.get(sent["file_id"])
            assert content is not None
            found.append(content.data)
    return found


def arrived(phone: Phone, kind: str, count: int = 1) -> bytes:
    """The newest file, when there are so many."""
    phone.sandbox.until(lambda: len(files(phone, kind)) >= count, LONG, f"no {kind} came")
    return files(phone, kind)[-1]


def interviews(phone: Phone, name: str = "张三", last: str = "良好") -> Phone:
    """Hand in an interview: 良好 all over, but for the last question."""
    phone.types("/start interview").types(name).taps("开始评价")
    for _ in range(19):
        phone.taps("良好")
    return phone.taps(last).taps("推荐 ★").taps("签名").types("王面试").taps("✅ 提交")


def rates_shop(phone: Phone, name: str, points: str, same: bool = False) -> Phone:
    phone.types("/start property").types(name)
    if same:
        phone.taps("同一个")
    for _ in range(10):
        phone.taps(points)
    return phone.taps("签名").types("王主管").taps("✅ 提交")


def test_an_interview_with_a_note_a_photo_undo_and_an_amendment(someone: Someone, bot: LivingBot) -> None:
    phone = someone(INTERVIEWER)
    phone.types("/start interview").types("张三").taps("年龄").types("28").taps("开始评价")
    phone.types("口齿清楚").sees_on_card("已记下", "口齿清楚").sends_photo("证件").sees_on_card("证件")
    phone.taps("良好").taps("优秀").sees_on_card("3/20").taps("撤销").sees_on_card("2/20")
    bot.rebuild()
    for _ in range(19):
        phone.taps("良好")
    phone.taps("推荐 ★").taps("签名").types("王面试").taps_twice("✅ 提交")
    phone.sees("第 1 号", "3 / 4 · 75%", "建议：推荐")
    phone.taps("更正").types("第一题点错了").taps("总览").taps("1").taps("优秀")
    # The first indicator is 4 now, the nine others 3: (4 + 9 × 3) / 10 = 3.1.
    phone.types("/drafts").taps("张三").taps("签名").types("王面试").taps("✅ 提交")
    phone.sees("第 2 号", "3.1 / 4 · 77.5%")
    phone.types("/history").types("张三").sees_on_card("历史 · 2", "张三").types("李四").sees_on_card(
        "历史 · 0"
    )
    assert stored(bot, "SELECT id, status FROM evaluation ORDER BY id") == [(1, "amended"), (2, "submitted")]
    assert stored(bot, "SELECT state FROM attachment") == [("stored",)] * len(
        stored(bot, "SELECT id FROM attachment")
    )
    assert len(list((bot.settings.kaoping_data / "evidence").rglob("*.*"))) == 1


def test_tables_leave_as_excel_and_csv(
    someone: Someone, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, bot: LivingBot
) -> None:
    monkeypatch.setattr("bot.exporting.workshop.NICENESS", 0)
    phone = someone(INTERVIEWER)
    rates_shop(phone, "张三", "8")
    rates_shop(phone, "=李四", "9")
    phone.types("/export").taps("全部表格").taps("全部时间").taps("Excel")
    sheet = load_workbook(BytesIO(arrived(phone, "document")))["考评"]
    assert {row[3].value for row in sheet.iter_rows(min_row=2)} == {"张三", "=李四"}
    out = tmp_path / "out.csv"
    settings = {"DATABASE_URL": address, "KAOPING_DATA": str(bot.settings.kaoping_data)}
    said = command("export", "--form", "property", "--table", "evaluations", out, settings=settings)
    assert said.status == 0, said.err
    rows = list(csv.DictReader(StringIO(out.read_bytes().decode("utf-8-sig"))))
    assert len(rows) == 2


def test_comparisons(someone: Someone) -> None:
    """Eighty and ninety of a hundred, then ninety: ranked, followed, as a league, and the form's own health."""
    phone, owner = someone(INTERVIEWER), someone(SUPERVISOR)
    rates_shop(phone, "张三", "8")
    rates_shop(phone, "李四", "9")
    rates_shop(phone, "张三", "9", same=True)
    phone.taps("走势").sees_on_card("80→90%")
    phone.types("/rank property").sees_on_card("李四", "张三", "90%").taps("最接近").sees_on_card("并排比较")
    owner.types("/rank property").taps("📈 比较").taps("表格").taps("物业客服").sees_on_card(
        "考评人，从严到宽"
    )
    owner.types("/rank").taps("📈 比较").taps("项目").taps("品质检查").sees_on_card("没有提交过有分数的考评")
    assert arrived(phone, "photo", 2).startswith(b"\x89PNG")


def test_who_did_what_is_read_and_verified_and_a_changed_row_is_found(
    someone: Someone, bot: LivingBot, address: str
) -> None:
    interviews(someone(INTERVIEWER))
    someone(SUPERVISOR).types("/audit").sees_on_card("林晓 开始考评 第 1 号", "林晓 已提交 第 1 号")
    settings = {"DATABASE_URL": address, "KAOPING_DATA": str(bot.settings.kaoping_data)}
    listed = command("audit", "list", settings=settings)
    assert "handed-in evaluation 1" in listed.out
    assert "The audit trail is whole: 3 rows." in command("audit", "verify", settings=settings).out
    assert bot.storage is not None
    bot.storage.run_now(lambda conn: conn.exec_driver_sql("UPDATE audit SET actor = 1002 WHERE seq = 2"))
    found = command("audit", "verify", settings=settings)
    assert (found.status, "not as it was written" in found.err) == (2, True)


def test_somebody_is_forgotten_and_the_scores_stay(someone: Someone, bot: LivingBot) -> None:
    phone, owner = someone(INTERVIEWER), someone(SUPERVISOR)
    phone.types("/start interview").types("张三").taps("联系电话").types("13800138000").taps("开始评价")
    phone.types("住在东门").sends_photo("证件")
    for _ in range(20):
        phone.taps("良好")
    phone.taps("推荐 ★").taps("签名").types("王面试").taps("✅ 提交").sees("第 1 号")
    evidence = bot.settings.kaoping_data / "evidence"
    assert [path for path in evidence.rglob("*") if path.is_file()]
    owner.types("/forget 张三").sees_on_card("永久删除张三的资料").taps("永久删除").sees("已删除 #1")
    # the files go right after the commit that was answered
    owner.sandbox.until(lambda: not [p for p in evidence.rglob("*") if p.is_file()], 10, "a file is left")
    assert stored(bot, "SELECT status, percent FROM evaluation") == [("submitted", "75.00")]
    assert bot.storage is not None
    held = stored(bot, "SELECT name FROM subject") + stored(bot, "SELECT text FROM note")
    held += stored(bot, "SELECT value FROM answer")
    assert not [
        row for row in held if any(word in str(row) for word in ("张三", "13800138000", "东门", "证件"))
    ]
    phone.types("/history").sees_on_card("历史 · 1", "已删除 #1")
