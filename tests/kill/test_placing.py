"""Where the card goes: what is drawn in flight when the process dies must never stand below the live card."""

from __future__ import annotations

from bot.conversation.turn import Outcome
from bot.showing import merged, target


def test_a_card_that_stands_below_the_newest_message_already_is_edited() -> None:
    """The second picture of an album came before the card below the first was written down.

    Another card would be in flight while the records know of this one: a kill then left a stale card at the end.
    """
    assert target(19, Outcome(1, newest=18), stays=False) == (19, ())


def test_a_card_above_the_newest_message_makes_way_for_a_new_one_below() -> None:
    assert target(19, Outcome(1, newest=20), stays=False) == (None, (19,))


def test_a_result_stays_and_what_comes_next_stands_below_it() -> None:
    assert target(19, Outcome(1, newest=18), stays=True) == (None, ())


def test_a_drawing_that_waits_gives_way_to_one_that_knows_of_the_card_below() -> None:
    waits, later = Outcome(1, newest=18, gone=(16,)), Outcome(1, card=19, newest=18)
    assert merged(waits, later) == Outcome(1, card=19, newest=18, gone=(16,))


def test_a_drawing_that_has_to_go_below_takes_the_card_above_away() -> None:
    waits, later = Outcome(1, newest=20), Outcome(1, card=19, newest=20)
    assert merged(waits, later) == Outcome(1, newest=20, gone=(19,))
