import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from storage import answers, chats, evaluations, notes, subjects
from storage.answers import CARRIED_OVER, latest
from storage.values import Chat
from tests.storage.scene import CHAT, NOW, WANG, ZHOU, again, candidate, draft, hand_in, handed_in, later


def test_a_draft_begins_at_revision_0_with_nothing_handed_in(conn: Connection) -> None:
    li = candidate(conn, "李娜")
    begun = draft(conn, li)
    assert (begun.status, begun.revision, begun.view, begun.cursor) == ("draft", 0, "question", "q1")
    assert (begun.subject_id, begun.evaluator_id, begun.created_at) == (li.id, WANG, NOW)
    assert (begun.submitted_at, begun.total, begun.grade, begun.result) == (None, None, None, None)
    assert again(conn, begun) == begun


def test_an_evaluation_needs_a_kept_form(conn: Connection) -> None:
    with pytest.raises(IntegrityError):
        evaluations.begin(
            conn, form_digest="none", form_id="f", form_title="t", evaluator_id=WANG, view="v", now=NOW
        )


def test_nobody_is_evaluated_under_an_unknown_id(conn: Connection) -> None:
    assert evaluations.evaluation(conn, 99) is None


def test_a_move_makes_the_next_revision(conn: Connection) -> None:
    begun = draft(conn)
    moved = evaluations.move(conn, begun, view="question", cursor="q2", now=later(1))
    assert moved is not None
    assert (moved.revision, moved.cursor, moved.updated_at) == (1, "q2", later(1))
    assert again(conn, begun) == moved


def test_a_move_from_an_old_revision_changes_nothing(conn: Connection) -> None:
    begun = draft(conn)
    first = evaluations.move(conn, begun, view="question", cursor="q2", now=later(1))
    late = evaluations.move(conn, begun, view="review", cursor=None, now=later(2))
    assert late is None
    assert again(conn, begun) == first


def test_the_subject_can_be_said_later(conn: Connection) -> None:
    li = candidate(conn, "李娜")
    begun = draft(conn)
    evaluations.set_subject(conn, begun.id, li.id, later(3))
    assert again(conn, begun).subject_id == li.id
    known = subjects.subject(conn, li.id)
    assert known is not None
    assert known.used_at == later(3)


def test_the_subject_of_a_handed_in_evaluation_stays(conn: Connection) -> None:
    li, zhao = candidate(conn, "李娜"), candidate(conn, "赵敏")
    done = handed_in(conn, li)
    evaluations.set_subject(conn, done.id, zhao.id, later(3))
    assert again(conn, done).subject_id == li.id


def test_handing_in_keeps_the_figures_as_they_were_said(conn: Connection) -> None:
    begun = draft(conn)
    assert hand_in(conn, begun, later(20))
    done = again(conn, begun)
    assert (done.status, done.submitted_at) == ("submitted", later(20))
    assert (done.total, done.max, done.percent, done.grade) == ("3.25", "4", "81.25", "良好")
    assert done.result == '{"sections":[]}'


def test_handing_in_happens_once(conn: Connection) -> None:
    begun = draft(conn)
    assert hand_in(conn, begun, later(20))
    assert not hand_in(conn, begun, later(21))
    assert again(conn, begun).submitted_at == later(20)


def test_a_tap_drawn_before_hand_in_comes_too_late(conn: Connection) -> None:
    begun = draft(conn)
    hand_in(conn, begun)
    late = evaluations.move(conn, begun, view="v", cursor=None, now=NOW)
    assert late is None


def test_a_draft_is_discarded_once_and_never_handed_in_after(conn: Connection) -> None:
    begun = draft(conn)
    assert evaluations.discard(conn, begun.id, later(1))
    assert not evaluations.discard(conn, begun.id, later(2))
    assert not hand_in(conn, begun)
    assert again(conn, begun).status == "discarded"


def test_what_was_handed_in_cannot_be_discarded(conn: Connection) -> None:
    done = handed_in(conn)
    assert not evaluations.discard(conn, done.id, later(1))
    assert again(conn, done) == done


def test_an_amendment_replaces_only_when_it_is_handed_in(conn: Connection) -> None:
    original = handed_in(conn, candidate(conn, "李娜"))
    amendment = draft(conn, amends=original.id)
    assert amendment.amend_reason == "数字打错了"
    assert again(conn, original).status == "submitted"
    assert hand_in(conn, amendment, later(60))
    assert again(conn, original).status == "amended"
    assert again(conn, original).submitted_at == original.submitted_at
    assert again(conn, amendment).status == "submitted"
    assert [found.id for found in evaluations.amendments(conn, original.id)] == [amendment.id]


