"""What sentences about a form file call its parts, and the word that may have been meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from rubrics.findings import Path

_NOUNS = {
    "sections": "section",
    "criteria": "question",
    "fields": "field",
    "opening": "field",
    "closing": "field",
    "levels": "level",
    "options": "option",
    "reasons": "reason",
    "flags": "flag",
    "bands": "band",
    "rules": "rule",
    "anchors": "anchor",
    "signatures": "signature",
    "decisions": "decision",
}


def place(path: Path, data: object) -> str:
    """What a person calls the thing at ``path``: ``the form``, ``question "q1"``, ``grade``."""
    if not path:
        return "the form"
    *holder, last = path
    if isinstance(last, str):
        inner = place(tuple(holder), data) if any(isinstance(step, int) for step in holder) else ""
        return f"{inner}, {last}" if inner else last
    thing = at(data, path)
    noun = _NOUNS.get(str(holder[-1]), f"{holder[-1]}, entry")
    for key in ("id", "label", "grade"):
        if isinstance(thing, dict) and isinstance(thing.get(key), str):
            return f'{noun} "{shown(thing[key])}"'
    return f"{noun} {last + 1}"


def at(data: object, path: Path) -> Any:
    """What stands at ``path`` of the data, or ``None``."""
    for step in path:
        match data, step:
            case dict(), str():
                data = data.get(step)
            case list(), int() if step < len(data):
                data = data[step]
            case _:
                return None
    return data


def nearest(given: str, known: tuple[str, ...]) -> str:
    """A sentence that offers the known word most like the given one, or nothing."""
    like = closest(given, known)
    return f'Did you mean "{like}"? ' if like else ""


def closest(given: str, known: tuple[str, ...]) -> str | None:
    """The known word most like the given one, if any is like it."""
    like = get_close_matches(given.strip().lower(), known, n=1, cutoff=0.6)
    return like[0] if like else None


def shown(text: str) -> str:
    """Text short enough to stand in a sentence, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
