"""The clock on the page: a quarter goes by at a tap, and the phone that it concerns has something new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.passing_time import PassingTime
from bot.sandbox import Sandbox
from bot.trying import plan_an_inspection
from rubrics.library import load_forms
from tests.browser.conftest import browser
from tests.conversation.calendar import BEGIN, CHINA
from tests.conversation.living import LivingBot
from tests.phone import INSPECTOR, Phone

__all__ = ["browser"]
pytestmark = pytest.mark.browser


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Sandbox]:
    """As ``kaoping try`` begins, on Monday 23 November 2026: one site is planned, and its inspector has started."""
    forms = load_forms()
    with Sandbox(clock=BEGIN.timestamp) as sandbox:
        bot = LivingBot(
            sandbox, forms, tmp_path / "data", lambda: datetime.fromtimestamp(sandbox.world.now(), UTC)
        ).start()
        assert bot.storage is not None
        bot.storage.run_now(lambda conn: plan_an_inspection(conn, forms, CHINA, BEGIN))
        bot.inside(PassingTime(sandbox, bot.storage).began)
        Phone(sandbox, INSPECTOR).types("/start")
        yield sandbox
        bot.stop()


@pytest.fixture
def page(browser: Browser, trial: Sandbox) -> Iterator[Page]:
    """The supervisor's page, on a phone in China."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    page.goto(trial.page_url(INSPECTOR))
    yield page
    page.goto("about:blank")
    context.close()


def test_the_clock_goes_on_by_a_day_and_to_the_next_reminder(page: Page) -> None:
    page.locator("#who").tap()
    expect(page.locator("#clock-now")).to_have_text("2026年11月23日周一 10:00")
    page.locator("#clock-steps button", has_text="＋1 天").tap()
    expect(page.locator("#clock-now")).to_have_text("2026年11月24日周二 10:00")
    page.locator("#clock-steps button", has_text="到下一次提醒").tap()
    expect(page.locator("#clock-now")).to_have_text("2026年12月24日周四 09:00")
    page.keyboard.press("Escape")
    expect(page.locator(".theirs .words").last).to_contain_text("还有7天")
    page.locator(".key", has_text="开始检查").last.tap()
    expect(page.locator(".theirs .words").last).to_contain_text("1/21")
