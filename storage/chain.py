"""The chain that holds the audit trail together: how a row's hash is worked out, and how a trail is followed.

Each row's hash covers the row and the hash before it, so that no row can be changed, removed, moved or put in
without the chain breaking there. The newest hash is kept beside the rows, so that a trail cut short is noticed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the trail: who did what to what, when.

    ``at`` is the moment as :func:`moment` writes it, ``details`` a JSON object as text. They stay text because
    the hash covers them to the letter. A row that was tampered with may hold anything.
    """

    seq: int
    at: str
    actor: int
    action: str
    object_kind: str
    object_id: str
    details: str
    hash: str


@dataclass(frozen=True, slots=True)
class Tip:
    """What is kept beside the rows: the hash the trail starts from, how many rows there are, the newest hash."""

    start: str
    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A trail in which every row is as it was written: how many there are, and the newest hash."""

    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A trail that is not as it was written: the number of the first row that does not fit, and what is wrong."""

    seq: int
    words: str


def moment(at: datetime) -> str:
    """A moment as the trail holds it: in UTC, always with microseconds, ``2026-11-23T09:30:00.000000Z``.

    :raises ValueError: for a moment without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"a moment without a time zone cannot be stored: {at!r}")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def link(  # noqa: PLR0913, PLR0917  (one for each column)
    previous: str,
    seq: int,
    at: str,
    actor: int,
    action: str,
    object_kind: str,
    object_id: str,
    details: str,
) -> str:
    """The hash of a row behind the one whose hash is ``previous``: SHA-256 in hexadecimal digits.

    It covers the UTF-8 bytes of these eight as one JSON array, without spaces, non-ASCII characters escaped.

    :raises TypeError: for values that no row of ours holds and JSON cannot (bytes).
    """
    said = [previous, seq, at, actor, action, object_kind, object_id, details]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


class Chain:
    """A walk along the trail: rows are given one by one in the order of their numbers, then its end is judged.

    ``noted`` is a newest hash written down earlier, which the trail must still hold.
    """

    def __init__(self, start: str, noted: str | None = None) -> None:
        """Before the first row."""
        self.count = 0
        self.hash = start
        self._noted = noted
        self._met = noted is None or noted == start

    def follow(self, entry: Entry) -> Broken | None:
        """Go on to the next row; what is wrong where that is not the row that was written there."""
        wanted = self.count + 1
        if entry.seq != wanted:
            return self._misnumbered(entry.seq, wanted)
        try:
            worked_out = link(
                self.hash,
                entry.seq,
                entry.at,
                entry.actor,
                entry.action,
                entry.object_kind,
                entry.object_id,
                entry.details,
            )
        except TypeError:
            worked_out = ""
        if entry.hash != worked_out:
            return Broken(wanted, f"Row {wanted} is not as it was written, or did not stand {self._here()}.")
        self.count, self.hash = wanted, worked_out
        self._met = self._met or worked_out == self._noted
        return None

    def end(self, tip: Tip) -> Whole | Broken:
        """The verdict, once every row was followed; ``tip`` as it stood when the last of them were read."""
        if tip.count != self.count:
            return self._miscounted(tip.count)
        if tip.hash != self.hash:
            words = (
                f"Row {self.count} fits the rows before it, but it is not the newest row that was written."
            )
            return Broken(self.count, words)
        if not self._met:
            words = (
                f"All {self.count} rows fit each other, but none of them has the noted hash: "
                "rows were removed, or the trail was written anew."
            )
            return Broken(self.count, words)
        return Whole(self.count, self.hash)

    def unreadable(self) -> Broken:
        """What is wrong where the database cannot even hand over the next row."""
        wanted = self.count + 1
        return Broken(wanted, f"Row {wanted}, or what stands {self._here()}, cannot be read: it is not text.")

    def _misnumbered(self, found: int, wanted: int) -> Broken:
        if found < wanted:
            return Broken(found, f"There is a row {found}, though rows are numbered from 1: it was put in.")
        gone = f"Row {wanted} is" if found == wanted + 1 else f"Rows {wanted} to {found - 1} are"
        return Broken(wanted, f"{gone} missing: row {found} stands {self._here()}.")

    def _miscounted(self, told: object) -> Broken:
        if isinstance(told, int) and told > self.count:
            words = f"The trail ends {self._here()}, but {told} rows were written: the newest were removed."
        else:
            words = f"{told} rows were written, but there are {self.count}: rows were put in, or the count changed."
        return Broken(self.count, words)

    def _here(self) -> str:
        return f"behind row {self.count}" if self.count else "at the beginning"
