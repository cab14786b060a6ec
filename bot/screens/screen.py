"""A screen as a value: text in Telegram's HTML and rows of buttons."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.codec import Act

Style: TypeAlias = Literal["primary", "success", "danger"]

TEXT_LIMIT = 4096
"""Characters a message holds (Telegram counts them after the markup is taken out)."""

LABEL_ROOM = 30
"""Half-width characters of a label that a phone shows before it cuts (14 Chinese characters and a mark)."""

_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
_KEPT = {"\n", "\u200d", "\ufe0f"}


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its short wording, what it does, and its colour if any."""

    label: str
    act: Act
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """What a chat shows: text (Telegram HTML) and rows of buttons under it."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()


def clean(text: str) -> str:
    """Words of people without control and direction marks, so that one name cannot turn a whole card around."""
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _INVISIBLE)


def esc(text: str) -> str:
    """Words of people made safe for Telegram's HTML."""
    return html.escape(clean(text), quote=False)


def bold(text: str) -> str:
    """Escaped and bold."""
    return f"<b>{esc(text)}</b>"


def clip(text: str, limit: int) -> str:
    """At most ``limit`` characters, an ellipsis standing for the rest."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def width(label: str) -> int:
    """How wide a label is, in half-width characters (a Chinese character is two)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in label)


def short(label: str, room: int = LABEL_ROOM) -> str:
    """Words for a button: no direction marks, and at most ``room`` half-width characters, "…" for the rest."""
    label = clean(label)
    if width(label) <= room:
        return label
    kept, left = "", room - 1
    for c in label:
        left -= width(c)
        if left < 0:
            break
        kept += c
    return kept.rstrip() + "…"


def packed(buttons: Iterable[Button], room: int = 34) -> tuple[tuple[Button, ...], ...]:
    """Buttons in their order, as many in a row as a phone shows uncut; all in a row are equally wide.

    Where the same number of rows does, they are filled alike: two and two rather than three and one.
    """
    line = list(buttons)
    rows: list[list[Button]] = []
    for button in line:
        row = [*rows[-1], button] if rows else []
        if row and _fits(row, room):
            rows[-1] = row
        else:
            rows.append([button])
    each = -(-len(line) // max(len(rows), 1))
    alike = [line[i : i + each] for i in range(0, len(line), each or 1)]
    return tuple(tuple(row) for row in (alike if all(_fits(row, room) for row in alike) else rows))


def _fits(row: Sequence[Button], room: int) -> bool:
    return len(row) * max(width(b.label) for b in row) <= room


def rows_of(buttons: Iterable[Button], *, most: int = 5, room: int = 34) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows that a phone shows without cutting a label: equal shares of ``room`` half-width characters.

    All rows but the last hold the same number. The mark of a chosen button does not count: a thumb finds every
    button where it was before.
    """
    line = list(buttons)
    if not line:
        return ()
    widest = max(width(b.label.removeprefix("●").strip()) for b in line) + 3
    per_row = max(1, min(most, room // widest, len(line)))
    count = -(-len(line) // per_row)
    per_row = -(-len(line) // count)
    return tuple(tuple(line[i : i + per_row]) for i in range(0, len(line), per_row))


def lines(*parts: str | None) -> str:
    """Parts under one another, without those that are ``None``."""
    return "\n".join(part for part in parts if part is not None)


def quote(parts: Sequence[str], *, expandable: bool = False) -> str | None:
    """A block quotation of already escaped lines, or ``None`` where there are none."""
    if not parts:
        return None
    tag = "blockquote expandable" if expandable else "blockquote"
    return f"<{tag}>{chr(10).join(parts)}</blockquote>"


def noticed(notice: str | None) -> str | None:
    """The line about what just happened, escaped, with a blank line under it."""
    return f"{esc(notice)}\n" if notice else None
