"""Work items as people are shown them: a number that somebody typed into a name is masked, as everywhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection

from bot.privacy.masking import masked
from storage import work_items as stored
from storage.work_items import WorkItem

PLACE = "site"
"""The kind of subject that is no person: its name and how it went may be told more widely."""


def work_items(conn: Connection, ids: Collection[int]) -> list[WorkItem]:
    """The occurrences of these ids with what belongs to them, in the order of ``storage.work_items``."""
    return [replace(item, subject=masked(item.subject)) for item in stored.work_items(conn, ids)]
