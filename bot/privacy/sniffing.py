"""What kind of file it is, by its content. What its sender called it, or Telegram says of it, decides nothing.

Only the first bytes are looked at; nothing is unpacked, so an archive made to burst cannot.
"""

from __future__ import annotations

import re

UNKNOWN = ".bin"
"""The ending of what is of no known kind, or is not what it says: it opens nothing."""
_HEAD = 8192
"""Bytes by which a kind is told."""

_PICTURES = frozenset(("jpg", "png", "gif", "webp", "heic", "heif", "avif", "bmp", "tiff"))
_FILMS = frozenset(("mp4", "m4v", "mov", "webm", "mkv", "avi", "3gp"))
_SOUNDS = frozenset(("mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac", "amr"))
_PAPERS = frozenset(("pdf", "rtf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp", "zip"))
_KEPT = _PICTURES | _FILMS | _SOUNDS | _PAPERS
"""Endings that are given; a kind of any other ending (a program, say) is stored as ``.bin``."""
_ANOTHER_NAME = {"tif": "tiff", "jpeg": "jpg"}


def ending_of(content: bytes) -> str:
    """The ending under which content is stored, with its dot: ``.jpg``, ``.txt``, ``.bin`` where it is unknown."""
    # Only where a file arrives.
    import filetype  # type: ignore[import-untyped]  # it has no types

    found = filetype.guess(content[:_HEAD])
    if found is not None:
        ending = _ANOTHER_NAME.get(found.extension, found.extension)
        return f".{ending}" if ending in _KEPT else UNKNOWN
    return ".txt" if _is_text(content) else UNKNOWN


def claims_picture(kind: str, mime: str) -> bool:
    """Whether a file was sent as a picture, or says it is one."""
    return kind == "photo" or mime.startswith("image/")


def stored_ending(content: bytes, kind: str, mime: str) -> str:
    """The same; but what claims to be a picture and is none is ``.bin``, whatever else it is."""
    ending = ending_of(content)
    if claims_picture(kind, mime) and ending.removeprefix(".") not in _PICTURES:
        return UNKNOWN
    return ending


def _is_text(content: bytes) -> bool:
    """Words in UTF-8 or GB 18030, as editors here save them."""
    head = content[:_HEAD]
    if not head or re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError as error:
            if len(content) > _HEAD and error.start >= _HEAD - 4:
                return True  # only the last character is cut
        else:
            return True
    return False
