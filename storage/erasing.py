"""Erasing: everything personal about a subject, or about someone who uses the bot, is overwritten in place.

Rows are otherwise only ever added; this is the one exception, and it leaves a row in ``erasure`` and in the audit
trail. The database is done first, in one transaction; copies of files go after the commit, from the rows that say
whose they were, so that a crash in between only delays them (:func:`unfinished`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from storage import audit, chats, tables, traces
from storage.elsewhere import mentions
from storage.subjects import name_key

Because: TypeAlias = Literal["request", "retention"]
"""Why somebody is erased: they (or somebody for them) asked, or their time was up."""

Remain: TypeAlias = Callable[[str, str, str], "str | None"]
"""Given a form's digest, an item and its stored value: what may stay of the value, ``None`` for nothing."""

_TELLING = 5
"""Characters from which on a field that two have alike tells of one of them: a number, an address."""
_SEARCHES = {"history", "whose", "exportwho"}
"""Views whose argument ends in what was searched for."""

DISCARDED = "discarded"
"""The view of a chat whose open draft was about them: somebody may be in the middle of a question."""

NOBODY = 0
"""The actor where nobody in the chat asked: the bot itself, or the command line."""

_subject, _evaluation, _answer = tables.subject, tables.evaluation, tables.answer
_note, _attachment, _feedback = tables.note, tables.attachment, tables.feedback
_chat, _erasure, _person = tables.chat, tables.erasure, tables.person

