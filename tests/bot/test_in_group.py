"""What happens in a group while the database cannot be written: the update is not confirmed, so it comes again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Connection
from telegram import Update

from bot.app import build
from bot.desk import Context
from bot.polling import NotDone
from bot.settings import read_settings
from rubrics.library import load_forms
from storage import groups
from storage.engine import Storage
from storage.errors import Reason, StorageUnavailable
from tests.conversation.offline import empty_database

OLD, NEW = -55, -100_55
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


class Full:
    """A database on a disk that is full."""

    async def run(self, _work: Callable[[Connection], Any]) -> None:
        raise StorageUnavailable(Reason.FULL)


def made_a_supergroup() -> Update:
    group = {"id": OLD, "type": "group", "title": "工作群"}
    person = {"id": 1003, "is_bot": False, "first_name": "周"}
    message = {"message_id": 1, "date": 0, "chat": group, "from": person, "migrate_to_chat_id": NEW}
    return Update.de_json({"update_id": 1, "message": message}, None)


def test_a_group_that_became_a_supergroup_is_not_lost_while_the_disk_is_full(tmp_path: Path) -> None:
    path = tmp_path / "house.sqlite3"
    path.write_bytes(empty_database())
    settings = read_settings(env_file=None, telegram_token="1:a", kaoping_data=tmp_path)
    context = cast("Context", None)

    async def both() -> None:
        with Storage(f"sqlite:///{path}") as storage:
            storage.run_now(lambda conn: groups.joined(conn, OLD, "工作群", None, by=1003, now=NOW))
            _, desk = build(settings, load_forms(), storage, lambda: NOW)
            desk.storage = cast("Storage", Full())
            with pytest.raises(NotDone):
                await desk.on_update(made_a_supergroup(), context)
            desk.storage = storage
            await desk.on_update(made_a_supergroup(), context)
            assert storage.run_now(lambda conn: [one.id for one in groups.groups(conn)]) == [NEW]

    asyncio.run(both())
