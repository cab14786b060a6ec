"""The page in a real Chromium at phone width, with the real bot behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.sandbox import Sandbox
from rubrics.library import load_forms
from tests.conversation.living import LivingBot
from tests.sandbox.test_page import browser, is_fault

__all__ = ["browser"]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def bot(sandbox: Sandbox, tmp_path: Path) -> Iterator[LivingBot]:
    living = LivingBot(sandbox, load_forms(), tmp_path / "data").start()
    yield living
    living.stop()


@pytest.fixture
def page(browser: Browser, sandbox: Sandbox, bot: LivingBot) -> Iterator[Page]:
    """The page as the interviewer opens it; anything wrong in its script fails the test."""
    wrong: list[str] = []
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if is_fault(message) else None)
    page.goto(sandbox.page_url(1001))
    yield page
    page.goto("about:blank")
    context.close()
    assert wrong == []