_THERE = (
    select(_subject.c.id, _subject.c.name, _subject.c.name_key, _subject.c.fields)
    .where(_subject.c.id == bindparam("whose"), _subject.c.erased_at.is_(None))
    .with_for_update()
)
_EVALUATIONS = (
    select(_evaluation.c.id, _evaluation.c.form_digest, _evaluation.c.status, _evaluation.c.evaluator_id)
    .where(_evaluation.c.subject_id == bindparam("whose"))
    .order_by(_evaluation.c.id)
)
_of_them = _evaluation.c.id.in_(bindparam("those", expanding=True))
_ANSWERS = select(_answer.c.id, _answer.c.evaluation_id, _answer.c.item, _answer.c.value).where(
    _answer.c.evaluation_id.in_(bindparam("those", expanding=True)), _answer.c.value.is_not(None)
)
_SET_ANSWER = update(_answer).where(_answer.c.id == bindparam("wanted")).values(value=bindparam("left"))
_NOTES = select(_note.c.id).where(_note.c.evaluation_id.in_(bindparam("those", expanding=True)))
_FILES = (
    select(_attachment.c.id)
    .join(_note, _note.c.id == _attachment.c.note_id)
    .join(_evaluation, _evaluation.c.id == _note.c.evaluation_id)
    .where(_evaluation.c.subject_id == bindparam("whose"))
    .order_by(_attachment.c.id)
)
_UNFINISHED = select(_erasure.c.subject_id).where(_erasure.c.finished_at.is_(None)).order_by(_erasure.c.id)
_FINISH = (
    update(_erasure)
    .where(_erasure.c.subject_id == bindparam("whose"), _erasure.c.finished_at.is_(None))
    .values(finished_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands in place of names: of the subject (which says not who it was), and of who used the bot only to read
    their own result (which says not whose that was).
    """

    subject: str
    user: str


@dataclass(frozen=True, slots=True)
class Weight:
    """How much there is about a subject, for those who decide whether to erase it."""

    subject_id: int
    kind: str
    name: str
    evaluations: int
    drafts: int
    notes: int
    files: int


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased."""

    subject_id: int
    evaluations: int
    drafts: int
    notes: int
    files: int


def erased_since(conn: Connection, when: datetime) -> bool:
    """Whether anybody was erased since: what was read before may still hold them."""
    return conn.execute(select(_erasure.c.id).where(_erasure.c.at >= when).limit(1)).first() is not None


def weigh(conn: Connection, subject_id: int) -> Weight | None:
    """How much there is about a subject; ``None`` where there is no such subject, or it was erased already."""
    found = conn.execute(
        select(_subject.c.kind, _subject.c.name).where(
            _subject.c.id == subject_id, _subject.c.erased_at.is_(None)
        )
    ).first()
    if found is None:
        return None
    states = [row.status for row in conn.execute(_EVALUATIONS, {"whose": subject_id})]
    those = [row.id for row in conn.execute(_EVALUATIONS, {"whose": subject_id})]
    notes = conn.execute(
        select(func.count())
        .select_from(_note)
        .where(_note.c.evaluation_id.in_(those), _note.c.removed_at.is_(None))
    ).scalar_one()
    return Weight(
        subject_id,
        found.kind,
        found.name,
        sum(state in {"submitted", "amended", "void"} for state in states),
        states.count("draft"),
        int(notes),
        len(files_of(conn, subject_id)),
    )


def erase(
    conn: Connection,
    subject_id: int,
    *,
    labels: Labels,
    remain: Remain,
    asked_by: int,
    because: Because,
    now: datetime,
) -> Erased | None:
    """Overwrite everything personal about a subject; ``None`` where there is none, or it was erased already.

    ``remain`` says which part of an answer
    names nobody and stays. Figures and grades stay, drafts are discarded. Copies of files are removed later, by
    whoever has the data directory: see :func:`unfinished`.
    """
    known = conn.execute(_THERE, {"whose": subject_id}).first()
    if known is None:
        return None
    found = conn.execute(_EVALUATIONS, {"whose": subject_id}).all()
    those = [row.id for row in found]
    drafts = [row.id for row in found if row.status == "draft"]
    digests = {row.id: row.form_digest for row in found}
    _views(conn, those, json.loads(known.fields), known.name)
    chats.want_redrawn(conn, None, now)
    _answers(conn, digests, remain)
    _elsewhere(conn, known.name, json.loads(known.fields), those)
    _evaluations(conn, those, now)
    traces.want_gone(conn, subject_id, those, now)
    notes, files = _notes_and_files(conn, those, now)
    _released(conn, those, labels.user, asked_by, now)
    _plans(conn, subject_id, asked_by, now)
    conn.execute(
        update(_subject)
        .where(_subject.c.id == subject_id)
        .values(name=labels.subject, name_key=name_key(labels.subject), fields="{}", erased_at=now)
    )
    conn.execute(insert(_erasure).values(subject_id=subject_id, asked_by=asked_by, because=because, at=now))
    done = Erased(subject_id, len(those) - len(drafts), len(drafts), notes, files)
    audit.record(
        conn,
        actor=asked_by,
        action=audit.Action.ERASED,
        object_kind="subject",
        object_id=subject_id,
        details={"because": because, "evaluations": len(those), "notes": notes, "files": files},
        now=now,
    )
    return done


def unfinished(conn: Connection) -> list[int]:
    """Subjects that are erased in the database, and whose files may still be there."""
    return list(conn.execute(_UNFINISHED).scalars())


def files_of(conn: Connection, subject_id: int) -> list[int]:
    """The ids of all attachments that ever came with a subject's evaluations."""
    return list(conn.execute(_FILES, {"whose": subject_id}).scalars())


def finished(conn: Connection, subject_id: int, now: datetime) -> None:
    """Note that a subject's files are gone, too."""
    conn.execute(_FINISH, {"whose": subject_id, "now": now})


def forget_person(conn: Connection, person_id: int, *, label: str, asked_by: int, now: datetime) -> bool:
    """Erase the name of someone who uses the bot and end all their roles; ``False`` where they are not known.

    What they handed in stays, under their Telegram id, which is a number that names nobody by itself. An owner
    that the settings name stays one. Should they write again as a stranger, nothing of it is kept.
    """
    if not _unname(conn, person_id, label, now):
        return False
    audit.record(
        conn,
        actor=asked_by,
        action=audit.Action.ERASED,
        object_kind="person",
        object_id=person_id,
        details={},
        now=now,
    )
    return True


def _unname(conn: Connection, person_id: int, label: str, now: datetime) -> bool:
    """Name and languages go, roles end, the chat shows nothing any more; whether they are known."""
    values = {"name": label, "language": None, "telegram_language": None}
    known = conn.execute(update(_person).where(_person.c.id == person_id).values(values)).rowcount
    membership = tables.membership
    conn.execute(
        update(membership)
        .where(membership.c.person_id == person_id, membership.c.ended_at.is_(None))
        .values(ended_at=now)
    )
    conn.execute(update(_chat).where(_chat.c.chat_id == person_id).values(view="menu", evaluation_id=None))
    chats.want_redrawn(conn, [person_id], now)
    return bool(known)


def _answers(conn: Connection, digests: dict[int, str], remain: Remain) -> None:
    """Of each answer that was ever given, what names nobody stays; the corrected ones are no exception."""
    changed = []
    for row in conn.execute(_ANSWERS, {"those": list(digests)}).all():
        left = remain(digests[row.evaluation_id], row.item, row.value)
        if left != row.value:
            changed.append({"wanted": row.id, "left": left})
    if changed:
        conn.execute(_SET_ANSWER, changed)


def _elsewhere(conn: Connection, name: str, fields: Mapping[str, object], those: Collection[int]) -> None:
    """What is left of them in drafts that went on with somebody else goes, also where it was filed under that name.

    A draft in which the name was typed and nobody chosen yet is discarded.
    """
    for one in mentions(conn, name, fields, those):
        if one.answers:
            conn.execute(_SET_ANSWER, [{"wanted": id, "left": None} for id in one.answers])
        if one.subject_id is not None:
            _unfile(conn, one.subject_id, fields)
        else:
            conn.execute(
                update(_evaluation)
                .where(_evaluation.c.id == one.evaluation_id, _evaluation.c.status == "draft")
                .values(status="discarded", revision=_evaluation.c.revision + 1)
            )


def _unfile(conn: Connection, subject_id: int, fields: Mapping[str, object]) -> None:
    """Another subject keeps no field that says the same as theirs, except what very many share (an age, a choice)."""
    known = json.loads(
        conn.execute(select(_subject.c.fields).where(_subject.c.id == subject_id)).scalar_one()
    )
    kept = {
        id: value
        for id, value in known.items()
        if value != fields.get(id) or not isinstance(value, str) or len(value) < _TELLING
    }
    if kept != known:
        told = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        conn.execute(update(_subject).where(_subject.c.id == subject_id).values(fields=told))


def _evaluations(conn: Connection, those: Collection[int], now: datetime) -> None:
    """Words leave the evaluations; figures stay."""
    where = {"those": list(those)}
    for row in conn.execute(
        select(_evaluation.c.id, _evaluation.c.result).where(_of_them, _evaluation.c.result.is_not(None)),
        where,
    ).all():
        told = json.loads(row.result)
        if told.get("override_reason"):
            told["override_reason"] = None
            conn.execute(
                update(_evaluation)
                .where(_evaluation.c.id == row.id)
                .values(result=json.dumps(told, ensure_ascii=False, separators=(",", ":")))
            )
    conn.execute(
        update(_evaluation).where(_of_them, _evaluation.c.amend_reason.is_not(None)).values(amend_reason=""),
        where,
    )
    conn.execute(
        update(_evaluation)
        .where(_of_them, _evaluation.c.status == "draft")
        .values(status="discarded", updated_at=now, revision=_evaluation.c.revision + 1),
        where,
    )


def _notes_and_files(conn: Connection, those: Collection[int], now: datetime) -> tuple[int, int]:
    """Notes lose their words and files what they were called; neither leads back to a message any more."""
    notes = list(conn.execute(_NOTES, {"those": list(those)}).scalars())
    files = conn.execute(
        update(_attachment)
        .where(_attachment.c.note_id.in_(notes))
        .values(
            file_id="",
            file_unique_id="",
            name="",
            mime="",
            size=None,
            path=None,
            state="failed",
            message_id=-_attachment.c.id,
        )
    ).rowcount
    conn.execute(
        update(_note)
        .where(_note.c.id.in_(notes))
        .values(
            text="",
            media_group=None,
            message_id=-_note.c.id,
            removed_at=func.coalesce(_note.c.removed_at, bindparam("now", now, _note.c.removed_at.type)),
        )
    )
    return len(notes), files


def _released(
    conn: Connection, those: Collection[int], user_label: str, asked_by: int, now: datetime
) -> None:
    """What was released to them is theirs no more, and nothing leads from who used the bot to whose result it was.

    Who used the bot for nothing else is forgotten there, too.
    """
    theirs = _feedback.c.evaluation_id.in_(those)
    found = conn.execute(select(_feedback.c.id, _feedback.c.person_id).where(theirs)).all()
    people = sorted({row.person_id for row in found if row.person_id is not None})
    withdrawn = func.coalesce(_feedback.c.withdrawn_at, bindparam("now", now, _feedback.c.withdrawn_at.type))
    conn.execute(
        update(_feedback)
        .where(theirs)
        .values(person_id=None, words=None, outcome_words=None, withdrawn_at=withdrawn)
    )
    invitation, use, notice = tables.invitation, tables.invitation_use, tables.notice
    links = invitation.c.evaluation_id.in_(those)
    conn.execute(
        update(invitation)
        .where(links, invitation.c.revoked_at.is_(None))
        .values(revoked_at=now, revoked_by=asked_by)
    )
    conn.execute(delete(use).where(use.c.invitation_id.in_(select(invitation.c.id).where(links))))
    for row in found:
        conn.execute(delete(notice).where(notice.c.key.like(f"feedback-%:{row.id}:%")))
    for person_id in people:
        _assessed_no_more(conn, person_id, user_label, now)


def _assessed_no_more(conn: Connection, person_id: int, label: str, now: datetime) -> None:
    """Who read a result that was erased is nobody's subject any more, unless of another one."""
    membership = tables.membership
    if conn.execute(select(_feedback.c.id).where(_feedback.c.person_id == person_id)).first() is not None:
        return
    subject_role = (membership.c.person_id == person_id) & (membership.c.role == "subject")
    conn.execute(delete(membership).where(subject_role))
    more = select(membership.c.id).where(membership.c.person_id == person_id, membership.c.ended_at.is_(None))
    if conn.execute(more).first() is None:
        # Not told in the trail: beside the row of the subject it would say who that was.
        _unname(conn, person_id, label, now)


def _plans(conn: Connection, subject_id: int, asked_by: int, now: datetime) -> None:
    """Nothing comes due about them any more; reasons that were typed go, and what was sent is drawn anew."""
    plan, occurrence, reminder = tables.plan, tables.occurrence, tables.reminder
    conn.execute(
        update(plan)
        .where(plan.c.subject_id == subject_id, plan.c.state != "ended")
        .values(state="ended", next_at=None, changed_at=now, revision=plan.c.revision + 1)
    )
    theirs = occurrence.c.subject_id == subject_id
    conn.execute(update(occurrence).where(theirs, occurrence.c.reason.is_not(None)).values(reason=""))
    conn.execute(
        update(occurrence)
        .where(theirs, occurrence.c.closed_at.is_(None))
        .values(state="excused", reason="", next_at=None, remind_at=None, closed_at=now, closed_by=asked_by)
    )
    about_them = reminder.c.occurrence_id.in_(select(occurrence.c.id).where(theirs))
    conn.execute(
        update(reminder).where(about_them, reminder.c.state == "wanted").values(state="skipped", act_at=None)
    )
    conn.execute(
        update(reminder)
        .where(about_them, reminder.c.state == "sent", reminder.c.message_id.is_not(None))
        .values(act_at=now)
    )


def _views(conn: Connection, those: Collection[int], known: Mapping[str, object], name: str) -> None:
    """No chat is left at a draft that is discarded, or at a view in which something of them was typed."""
    drafts = select(_evaluation.c.id).where(_of_them, _evaluation.c.status == "draft")
    lost = {"view": "menu", "evaluation_id": None}
    told = {"view": DISCARDED, "evaluation_id": None}
    conn.execute(update(_chat).where(_chat.c.evaluation_id.in_(drafts)).values(told), {"those": list(those)})
    words = [name_key(word) for word in (name, *known.values()) if isinstance(word, str)]
    for row in conn.execute(select(_chat.c.chat_id, _chat.c.view).where(_chat.c.view.contains(":"))).all():
        if _holds(row.view, words):
            conn.execute(update(_chat).where(_chat.c.chat_id == row.chat_id).values(lost))


def _holds(view: str, words: Collection[str]) -> bool:
    """Whether something typed in a view names somebody: their name or a word of theirs, or a good part of one."""
    kind, _, typed = view.partition(":")
    said = name_key(typed)
    if any(len(word) > 1 and word in said for word in words):
        return True
    query = name_key(typed.split(":", 2)[-1]) if kind in _SEARCHES else ""
    return len(query) > 1 and any(query in word for word in words)
