"""Forms as they were when an evaluation began, each kept once under its digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage import tables
from storage.statements import Upsert

_table = tables.form
_KEEP = Upsert(_table, same=["digest"])
_BODY = select(_table.c.body).where(_table.c.digest == bindparam("wanted"))


def keep_form(conn: Connection, digest: str, form_id: str, title: str, body: str, now: datetime) -> None:
    """Keep a form's canonical JSON under its digest; a form already there stays as it is."""
    row = {"digest": digest, "form_id": form_id, "title": title, "body": body, "added_at": now}
    conn.execute(_KEEP.of(conn.dialect.name), row)


def form_body(conn: Connection, digest: str) -> str | None:
    """The canonical JSON of a kept form."""
    return conn.execute(_BODY, {"wanted": digest}).scalar()
