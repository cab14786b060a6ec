"""The page in a real browser, 360 px wide: what a person sees and does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from bot.sandbox import Sandbox
from bot.sandbox.files import plain_picture
from tests.sandbox.echo_bot import echo_bot

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
WIDTH, HEIGHT = 360, 740


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium here: install Debian's package chromium to walk the page")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


def is_fault(message: ConsoleMessage) -> bool:
    """Whether the browser complains of the page; a lost connection is the network's, and meant in its test."""
    return message.type == "error" and "net::ERR" not in message.text


@pytest.fixture
def page(browser: Browser, sandbox: Sandbox) -> Iterator[Page]:
    """The page at 360 px with the echo bot behind it; anything wrong in its script fails the test."""
    wrong: list[str] = []
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if is_fault(message) else None)
    with echo_bot(sandbox):
        page.goto(sandbox.page_url(1001))
        yield page
        page.goto("about:blank")
    context.close()
    assert wrong == []


def begin(page: Page) -> None:
    page.locator("#start").tap()
    expect(page.locator(".key")).to_have_count(9)


def key(page: Page, label: str) -> None:
    page.locator(".key", has_text=re.compile(f"^{label}$")).tap()


def test_the_first_visit_invites_to_start(page: Page) -> None:
    expect(page.locator("#start")).to_have_text("开始")
    expect(page.locator("#welcome")).to_contain_text("这个机器人能做什么？")
    expect(page.locator("#composer")).to_be_hidden()
    begin(page)
    expect(page.locator(".mine .words")).to_have_text("/start")
    expect(page.locator("#composer")).to_be_visible()


def test_a_deep_link_opens_as_if_tapped(page: Page, sandbox: Sandbox) -> None:
    page.goto(sandbox.page_url(1002, "interview"))
    begin(page)
    expect(page.locator(".mine .words")).to_have_text("/start interview")
    expect(page.locator("#who")).to_contain_text("品质检查员")


def test_a_card_changes_in_place(page: Page) -> None:
    begin(page)
    expect(page.locator(".key.success")).to_have_text("良好")
    key(page, "优秀")
    expect(page.locator(".theirs .words")).to_contain_text("4/20")
    expect(page.locator(".theirs")).to_have_count(1)
    expect(page.locator(".key.busy")).to_have_count(0)


def test_toasts_alerts_and_a_spinner_while_nobody_answers(page: Page) -> None:
    begin(page)
    key(page, "下一题 ›")
    expect(page.locator("#toast")).to_have_text("已记录")
    key(page, "总览")
    expect(page.locator("#alert p")).to_have_text("还有 17 题没有回答")
    page.locator("#alert button").tap()
    page.locator(".key.danger").tap()
    expect(page.locator(".key.danger")).to_have_class(re.compile("busy"))


def test_the_newest_card_is_always_in_view(page: Page) -> None:
    begin(page)
    for _ in range(4):
        page.locator("#text").fill("一句很长的备注。" * 8)
        page.locator("#send").tap()
    expect(page.locator(".theirs")).to_have_count(5)
    expect(page.locator(".theirs").last).to_be_in_viewport(ratio=1)
    page.locator("#text").fill("/start")
    page.locator("#text").press("Enter")
    expect(page.locator(".keys").last).to_be_in_viewport(ratio=1)


def test_nothing_is_wider_than_the_phone_and_targets_fit_a_thumb(page: Page) -> None:
    begin(page)
    page.locator("#menu").tap()
    page.locator("#commands button", has_text="看所有样式").tap()
    expect(page.locator(".voice")).to_be_visible()
    page.locator("#attach").tap()
    targets = page.locator(
        "button:visible:not(.more):not(.inline-link):not(.fold-toggle), .key:visible"
    ).all()
    boxes = [box for target in targets if (box := target.bounding_box())]
    assert len(boxes) > 15
    assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > WIDTH] == []
    assert [box for box in boxes if box["height"] < 44] == []


def test_everything_a_bot_can_show(page: Page) -> None:
    begin(page)
    page.locator("#text").fill("/all")
    page.locator("#send").tap()
    expect(page.locator(".voice")).to_be_visible()
    words = page.locator(".msg", has_text="斜体")
    for tag in ("em", "u", "s", "code", "pre", "blockquote", "a", ".spoiler"):
        expect(words.locator(tag).first).to_be_visible()
    expect(page.locator(".gallery.n3 .picture")).to_have_count(3)
    expect(page.locator("a.attached b")).to_have_text("面试评价-李雷-2026-11-23.pdf")
    # The line break before a block is its edge, not an empty line.
    assert words.locator(".words").inner_text().splitlines()[1] == "引用"
    page.locator(".gallery.n3 .picture").first.tap()
    expect(page.locator("#viewer img")).to_be_visible()
    page.locator("#viewer .close").tap()
    page.locator(".msg", has_text="沟通协调能力").locator(".fold-toggle").tap()
    expect(page.get_by_text("追问：请举一个和客户意见不同的例子。")).to_be_in_viewport()
    words.locator("a", has_text="start=quality").tap()
    expect(page.locator(".mine .words").last).to_have_text("/start quality")


def test_photos_and_a_voice_note(page: Page) -> None:
    begin(page)
    pictures = [
        {"name": f"{i}.png", "mimeType": "image/png", "buffer": plain_picture(300, 200)} for i in range(2)
    ]
    page.locator("#text").fill("两张照片")
    page.locator("#pick-photo").set_input_files(pictures)  # type: ignore[arg-type]  # a list of plain dicts is what it takes
    expect(page.locator(".mine .gallery .picture")).to_have_count(2)
    expect(page.locator(".mine .words").last).to_have_text("两张照片")
    page.locator("#mic").tap()
    expect(page.locator("#recorder")).to_be_visible()
    page.locator("#record-send").tap()
    expect(page.locator(".mine .voice")).to_be_visible()


def test_another_person_has_another_chat_and_another_language(page: Page, sandbox: Sandbox) -> None:
    begin(page)
    page.locator("#who").tap()
    page.locator(".person", has_text="主管").tap()
    expect(page.locator("#who")).to_contain_text("吴敏")
    expect(page.locator(".msg")).to_have_count(0)
    sandbox.types(1001, "还在吗")
    expect(page.locator("#who .count")).to_have_text("1")
    page.locator("#who").tap()
    page.locator("#languages button", has_text="English").tap()
    expect(page.locator("#start")).to_have_text("START")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".person", has_text="Interviewer").tap()
    expect(page.locator(".msg")).to_have_count(4)


def test_a_broken_stream_is_told_and_mended(page: Page, sandbox: Sandbox) -> None:
    begin(page)
    page.context.set_offline(True)
    sandbox.do(sandbox.world.events.hang_up)
    expect(page.locator("#status")).to_have_text("连接中断，正在重连…")
    sandbox.types(1001, "同时发生的")
    page.context.set_offline(False)
    expect(page.locator(".words").last).to_have_text("收到：同时发生的", timeout=15_000)
    expect(page.locator("#status")).to_have_text("机器人")
