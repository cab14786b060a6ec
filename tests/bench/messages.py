"""What the benchmark and its stand-in say to each other over their pipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Play:
    """To the stand-in: let ``evaluators`` play.

    Measuring begins when each has had the answer to one rating and ``warm_up`` seconds are over. It ends after
    ``seconds``, after ``taps`` ratings, or when each has given ``ratings_each``, whichever is first.
    All the while ``reports`` reports are under way: for each that comes, another is tapped for.
    """

    evaluators: int
    warm_up: float = 1.0
    seconds: float = 8.0
    taps: int | None = None
    ratings_each: int | None = None
    reports: int = 0


@dataclass(frozen=True, slots=True)
class Listening:
    """From the stand-in: it serves on this loopback port."""

    port: int


@dataclass(frozen=True, slots=True)
class Polled:
    """From the stand-in: the bot has asked for updates for the first time."""


@dataclass(frozen=True, slots=True)
class Opened:
    """From the stand-in: measuring begins now."""


@dataclass(frozen=True, slots=True)
class Closed:
    """From the stand-in: measuring ends now; evaluators tap no more."""


@dataclass(frozen=True, slots=True)
class Played:
    """From the stand-in, once every tap under way got its card: what was measured.

    ``waits`` are the seconds from a rating to the next card, one for each card that came while measuring,
    which took ``seconds``. ``requests`` counts what the bot asked of Telegram meanwhile. ``lost`` holds, for each
    evaluator who never got an answer, the last thing shown to them. ``reports`` counts those that came meanwhile.
    """

    seconds: float
    waits: tuple[float, ...]
    requests: int
    lost: tuple[str, ...]
    reports: int


@dataclass(frozen=True, slots=True)
class Stuck:
    """From the stand-in: nobody has been shown anything new for too long. ``screens`` are a few last ones."""

    screens: tuple[str, ...]


Report: TypeAlias = Listening | Polled | Opened | Closed | Played | Stuck
