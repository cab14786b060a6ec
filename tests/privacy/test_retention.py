"""How long candidates are kept: 180 days, told 7 days before, never erased without those 7 days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.privacy.retention import Stay, due_for_erasure, due_for_notice, erased_from, hires, kept_until

LAST = datetime(2026, 1, 10, 8, tzinfo=UTC)
DUE = datetime(2026, 7, 9, 8, tzinfo=UTC)  # 21 days of January, 28, 31, 30, 31, 30, and 9 of July: 180
TOLD = datetime(2026, 7, 2, 8, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


def test_the_day_is_180_days_after_the_last_evaluation() -> None:
    assert Stay(LAST).due_at(180) == DUE


def test_owners_are_told_seven_days_before_and_once() -> None:
    assert not due_for_notice(TOLD - A_SECOND, Stay(LAST), 180)
    assert due_for_notice(TOLD, Stay(LAST), 180)
    assert not due_for_notice(TOLD + A_SECOND, Stay(LAST, noticed_at=TOLD), 180)


def test_erased_on_the_day_and_not_before() -> None:
    stay = Stay(LAST, told_at=TOLD)
    assert not due_for_erasure(DUE - A_SECOND, stay, 180)
    assert due_for_erasure(DUE, stay, 180)


def test_without_notice_nobody_is_erased_however_late() -> None:
    assert not due_for_erasure(DUE + timedelta(days=400), Stay(LAST), 180)


def test_a_notice_that_comes_late_moves_the_day() -> None:
    told = DUE + timedelta(days=30)  # the bot stood still for a month
    stay = Stay(LAST, told_at=told)
    assert erased_from(told, DUE) == datetime(2026, 8, 15, 8, tzinfo=UTC)
    assert not due_for_erasure(datetime(2026, 8, 15, 7, tzinfo=UTC), stay, 180)
    assert due_for_erasure(datetime(2026, 8, 15, 8, tzinfo=UTC), stay, 180)


@pytest.mark.parametrize("stay", [Stay(LAST, hired=True), Stay(LAST, hired=True, told_at=TOLD)])
def test_who_was_hired_is_never_due(stay: Stay) -> None:
    late = DUE + timedelta(days=4000)
    assert stay.due_at(180) is None
    assert not due_for_notice(late, stay, 180)
    assert not due_for_erasure(late, stay, 180)


def test_nought_days_mean_never() -> None:
    assert Stay(LAST).due_at(0) is None


def test_kept_longer_counts_from_the_day_it_was_said() -> None:
    until = kept_until(TOLD, 180)
    assert until == datetime(2026, 12, 29, 8, tzinfo=UTC)  # 29 days of July, 31, 30, 31, 30, and 29: 180
    stay = Stay(LAST, kept_until=until)
    assert stay.due_at(180) == until
    assert not due_for_notice(DUE, stay, 180)


def test_a_later_evaluation_counts_more_than_keeping_until_an_earlier_day() -> None:
    assert Stay(LAST, kept_until=LAST + timedelta(days=1)).due_at(180) == DUE


@pytest.mark.parametrize("words", ["录用", "建议录用", "同意录用", "拟聘用", "Hire", "strong hire", "Hired"])
def test_these_say_hired(words: str) -> None:
    assert hires(words)


@pytest.mark.parametrize(
    "words",
    ["强烈推荐", "推荐", "后备", "不予以考虑", "不录用", "不予录用", "暂不录用", "未录用", "备选录用",
     "考虑录用", "no hire", "Do not hire", "hiring freeze"],
)  # fmt: skip
def test_these_do_not(words: str) -> None:
    assert not hires(words)
