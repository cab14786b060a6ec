"""What came in, as values: nothing here knows Telegram."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from storage.values import NewAttachment


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent it: Telegram id, shown name, and the language of their Telegram, if told."""

    id: int
    name: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Tap:
    """A press on a button under message ``message_id`` of ours; ``data`` may be anything."""

    sender: Sender
    message_id: int
    query_id: str
    data: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its argument, for example ``start`` with ``interview``."""

    sender: Sender
    message_id: int
    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A line or paragraph of text; ``at`` is when it was sent, where that is known."""

    sender: Sender
    message_id: int
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture, recording or file with its caption; pictures of one album share ``media_group``."""

    sender: Sender
    message_id: int
    caption: str
    media_group: str | None
    attachment: NewAttachment


@dataclass(frozen=True, slots=True)
class Edited:
    """A message that was changed after it was sent: its new text or caption."""

    sender: Sender
    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Other:
    """Something that cannot be evidence: a sticker, a place, a poll, a contact…"""

    sender: Sender
    message_id: int


Incoming: TypeAlias = Tap | Command | Typed | Sent | Edited | Other
