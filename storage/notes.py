"""Notes and evidence: what was typed, spoken, photographed or sent beside a criterion.

A message is noted once, however often it comes. An amendment lists the notes of what it amends, too; those
stay as they were. Only notes of a draft can be changed or removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, exists, insert, or_, select, update

from storage import tables
from storage.statements import columns, new_key
from storage.values import Attachment, AttachmentState, NewAttachment, Note

_table = tables.note
_attachment = tables.attachment
_evaluation = tables.evaluation
_COLUMNS = columns(_table, Note, leave_out=["attachments"])
_ATTACHMENTS = columns(_attachment, Attachment)

_ADD = insert(_table)
_ATTACH = insert(_attachment)
_BY_ID = select(*_COLUMNS).where(_table.c.id == bindparam("wanted"))
_BY_MESSAGE = select(*_COLUMNS).where(
    or_(
        (_table.c.chat_id == bindparam("chat")) & (_table.c.message_id == bindparam("message")),
        _table.c.id.in_(
            select(_attachment.c.note_id).where(
                _attachment.c.chat_id == bindparam("chat"), _attachment.c.message_id == bindparam("message")
            )
        ),
    )
)
_ALBUM = select(*_COLUMNS).where(
    _table.c.evaluation_id == bindparam("evaluation"),
    _table.c.chat_id == bindparam("chat"),
    _table.c.media_group == bindparam("album"),
)
_seed = select(_evaluation.c.id, _evaluation.c.amends_id).where(_evaluation.c.id == bindparam("evaluation"))
_line = _seed.cte("line", recursive=True)
_before = _evaluation.alias("before")
_line = _line.union_all(select(_before.c.id, _before.c.amends_id).where(_before.c.id == _line.c.amends_id))
_OF = (
    select(*_COLUMNS)
    .where(_table.c.evaluation_id.in_(select(_line.c.id)), _table.c.removed_at.is_(None))
    .order_by(_table.c.id)
)
_FILES_OF = (
    select(*_ATTACHMENTS)
    .where(_attachment.c.note_id.in_(bindparam("notes", expanding=True)))
    .order_by(_attachment.c.message_id, _attachment.c.id)
)
_of_a_draft = exists().where(_evaluation.c.id == _table.c.evaluation_id, _evaluation.c.status == "draft")
_REMOVE = (
    update(_table)
    .where(
        _table.c.id == bindparam("wanted"),
        _table.c.evaluation_id == bindparam("evaluation"),
        _table.c.removed_at.is_(None),
        _of_a_draft,
    )
    .values(removed_at=bindparam("now"))
)
_SET_TEXT = (
    update(_table).where(_table.c.id == bindparam("wanted"), _of_a_draft).values(text=bindparam("words"))
)
_theirs = exists().where(
    _evaluation.c.id == _table.c.evaluation_id, _evaluation.c.evaluator_id == bindparam("editor")
)
_EDIT = _SET_TEXT.where(_theirs).values(edited_at=bindparam("now"))
_IS_THEIRS = select(_table.c.id).where(_table.c.id == bindparam("wanted"), _of_a_draft, _theirs)
_WANTED = (
    select(*_ATTACHMENTS)
    .join(_table, _table.c.id == _attachment.c.note_id)
    .where(_attachment.c.state == "wanted", _table.c.removed_at.is_(None))
    .order_by(_attachment.c.tries, _attachment.c.id)
    .limit(bindparam("most"))
)
_STORED = (
    update(_attachment)
    .where(_attachment.c.id == bindparam("wanted"), _attachment.c.state == "wanted")
    .values(path=bindparam("copy"), size=bindparam("bytes"), state="stored")
)
_FAILED = (
    update(_attachment)
    .where(_attachment.c.id == bindparam("wanted"), _attachment.c.state == "wanted")
    .values(state=bindparam("now_state"), tries=_attachment.c.tries + 1)
)


def add_note(  # noqa: PLR0913  (one for each column)
    conn: Connection,
    *,
    evaluation_id: int,
    item: str,
    text: str,
    chat_id: int,
    message_id: int,
    media_group: str | None = None,
    attachments: Sequence[NewAttachment] = (),
    now: datetime,
) -> tuple[Note, bool]:
    """Note a message with at most one file, and say whether that made a new note.

    A message that was noted before changes nothing. One of an album of which another message is noted on this
    evaluation adds its file and its caption to that note; so does one of an album whose note was removed,
    which stays removed.

    :raises ValueError: if there are several files: Telegram sends one a message.
    """
    if len(attachments) > 1:
        raise ValueError("a message brings at most one file")
    message = {"chat": chat_id, "message": message_id}
    known = _one(conn, _BY_MESSAGE, message)
    if known is not None:
        return known, False
    album = None
    if media_group is not None:
        wanted = {"evaluation": evaluation_id, "chat": chat_id, "album": media_group}
        album = _one(conn, _ALBUM, wanted)
    if album is None:
        row = {
            "evaluation_id": evaluation_id,
            "item": item,
            "text": text,
            "media_group": media_group,
            "chat_id": chat_id,
            "message_id": message_id,
            "created_at": now,
        }
        note_id = new_key(conn.execute(_ADD, row))
    else:
        note_id = album.id
        if text:
            joined = f"{album.text}\n{text}" if album.text else text
            conn.execute(_SET_TEXT, {"wanted": note_id, "words": joined})
    for file in attachments:
        _attach(conn, note_id, file, chat_id, message_id)
    return _known(conn, note_id), album is None


def _attach(conn: Connection, note_id: int, file: NewAttachment, chat_id: int, message_id: int) -> None:
    row = {
        "note_id": note_id,
        "kind": file.kind,
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "name": file.name,
        "mime": file.mime,
        "size": file.size,
        "chat_id": chat_id,
        "message_id": message_id,
        "state": file.state,
        "tries": 0,
    }
    conn.execute(_ATTACH, row)


def notes(conn: Connection, evaluation_id: int) -> list[Note]:
    """The notes of an evaluation that were not removed, and of those it amends, oldest first.

    ``Note.evaluation_id`` tells which are its own.
    """
    return _with_files(conn, conn.execute(_OF, {"evaluation": evaluation_id}).all())


def remove_note(conn: Connection, note_id: int, evaluation_id: int, now: datetime) -> bool:
    """Remove a draft's own note (the row stays). ``False`` where there is none to remove."""
    wanted = {"wanted": note_id, "evaluation": evaluation_id, "now": now}
    return conn.execute(_REMOVE, wanted).rowcount == 1


