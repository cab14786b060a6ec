"""``kaoping subject``: what is held on someone, handed out or erased on their request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from bot.run_command import settings_or_refuse

if TYPE_CHECKING:
    from bot.conversation.turn import House
    from bot.settings import Settings
    from storage.engine import Storage
    from storage.holding import Held, Namesake

T = TypeVar("T")

app = typer.Typer(
    help="What is held on someone: hand it out, or erase it, on their request.", no_args_is_help=True
)

FAULTS = 2
"""Exit status where there is nobody of that name, or more than one, or it cannot be written."""

Name = Annotated[str, typer.Argument(help="Name of a candidate, employee or site, as it stands on the form.")]
Number = Annotated[
    int | None, typer.Option("--id", min=1, help="Which one, where several have this name; also one erased.")
]


@app.callback()
def subject() -> None:
    """What is held on someone: hand it out, or erase it, on their request."""


@app.command()
def export(
    name: Name,
    out: Annotated[
        Path, typer.Argument(help="Where to write: .zip for data, a page to read and files; .json for data.")
    ],
    id: Number = None,
) -> None:
    """Write all that is held on someone. Changes nothing but the audit trail, which notes it."""
    if out.suffix.lower() not in {".zip", ".json"}:
        _fail(f"{out}: end the name with .zip or .json. Nothing was written.")
    settings, now = settings_or_refuse(), datetime.now(UTC)

    def work(storage: Storage, house: House) -> str:
        chosen = _choose(storage, name, id)
        held = _held(storage, chosen)
        try:
            if out.suffix.lower() == ".json":
                from bot.privacy.handing_out import write_json

                write_json(held, out, now)
                files = "without files: .zip has them"
            else:
                count = _write_zip(storage, house, settings, held, out, now)
                files = f"files: {count}"
        except OSError as error:
            _fail(f"{out}: cannot be written ({error.strerror or error}). Nothing was written.")
        _note_handed_out(storage, chosen, now)
        return f"{out} ({len(held.of('evaluation'))} evaluations, {files})"

    typer.echo(_with_records(settings, work))


@app.command()
def forget(
    name: Name,
    id: Number = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking once more.")] = False,
) -> None:
    """Erase someone: name, words, notes and files go; scores stay without a name. It cannot be undone."""
    settings, now = settings_or_refuse(), datetime.now(UTC)

    def work(storage: Storage, house: House) -> str:
        from bot.privacy.erasing import erase_subject, erased_label
        from bot.privacy.finishing import finish_erasures
        from bot.texts import texts
        from storage.erasing import NOBODY, weigh

        chosen = _choose(storage, name, id)
        weight = storage.run_now(lambda conn: weigh(conn, chosen))
        if weight is None:
            _fail(f"Subject {chosen} is erased already.")
        told = (
            f"{weight.name} ({weight.kind} {chosen}): {weight.evaluations} handed in, {weight.drafts} drafts, "
            f"{weight.notes} notes, {weight.files} files"
        )
        if not yes and not typer.confirm(f"Erase {told}? This cannot be undone"):
            _fail("Nothing was erased.")
        storage.run_now(
            lambda conn: erase_subject(conn, house, chosen, asked_by=NOBODY, because="request", now=now)
        )
        whole = finish_erasures(storage, settings.kaoping_data, lambda: now)
        left = "" if whole else " Some files could not be removed yet; the bot tries again by itself."
        label = erased_label(texts(house.language), chosen)
        return (
            f"Erased. Scores stay as “{label}”.{left}\n"
            "Messages in chats, exported files and older backups may still hold it: see docs/privacy.md."
        )

    typer.echo(_with_records(settings, work))


def _choose(storage: Storage, name: str, id: int | None) -> int:
    """The one that is meant; several of that name are told with their ids."""
    from storage.holding import held, namesakes

    found = storage.run_now(lambda conn: namesakes(conn, name))
    if id is not None:
        if id in {one.id for one in found}:
            return id
        known = storage.run_now(lambda conn: held(conn, id))
        if known is not None and known.of("erasure"):
            return id
        _fail(f"No {id} is called {name}.", *map(_line, found), "Nothing was done.")
    if not found:
        _fail(f"Nobody called {name} is held here. Nothing was done.")
    if len(found) > 1:
        _fail(f"{len(found)} are called {name}. Say which one with --id:", *map(_line, found))
    return found[0].id


def _line(one: Namesake) -> str:
    return (
        f"  --id {one.id}  {one.kind}, known since {one.created_at:%Y-%m-%d}, {one.evaluations} evaluations"
    )


def _held(storage: Storage, subject_id: int) -> Held:
    from storage.holding import held

    found = storage.run_now(lambda conn: held(conn, subject_id))
    if found is None:
        _fail(f"There is no subject {subject_id}.")
    return found


def _write_zip(
    storage: Storage, house: House, settings: Settings, held: Held, out: Path, now: datetime
) -> int:
    from bot.privacy.handing_out import page_of, write_zip
    from bot.texts import texts

    digests = {row["form_digest"] for row in held.of("evaluation")}
    forms = storage.run_now(lambda conn: {one: house.snapshot(conn, one) for one in digests})
    page = page_of(texts(house.language), held, forms, house.zone)
    return write_zip(held, page, settings.kaoping_data, out, now)


def _note_handed_out(storage: Storage, subject_id: int, now: datetime) -> None:
    from storage import audit
    from storage.erasing import NOBODY

    storage.run_now(
        lambda conn: audit.record(
            conn,
            actor=NOBODY,
            action=audit.Action.HANDED_OUT,
            object_kind="subject",
            object_id=subject_id,
            details={},
            now=now,
        )
    )


def _with_records(settings: Settings, work: Callable[[Storage, House], T]) -> T:
    """Do what needs the database; where there is none to be read, say why."""
    from bot.conversation.turn import House
    from bot.evidence import FILE_LIMIT
    from rubrics.library import load_forms
    from storage.engine import Storage
    from storage.errors import StorageError
    from storage.migrating import require_current

    forms = load_forms(settings.kaoping_forms).forms
    house = House(forms, settings.zone, settings.kaoping_language, FILE_LIMIT)
    try:
        require_current(settings.database)
        with Storage(settings.database) as storage:
            return work(storage, house)
    except StorageError as error:
        _fail(str(error))


def _fail(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(FAULTS)
