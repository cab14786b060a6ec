"""What is open of somebody's, unit by unit: drafts, what is due, the plans they carry out and watch over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select, true

from storage import tables

_evaluation, _occurrence, _plan = tables.evaluation, tables.occurrence, tables.plan


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How much is open. ``due`` are occurrences to be done, ``plans`` are carried out, ``watched`` watched over.

    ``watching`` are occurrences watched over that are not closed: also those of plans that have ended.
    """

    drafts: int = 0
    due: int = 0
    plans: int = 0
    watched: int = 0
    watching: int = 0

    def __add__(self, other: OpenWork) -> OpenWork:
        """Both together."""
        return OpenWork(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def work(self) -> OpenWork:
        """What is to be done of it."""
        return OpenWork(self.drafts, self.due, self.plans)

    @property
    def watch(self) -> OpenWork:
        """What is watched over of it."""
        return OpenWork(watched=self.watched, watching=self.watching)

    @property
    def to_watch(self) -> bool:
        """Whether there is anything to watch over."""
        return bool(self.watched or self.watching)


def open_work(conn: Connection, person_id: int) -> dict[int | None, OpenWork]:
    """What is open of somebody's, by unit (``None``: of no unit); units in which there is nothing left out."""
    found: defaultdict[int | None, OpenWork] = defaultdict(OpenWork)
    live = _occurrence.c.closed_at.is_(None)
    going = _plan.c.state != "ended"
    for name, table, theirs in (
        (
            "drafts",
            _evaluation,
            (_evaluation.c.evaluator_id == person_id) & (_evaluation.c.status == "draft"),
        ),
        ("due", _occurrence, (_occurrence.c.evaluator_id == person_id) & live),
        ("plans", _plan, (_plan.c.evaluator_id == person_id) & going),
        ("watched", _plan, (_plan.c.supervisor_id == person_id) & going),
        ("watching", _occurrence, (_occurrence.c.supervisor_id == person_id) & live),
    ):
        counted = select(table.c.unit_id, func.count()).where(theirs).group_by(table.c.unit_id)
        for unit_id, count in conn.execute(counted):
            found[unit_id] += OpenWork(**{name: count})
    return dict(found)


def together(works: Iterable[OpenWork]) -> OpenWork:
    """All of it."""
    return sum(works, OpenWork())


def in_units(unit_id: ColumnElement[Any], units: Collection[int | None] | None) -> ColumnElement[bool]:
    """The condition that something belongs to one of these units (``None`` in it: to none); all where left out."""
    if units is None:
        return true()
    named = unit_id.in_(sorted(one for one in units if one is not None))
    return or_(named, unit_id.is_(None)) if None in units else named
