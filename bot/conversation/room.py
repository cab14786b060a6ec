"""What a part of the conversation answers to: commands, buttons, views, typed words; each with its permission.

A handler is reached only by people of whom :meth:`Standing.may_ever` says so; what depends on whose thing it is,
it asks itself (:meth:`Turn.may`). There is no way to enter a handler without naming an action.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.access import Action, Standing
from bot.codec import Act
from bot.conversation.turn import Turn
from bot.screens.screen import Button, Screen
from bot.texts import Texts

Words: TypeAlias = Callable[[Texts], str]


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command: who may send it, what it does with its argument, and its line in the help (``None``: unlisted)."""

    action: Action
    run: Callable[[Turn, str], None]
    about: Words | None = None


@dataclass(frozen=True, slots=True)
class TapEntry:
    """A button: who may press it, and what it does.

    ``aside``: it stands under a message of its own, a reminder or notice, which is never taken for the card. Where
    it changes nothing in what the chat shows, the card stays as it is, so what it has to say is a toast.
    """

    action: Action
    run: Callable[[Turn, Act], None]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A view of the chat (``chat.view`` is ``name:argument``): who may look, what it shows, what typing does there.

    ``screen`` returns ``None`` where there is nothing (any more) to show: the menu is shown then. Without
    ``typed`` words typed there are answered by saying that nothing is asked.
    """

    action: Action
    screen: Callable[[Turn, str], Screen | None]
    typed: Callable[[Turn, str, str], None] | None = None
    """Called with the view's argument and the words."""


@dataclass(frozen=True, slots=True)
class Door:
    """A button of the menu that leads into the room, for those who may and to whom it is any use (``shown``).

    ``second``: it stands behind "more", where there are others to stand with.
    """

    action: Action
    label: Words
    op: str
    shown: Callable[[Standing], bool] = lambda _: True
    second: bool = False

    def button(self, t: Texts) -> Button:
        """The button."""
        return Button(self.label(t), Act(self.op))


@dataclass(frozen=True, slots=True)
class Room:
    """Everything a part of the conversation answers to, by name. Names are unique over all rooms."""

    commands: Mapping[str, CommandEntry] = field(default_factory=dict)
    taps: Mapping[str, TapEntry] = field(default_factory=dict)
    views: Mapping[str, ViewEntry] = field(default_factory=dict)
    doors: tuple[Door, ...] = ()
    help: tuple[tuple[Action, Words], ...] = ()
    """Lines of the help, for those who may."""
