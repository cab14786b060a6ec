"""How it went last time, as a reminder says it: figures as they stand everywhere else."""

from __future__ import annotations

from datetime import date

import pytest

from bot.screens.reminder import LastTime, last_words
from bot.texts import texts


@pytest.mark.parametrize(
    ("percent", "said"), [("55.00", "较差 · 55%"), ("87.50", "较差 · 87.5%"), (None, "较差")]
)
def test_a_percent_has_no_needless_zeros(percent: str | None, said: str) -> None:
    words = last_words(texts("zh"), LastTime(date(2026, 9, 30), "较差", percent, ()))
    assert words == f"上次（2026-09-30）：{said}"
