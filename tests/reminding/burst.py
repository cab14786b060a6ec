"""A campaign of kills in the middle of a burst of reminders: none may be lost; how many come twice is counted.

``python -m tests.reminding.burst --kills 30 --reminders 200``
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import typer

from bot.reminding.ticking import AT_ONCE, LEASE
from tests.reminding.site import Site, at, site

BURST = "2026-12-28 09:00"


@dataclass(frozen=True)
class Burst:
    """What became of the reminders: how many were lost, and how many came more than once."""

    reminders: int
    kills: int
    lost: int
    twice: int
    unmarked: int

    def __str__(self) -> str:
        return (
            f"{self.reminders} reminders, {self.kills} kills: {self.lost} lost, {self.twice} came twice "
            f"(at most {AT_ONCE} a kill), {self.unmarked} not noted as sent"
        )


def play(directory: Path, reminders: int, kills: int, seed: int) -> Burst:
    """Kill the process again and again while it sends; start it again each time, a claim's lease later."""
    rng = Random(seed)
    with site(directory) as place:
        for number in range(reminders):
            place.plan(subject=place.subject(f"{number}号"))
        url, arrived, killed = place.storage.url, Counter[str](), 0
        moment = at(BURST)
        while True:
            command = [sys.executable, "-m", "tests.reminding.bursting", url, moment.isoformat()]
            enough = rng.randint(0, max(1, 2 * reminders // kills)) if killed < kills else None
            lines = _lines(command, enough)
            arrived.update(line for line in lines if line != "ready")
            if enough is None:
                break
            killed += 1
            moment += LEASE + timedelta(seconds=1)
        return _judge(place, reminders, killed, arrived)


def _lines(command: list[str], enough: int | None) -> list[str]:
    """What the process prints until it is killed behind so many lines, or ends by itself."""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines: list[bytes] = []
        for line in process.stdout:
            lines.append(line)
            if enough is not None and len(lines) > enough:
                process.kill()
                break
        lines += [line for line in process.stdout if line.endswith(b"\n")]
        status = process.wait()
        assert enough is not None or status == 0
    return [line.decode().strip() for line in lines]


def _judge(place: Site, reminders: int, kills: int, arrived: Counter[str]) -> Burst:
    stages = [place.stages(id) for id in range(1, reminders + 1)]
    return Burst(
        reminders,
        kills,
        lost=reminders - len(arrived),
        twice=sum(count - 1 for count in arrived.values()),
        unmarked=sum(("-3", "sent") not in one for one in stages),
    )


def main(kills: int = 30, reminders: int = 200, seed: int = 1) -> None:
    """Play and print."""
    with TemporaryDirectory(prefix="kaoping-burst-") as directory:
        burst = play(Path(directory), reminders, kills, seed)
    typer.echo(str(burst))
    raise typer.Exit(1 if burst.lost or burst.unmarked else 0)


if __name__ == "__main__":
    typer.run(main)
