"""The benchmark's results as tables."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence

from rich.table import Table

from tests.bench.runs import Figures

Rounds = Mapping[str, Sequence[Figures]]
"""Per bot, what it did in each round; the bots' rounds were played in turns."""

_COLUMNS: tuple[tuple[str, str, Callable[[Figures], float]], ...] = (
    ("taps/s", "{:,.0f}", lambda f: f.taps_per_second),
    ("p50 ms", "{:,.1f}", lambda f: f.p50),
    ("p95 ms", "{:,.1f}", lambda f: f.p95),
    ("p99 ms", "{:,.1f}", lambda f: f.p99),
    ("CPU s / 1,000 taps", "{:.2f}", lambda f: f.cpu_per_1000),
    ("peak MiB", "{:,.0f}", lambda f: f.peak_mib),
    ("calls / tap", "{:.1f}", lambda f: f.requests_per_tap),
    ("stand-in busy", "{:.0%}", lambda f: f.stand_in_busy),
)
_COMPARED = 6


def taps_table() -> Table:
    """An empty table of matches; ``add_matches`` fills it."""
    table = Table(title="From tap to next card (medians of rounds; taps are ratings)", title_justify="left")
    table.add_column("evaluators", justify="right")
    table.add_column("bot")
    for heading, _, _ in _COLUMNS:
        table.add_column(heading, justify="right")
    table.add_column("taps/s by round")
    table.add_column("lost", justify="right")
    return table


def add_matches(
    table: Table, evaluators: int, rounds: Rounds, faults: Mapping[str, str], compared: tuple[str, str]
) -> None:
    """A row for each bot, and the first's share of the second's figures where both were measured.

    A bot in ``faults`` has its row say so; what is wrong is printed elsewhere.
    """
    for name, played in rounds.items():
        if name in faults or not played:
            table.add_row(f"{evaluators}", name, "failed" if name in faults else "not there yet")
            continue
        cells = [form.format(statistics.median(map(of, played))) for _, form, of in _COLUMNS]
        spread = " ".join(f"{figures.taps_per_second:.0f}" for figures in played)
        table.add_row(f"{evaluators}", name, *cells, spread, f"{sum(len(f.lost) for f in played)}")
    ours, theirs = (rounds.get(name, ()) for name in compared)
    if ours and theirs and not faults:
        table.add_row("", f"{compared[0]} / {compared[1]}", *ratios(ours, theirs), style="bold")
    table.add_section()


def ratios(ours: Sequence[Figures], theirs: Sequence[Figures]) -> list[str]:
    """Median over rounds of our figure divided by theirs in the same round, a column each."""
    return [
        f"×{statistics.median(of(a) / of(b) for a, b in zip(ours, theirs, strict=True)):.2f}"
        for _, _, of in _COLUMNS[:_COMPARED]
    ]


def rest_table() -> Table:
    """An empty table of single figures: what, and one column for each result."""
    table = Table(title="Besides", title_justify="left")
    for heading in ("what", "who", "figure"):
        table.add_column(heading, justify="left")
    return table
