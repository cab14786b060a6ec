"""How long a report takes from its page to its PDF, the way the bot makes it: in a process of its own."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

from bot.reports.form_page import form_page
from bot.reports.page import values_of
from bot.reports.press import Press
from bot.reports.sheet import Sheet
from bot.texts import texts
from tests.reports.ratings import FORMS, ZONE, rating_of


def report_seconds(repeats: int) -> tuple[float, float]:
    """Seconds of the first report, the start of the process included, and the median of later ones."""
    return asyncio.run(_printed(repeats))


async def _printed(repeats: int) -> tuple[float, float]:
    press = Press(Path())
    taken = []
    try:
        for number in range(4 * repeats + 1):
            # Another name each time, so that nothing is taken from what was set before.
            page = form_page(texts("zh"), rating_of(FORMS["quality"], name=f"第{number}个项目"), ZONE)
            sheet = Sheet("form", values_of(page))
            begun = time.perf_counter()
            await press.make(sheet)
            taken.append(time.perf_counter() - begun)
    finally:
        press.close()
    return taken[0], statistics.median(taken[1:])
