"""What people do with their phones: each act becomes a message in the chat and an update for the bot."""

from __future__ import annotations

from bot.sandbox.chats import Chat
from bot.sandbox.entities import found_in
from bot.sandbox.errors import ApiError, Json, bad_request
from bot.sandbox.files import Kind
from bot.sandbox.keyboards import button_at
from bot.sandbox.parameters import Upload
from bot.sandbox.people import Person
from bot.sandbox.world import CHANNEL_ID, GROUP_ID, Tap, World

_LONGEST_TEXT = 4096


def _post(world: World, chat: Chat, person: Person, content: Json) -> Json:
    """A person's message at the end of a chat, queued for the bot."""
    chat.started = True
    message = chat.add({"from": person.user(), "chat": chat.described(), "date": int(world.now()), **content})
    world.updates.put("message", message)
    world.events.emit("message", chat.id, message=message)
    return message


def _says(world: World, person_id: int, content: Json) -> Json:
    chat = world.phone(person_id)
    person = world.people[person_id]
    if chat.blocked:
        blocks(world, person_id, False)
    return _post(world, chat, person, content)


def _words(text: str, field: str = "text") -> Json:
    entities = found_in(text)
    name = "entities" if field == "text" else "caption_entities"
    return {field: text, name: entities} if entities else {field: text}


def types(world: World, person_id: int, text: str, reply_to: int | None = None) -> list[Json]:
    """Send text; what is longer than 4096 characters goes out as several messages, as an app does it."""
    text = text.strip()
    if not text:
        raise bad_request("message text is empty")
    chat = world.phone(person_id)
    reply = {"reply_to_message": chat.messages[reply_to]} if reply_to in chat.messages else {}
    parts = [text[at : at + _LONGEST_TEXT] for at in range(0, len(text), _LONGEST_TEXT)]
    return [_says(world, person_id, {**_words(part), **reply}) for part in parts]


def edits(world: World, person_id: int, message_id: int, text: str) -> Json:
    """Change an own message."""
    chat = world.phone(person_id)
    message = chat.find(message_id, "edit")
    if message["from"]["id"] != person_id or not text.strip():
        raise bad_request("message can't be edited")
    field = "text" if "text" in message else "caption"
    kept = {k: v for k, v in message.items() if k not in (field, "entities", "caption_entities")}
    fresh = {**kept, **_words(text.strip(), field), "edit_date": int(world.now())}
    chat.messages[message_id] = fresh
    world.updates.put("edited_message", fresh)
    world.events.emit("edit", chat.id, message=chat.shown(fresh))
    return fresh


def sends_files(
    world: World,
    person_id: int,
    kind: Kind,
    uploads: list[Upload],
    *,
    caption: str = "",
    duration: int = 0,
    size: int | None = None,
) -> list[Json]:
    """Send files; several photos or documents at once are an album, the caption on its first.

    ``size`` is what a file claims to weigh, for one that is too big to hold.
    """
    if not uploads:
        raise bad_request("there is no file in the request")
    group = {"media_group_id": str(10**15 + world.number())} if len(uploads) > 1 else {}
    stored = [
        world.files.add(kind, u.data, name=u.name, mime=u.mime, size=size, duration=duration) for u in uploads
    ]
    words = _words(caption, "caption") if caption else {}
    return [
        _says(world, person_id, {**group, **file.content(), **(words if place == 0 else {})})
        for place, file in enumerate(stored)
    ]


def sends_sticker(world: World, person_id: int, emoji: str) -> Json:
    """Send a sticker; its picture here is the emoji itself."""
    return _says(world, person_id, world.files.add("sticker", b"", name=emoji, mime="image/webp").content())


def sends_location(world: World, person_id: int, latitude: float, longitude: float) -> Json:
    """Send a place, in degrees."""
    return _says(world, person_id, {"location": {"latitude": latitude, "longitude": longitude}})


def sends_contact(world: World, person_id: int, name: str, phone_number: str) -> Json:
    """Send somebody's number."""
    return _says(world, person_id, {"contact": {"first_name": name, "phone_number": phone_number}})


