"""``python -m tests.bench``: measure and print. It asserts nothing and ends with 0 whatever the figures."""

from __future__ import annotations

import os
import platform
import statistics
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tests.bench import arithmetic, paper
from tests.bench.bots import ECHO, KAOPING, MOST_EVALUATORS, PLAIN, Bot
from tests.bench.comparing import comparing_seconds
from tests.bench.exports import exports
from tests.bench.hostile import BURST, waits
from tests.bench.messages import Play
from tests.bench.runs import Figures, RunFailedError, drafts_peak_mib, run, start_seconds
from tests.bench.tables import add_matches, rest_table, taps_table
from tests.bench.ticks import tick_figures
from tests.bench.trail import verify_seconds

CROWDS = (1, 50, 500)
CONTESTANTS = (PLAIN, KAOPING)
SCORINGS = 100_000
AUDIT_ROWS = 100_000
PLANS, DUE, CLOSED = 100_000, 1_000, 1_000_000
COMPARED = 1_000_000
EXPORTED = 1_000_000
REPORTS = 50

console = Console(width=150 if not sys.stdout.isatty() else None)


class Part(StrEnum):
    """What can be measured by itself."""

    TAPS = "taps"
    CEILING = "ceiling"
    MEMORY = "memory"
    START = "start"
    FORMS = "forms"
    SCORING = "scoring"
    AUDIT = "audit"
    HOSTILE = "hostile"
    COMPARE = "compare"
    REPORTS = "reports"
    TICK = "tick"
    EXPORT = "export"


