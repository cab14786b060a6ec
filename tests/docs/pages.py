"""What the documentation says: its pages, the commands on them, their links and their headings."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "README.zh.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "rubrics").glob("*.md")),
]

TO_COME: set[str] = set()
"""What pages name already and is made on its own; passed over as long as it is not there."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_COMMAND = re.compile(r"(kaoping (?!考评)[a-z]|make |uv run |cp |sqlite3 )")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def read(page: Path) -> str:
    """A page's text."""
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks in this language; ``""`` for those without one."""
    return [body for named, body in _FENCE.findall(read(page)) if named == language]


def commands(page: Path) -> list[str]:
    """Every command a reader is told: lines of shell blocks, and words set as code that begin like one."""
    lines = "".join([*blocks(page, "sh"), *blocks(page, "")]).splitlines()
    inline = _CODE.findall(_FENCE.sub("", read(page)))
    told = [line.split("#")[0].strip() for line in (*lines, *inline)]
    return [command for command in dict.fromkeys(told) if _COMMAND.match(command)]


def links(page: Path) -> list[str]:
    """Where the page's links and pictures lead."""
    return _LINK.findall(_FENCE.sub("", read(page)))


def anchors(page: Path) -> set[str]:
    """The page's headings as links name them."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", read(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def name(page: Path) -> str:
    """The page's path within the project."""
    return page.relative_to(ROOT).as_posix()
