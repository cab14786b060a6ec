"""A year of 500 plans, driven through the engine on a real database, and compared with a calendar of its own.

``python -m tests.reminding.year 2026 --minutes`` looks at every minute of the year instead of at every event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Connection, text

from bot.reminding import turns
from bot.reminding.planning import Order, make_plan
from rubrics.plans import WrittenPlan, read_schedule
from rubrics.schedule import Schedule
from storage import subjects
from storage.engine import build_engine
from tests.conversation.offline import empty_database
from tests.rubrics.schedule_by_days import Seen, walk_through

FREQUENCIES = {
    "day": ("every-day", "workdays"),
    "week": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    "month": (
        "day-1",
        "day-15",
        "day-31",
        "last-day",
        "last-workday",
        "workday-1",
        "workday-5",
        "workday-99",
    ),
    "quarter": ("day-30", "day-31", "last-day", "last-workday", "workday-10"),
    "half-year": ("day-31", "last-workday", "workday-3"),
    "year": ("day-31", "last-workday", "workday-15"),
}
SHARES = {"day": 2, "week": 20, "month": 40, "quarter": 138, "half-year": 150, "year": 150}
"""How many plans of 500 are of each frequency: those that come often are enough work with a few."""
ZONES = ("Asia/Shanghai", "Asia/Shanghai", "Asia/Shanghai", "America/New_York")
TIMES = (time(9), time(9), time(17, 45))
LADDERS = (None, None, None, (10, 5, 2, 0), (3,), (30, 1))
ALL = sum(SHARES.values())


@dataclass(frozen=True)
class Planned:
    """One plan as it is made."""

    every: str
    due: str
    made: date
    zone: str
    at: time
    ladder: tuple[int, ...] | None


def planned(year: int, seed: int = 7) -> Iterator[Planned]:
    """The plans, made between December before the year and its spring."""
    rng = Random(seed)
    for every, count in SHARES.items():
        for number in range(count):
            yield Planned(
                every,
                FREQUENCIES[every][number % len(FREQUENCIES[every])],
                date(year - 1, 12, 20) + timedelta(days=rng.choice((0, 5, 12, 40, 100))),
                rng.choice(ZONES),
                rng.choice(TIMES),
                None if every == "day" else rng.choice(LADDERS),
            )


def live(conn: Connection, year: int, plans: list[Planned], *, minutes: bool = False) -> int:
    """Make the plans and let the year go by; at how many moments was looked."""
    began = datetime(year - 1, 12, 15, tzinfo=UTC)
    for number, one in enumerate(plans):
        subject = subjects.add_subject(conn, kind="site", name=f"{number}", created_by=1, now=began)
        ladder = None if one.ladder is None else ",".join(map(str, one.ladder))
        written = WrittenPlan(one.every, one.due, one.made.isoformat(), one.zone, f"{one.at:%H:%M}", ladder)
        schedule = read_schedule(written)
        assert isinstance(schedule, Schedule)
        make_plan(conn, Order("quality", "C2", subject.id, None, schedule, 7, 8), 8, began)
    end, looks = datetime(year + 1, 1, 1, 12, tzinfo=UTC), 0
    now = next_moment(conn)
    while now < end:
        while turns.open_due(conn, now) == turns.PLANS:
            pass
        while turns.move_due(conn, now) == turns.OCCURRENCES:
            pass
        looks += 1
        now = now + timedelta(minutes=1) if minutes else next_moment(conn)
    return looks


def next_moment(conn: Connection) -> datetime:
    """When anything next happens."""
    query = (
        "SELECT min(m) FROM (SELECT min(next_at) AS m FROM plan UNION SELECT min(next_at) FROM occurrence)"
    )
    return datetime.fromisoformat(conn.execute(text(query)).scalar_one()).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Recorded:
    """An occurrence as it was recorded, in local days; stages with the minutes by which they were noted late."""

    due: str
    state: str
    reminded: tuple[str, ...]
    missed_on: str | None


def recorded(conn: Connection, plans: list[Planned]) -> tuple[dict[tuple[int, str], Recorded], list[float]]:
    """Everything recorded by plan and period, and how late each stage was recorded, in seconds."""
    stages: dict[int, list[str]] = defaultdict(list)
    delays: list[float] = []
    zones = {number: ZoneInfo(one.zone) for number, one in enumerate(plans, start=1)}
    rows = (
        "SELECT o.id, o.plan_id, r.at, r.recorded_at FROM reminder r"
        " JOIN occurrence o ON o.id = occurrence_id ORDER BY r.at"
    )
    for id, plan_id, at, noted in conn.execute(text(rows)):
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
        stages[id].append(f"{moment.astimezone(zones[plan_id]):%Y-%m-%d %H:%M}")
        delays.append((datetime.fromisoformat(noted).replace(tzinfo=UTC) - moment).total_seconds())
    found = {}
    for id, plan_id, period, due, state, closed in conn.execute(
        text("SELECT id, plan_id, period, due, state, closed_at FROM occurrence")
    ):
        missed_on = None
        if closed is not None:
            moment = datetime.fromisoformat(closed).replace(tzinfo=UTC).astimezone(zones[plan_id])
            assert moment.time() == time()
            missed_on = moment.date().isoformat()
        assert (plan_id, period) not in found
        found[plan_id, period] = Recorded(due, state, tuple(stages[id]), missed_on)
    return found, delays


def expected(one: Planned, seen: Seen) -> Recorded:
    """What the other calendar says of an occurrence that nobody does."""
    reminded = tuple(f"{day} {one.at:%H:%M}" for day in sorted((*seen.reminded, *seen.chased)))
    missed_on = seen.missed_on.isoformat() if seen.missed_on else None
    return Recorded(seen.due.isoformat(), "missed", reminded, missed_on)


def compare(year: int, plans: list[Planned], found: dict[tuple[int, str], Recorded]) -> tuple[int, list[str]]:
    """How many occurrences were compared, and what differs. Compared are those settled by the year's end."""
    faults: list[str] = []
    compared = 0
    for number, one in enumerate(plans, start=1):
        for seen in walk_through(one.every, one.due, one.made, one.ladder, date(year + 1, 3, 1)):
            if seen.missed_on is None or seen.missed_on > date(year, 12, 31):
                continue
            compared += 1
            wanted, got = expected(one, seen), found.get((number, seen.period))
            if wanted != got:
                faults.append(f"{one} {seen.period}: {wanted} but {got}")
    settled = sum(1 for one in found.values() if one.missed_on and one.missed_on <= f"{year}-12-31")
    if settled != compared:
        faults.append(f"{settled} settled, {compared} expected")
    return compared, faults


