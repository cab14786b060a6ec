"""An export in the audit trail: who had what written, as ids and figures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.exporting.order import Order
from storage import audit


def record_export(conn: Connection, order: Order, evaluations: int, *, actor: int, now: datetime) -> None:
    """Note it, before the file leaves. ``actor`` is a Telegram id, 0 for the command line."""
    first, last = order.span.first, order.span.last
    audit.record(
        conn,
        actor=actor,
        action=audit.Action.EXPORTED,
        object_kind="evaluations",
        object_id=actor,
        details={
            "as": order.format.value,
            "count": evaluations,
            "form": order.form_id,
            "subject": order.subject_id,
            "from": first.isoformat() if first else None,
            "to": last.isoformat() if last else None,
        },
        now=now,
    )
