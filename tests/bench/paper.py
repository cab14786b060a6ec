"""What a report costs, made the way the bot makes it: in a process of its own; and the same page by reportlab."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from PIL import Image

from bot.reports.card import card_values, score_card
from bot.reports.form_page import form_page
from bot.reports.page import values_of
from bot.reports.press import Press
from bot.reports.sheet import Sheet
from bot.texts import texts
from storage.values import Attachment
from tests.bench import reportlab_page
from tests.bench.processes import peak_mib
from tests.reports.ratings import FORMS, ZONE, note_on, photo, rating_of

PHOTOS = 20
"""Pictures of some 4 MB each on one report."""


@dataclass(frozen=True, slots=True)
class Printing:
    """Seconds of the first page, the start of a process included, and the median of later ones."""

    first: float
    warm: float


def report_seconds(repeats: int) -> Printing:
    """A form of two pages."""
    return asyncio.run(_printed([_form(number) for number in range(4 * repeats + 1)]))


def picture_seconds(repeats: int) -> Printing:
    """The score card."""
    return asyncio.run(_printed([_card(number) for number in range(4 * repeats + 1)]))


def chart_page_seconds(repeats: int) -> tuple[Printing, Printing]:
    """Two pages of a table with one chart: ours, and reportlab's. Each first one in a process just started."""
    ours = asyncio.run(
        _printed(
            [
                Sheet("../../tests/bench/chart_page", reportlab_page.values(number))
                for number in range(4 * repeats + 1)
            ]
        )
    )
    first, *later = reportlab_page.seconds_in_a_process(4 * repeats + 1)
    return ours, Printing(first, statistics.median(later))


def photos_cost() -> tuple[float, float]:
    """Seconds of a report with twenty pictures of 4 MB, and the peak memory (MiB) of the process that made it."""
    return asyncio.run(_with_photos())


def _form(number: int) -> Sheet:
    # Another name each time, so that nothing is taken from what was set before.
    rating = rating_of(FORMS["quality"], name=f"第{number}个项目")
    return Sheet("form", values_of(form_page(texts("zh"), rating, ZONE, code="7K3M-Q8ZD-1XWA")))


def _card(number: int) -> Sheet:
    rating = rating_of(FORMS["interview"], name=f"第{number}人")
    return Sheet("card", card_values(score_card(texts("zh"), rating, ZONE, code="7K3M-Q8ZD-1XWA")), "png")


async def _printed(sheets: list[Sheet]) -> Printing:
    press = Press(Path())
    taken = []
    try:
        for sheet in sheets:
            begun = time.perf_counter()
            await press.make(sheet)
            taken.append(time.perf_counter() - begun)
    finally:
        press.close()
    return Printing(taken[0], statistics.median(taken[1:]))


async def _with_photos() -> tuple[float, float]:
    with TemporaryDirectory(prefix="kaoping-bench-") as name:
        data = Path(name)
        pictures = tuple(_photo(data, number) for number in range(PHOTOS))
        notes = (note_on("q01", "现场照片", *pictures),)
        sheet = Sheet(
            "form", values_of(form_page(texts("zh"), rating_of(FORMS["quality"], notes=notes), ZONE))
        )
        press = Press(data)
        try:
            begun = time.perf_counter()
            await press.make(sheet)
            taken = time.perf_counter() - begun
            process = press._process
            return taken, peak_mib(process.pid) if process else 0.0
        finally:
            press.close()


def _photo(data: Path, number: int) -> Attachment:
    random = Random(number)
    # Noise laid over a coarse picture: some 4 MB at 12 megapixels, as a phone makes them.
    coarse = Image.frombytes("RGB", (400, 300), random.randbytes(400 * 300 * 3))
    path = data / f"{number}.jpg"
    coarse.resize((4000, 3000), Image.Resampling.BICUBIC).save(path, "JPEG", quality=94)
    return photo(number, path.name)