def main(
    *,
    quick: Annotated[bool, typer.Option(help="One short round each: a first impression.")] = False,
    only: Annotated[list[Part] | None, typer.Option(help="Measure only this; may be repeated.")] = None,
    rounds: Annotated[int | None, typer.Option(min=1, help="Rounds per bot and crowd (3).")] = None,
    seconds: Annotated[float | None, typer.Option(min=0.5, help="Length of a round (8).")] = None,
    full: Annotated[bool, typer.Option(help="All 100,000 scorings, not a tenth of them scaled.")] = False,
) -> None:
    """Measure Kaoping beside the plainest possible bot, with 1, 50 and 500 evaluators."""
    rounds = rounds or (1 if quick else 3)
    play = Play(1, seconds=seconds or (3.0 if quick else 8.0))
    parts = set(only or Part)
    busy = os.getloadavg()[0]
    console.print(
        f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores, load {busy:.1f} at the start; "
        f"{rounds} × {play.seconds:g} s. Evaluators answer each card at once."
    )
    if parts & {Part.TAPS, Part.CEILING}:
        table = taps_table()
        if Part.CEILING in parts:
            _play(table, 50, (ECHO,), play, rounds)
        for crowd in CROWDS if Part.TAPS in parts else ():
            _play(table, crowd, CONTESTANTS, play, rounds)
        console.print(table)
    _besides(parts, play, rounds, repeats=2 if quick else 5, scorings=SCORINGS if full else SCORINGS // 10)


def _play(table: Table, crowd: int, bots: tuple[Bot, ...], play: Play, rounds: int) -> None:
    played: dict[str, list[Figures]] = {bot.name: [] for bot in bots}
    faults: dict[str, str] = {}
    play = Play(crowd, play.warm_up, play.seconds)
    for number in range(rounds):
        # Whoever goes first changes, so that a machine getting slower or faster favours nobody.
        for bot in bots if number % 2 == 0 else bots[::-1]:
            if bot.name in faults or bot.missing:
                continue
            with console.status(f"{bot.name}, {crowd} evaluators, round {number + 1}"):
                try:
                    played[bot.name].append(run(bot, play))
                except RunFailedError as fault:
                    faults[bot.name] = str(fault)
                    console.print(f"{bot.name}, {crowd} evaluators: {fault}", markup=False)
    add_matches(table, crowd, played, faults, compared=(KAOPING.name, PLAIN.name))
    for name, lost in ((name, f.lost) for name, rows in played.items() for f in rows if f.lost):
        console.print(
            f"{name}, {crowd} evaluators: {len(lost)} never answered, e.g. {lost[0]!r}", markup=False
        )


def _besides(parts: set[Part], play: Play, rounds: int, repeats: int, scorings: int) -> None:
    table = rest_table()
    for bot in CONTESTANTS:
        if Part.START in parts:
            _measure(table, "start to first poll", bot, lambda bot: _start(bot, repeats))
        if Part.MEMORY in parts:
            what = f"peak memory, {MOST_EVALUATORS} open drafts"
            _measure(table, what, bot, lambda bot: f"{drafts_peak_mib(bot, MOST_EVALUATORS):.0f} MiB")
    if Part.FORMS in parts:
        table.add_row("load and check all forms", KAOPING.name, arithmetic.missing() or _forms(repeats))
    if Part.SCORING in parts:
        figure = arithmetic.missing() or _scoring(scorings)
        table.add_row(f"{SCORINGS:,} scorings of interview", KAOPING.name, figure)
    if Part.AUDIT in parts:
        table.add_row(
            f"verify {AUDIT_ROWS:,} audit rows", KAOPING.name, f"{verify_seconds(AUDIT_ROWS):.1f} s"
        )
    if Part.HOSTILE in parts:
        _hostile(table)
    if Part.COMPARE in parts:
        _compare(table, COMPARED if repeats > 2 else COMPARED // 10, repeats)
    if Part.REPORTS in parts:
        _reports(table, play, rounds, repeats)
    if Part.EXPORT in parts:
        with console.status(f"export of {EXPORTED:,} answers"):
            for one in exports(EXPORTED):
                took = f"{one.seconds:.1f} s ({one.cpu_seconds:.1f} s of processor time)"
                figure = f"{took}, peak {one.peak_mib:.0f} MiB, file {one.file_mib:.0f} MiB"
                table.add_row(f"{EXPORTED:,} answers to {one.kind}", KAOPING.name, figure)
    if Part.TICK in parts:
        _ticks(table, CLOSED if repeats > 2 else CLOSED // 10)
    if table.row_count:
        console.print(table)


def _measure(table: Table, what: str, bot: Bot, figure: Callable[[Bot], str]) -> None:
    with console.status(f"{what}, {bot.name}"):
        try:
            table.add_row(what, bot.name, bot.missing or figure(bot))
        except RunFailedError as fault:
            console.print(f"{what}, {bot.name}: {fault}", markup=False)
            table.add_row(what, bot.name, "failed (see above)")


def _start(bot: Bot, repeats: int) -> str:
    taken = [start_seconds(bot) for _ in range(repeats)]
    return f"{statistics.median(taken):.2f} s (worst {max(taken):.2f} s)"


def _forms(repeats: int) -> str:
    count, taken = arithmetic.load_forms_seconds(repeats)
    return f"{1000 * statistics.median(taken):.0f} ms (first time {1000 * taken[0]:.0f} ms; {count} forms)"


def _ticks(table: Table, closed: int) -> None:
    """What a tick of the plans takes, and whether history slows it."""
    without, behind = tick_figures(PLANS, DUE, closed)
    table.add_row(f"tick, {DUE:,} of {PLANS:,} plans due", KAOPING.name, str(without))
    table.add_row(f"  and {closed:,} occurrences closed before", KAOPING.name, str(behind))


def _reports(table: Table, play: Play, rounds: int, repeats: int) -> None:
    """What reports cost by themselves, and what they cost those who tap meanwhile."""
    ours, theirs = paper.chart_page_seconds(repeats)
    table.add_row("two pages with a chart", KAOPING.name, _printing(ours))
    table.add_row("two pages with a chart", "reportlab", _printing(theirs))
    table.add_row("filled-in form, two pages", KAOPING.name, _printing(paper.report_seconds(repeats)))
    table.add_row("score card (PNG)", KAOPING.name, _printing(paper.picture_seconds(repeats)))
    seconds, peak = paper.photos_cost()
    table.add_row(f"{paper.PHOTOS} photos of 4 MB", KAOPING.name, f"{seconds:.1f} s, peak {peak:.0f} MiB")
    _measure(table, f"p95 while {REPORTS} reports are made", KAOPING, lambda bot: _beside(bot, play, rounds))


def _printing(taken: paper.Printing) -> str:
    return f"{1000 * taken.warm:.0f} ms (first {1000 * taken.first:.0f} ms, with the start of its process)"


def _beside(bot: Bot, play: Play, rounds: int) -> str:
    """The wait of 50 evaluators without and with reports under way all the time, round by round."""
    alone, busy = (Play(50, play.warm_up, play.seconds, reports=wanted) for wanted in (0, REPORTS))
    pairs = [(run(bot, alone), run(bot, busy)) for _ in range(rounds)]
    without, with_ = (statistics.median(pair[place].p95 for pair in pairs) for place in (0, 1))
    ratio = statistics.median(b.p95 / a.p95 for a, b in pairs)
    made = statistics.median(b.reports_per_second for _, b in pairs)
    return f"{with_:.0f} ms, {without:.0f} ms without: ×{ratio:.2f} ({made:.0f} reports a second)"


def _compare(table: Table, evaluations: int, repeats: int) -> None:
    with console.status(f"comparing {evaluations:,} evaluations"):
        for one in comparing_seconds(evaluations, repeats):
            figure = f"{1000 * one.later:.0f} ms (first time {1000 * one.first:.0f} ms)"
            table.add_row(f"{one.what}, of {evaluations:,} evaluations", KAOPING.name, figure)


def _hostile(table: Table) -> None:
    with console.status("others, while one attacks"):
        alone, attacked = waits()
    for what, before, now in (
        ("p50", alone.p50, attacked.p50),
        ("p95", alone.p95, attacked.p95),
        ("worst", alone.worst, attacked.worst),
    ):
        figure = f"{now:.0f} ms, {before:.0f} ms without: ×{now / before:.2f}"
        table.add_row(f"{what} while another sends {BURST:,} messages and forges", KAOPING.name, figure)


def _scoring(count: int) -> str:
    taken = arithmetic.scoring_seconds(count) * SCORINGS / count
    return f"{taken:.1f} s" if count == SCORINGS else f"{taken:.1f} s (scaled from {count:,})"


if __name__ == "__main__":
    typer.run(main)
