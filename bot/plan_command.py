"""``kaoping plan``: what comes due when, before anything is kept."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rubrics.plans import PlanFault, WrittenPlan
    from rubrics.schedule import Occurrence

app = typer.Typer(help="Plans: what is due when, and who is reminded when.", no_args_is_help=True)

FAULTS = 2
"""Exit status where what was given has faults."""
MOST = 5000
"""So many periods are shown at most."""


@app.callback()
def plans() -> None:
    """Plans: what is due when, and who is reminded when."""


@app.command()
def preview(  # noqa: PLR0913, PLR0917  # each is an option of the command
    every: Annotated[str, typer.Option(help="day, week, month, quarter, half-year or year.")],
    due: Annotated[
        str,
        typer.Option(
            help="In the period's last month: day-N, last-day, last-workday, workday-N. "
            "For week: mon to sun. For day: every-day, workdays."
        ),
    ],
    made: Annotated[str, typer.Option("--from", help="The day the plan is made, like 2026-11-23.")],
    count: Annotated[str, typer.Option(metavar="INTEGER", help=f"How many periods, 1 to {MOST}.")] = "3",
    at: Annotated[str | None, typer.Option(help="Time of day of the reminders. Left out: 09:00.")] = None,
    ladder: Annotated[
        str | None,
        typer.Option(help="Days before the due date to remind on. Left out: 7,3,1,0; week 1,0; day 0."),
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="Left out: KAOPING_TIMEZONE.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the next periods of a plan: due dates, reminders, and when it is missed. Nothing is kept."""
    from rubrics.plans import WrittenPlan

    if timezone is None:
        from bot.settings import read_settings

        timezone = read_settings().kaoping_timezone
    previewed = preview_plan(WrittenPlan(every, due, made, timezone, at, ladder), count)
    for fault in previewed.faults:
        typer.echo(fault, err=True)
    if previewed.faults:
        raise typer.Exit(FAULTS)
    typer.echo(json.dumps(previewed.told, indent=2) if as_json else previewed.words)
    if previewed.warning:
        typer.echo(previewed.warning, err=True)


@dataclass(frozen=True)
class Preview:
    """What the preview found: faults, or the JSON value and the words to print, and what to be warned of."""

    faults: tuple[str, ...]
    told: object = None
    words: str = ""
    warning: str = ""


def preview_plan(written: WrittenPlan, count: str) -> Preview:
    """The first ``count`` occurrences of the plan due on or after the day it is made, or every fault."""
    from rubrics.plans import read_schedule
    from rubrics.schedule import Schedule, occurrences

    wanted = _read_count(count)
    schedule = read_schedule(written)
    if not isinstance(schedule, Schedule) or wanted is None:
        faults = () if isinstance(schedule, Schedule) else schedule
        return Preview((*map(_sentence, faults), *(() if wanted else (_count_sentence(count),))))
    found = list(islice(occurrences(schedule), wanted))
    return Preview(
        (), [_told(one) for one in found], "\n\n".join(_words(one) for one in found), _warning(found)
    )


def _read_count(text: str) -> int | None:
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text.strip()) else 0
    return number if 1 <= number <= MOST else None


def _count_sentence(text: str) -> str:
    return f"--count: {text!r} is not possible; it is a whole number from 1 to {MOST}."


def _sentence(fault: PlanFault) -> str:
    return f"--{fault.part}: {fault.words}."


def _told(one: Occurrence) -> dict[str, object]:
    return {
        "period": one.period.name,
        "due": one.due.isoformat(),
        "reminders": [at.isoformat() for at in one.reminders],
        "overdue_reminders": [at.isoformat() for at in one.overdue_reminders],
        "missed_at": one.missed_at.isoformat(),
    }


def _words(one: Occurrence) -> str:
    lines = [f"{one.period.name}: due by the end of {one.due} ({one.due:%a})"]
    lines += [f"  remind   {at:%Y-%m-%d %H:%M %a}" for at in one.reminders]
    lines += [f"  overdue  {at:%Y-%m-%d %H:%M %a}" for at in one.overdue_reminders]
    return "\n".join([*lines, f"  missed   {one.missed_at:%Y-%m-%d %H:%M %a}"])


def _warning(found: list[Occurrence]) -> str:
    from rubrics.workdays import decreed_years

    guessed = [one.period.name for one in found if one.beyond_calendar]
    if not guessed:
        return ""
    known = decreed_years()
    return (
        f"From {guessed[0]} on, dates may still move: holidays are known for {known[0]} to {known[-1]} only. "
        "Beyond, Monday to Friday count as working days, less 1 January, 1-2 May and 1-3 October."
    )
