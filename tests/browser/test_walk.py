"""A whole interview and a whole quality inspection, as a person on a phone sees and does them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from bot.sandbox import Sandbox

pytestmark = pytest.mark.browser


def key(page: Page, label: str) -> None:
    """Tap the button that says exactly this, as soon as it is there."""
    page.locator(".key", has_text=re.compile(rf"^\s*{re.escape(label)}\s*$")).last.tap()


def send(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.locator("#send").tap()


def card(page: Page) -> str:
    return page.locator(".theirs .words").last.inner_text()


def sees(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.locator(".theirs .words").last).to_contain_text(text)


def nothing_sticks_out(page: Page) -> None:
    """No sideways scrolling, and every button of the card is a whole finger high and within the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for box in (
        page.locator(".theirs")
        .last.locator(".key")
        .evaluate_all(
            "keys => keys.map(k => { const b = k.getBoundingClientRect(); return [b.left, b.right, b.height] })"
        )
    ):
        left, right, height = box
        assert left >= 0
        assert right <= 360
        assert height >= 43.5


def test_an_interview_from_the_first_visit_to_the_result(page: Page) -> None:
    """19 × 良好 and the last indicator 优秀: (9 × 3 + 4) / 10 = 3.1, 77.5 %."""
    page.locator("#start").tap()
    key(page, "面试评价")
    sees(page, "客服人员面试评价表")
    send(page, "张三")
    key(page, "▶ 开始评价")
    for place in range(1, 20):
        sees(page, f"{place}/20")
        nothing_sticks_out(page)
        if place == 3:
            send(page, "离职原因讲得坦率")
            sees(page, "已记下", "离职原因讲得坦率")
        key(page, "良好")
    sees(page, "20/20 · 归属感")
    key(page, "优秀")
    sees(page, "3.1 / 4 · 77.5% · 良好", "建议")
    nothing_sticks_out(page)
    key(page, "推荐 ★")
    page.locator(".key", has_text="签名").first.tap()
    sees(page, "请输入您的姓名")
    send(page, "林晓")
    sees(page, "可以提交")
    key(page, "✅ 提交")
    sees(page, "第 1 号", "良好", "3.1 / 4", "推荐", "林晓", "离职原因讲得坦率")
    expect(page.locator(".theirs")).to_have_count(1)
    expect(page.locator("#toast")).to_have_text("已提交。")
    nothing_sticks_out(page)


def test_a_quality_inspection_on_site(page: Page, sandbox: Sandbox) -> None:
    """21 items: one with 3 defects of 3 (not met), one not applicable, the rest met: 19 of 20, 95 %, 优秀."""
    page.goto(sandbox.page_url(1002, "quality"))
    page.locator("#start").tap()
    send(page, "阳光花园")
    sees(page, "检查周期")
    page.locator(".key", has_text=re.compile(r"\d{4}-Q\d")).first.tap()
    sees(page, "1/21")
    for found in (1, 2, 3):
        key(page, "＋1")
        sees(page, f"{found} / 3 处")
    sees(page, "不达标")
    key(page, "完成 · 不达标")
    sees(page, "2/21")
    key(page, "不适用")
    for place in range(3, 22):
        sees(page, f"{place}/21")
        nothing_sticks_out(page)
        key(page, "没有问题 · 达标")
    sees(page, "19/20", "95%")
    page.locator(".key", has_text="签名").first.tap()
    send(page, "周强")
    key(page, "✅ 提交")
    sees(page, "优秀", "达标 19/20", "95%", "不达标（1 项）")


def test_tapping_fast_loses_nothing(page: Page) -> None:
    """Twenty ratings as fast as the browser can tap, without waiting for what is shown."""
    page.goto(page.url + "&start=interview")
    page.locator("#start").tap()
    send(page, "快手")
    key(page, "▶ 开始评价")
    for place in range(1, 21):
        expect(page.locator(".theirs .words").last).to_contain_text(f"{place}/20")
        page.locator(".key", has_text=re.compile("^优秀$")).first.tap(no_wait_after=True)
    sees(page, "4 / 4 · 100% · 优秀")
