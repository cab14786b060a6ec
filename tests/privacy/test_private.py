"""What lies on the disk is for the user the bot runs as, and shown as what it is."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection
from telegram import Bot

from bot.evidence import Copier
from bot.privacy.keeping_private import make_private
from bot.running import open_storage
from bot.screens.wording import note_words
from bot.settings import read_settings
from bot.texts import texts
from storage import notes
from storage.engine import Storage
from storage.values import Attachment, NewAttachment, Note
from tests.privacy.records import evaluation_of
from tests.storage.scene import CHAT, NOW, candidate


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_fresh_data_directory_is_closed_to_others(tmp_path: Path) -> None:
    before = os.umask(0)  # the most careless of users
    try:
        settings = read_settings(env_file=None, kaoping_data=tmp_path / "data", telegram_token=None)
        storage = open_storage(settings)
        try:
            assert mode(tmp_path / "data") == 0o700
            files = sorted((tmp_path / "data").iterdir())
            assert {file.name: mode(file) for file in files} == {
                "kaoping.sqlite3": 0o600,
                "kaoping.sqlite3-shm": 0o600,
                "kaoping.sqlite3-wal": 0o600,
            }
        finally:
            storage.close()
    finally:
        os.umask(before)


def test_one_that_stood_open_is_closed_at_the_next_start(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    database = data / "kaoping.sqlite3"
    database.touch(mode=0o644)
    database.chmod(0o644)
    data.chmod(0o755)
    make_private(data, f"sqlite:///{database}")
    assert (mode(data), mode(database)) == (0o700, 0o600)


def test_what_may_not_be_changed_is_left_and_does_not_stop_the_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)

    def refuses(_path: Path, _mode: int) -> None:
        raise PermissionError

    with monkeypatch.context() as foreign:
        foreign.setattr(Path, "chmod", refuses)
        make_private(tmp_path, "postgresql://localhost/kaoping")
    assert mode(tmp_path) == 0o755


class Server:
    """A stand-in for the part of a bot that fetches files."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    async def get_file(self, _file_id: str) -> Server:
        return self

    async def download_as_bytearray(self) -> bytearray:
        return bytearray(self.content)


def noted(conn: Connection, kind: str, name: str, mime: str) -> Note:
    evaluation = evaluation_of(conn, candidate(conn, "张三"))
    note, _ = notes.add_note(
        conn,
        evaluation_id=evaluation.id,
        item="q1",
        text="",
        chat_id=CHAT,
        message_id=5,
        attachments=[NewAttachment(kind, "f", "u", name, mime)],
        now=NOW,
    )
    return note


def copied(storage: Storage, directory: Path, content: bytes) -> None:
    before = os.umask(0)
    try:
        assert asyncio.run(Copier(cast("Bot", Server(content)), storage, directory).round()) is False
    finally:
        os.umask(before)


def stored(storage: Storage, note: Note) -> Attachment:
    (again,) = storage.run_now(lambda conn: notes.notes(conn, note.evaluation_id))
    return again.attachments[0]


def test_a_copy_is_named_by_the_program_and_readable_by_its_owner_only(
    storage: Storage, tmp_path: Path
) -> None:
    note = storage.run_now(lambda conn: noted(conn, "document", "../../x.sh", "application/pdf"))
    copied(storage, tmp_path / "data", b"%PDF-1.7")
    file = stored(storage, note)
    assert file.path == "evidence/0000/1.pdf"
    folder = tmp_path / "data" / "evidence"
    assert (mode(folder), mode(folder / "0000"), mode(folder / "0000" / "1.pdf")) == (0o700, 0o700, 0o600)
    assert [p.name for p in (folder / "0000").iterdir()] == ["1.pdf"]


def test_a_picture_that_is_none_is_kept_as_bin_and_shown_as_such(storage: Storage, tmp_path: Path) -> None:
    note = storage.run_now(lambda conn: noted(conn, "document", "证书.jpg", "image/jpeg"))
    copied(storage, tmp_path, b"MZ\x90\x00 a program")
    assert stored(storage, note).path == "evidence/0000/1.bin"
    (again,) = storage.run_now(lambda conn: notes.notes(conn, note.evaluation_id))
    assert note_words(texts("zh"), again) == "⚠️ 自称图片，其实不是 证书.jpg"


def test_what_was_erased_while_it_was_fetched_is_not_put_in_place(storage: Storage, tmp_path: Path) -> None:
    note = storage.run_now(lambda conn: noted(conn, "photo", "a.jpg", "image/jpeg"))
    file = note.attachments[0].id

    class Slow(Server):
        async def download_as_bytearray(self) -> bytearray:
            await storage.run(lambda conn: notes.attachment_failed(conn, file, "failed"))
            return await super().download_as_bytearray()

    asyncio.run(Copier(cast("Bot", Slow(b"\xff\xd8\xff")), storage, tmp_path).round())
    assert [p for p in (tmp_path / "evidence").rglob("*") if p.is_file()] == []
