"""What failed in an evaluation: the items not met, or the criteria that brought least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from bot.rating import answers_of, parse_json
from rubrics.model import Form
from rubrics.points import criterion_max
from rubrics.scoring import Score, score

WEAK = Decimal("0.6")
"""A criterion that brought less than this share of its points failed, where the form has no "not met"."""


def failing(form: Form, values: Mapping[str, str]) -> tuple[str, ...]:
    """Titles of what failed, the worst first; ``values`` are the stored ones, as JSON text by item."""
    stored = {item: parse_json(value) for item, value in values.items() if not item.startswith(("@", "#"))}
    return failing_in(form, score(form, answers_of(form, stored)))


def failing_in(form: Form, found: Score) -> tuple[str, ...]:
    """Titles of what failed in a score, the worst first, otherwise in the form's order."""
    if form.scoring == "met":
        return tuple(form.by_id[id].title for id in found.unmet)
    shares = []
    for id, points in found.points.items():
        most = criterion_max(form, form.by_id[id])
        if most and points / most < WEAK:
            shares.append((points / most, form.position[id], form.by_id[id].title))
    return tuple(title for _, _, title in sorted(shares))


def commonest(each: Iterable[tuple[str, ...]], most: int) -> tuple[tuple[str, int], ...]:
    """What failed most often over several evaluations, and how often."""
    count: dict[str, int] = {}
    for titles in each:
        for title in titles:
            count[title] = count.get(title, 0) + 1
    return tuple(sorted(count.items(), key=lambda one: -one[1])[:most])
