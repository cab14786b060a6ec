from sqlalchemy import Connection

from storage import evaluations
from storage.scope import Scope
from tests.storage.scene import NOW, WANG, ZHOU, candidate, draft, hand_in, handed_in, later


def test_drafts_come_with_the_one_worked_on_last_first(conn: Connection) -> None:
    first, second, third = draft(conn, now=later(1)), draft(conn, now=later(2)), draft(conn, now=later(3))
    evaluations.move(conn, first, view="question", cursor="q2", now=later(9))
    draft(conn, evaluator=ZHOU)
    handed_in(conn)
    listed = [one.id for one in evaluations.drafts(conn, WANG, limit=10)]
    assert listed == [first.id, third.id, second.id]
    assert evaluations.count_drafts(conn, WANG) == 3


def test_drafts_are_turned_page_by_page(conn: Connection) -> None:
    ids = [draft(conn, now=later(minute)).id for minute in range(5)]
    pages = [evaluations.drafts(conn, WANG, 2, offset) for offset in (0, 2, 4)]
    assert [[one.id for one in page] for page in pages] == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]


def test_history_has_what_was_handed_in_with_whom_it_was_about(conn: Connection) -> None:
    li = candidate(conn, "李娜")
    first = handed_in(conn, li, now=later(1))
    nameless = handed_in(conn, now=later(2))
    draft(conn, li)
    handed_in(conn, li, evaluator=ZHOU)
    listed = [(one.id, name) for one, name in evaluations.history(conn, Scope(evaluator=WANG), limit=10)]
    assert listed == [(nameless.id, None), (first.id, "李娜")]
    assert evaluations.count_history(conn, Scope(evaluator=WANG)) == 2


def test_history_keeps_an_amended_evaluation_beside_its_amendment(conn: Connection) -> None:
    original = handed_in(conn, now=later(1))
    amendment = draft(conn, amends=original.id)
    hand_in(conn, amendment, later(2))
    statuses = [one.status for one, _ in evaluations.history(conn, Scope(evaluator=WANG), limit=10)]
    assert statuses == ["submitted", "amended"]


def test_history_is_searched_by_name_and_by_form_however_it_is_typed(conn: Connection) -> None:
    anna = handed_in(conn, candidate(conn, "Anna Ｌｉ"), now=later(1))
    patrol = handed_in(
        conn, candidate(conn, "翠湖花园"), form="quality", title="C2、客服品质检查", now=later(2)
    )

    def found(text: str) -> list[int]:
        listed = [one.id for one, _ in evaluations.history(conn, Scope(evaluator=WANG), text=text, limit=10)]
        assert evaluations.count_history(conn, Scope(evaluator=WANG), text=text) == len(listed)
        return listed

    assert found("ａｎｎａ  li") == [anna.id]
    assert found("翠湖") == [patrol.id]
    assert found("c2") == [patrol.id]
    assert found("面试") == [anna.id]
    assert found("  ") == [patrol.id, anna.id]
    assert found("没有") == []
    wide = handed_in(conn, form="wide", title="Ｂ３、现场（夜间）检查", now=later(3))
    assert found("Ｂ３") == found("b3、现场") == found("（夜间）") == found("(夜间)") == [wide.id]


def test_signs_with_a_meaning_in_sql_are_searched_as_they_are(conn: Connection) -> None:
    handed_in(conn, candidate(conn, "100分"))
    sign = handed_in(conn, candidate(conn, "100%_'"))
    listed = [one.id for one, _ in evaluations.history(conn, Scope(evaluator=WANG), text="100%_'", limit=10)]
    assert listed == [sign.id]
    assert sign.submitted_at == NOW
