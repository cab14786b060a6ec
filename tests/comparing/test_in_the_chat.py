"""Comparisons in the chat: the ways there, pictures below the card, and who gets what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.codec import Act
from bot.sandbox import Sandbox
from bot.sandbox.errors import Json
from bot.screens.screen import Button
from rubrics.library import Library, load_forms
from storage import tables
from tests.conversation.living import LivingBot
from tests.conversation.offline import Offline, offline
from tests.conversation.walking import CarefulPhone
from tests.phone import INSPECTOR, INTERVIEWER, SUPERVISOR, Phone


def rates_shop(chat: Offline, name: str, points: str, last: str | None = None) -> None:
    """Hand in a ``property`` evaluation with these points on every question, ``last`` on the last one."""
    chat.commands("start", "property")
    chat.types(name)
    if any("同一个" in button.label for button in chat.buttons):
        chat.taps("同一个")
    for place in range(10):
        chat.taps(last if last is not None and place == 9 else points)
    chat.taps("签名")
    chat.types("王主管")
    chat.taps("提交")


@pytest.fixture
def chat() -> Iterator[Offline]:
    with offline() as begun:
        yield begun


def charts(chat: Offline) -> list[str]:
    assert chat.outcome is not None
    return [str(errand.args[0]) for errand in chat.outcome.errands if errand.kind == "chart"]


def test_rank_leads_to_the_two_that_are_closest(chat: Offline) -> None:
    rates_shop(chat, "张三", "8")
    rates_shop(chat, "李四", "8", "9")
    rates_shop(chat, "王五", "4")
    chat.commands("rank")
    chat.taps("物业客服")
    assert "1. <b>李四</b> · <b>81%</b> · 良好" in chat.screen.text
    assert "3. <b>王五</b> · <b>40%</b> · 较差" in chat.screen.text
    chat.taps("最接近：李四 | 张三")
    assert "<code>    90 &gt;     80</code> 工作效率" in chat.screen.text
    assert charts(chat) == ["pair:2:1:2026-Q4"]
    chat.taps("返回")
    assert "<b>王五</b>" in chat.screen.text
    chat.taps("2026-10")
    assert "没有提交过有分数的考评" in chat.screen.text


def test_rank_knows_a_form_by_its_id_and_tells_of_one_it_does_not_know(chat: Offline) -> None:
    chat.commands("rank", "property")
    assert "物业客服考核表" in chat.screen.text
    chat.commands("rank", "nothing")
    assert "nothing" in chat.screen.text
    assert "哪张表" in chat.screen.text


def test_a_number_in_a_name_is_masked_wherever_names_are_compared(chat: Offline) -> None:
    rates_shop(chat, "张三13812345678", "8")
    rates_shop(chat, "李四", "9")
    chat.taps("走势")
    chat.taps("其他人")
    assert [b.label for b in chat.buttons if "张三" in b.label] == ["张三138****5678 · 1"]
    chat.taps("张三")
    assert "走势 · 张三138****5678" in chat.screen.text.replace("<b>", "").replace("</b>", "")
    chat.commands("rank", "property")
    assert "<b>张三138****5678</b>" in chat.screen.text
    chat.taps("最接近")
    assert "13812345678" not in chat.screen.text


def test_the_recommendation_stands_in_the_table(chat: Offline) -> None:
    chat.commands("start", "interview")
    chat.types("张三")
    chat.taps("开始评价")
    for _ in range(20):
        chat.taps("良好")
    chat.taps("推荐 ★")
    chat.taps("签名")
    chat.types("王面试")
    chat.taps("提交")
    chat.commands("rank", "interview")
    assert "1. <b>张三</b> · <b>75%</b> · 良好 · 推荐" in chat.screen.text


def test_a_result_leads_to_its_trend_and_the_picture_comes_at_once(chat: Offline) -> None:
    rates_shop(chat, "张三", "8")
    rates_shop(chat, "张三", "9")
    chat.taps("走势")
    assert "<b>80%</b> 良好" in chat.screen.text
    assert "80→90%" in chat.screen.text
    assert charts(chat) == ["trend:2"]
    chat.taps("图片")
    assert charts(chat) == ["trend:2"]


def test_a_subject_is_found_by_typing(chat: Offline) -> None:
    rates_shop(chat, "张三", "8")
    rates_shop(chat, "李四", "8")
    chat.taps("菜单")
    chat.taps("比较")
    chat.taps("走势")
    chat.taps("物业客服")
    chat.types("李")
    assert [b.label for b in chat.buttons if "·" in b.label] == ["李四 · 1"]
    chat.types("没有")
    assert "没有" in chat.screen.text


def test_a_quarter_without_a_site_and_a_form_without_a_result_are_told(chat: Offline) -> None:
    chat.commands("rank")
    chat.taps("📈 比较")
    chat.taps("项目")
    chat.taps("品质检查")
    assert "没有提交过有分数的考评" in chat.screen.text
    chat.taps("2026-Q3")
    assert "2026-Q3" in chat.screen.text
    chat.taps("📈 比较")
    chat.taps("表格")
    chat.taps("面试评价")
    assert "没有提交过有分数的考评" in chat.screen.text
    assert charts(chat) == []


def test_an_old_button_leads_to_the_choice_with_a_sentence(chat: Offline) -> None:
    chat.commands("rank")
    for data in (
        Act("rank", None, None, ("gone",)),
        Act("whose", None, None, ("gone",)),
        Act("pair", 77, None, ("78", "2026-Q4")),
        Act("pair", 77, None, ("78", "x")),
        Act("league"),
    ):
        chat.presses(Button("", data), 1)
        assert "这个比较已经没有了" in chat.screen.text
    chat.presses(Button("", Act("trend", 77)), 1)
    assert chat.outcome is not None
    assert "找不到这份考评" in chat.outcome.toast


def test_each_look_is_in_the_audit_trail(chat: Offline) -> None:
    rates_shop(chat, "张三", "8")
    chat.taps("走势")
    chat.commands("rank", "property")
    seen = chat.storage.run_now(
        lambda conn: [
            (row.object_kind, row.object_id, row.details)
            for row in conn.execute(select(tables.audit).where(tables.audit.c.action == "saw"))
        ]
    )
    assert [(kind, number) for kind, number, _ in seen] == [("evaluation", "1"), ("comparison", "1001")]
    assert '"view":"trend"' in seen[0][2].replace(" ", "")
    assert '"form":"property"' in seen[1][2].replace(" ", "")


# With the whole bot


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


def photos(phone: Phone) -> list[Json]:
    return [message for message in phone.from_bot if "photo" in message]


def arrived(phone: Phone, count: int) -> Json:
    phone.sandbox.until(lambda: len(photos(phone)) >= count, 20, "no picture came")
    return photos(phone)[-1]


def hands_in(phone: Phone, name: str, points: str) -> None:
    phone.types("/start property").types(name)
    for _ in range(10):
        phone.taps(points)
    phone.taps("签名").types("王主管").taps("✅ 提交")


def test_pictures_come_below_as_photos(sandbox: Sandbox, bot: LivingBot) -> None:
    phone = CarefulPhone(sandbox, INTERVIEWER)
    hands_in(phone, "张三", "8")
    hands_in(phone, "李四", "9")
    phone.taps("走势").sees("图片正在绘制")
    assert "李四" in arrived(phone, 1)["caption"]
    phone.types("/rank").taps("物业客服").taps("最接近")
    assert "李四 | 张三" in arrived(phone, 2)["caption"]
    phone.sees_on_card("并排比较")
    content = sandbox.world.files.get(photos(phone)[0]["photo"][-1]["file_id"])
    assert content is not None
    assert content.data.startswith(b"\x89PNG")


def test_a_picture_that_telegram_refuses_is_told(sandbox: Sandbox, bot: LivingBot) -> None:
    phone = Phone(sandbox, INTERVIEWER)
    hands_in(phone, "张三", "8")
    sandbox.refuses("sendPhoto", 400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    phone.taps("走势").sees("请稍后再点 🖼", seconds=20)
    phone.taps("图片")
    arrived(phone, 1)


def test_an_evaluator_compares_their_own_and_a_supervisor_those_of_the_unit(
    sandbox: Sandbox, bot: LivingBot
) -> None:
    mine, other, supervisor = (Phone(sandbox, id) for id in (INTERVIEWER, INSPECTOR, SUPERVISOR))
    hands_in(mine, "张三", "8")
    hands_in(other, "李四", "9")
    mine.types("/rank property").sees_on_card("1. 张三").does_not_see("李四")
    supervisor.types("/rank property").sees_on_card("1. 李四", "2. 张三")
    supervisor.taps("📈 比较").taps("表格").taps("物业客服").sees_on_card("考评人，从严到宽", "林晓")
    health = supervisor.button("🖼 图片").data or ""
    mine.taps("📈 比较").does_not_see("🩺")
    sandbox.taps(INTERVIEWER, mine.card["message_id"], health)
    mine.waits().does_not_see("考评人，从严到宽")
    sandbox.taps(INTERVIEWER, mine.card["message_id"], "trend.2.-")
    mine.waits().sees("找不到这份考评")
    assert photos(mine) == []
