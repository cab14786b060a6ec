"""Methods that change what is already in a chat, and the answer to a tap."""

from __future__ import annotations

from bot.sandbox.chats import Chat
from bot.sandbox.content import caption_in, caption_of, text_of
from bot.sandbox.errors import ApiError, Json, bad_request
from bot.sandbox.keyboards import inline
from bot.sandbox.parameters import Params
from bot.sandbox.sending import stored
from bot.sandbox.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
TOAST_LIMIT = 200
_FILES = ("photo", "document", "voice")
_CONTENT = ("text", "entities", "caption", "caption_entities", "reply_markup", *_FILES)


def _to_edit(world: World, params: Params) -> tuple[Chat, Json]:
    chat = world.chat(params.number("chat_id"))
    message = chat.find(params.number("message_id"), "edit")
    if not message["from"]["is_bot"]:
        raise bad_request("message can't be edited")
    return chat, message


def _replace(world: World, chat: Chat, message: Json, fresh: Json, *, marks: bool) -> Json:
    """Put a new version in the message's place; refused where nothing differs. ``marks``: people see it was edited."""
    if all(fresh.get(name) == message.get(name) for name in _CONTENT):
        raise bad_request(NOT_MODIFIED)
    if marks:
        fresh["edit_date"] = int(world.now())
    chat.messages[message["message_id"]] = fresh
    world.drew("edit", chat, fresh)
    return fresh


def _without(message: Json, *names: str) -> Json:
    return {name: value for name, value in message.items() if name not in names}


def _with_keyboard(message: Json, params: Params) -> Json:
    keyboard = inline(params.json("reply_markup"))
    return {**message, "reply_markup": keyboard} if keyboard else message


def edit_message_text(world: World, params: Params) -> Json:
    """``editMessageText``. Without a keyboard in the call the message loses its own."""
    chat, message = _to_edit(world, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    fresh = _without(message, "text", "entities", "reply_markup") | text_of(params)
    return _replace(world, chat, message, _with_keyboard(fresh, params), marks=True)


def edit_message_caption(world: World, params: Params) -> Json:
    """``editMessageCaption``."""
    chat, message = _to_edit(world, params)
    if not any(kind in message for kind in _FILES):
        raise bad_request("there is no caption in the message to edit")
    fresh = _without(message, "caption", "caption_entities", "reply_markup") | caption_in(params)
    return _replace(world, chat, message, _with_keyboard(fresh, params), marks=True)


def edit_message_media(world: World, params: Params) -> Json:
    """``editMessageMedia``: another photo or document, with its caption, in the place of the one before."""
    chat, message = _to_edit(world, params)
    if not any(kind in message for kind in _FILES):
        raise bad_request("there is no media in the message to edit")
    media = params.json("media") or {}
    kind = media.get("type")
    if kind not in ("photo", "document"):
        raise bad_request(f"can't parse InputMedia: type {kind} is not supported by the stand-in")
    file = stored(world, params.attached(str(media.get("media", ""))), kind)
    caption = caption_of(media.get("caption") or "", media.get("parse_mode"), media.get("caption_entities"))
    fresh = (
        _without(message, *_FILES, "caption", "caption_entities", "reply_markup") | file.content() | caption
    )
    return _replace(world, chat, message, _with_keyboard(fresh, params), marks=True)


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """``editMessageReplyMarkup``."""
    chat, message = _to_edit(world, params)
    fresh = _with_keyboard(_without(message, "reply_markup"), params)
    return _replace(world, chat, message, fresh, marks=False)


def _delete(world: World, chat: Chat, message_id: int) -> None:
    chat.remove(message_id, world.now())
    chat.drawn += 1
    world.events.emit("delete", chat.id, message_id=message_id)


def delete_message(world: World, params: Params) -> bool:
    """``deleteMessage``."""
    _delete(world, world.chat(params.number("chat_id")), params.number("message_id"))
    return True


def delete_messages(world: World, params: Params) -> bool:
    """``deleteMessages``: those that cannot be found or deleted are passed over."""
    chat = world.chat(params.number("chat_id"))
    ids = params.json("message_ids") or []
    if not 1 <= len(ids) <= 100:
        raise bad_request("message identifiers are not specified" if not ids else "too many messages")
    for message_id in ids:
        try:
            _delete(world, chat, int(message_id))
        except ApiError:
            continue
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    """``setMessageReaction``: one from a bot; an empty list takes it away."""
    chat = world.chat(params.number("chat_id"))
    message_id = params.number("message_id")
    message = chat.find(message_id, "react")
    reaction = params.json("reaction") or []
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    chat.reactions[message_id] = reaction
    world.events.emit("reaction", chat.id, message=chat.shown(message))
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    """``pinChatMessage``."""
    chat = world.chat(params.number("chat_id"))
    chat.pinned = chat.find(params.number("message_id"), "pin")["message_id"]
    world.events.emit("pin", chat.id, message_id=chat.pinned)
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    """``unpinChatMessage`` and ``unpinAllChatMessages``: a chat here has one pinned message."""
    chat = world.chat(params.number("chat_id"))
    chat.pinned = None
    world.events.emit("pin", chat.id, message_id=None)
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """``answerCallbackQuery``: the spinner ends, a toast or an alert is shown."""
    tap = world.taps.get(params.text("callback_query_id"))
    if tap is None or world.now() - tap.at > world.tap_seconds:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if len(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if tap.answered and not text:
        return True
    tap.answered, tap.text, tap.alert = True, text, params.flag("show_alert")
    chat = world.chats[tap.chat_id]
    chat.toasts.append(text)
    world.events.emit(
        "answered",
        tap.chat_id,
        query=tap.id,
        message_id=tap.message_id,
        text=text,
        alert=tap.alert,
        url=params.text("url"),
    )
    return True
