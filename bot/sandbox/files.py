"""Files: what people and the bot sent, kept in memory."""

from __future__ import annotations

import itertools
import mimetypes
import struct
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal, TypeAlias

from bot.sandbox.errors import Json, bad_request

Kind: TypeAlias = Literal["photo", "voice", "document", "sticker"]
DOWNLOAD_LIMIT = 20 * 1024 * 1024
"""Bytes a bot can fetch of one file."""

_FOLDERS = {"photo": "photos", "voice": "voice", "document": "documents", "sticker": "stickers"}
_CAPITAL = {"photo": "Photo", "voice": "VoiceNote", "document": "Document", "sticker": "Sticker"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file at the server. ``size`` may be larger than ``data``: one too big to fetch is never held in full."""

    kind: Kind
    number: int
    data: bytes
    name: str
    mime: str
    size: int
    width: int = 0
    height: int = 0
    duration: int = 0

    @property
    def id(self) -> str:
        """The ``file_id``."""
        return f"sandbox-{self.kind}-{self.number}"

    @property
    def path(self) -> str:
        """The ``file_path`` for downloads."""
        suffix = PurePath(self.name).suffix or mimetypes.guess_extension(self.mime) or ""
        return f"{_FOLDERS[self.kind]}/file_{self.number}{suffix}"

    def described(self) -> Json:
        """The fields every kind of file has in a message."""
        return {"file_id": self.id, "file_unique_id": f"u{self.number}", "file_size": self.size}

    def content(self) -> Json:
        """The part of a message that shows this file."""
        match self.kind:
            case "photo":
                sides = {"width": self.width, "height": self.height}
                return {"photo": [self._small(), {**self.described(), **sides}]}
            case "voice":
                return {"voice": {**self.described(), "duration": self.duration, "mime_type": self.mime}}
            case "document":
                return {"document": {**self.described(), "file_name": self.name, "mime_type": self.mime}}
            case "sticker":
                sides = {"width": 512, "height": 512}
                kind = {"type": "regular", "is_animated": False, "is_video": False, "emoji": self.name}
                return {"sticker": {**self.described(), **sides, **kind}}

    def _small(self) -> Json:
        scale = min(1.0, 90 / max(self.width, self.height))
        sides = {"width": max(1, round(self.width * scale)), "height": max(1, round(self.height * scale))}
        return {
            "file_id": f"{self.id}-s",
            "file_unique_id": f"u{self.number}s",
            "file_size": self.size,
            **sides,
        }


class FileStore:
    """Everything sent, by id and by path."""

    def __init__(self) -> None:
        """Empty."""
        self._numbers = itertools.count(1)
        self._files: dict[str, StoredFile] = {}
        self._paths: dict[str, StoredFile] = {}

    def add(
        self,
        kind: Kind,
        data: bytes,
        *,
        name: str = "",
        mime: str = "",
        size: int | None = None,
        duration: int = 0,
    ) -> StoredFile:
        """Keep a file. A photo that is no picture is refused as Telegram refuses it."""
        width, height = picture_size(data) if kind == "photo" else (0, 0)
        if kind == "photo" and not (width and height):
            raise bad_request("IMAGE_PROCESS_FAILED")
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        number = next(self._numbers)
        whole = len(data) if size is None else size
        file = StoredFile(kind, number, data, name, mime, whole, width, height, duration)
        self._files[file.id] = self._paths[file.path] = file
        return file

    def get(self, file_id: str) -> StoredFile | None:
        """The file with this id (a photo's small size is the same file), or ``None``."""
        return self._files.get(file_id.removesuffix("-s"))

    def at(self, path: str) -> StoredFile | None:
        """The file under this path, or ``None``."""
        return self._paths.get(path)

    def again(self, file_id: str, kind: Kind) -> StoredFile:
        """A file sent once more by its id; refused when unknown or of another kind."""
        file = self.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise bad_request(f"can't use file of type {_CAPITAL[file.kind]} as {_CAPITAL[kind]}")
        return file


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, JPEG, GIF or WebP; ``(0, 0)`` for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _webp_size(data)
    return 0, 0


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def _webp_size(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


def plain_picture(width: int = 96, height: int = 72, colour: tuple[int, int, int] = (82, 136, 193)) -> bytes:
    """A PNG of one colour, for whoever needs some picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = (b"\x00" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
