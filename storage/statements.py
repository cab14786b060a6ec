"""What all queries share: values out of rows, and the one statement that databases spell differently."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeAlias

from sqlalchemy import Column, CursorResult, Table, UpdateBase

Values: TypeAlias = type[Any]


def columns(table: Table, value: Values, leave_out: Collection[str] = ()) -> list[Column[Any]]:
    """The columns of ``table`` in the order in which ``value`` takes them, so that ``value(*row)`` works."""
    return [table.c[f.name] for f in fields(value) if f.name not in leave_out]


def new_key(done: CursorResult[Any]) -> int:
    """The id that the database gave to the one row just inserted."""
    keys = done.inserted_primary_key
    if keys is None:
        raise TypeError("not an insertion of one row")
    return int(keys[0])


class Upsert:
    """INSERT that keeps or updates the row which is already there, in the words of each database.

    ``changes`` gets the row that could not be inserted and returns what to set; without it the row stays as
    it is. Prepared once for each dialect and kept.
    """

    def __init__(
        self,
        table: Table,
        *,
        same: Sequence[str] | None,
        changes: Callable[[Mapping[str, Column[Any]]], Mapping[str, Any]] | None = None,
    ) -> None:
        """``same`` names the columns by which a row is the same; ``None`` where any rule may tell, to keep it."""
        self._table = table
        self._same = same
        self._changes = changes
        self._ready: dict[str, UpdateBase] = {}

    def of(self, dialect: str) -> UpdateBase:
        """The statement for a dialect, to be executed with the row's columns as parameters.

        :raises KeyError: for a database other than SQLite and PostgreSQL.
        """
        if dialect not in self._ready:
            self._ready[dialect] = self._build(_insert_of(dialect))
        return self._ready[dialect]

    def _build(self, insert: Callable[[Table], Any]) -> UpdateBase:
        statement = insert(self._table)
        if self._changes is None:
            done: UpdateBase = statement.on_conflict_do_nothing(index_elements=self._same)
        else:
            changes = dict(self._changes(statement.excluded))
            done = statement.on_conflict_do_update(index_elements=self._same, set_=changes)
        return done


def _insert_of(dialect: str) -> Callable[[Table], Any]:
    """The dialect's own INSERT. Imported when wanted: PostgreSQL's alone takes a tenth of the start."""
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert
    raise KeyError(dialect)
