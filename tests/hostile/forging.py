"""Payloads that no button of ours carries for this person, or that no button carries at all. Seeded."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator

from bot.codec import Act, encode
from bot.conversation.rooms import TAPS
from tests.conversation.offline import Offline

_ON_CARD = [
    "a", "p", "tick", "count", "defects", "flag", "na", "go", "view", "open", "same", "undo", "done", "band", "unnote",
    "subjects", "subject", "namesake", "begin", "field", "set", "clear", "sign", "grade", "reason", "handin", "discard",
    "keep", "eye", "ofunit",
]  # fmt: skip
_WORDS = [
    "0", "1", "2", "3", "9", "99", "999999999999", "-1", "all", "done", "digest", "unit", "interview", "quality",
    "owner", "supervisor", "evaluator", "1001", "1002", "1003", "6666", "xlsx", "csv", "month", "yes", "review",
    "grade", "discard", "q1", "A" * 40, "../../etc", "%00", "'; DROP TABLE person; --",
]  # fmt: skip


def forged(seed: int, count: int, victim: Offline) -> Iterator[str]:
    """So many payloads: real buttons of the victim's, other ids, flipped bits, cut short, replayed, and noise."""
    dice = random.Random(seed)
    real = [encode(b.act) for _, screen in victim.shown for row in screen.rows for b in row]
    ops = sorted({*TAPS, *_ON_CARD, *(data.split(".")[0] for data in real)})
    for _ in range(count):
        kind = dice.randrange(6)
        data = dice.choice(real)
        if kind == 0:
            yield data
        elif kind == 1:
            yield data[: dice.randrange(len(data))]
        elif kind == 2:
            place, bit = dice.randrange(len(data)), 1 << dice.randrange(7)
            yield data[:place] + chr(ord(data[place]) ^ bit) + data[place + 1 :]
        elif kind == 3:
            yield "".join(dice.choice(string.printable) for _ in range(dice.randrange(1, 65)))
        else:
            yield _act(dice, dice.choice(ops))


def _act(dice: random.Random, op: str) -> str:
    evaluation = dice.choice([None, 0, 1, 2, 3, 10**9])
    revision = dice.choice([None, *range(0, 40, 3)])
    args = [dice.choice(_WORDS) for _ in range(dice.randrange(4))]
    try:
        return encode(Act(op, evaluation, revision, tuple(args)))
    except ValueError:
        return ".".join([op, str(evaluation), str(revision), *args])[:64]