@dataclass(frozen=True)
class Year:
    """How a year went."""

    occurrences: int
    stages: int
    looks: int
    latest: float
    earliest: float
    faults: list[str]
    seconds: float


def play(year: int, directory: Path, *, minutes: bool = False, nth: int = 1) -> Year:
    """Live through a year with every ``nth`` of the plans, and compare it."""
    path = directory / f"{year}.sqlite3"
    path.write_bytes(empty_database())
    plans = list(planned(year))[::nth]
    began = perf_counter()
    engine = build_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        with connection.begin():
            looks = live(connection, year, plans, minutes=minutes)
        with connection.begin():
            found, delays = recorded(connection, plans)
    engine.dispose()
    compared, faults = compare(year, plans, found)
    return Year(compared, len(delays), looks, max(delays), min(delays), faults, perf_counter() - began)


def told(year: int, lived: Year) -> str:
    """How a year went, in a line."""
    return (
        f"{year}: {ALL} plans, {lived.occurrences} occurrences settled, {lived.stages} stages recorded over "
        f"{lived.looks} looks; stages recorded {lived.earliest:g} to {lived.latest:g} s after they fell due; "
        f"{len(lived.faults)} differ from the other calendar; {lived.seconds:.1f} s"
    )


def main(year: int, *, minutes: bool = False) -> None:
    """Live through a year and print how it went."""
    with TemporaryDirectory(prefix="kaoping-year-") as directory:
        lived = play(year, Path(directory), minutes=minutes)
    typer.echo(told(year, lived))
    for fault in lived.faults[:20]:
        typer.echo(fault)
    raise typer.Exit(1 if lived.faults else 0)


if __name__ == "__main__":
    typer.run(main)
