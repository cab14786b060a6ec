"""Whose evaluations may be read: the one filter under every list, export and comparison."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, true

from storage import tables

HANDED_IN = ("submitted", "amended", "void")
"""The status of an evaluation that was handed in."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may read: everything, or what belongs to these units, and what they rated themselves.

    The empty scope reads nothing.
    """

    everything: bool = False
    units: frozenset[int] = frozenset()
    evaluator: int | None = None


EVERYTHING = Scope(everything=True)
"""For owners, and for the command line, which only the machine's administrator reaches."""


def readable(scope: Scope) -> ColumnElement[bool]:
    """The condition on ``tables.evaluation`` that keeps what ``scope`` may read."""
    if scope.everything:
        return true()
    evaluation = tables.evaluation.c
    parts: list[ColumnElement[bool]] = []
    if scope.evaluator is not None:
        parts.append(evaluation.evaluator_id == scope.evaluator)
    if scope.units:
        parts.append(evaluation.unit_id.in_(sorted(scope.units)))
    return or_(*parts) if parts else false()


def seen_by(scope: Scope, person_id: int) -> ColumnElement[bool]:
    """The condition on ``tables.evaluation`` that keeps what a person may look into.

    That is their own, drafts among it, and what was handed in and ``scope`` may read.
    """
    evaluation = tables.evaluation.c
    handed_in = evaluation.status.in_(HANDED_IN) & readable(scope)
    return (evaluation.status != "discarded") & ((evaluation.evaluator_id == person_id) | handed_in)
