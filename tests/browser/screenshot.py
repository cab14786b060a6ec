"""The picture in the README, from a real run: ``python -m tests.browser.screenshot`` writes docs/screenshot.png.

Three phones side by side: a question, an inspection item that fails, a result.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from bot.sandbox import Sandbox
from rubrics.library import load_forms
from tests.conversation.living import LivingBot
from tests.phone import INSPECTOR, INTERVIEWER, SUPERVISOR, Phone
from tests.sandbox.test_page import ARGS, CHROMIUM

PICTURE = Path(__file__).parents[2] / "docs" / "screenshot.png"
WIDTH, HEIGHT, GAP = 360, 740, 24


def interview(phone: Phone) -> None:
    """An interview at its third question, with a note."""
    phone.types("/start interview").types("张晓梅").taps("开始评价").taps("良好").taps("优秀")
    phone.types("离职原因讲得坦率，有准备")


def inspection(phone: Phone) -> None:
    """An item with as many defects as its threshold."""
    phone.types("/start quality").types("阳光花园").taps("-Q").taps("＋1").taps("＋1").taps("＋1")


def result(phone: Phone) -> None:
    """An appraisal handed in."""
    phone.types("/start representative").types("李明")
    for label in ("优秀", "良好", "优秀", "良好", "优秀", "优秀", "良好", "优秀", "优秀"):
        phone.taps(label)
    phone.taps("签").types("吴敏").taps("提交")


def main() -> None:
    """Play the three conversations and photograph them."""
    with TemporaryDirectory() as directory, Sandbox() as sandbox:
        bot = LivingBot(sandbox, load_forms(), Path(directory) / "data").start()
        for person, act in ((INTERVIEWER, interview), (INSPECTOR, inspection), (SUPERVISOR, result)):
            act(Phone(sandbox, person))
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGS)
            page = browser.new_page(
                viewport={"width": 3 * WIDTH + 4 * GAP, "height": HEIGHT + 2 * GAP},
                device_scale_factor=1.5,
                bypass_csp=True,
            )
            page.goto(sandbox.url)  # the page lets only itself put it into a frame
            frames = "".join(
                f'<iframe src="{sandbox.page_url(person)}" style="width:{WIDTH}px;height:{HEIGHT}px;border:0;'
                f'border-radius:18px;box-shadow:0 2px 14px #0004"></iframe>'
                for person in (INTERVIEWER, INSPECTOR, SUPERVISOR)
            )
            page.set_content(
                f'<body style="margin:{GAP}px;display:flex;gap:{GAP}px;background:#fff">{frames}</body>'
            )
            for frame in page.frames[1:]:
                frame.locator(".key").first.wait_for()
            page.wait_for_timeout(1500)
            page.screenshot(path=PICTURE)
            browser.close()
        bot.stop()


if __name__ == "__main__":
    main()
