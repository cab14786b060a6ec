"""What the bot says about itself: name, description, commands, menu button."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox.errors import Json

DEFAULT = "default"


def scope_key(scope: Json | None) -> str:
    """A scope as a key: ``default``, ``chat:1001``, …"""
    if not scope:
        return DEFAULT
    ids = [str(scope[name]) for name in ("chat_id", "user_id") if name in scope]
    return ":".join([str(scope.get("type", DEFAULT)), *ids])


@dataclass(slots=True)
class Profile:
    """Texts by language (an empty code is for everyone else), commands by scope and language."""

    name: str = "考评"
    username: str = "kaoping_try_bot"
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)

    def commands_for(self, person_id: int, language: str | None) -> list[Json]:
        """The commands a person's app shows in a private chat: the narrowest scope first, their language first."""
        code = (language or "").split("-")[0]
        for scope in (f"chat:{person_id}", "all_private_chats", DEFAULT):
            for tongue in (code, ""):
                if found := self.commands.get((scope, tongue)):
                    return found
        return []

    def description_for(self, language: str | None) -> str:
        """What an empty chat says the bot can do."""
        code = (language or "").split("-")[0]
        return self.descriptions.get(code) or self.descriptions.get("", "")
