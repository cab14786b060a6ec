"""What a button carries: at most 64 bytes that name the act, the evaluation, the revision it was drawn for.

``op.evaluation.revision.argument…`` with numbers in base 36 and ``-`` where there is none. Anyone can send any
bytes as a tap, so reading refuses whatever is not exactly of that shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LIMIT = 64
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SHAPE = re.compile(
    r"([a-z]{1,12})\.(-|[0-9a-z]{1,12})\.(-|[0-9a-z]{1,8})((?:\.[0-9A-Za-z:_-]{0,40})*)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Act:
    """A button's meaning: the act's name, the evaluation and revision it was drawn for, and its arguments."""

    op: str
    evaluation: int | None = None
    revision: int | None = None
    args: tuple[str, ...] = ()

    def number(self, place: int) -> int | None:
        """The argument at ``place`` as a whole number not below zero, or ``None`` where it is not one."""
        text = self.args[place] if place < len(self.args) else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None

    def word(self, place: int) -> str:
        """The argument at ``place``, or an empty string."""
        return self.args[place] if place < len(self.args) else ""


def base36(number: int) -> str:
    """A whole number not below zero in base 36."""
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits


def encode(act: Act) -> str:
    """The bytes for a button, as text.

    :raises ValueError: if they would not fit into 64 bytes.
    """
    head = [
        act.op,
        "-" if act.evaluation is None else base36(act.evaluation),
        "-" if act.revision is None else base36(act.revision),
    ]
    data = ".".join([*head, *act.args])
    if len(data.encode()) > LIMIT or not _SHAPE.fullmatch(data):
        raise ValueError(f"not a button: {data!r}")
    return data


def decode(data: str) -> Act | None:
    """What a tap says, or ``None`` where no button of ours looks like that."""
    match = _SHAPE.fullmatch(data) if len(data.encode(errors="replace")) <= LIMIT else None
    if match is None:
        return None
    op, evaluation, revision, rest = match.groups()
    return Act(
        op,
        None if evaluation == "-" else int(evaluation, 36),
        None if revision == "-" else int(revision, 36),
        tuple(rest.split(".")[1:]),
    )