def edit_note_text(
    conn: Connection, chat_id: int, message_id: int, text: str, *, by: int, now: datetime
) -> Note | None:
    """Follow a message that was edited in Telegram; a caption stands for its whole album.

    ``None``, and nothing changed, where the message is no note, was removed, was handed in, or is in a draft that
    is not (any more) that of the person ``by``.
    """
    known = _one(conn, _BY_MESSAGE, {"chat": chat_id, "message": message_id})
    if known is None or known.removed_at is not None:
        return None
    wanted = {"wanted": known.id, "editor": by}
    if not text and known.message_id != message_id:
        return known if conn.execute(_IS_THEIRS, wanted).first() else None
    changed = conn.execute(_EDIT, {**wanted, "words": text, "now": now}).rowcount
    return replace(known, text=text, edited_at=now) if changed else None


def wanted_attachments(conn: Connection, limit: int) -> list[Attachment]:
    """Files still to be fetched, those tried least often first."""
    return [Attachment(*row) for row in conn.execute(_WANTED, {"most": limit})]


def attachment_stored(conn: Connection, id: int, path: str, size: int) -> bool:
    """Note where a file's copy lies (relative to the data directory) and its size in bytes.

    ``False``, and nothing noted, where it is not wanted any more: it was erased while it was fetched.
    """
    return conn.execute(_STORED, {"wanted": id, "copy": path, "bytes": size}).rowcount == 1


def attachment_failed(conn: Connection, id: int, state: AttachmentState) -> None:
    """Count a try that failed: ``wanted`` to try again, ``too-big`` or ``failed`` to give up.

    A file that was erased meanwhile stays given up.
    """
    conn.execute(_FAILED, {"wanted": id, "now_state": state})


def _known(conn: Connection, note_id: int) -> Note:
    return _with_files(conn, conn.execute(_BY_ID, {"wanted": note_id}).all())[0]


def _one(conn: Connection, wanted: Executable, parameters: Mapping[str, object]) -> Note | None:
    found = _with_files(conn, conn.execute(wanted, parameters).all())
    return found[0] if found else None


def _with_files(conn: Connection, rows: Iterable[Sequence[Any]]) -> list[Note]:
    bare = [Note(*row) for row in rows]
    if not bare:
        return []
    files: defaultdict[int, list[Attachment]] = defaultdict(list)
    for row in conn.execute(_FILES_OF, {"notes": [note.id for note in bare]}):
        attachment = Attachment(*row)
        files[attachment.note_id].append(attachment)
    return [replace(note, attachments=tuple(files[note.id])) for note in bare]
