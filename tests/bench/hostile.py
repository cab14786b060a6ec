"""How long others wait while one person attacks: 1,000 messages at once, then forged buttons without a pause."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox import Sandbox
from bot.trying import INSPECTOR, INTERVIEWER, SUPERVISOR, furnish
from storage.engine import Storage
from storage.migrating import ensure_current
from tests.bench.runs import percentile
from tests.kill.process import RealBot
from tests.phone import Phone

BURST = 1000
ROUNDS = 300
"""Ratings, each taken back to by ◀, for either figure."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Milliseconds from a rating to the next card."""

    p50: float
    p95: float
    worst: float


def waits() -> tuple[Waits, Waits]:
    """Waits of somebody who rates alone, and of the same while another evaluator attacks."""
    with TemporaryDirectory() as directory, Sandbox() as sandbox:
        data = Path(directory) / "data"
        data.mkdir()
        address = f"sqlite:///{data / 'kaoping.sqlite3'}"
        ensure_current(address)
        with Storage(address) as storage:
            storage.run_now(lambda conn: furnish(conn, datetime.now(UTC)))
        with RealBot(sandbox, Path(directory), [SUPERVISOR]):
            phone = Phone(sandbox, INTERVIEWER, patience=60.0)
            phone.types("/start interview").types("张三").taps("开始评价")
            alone = _rates(phone)
            over = threading.Event()
            attack = threading.Thread(target=_attacks, args=(sandbox, over), daemon=True)
            attack.start()
            attacked = _rates(phone)
            over.set()
            attack.join()
    return alone, attacked


def _rates(phone: Phone) -> Waits:
    taken: list[float] = []
    for _ in range(ROUNDS):
        for label in ("良好", "上一题"):
            begun = time.perf_counter()
            phone.taps(label)
            taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    return Waits(percentile(taken, 0.5), percentile(taken, 0.95), taken[-1])


def _attacks(sandbox: Sandbox, over: threading.Event) -> None:
    """The burst, then fifty forged buttons a second: more than Telegram passes on from one account."""
    for number in range(BURST):
        sandbox.types(INSPECTOR, f"/history {number}")
    number = 0
    while not over.wait(0.02):
        number += 1
        sandbox.taps(INSPECTOR, 1 + number % 9, f"a.1.{number % 36:x}.{number % 20}.{number % 4}")
