"""Looking into the database from outside, with plain SQL."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query finds."""
    with closing(sqlite3.connect(database)) as records:
        return records.execute(query).fetchall()


def ratings(database: Path) -> list[tuple[str, str]]:
    """Every rating ever stored, in order: the question and the level (header fields left out)."""
    return [
        (str(item), str(json.loads(value)))
        for item, value in rows(database, "SELECT item, value FROM answer ORDER BY id")
        if item[0] not in "@#"
    ]
