"""The command line. Each command imports what it needs when it runs, so that each starts fast."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.audit_command import app as audit_app
from bot.due_command import due
from bot.people_command import app as people_app
from bot.people_command import invite
from bot.plan_command import app as plan_app
from bot.run_command import FAULTS, fail, run_bot_now, settings_or_refuse, with_records
from bot.subject_command import app as subject_app

if TYPE_CHECKING:
    from rich.console import Console


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

STOPPED = 130
"""Exit status where somebody stopped it."""

WIDTH = 200
"""Columns of what is printed to a pipe or file, where no terminal tells: wide enough to cut no title."""


@app.command(name="try")
def try_(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page on this machine; 0 takes a free one.")
    ] = 8080,
) -> None:
    """Try it at once: a chat in your browser, no token, no Telegram."""
    settings_or_refuse()
    from bot.trying import run_try

    run_try(port)


@app.command()
def run() -> None:
    """Run the bot on Telegram (settings from the environment or .env)."""
    run_bot_now()


@app.command()
def forms() -> None:
    """List the forms, with their ids."""
    from bot.scoring_command import forms_shown
    from rubrics.library import load_forms

    library = load_forms(settings_or_refuse().kaoping_forms)
    _console().print(forms_shown(library.forms.values()))
    if library.findings:
        fail(*map(str, library.findings))


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
    result = score_answers(form, text, settings_or_refuse().kaoping_forms)
    if result.faults:
        fail(*result.faults)
    if as_json:
        utf8 = sys.stdout.encoding.lower().replace("-", "") == "utf8"
        typer.echo(json.dumps(result.told, ensure_ascii=not utf8, indent=2))
    else:
        _console().print(result.shown)


@app.command()
def report(
    evaluation: Annotated[int, typer.Argument(min=1, help="Number of a handed-in evaluation.")],
    out: Annotated[Path, typer.Argument(help="The .pdf or .png to write, or a directory for the PDF.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write the filled-in form of a handed-in evaluation as PDF, or its score card as PNG."""
    settings = settings_or_refuse()
    from bot.report_command import NoReport, write_report

    def work() -> None:
        try:
            typer.echo(str(write_report(settings, evaluation, out, datetime.now(UTC), force=force)))
        except NoReport as error:
            fail(str(error))

    with_records(settings, work)


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
    settings = settings_or_refuse()
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
            fail(str(error))
        except KeyboardInterrupt:
            typer.echo("Stopped. Nothing was written.", err=True)
            raise SystemExit(STOPPED) from None
        typer.echo(str(written.path))
        typer.echo(f"{written.evaluations:,} evaluation{'' if written.evaluations == 1 else 's'}", err=True)

    with_records(settings, work)


@app.command()
def migrate() -> None:
    """Bring the database to this version's form (also done at every start)."""
    settings = settings_or_refuse()
    from storage.migrating import ensure_current, head

    with_records(settings, lambda: ensure_current(settings.database))
    typer.echo(f"The database is current ({head()}).")


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"kaoping {installed_version('kaoping')}")


def _text_of(answers: str) -> str:
    """The text of an answers file, or of standard input for ``-``."""
    try:
        data = sys.stdin.buffer.read() if answers == "-" else Path(answers).read_bytes()
    except OSError as error:
        fail(f"{answers}: the answers cannot be read: {error.strerror}.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = "standard input" if answers == "-" else answers
        fail(f"{place}:{line}: the answers are not UTF-8. Save them again with the encoding UTF-8.")


def _console() -> Console:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console.width = WIDTH
    return console
