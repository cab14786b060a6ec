"""Nothing acknowledged is lost, and no tap in flight, however often the process is killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kill.campaign import Campaign

pytestmark = pytest.mark.kill


def test_kills_lose_nothing_and_put_nothing_elsewhere(tmp_path: Path) -> None:
    verdict = Campaign(tmp_path, kills=4, seed=2, people=3).run()
    assert verdict.kills >= 4
    assert verdict.evaluations >= 3
    assert verdict.well, verdict.table()
    # Between sending a card and writing its number down lies a moment; a kill there leaves one card too many.
    assert verdict.drawn_twice <= verdict.kills * 3, verdict.table()
