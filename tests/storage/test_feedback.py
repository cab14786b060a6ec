"""A release: made once, taken back, answered in time, settled once; and found from whatever amends what it is of."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from storage import feedback
from storage.feedback import Feedback
from storage.scope import EVERYTHING, Scope
from storage.values import Evaluation
from tests.storage.scene import NOW, WANG, ZHOU, candidate, draft, hand_in, handed_in, later

LI, MEI = 7_000_000_003, 7_000_000_004
UNTIL = NOW + timedelta(days=3)


@pytest.fixture
def evaluation(conn: Connection) -> Evaluation:
    return handed_in(conn, candidate(conn, "李明"))


@pytest.fixture
def released(conn: Connection, evaluation: Evaluation) -> Feedback:
    return release(conn, evaluation)


def release(conn: Connection, evaluation: Evaluation) -> Feedback:
    made = feedback.release(conn, evaluation.id, by=ZHOU, answer_by=UNTIL, now=NOW)
    assert made is not None
    return made


def joined(conn: Connection, release: Feedback) -> Feedback:
    assert feedback.join(conn, release.id, LI)
    return again(conn, release)


def again(conn: Connection, release: Feedback) -> Feedback:
    found = feedback.feedback(conn, release.id)
    assert found is not None
    return found


def amended(conn: Connection, evaluation: Evaluation, minutes: int = 5) -> Evaluation:
    begun = draft(conn, amends=evaluation.id, now=later(minutes))
    assert hand_in(conn, begun, later(minutes))
    return begun


def test_a_release_is_kept_with_who_when_and_until_when(conn: Connection, released: Feedback) -> None:
    assert (released.released_by, released.released_at, released.answer_by) == (ZHOU, NOW, UNTIL)
    assert released.live
    assert not released.contested
    assert released.person_id is None


def test_what_is_released_is_not_released_a_second_time(
    conn: Connection, evaluation: Evaluation, released: Feedback
) -> None:
    assert feedback.release(conn, evaluation.id, by=WANG, answer_by=UNTIL, now=later(1)) is None
    assert feedback.of(conn, evaluation.id) == released


def test_neither_is_an_amendment_of_it(conn: Connection, evaluation: Evaluation, released: Feedback) -> None:
    later_one = amended(conn, evaluation)
    assert feedback.of(conn, later_one.id) == released
    assert feedback.release(conn, later_one.id, by=WANG, answer_by=UNTIL, now=later(9)) is None


def test_what_was_taken_back_is_nobodys_and_can_be_released_anew(
    conn: Connection, evaluation: Evaluation, released: Feedback
) -> None:
    joined(conn, released)
    assert feedback.seen(conn, released.id, later(1))
    assert feedback.take_back(conn, released.id, later(2))
    assert feedback.about(conn, LI) == []
    assert feedback.of(conn, evaluation.id) is None
    anew = feedback.release(conn, evaluation.id, by=WANG, answer_by=UNTIL + timedelta(days=4), now=later(3))
    assert anew is not None
    assert (anew.id, anew.released_by, anew.person_id, anew.seen_at) == (released.id, WANG, None, None)
    assert feedback.join(conn, anew.id, MEI)


def test_it_is_taken_back_once_and_not_after_an_answer(conn: Connection, evaluation: Evaluation) -> None:
    first = release(conn, evaluation)
    assert feedback.take_back(conn, first.id, later(1))
    assert not feedback.take_back(conn, first.id, later(2))
    assert not feedback.join(conn, first.id, LI)
    second = joined(conn, release(conn, evaluation))
    assert feedback.acknowledge(conn, second.id, LI, later(3))
    assert not feedback.take_back(conn, second.id, later(4))


def test_one_person_joins_and_no_other(conn: Connection, released: Feedback) -> None:
    assert feedback.join(conn, released.id, LI)
    assert not feedback.join(conn, released.id, MEI)
    assert [one.id for one in feedback.about(conn, LI)] == [released.id]
    assert feedback.about(conn, MEI) == []


def test_the_first_look_is_noted(conn: Connection, released: Feedback) -> None:
    assert feedback.seen(conn, released.id, later(1))
    assert not feedback.seen(conn, released.id, later(2))
    assert again(conn, released).seen_at == later(1)


def test_it_is_answered_in_time_or_not_at_all(conn: Connection, released: Feedback) -> None:
    joined(conn, released)
    assert not feedback.acknowledge(conn, released.id, LI, UNTIL)
    assert not feedback.dispute(conn, released.id, LI, "不对", UNTIL)
    assert again(conn, released).silent(UNTIL)
    assert not again(conn, released).silent(UNTIL - timedelta(seconds=1))
    assert feedback.acknowledge(conn, released.id, LI, UNTIL - timedelta(seconds=1))
    assert not again(conn, released).silent(UNTIL)


def test_only_the_person_assessed_answers(conn: Connection, released: Feedback) -> None:
    joined(conn, released)
    assert not feedback.acknowledge(conn, released.id, MEI, later(1))
    assert not feedback.dispute(conn, released.id, MEI, "不对", later(1))
    assert again(conn, released).answer is None


def test_read_can_become_disputed_and_words_be_put_right_until_it_is_settled(
    conn: Connection, released: Feedback
) -> None:
    joined(conn, released)
    assert feedback.acknowledge(conn, released.id, LI, later(1))
    assert feedback.dispute(conn, released.id, LI, "第三题不对", later(2))
    assert not feedback.acknowledge(conn, released.id, LI, later(3))
    after = UNTIL + timedelta(days=1)
    assert feedback.dispute(conn, released.id, LI, "第二题不对", after)
    held = again(conn, released)
    assert (held.answer, held.words, held.answered_at) == ("disputed", "第二题不对", after)
    assert feedback.settle(conn, released.id, "upheld", "已核对", by=ZHOU, now=after)
    assert not feedback.dispute(conn, released.id, LI, "还是不对", after)


def test_a_dispute_is_settled_by_the_first_of_two(conn: Connection, released: Feedback) -> None:
    joined(conn, released)
    assert not feedback.settle(conn, released.id, "upheld", "早了", by=ZHOU, now=later(1))
    assert feedback.dispute(conn, released.id, LI, "不对", later(1))
    assert feedback.settle(conn, released.id, "upheld", "已核对", by=ZHOU, now=later(2))
    assert not feedback.settle(conn, released.id, "withdrawn", None, by=LI, now=later(3))
    held = again(conn, released)
    assert (held.outcome, held.outcome_words, held.outcome_by, held.outcome_at) == (
        "upheld",
        "已核对",
        ZHOU,
        later(2),
    )


def test_an_answer_to_words_that_were_changed_meanwhile_does_not_count(
    conn: Connection, released: Feedback
) -> None:
    joined(conn, released)
    assert feedback.dispute(conn, released.id, LI, "不对", later(1))
    assert feedback.dispute(conn, released.id, LI, "其实是另一题", later(2))
    assert not feedback.settle(conn, released.id, "upheld", "x", by=ZHOU, heard=later(1), now=later(3))
    assert again(conn, released).contested
    assert feedback.settle(conn, released.id, "upheld", "x", by=ZHOU, heard=later(2), now=later(3))


def test_time_to_answer_only_grows_and_not_after_the_end(conn: Connection, released: Feedback) -> None:
    assert feedback.extend(conn, released.id, UNTIL - timedelta(days=1))
    assert again(conn, released).answer_by == UNTIL
    assert feedback.extend(conn, released.id, UNTIL + timedelta(days=1))
    assert again(conn, released).answer_by == UNTIL + timedelta(days=1)
    assert feedback.take_back(conn, released.id, later(1))
    assert not feedback.extend(conn, released.id, UNTIL + timedelta(days=9))


def test_versions_lead_to_the_amendment_that_counts(conn: Connection, evaluation: Evaluation) -> None:
    second = amended(conn, evaluation, 5)
    third = amended(conn, second, 6)
    draft(conn, amends=third.id)
    assert [one.id for one in feedback.versions(conn, evaluation.id)] == [evaluation.id, second.id, third.id]
    assert [one.id for one in feedback.versions(conn, second.id)] == [second.id, third.id]


def test_the_list_puts_first_what_waits(conn: Connection) -> None:
    made = [release(conn, handed_in(conn, candidate(conn, name))) for name in "甲乙丙丁"]
    for one in made[:2]:
        joined(conn, one)
    assert feedback.acknowledge(conn, made[0].id, LI, later(1))
    assert feedback.dispute(conn, made[1].id, LI, "不对", later(1))
    assert feedback.take_back(conn, made[2].id, later(1))
    order = [one.id for one in feedback.released_in(conn, EVERYTHING, later(2), limit=9)]
    assert order == [made[1].id, made[3].id, made[0].id]
    assert feedback.count_released(conn, EVERYTHING) == 3
    assert feedback.count_released(conn, Scope(units=frozenset({5}))) == 0
    assert feedback.count_released(conn, Scope(evaluator=WANG)) == 3
