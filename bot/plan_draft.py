"""A plan while it is being made or changed: kept whole in the chat's view, so that it outlives a restart."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from storage.plans import Plan, Terms
from storage.subjects import name_key

VIEW = "planning"
MOST = 60
"""So many subjects are planned for at once."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is chosen so far. ``number`` tells this draft's buttons from those of another.

    ``step`` is what is asked now, ``page`` which page of the subjects. ``names`` are typed ones, which become
    subjects when the plan is saved. ``twins`` are known subjects of a typed name that several have: one of them is
    to be ticked. An empty ``ladder`` is the default. ``plan`` and ``revision``: the plan that
    is changed, as it was when that began.
    """

    number: int
    step: str = "form"
    page: int = 0
    form: str = ""
    subjects: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    twins: tuple[int, ...] = ()
    unit: int | None = None
    every: str = ""
    due: str = ""
    at: str = "09:00"
    ladder: str = ""
    timezone: str = ""
    evaluator: int | None = None
    supervisor: int | None = None
    plan: int | None = None
    revision: int = 0

    @property
    def count(self) -> int:
        """For how many subjects it is."""
        return len(self.subjects) + len(self.names)

    @property
    def terms(self) -> Terms:
        """Its times as written."""
        return Terms(self.every, self.due, self.at, self.ladder, self.timezone)

    def view(self) -> str:
        """The draft as the view of a chat: what is as it was at the beginning is left out."""
        plain = Draft(self.number)
        told = {k: v for k, v in asdict(self).items() if k == "number" or v != getattr(plain, k)}
        return f"{VIEW}:{json.dumps(told, ensure_ascii=False, separators=(',', ':'))}"

    @classmethod
    def read(cls, argument: str) -> Self | None:
        """A draft from the argument of the view; ``None`` where it is none."""
        try:
            told: dict[str, Any] = json.loads(argument)
            known = {f.name for f in fields(cls)}
            kept: dict[str, Any] = {
                k: tuple(v) if isinstance(v, list) else v for k, v in told.items() if k in known
            }
            return cls(**kept)
        except (ValueError, TypeError, AttributeError):
            return None

    @classmethod
    def of(cls, plan: Plan, number: int) -> Self:
        """A draft that begins as a plan is now."""
        return cls(
            number,
            step="card",
            form=plan.form_id,
            subjects=(plan.subject_id,),
            unit=plan.unit_id,
            every=plan.every,
            due=plan.due,
            at=plan.at,
            ladder=plan.ladder,
            timezone=plan.timezone,
            evaluator=plan.evaluator_id,
            supervisor=plan.supervisor_id,
            plan=plan.id,
            revision=plan.revision,
        )

    def with_subject(self, id: int, *, chosen: bool) -> Draft:
        """With this subject, or without it; choosing twice is choosing once."""
        others = tuple(one for one in self.subjects if one != id)
        return replace(self, subjects=(*others, id) if chosen else others)

    def with_name(self, name: str, *, chosen: bool) -> Draft:
        """With this typed name, or without it."""
        others = tuple(one for one in self.names if name_key(one) != name_key(name))
        return replace(self, names=(*others, name) if chosen else others)
