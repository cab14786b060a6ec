"""A whole year of plans: every occurrence once, every stage once and on time, as another calendar has it.

Here every fifth of the 500 plans in the year with a leap day; all of them in both, and every minute, in ``make soak``.
"""

from __future__ import annotations

from pathlib import Path

from tests.reminding.year import ALL, play


def test_a_year_with_a_leap_day_goes_by_as_the_other_calendar_has_it(tmp_path: Path) -> None:
    assert ALL == 500
    lived = play(2028, tmp_path, nth=5)
    assert lived.faults == []
    assert lived.stages > 4_000
    assert (lived.earliest, lived.latest) == (0, 0)
