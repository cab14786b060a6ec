"""Sharing the room of one message: nothing is longer than there is room for, and short words stay whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.codec import Act
from bot.screens.room import clipped_to, lines_within, room_beside, size
from bot.screens.screen import Button, packed, short, width


def test_what_is_read_counts_and_not_the_markup() -> None:
    assert size("<b>王芳</b>：<blockquote expandable>a &amp; b</blockquote>") == 8
    assert size("𬭎🙂龘") == 5


def test_short_texts_stay_whole_and_long_ones_share_the_rest() -> None:
    assert clipped_to(["字" * 100, "短", "字" * 50, "字" * 100], 171) == [
        "字" * 59 + "…",
        "短",
        "字" * 50,
        "字" * 59 + "…",
    ]


def test_all_stay_whole_where_all_fit() -> None:
    assert clipped_to(["一", "二二", "𬭎"], 5) == ["一", "二二", "𬭎"]


def test_no_room_is_no_words_and_no_texts_are_no_trouble() -> None:
    assert clipped_to(["一二三", "𬭎𬭎"], 0) == ["", ""]
    assert clipped_to(["一二三", "𬭎𬭎"], -5) == ["", ""]
    assert clipped_to([], 100) == []


@given(st.lists(st.text(st.sampled_from("字a 𬭎🙂"), max_size=80), max_size=8), st.integers(-3, 300))
def test_all_together_never_need_more_than_the_room(texts: list[str], room: int) -> None:
    cut = clipped_to(texts, room)
    assert sum(size(text) for text in cut) <= max(room, 0)
    assert len(cut) == len(texts)


def test_lines_are_taken_whole_and_in_order() -> None:
    assert lines_within(["一二", "<b>三</b>", "四五六"], 5) == ["一二", "<b>三</b>"]
    assert lines_within(["一二三四五"], 5) == []


def test_the_room_beside_parts_counts_their_line_ends() -> None:
    assert room_beside(["一二", None, "<i>三</i>"]) == 4096 - 3 - 2 - 2


@given(st.text(max_size=60), st.integers(4, 40))
def test_a_label_is_never_wider_than_its_room(label: str, room: int) -> None:
    assert width(short(label, room)) <= room


def test_a_label_that_fits_is_left_alone_and_a_cut_one_says_so() -> None:
    assert short("一二三四五六七八九十一二三四五") == "一二三四五六七八九十一二三四五"
    assert short("一二三四五六七八九十一二三四五六") == "一二三四五六七八九十一二三四…"
    assert short("\u202e王芳\u200f") == "王芳"


def test_buttons_share_a_row_as_long_as_the_widest_fits() -> None:
    a, b, c = (Button(label, Act("x")) for label in ("一二三四五六七", "二", "三"))
    assert packed([a, b, c]) == ((a, b), (c,))
    assert packed([b, c]) == ((b, c),)
    assert packed([]) == ()


def test_rows_of_buttons_are_filled_alike_where_that_takes_no_more_rows() -> None:
    a, b, c, d = (Button(label, Act("x")) for label in ("一二三四", "一二三", "一二", "一"))
    assert packed([a, b, c, d]) == ((a, b, c, d),)
    e = Button("一二三四五", Act("x"))
    assert packed([a, b, e, d]) == ((a, b), (e, d))
    assert packed([b, c, d, a, e]) == ((b, c, d), (a, e))
