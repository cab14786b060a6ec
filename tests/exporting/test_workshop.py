"""The workshop: a process of its own that is slow, fails or is cancelled, and never leaves anything."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.exporting.order import Format, Order
from bot.exporting.workshop import ExportFailed, Why, Workshop
from storage.scope import EVERYTHING, Scope


def order(scope: Scope = EVERYTHING, kind: Format = Format.XLSX) -> Order:
    return Order(scope, kind, "zh", "Asia/Shanghai")


def nobody_listens(_done: int, _of: int) -> None:
    pass


def left(data: Path) -> list[str]:
    return [path.name for path in (data / "exports").rglob("*")]


async def failing(workshop: Workshop, wanted: Order) -> Why:
    with pytest.raises(ExportFailed) as failed:
        async with workshop.made(wanted, nobody_listens):
            pass
    return failed.value.why


async def test_the_file_is_there_as_long_as_it_is_needed_and_the_next_waits_for_its_turn(
    address: str, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    workshop = Workshop(address, tmp_path)
    async with workshop.made(order(), lambda *how_far: told.append(how_far)) as made:
        assert (made.evaluations, load_workbook(made.path)["考评"]["D2"].value) == (4, "张三")
        assert made.path.stat().st_mode & 0o077 == 0
        waiting = asyncio.create_task(failing(workshop, order(Scope())))
        await asyncio.sleep(0)
        assert left(tmp_path) == [made.path.parent.name, made.path.name]
    assert told == [(0, 4), (4, 4)]
    assert await waiting is Why.NOTHING
    assert left(tmp_path) == []


async def test_one_that_takes_too_long_is_stopped(address: str, tmp_path: Path) -> None:
    assert await failing(Workshop(address, tmp_path, patience=0), order()) is Why.LATE
    assert left(tmp_path) == []


async def test_where_no_directory_can_be_made_it_says_so(address: str) -> None:
    assert await failing(Workshop(address, Path("/dev/null")), order()) is Why.FULL


async def test_cancelled_in_the_middle_its_process_ends_and_nothing_is_left(
    many: str, tmp_path: Path
) -> None:
    workshop = Workshop(many, tmp_path)
    begun = asyncio.Event()

    def tell(done: int, _of: int) -> None:
        if done:
            begun.set()

    async def make() -> None:
        async with workshop.made(order(), tell):
            raise AssertionError("it was to be cancelled")

    task = asyncio.create_task(make())
    await begun.wait()
    assert left(tmp_path)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left(tmp_path) == []
    assert _children() == ""


def _children() -> str:
    pid = os.getpid()
    return Path(f"/proc/{pid}/task/{pid}/children").read_text()


def test_what_a_killed_bot_left_is_gone_after_the_next_start(address: str, tmp_path: Path) -> None:
    (tmp_path / "exports" / "abc").mkdir(parents=True)
    (tmp_path / "exports" / "abc" / "export.xlsx").write_text("somebody's data")
    Workshop(address, tmp_path)
    assert left(tmp_path) == []