def test_of_two_amendments_of_one_evaluation_only_the_first_is_handed_in(conn: Connection) -> None:
    original = handed_in(conn)
    first, second = draft(conn, amends=original.id), draft(conn, amends=original.id)
    assert hand_in(conn, first)
    assert not hand_in(conn, second)
    assert again(conn, second).status == "draft"


def test_an_amendment_can_be_amended_in_turn(conn: Connection) -> None:
    original = handed_in(conn)
    first = draft(conn, amends=original.id)
    assert hand_in(conn, first)
    second = draft(conn, amends=first.id)
    assert hand_in(conn, second)
    statuses = [again(conn, one).status for one in (original, first, second)]
    assert statuses == ["amended", "amended", "submitted"]


def test_the_database_itself_refuses_a_second_live_amendment(conn: Connection) -> None:
    original = handed_in(conn)
    first, second = draft(conn, amends=original.id), draft(conn, amends=original.id)
    assert hand_in(conn, first)
    with pytest.raises(IntegrityError):
        conn.execute(text("UPDATE evaluation SET status = 'submitted' WHERE id = :id"), {"id": second.id})


def test_the_database_knows_no_other_status(conn: Connection) -> None:
    begun = draft(conn)
    with pytest.raises(IntegrityError):
        conn.execute(text("UPDATE evaluation SET status = 'lost' WHERE id = :id"), {"id": begun.id})


def test_an_amendment_starts_from_the_answers_that_count(conn: Connection) -> None:
    original = draft(conn)
    said = [("q1", '"良好"'), ("q2", '"一般"'), ("q1", '"优秀"'), ("q2", None), ("@phone", '"139"')]
    for revision, (item, value) in enumerate([*said, ("#evaluator", '"王芳"')], start=1):
        answers.add_answer(
            conn,
            evaluation_id=original.id,
            item=item,
            value_json=value,
            revision=revision,
            by=WANG,
            now=NOW,
        )
    assert hand_in(conn, original)
    amendment = draft(conn, amends=original.id)
    assert evaluations.copy_answers(conn, original.id, amendment.id, ZHOU, later(60)) == 2
    copied = answers.answers(conn, amendment.id)
    assert {item: answer.value for item, answer in latest(copied).items()} == {
        "q1": '"优秀"',
        "@phone": '"139"',
    }
    assert {(a.by, a.at, a.revision, a.undoes) for a in copied} == {(ZHOU, later(60), CARRIED_OVER, None)}
    assert len(answers.answers(conn, original.id)) == 6


def test_evaluations_of_a_subject_by_form_and_status(conn: Connection) -> None:
    li, zhao = candidate(conn, "李娜"), candidate(conn, "赵敏")
    first, second = handed_in(conn, li), handed_in(conn, li, evaluator=ZHOU)
    draft(conn, li)
    handed_in(conn, li, form="competency")
    handed_in(conn, zhao)
    found = evaluations.of_subject(conn, li.id, "interview", ["submitted", "amended"])
    assert [one.id for one in found] == [second.id, first.id]
    assert evaluations.of_subject(conn, li.id, "interview", []) == []


def test_only_drafts_without_any_trace_are_dropped(conn: Connection) -> None:
    empty = draft(conn)
    with_subject = draft(conn, candidate(conn, "李娜"))
    answered, noted, amending = draft(conn), draft(conn), draft(conn, amends=handed_in(conn).id)
    of_another = draft(conn, evaluator=ZHOU)
    answers.add_answer(
        conn, evaluation_id=answered.id, item="q1", value_json='"良好"', revision=1, by=WANG, now=NOW
    )
    notes.add_note(conn, evaluation_id=noted.id, item="q1", text="迟到", chat_id=CHAT, message_id=1, now=NOW)
    assert evaluations.drop_empty_drafts(conn, WANG) == 1
    assert evaluations.evaluation(conn, empty.id) is None
    for kept in (with_subject, answered, noted, amending, of_another):
        assert evaluations.evaluation(conn, kept.id) is not None


def test_a_dropped_draft_leaves_its_chat_and_its_id_is_never_given_again(conn: Connection) -> None:
    empty = draft(conn)
    chats.save_chat(conn, Chat(CHAT, evaluation_id=empty.id), NOW)
    assert evaluations.drop_empty_drafts(conn, WANG) == 1
    known = chats.chat(conn, CHAT)
    assert known is not None
    assert known.evaluation_id is None
    assert draft(conn).id > empty.id
