"""One run: a stand-in, a bot, a match between them, and what it cost."""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TypeVar

from tests.bench.bots import ROOT, Bot, Running, started
from tests.bench.handed_in import fill
from tests.bench.messages import Closed, Listening, Opened, Play, Played, Polled, Stuck
from tests.bench.processes import cpu_seconds, peak_mib

START_LIMIT = 30.0
"""Seconds a bot may take to its first poll."""

_Wanted = TypeVar("_Wanted")


class RunFailedError(Exception):
    """A bot ended, got stuck, or never came up; says what it said last."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one match measured. Waits are milliseconds from a rating to the next card."""

    taps: int
    taps_per_second: float
    p50: float
    p95: float
    p99: float
    cpu_per_1000: float
    """CPU seconds of the bot for 1,000 ratings, with the share of the turns between interviews."""
    peak_mib: float
    requests_per_tap: float
    """Bot API calls, polls included."""
    stand_in_busy: float
    """Share of one core the stand-in used; near 1 it would be the bottleneck."""
    lost: tuple[str, ...]
    """What evaluators saw last whose tap was never answered."""
    reports_per_second: float = 0.0


def percentile(ordered: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of ascending values: the least one that ``share`` of them do not exceed."""
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


@dataclass(frozen=True, slots=True)
class StandIn:
    """The stand-in's process, as the benchmark holds it."""

    process: subprocess.Popen[bytes]
    pipe: Connection
    port: int


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Run a stand-in for the length of the block."""
    ours, theirs = Pipe()
    with ours:
        with theirs:
            command = (sys.executable, "-m", "tests.bench.stand_in", str(theirs.fileno()))
            process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])
        try:
            listening = ours.recv()
            assert isinstance(listening, Listening)
            yield StandIn(process, ours, listening.port)
        finally:
            process.terminate()
            process.wait()


def _report(pipe: Connection, wanted: type[_Wanted], bot: Running, seconds: float = math.inf) -> _Wanted:
    """The stand-in's next report, while the bot lives; raises RunFailedError if that is not ``wanted``."""
    deadline = time.perf_counter() + seconds
    while not pipe.poll(0.1):
        if (ending := bot.ended()) is not None:
            raise RunFailedError(ending)
        if time.perf_counter() > deadline:
            raise RunFailedError(f"no first poll within {seconds:g} s")
    report = pipe.recv()
    if isinstance(report, Stuck):
        raise RunFailedError("stopped answering; last screens:\n" + "\n---\n".join(report.screens))
    assert isinstance(report, wanted)
    return report


def run(bot: Bot, play: Play) -> Figures:
    """Start ``bot``, let the crowd play, stop it. Raises RunFailedError."""
    return _figures(*_match(bot, play))


def drafts_peak_mib(bot: Bot, count: int, ratings_each: int = 3) -> float:
    """Peak memory once ``count`` evaluators have each left an interview after some ratings."""
    *_, peak = _match(bot, Play(count, warm_up=0, seconds=600, ratings_each=ratings_each))
    return peak


def _match(bot: Bot, play: Play) -> tuple[Played, float, float, float]:
    """What was played; CPU seconds of the bot and of the stand-in meanwhile; the bot's peak memory."""
    prepare = partial(fill, count=2 * play.reports) if play.reports else None
    with stand_in() as telegram, started(bot, telegram.port, prepare) as running:
        pipe, pids = telegram.pipe, (running.pid, telegram.process.pid)
        _report(pipe, Polled, running, START_LIMIT)
        pipe.send(play)
        _report(pipe, Opened, running)
        before = [cpu_seconds(pid) for pid in pids]
        _report(pipe, Closed, running)
        used, stand_in_used = (cpu_seconds(pid) - then for pid, then in zip(pids, before, strict=True))
        played = _report(pipe, Played, running)
        return played, used, stand_in_used, peak_mib(running.pid)


def _figures(played: Played, used: float, stand_in_used: float, peak: float) -> Figures:
    waits = sorted(1000 * seconds for seconds in played.waits)
    if not waits:
        raise RunFailedError(f"no card came within the {played.seconds:.0f} s measured")
    return Figures(
        taps=len(waits),
        taps_per_second=len(waits) / played.seconds,
        p50=percentile(waits, 0.50),
        p95=percentile(waits, 0.95),
        p99=percentile(waits, 0.99),
        cpu_per_1000=1000 * used / len(waits),
        peak_mib=peak,
        requests_per_tap=played.requests / len(waits),
        stand_in_busy=stand_in_used / played.seconds,
        lost=played.lost,
        reports_per_second=played.reports / played.seconds,
    )


def start_seconds(bot: Bot) -> float:
    """Seconds from spawning ``bot`` to its first poll. Raises RunFailedError."""
    with stand_in() as telegram:
        spawned = time.perf_counter()
        with started(bot, telegram.port) as running:
            _report(telegram.pipe, Polled, running, START_LIMIT)
            return time.perf_counter() - spawned
