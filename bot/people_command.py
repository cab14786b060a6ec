"""``kaoping people`` and ``kaoping invite``: who is here, and a first way in, for whoever runs the bot."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from bot.run_command import settings_or_refuse

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.settings import Settings
    from storage.invitations import Invitation
    from storage.roster import Member
    from storage.units import Unit

T = TypeVar("T")

app = typer.Typer(help="Who is here, with their roles.", no_args_is_help=True)

FAULTS = 2
"""Exit status where what was asked for is not possible."""
_COMMAND_LINE = 0
"""Who did it, in the audit trail."""
_ASKING = 10.0
"""Seconds to wait for Telegram to tell the bot's name."""


class Invited(StrEnum):
    """The roles one can be invited to here; results are released in the chat."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    EVALUATOR = "evaluator"


@app.callback()
def people() -> None:
    """Who is here, with their roles."""


@app.command(name="list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List everyone with a role, suspended or with open work; suspended ones last."""
    settings = settings_or_refuse()
    members, units = _with_records(settings, lambda conn: _everyone(conn, settings))
    if as_json:
        told = [_told(one, units, settings) for one in members]
        typer.echo(json.dumps(told, ensure_ascii=not _utf8(), indent=2))
    elif members:
        typer.echo("\n".join(_line(one, units, settings) for one in members))
    else:
        typer.echo("Nobody is here yet. kaoping invite makes a way in.")


def invite(
    role: Annotated[Invited, typer.Option(help="The role they get.")],
    unit: Annotated[
        str, typer.Option(help="Its unit by name, made where there is none; owners have none.")
    ] = "",
    days: Annotated[int, typer.Option(min=1, max=365, help="For how many days it is valid.")] = 7,
    uses: Annotated[int, typer.Option(min=1, max=1000, help="How many people may join by it.")] = 1,
) -> None:
    """Make an invitation: what it prints opens the door, and is shown only now."""
    from storage.invitations import new_token

    name = " ".join(unit.split())
    if (role is Invited.OWNER) == bool(name):
        _fail(
            "An owner belongs to no unit: leave --unit out."
            if name
            else f"Which unit? kaoping invite --role {role} --unit NAME",
        )
    settings, now, token = settings_or_refuse(), datetime.now(UTC), new_token()
    made, new_unit = _with_records(
        settings, lambda conn: _invite(conn, token, role, name, uses, now, now + timedelta(days=days))
    )
    until = made.expires_at.astimezone(settings.zone)
    if new_unit:
        typer.echo(f"Unit {name} was not there; it is now.")
    typer.echo(
        f"Invitation {made.id}: {role}{f', {name}' if name else ''}, valid until {until:%Y-%m-%d %H:%M}, "
        f"for {uses} {'person' if uses == 1 else 'people'}."
    )
    typer.echo(f"They send the bot:  /start j_{token}")
    bot_name = _bot_name(settings)
    if bot_name:
        typer.echo(f"Or open:            https://t.me/{bot_name}?start=j_{token}")
    else:
        typer.echo(f"As a link:          https://t.me/<name of the bot>?start=j_{token}")


def _everyone(conn: Connection, settings: Settings) -> tuple[list[Member], dict[int, Unit]]:
    from storage import roster, units

    found = roster.members(conn, settings.kaoping_owners)
    return found, {unit.id: unit for unit in units.units(conn)}


def _invite(
    conn: Connection, token: str, role: Invited, name: str, uses: int, now: datetime, until: datetime
) -> tuple[Invitation, bool]:
    from storage import audit, invitations, units

    def record(action: audit.Action, kind: str, id: int, **details: str | int | None) -> None:
        audit.record(
            conn,
            actor=_COMMAND_LINE,
            action=action,
            object_kind=kind,
            object_id=id,
            details=details,
            now=now,
        )

    where, added = None, None
    if name:
        added = units.add_unit(conn, name, by=_COMMAND_LINE, now=now)
        where = added or units.same_name(conn, name)
    if added is not None:
        record(audit.Action.UNIT_ADDED, "unit", added.id)
    unit_id = None if where is None else where.id
    made = invitations.add_invitation(
        conn,
        token,
        role=role.value,
        unit_id=unit_id,
        made_by=_COMMAND_LINE,
        uses=uses,
        expires_at=until,
        now=now,
    )
    days = (until - now).days
    record(audit.Action.INVITED, "invitation", made.id, role=role.value, unit=unit_id, days=days, uses=uses)
    return made, added is not None


def _line(one: Member, units: dict[int, Unit], settings: Settings) -> str:
    told = _told(one, units, settings)
    state = "  suspended" if one.suspended_at else ""
    work = f"  {one.drafts} drafts, {one.due} due" if one.open_work else ""
    roles = "; ".join(str(role) for role in _role_words(told)) or "no role"
    line = f"{one.id:>12}  {one.name}  {roles}{state}{work}"
    return "".join(c if c.isprintable() else "?" for c in line)


def _role_words(told: dict[str, object]) -> list[str]:
    roles = told["roles"]
    held = roles if isinstance(roles, list) else []
    return [f"{one['role']}, {one['unit']}" if one["unit"] else str(one["role"]) for one in held]


def _told(one: Member, units: dict[int, Unit], settings: Settings) -> dict[str, object]:
    roles: list[dict[str, str | None]] = [
        {"role": role, "unit": units[unit_id].name if unit_id in units else None}
        for role, unit_id in one.roles
    ]
    if one.id in settings.kaoping_owners and ("owner", None) not in one.roles:
        roles.insert(0, {"role": "owner", "unit": None})
    return {
        "id": one.id,
        "name": one.name,
        "roles": roles,
        "suspended_at": one.suspended_at.isoformat() if one.suspended_at else None,
        "active_at": one.active_at.isoformat() if one.active_at else None,
        "drafts": one.drafts,
        "due": one.due,
    }


def _bot_name(settings: Settings) -> str:
    """The bot's username as Telegram tells it; empty without a token, or where Telegram is out of reach."""
    if settings.telegram_token is None:
        return ""
    import asyncio

    from telegram import Bot
    from telegram.error import TelegramError

    from bot.transport import AiohttpRequest

    token = settings.telegram_token.get_secret_value()

    async def ask() -> str:
        bot = Bot(
            token,
            base_url=f"{settings.telegram_api_url}/bot",
            request=AiohttpRequest(proxy=settings.proxy),
            get_updates_request=AiohttpRequest(proxy=settings.proxy),
        )
        try:
            async with asyncio.timeout(_ASKING):
                await bot.initialize()
                return bot.username
        except (TelegramError, TimeoutError):
            return ""
        finally:
            await bot.shutdown()

    return asyncio.run(ask())


def _utf8() -> bool:
    import sys

    return sys.stdout.encoding.lower().replace("-", "") == "utf8"


def _with_records(settings: Settings, work: Callable[[Connection], T]) -> T:
    """Do what needs the database, made current before; where it cannot be opened, say why."""
    from bot.running import open_storage
    from storage.errors import StorageError

    try:
        storage = open_storage(settings)
        try:
            return storage.run_now(work)
        finally:
            storage.close()
    except StorageError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"The data directory {settings.kaoping_data} cannot be used ({error.strerror}).")


def _fail(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(FAULTS)
