"""A campaign: several evaluators at work, and a bot that is killed again and again in the middle of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.sandbox import Sandbox
from tests.kill.people import Evaluator, crowd
from tests.kill.process import RealBot
from tests.kill.records import rows
from tests.kill.verdict import Verdict, judge

LONGEST_STALL = 40.0
"""Seconds without anything to do for anyone, after which something must have been lost."""


@dataclass
class Campaign:
    """So many kills, each at a moment drawn from ``seed``, while ``people`` evaluators walk their forms.

    ``trouble`` is called before each round of acts, for whatever else shall go wrong.
    """

    directory: Path
    kills: int
    seed: int
    people: int = 4
    seconds: float = 600.0
    trouble: Callable[[Sandbox, Random], None] | None = None
    killed: int = 0
    taps_in_flight: int = 0
    others_in_flight: int = 0
    rng: Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)

    def run(self) -> Verdict:
        """Play it to the end and hold what is stored against what people did."""
        somebody = crowd(self.people)
        with Sandbox(people=somebody) as sandbox:
            at_work = [
                Evaluator(
                    sandbox,
                    person.id,
                    "general" if place % 3 == 2 else "interview",
                    Random(self.rng.random()),
                )
                for place, person in enumerate(somebody)
            ]
            with RealBot(sandbox, self.directory, [person.id for person in somebody]) as bot:
                self._play(bot, at_work)
                sandbox.recovers()
                sandbox.limits_rate(False)
                bot.until(lambda: not sandbox.pending(), "not all was confirmed", LONGEST_STALL)
                bot.until(lambda: not wanted_files(bot), "not all files were copied", LONGEST_STALL)
                assert bot.stop() == 0
                assert "Traceback" not in bot.log, bot.log
            return judge(self, sandbox, bot, at_work)

    def _play(self, bot: RealBot, at_work: list[Evaluator]) -> None:
        end = time.monotonic() + self.seconds
        until_kill = self._rounds()
        while not all(evaluator.resting for evaluator in at_work):
            if self.trouble is not None:
                self.trouble(bot.sandbox, self.rng)
            ready = [evaluator for evaluator in at_work if evaluator.can_act()]
            if not ready:
                what = "nobody can go on: " + " | ".join(e.card for e in at_work if not e.resting)
                bot.until(lambda: any(e.can_act() for e in at_work), what, LONGEST_STALL)
                continue
            for evaluator in self.rng.sample(ready, self.rng.randint(1, len(ready))):
                evaluator.act()
            until_kill -= 1
            if until_kill <= 0 and self.killed < self.kills:
                self._kill(bot)
                until_kill = self._rounds()
            if self.killed >= self.kills or time.monotonic() > end:
                for evaluator in at_work:
                    evaluator.enough = True

    def _rounds(self) -> int:
        return self.rng.randint(1, 25)

    def _kill(self, bot: RealBot) -> None:
        """At once, a moment later, or in the very middle of a call that the bot makes; then start it again."""
        sandbox = bot.sandbox
        manner = self.rng.choice(("at once", "later", "in a call", "in a call"))
        if manner == "later":
            with suppress(TimeoutError):
                sandbox.until(lambda: False, self.rng.uniform(0, 0.03))
        elif manner == "in a call":
            self._in_a_call(bot, self.rng.randint(1, 6))
        bot.kill()
        self.killed += 1
        in_flight = sandbox.do(lambda: sandbox.world.updates.first(10_000))
        taps = sum("callback_query" in update for update in in_flight)
        self.taps_in_flight += taps
        self.others_in_flight += len(in_flight) - taps
        if self.rng.random() < 0.2:
            # Killed again while it starts.
            bot.launch()
            with suppress(TimeoutError):
                sandbox.until(lambda: False, self.rng.uniform(0, 1.0))
            bot.kill()
            self.killed += 1
        bot.start()

    def _in_a_call(self, bot: RealBot, which: int) -> None:
        """Kill while the stand-in does what was asked and before it answers: the bot never learns of it."""
        world = bot.sandbox.world
        wanted = sum(chat.drawn for chat in world.chats.values()) + which

        def reached() -> bool:
            if sum(chat.drawn for chat in world.chats.values()) < wanted:
                return False
            bot.process.kill()
            return True

        with suppress(TimeoutError):
            bot.sandbox.until(reached, 0.2)


def wanted_files(bot: RealBot) -> bool:
    """Whether some evidence is not copied yet."""
    return rows(bot.database, "SELECT count(*) FROM attachment WHERE state = 'wanted'") != [(0,)]
