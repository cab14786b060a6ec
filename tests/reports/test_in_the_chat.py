"""The report in the chat: a tap on the result card, over real HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from bot.reports.press import Press, ReportFailed
from bot.reports.sheet import Sheet
from bot.sandbox import Sandbox
from bot.sandbox.errors import Json
from rubrics.library import Library, load_forms
from storage import audit
from tests.conversation.living import LivingBot
from tests.conversation.test_interview import begin
from tests.conversation.test_taps import signed_and_ready
from tests.phone import INSPECTOR, INTERVIEWER, Phone


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def library() -> Library:
    return load_forms()


@pytest.fixture
def bot(sandbox: Sandbox, library: Library, tmp_path: Path) -> Iterator[LivingBot]:
    living = LivingBot(sandbox, library, tmp_path / "data").start()
    yield living
    living.stop()


@pytest.fixture
def phone(sandbox: Sandbox, bot: LivingBot) -> Phone:
    return Phone(sandbox, INTERVIEWER)


def documents(phone: Phone) -> list[Json]:
    return [message["document"] for message in phone.from_bot if "document" in message]


def arrived(phone: Phone, count: int = 1) -> list[Json]:
    phone.sandbox.until(lambda: len(documents(phone)) >= count, 20, "no report came")
    return documents(phone)


def text_of(sandbox: Sandbox, document: Json) -> str:
    content = sandbox.world.files.get(document["file_id"])
    assert content is not None
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content.data)).pages)


def test_a_tap_on_the_result_brings_the_report_below_it(phone: Phone) -> None:
    signed_and_ready(phone).taps("提交").taps("报告").sees("报告正在生成")
    (document,) = arrived(phone)
    assert document["file_name"].startswith("客服人员面试评价表_张三_")
    assert document["file_name"].endswith(".pdf")
    text = text_of(phone.sandbox, document)
    for words in ("客服人员面试评价表", "张三", "3 / 4", "75%", "王面试", "第 1 号"):
        assert words in text
    card, report = phone.from_bot
    assert "📄 报告" in [b["text"] for row in card["reply_markup"]["inline_keyboard"] for b in row]
    assert "document" in report
    assert "sendchataction" in {call.method.lower() for call in phone.sandbox.calls()}


def test_two_quick_taps_bring_one_report_and_a_later_tap_brings_it_again(
    phone: Phone, bot: LivingBot
) -> None:
    signed_and_ready(phone).taps("提交").taps("报告", times=2)
    arrived(phone)
    bot.has_sent_reports()
    before = len(documents(phone))
    assert before in (1, 2)  # two where the first was sent before the second tap arrived
    phone.taps("报告")
    again = arrived(phone, before + 1)
    assert again[0]["file_name"] == again[-1]["file_name"]
    assert again[0]["file_size"] == again[-1]["file_size"]


def test_the_report_is_there_from_the_history_too(phone: Phone) -> None:
    signed_and_ready(phone).taps("提交")
    phone.types("/history").taps("张三").taps("报告")
    arrived(phone)


def test_an_open_question_stays_the_last_thing_in_the_chat(phone: Phone) -> None:
    signed_and_ready(phone).taps("提交")
    report = phone.button("报告")
    begin_another(phone)
    phone.taps_again(report)
    arrived(phone)
    phone.sandbox.until(lambda: "document" not in phone.from_bot[-1], 5, "the card stayed above the report")
    phone.sees_on_card("2/20").taps("优秀").sees_on_card("3/20")


def begin_another(phone: Phone) -> None:
    begin(phone, "李四").taps("良好").sees_on_card("2/20")


def test_the_button_works_after_a_restart(phone: Phone, bot: LivingBot) -> None:
    signed_and_ready(phone).taps("提交")
    bot.rebuild()
    phone.taps("报告")
    arrived(phone)


def test_a_report_asked_for_just_before_a_stop_still_comes(
    phone: Phone, bot: LivingBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reports.sending._GRACE", 9.0)  # printing stands back behind other tests
    signed_and_ready(phone).taps("提交").taps("报告")
    bot.stop()
    assert len(documents(phone)) == 1


def test_nobody_gets_the_report_of_another(phone: Phone, sandbox: Sandbox) -> None:
    signed_and_ready(phone).taps("提交")
    report = phone.button("报告")
    inspector = Phone(sandbox, INSPECTOR)
    inspector.types("/start")
    sandbox.taps(INSPECTOR, inspector.card["message_id"], report.data or "")
    inspector.waits().sees("找不到这份考评")
    assert documents(inspector) == []


def test_a_telegram_out_of_reach_for_a_moment_is_tried_again(phone: Phone, sandbox: Sandbox) -> None:
    signed_and_ready(phone).taps("提交")
    sandbox.drops("sendDocument")
    phone.taps("报告")
    arrived(phone)


def test_a_refused_report_is_told_in_a_sentence(phone: Phone, sandbox: Sandbox) -> None:
    signed_and_ready(phone).taps("提交")
    sandbox.refuses("sendDocument", 400, "Bad Request: file is too big")
    phone.taps("报告").sees("第 1 号的报告", "请稍后再点")
    phone.taps("报告")
    arrived(phone)


def test_a_tap_brings_the_score_card_as_a_picture(phone: Phone) -> None:
    signed_and_ready(phone).taps("提交").taps("图片").sees("图片正在生成")
    phone.sandbox.until(lambda: any("photo" in m for m in phone.from_bot), 20, "no picture came")
    (sent,) = [message for message in phone.from_bot if "photo" in message]
    content = phone.sandbox.world.files.get(sent["photo"][-1]["file_id"])
    assert content is not None
    with Image.open(BytesIO(content.data)) as picture:
        assert (picture.format, picture.width) == ("PNG", 1080)
    assert documents(phone) == []


def test_what_is_sent_stands_in_the_audit_trail_and_its_code_is_genuine(phone: Phone, bot: LivingBot) -> None:
    signed_and_ready(phone).taps("提交").taps("报告")
    (document,) = arrived(phone)
    storage = bot.storage
    assert storage is not None
    (row,) = [e for e in storage.run_now(lambda conn: audit.newest(conn, 20)) if e.action == "exported"]
    assert (row.actor, row.object_kind, row.object_id) == (INTERVIEWER, "evaluation", "1")
    assert json.loads(row.details)["as"] == "pdf"
    code = re.search(r"/verify (\w{4}-\w{4}-\w{4})", text_of(phone.sandbox, document))
    assert code
    phone.types(f"/verify {code[1]}").sees("✅ 真实", "张三")


def test_a_full_disk_is_told_as_one(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_press: Press, _sheet: Sheet) -> bytes:
        raise ReportFailed(full=True)

    monkeypatch.setattr(Press, "_make", full)
    signed_and_ready(phone).taps("提交").taps("报告").sees("磁盘已满", "不受影响")
    assert documents(phone) == []
