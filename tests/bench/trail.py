"""How long the audit trail takes to verify: rows written into a database of its own, then followed to the end."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from storage.engine import Storage
from storage.migrating import ensure_current
from tests.storage.trails import followed_and_changed


def verify_seconds(rows: int) -> float:
    """What verifying a trail of so many rows takes, writing it not counted; a row changed in it is found."""
    with TemporaryDirectory() as directory:
        address = f"sqlite:///{Path(directory) / 'trail.sqlite3'}"
        ensure_current(address)
        with Storage(address) as storage:
            return followed_and_changed(storage, rows)
