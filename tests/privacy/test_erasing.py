"""Erasing in the database: nothing personal stays in any table, and nothing of others goes."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Connection, select, text

from bot.privacy.remaining import remains
from rubrics.library import digest, form_from_json
from storage import answers, audit, chats, evaluations, forms, notes, people, subjects, tables, traces
from storage.chain import Whole
from storage.engine import Storage
from storage.erasing import Erased, Labels, erase, files_of, finished, forget_person, unfinished, weigh
from storage.holding import held, namesakes
from storage.values import Chat, Subject
from tests.privacy.records import FORMS, SECRETS, evaluation_of, li, say, zhang
from tests.storage.scene import NOW, WANG, ZHOU, later


def forget(conn: Connection, subject: Subject) -> Erased | None:
    """Erase as the bot does, with the forms as they were kept."""

    def remain(digest: str, item: str, value: str) -> str | None:
        body = forms.form_body(conn, digest)
        assert body is not None
        return remains(form_from_json(body), item, value)

    labels = Labels(f"已删除 #{subject.id}", "已删除的用户")
    return erase(
        conn, subject.id, labels=labels, remain=remain, asked_by=WANG, because="request", now=later(5)
    )


def words_in(conn: Connection) -> str:
    """Every value of every row of every table, as text."""
    return "\n".join(
        str(value)
        for table in tables.metadata.sorted_tables
        if table.name != "form"
        for row in conn.execute(select(table))
        for value in row
    )


@pytest.fixture
def her(conn: Connection) -> Subject:
    return zhang(conn)


def test_no_table_holds_a_word_of_hers_any_more(conn: Connection, her: Subject) -> None:
    li(conn)
    before = words_in(conn)
    assert [secret for secret in SECRETS if secret not in before] == []
    forget(conn, her)
    after = words_in(conn)
    assert [secret for secret in SECRETS if secret in after] == []
    assert f"已删除 #{her.id}" in after


def test_what_is_erased_is_told_in_numbers(conn: Connection, her: Subject) -> None:
    weight = weigh(conn, her.id)
    assert weight is not None
    assert (weight.evaluations, weight.drafts, weight.notes, weight.files) == (2, 1, 2, 1)
    done = forget(conn, her)
    assert done is not None
    assert (done.evaluations, done.drafts, done.notes, done.files) == (2, 1, 2, 1)
    assert weigh(conn, her.id) is None


def test_scores_and_what_the_form_itself_offers_stay(conn: Connection, her: Subject) -> None:
    forget(conn, her)
    first = evaluations.evaluation(conn, 1)
    assert first is not None
    assert (first.status, first.total, first.percent, first.grade) == ("amended", "3.25", "81.25", "优秀")
    assert first.result is not None
    assert json.loads(first.result)["override_reason"] is None
    kept = {row.item: row.value for row in answers.answers(conn, first.id)}
    assert kept == {
        "@name": None,
        "@phone": None,
        "q1": '"良好"',
        "q2": '{"na":true}',
        "@remarks": None,
        "@overall": '{"grade":"优秀","reason":"","computed":"良好"}',
        "@recommendation": '"推荐"',
        "#evaluator": None,
    }


def test_her_draft_is_discarded_and_its_chat_says_so(conn: Connection, her: Subject) -> None:
    forget(conn, her)
    draft = evaluations.evaluation(conn, 3)
    assert draft is not None
    assert draft.status == "discarded"
    shown = {row.chat_id: (row.evaluation_id, row.view) for row in conn.execute(select(tables.chat))}
    assert shown == {WANG: (None, "discarded"), ZHOU: (None, "menu")}


def test_notes_and_files_are_not_listed_and_lead_to_no_message(conn: Connection, her: Subject) -> None:
    forget(conn, her)
    assert notes.notes(conn, 1) == []
    assert all(row.message_id < 0 for row in conn.execute(select(tables.note)))
    assert all(row.message_id < 0 and row.path is None for row in conn.execute(select(tables.attachment)))
    assert notes.wanted_attachments(conn, 10) == []


def test_a_copy_that_comes_after_erasing_is_not_taken(conn: Connection, her: Subject) -> None:
    (file,) = files_of(conn, her.id)
    forget(conn, her)
    assert not notes.attachment_stored(conn, file, "evidence/0000/1.pdf", 9)
    notes.attachment_failed(conn, file, "wanted")
    assert notes.wanted_attachments(conn, 10) == []


def test_what_she_answered_goes_and_she_is_no_user_any_more(conn: Connection, her: Subject) -> None:
    forget(conn, her)
    row = conn.execute(select(tables.feedback)).one()
    assert (row.person_id, row.words, row.outcome_words) == (None, None, None)
    assert (row.answer, row.outcome, row.withdrawn_at) == ("disputed", "upheld", later(5))
    person = people.person(conn, 7_000_000_009)
    assert person is not None
    assert person.name == "已删除的用户"


def test_nothing_but_the_trail_leads_from_her_account_to_what_was_hers(
    conn: Connection, her: Subject
) -> None:
    feedback = conn.execute(select(tables.feedback.c.id)).scalar_one()
    account = 7_000_000_009
    invitation = {"token_hash": "h", "role": "subject", "evaluation_id": 1, "made_by": ZHOU, "made_at": NOW}
    conn.execute(tables.invitation.insert().values(**invitation, expires_at=NOW, uses=1, used=1))
    conn.execute(tables.invitation_use.insert().values(invitation_id=1, person_id=account, at=NOW))
    told = {"key": f"feedback-due:{feedback}:{account}:1", "kind": "feedback-due", "person_id": account}
    conn.execute(
        tables.notice.insert().values(**told, at=NOW, state="sent", tries=1, message_id=5, sent_at=NOW)
    )
    forget(conn, her)
    for table in (tables.membership, tables.invitation_use, tables.notice):
        assert conn.execute(select(table)).all() == []
    # the message that was sent is known until it is taken away, and then not even that
    ((trace, chat),) = conn.execute(
        select(tables.trace.c.id, tables.trace.c.chat_id).where(tables.trace.c.chat_id == account)
    ).all()
    assert chat == account
    traces.settled(conn, [(trace, "left")])
    assert conn.execute(select(tables.trace.c.chat_id).where(tables.trace.c.id == trace)).scalar_one() == 0


def test_a_number_of_hers_that_was_filed_under_somebody_else_goes_there_too(
    conn: Connection, her: Subject
) -> None:
    him, _ = li(conn)
    subjects.remember_fields(conn, him.id, {"phone": "13812345678", "age": "30"}, NOW)
    forget(conn, her)
    kept = subjects.subject(conn, him.id)
    assert kept is not None
    assert kept.fields == {"age": "30"}


@pytest.mark.parametrize(
    ("view", "kept"),
    [
        ("history:0:张小凤", "menu"),
        ("history:0:小凤", "menu"),
        ("history:0:张小凤:面试 13812345678", "menu"),
        ("whose:interview:0:13812345678", "menu"),
        ('planning:{"names":["李强","张小凤"]}', "menu"),
        ("history:0:李强", "history:0:李强"),
        ("history:0:", "history:0:"),
        ("feedback:1", "feedback:1"),
    ],
)
def test_no_chat_is_left_where_her_name_was_typed(
    view: str, kept: str, conn: Connection, her: Subject
) -> None:
    chats.save_chat(conn, Chat(ZHOU, view=view, card_message_id=3), NOW)
    forget(conn, her)
    found = chats.chat(conn, ZHOU)
    assert found is not None
    assert found.view == kept
    assert ZHOU in [chat_id for chat_id, _ in chats.to_redraw(conn, 10)]


def test_a_draft_that_was_about_her_first_keeps_all_of_its_own(conn: Connection, her: Subject) -> None:
    him, evaluation = li(conn)
    forget(conn, her)
    assert [(row.item, row.value) for row in answers.answers(conn, evaluation.id)] == [
        ("@name", None),
        ("@phone", None),
        ("@name", '"李强"'),
        ("@remarks", '"踏实"'),
        ("q1", '"优秀"'),
    ]
    kept = evaluations.evaluation(conn, evaluation.id)
    assert kept is not None
    assert (kept.status, kept.subject_id) == ("draft", him.id)


def test_a_namesake_keeps_everything(conn: Connection, her: Subject) -> None:
    other = subjects.add_subject(conn, kind="candidate", name="张小凤", created_by=WANG, now=NOW)
    evaluation = evaluation_of(conn, other)
    say(conn, evaluation, "@name", "张小凤")
    forget(conn, her)
    assert [row.value for row in answers.answers(conn, evaluation.id)] == ['"张小凤"']
    kept = subjects.subject(conn, other.id)
    assert kept is not None
    assert kept.name == "张小凤"
    assert [n.id for n in namesakes(conn, "张小凤")] == [other.id]


def test_a_name_typed_while_nobody_is_chosen_goes_with_its_draft(conn: Connection, her: Subject) -> None:
    used = FORMS["interview"]
    draft = evaluations.begin(
        conn, form_digest=digest(used), form_id=used.id, form_title=used.title, evaluator_id=ZHOU, view="twins", now=NOW
    )  # fmt: skip
    say(conn, draft, "@name", "张小凤")
    forget(conn, her)
    assert [row.value for row in answers.answers(conn, draft.id)] == [None]
    gone = evaluations.evaluation(conn, draft.id)
    assert gone is not None
    assert gone.status == "discarded"


def test_her_name_typed_again_is_somebody_new(conn: Connection, her: Subject) -> None:
    forget(conn, her)
    assert subjects.same_name(conn, "candidate", "张小凤") == []
    assert subjects.same_name(conn, "candidate", f"已删除 #{her.id}") == []
    assert subjects.recent_subjects(conn, "candidate", WANG, 10) == []
    fresh = subjects.add_subject(conn, kind="candidate", name="张小凤", created_by=WANG, now=later(9))
    assert fresh.id != her.id
    assert held(conn, fresh.id) is not None


def test_erasing_twice_does_nothing_the_second_time(conn: Connection, her: Subject) -> None:
    assert forget(conn, her) is not None
    assert forget(conn, her) is None
    assert unfinished(conn) == [her.id]
    finished(conn, her.id, later(6))
    assert unfinished(conn) == []


def test_the_audit_trail_stays_whole_and_tells_of_it(storage: Storage) -> None:
    her = storage.run_now(zhang)
    before = storage.run_now(lambda conn: audit.newest(conn, 10))
    storage.run_now(lambda conn: forget(conn, her))
    after = storage.run_now(lambda conn: audit.newest(conn, 10))
    assert after[: len(before)] == before
    assert [(e.action, e.object_kind) for e in after[len(before) :]] == [
        ("erased", "subject"),
    ]
    assert isinstance(audit.verify(storage), Whole)


def test_plans_about_her_end_and_reasons_go(conn: Connection, her: Subject) -> None:
    conn.execute(
        text(
            "INSERT INTO plan (form_id, form_title, subject_id, every, due, at, ladder, timezone, from_date, "
            "evaluator_id, supervisor_id, made_by, made_at, state, revision, changed_at, next_at) VALUES "
            "('performance', 'x', :s, 'month', 'last-day', '09:00', '7', 'Asia/Shanghai', '2026-11-01', "
            "1, 2, 2, '2026-11-01', 'active', 1, '2026-11-01', '2026-12-01')"
        ),
        {"s": her.id},
    )
    occurrence = (
        "INSERT INTO occurrence (plan_id, period, first_day, due, days, at, timezone, late_at, missed_at, form_id, "
        "subject_id, evaluator_id, supervisor_id, state, opened_at, next_at, closed_at, reason) VALUES "
        "(1, :period, '2026-11-01', '2026-11-30', '0', '09:00', 'Asia/Shanghai', '2026-12-01', '2026-12-14', "
        "'performance', :s, 1, 2, :state, '2026-11-01', :next, :closed, :reason)"
    )
    rows = (
        ("2026-10", "missed", None, "2026-11-10", "张小凤病假"),
        ("2026-11", "open", "2026-11-20", None, None),
    )
    for period, state, due, closed, reason in rows:
        conn.execute(
            text(occurrence),
            {"period": period, "state": state, "next": due, "closed": closed, "reason": reason, "s": her.id},
        )
    forget(conn, her)
    plan = conn.execute(select(tables.plan)).one()
    assert (plan.state, plan.next_at) == ("ended", None)
    kept = {
        row.period: (row.state, row.next_at, row.reason) for row in conn.execute(select(tables.occurrence))
    }
    assert kept == {"2026-10": ("missed", None, ""), "2026-11": ("excused", None, "")}


def test_someone_who_uses_the_bot_is_forgotten_by_name_and_role(conn: Connection) -> None:
    people.remember_person(conn, ZHOU, "周丽", NOW, "zh")
    conn.execute(
        tables.membership.insert().values(person_id=ZHOU, role="owner", granted_by=WANG, granted_at=NOW)
    )
    assert forget_person(conn, ZHOU, label="已删除", asked_by=ZHOU, now=later(1))
    person = people.person(conn, ZHOU)
    assert person is not None
    assert (person.name, person.language, person.telegram_language) == ("已删除", None, None)
    assert conn.execute(select(tables.membership.c.ended_at)).scalar_one() == later(1)
    assert not forget_person(conn, 1, label="已删除", asked_by=ZHOU, now=later(1))
