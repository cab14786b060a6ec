"""What the records say, as plain frozen values; the only things besides numbers and text that leave storage.

All moments are aware and in UTC. JSON is handed over as text, points and percents as exact decimals in text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

Status: TypeAlias = Literal["draft", "submitted", "amended", "discarded", "void"]
"""Where an evaluation stands. ``amended``: handed in, and replaced by a later amendment."""

AttachmentState: TypeAlias = Literal["wanted", "stored", "too-big", "failed"]
"""How far the copy of a file has come. ``wanted``: still to be fetched."""

Fields: TypeAlias = Mapping[str, Any]
"""Header fields by id, as values that JSON can hold."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who uses the bot, by Telegram id.

    ``language`` is set only where they chose one; ``telegram_language`` is that of their app, where it told.
    """

    id: int
    name: str
    language: str | None
    telegram_language: str | None
    created_at: datetime
    suspended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """Where a chat stands.

    ``evaluation_id`` is the evaluation whose card is live, ``view`` what is shown otherwise;
    ``last_message_id`` the highest incoming message handled. ``touched_at`` is ``None`` until first saved.
    ``commands`` says which list of commands Telegram shows there, ``None`` for everybody's; ``long_at`` is when a text
    was sent that may go on in another message.
    """

    chat_id: int
    evaluation_id: int | None = None
    view: str = "menu"
    card_message_id: int | None = None
    last_message_id: int = 0
    touched_at: datetime | None = None
    commands: str | None = None
    long_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is evaluated; ``fields`` are the header fields as last entered, by field id."""

    id: int
    kind: str
    name: str
    fields: Fields
    created_by: int
    created_at: datetime
    used_at: datetime
    unit_id: int | None = None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One form for one subject by one evaluator.

    ``revision`` counts the moves. The figures and ``result`` (JSON text) are set when it is handed in; a form
    that gave no score has ``None`` there.
    """

    id: int
    form_digest: str
    form_id: str
    form_title: str
    evaluator_id: int
    subject_id: int | None
    status: Status
    view: str
    cursor: str | None
    revision: int
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    amends_id: int | None
    amend_reason: str | None
    total: str | None
    max: str | None
    percent: str | None
    grade: str | None
    result: str | None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer as it was given; ``value`` is JSON text, ``None`` where the item was cleared."""

    id: int
    evaluation_id: int
    item: str
    value: str | None
    revision: int
    undoes: int | None
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file as it arrives with a message, before it has a row. ``size`` is in bytes, where known.

    ``state`` is ``too-big`` where it is known beforehand that it cannot be fetched.
    """

    kind: str
    file_id: str
    file_unique_id: str
    name: str = ""
    mime: str = ""
    size: int | None = None
    state: AttachmentState = "wanted"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a note; ``path`` is its copy, relative to the data directory."""

    id: int
    note_id: int
    kind: str
    file_id: str
    file_unique_id: str
    name: str
    mime: str
    size: int | None
    chat_id: int
    message_id: int
    path: str | None
    state: AttachmentState
    tries: int


@dataclass(frozen=True, slots=True)
class Note:
    """What was said beside an item: words, files, or both. An album is one note with several attachments."""

    id: int
    evaluation_id: int
    item: str
    text: str
    media_group: str | None
    chat_id: int
    message_id: int
    created_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None
    attachments: tuple[Attachment, ...] = field(default=())
