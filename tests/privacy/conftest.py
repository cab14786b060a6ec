"""The migrated database of the storage tests."""

from tests.storage.conftest import conn, migrated, path, storage

__all__ = ["conn", "migrated", "path", "storage"]
