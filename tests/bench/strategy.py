"""What an evaluator does on seeing a screen: a table of rules, and a pure function that reads it.

To play a bot that words things differently, change ``RULES`` and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Act: TypeAlias = Literal["rate", "tap", "type a name", "begin again"]


class Button(NamedTuple):
    """An inline button: what it says, and the data its tap carries."""

    text: str
    data: str


@dataclass(frozen=True, slots=True)
class Tap:
    """Tap this button. A rating's time to the next card is measured; other taps only move the dialogue on."""

    button: Button
    rating: bool


@dataclass(frozen=True, slots=True)
class TypeName:
    """Type the candidate's name."""


@dataclass(frozen=True, slots=True)
class BeginAgain:
    """The interview is through: begin the next one."""


Action: TypeAlias = Tap | TypeName | BeginAgain


class Rule(NamedTuple):
    """Holds where a button matches ``button`` or, if that is None, the text matches ``text``."""

    act: Act
    button: re.Pattern[str] | None = None
    text: re.Pattern[str] | None = None


RULES: tuple[Rule, ...] = (
    Rule("rate", button=re.compile("^(● )?良好$")),
    Rule("tap", button=re.compile("开始")),
    Rule("begin again", button=re.compile("提交|签名|强烈推荐")),
    Rule("type a name", text=re.compile("姓名|名字")),
)
"""The first that holds decides. A review card may speak of names too, so buttons are looked at first."""


def decide(text: str, keyboard: tuple[Button, ...], rules: tuple[Rule, ...] = RULES) -> Action | None:
    """Say what to do on this screen; None when it asks for nothing (an acknowledgement, a closed card)."""
    for rule in rules:
        if rule.button is not None:
            button = next((b for b in keyboard if rule.button.search(b.text)), None)
            if button is not None:
                return BeginAgain() if rule.act == "begin again" else Tap(button, rule.act == "rate")
        elif rule.text is not None and rule.text.search(text):
            return BeginAgain() if rule.act == "begin again" else TypeName()
    return None
