"""Zhang, a candidate, with everything that can be held on somebody; and Li, of whom nothing may go."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import Connection, insert

from rubrics.library import digest, form_to_json, load_forms
from storage import answers, audit, chats, evaluations, forms, notes, people, subjects, tables
from storage.values import Chat, Evaluation, NewAttachment, Subject
from tests.storage.scene import CHAT, NOW, WANG, ZHOU

FORMS = load_forms(None).forms
PHONE = "13812345678"
SECRETS = (
    "张小凤", PHONE, "嗓音甜美", "住在滨江花园", "简历-张小凤", "离职原因是吵架", "评分笔误", "王芳签",
    "比计算的更出色", "不服这个评分", "维持原评分", "file-of-zhang",
)  # fmt: skip
"""Words that stand nowhere but in what is held on Zhang."""


def evaluation_of(
    conn: Connection, subject: Subject, *, form: str = "interview", amends: int | None = None
) -> Evaluation:
    """A draft about somebody, begun with the real form."""
    used = FORMS[form]
    forms.keep_form(conn, digest(used), used.id, used.title, form_to_json(used), NOW)
    return evaluations.begin(
        conn,
        form_digest=digest(used),
        form_id=used.id,
        form_title=used.title,
        evaluator_id=WANG,
        subject_id=subject.id,
        view="q",
        cursor="q1",
        amends_id=amends,
        amend_reason=None if amends is None else "评分笔误",
        now=NOW,
    )


def say(conn: Connection, evaluation: Evaluation, item: str, value: object) -> None:
    answers.add_answer(
        conn,
        evaluation_id=evaluation.id,
        item=item,
        value_json=json.dumps(value, ensure_ascii=False, separators=(",", ":")),
        revision=1,
        by=WANG,
        now=NOW,
    )


def note(conn: Connection, evaluation: Evaluation, words: str, message: int, file: str | None = None) -> int:
    files = [] if file is None else [NewAttachment("document", "file-of-zhang", "u", f"{file}.pdf", "x/y", 9)]
    made, _ = notes.add_note(
        conn,
        evaluation_id=evaluation.id,
        item="q1",
        text=words,
        chat_id=CHAT,
        message_id=message,
        attachments=files,
        now=NOW,
    )
    return made.attachments[0].id if made.attachments else 0


def hand_in(conn: Connection, evaluation: Evaluation, reason: str | None = None) -> None:
    told = {"form": "interview", "total": "3.25", "grade": "优秀", "override_reason": reason}
    done = evaluations.submit(
        conn,
        evaluation.id,
        total="3.25",
        max="4",
        percent="81.25",
        grade="优秀",
        result=json.dumps(told, ensure_ascii=False),
        now=NOW,
    )
    assert done
    audit.record(
        conn,
        actor=WANG,
        action=audit.Action.HANDED_IN,
        object_kind="evaluation",
        object_id=evaluation.id,
        details={"grade": "优秀"},
        now=NOW,
    )


def zhang(conn: Connection) -> Subject:
    """Zhang: handed in, amended, a draft, notes, a file, feedback by herself, a search for her name."""
    people.remember_person(conn, WANG, "王芳", NOW)
    her = subjects.add_subject(
        conn, kind="candidate", name="张小凤", created_by=WANG, now=NOW, fields={"phone": PHONE}
    )
    first = evaluation_of(conn, her)
    for item, value in (
        ("@name", "张小凤"), ("@phone", PHONE), ("q1", "良好"), ("q2", {"na": True}), ("@remarks", "嗓音甜美"),
        ("@overall", {"grade": "优秀", "reason": "比计算的更出色", "computed": "良好"}),
        ("@recommendation", "推荐"), ("#evaluator", "王芳签"),
    ):  # fmt: skip
        say(conn, first, item, value)
    note(conn, first, "住在滨江花园", 11)
    note(conn, first, "", 12, "简历-张小凤")
    hand_in(conn, first, "比计算的更出色")
    second = evaluation_of(conn, her, amends=first.id)
    say(conn, second, "@remarks", "离职原因是吵架")
    hand_in(conn, second)
    draft = evaluation_of(conn, her)
    say(conn, draft, "@name", "张小凤")
    chats.save_chat(conn, Chat(WANG, evaluation_id=draft.id, view=""), NOW)
    chats.save_chat(conn, Chat(ZHOU, view="history:0:小凤"), NOW)
    _released(conn, second)
    return her


def _released(conn: Connection, evaluation: Evaluation) -> None:
    people.remember_person(conn, 7_000_000_009, "张小凤", NOW)
    conn.execute(
        insert(tables.membership).values(
            person_id=7_000_000_009, role="subject", granted_by=WANG, granted_at=NOW
        )
    )
    conn.execute(
        insert(tables.feedback).values(
            evaluation_id=evaluation.id,
            released_by=WANG,
            released_at=NOW,
            answer_by=NOW + timedelta(days=7),
            person_id=7_000_000_009,
            answer="disputed",
            words="不服这个评分",
            answered_at=NOW,
            outcome="upheld",
            outcome_words="维持原评分",
            outcome_by=WANG,
            outcome_at=NOW,
        )
    )


def li(conn: Connection) -> tuple[Subject, Evaluation]:
    """Li, another candidate, whose draft was first about Zhang: her name and number were entered, then replaced."""
    him = subjects.add_subject(conn, kind="candidate", name="李强", created_by=WANG, now=NOW)
    evaluation = evaluation_of(conn, him)
    for item, value in (
        ("@name", "张小凤"), ("@phone", PHONE), ("@name", "李强"), ("@remarks", "踏实"), ("q1", "优秀"),
    ):  # fmt: skip
        say(conn, evaluation, item, value)
    return him, evaluation
