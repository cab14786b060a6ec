"""The one list of rooms, and where each name leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeVar

from bot.access import PERMISSIONS, Role, Standing
from bot.conversation.auditing import AUDITING
from bot.conversation.board_room import BOARD
from bot.conversation.browsing import BROWSING
from bot.conversation.comparing import COMPARING
from bot.conversation.due_room import DUE
from bot.conversation.exporting import EXPORTING
from bot.conversation.feedback import FEEDBACK
from bot.conversation.grouping import GROUPING
from bot.conversation.inviting import INVITING
from bot.conversation.joining import JOINING
from bot.conversation.people_room import PEOPLE
from bot.conversation.plans_room import PLANS
from bot.conversation.privacy import PRIVACY
from bot.conversation.room import CommandEntry, Room, TapEntry, ViewEntry
from bot.conversation.units_room import UNITS
from bot.conversation.verifying import VERIFYING
from bot.screens.screen import Button
from bot.texts import Texts

E = TypeVar("E")

ROOMS: tuple[Room, ...] = (
    BROWSING,
    DUE,
    PLANS,
    BOARD,
    COMPARING,
    EXPORTING,
    FEEDBACK,
    VERIFYING,
    AUDITING,
    GROUPING,
    PRIVACY,
    PEOPLE,
    INVITING,
    JOINING,
    UNITS,
)


def _merged(parts: Iterable[Mapping[str, E]]) -> dict[str, E]:
    found: dict[str, E] = {}
    for part in parts:
        if twice := found.keys() & part.keys():
            raise ValueError(f"two rooms answer to {', '.join(sorted(twice))}")
        found |= part
    return found


COMMANDS: Mapping[str, CommandEntry] = _merged(room.commands for room in ROOMS)
TAPS: Mapping[str, TapEntry] = _merged(room.taps for room in ROOMS)
VIEWS: Mapping[str, ViewEntry] = _merged(room.views for room in ROOMS)


def doors(t: Texts, standing: Standing) -> tuple[list[Button], list[Button]]:
    """The menu's buttons for somebody, in the order of the rooms, and those that stand behind "more"."""
    every = (door for room in ROOMS for door in room.doors)
    mine = [door for door in every if standing.may_ever(door.action) and door.shown(standing)]
    second = [door for door in mine if door.second]
    if len(second) < 2:
        return [door.button(t) for door in mine], []
    return [door.button(t) for door in mine if not door.second], [door.button(t) for door in second]


def listed_commands(t: Texts, standing: Standing | None = None) -> list[tuple[str, str]]:
    """Commands with their descriptions, in the order of the rooms; for somebody, or all there are."""
    return [
        (name, entry.about(t))
        for name, entry in COMMANDS.items()
        if entry.about is not None and (standing is None or standing.may_ever(entry.action))
    ]


def commands_shown(t: Texts, standing: Standing) -> str | None:
    """A word for the list of commands that somebody is to be shown: another list has another word.

    ``None`` for who is not known: they are shown everybody's.
    """
    return f"{t.language}:{_names(standing.roles)}" if standing.known else None


@cache
def _names(roles: frozenset[Role]) -> str:
    """The names of the commands that any of these roles may use."""
    mine = (
        name
        for name, entry in COMMANDS.items()
        if entry.about is not None and any(PERMISSIONS[entry.action][role] for role in roles)
    )
    return ",".join(mine)


def help_lines(t: Texts, standing: Standing) -> list[str]:
    """The lines of the help that concern somebody."""
    return [words(t) for room in ROOMS for action, words in room.help if standing.may_ever(action)]
