"""What the bot and the process that prints say to each other: messages with their length before them."""

from __future__ import annotations

import struct
from typing import IO

_HEAD = struct.Struct(">?I")

FULL = b"the disk is full"
"""What is said where that is why something could not be made."""


def read_message(stream: IO[bytes]) -> tuple[bool, bytes] | None:
    """The next message and whether all is well, or ``None`` at the end of the stream."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    well, length = _HEAD.unpack(head)
    body = stream.read(length)
    return (well, body) if len(body) == length else None


def write_message(stream: IO[bytes], body: bytes, *, well: bool = True) -> None:
    """Write one message, whole."""
    stream.write(_HEAD.pack(well, len(body)) + body)
    stream.flush()
