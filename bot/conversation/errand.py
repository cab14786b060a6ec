"""Work that a turn wants done in the background once it is committed: a report, a table, a picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Errand:
    """What is wanted, and values for whoever does it (see ``Desk.runners``).

    Nothing of an errand is kept: after a restart the button that wanted it is still there.
    """

    kind: str
    args: tuple[int | str, ...] = ()