def sends_poll(world: World, person_id: int, question: str, options: list[str]) -> Json:
    """Send a poll."""
    choices = [
        {"persistent_id": str(place), "text": text, "voter_count": 0} for place, text in enumerate(options)
    ]
    kind = {"type": "regular", "is_closed": False, "is_anonymous": True, "total_voter_count": 0}
    rules = {"allows_multiple_answers": False, "allows_revoting": True, "members_only": False}
    poll = {"id": str(world.number()), "question": question, "options": choices}
    return _says(world, person_id, {"poll": {**poll, **kind, **rules}})


def says_in_group(world: World, person_id: int, text: str) -> Json:
    """Write in the group the bot is in."""
    return _post(world, world.chats[GROUP_ID], world.people[person_id], _words(text))


def adds_to_group(world: World, person_id: int, there: bool) -> None:
    """Add the bot to the group, or take it out."""
    chat = world.chats[GROUP_ID]
    before, after = ("left", "member") if there else ("member", "left")
    world.updates.put(
        "my_chat_member",
        {
            "chat": chat.described(),
            "from": world.people[person_id].user(),
            "date": int(world.now()),
            "old_chat_member": {"user": world.bot(), "status": before},
            "new_chat_member": {"user": world.bot(), "status": after},
        },
    )
    world.events.emit("group", chat.id, there=there)


def posts_in_channel(world: World, text: str) -> Json:
    """Something new in the channel the bot is in."""
    chat = world.chats[CHANNEL_ID]
    sender = {"sender_chat": chat.described(), "chat": chat.described()}
    post = chat.add({**sender, "date": int(world.now()), **_words(text)})
    world.updates.put("channel_post", post)
    world.events.emit("message", chat.id, message=post)
    return post


def taps(world: World, person_id: int, message_id: int, data: str) -> Tap:
    """Press the button that carries ``data``, whether the message still has it or not (an old screen may)."""
    chat = world.phone(person_id)
    tap = Tap(str(10**17 + world.number()), person_id, chat.id, message_id, data, world.now())
    world.taps[tap.id] = tap
    query: Json = {
        "id": tap.id,
        "from": world.people[person_id].user(),
        "chat_instance": str(chat.id * 7919),
        "data": data,
        "message": _behind(chat, message_id),
    }
    for _ in range(world.faults.deliveries()):
        tap.update_id = world.updates.put("callback_query", query) or tap.update_id
    world.events.emit("tapped", chat.id, query=tap.id, message_id=message_id)
    return tap


def taps_at(world: World, person_id: int, message_id: int, row: int, column: int) -> Tap:
    """Press the button in this place."""
    message = world.phone(person_id).messages.get(message_id, {})
    button = button_at(message, row, column)
    if button is None or "callback_data" not in button:
        raise ApiError(404, "Not Found: no such button")
    return taps(world, person_id, message_id, button["callback_data"])


def _behind(chat: Chat, message_id: int) -> Json:
    """The message of a tap, or what is left of it when the server no longer holds it."""
    message = chat.messages.get(message_id)
    if message is None or message_id < chat.held_from:
        return {"chat": chat.described(), "message_id": message_id, "date": 0}
    return message


def reacts(world: World, person_id: int, message_id: int, emoji: str) -> None:
    """Put a reaction under a message; the bot hears of it only if it asked for such updates."""
    chat = world.phone(person_id)
    chat.find(message_id, "react")
    reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
    world.updates.put(
        "message_reaction",
        {
            "chat": chat.described(),
            "message_id": message_id,
            "user": world.people[person_id].user(),
            "date": int(world.now()),
            "old_reaction": [],
            "new_reaction": reaction,
        },
    )
    world.events.wake()


def blocks(world: World, person_id: int, blocked: bool) -> None:
    """Shut the bot out, or let it in again."""
    chat = world.phone(person_id)
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    before, after = ("member", "kicked") if blocked else ("kicked", "member")

    def member(status: str) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": world.bot(), "status": status, **until}

    world.updates.put(
        "my_chat_member",
        {
            "chat": chat.described(),
            "from": world.people[person_id].user(),
            "date": int(world.now()),
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        },
    )
    world.events.emit("blocked", chat.id, blocked=blocked)


def speaks(world: World, person_id: int, language_code: str | None) -> None:
    """Set the language of a person's app, as Telegram will tell it from now on."""
    world.phone(person_id)
    world.people[person_id].language_code = language_code
    world.events.emit("language", person_id, language_code=language_code)
