"""The long run, for an evening: kills by the hundred, chaos, and very many made-up conversations.

``python -m tests.soak [--kills N] [--seed S] [--minutes M]``; the exit status is 1 if anything was lost.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conversation import test_anything as anything
from tests.kill.campaign import Campaign
from tests.kill.chaos import chaos


def soak(
    kills: Annotated[
        int, typer.Option(help="Kills in a round; a tenth of them in the round with chaos.")
    ] = 100,
    seed: Annotated[int, typer.Option(help="Where the dice begin; 0 takes the clock.")] = 0,
    minutes: Annotated[float, typer.Option(help="Go on with further rounds for so long; 0: one round.")] = 0,
    people: Annotated[int, typer.Option(help="Evaluators at work at once.")] = 6,
    examples: Annotated[int, typer.Option(help="Made-up conversations in a round.")] = 1000,
) -> None:
    """Play rounds until time is up; each prints what it did and what became of it."""
    # The stand-in breaks connections off on purpose; its server says so each time.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    seed = seed or int(time.time())
    end = time.monotonic() + 60 * minutes
    well = True
    while True:
        typer.echo(f"── seed {seed}: {kills} kills ──")
        well &= play(kills, seed, people)
        typer.echo(f"── seed {seed}: chaos ──")
        well &= play(max(1, kills // 10), seed, 2 * people, bad_day=True)
        typer.echo(f"── {examples} made-up conversations ──")
        made_up(examples)
        typer.echo("their properties held")
        if time.monotonic() >= end:
            break
        seed += 1
    raise typer.Exit(0 if well else 1)


def play(kills: int, seed: int, people: int, *, bad_day: bool = False) -> bool:
    """One campaign and its table; whether all was well."""
    with TemporaryDirectory(prefix="kaoping-soak-") as directory:
        campaign = Campaign(Path(directory), kills, seed, people, trouble=chaos if bad_day else None)
        began = time.monotonic()
        verdict = campaign.run()
        typer.echo(f"{verdict.table()}\n{'seconds':<28}{time.monotonic() - began:8.0f}")
    return verdict.well


def made_up(examples: int) -> None:
    """The same properties as in the suite, over more and longer conversations."""
    longer = settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    whole = anything.test_any_sequence_keeps_what_was_acknowledged_and_leaves_a_way_on
    steps = st.lists(anything.STEP, min_size=5, max_size=100)
    longer(given(st.sampled_from(anything.FORMS), steps)(whole.hypothesis.inner_test))()  # type: ignore[attr-defined]  # set by @given


if __name__ == "__main__":
    typer.run(soak)
