"""Nothing acknowledged is lost, and no tap in flight, however often the process is killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kill.campaign import Campaign

pytestmark = pytest.mark.kill


@pytest.mark.parametrize("seed", [1, 2])
def test_kills_lose_nothing_and_put_nothing_elsewhere(tmp_path: Path, seed: int) -> None:
    verdict = Campaign(tmp_path, kills=3, seed=seed).run()
    assert verdict.kills >= 3
    assert verdict.evaluations >= 4
    assert verdict.well, verdict.table()
    # Between sending a card and writing its number down lies a moment; a kill there leaves one card too many.
    assert verdict.drawn_twice <= verdict.kills * 4, verdict.table()
