"""The command line. Each command imports what it needs when it runs, so that each starts fast."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.audit_command import app as audit_app
from bot.due_command import due
from bot.people_command import app as people_app
from bot.people_command import invite
from bot.plan_command import app as plan_app
from bot.subject_command import app as subject_app

if TYPE_CHECKING:
    from rich.console import Console

    from bot.settings import Settings

app = typer.Typer(
    name="kaoping",
    help="考评: evaluate people and places form by form, in a Telegram chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(plan_app, name="plan")
app.add_typer(audit_app, name="audit")
app.add_typer(people_app, name="people")
app.command()(invite)
app.add_typer(subject_app, name="subject")
app.command()(due)

FAULTS = 2
"""Exit status where what was given has faults."""

STOPPED = 130
"""Exit status where somebody stopped it."""

WIDTH = 200
"""Columns of what is printed to a pipe or file, where no terminal tells: wide enough to cut no title."""


def main() -> None:
    """Entry point of ``kaoping``: every expected trouble ends in a sentence, not in a trace."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show Chinese still shows the figures.
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except Exception as error:
        from bot.settings import BadSettings  # costs a tenth of a second: only where something went wrong

        if not isinstance(error, BadSettings):
            raise
        _refuse(error)


@app.command(name="try")
def try_(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page on this machine; 0 takes a free one.")
    ] = 8080,
) -> None:
    """Try it at once: a chat in your browser, no token, no Telegram."""
    _settings()
    from bot.trying import run_try

    run_try(port)


@app.command()
def run() -> None:
    """Run the bot on Telegram (settings from the environment or .env)."""
    settings = _settings(running=True)
    from bot.logs import set_up
    from bot.running import WrongToken, run_bot

    set_up(settings.log_level)
    try:
        _with_records(settings, lambda: run_bot(settings))
    except WrongToken:
        _fail(
            "Telegram does not know this token (TELEGRAM_TOKEN). Nothing was started, nothing is lost.",
            "Copy it again from BotFather (/mybots, API Token), without spaces, into .env.",
        )


@app.command()
def forms() -> None:
    """List the forms, with their ids."""
    from bot.scoring_command import forms_shown
    from rubrics.library import load_forms

    library = load_forms(_settings().kaoping_forms)
    _console().print(forms_shown(library.forms.values()))
    if library.findings:
        _fail(*map(str, library.findings))


@app.command()
def check(files: Annotated[list[Path], typer.Argument(help="Form files (YAML).")]) -> None:
    """Check form files: every fault with file, line, code, and how to mend it. Advice (W…) is no fault."""
    from rubrics.library import check_file

    findings = [finding for file in files for finding in check_file(file, advice=True)]
    for finding in findings:
        typer.echo(str(finding))
    if any(not finding.advice for finding in findings):
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

    text = _text_of(answers)
    result = score_answers(form, text, _settings().kaoping_forms)
    if result.faults:
        _fail(*result.faults)
    if as_json:
        utf8 = sys.stdout.encoding.lower().replace("-", "") == "utf8"
        typer.echo(json.dumps(result.told, ensure_ascii=not utf8, indent=2))
    else:
        _console().print(result.shown)


@app.command()
def report(
    evaluation: Annotated[int, typer.Argument(min=1, help="Number of a handed-in evaluation.")],
    out: Annotated[Path, typer.Argument(help="The .pdf or .png to write, or a directory for the PDF.")],
) -> None:
    """Write the filled-in form of a handed-in evaluation as PDF, or its score card as PNG."""
    settings = _settings()
    from bot.report_command import NoReport, write_report

    def work() -> None:
        try:
            typer.echo(str(write_report(settings, evaluation, out, datetime.now(UTC))))
        except NoReport as error:
            _fail(str(error))

    _with_records(settings, work)


@app.command()
def export(  # noqa: PLR0913, PLR0917  # each is an option of the command
    out: Annotated[Path, typer.Argument(help="The file to write, or a directory for it.")],
    form: Annotated[str | None, typer.Option(help="Id of a form. Left out: all forms.")] = None,
    subject: Annotated[str | None, typer.Option(help="Name or number of whom it is about.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day of handing in: 2026-11-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="xlsx, csv or jsonl. Left out: as OUT ends.")
    ] = None,
    table: Annotated[
        str | None, typer.Option(help="What a CSV holds: evaluations (left out), answers or criteria.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write handed-in evaluations as a table (XLSX, CSV) or as JSON Lines. Holds personal data."""
    settings = _settings()
    from bot.export_command import NoExport, Wanted
    from bot.export_command import export as write
    from bot.exporting.bar import counting

    def work() -> None:
        try:
            with counting() as tell:
                written = write(
                    settings,
                    Wanted(out, form, subject, first, last, format_, table, force),
                    datetime.now(UTC),
                    tell,
                )
        except NoExport as error:
            _fail(str(error))
        except KeyboardInterrupt:
            typer.echo("Stopped. Nothing was written.", err=True)
            raise SystemExit(STOPPED) from None
        typer.echo(str(written.path))
        typer.echo(f"{written.evaluations:,} evaluation{'' if written.evaluations == 1 else 's'}", err=True)

    _with_records(settings, work)


@app.command()
def migrate() -> None:
    """Bring the database to this version's form (also done at every start)."""
    settings = _settings()
    from storage.migrating import ensure_current, head

    _with_records(settings, lambda: ensure_current(settings.database))
    typer.echo(f"The database is current ({head()}).")


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"kaoping {installed_version('kaoping')}")


def _settings(*, running: bool = False) -> Settings:
    from bot.settings import BadSettings, read_settings

    try:
        return read_settings(running=running)
    except BadSettings as error:
        _refuse(error)
    except UnicodeDecodeError:
        _fail(
            "The settings cannot be read: .env is not UTF-8. Nothing was started.",
            "Save it again with the encoding UTF-8.",
        )
    except OSError as error:
        _fail(f"The settings cannot be read: .env ({error.strerror}). Nothing was started.")


def _with_records(settings: Settings, work: Callable[[], None]) -> None:
    """Do what needs the data directory and the database; without them, say what is wrong."""
    from storage.errors import StorageError

    try:
        settings.kaoping_data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        _fail(
            f"The data directory {settings.kaoping_data} cannot be made ({error.strerror}). "
            "Nothing was started, nothing was changed.",
            "Set KAOPING_DATA to a directory this user may write to.",
        )
    try:
        work()
    except StorageError as error:
        _fail(str(error))


def _text_of(answers: str) -> str:
    """The text of an answers file, or of standard input for ``-``."""
    try:
        data = sys.stdin.buffer.read() if answers == "-" else Path(answers).read_bytes()
    except OSError as error:
        _fail(f"{answers}: the answers cannot be read: {error.strerror}.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = "standard input" if answers == "-" else answers
        _fail(f"{place}:{line}: the answers are not UTF-8. Save them again with the encoding UTF-8.")


def _console() -> Console:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console.width = WIDTH
    return console


def _refuse(error: Exception) -> NoReturn:
    _fail("The settings have faults. Nothing was started.", *str(error).splitlines())


def _fail(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise SystemExit(FAULTS)
