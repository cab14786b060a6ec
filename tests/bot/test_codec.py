"""Buttons: what goes in comes out, it always fits, and nothing else is taken for a button."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.codec import LIMIT, Act, decode, encode

WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789:_-", max_size=10)
ACTS = st.builds(
    Act,
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9),
    st.none() | st.integers(0, 2**40),
    st.none() | st.integers(0, 2**24),
    st.lists(WORD, max_size=3).map(tuple),
)


@given(ACTS)
def test_a_button_says_what_it_was_made_for(act: Act) -> None:
    data = encode(act)
    assert len(data.encode()) <= LIMIT
    assert decode(data) == act


@given(st.text(max_size=80))
def test_any_bytes_are_read_or_refused_but_never_break(data: str) -> None:
    act = decode(data)
    assert act is None or decode(encode(act)) == act


def test_a_button_is_compact() -> None:
    assert encode(Act("a", 1234, 17, ("4", "2"))) == "a.ya.h.4.2"


@pytest.mark.parametrize(
    "data", ["", "a", "a.1", "a.1.2.×", "a.1.2." + "x" * 60, "A.1.2", "a.１.2", "a..1", "a.1.2\n"]
)
def test_what_is_no_button_is_refused(data: str) -> None:
    assert decode(data) is None


def test_a_button_that_would_not_fit_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="not a button"):
        encode(Act("set", 1, 1, ("x" * 41,)))
    with pytest.raises(ValueError, match="not a button"):
        encode(Act("set", 1, 1, ("x" * 40, "y" * 30)))


def test_arguments_are_numbers_only_if_they_are() -> None:
    act = Act("go", 1, 1, ("12", "-1", "x", "9" * 13))
    assert [act.number(i) for i in range(5)] == [12, None, None, None, None]
    assert act.word(2) == "x"
    assert act.word(9) == ""
