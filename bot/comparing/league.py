"""Sites in a quarter: their places, those of the quarter before, and what fails most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.comparing.candidates import Candidate
from bot.comparing.tallies import CriterionTally
from rubrics.model import Form


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """A site's line. ``before`` is its place in the quarter before, ``None`` where it had none.

    ``due`` and ``done`` are what its plans made due in the quarter and what was done of that; ``None`` where no
    plan says.
    """

    place: int
    before: int | None
    name: str
    count: int
    percent: Decimal
    latest: int
    done: int | None = None
    due: int | None = None


@dataclass(frozen=True, slots=True)
class League:
    """The league of a quarter. ``sites`` and ``evaluations`` count all; ``rows`` may be one page of them.

    ``done`` of ``due`` is what plans asked for in the quarter, also of sites that have no result yet;
    ``changed``: not all evaluations are by the same version of the form; ``unknown`` evaluations have not been
    broken down into criteria yet.
    """

    form: Form
    quarter: str
    sites: int
    evaluations: int
    unscored: int
    rows: tuple[LeagueRow, ...]
    done: int
    due: int
    failed: tuple[CriterionTally, ...]
    changed: bool
    unknown: int


def rows_of(
    ranked: Sequence[Candidate],
    before: Mapping[int, int],
    done: Mapping[int, tuple[int, int]],
) -> tuple[LeagueRow, ...]:
    """The lines, with places in the quarter before and (done, due) by plan, both by subject."""
    return tuple(
        LeagueRow(
            one.place,
            before.get(one.subject_id),
            one.name,
            one.count,
            one.percent,
            one.latest,
            *done.get(one.subject_id, (None, None)),
        )
        for one in ranked
    )
