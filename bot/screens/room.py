"""How much fits into one message, and sharing what room there is."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from bot.screens.screen import TEXT_LIMIT

_TAG = re.compile(r"<[^>]*>")


def size(text: str) -> int:
    """How long Telegram takes a text to be: UTF-16 units of what is read once the markup is taken out."""
    seen = html.unescape(_TAG.sub("", text))
    return len(seen) + sum(c > "\uffff" for c in seen)


def room_beside(parts: Sequence[str | None]) -> int:
    """What is left of one message beside these parts, each on lines of its own."""
    return TEXT_LIMIT - sum(size(part) + 1 for part in parts if part is not None) - 2


def clipped_to(texts: Sequence[str], room: int) -> list[str]:
    """Texts cut so that all together fit: short ones stay whole, the long ones share what those leave.

    Not escaped; a character beyond the BMP counts as two, as in :func:`size`.
    """
    fair = 0
    left = max(room, 0)
    for done, length in enumerate(sorted(_length(text) for text in texts)):
        fair = left // (len(texts) - done)
        if length > fair:
            break
        left -= length
        fair = length
    return [_clip(text, fair) for text in texts]


def lines_within(told: Sequence[str], room: int) -> list[str]:
    """The first lines that fit."""
    kept: list[str] = []
    for line in told:
        room -= size(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept


def _length(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)


def _clip(text: str, room: int) -> str:
    if _length(text) <= room:
        return text
    kept = 0
    for c in text:
        room -= _length(c)
        if room < 1:
            break
        kept += 1
    return text[:kept].rstrip() + "…" if kept else ""
