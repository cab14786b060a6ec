"""What can go wrong with the records, in words for the person who runs or uses the bot."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError


class Reason(StrEnum):
    """Why the records cannot be read or written now."""

    FULL = "full"
    LOCKED = "locked"
    READONLY = "readonly"
    UNREACHABLE = "unreachable"
    NO_DRIVER = "no-driver"
    OTHER = "other"


_SENTENCES = {
    Reason.FULL: "The disk is full. Make room on it",
    Reason.LOCKED: "Another program holds the database. Close it",
    Reason.READONLY: "The database cannot be written to. Give this program's user the right to write it",
    Reason.UNREACHABLE: "The database cannot be opened or reached. Check DATABASE_URL, and that it is there",
    Reason.NO_DRIVER: (
        "The driver for PostgreSQL is not installed. "
        "Install it into Kaoping's environment: pip install 'kaoping[postgresql]'"
    ),
    Reason.OTHER: "The database reports a fault. Check the disk, and that the file is a Kaoping database",
}


class StorageError(Exception):
    """What callers of storage catch: the records could not do what was asked."""


class StorageUnavailable(StorageError):
    """The records cannot be read or written now; nothing of this turn is kept, everything before it is."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        """``detail`` is what the database said."""
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        """What happened, what to do, what is kept."""
        said = f" (it said: {self.detail})" if self.detail else ""
        return f"{_SENTENCES[self.reason]}, then try again. What was confirmed before is kept.{said}"


class DatabaseTooNew(StorageError):
    """The database was written by a newer version than this one."""

    def __init__(self, found: str, known: str) -> None:
        """The schema found, and the newest this version knows."""
        super().__init__(found, known)
        self.found = found
        self.known = known

    def __str__(self) -> str:
        """What happened, what is kept, what to do."""
        return (
            f"This database was written by a newer version of Kaoping (its schema is {self.found}, this "
            f"version knows up to {self.known}). Nothing was changed in it. Install that newer version again, "
            "or point DATABASE_URL at another database."
        )


class DatabaseTooOld(StorageError):
    """The database was written by an earlier version, and what was asked changes nothing in it."""

    def __init__(self, found: str, wanted: str) -> None:
        """The schema found, and this version's."""
        super().__init__(found, wanted)
        self.found = found
        self.wanted = wanted

    def __str__(self) -> str:
        """What happened, what is kept, what to do."""
        return (
            f"This database is that of an earlier version of Kaoping (its schema is {self.found}, this version's "
            f"is {self.wanted}). Nothing was changed in it. Run kaoping migrate, then try again."
        )


_SQLITE = {
    "SQLITE_FULL": Reason.FULL,
    "SQLITE_BUSY": Reason.LOCKED,
    "SQLITE_LOCKED": Reason.LOCKED,
    "SQLITE_PROTOCOL": Reason.LOCKED,
    "SQLITE_READONLY": Reason.READONLY,
    "SQLITE_PERM": Reason.READONLY,
    "SQLITE_CANTOPEN": Reason.UNREACHABLE,
    "SQLITE_IOERR": Reason.OTHER,
    "SQLITE_CORRUPT": Reason.OTHER,
    "SQLITE_NOTADB": Reason.OTHER,
    "SQLITE_NOMEM": Reason.OTHER,
}

_POSTGRES = {
    "53100": Reason.FULL,
    "55P03": Reason.LOCKED,
    "40P01": Reason.LOCKED,
    "25006": Reason.READONLY,
}


_FILES = {errno.ENOSPC: Reason.FULL, errno.EDQUOT: Reason.FULL, errno.EROFS: Reason.READONLY}


def cannot_open(error: OSError) -> StorageUnavailable:
    """A failure to make the database's directory or file."""
    return StorageUnavailable(_FILES.get(error.errno or 0, Reason.UNREACHABLE), str(error))


def unavailable(error: BaseException) -> StorageUnavailable | None:
    """``error`` as :class:`StorageUnavailable`, or ``None`` where it tells of a mistake and not of a state.

    SQLite names its errors (``SQLITE_IOERR_WRITE`` belongs to ``SQLITE_IOERR``); PostgreSQL has SQLSTATE codes.
    """
    if isinstance(error, StorageUnavailable):
        return error
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        family = "_".join(str(getattr(cause, "sqlite_errorname", "")).split("_")[:2])
        reason = _SQLITE.get(family)
        return None if reason is None else StorageUnavailable(reason, str(cause))
    if isinstance(error, OperationalError | InterfaceError) and cause is not None:
        state = getattr(cause, "sqlstate", None) or ""
        return StorageUnavailable(_POSTGRES.get(state, Reason.UNREACHABLE), type(cause).__name__)
    return None
