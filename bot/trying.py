"""``kaoping try``: the same bot, with a stand-in for Telegram and a page to chat on, on this machine alone."""

from __future__ import annotations

import asyncio
import errno
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Connection

from bot.app import utc_now
from bot.desk import Desk
from bot.interrupting import Interruption
from bot.logs import set_up
from bot.passing_time import PassingTime
from bot.reminding.planning import Order, make_plan
from bot.running import load_library, open_storage, run_loop, serve
from bot.sandbox import Sandbox
from bot.sandbox.people import usual_people
from bot.scratch import clear_scratch, scratch
from bot.settings import BadSettings, Settings, read_settings
from rubrics.due_rules import DueRule
from rubrics.library import Library
from rubrics.schedule import Schedule
from storage import memberships, people, subjects, units

INTERVIEWER, INSPECTOR, SUPERVISOR = 1001, 1002, 1003
"""The people of the page who belong to the house; the fourth is a stranger, until somebody invites them."""

OWNERS = frozenset({SUPERVISOR})
UNIT = "客服部"
SITE = "阳光花园"


_NAME = "kaoping-try-"
"""What the directories of trials are called, in the machine's temporary files."""


def furnish(conn: Connection, now: datetime) -> None:
    """Give the people of the page their roles: two evaluators and their supervisor, who owns the house, too."""
    for person in usual_people():
        if person.id in {INTERVIEWER, INSPECTOR, SUPERVISOR}:
            people.remember_person(conn, person.id, person.name, now, person.language_code)
    unit = units.add_unit(conn, UNIT, by=SUPERVISOR, now=now)
    if unit is not None:
        for person_id, role in _ROLES:
            memberships.grant(conn, person_id, role, unit.id, by=SUPERVISOR, now=now)


_ROLES: tuple[tuple[int, memberships.RoleName], ...] = (
    (SUPERVISOR, "supervisor"),
    (INTERVIEWER, "evaluator"),
    (INSPECTOR, "evaluator"),
)


def plan_an_inspection(conn: Connection, library: Library, zone: ZoneInfo, now: datetime) -> None:
    """One site that the inspector inspects every quarter, so that there is something to do from the beginning."""
    form = library.forms.get("quality")
    unit = units.same_name(conn, UNIT)
    if form is None or unit is None:
        return
    site = subjects.add_subject(
        conn, kind=form.subject.kind, name=SITE, created_by=SUPERVISOR, now=now, unit_id=unit.id
    )
    schedule = Schedule("quarter", DueRule("last-workday"), now.astimezone(zone).date(), zone)
    order = Order(form.id, form.title, site.id, unit.id, schedule, INSPECTOR, SUPERVISOR)
    make_plan(conn, order, SUPERVISOR, now)


def run_try(port: int) -> None:
    """Serve the page until interrupted. Everything lies in a directory that goes when it stops or starts again."""
    place = Path(tempfile.gettempdir())
    clear_scratch(place, _NAME)
    with Interruption() as pressed, scratch(place, _NAME) as directory:
        try:
            sandbox = Sandbox(port=port)
            sandbox.start()
        except OSError as error:
            why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            raise BadSettings([f"port {port} {why}; choose another one: kaoping try --port 0"]) from None
        try:
            settings = settings_for(sandbox, directory)
            set_up("WARNING")
            typer.echo(f"Open {sandbox.url}/ in a browser, best at phone width. Ctrl+C stops.")
            typer.echo(f"请在浏览器中打开 {sandbox.url}/ 。按 Ctrl+C 停止。")
            storage = open_storage(settings)
            try:
                library = load_library(settings)
                storage.run_now(lambda conn: furnish(conn, utc_now()))
                storage.run_now(lambda conn: plan_an_inspection(conn, library, settings.zone, utc_now()))
                time = PassingTime(sandbox, storage, {INTERVIEWER, INSPECTOR, SUPERVISOR})

                def began(desk: Desk) -> None:
                    time.began(desk)
                    # By then the loop takes signals.
                    asyncio.get_running_loop().call_soon(pressed.make_good)

                run_loop(serve(settings, library, storage, clock=time.now, began=began))
            finally:
                storage.close()
        finally:
            sandbox.stop()


def settings_for(sandbox: Sandbox, directory: Path) -> Settings:
    """Settings that lead to the stand-in and nowhere else; language, time zone and forms are the owner's."""
    return read_settings(
        telegram_token=sandbox.token,
        telegram_api_url=sandbox.url,
        telegram_proxy=None,
        telegram_webhook_url=None,
        telegram_webhook_secret=None,
        database_url=None,
        kaoping_data=directory,
        kaoping_owners=OWNERS,
    )
