"""The chain by itself: whatever is done to a trail of 200 rows is found, and where it was done is told."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.chain import Broken, Entry, Tip, Whole, link, moment
from tests.storage.trails import START, followed, trail

ROWS, TIP = trail(200)
OTHER_ROWS, OTHER_TIP = trail(200, "0ff5" * 16)
PLACES = st.integers(0, 199)


def changed(place: int, **values: Any) -> list[Entry]:
    return [*ROWS[:place], replace(ROWS[place], **values), *ROWS[place + 1 :]]


def broken(entries: list[Entry], tip: Tip = TIP, noted: str | None = None) -> Broken:
    verdict = followed(entries, tip, noted)
    assert isinstance(verdict, Broken), verdict
    return verdict


def test_the_encoding_is_as_it_is_documented() -> None:
    said = (
        b'["' + b"ab" * 32 + b'",1,"2026-11-23T09:30:00.000000Z",7000000001,'
        b'"handed-in","evaluation","3","{\\"grade\\":\\"\\u826f\\u597d\\"}"]'
    )
    written = (
        1,
        "2026-11-23T09:30:00.000000Z",
        7_000_000_001,
        "handed-in",
        "evaluation",
        "3",
        '{"grade":"良好"}',
    )
    assert link("ab" * 32, *written) == hashlib.sha256(said).hexdigest()


def test_a_moment_is_written_in_utc_to_the_microsecond() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert moment(datetime(2026, 11, 23, 7, 15, 30, tzinfo=shanghai)) == "2026-11-22T23:15:30.000000Z"
    with pytest.raises(ValueError, match="without a time zone"):
        moment(datetime(2026, 11, 23, 7, 15))  # noqa: DTZ001  (the fault)


def test_an_untouched_trail_is_whole() -> None:
    assert followed(ROWS, TIP) == Whole(200, ROWS[-1].hash)


def test_an_empty_trail_is_whole() -> None:
    assert followed([], Tip(START, 0, START)) == Whole(0, START)


@given(
    place=PLACES,
    column=st.sampled_from(["at", "action", "object_kind", "object_id", "details", "hash"]),
    value=st.text() | st.binary(max_size=4) | st.integers() | st.none(),
)
def test_a_changed_column_is_found_at_its_row(place: int, column: str, value: object) -> None:
    if getattr(ROWS[place], column) != value:
        verdict = broken(changed(place, **{column: value}))
        assert verdict.seq == place + 1
        assert f"Row {place + 1} is not as it was written" in verdict.words


@given(place=PLACES, actor=st.integers())
def test_another_actor_is_found(place: int, actor: int) -> None:
    if actor != ROWS[place].actor:
        assert broken(changed(place, actor=actor)).seq == place + 1


def rewritten(place: int, **values: Any) -> Entry:
    """A row changed by someone who knows the rule and works its hash out again."""
    row = replace(ROWS[place], **values)
    previous = ROWS[place - 1].hash if place else START
    said = (row.seq, row.at, row.actor, row.action, row.object_kind, row.object_id, row.details)
    return replace(row, hash=link(previous, *said))


@given(place=st.integers(0, 198))
def test_a_row_rewritten_with_its_hash_is_found_at_the_next(place: int) -> None:
    assert broken([*ROWS[:place], rewritten(place, actor=1), *ROWS[place + 1 :]]).seq == place + 2


def test_the_newest_row_rewritten_with_its_hash_is_found_by_the_tip() -> None:
    verdict = broken([*ROWS[:199], rewritten(199, actor=1)])
    assert verdict == Broken(
        200, "Row 200 fits the rows before it, but it is not the newest row that was written."
    )


@given(place=PLACES)
def test_a_removed_row_is_found(place: int) -> None:
    assert broken([*ROWS[:place], *ROWS[place + 1 :]]).seq in {place + 1, 199}


@given(place=st.integers(0, 198))
def test_a_removed_row_is_found_though_the_later_ones_are_numbered_anew(place: int) -> None:
    later = [replace(row, seq=row.seq - 1) for row in ROWS[place + 1 :]]
    assert broken([*ROWS[:place], *later], replace(TIP, count=199)).seq == place + 1


@given(first=PLACES, second=PLACES)
def test_two_rows_that_changed_places_are_found_at_the_first(first: int, second: int) -> None:
    if first != second:
        rows = list(ROWS)
        rows[first] = replace(ROWS[second], seq=first + 1)
        rows[second] = replace(ROWS[first], seq=second + 1)
        assert broken(rows).seq == min(first, second) + 1


@given(place=st.integers(0, 200), copied=PLACES)
def test_a_row_put_in_is_found(place: int, copied: int) -> None:
    later = [replace(row, seq=row.seq + 1) for row in ROWS[place:]]
    put_in = replace(ROWS[copied], seq=place + 1)
    verdict = broken([*ROWS[:place], put_in, *later], replace(TIP, count=201))
    # A copy of the row that stands there fits, so the second of the two does not.
    assert verdict.seq == (place + 2 if copied == place else place + 1)


@given(place=PLACES)
def test_a_row_of_another_database_is_found(place: int) -> None:
    assert broken([*ROWS[:place], OTHER_ROWS[place], *ROWS[place + 1 :]]).seq == place + 1


def test_the_whole_trail_of_another_database_is_found() -> None:
    assert broken(OTHER_ROWS).seq == 1
    assert broken(ROWS, OTHER_TIP).seq == 1


@given(left=st.integers(0, 199))
def test_a_trail_cut_short_is_found(left: int) -> None:
    verdict = broken(ROWS[:left])
    assert verdict.seq == left
    assert "but 200 rows were written: the newest were removed" in verdict.words


def test_the_words_say_what_is_missing() -> None:
    assert broken([*ROWS[:56], *ROWS[57:]]).words == "Row 57 is missing: row 58 stands behind row 56."
    assert broken(ROWS[3:]).words == "Rows 1 to 3 are missing: row 4 stands at the beginning."
    assert broken([replace(ROWS[0], seq=-5), *ROWS]).words == (
        "There is a row -5, though rows are numbered from 1: it was put in."
    )


@pytest.mark.parametrize("count", [0, 199, "many", None])
def test_a_count_turned_back_is_found(count: Any) -> None:
    assert broken(ROWS, replace(TIP, count=count)).words == (
        f"{count} rows were written, but there are 200: rows were put in, or the count changed."
    )


def test_a_newest_hash_that_was_changed_is_found() -> None:
    assert broken(ROWS, replace(TIP, hash=ROWS[198].hash)).seq == 200


@pytest.mark.parametrize("place", [0, 99, 199])
def test_a_noted_hash_is_met(place: int) -> None:
    assert followed(ROWS, TIP, noted=ROWS[place].hash) == Whole(200, TIP.hash)


def test_the_hash_of_the_empty_trail_is_met_ever_after() -> None:
    assert followed(ROWS, TIP, noted=START) == Whole(200, TIP.hash)


def test_a_trail_cut_back_with_its_tip_is_found_by_the_noted_hash_alone() -> None:
    cut = Tip(START, 150, ROWS[149].hash)
    assert followed(ROWS[:150], cut) == Whole(150, ROWS[149].hash)
    verdict = broken(ROWS[:150], cut, noted=TIP.hash)
    assert "none of them has the noted hash" in verdict.words
