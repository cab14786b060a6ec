"""``kaoping audit``: what the trail says, and whether it is as it was written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from storage.audit import Entry
    from storage.engine import Storage

T = TypeVar("T")

app = typer.Typer(help="The audit trail: who did what to what, when.", no_args_is_help=True)

FAULTS = 2
"""Exit status where the trail is not as it was written, or cannot be read."""
MOST = 10_000
"""So many rows are listed at most."""


@app.callback()
def audit() -> None:
    """The audit trail: who did what to what, when."""


@app.command()
def verify(
    noted: Annotated[
        str | None, typer.Option(help="A newest hash printed earlier: the trail must still hold it.")
    ] = None,
) -> None:
    """Follow the whole trail: any row changed, removed, moved or put in is found. Changes nothing."""
    from storage.audit import Whole
    from storage.audit import verify as follow

    hashed = noted.strip().lower() if noted is not None else None
    if hashed is not None and not re.fullmatch("[0-9a-f]{64}", hashed):
        _fail(f"--noted: '{noted}' is no hash: a hash has 64 digits from 0 to f. Nothing was verified.")
    verdict = _with_trail(lambda storage, _zone: follow(storage, hashed))
    if not isinstance(verdict, Whole):
        _fail("The audit trail is not as it was written.", verdict.words)
    typer.echo(f"The audit trail is whole: {verdict.count} {'row' if verdict.count == 1 else 'rows'}.")
    typer.echo(f"Newest hash: {verdict.hash}")


@app.command(name="list")
def list_(
    last: Annotated[int, typer.Option(min=1, max=MOST, help="How many of the newest rows.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with the hashes.")] = False,
) -> None:
    """List the newest rows, the latest at the end. Whether they are genuine, only verify tells."""
    from storage.audit import newest

    def read(storage: Storage, zone: tzinfo) -> tuple[list[Entry], tzinfo]:
        return storage.run_now(lambda conn: newest(conn, last)), zone

    entries, zone = _with_trail(read)
    if as_json:
        typer.echo(json.dumps([_told(entry) for entry in entries], indent=2, default=str))
    elif entries:
        typer.echo("\n".join(_line(entry, zone) for entry in entries))
    else:
        typer.echo("The audit trail is empty.")


def _with_trail(work: Callable[[Storage, tzinfo], T]) -> T:
    """Do what needs the trail; where there is none to be read, say why."""
    from bot.run_command import settings_or_refuse
    from storage.engine import Storage
    from storage.errors import StorageError
    from storage.migrating import require_current

    settings = settings_or_refuse()
    try:
        require_current(settings.database)
        with Storage(settings.database) as storage:
            return work(storage, settings.zone)
    except StorageError as error:
        _fail(str(error))


def _line(entry: Entry, zone: tzinfo) -> str:
    """A row for people. What nobody of us wrote (a row tampered with) is shown without control characters."""
    from storage.audit_reading import details_of

    try:
        at = f"{datetime.fromisoformat(entry.at).astimezone(zone):%Y-%m-%d %H:%M:%S}"
    except (TypeError, ValueError):
        at = str(entry.at)
    details = details_of(entry)
    said = (
        ", ".join(f"{name} {value}" for name, value in details.items())
        if isinstance(details, dict)
        else details
    )
    line = (
        f"{entry.seq:>6}  {at}  {entry.actor}  {entry.action} {entry.object_kind} {entry.object_id}  {said}"
    )
    return "".join(c if c.isprintable() else "?" for c in line).rstrip()


def _told(entry: Entry) -> dict[str, object]:
    from storage.audit_reading import details_of

    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "object_kind": entry.object_kind,
        "object_id": entry.object_id,
        "details": details_of(entry),
        "hash": entry.hash,
    }


def _fail(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(FAULTS)
