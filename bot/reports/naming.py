"""The file name of a report: what an office would write on it, safe on every file system."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from bot.privacy.masking import masked

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_TITLE_BYTES = 110
_NAME_BYTES = 90
"""A file name holds 255 bytes on common file systems."""


def report_name(title: str, name: str, day: date, ending: str = "pdf") -> str:
    """``客服人员面试评价表_张三_2026-11-23.pdf``: the form, whom it is about, the day it was handed in.

    A number written into a name is masked: file names stand in chats and in lists of downloads.
    """
    parts = [_safe(title, _TITLE_BYTES), _safe(masked(name), _NAME_BYTES), day.isoformat()]
    return "_".join(part for part in parts if part) + f".{ending}"


def _safe(words: str, most: int) -> str:
    visible = "".join(
        c for c in " ".join(words.split()) if unicodedata.category(c) not in _INVISIBLE or c == "\u200d"
    )
    line = " ".join(_UNSAFE.sub(" ", visible).split())
    return line.encode(errors="ignore")[:most].decode(errors="ignore").strip(" .")
