"""The data directory, the database and the evidence: readable by the user the bot runs as, and by nobody else."""

from __future__ import annotations

from pathlib import Path

import structlog
from sqlalchemy import make_url

_log = structlog.get_logger(__name__)
_OTHERS = 0o077


def make_private(data: Path, database: str) -> None:
    """Make the data directory, and take from others what they may do there and with the database.

    Where that is not allowed (the directory is somebody else's), it stays as it is and the log says so.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in (data, *_database_files(database)):
        _close(path)


def _database_files(address: str) -> list[Path]:
    url = make_url(address)
    if url.get_backend_name() != "sqlite" or not url.database:
        return []
    files = [Path(url.database + ending) for ending in ("", "-wal", "-shm")]
    return [file for file in files if file.exists()]


def _close(path: Path) -> None:
    mode = path.stat().st_mode & 0o777
    if not mode & _OTHERS:
        return
    try:
        path.chmod(mode & ~_OTHERS)
    except OSError:
        _log.warning("others may read this, and that cannot be changed", path=str(path))
