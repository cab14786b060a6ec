"""The process that prints: started when needed, started anew when it ended, stopped when it takes too long."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reports.form_page import form_page
from bot.reports.page import values_of
from bot.reports.press import Press, ReportFailed
from bot.reports.sheet import Sheet
from bot.reports.warming import _files, ask_for_files
from bot.reports.worker import NICENESS, _made
from bot.texts import texts
from tests.reports.ratings import FORMS, ZONE, rating_of
from tests.reports.reading import words_of


def page(name: str = "张三") -> Sheet:
    return Sheet("form", values_of(form_page(texts("zh"), rating_of(FORMS["work"], name=name), ZONE)))


@pytest.fixture
async def press(tmp_path: Path) -> AsyncIterator[Press]:
    made = Press(tmp_path)
    yield made
    await asyncio.to_thread(made.close)


def worker_of(press: Press) -> subprocess.Popen[bytes]:
    process = press._process
    assert process is not None
    return process


async def test_many_pages_come_out_each_its_own(press: Press) -> None:
    names = [f"第{n}人" for n in range(8)]
    printed = await asyncio.gather(*(press.make(page(name)) for name in names))
    assert [name in words_of(pdf) for name, pdf in zip(names, printed, strict=True)] == [True] * 8


async def test_the_same_process_prints_again(press: Press) -> None:
    await press.make(page())
    first = worker_of(press).pid
    await press.make(page())
    assert worker_of(press).pid == first


async def test_a_process_that_ended_meanwhile_is_started_anew(press: Press) -> None:
    await press.make(page())
    ended = worker_of(press)
    ended.terminate()
    ended.wait(10)
    assert "张三" in words_of(await press.make(page()))
    assert worker_of(press).pid != ended.pid


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be made to pause there")
async def test_what_takes_too_long_is_stopped_and_told_and_the_next_one_comes(press: Press) -> None:
    await press.make(page())
    stalled = worker_of(press)
    stalled.send_signal(signal.SIGSTOP)
    press._patience = 0.2
    with pytest.raises(ReportFailed):
        await press.make(page())
    assert stalled.poll() is not None
    press._patience = 60.0
    assert "张三" in words_of(await press.make(page()))


async def test_closing_ends_the_process(press: Press) -> None:
    await press.make(page())
    process = worker_of(press)
    await asyncio.to_thread(press.close)
    assert process.poll() is not None


def test_the_bots_own_process_loads_nothing_that_prints() -> None:
    code = (
        "import sys, bot.app, bot.running, bot.command_line; "
        "print([m for m in ('typst', 'PIL', 'bot.reports.printing') if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    assert said.stdout.strip() == "[]"


async def test_a_full_disk_is_told_apart(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the process that prints answers when a small copy of a picture cannot be written."""

    def full(_press: Press, _job: bytes) -> tuple[bool, bytes]:
        return _made(
            json.dumps({"sheet": {"template": "form", "values": {}}, "data": str(tmp_path)}).encode()
        )

    def no_room(*_given: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Press, "_ask", full)
    monkeypatch.setattr("bot.reports.printing.make", no_room)
    with pytest.raises(ReportFailed) as failed:
        await press.make(page())
    assert failed.value.full


@pytest.mark.skipif(not hasattr(os, "nice"), reason="there is no niceness there")
async def test_taps_go_first(press: Press) -> None:
    await press.make(page())
    assert (
        os.getpriority(os.PRIO_PROCESS, worker_of(press).pid) == os.getpriority(os.PRIO_PROCESS, 0) + NICENESS
    )


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="Linux only")
def test_what_printing_needs_can_be_asked_for_beforehand() -> None:
    """Typst alone is some 80 MB, the fonts 11."""
    assert ask_for_files() > 60_000_000
    assert {"NotoSansSC-Regular.otf", "_typst.abi3.so"} <= {path.name for path in _files()}


async def test_getting_ready_starts_nothing(press: Press) -> None:
    await press.get_ready(0)
    assert press._process is None
