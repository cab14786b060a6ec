"""The command line. Each command imports what it needs when it runs, so that each starts fast."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

app = typer.Typer(
    name="kaoping",
    help="考评: evaluate people and places form by form, in a Telegram chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

FAULTS = 2
"""Exit status where what was given has faults."""


def main() -> None:
    """Entry point of ``kaoping``: every expected trouble ends in a sentence, not in a trace."""
    from bot.settings import BadSettings

    try:
        app()
    except BadSettings as error:
        _fail("The settings have faults. Nothing was started.", *error.faults)


@app.command(name="try")
def try_(
    port: Annotated[int, typer.Option(help="Port of the page on this machine; 0 takes a free one.")] = 8080,
) -> None:
    """Try it at once: a chat in your browser, no token, no Telegram."""
    from bot.trying import run_try

    run_try(port)


@app.command()
def run() -> None:
    """Run the bot on Telegram (settings from the environment or .env)."""
    from bot.logs import set_up
    from bot.running import WrongToken, run_bot
    from bot.settings import read_settings
    from storage.errors import StorageError

    settings = read_settings(running=True)
    set_up(settings.log_level)
    try:
        run_bot(settings)
    except WrongToken:
        _fail(
            "Telegram does not know this token (TELEGRAM_TOKEN). Nothing was started, nothing is lost.",
            "Copy it again from BotFather (/mybots, API Token), without spaces, into .env.",
        )
    except StorageError as error:
        _fail(str(error))


@app.command()
def forms() -> None:
    """List the forms, with their ids."""
    from rich.console import Console
    from rich.table import Table

    from bot.settings import read_settings
    from rubrics.library import load_forms

    library = load_forms(read_settings().kaoping_forms)
    table = Table("id", "form", "questions", "total")
    for form in library.forms.values():
        total = "" if form.total is None else f"{form.total:f}"
        table.add_row(form.id, form.title, str(len(form.criteria)), total)
    Console().print(table)
    for finding in library.findings:
        typer.echo(str(finding), err=True)
    if library.findings:
        raise typer.Exit(FAULTS)


@app.command()
def check(files: Annotated[list[Path], typer.Argument(help="Form files (YAML).")]) -> None:
    """Check form files: every fault with file, line, code, and how to mend it."""
    from rubrics.library import check_file

    findings = [finding for file in files for finding in check_file(file)]
    for finding in findings:
        typer.echo(str(finding))
    if findings:
        raise typer.Exit(FAULTS)
    typer.echo(f"{len(files)} checked, no faults.")


@app.command()
def score(
    form: Annotated[str, typer.Argument(help="Id of the form, or a form file.")],
    answers: Annotated[str, typer.Argument(help="Answers as JSON; - reads standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score answers: one object of criterion ids and values, or an array of such objects."""
    from bot.scoring_command import score_answers
    from bot.settings import read_settings

    try:
        text = sys.stdin.read() if answers == "-" else Path(answers).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _fail(f"{answers}: cannot be read ({error}).")
    result = score_answers(form, text, read_settings().kaoping_forms)
    if result.faults:
        _fail(*result.faults)
    typer.echo(json.dumps(result.told, ensure_ascii=False, indent=2) if as_json else result.words)


@app.command()
def migrate() -> None:
    """Bring the database to this version's form (also done at every start)."""
    from bot.running import open_storage
    from bot.settings import read_settings
    from storage.errors import StorageError
    from storage.migrating import head

    try:
        open_storage(read_settings()).close()
    except StorageError as error:
        _fail(str(error))
    typer.echo(f"The database is current ({head()}).")


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed_version

    typer.echo(f"kaoping {installed_version('kaoping')}")


def _fail(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise SystemExit(FAULTS)
