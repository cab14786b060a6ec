"""Methods that put a message into a chat."""

from __future__ import annotations

from bot.sandbox.chats import Chat
from bot.sandbox.content import caption_in, caption_of, reply_in, text_of
from bot.sandbox.errors import Json, bad_request
from bot.sandbox.files import Kind, StoredFile
from bot.sandbox.keyboards import inline
from bot.sandbox.parameters import Params, Upload
from bot.sandbox.world import World

_NAMES = {"photo": "photo.jpg", "voice": "voice.ogg", "document": "document", "sticker": "sticker.webp"}


def _post(world: World, chat: Chat, params: Params, content: Json) -> Json:
    """The bot's message at the end of the chat, its keyboard with it."""
    markup = params.json("reply_markup") or {}
    keyboard = inline(markup)
    message: Json = {
        "from": world.bot(),
        "chat": chat.described(),
        "date": int(world.now()),
        **reply_in(params, chat),
        **content,
    }
    if keyboard:
        message["reply_markup"] = keyboard
    if params.flag("protect_content"):
        message["has_protected_content"] = True
    _reply_keyboard(world, chat, markup)
    message = chat.add(message)
    world.drew("message", chat, message)
    return message


def _reply_keyboard(world: World, chat: Chat, markup: Json) -> None:
    """Keep what a markup says of the keyboard in place of the letters, and of the empty field's hint."""
    before = chat.keyboard, chat.placeholder
    if "keyboard" in markup:
        rows = [[b if isinstance(b, dict) else {"text": str(b)} for b in row] for row in markup["keyboard"]]
        chat.keyboard = {**markup, "keyboard": rows}
    elif markup.get("remove_keyboard"):
        chat.keyboard = None
    chat.placeholder = str(markup.get("input_field_placeholder", ""))
    if (chat.keyboard, chat.placeholder) != before:
        world.events.emit("keyboard", chat.id, keyboard=chat.keyboard, placeholder=chat.placeholder)


def stored(world: World, given: Upload | str, kind: Kind, duration: int = 0) -> StoredFile:
    """The file that a call brings or names, kept.

    :raises ApiError: if there is none, or it is empty.
    """
    if isinstance(given, str):
        if not given:
            raise bad_request(f"there is no {kind} in the request")
        return world.files.again(given, kind)
    if not given.data:
        raise bad_request("file must be non-empty")
    return world.files.add(
        kind, given.data, name=given.name or _NAMES[kind], mime=given.mime, duration=duration
    )


def send_message(world: World, params: Params) -> Json:
    """``sendMessage``."""
    chat = world.chat(params.number("chat_id"))
    content = text_of(params)
    if preview := params.json("link_preview_options"):
        content["link_preview_options"] = preview
    return _post(world, chat, params, content)


def _send_file(world: World, params: Params, kind: Kind) -> Json:
    chat = world.chat(params.number("chat_id"))
    caption = caption_in(params)
    file = stored(world, params.file(kind), kind, params.number("duration"))
    return _post(world, chat, params, {**file.content(), **caption})


def send_photo(world: World, params: Params) -> Json:
    """``sendPhoto``."""
    return _send_file(world, params, "photo")


def send_document(world: World, params: Params) -> Json:
    """``sendDocument``."""
    return _send_file(world, params, "document")


def send_voice(world: World, params: Params) -> Json:
    """``sendVoice``."""
    return _send_file(world, params, "voice")


def send_media_group(world: World, params: Params) -> list[Json]:
    """``sendMediaGroup``: 2 to 10 photos, or as many documents."""
    chat = world.chat(params.number("chat_id"))
    media = params.json("media") or []
    if not 2 <= len(media) <= 10:
        raise bad_request("group send failed: an album holds 2-10 items")
    contents: list[Json] = []
    for item in media:
        kind = item.get("type")
        if kind not in ("photo", "document"):
            raise bad_request(f"can't parse InputMedia: type {kind} is not supported by the stand-in")
        caption = caption_of(item.get("caption") or "", item.get("parse_mode"), item.get("caption_entities"))
        file = stored(world, params.attached(str(item.get("media", ""))), kind)
        contents.append({**file.content(), **caption})
    group = {"media_group_id": str(10**15 + world.number())}
    return [_post(world, chat, params, {**group, **content}) for content in contents]


def copy_message(world: World, params: Params) -> Json:
    """``copyMessage``: the same content once more, without its keyboard."""
    chat = world.chat(params.number("chat_id"))
    source = world.chat(params.number("from_chat_id")).find(params.number("message_id"), "copy")
    kept = ("text", "entities", "photo", "voice", "document", "sticker", "location", "contact")
    content: Json = {name: source[name] for name in kept if name in source}
    if "text" not in content:
        old: Json = {name: source[name] for name in ("caption", "caption_entities") if name in source}
        content |= caption_in(params) if "caption" in params.values else old
    return {"message_id": _post(world, chat, params, content)["message_id"]}


def send_chat_action(world: World, params: Params) -> bool:
    """``sendChatAction``: shown for five seconds or until the next message."""
    chat = world.chat(params.number("chat_id"))
    world.events.emit("action", chat.id, action=params.text("action"))
    return True
