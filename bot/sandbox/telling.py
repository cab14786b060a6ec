"""Methods about the bot itself and its chats: who it is, what it can do, what its files are."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.sandbox.errors import Json, bad_request
from bot.sandbox.files import DOWNLOAD_LIMIT
from bot.sandbox.parameters import Params
from bot.sandbox.profile import scope_key
from bot.sandbox.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def get_me(world: World, _: Params) -> Json:
    """``getMe``."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return world.bot() | abilities


def get_file(world: World, params: Params) -> Json:
    """``getFile``: refused above 20 MB."""
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return file.described() | {"file_path": file.path}


def get_chat(world: World, params: Params) -> Json:
    """``getChat``."""
    chat = world.chat(params.number("chat_id"))
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        False,
    )
    full = chat.described() | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }
    if chat.pinned in chat.messages:
        full["pinned_message"] = chat.messages[chat.pinned]
    return full


def set_my_commands(world: World, params: Params) -> bool:
    """``setMyCommands``, by scope and language."""
    commands = params.json("commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", "")).lstrip("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.commands[_commands_key(params)] = [
        {"command": str(c["command"]).lstrip("/"), "description": str(c["description"])} for c in commands
    ]
    world.events.emit("commands", 0)
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """``getMyCommands``."""
    return world.profile.commands.get(_commands_key(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """``deleteMyCommands``."""
    world.profile.commands.pop(_commands_key(params), None)
    world.events.emit("commands", 0)
    return True


def _commands_key(params: Params) -> tuple[str, str]:
    return scope_key(params.json("scope")), params.text("language_code")


def set_my_description(world: World, params: Params) -> bool:
    """``setMyDescription``, at most 512 characters."""
    description = params.text("description")
    if len(description) > 512:
        raise bad_request("BOT_DESCRIPTION_TOO_LONG")
    world.profile.descriptions[params.text("language_code")] = description
    world.events.emit("commands", 0)
    return True


def set_my_short_description(world: World, params: Params) -> bool:
    """``setMyShortDescription``, at most 120 characters."""
    description = params.text("short_description")
    if len(description) > 120:
        raise bad_request("BOT_SHORT_DESCRIPTION_TOO_LONG")
    world.profile.short_descriptions[params.text("language_code")] = description
    return True


def set_my_name(world: World, params: Params) -> bool:
    """``setMyName``: here for every language at once."""
    world.profile.name = params.text("name") or world.profile.name
    world.events.emit("commands", 0)
    return True


def get_my_description(world: World, params: Params) -> Json:
    """``getMyDescription``."""
    return {"description": world.profile.descriptions.get(params.text("language_code"), "")}


def get_my_short_description(world: World, params: Params) -> Json:
    """``getMyShortDescription``."""
    return {"short_description": world.profile.short_descriptions.get(params.text("language_code"), "")}


def get_my_name(world: World, _: Params) -> Json:
    """``getMyName``."""
    return {"name": world.profile.name}


def set_chat_menu_button(world: World, params: Params) -> bool:
    """``setChatMenuButton``."""
    chat_id = params.number("chat_id") or None
    world.profile.menu_buttons[chat_id] = params.json("menu_button") or {"type": "default"}
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    """``getChatMenuButton``."""
    buttons = world.profile.menu_buttons
    return buttons.get(params.number("chat_id") or None) or buttons.get(None) or {"type": "commands"}


def log_out(_: World, __: Params) -> bool:
    """``logOut`` and ``close``: nothing to do here, and said so."""
    return True


TELLING: dict[str, Callable[[World, Params], object]] = {
    "getme": get_me,
    "getfile": get_file,
    "getchat": get_chat,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmydescription": set_my_description,
    "getmydescription": get_my_description,
    "setmyshortdescription": set_my_short_description,
    "getmyshortdescription": get_my_short_description,
    "setmyname": set_my_name,
    "getmyname": get_my_name,
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
    "logout": log_out,
    "close": log_out,
}
"""Methods of this room by their names in lower case."""
