"""How long the audit trail takes to verify: rows written into a database of its own, then followed to the end."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.audit import Whole, verify
from storage.engine import Storage
from storage.migrating import ensure_current
from tests.storage.trails import fill


def verify_seconds(rows: int) -> float:
    """What verifying a trail of so many rows takes, writing it not counted."""
    with TemporaryDirectory() as directory:
        address = f"sqlite:///{Path(directory) / 'trail.sqlite3'}"
        ensure_current(address)
        with Storage(address) as storage:
            storage.run_now(lambda conn: fill(conn, rows))
            begun = time.perf_counter()
            verdict = verify(storage)
            taken = time.perf_counter() - begun
    assert isinstance(verdict, Whole), verdict.words
    return taken
