"""``kaoping due``: what would be sent at a moment, and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

FAULTS = 2
"""Exit status where what was given has faults."""


def due(
    at: Annotated[str | None, typer.Option(help="The moment, like 2026-12-28T09:00. Left out: now.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what would be sent at a moment, and why, given all that is recorded so far. Nothing is sent."""
    from bot.rehearsing import due_at, read_moment
    from bot.run_command import settings_or_refuse
    from storage.errors import StorageError

    settings = settings_or_refuse()
    moment = datetime.now(UTC) if at is None else read_moment(at, settings.zone)
    if moment is None:
        typer.echo(f"--at: {at!r} is not a moment; write it like 2026-12-28T09:00.", err=True)
        raise typer.Exit(FAULTS)
    try:
        found = due_at(settings, moment)
    except StorageError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAULTS) from None
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], indent=2))
        return
    if not found:
        typer.echo(f"Nothing would be sent at {moment:%Y-%m-%d %H:%M}.")
    for one in found:
        typer.echo(f"{one.kind} to {one.to} ({'; '.join(one.why)})")
        typer.echo("\n".join(f"    {line}" for line in one.text.splitlines()))
