"""Exports in the chat, over real HTTP: watch it fill up, get the file, cancel, be told why there is none."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection

from bot.exporting.making import Tell
from bot.exporting.order import Order
from bot.exporting.workshop import Made, Workshop
from bot.privacy.erasing import erase_subject
from bot.sandbox import Sandbox
from bot.sandbox.errors import Json
from rubrics.library import Library, load_forms
from storage import tables
from storage.audit import newest
from tests.conversation.living import LivingBot
from tests.phone import INTERVIEWER, Phone

LONG = 30.0


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def library() -> Library:
    return load_forms()


@pytest.fixture
def bot(sandbox: Sandbox, library: Library, database: Path) -> Iterator[LivingBot]:
    living = LivingBot(sandbox, library, database.parent)
    living.settings = living.settings.model_copy(update={"kaoping_owners": frozenset({INTERVIEWER})})
    living.start()
    yield living
    living.stop()


@pytest.fixture
def phone(sandbox: Sandbox, bot: LivingBot) -> Phone:
    return Phone(sandbox, INTERVIEWER)


@pytest.fixture
def slow(database: Path, many_rows: Path) -> None:
    """So much that it takes a while."""
    shutil.copy(many_rows, database)


def wants(phone: Phone, kind: str = "Excel") -> Phone:
    return phone.types("/export").taps("全部表格").taps("全部时间").taps(kind)


def documents(phone: Phone) -> list[Json]:
    return [message["document"] for message in phone.from_bot if "document" in message]


def arrived(phone: Phone) -> tuple[str, bytes]:
    """The name and the content of the one file that came."""
    phone.sandbox.until(lambda: documents(phone), LONG, "no file came")
    (document,) = documents(phone)
    content = phone.sandbox.world.files.get(document["file_id"])
    assert content is not None
    return document["file_name"], content.data


def trail(bot: LivingBot) -> list[tuple[int, str, str]]:
    assert bot.storage is not None
    rows = bot.storage.run_now(lambda conn: newest(conn, 50))
    return [(row.actor, row.object_kind, row.details) for row in rows if row.action == "exported"]


def gone(phone: Phone) -> None:
    phone.sandbox.until(
        lambda: "正在生成" not in phone.text, LONG, "the message that fills up is still there"
    )


def test_the_file_comes_below_though_telegram_is_out_of_reach_for_a_moment(
    phone: Phone, bot: LivingBot, sandbox: Sandbox
) -> None:
    sandbox.drops("sendDocument")
    wants(phone).sees("文件正在生成")
    name, content = arrived(phone)
    assert (name[:3], name[-5:]) == ("考评_", ".xlsx")
    sheet = load_workbook(BytesIO(content))["考评"]
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == ["张三", "+1号小区", "李四", "张三"]
    gone(phone)
    ((actor, kind, details),) = trail(bot)
    assert (actor, kind) == (INTERVIEWER, "evaluations")
    assert '"count":4' in details
    assert list((bot.settings.kaoping_data / "exports").iterdir()) == []


def test_a_span_with_nothing_in_it_is_told_in_place_of_the_message(phone: Phone, bot: LivingBot) -> None:
    phone.types("/export").taps("面试").taps("全部时间").taps("Excel").sees("没有您可以导出的", seconds=LONG)
    gone(phone)
    assert (documents(phone), trail(bot)) == ([], [])


def test_who_is_erased_while_it_is_made_is_not_in_it(
    phone: Phone, bot: LivingBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Workshop.made
    times: list[Made] = []

    @asynccontextmanager
    async def erased_meanwhile(self: Workshop, order: Order, tell: Tell) -> AsyncIterator[Made]:
        async with made(self, order, tell) as file:
            if not times:
                assert bot.storage is not None
                await bot.storage.run(lambda conn: erases(conn, bot))
            times.append(file)
            yield file

    monkeypatch.setattr(Workshop, "made", erased_meanwhile)
    _, content = arrived(wants(phone))
    sheet = load_workbook(BytesIO(content))["考评"]
    names = [row[3].value for row in sheet.iter_rows(min_row=2)]
    assert (len(times), names) == (2, ["已删除 #1", "+1号小区", "李四", "已删除 #1"])
    assert len(trail(bot)) == 1


def test_who_may_not_export_any_more_when_it_is_made_gets_no_file(
    phone: Phone, bot: LivingBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Workshop.made

    @asynccontextmanager
    async def put_out_meanwhile(self: Workshop, order: Order, tell: Tell) -> AsyncIterator[Made]:
        async with made(self, order, tell) as file:
            assert bot.desk is not None
            bot.desk.house.owners = frozenset()
            assert bot.storage is not None
            await bot.storage.run(lambda conn: conn.execute(tables.membership.delete()))
            yield file

    monkeypatch.setattr(Workshop, "made", put_out_meanwhile)
    wants(phone).sees("您没有这项权限", seconds=LONG)
    assert (documents(phone), trail(bot)) == ([], [])


def erases(conn: Connection, bot: LivingBot) -> None:
    assert bot.desk is not None
    assert erase_subject(conn, bot.desk.house, 1, asked_by=1, because="request", now=bot.clock())


@pytest.mark.usefixtures("slow")
def test_cancelled_nothing_comes_and_nothing_is_left(phone: Phone, bot: LivingBot) -> None:
    wants(phone).sees("✕ 取消").taps("✕ 取消").sees("导出已取消")
    gone(phone)
    phone.sees_on_card("要哪种文件？")
    exports = bot.settings.kaoping_data / "exports"
    phone.sandbox.until(
        lambda: not exports.exists() or not list(exports.iterdir()), LONG, "something is left"
    )
    assert (documents(phone), trail(bot)) == ([], [])


@pytest.mark.usefixtures("slow")
def test_meanwhile_taps_are_answered_and_an_open_question_stays_last(phone: Phone) -> None:
    wants(phone).sees("✕ 取消")
    phone.types("/start interview").types("钱七").taps("开始").taps("良好").sees_on_card("2/20")
    arrived(phone)
    phone.sandbox.until(lambda: "document" not in phone.from_bot[-1], LONG, "the card stayed above the file")
    phone.sees_on_card("2/20").taps("优秀").sees_on_card("3/20")


@pytest.mark.usefixtures("slow")
def test_cancelled_above_an_open_question_the_message_goes_and_the_question_stays(phone: Phone) -> None:
    cancel = wants(phone).sees("✕ 取消").button("✕ 取消")
    phone.types("/start interview").types("钱七").taps("开始").sees_on_card("1/20")
    phone.taps_again(cancel).sees("导出已取消")
    gone(phone)
    phone.sees_on_card("1/20").taps("良好").sees_on_card("2/20")


@pytest.mark.usefixtures("slow")
def test_a_restart_says_that_the_file_is_not_made(phone: Phone, bot: LivingBot) -> None:
    wants(phone).sees("✕ 取消")
    bot.rebuild()
    phone.sees("机器人正在重启")
    gone(phone)
    assert documents(phone) == []


def test_a_refused_file_is_told_in_a_sentence(phone: Phone, sandbox: Sandbox) -> None:
    sandbox.refuses("sendDocument", 400, "Bad Request: wrong file")
    wants(phone).sees("没能发出", seconds=LONG)
