"""The tables compare what was played in the same round, and say what was not."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from tests.bench.runs import Figures
from tests.bench.tables import add_matches, ratios, taps_table


def figures(taps_per_second: float, p50: float) -> Figures:
    return Figures(
        taps=100,
        taps_per_second=taps_per_second,
        p50=p50,
        p95=2 * p50,
        p99=4 * p50,
        cpu_per_1000=5,
        peak_mib=50,
        requests_per_tap=3,
        stand_in_busy=0.1,
        lost=(),
    )


OURS = [figures(300, 100), figures(400, 60), figures(450, 90)]
THEIRS = [figures(150, 200), figures(160, 240), figures(150, 300)]


def printed(rounds: dict[str, list[Figures]], faults: dict[str, str]) -> str:
    table = taps_table()
    add_matches(table, 50, rounds, faults, compared=("kaoping", "plain"))
    console = Console(width=200, file=StringIO())
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def test_ratios_are_medians_of_ratios_of_the_same_round() -> None:
    # taps/s: 2, 2.5, 3; p50, and with it p95 and p99: 0.5, 0.25, 0.3
    assert ratios(OURS, THEIRS) == ["×2.50", "×0.30", "×0.30", "×0.30", "×1.00", "×1.00"]


def test_medians_and_their_ratio_stand_in_the_table() -> None:
    table = printed({"plain": THEIRS, "kaoping": OURS}, {})
    assert "300 400 450" in table
    assert "kaoping / plain" in table
    assert "×2.50" in table


def test_a_bot_that_failed_or_is_missing_is_not_compared() -> None:
    failed = printed({"plain": THEIRS, "kaoping": OURS[:1]}, {"kaoping": "ended with code 1"})
    assert "failed" in failed
    assert "kaoping / plain" not in failed
    assert "not there yet" in printed({"plain": THEIRS, "kaoping": []}, {})
