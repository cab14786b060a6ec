"""A chat: its messages and what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox.errors import Json, bad_request
from bot.sandbox.people import Person

DELETABLE_SECONDS = 48 * 3600
"""A bot can delete a message for everyone this long."""


@dataclass(slots=True)
class Chat:
    """Messages by id, ascending. ``person`` is who holds it, ``None`` for a group or channel."""

    id: int
    kind: str
    person: Person | None = None
    title: str = ""
    messages: dict[int, Json] = field(default_factory=dict)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    last_id: int = 0
    pinned: int | None = None
    started: bool = False
    blocked: bool = False
    keyboard: Json | None = None
    placeholder: str = ""
    held_from: int = 0
    """Older messages are inaccessible: a tap on them comes without the message."""
    toasts: list[str] = field(default_factory=list)
    """What answers to taps said, empty where they said nothing."""
    drawn: int = 0
    """How often the bot changed what is seen here."""
    touched: float = 0.0
    """When the bot last called for this chat, on the loop's clock."""

    def described(self) -> Json:
        """The chat as a ``Chat`` of the Bot API."""
        if self.person is None:
            return {"id": self.id, "type": self.kind, "title": self.title}
        chat: Json = {"id": self.id, "type": self.kind, "first_name": self.person.name}
        if self.person.username:
            chat["username"] = self.person.username
        return chat

    def add(self, message: Json) -> Json:
        """Put a message at the end and give it its id."""
        self.last_id += 1
        message = {"message_id": self.last_id, **message}
        self.messages[self.last_id] = message
        return message

    def find(self, message_id: int, doing: str) -> Json:
        """The message, or Telegram's refusal: ``message to edit not found``."""
        message = self.messages.get(message_id)
        if message is None:
            raise bad_request(f"message to {doing} not found")
        return message

    def remove(self, message_id: int, now: float) -> None:
        """Delete for everyone; raises where it is gone already or older than 48 hours."""
        message = self.find(message_id, "delete")
        if now - message["date"] > DELETABLE_SECONDS:
            raise bad_request("message can't be deleted for everyone")
        del self.messages[message_id]
        self.reactions.pop(message_id, None)
        if self.pinned == message_id:
            self.pinned = None

    def shown(self, message: Json) -> Json:
        """A message as the page shows it: with the bot's reactions."""
        reactions = self.reactions.get(message["message_id"])
        return {**message, "reactions": reactions} if reactions else message
