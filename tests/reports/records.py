"""A database as a conversation leaves it: something handed in, something still a draft."""

from __future__ import annotations

from pathlib import Path

from tests.conversation.offline import Offline, empty_database


def fill(directory: Path) -> Path:
    """Make a data directory with evaluation 1 (property, all 8 points) handed in and evaluation 2 a draft."""
    directory.mkdir()
    path = directory / "kaoping.sqlite3"
    path.write_bytes(empty_database())
    chat = Offline(path)
    chat.commands("start", "property")
    chat.types("张三")
    for _ in range(10):
        chat.taps("8")
    chat.taps("签名")
    chat.types("王主管")
    chat.taps("提交")
    chat.commands("start", "property")
    chat.types("李四")
    chat.storage.close()
    return directory
