"""A place where plans are at work, for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reminding.site import Site
from tests.reminding.site import site as fresh


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Monday, 23 November 2026, ten in the morning."""
    with fresh(tmp_path) as place:
        yield place
