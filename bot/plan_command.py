"""``kaoping plan``: what would come due when, and the plans that are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.run_command import settings_or_refuse

if TYPE_CHECKING:
    from rubrics.plans import PlanFault, WrittenPlan
    from rubrics.schedule import Occurrence
    from storage.plans import NamedPlan

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
        timezone = settings_or_refuse().kaoping_timezone
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
    from rubrics.plans import read_new
    from rubrics.schedule import Schedule, occurrences

    wanted = _read_count(count)
    schedule = read_new(written)
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


_FORM = typer.Option("--form", help="Id of the form; kaoping forms lists them.")
_EVERY = typer.Option("--every", help="day, week, month, quarter, half-year or year.")
_DUE = typer.Option("--due", help="The due rule; see kaoping plan preview.")
_PERSON = "Telegram id of the {}."


@app.command()
def add(  # noqa: PLR0913, PLR0917  # each is an option of the command
    form: Annotated[str, _FORM],
    every: Annotated[str, _EVERY],
    due: Annotated[str, _DUE],
    evaluator: Annotated[str, typer.Option(help=_PERSON.format("evaluator"))],
    supervisor: Annotated[str, typer.Option(help=_PERSON.format("supervisor"))],
    subject: Annotated[
        str | None, typer.Option(help="Name of the site or person; made where there is none.")
    ] = None,
    subject_id: Annotated[int | None, typer.Option(help="Its number, where several have that name.")] = None,
    at: Annotated[str | None, typer.Option(help="Time of day of the reminders. Left out: 09:00.")] = None,
    ladder: Annotated[
        str | None,
        typer.Option(help="Days before the due date to remind on. Left out: 7,3,1,0; week 1,0; day 0."),
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="Left out: KAOPING_TIMEZONE.")] = None,
    made: Annotated[
        str | None, typer.Option("--from", help="The day from which it counts. Left out: today.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make a plan, and show its next three periods."""
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo, available_timezones

    from bot.plan_keeping import PlanRefused, Wanted, make
    from rubrics.plans import WrittenPlan

    settings = settings_or_refuse()
    zone = (timezone or settings.kaoping_timezone).strip()
    now = datetime.now(UTC)
    if made is None:
        local = ZoneInfo(zone) if zone in available_timezones() else settings.zone
        made = now.astimezone(local).date().isoformat()
    written = WrittenPlan(every, due, made, zone, at, ladder)
    with _records():
        try:
            done = make(settings, Wanted(form, subject, subject_id, evaluator, supervisor, written), now)
        except PlanRefused as error:
            _refuse(*error.faults, "No plan was made.")
    if as_json:
        periods = [_told(one) for one in done.periods]
        typer.echo(json.dumps({"plan": done.plan.id, "periods": periods}, indent=2))
    else:
        typer.echo(f"Plan {done.plan.id}: {done.plan.form_title} for {done.subject}")
        typer.echo("\n".join(f"  {one.period.name}: due {one.due} ({one.due:%a})" for one in done.periods))
    for remark in (*done.remarks, _warning(list(done.periods))):
        if remark:
            typer.echo(remark, err=True)


@app.command(name="list")
def list_(
    ended: Annotated[bool, typer.Option("--all", help="Those that ended, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the plans."""
    from bot.plan_keeping import listed

    settings = settings_or_refuse()
    with _records():
        found = listed(settings, ended=ended)
    if as_json:
        typer.echo(json.dumps([_plan_told(one) for one in found], indent=2))
    elif found:
        typer.echo("\n".join(_plan_line(one) for one in found))
    else:
        typer.echo("There are no plans.")


@app.command()
def pause(plan: Annotated[int, typer.Argument(help="Number of the plan.")]) -> None:
    """Open no further period of a plan. What is open stays open."""
    _change(plan, "pause", "is paused: no further period opens")


@app.command()
def resume(plan: Annotated[int, typer.Argument(help="Number of the plan.")]) -> None:
    """Go on with a plan from today. What would have been due meanwhile is not asked for."""
    _change(plan, "resume", "goes on")


@app.command()
def end(plan: Annotated[int, typer.Argument(help="Number of the plan.")]) -> None:
    """End a plan for good. What is open stays open."""
    _change(plan, "end", "has ended")


def _change(plan: int, what: str, words: str) -> None:
    from datetime import UTC, datetime

    from bot.plan_keeping import PlanRefused, change

    settings = settings_or_refuse()
    with _records():
        try:
            _, still_open = change(settings, plan, what, datetime.now(UTC))
        except PlanRefused as error:
            _refuse(*error.faults)
    typer.echo(f"Plan {plan} {words}.")
    if still_open and what != "resume":
        typer.echo(f"Still open, to be done or excused: {', '.join(still_open)}.")


def _plan_told(one: NamedPlan) -> dict[str, object]:
    plan = one.plan
    return {
        "plan": plan.id,
        "state": plan.state,
        "form": plan.form_id,
        "subject": one.subject,
        "subject_id": plan.subject_id,
        "every": plan.every,
        "due": plan.due,
        "at": plan.at,
        "ladder": plan.ladder or None,
        "timezone": plan.timezone,
        "from": plan.from_date,
        "evaluator": plan.evaluator_id,
        "supervisor": plan.supervisor_id,
        "next_opens": plan.next_at.isoformat() if plan.next_at else None,
    }


def _plan_line(one: NamedPlan) -> str:
    plan = one.plan
    state = "" if plan.state == "active" else f", {plan.state}"
    return (
        f"{plan.id}  {plan.form_title} · {one.subject} · every {plan.every}, {plan.due}, {plan.at} {plan.timezone} · "
        f"evaluator {plan.evaluator_id}, supervisor {plan.supervisor_id}{state}"
    )


@contextmanager
def _records() -> Iterator[None]:
    """Where the records cannot be had, say why."""
    from storage.errors import StorageError

    try:
        yield
    except StorageError as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"The data directory cannot be made ({error.strerror}). Set KAOPING_DATA to another one.")


def _refuse(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(FAULTS)
