"""Reading Telegram's updates into values; the only place that knows what a message looks like there."""

from __future__ import annotations

from datetime import datetime

from telegram import Message, Update, User

from bot.conversation.grouping import Added
from bot.conversation.incoming import Command, Edited, Incoming, Other, Sender, Sent, Tap, Typed
from storage.values import NewAttachment

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of update the bot asks Telegram for."""


def read_update(update: Update) -> Incoming | None:
    """What a private chat's update says, or ``None`` for what is no business of the conversation."""
    if update.callback_query is not None:
        query = update.callback_query
        if query.message is None or query.data is None or query.message.chat.type != "private":
            return None
        return Tap(_sender(query.from_user), query.message.message_id, query.id, query.data)
    if update.edited_message is not None and update.edited_message.from_user is not None:
        message = update.edited_message
        return Edited(_sender(message.from_user), message.message_id, message.text or message.caption or "")
    if update.message is not None and update.message.from_user is not None:
        return _message(update.message, update.message.from_user)
    return None


def group_change(update: Update) -> Added | None:
    """That the bot was added to a group, or taken out; ``None`` for any other update."""
    change = update.my_chat_member
    if change is None or change.chat.type not in {"group", "supergroup"}:
        return None
    there = change.new_chat_member.status in {"member", "administrator", "creator"}
    was = change.old_chat_member.status in {"member", "administrator", "creator"}
    if there and was:
        return None
    return Added(change.chat.id, change.chat.title or "", change.from_user.id, there)


def group_command(message: Message | None, bot_name: str) -> str | None:
    """The command that somebody in a group means this bot by, without its slash; ``None`` for anything else."""
    text = message.text or "" if message is not None else ""
    head = text.split(None, 1)[0] if text.startswith("/") else ""
    name, _, other = head.removeprefix("/").partition("@")
    if not head.startswith("/") or not name.isascii() or not name.isidentifier():
        return None
    return name.lower() if not other or other.lower() == bot_name.lower() else None


def _sender(user: User | None) -> Sender:
    if user is None:
        raise ValueError("a message of a private chat has a sender")
    return Sender(user.id, user.full_name, user.language_code)


def _message(message: Message, user: User) -> Incoming:
    sender = _sender(user)
    if message.text is not None:
        return _text(sender, message.message_id, message.text, message.date)
    attachment = _attachment(message)
    if attachment is None:
        return Other(sender, message.message_id)
    return Sent(sender, message.message_id, message.caption or "", message.media_group_id, attachment)


def _text(sender: Sender, message_id: int, text: str, at: datetime) -> Incoming:
    if not text.startswith("/") or len(text) == 1 or not (text[1].isascii() and text[1].isalpha()):
        return Typed(sender, message_id, text, at)
    head, *argument = text[1:].split(None, 1)
    return Command(sender, message_id, head.split("@")[0].lower(), "".join(argument).strip())


def _attachment(message: Message) -> NewAttachment | None:
    if message.photo:
        largest = message.photo[-1]
        return NewAttachment(
            "photo", largest.file_id, largest.file_unique_id, "photo.jpg", "image/jpeg", largest.file_size
        )
    for kind in ("voice", "audio", "video", "video_note", "animation", "document"):
        file = getattr(message, kind)
        if file is not None:
            return NewAttachment(
                kind,
                file.file_id,
                file.file_unique_id,
                getattr(file, "file_name", None) or _NAMES.get(kind, kind),
                getattr(file, "mime_type", None) or "",
                file.file_size,
            )
    return None


_NAMES = {"voice": "voice.ogg", "video": "video.mp4", "video_note": "video.mp4"}
