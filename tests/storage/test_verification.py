"""Verification codes: read as people type them, and changing with everything they cover."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import Connection, text

from storage import answers, forms, notes, verification
from storage.check_code import BITS, LETTERS, Mistyped, code_of, read, shown
from tests.storage.scene import CHAT, NOW, WANG, again, candidate, draft, handed_in, later

CODE = code_of(0x5A5A_5A5A_5A5A_5A)


def test_a_code_has_three_groups_of_four() -> None:
    assert code_of(0) == "000000000000"
    assert shown("0123456789AB") == "0123-4567-89AB"


def test_a_code_carries_55_bits() -> None:
    codes = {code_of(1 << bit) for bit in range(BITS)}
    assert len(codes) == 55
    assert code_of(1 << BITS) == code_of(0)


@pytest.mark.parametrize(
    "typed",
    [
        shown(CODE),
        CODE.lower(),
        f"  {CODE[:6]} {CODE[6:]}\n",
        "\u2013".join((CODE[:4], CODE[4:8], CODE[8:])),
        "".join(chr(ord(letter) + 0xFEE0) for letter in CODE),  # the full-width letters of Chinese keyboards
    ],
)
def test_it_is_read_however_it_is_typed(typed: str) -> None:
    assert read(typed) == CODE


def test_letters_that_look_like_figures_are_read_as_those() -> None:
    zeros = code_of(0)
    assert read("oooo-OOOO-0000") == zeros
    one = code_of(1 << (BITS - 5))
    assert one.startswith("1")
    assert read("l" + one[1:]) == read("I" + one[1:]) == one


def test_any_one_letter_mistyped_is_told() -> None:
    for place, other in itertools.product(range(12), LETTERS):
        if CODE[place] != other:
            with pytest.raises(Mistyped, match="check"):
                read(CODE[:place] + other + CODE[place + 1 :])


def test_any_two_letters_that_changed_places_are_told() -> None:
    for one, other in itertools.combinations(range(12), 2):
        if CODE[one] != CODE[other]:
            swapped = list(CODE)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            with pytest.raises(Mistyped, match="check"):
                read("".join(swapped))


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", "length"),
        (CODE[:-1], "length"),
        (CODE + "0", "length"),
        ("U" * 12, "letters"),
        ("考" * 12, "letters"),
    ],
)
def test_what_is_no_code_is_told_apart_from_a_slip(typed: str, wrong: str) -> None:
    with pytest.raises(Mistyped, match=wrong):
        read(typed)


def test_the_code_of_what_stands_as_it_was_is_intact(conn: Connection) -> None:
    evaluation = handed_in(conn, candidate(conn, "李四"))
    code = verification.code_for(conn, evaluation, NOW)
    assert verification.code_for(conn, evaluation, later(5)) == code
    found = verification.verify(conn, code)
    assert found is not None
    assert (found.evaluation.id, found.intact, found.later, found.printed_at) == (
        evaluation.id,
        True,
        None,
        NOW,
    )


def test_two_evaluations_have_two_codes(conn: Connection) -> None:
    first, second = handed_in(conn, candidate(conn, "李四")), handed_in(conn, candidate(conn, "赵六"))
    assert verification.code_for(conn, first, NOW) != verification.code_for(conn, second, NOW)


def test_a_code_never_printed_is_unknown(conn: Connection) -> None:
    assert verification.verify(conn, code_of(12345)) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evaluation SET revision = revision + 1",
        "UPDATE evaluation SET form_digest = 'digest-other'",
        "UPDATE evaluation SET total = '3.5'",
        "UPDATE evaluation SET grade = '优秀'",
        "UPDATE evaluation SET submitted_at = '2026-01-01 00:00:00.000000'",
        "UPDATE answer SET value = '\"优秀\"'",
        "DELETE FROM answer",
        "UPDATE note SET text = '别的话'",
    ],
)
def test_whatever_is_changed_behind_the_program_is_noticed(conn: Connection, change: str) -> None:
    begun = draft(conn, candidate(conn, "李四"))
    answers.add_answer(
        conn, evaluation_id=begun.id, item="q1", value_json='"良好"', revision=0, by=WANG, now=NOW
    )
    notes.add_note(conn, evaluation_id=begun.id, item="q1", text="很好", chat_id=CHAT, message_id=1, now=NOW)
    code = verification.code_for(conn, again(conn, begun), NOW)
    forms.keep_form(conn, "digest-other", "interview", "另一份", "{}", NOW)
    conn.execute(text(change))
    found = verification.verify(conn, code)
    assert found is not None
    assert not found.intact


def test_each_database_has_a_secret_of_its_own(conn: Connection) -> None:
    evaluation = handed_in(conn, candidate(conn, "李四"))
    code = verification.code_for(conn, evaluation, NOW)
    conn.execute(text("UPDATE verification_secret SET secret = :other"), {"other": "00" * 32})
    assert verification.code_for(conn, evaluation, NOW) != code
