"""The long run, for an evening: kills, chaos, conversations, bursts, years, a long audit trail, hostile clients.

``python -m tests.soak [--kills N] [--seed S] [--minutes M] [--forged N]``; the exit status is 1 if anything was
lost, came at the wrong time, or was seen or changed by somebody whose it is not. The figures stand at the end.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bench.trail import verify_seconds
from tests.conversation import test_anything as anything
from tests.kill.campaign import Campaign
from tests.kill.chaos import chaos
from tests.reminding import burst, year

ROOT = Path(__file__).parents[1]
YEARS = (2026, 2028)
"""A common year and one with a leap day."""
BURST_KILLS, BURST_REMINDERS = 30, 200
AUDIT_ROWS, AUDIT_SECONDS = 100_000, 5


@dataclass
class Report:
    """What was played and how it ended: a line each, for the end."""

    lines: list[str] = field(default_factory=list)
    well: bool = True

    def play(self, name: str, game: Callable[[], tuple[bool, str]]) -> None:
        """Play one, tell how it went, and note it down."""
        typer.echo(f"── {name} ──")
        began = time.monotonic()
        well, said = game()
        typer.echo(said)
        self.well &= well
        figures = said.splitlines()[0] if said else ""
        self.lines.append(
            f"{'well' if well else 'FAULT':<6}{time.monotonic() - began:7.0f} s  {name}: {figures}"
        )


def soak(
    kills: Annotated[
        int, typer.Option(help="Kills in a round; a tenth of them in the round with chaos.")
    ] = 100,
    seed: Annotated[int, typer.Option(help="Where the dice begin; 0 takes the clock.")] = 0,
    minutes: Annotated[float, typer.Option(help="Go on with further rounds for so long; 0: one round.")] = 0,
    people: Annotated[int, typer.Option(help="Evaluators at work at once.")] = 6,
    examples: Annotated[int, typer.Option(help="Made-up conversations in a round.")] = 1000,
    forged: Annotated[int, typer.Option(help="Buttons that each hostile client forges.")] = 10_000,
) -> None:
    """Play rounds until time is up; each prints what it did and what became of it."""
    # The stand-in breaks connections off on purpose; its server says so each time.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    seed = seed or int(time.time())
    end = time.monotonic() + 60 * minutes
    report = Report()
    report.play(f"hostile clients, {forged} forged buttons each", partial(hostile, forged))
    report.play("a long audit trail", trail)
    for one in YEARS:
        report.play(f"the year {one} by its events", partial(lived, one))
        report.play(f"the year {one} minute by minute", partial(lived, one, minutes=True))
    while True:
        few, many = max(1, kills // 10), 2 * people
        report.play(f"seed {seed}, {kills} kills", partial(played, kills, seed, people))
        report.play(f"seed {seed}, chaos", partial(played, few, seed, many, bad_day=True))
        report.play(f"seed {seed}, a burst of reminders", partial(burst_of, seed))
        report.play(f"{examples} made-up conversations", partial(made_up, examples))
        if time.monotonic() >= end:
            break
        seed += 1
    typer.echo("\n".join(["── all of it ──", *report.lines]))
    raise typer.Exit(0 if report.well else 1)


def played(kills: int, seed: int, people: int, *, bad_day: bool = False) -> tuple[bool, str]:
    """One campaign and its table, under a line that says it shortly."""
    with TemporaryDirectory(prefix="kaoping-soak-") as directory:
        campaign = Campaign(Path(directory), kills, seed, people, trouble=chaos if bad_day else None)
        verdict = campaign.run()
    return verdict.well, f"{verdict.line()}\n{verdict.table()}"


def burst_of(seed: int) -> tuple[bool, str]:
    """Reminders in a burst, with kills in it."""
    with TemporaryDirectory(prefix="kaoping-soak-") as directory:
        went = burst.play(Path(directory), BURST_REMINDERS, BURST_KILLS, seed)
    return not (went.lost or went.unmarked), str(went)


def lived(one: int, *, minutes: bool = False) -> tuple[bool, str]:
    """A year of plans beside a calendar of its own."""
    with TemporaryDirectory(prefix="kaoping-soak-") as directory:
        went = year.play(one, Path(directory), minutes=minutes)
    in_time = went.earliest >= 0 and went.latest <= (60 if minutes else 0)
    return in_time and not went.faults, "\n".join([year.told(one, went), *went.faults[:20]])


def trail() -> tuple[bool, str]:
    """A long trail is followed in time, and a row changed in it is found."""
    seconds = verify_seconds(AUDIT_ROWS)
    return seconds < AUDIT_SECONDS, f"{AUDIT_ROWS:,} rows followed in {seconds:.1f} s; one changed was found"


def hostile(forged: int) -> tuple[bool, str]:
    """The hostile clients of the suite, with many more forged buttons."""
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/hostile", "-q", "--tb=short"],
        cwd=ROOT,
        env={**os.environ, "KAOPING_FORGED": str(forged)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    summary = "nothing read, nothing changed" if ended.returncode == 0 else "not refused as it should be"
    return ended.returncode == 0, summary if ended.returncode == 0 else f"{summary}\n{ended.stdout}"


def made_up(examples: int) -> tuple[bool, str]:
    """The same properties as in the suite, over more and longer conversations; one that fails ends it all."""
    longer = settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    whole = anything.test_any_sequence_keeps_what_was_acknowledged_and_leaves_a_way_on
    steps = st.lists(anything.STEP, min_size=5, max_size=100)
    longer(given(st.sampled_from(anything.FORMS), steps)(whole.hypothesis.inner_test))()  # type: ignore[attr-defined]  # set by @given
    return True, "their properties held"


if __name__ == "__main__":
    typer.run(soak)
