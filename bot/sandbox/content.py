"""What a message says: text or caption, checked and parsed, and what it answers."""

from __future__ import annotations

from bot.sandbox.chats import Chat
from bot.sandbox.entities import parse, units
from bot.sandbox.errors import Json, bad_request
from bot.sandbox.parameters import Params

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def text_of(params: Params) -> Json:
    """``text`` and ``entities`` of a call; raises where it is empty, too long or not well formed."""
    text, entities = parse(params.text("text"), params.text("parse_mode") or None, params.json("entities"))
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_of(caption: str, mode: str | None, given: list[Json] | None = None) -> Json:
    """``caption`` and ``caption_entities``; nothing where there is no caption."""
    text, entities = parse(caption, mode, given)
    if units(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def caption_in(params: Params) -> Json:
    """The caption a call brings."""
    mode = params.text("parse_mode") or None
    return caption_of(params.text("caption"), mode, params.json("caption_entities"))


def reply_in(params: Params, chat: Chat) -> Json:
    """``reply_to_message`` where the call answers a message; raises where that one is gone and must be there."""
    reply = params.json("reply_parameters") or {}
    message_id = int(reply.get("message_id") or params.number("reply_to_message_id"))
    if not message_id:
        return {}
    if message_id in chat.messages:
        replied = {k: v for k, v in chat.messages[message_id].items() if k != "reply_to_message"}
        return {"reply_to_message": replied}
    if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
