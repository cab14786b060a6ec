"""A whole year of plans: every occurrence once, every stage once and on time, as another calendar has it.

Here every third and every fifth of the 500 plans; all of them, and every minute, in ``make soak``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reminding.year import ALL, play


@pytest.mark.parametrize(("year", "nth", "stages"), [(2026, 3, 6_000), (2028, 5, 4_000)])
def test_a_year_goes_by_as_the_other_calendar_has_it(
    year: int, nth: int, stages: int, tmp_path: Path
) -> None:
    assert ALL == 500
    lived = play(year, tmp_path, nth=nth)
    assert lived.faults == []
    assert lived.stages > stages
    assert (lived.earliest, lived.latest) == (0, 0)
