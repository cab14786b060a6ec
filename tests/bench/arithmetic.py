"""How long the core takes by itself: loading and checking the shipped forms, and scoring ``interview``.

Both run in this process, on one core.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from rubrics.answers import Answer, NotApplicable, Rated
from rubrics.model import Form, LevelCriterion


def missing() -> str | None:
    """Why none of this can be measured here; None when it can."""
    absent = [name for name in ("rubrics.library", "rubrics.scoring") if find_spec(name) is None]
    return f"there is no {' and no '.join(absent)} yet" if absent else None


def _library() -> Any:
    return import_module("rubrics.library").load_forms(())


def load_forms_seconds(repeats: int) -> tuple[int, list[float]]:
    """How many forms there are, and what reading and checking all of them took, each time (the first is cold)."""
    import_module("rubrics.library")
    count, taken = 0, []
    for _ in range(repeats):
        begun = time.perf_counter()
        count = len(_library().forms)
        taken.append(time.perf_counter() - begun)
    return count, taken


def _sheets(form: Form, count: int) -> list[Mapping[str, Answer]]:
    """Complete answers, one criterion in ten not covered; the same ones every time."""
    chance = random.Random(20)
    choices: list[Answer] = [Rated(level.label) for level in form.levels]
    rated = [criterion for criterion in form.criteria if isinstance(criterion, LevelCriterion)]
    return [
        {c.id: NotApplicable() if c.na and chance.random() < 0.1 else chance.choice(choices) for c in rated}
        for _ in range(count)
    ]


def scoring_seconds(count: int) -> float:
    """What ``count`` scorings of ``interview`` take, over a hundred different sheets of answers."""
    form = _library().forms["interview"]
    sheets = _sheets(form, 100)
    score = import_module("rubrics.scoring").score
    begun = time.perf_counter()
    for number in range(count):
        score(form, sheets[number % len(sheets)])
    return time.perf_counter() - begun
