import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage import answers
from storage.answers import CARRIED_OVER, last_undoable, latest, value_before
from storage.values import StoredAnswer
from tests.storage.scene import NOW, WANG, draft, later


def said(id: int, item: str, value: str | None, undoes: int | None = None, revision: int = 1) -> StoredAnswer:
    return StoredAnswer(id, 1, item, value, revision, undoes, WANG, NOW)


def test_answers_are_added_and_read_oldest_first(conn: Connection) -> None:
    begun = draft(conn)
    other = draft(conn)
    first = answers.add_answer(
        conn, evaluation_id=begun.id, item="q1", value_json='"良好"', revision=1, by=WANG, now=NOW
    )
    answers.add_answer(
        conn, evaluation_id=other.id, item="q1", value_json='"较差"', revision=1, by=WANG, now=NOW
    )
    second = answers.add_answer(
        conn,
        evaluation_id=begun.id,
        item="q1",
        value_json=None,
        revision=2,
        by=WANG,
        now=later(1),
        undoes=first,
    )
    assert answers.answers(conn, begun.id) == [
        StoredAnswer(first, begun.id, "q1", '"良好"', 1, None, WANG, NOW),
        StoredAnswer(second, begun.id, "q1", None, 2, first, WANG, later(1)),
    ]


def test_an_answer_is_taken_back_once(conn: Connection) -> None:
    begun = draft(conn)

    def add(undoes: int | None) -> int:
        return answers.add_answer(
            conn,
            evaluation_id=begun.id,
            item="q1",
            value_json=None,
            revision=1,
            by=WANG,
            now=NOW,
            undoes=undoes,
        )

    first = add(None)
    add(first)
    with pytest.raises(IntegrityError):
        add(first)


def test_the_latest_answer_of_an_item_counts() -> None:
    stored = [said(1, "q1", '"良好"'), said(2, "q2", '"一般"'), said(3, "q1", '"优秀"'), said(4, "q2", None)]
    assert latest(stored) == {"q1": stored[2], "q2": stored[3]}
    assert latest([]) == {}


def test_the_newest_answer_is_undone_first_and_then_the_one_before() -> None:
    one, two = said(1, "q1", '"良好"'), said(2, "q2", '"一般"')
    assert last_undoable([one, two]) == two
    undone = said(3, "q2", None, undoes=2)
    assert last_undoable([one, two, undone]) == one
    assert last_undoable([one, two, undone, said(4, "q1", None, undoes=1)]) is None
    assert last_undoable([]) is None


def test_undoing_a_correction_brings_back_what_it_corrected() -> None:
    first, corrected = said(1, "q1", '"良好"'), said(3, "q1", '"优秀"')
    stored = [first, said(2, "q2", '"一般"'), corrected]
    assert value_before(stored, corrected) == '"良好"'
    assert value_before(stored, first) is None


def test_what_was_undone_does_not_come_back() -> None:
    stored = [
        said(1, "q1", '"良好"'),
        said(2, "q1", '"较差"'),
        said(3, "q1", '"良好"', undoes=2),
        said(4, "q1", '"优秀"'),
    ]
    assert value_before(stored, stored[3]) == '"良好"'
    assert last_undoable([*stored, said(5, "q1", '"良好"', undoes=4)]) == stored[0]


def test_undoing_an_answer_after_clearing_brings_back_the_cleared_state() -> None:
    stored = [said(1, "q1", '"良好"'), said(2, "q1", None), said(3, "q1", '"优秀"')]
    assert value_before(stored, stored[2]) is None


def test_what_an_amendment_carried_over_is_not_undone_but_comes_back() -> None:
    carried = said(7, "q1", '"良好"', revision=CARRIED_OVER)
    corrected = said(8, "q1", '"优秀"')
    assert last_undoable([carried]) is None
    assert last_undoable([carried, corrected]) == corrected
    assert value_before([carried, corrected], corrected) == '"良好"'
