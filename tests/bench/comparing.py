"""How long comparisons take over very many evaluations: from the turn's connection to the values on the card."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.comparing.reading import Reader
from bot.comparing.spans import present
from bot.conversation.turn import House
from bot.screens.comparing import PAGE
from rubrics.library import load_forms
from storage.engine import Storage
from storage.migrating import ensure_current
from storage.scope import EVERYTHING, Scope
from tests.comparing.crowd import fill

SITES = 2_000
DAYS = 1_125
"""12 quarters and a bit, from 1 November 2023: the third quarter of 2026 has a twelfth of all."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was asked, and how many seconds it took: the first time, and the median of later ones."""

    what: str
    first: float
    later: float


def comparing_seconds(evaluations: int, repeats: int) -> Iterator[Taken]:
    """Each comparison over a database with so many evaluations by four forms, a quarter of them of sites."""
    house = House(load_forms().forms, ZoneInfo("Asia/Shanghai"), "zh", 0)
    form, quarter = house.forms["quality"], present(date(2026, 8, 1), "quarter")

    def asking(ask: Callable[[Reader], object], scope: Scope = EVERYTHING) -> Callable[[Connection], object]:
        return lambda conn: ask(Reader(conn, house, scope))

    unit = Scope(units=frozenset({3}), evaluator=2)
    every = {
        "trend of a site": asking(lambda reader: reader.trend(evaluations // 4 * 4)),
        "league of a quarter": asking(lambda reader: reader.league(form, quarter, 0, PAGE)),
        "league, one of ten units": asking(lambda reader: reader.league(form, quarter, 0, PAGE), unit),
        "candidates of a quarter": asking(lambda reader: reader.ranking(form, quarter)),
        "health of a form in a quarter": asking(lambda reader: reader.health(form, quarter)),
    }
    with TemporaryDirectory(prefix="kaoping-bench-") as directory:
        address = f"sqlite:///{Path(directory) / 'kaoping.sqlite3'}"
        ensure_current(address)
        with Storage(address) as storage:
            storage.run_now(lambda conn: fill(conn, evaluations, subjects=SITES, days=DAYS))
        with Storage(address) as storage:
            for what, ask in every.items():
                taken = [_seconds(storage, ask) for _ in range(repeats + 1)]
                yield Taken(what, taken[0], statistics.median(taken[1:]))


def _seconds(storage: Storage, ask: Callable[[Connection], object]) -> float:
    begun = time.perf_counter()
    found = storage.run_now(ask)
    taken = time.perf_counter() - begun
    assert found is not None
    return taken
