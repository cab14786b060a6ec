"""Criteria over very many evaluations: how often each brought how much, counted without reading one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bot.comparing.figures import as_percent, mean, spread
from bot.comparing.points import failed, share
from rubrics.model import Form

ENOUGH_TO_VARY = 5
"""Evaluations from which on a criterion that is always the same is worth telling (house)."""


@dataclass(frozen=True, slots=True)
class CriterionTally:
    """One criterion over many evaluations, in percent of its maximum.

    ``count`` is in how many it counted, ``failed`` in how many it failed; ``spread`` is the standard deviation in
    percentage points.
    """

    id: str
    title: str
    count: int
    failed: int
    mean: Decimal
    spread: Decimal

    @property
    def never_varies(self) -> bool:
        """Whether it was the same in all evaluations, and they are enough to say so."""
        return self.count >= ENOUGH_TO_VARY and not self.spread

    @property
    def failed_percent(self) -> Decimal:
        """In how many percent of the evaluations it failed."""
        return as_percent(Fraction(self.failed, self.count))


Vector = tuple[str, str, int]
"""Form digest, points line, and how many evaluations have just these."""


def tally(
    form: Form, vectors: Iterable[Vector], form_of: Callable[[str], Form]
) -> tuple[CriterionTally, ...]:
    """Every criterion of ``form`` that counted anywhere, in its order; older forms' by the same id."""
    shares: dict[str, Counter[Fraction]] = {}
    fails: Counter[str] = Counter()
    for digest, lines in _by_form(vectors).items():
        then = form_of(digest)
        # Column by column: a few values come again and again, so each is worked out once.
        columns = zip(*(line.split(",") for line in lines), strict=True)
        for criterion, column in zip(then.scored(), columns, strict=True):
            seen: Counter[str] = Counter()
            for words, many in zip(column, lines.values(), strict=True):
                seen[words] += many
            for words, many in seen.items():
                part = share(then, criterion, Decimal(words)) if words else None
                if part is not None:
                    shares.setdefault(criterion.id, Counter())[part] += many
                    fails[criterion.id] += many * failed(then, criterion, Decimal(words))
    return tuple(
        CriterionTally(c.id, c.title, sum(s.values()), fails[c.id], as_percent(mean(s)), spread(s))
        for c in form.scored()
        if (s := shares.get(c.id))
    )


def most_failed(tallies: Iterable[CriterionTally]) -> tuple[CriterionTally, ...]:
    """Those that failed at all, the most frequent first; among equals the one that failed in a larger part."""
    found = [one for one in tallies if one.failed]
    return tuple(sorted(found, key=lambda one: (-one.failed, -Fraction(one.failed, one.count))))


def _by_form(vectors: Iterable[Vector]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for digest, line, many in vectors:
        found.setdefault(digest, Counter())[line] += many
    return found
