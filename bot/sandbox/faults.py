"""Trouble on demand: what a bot meets on a bad day, switched on by a test."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import ceil
from typing import Literal

from bot.sandbox.errors import ApiError, too_many

_MESSAGES = ("send", "edit", "copy", "forward")


@dataclass(slots=True)
class Fault:
    """What happens to the next ``times`` calls of ``method`` (``*`` is any but ``getUpdates``).

    ``refuse`` answers ``error`` and does nothing; ``hang`` never answers; ``drop`` closes the connection unanswered;
    ``lose`` does what was asked and then closes the connection, so that the bot cannot know.
    """

    method: str
    times: int
    what: Literal["refuse", "hang", "drop", "lose"]
    error: ApiError | None = None

    def meets(self, method: str) -> bool:
        """Whether this fault is for that method."""
        if self.times <= 0:
            return False
        return method != "getupdates" if self.method == "*" else self.method.lower() == method


class Faults:
    """The faults switched on, and taps to be delivered more than once."""

    def __init__(self) -> None:
        """All is well."""
        self._faults: list[Fault] = []
        self.extra_taps = 0
        self.taps_doubled = 0

    def add(self, fault: Fault) -> None:
        """Switch one on; it ends by itself when its calls are used up."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Everything is well again."""
        self._faults.clear()
        self.extra_taps = self.taps_doubled = 0

    def next(self, method: str) -> Fault | None:
        """The fault that meets this call (method in lower case), used up by one; ``None`` when all is well."""
        for fault in self._faults:
            if fault.meets(method):
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None

    def deliveries(self) -> int:
        """How often the next tap is delivered."""
        if self.taps_doubled <= 0:
            return 1
        self.taps_doubled -= 1
        return 1 + self.extra_taps


class RateLimits:
    """Telegram's limits as bots meet them: a message a second in a chat after a short burst, 30 a second over all.

    Off until ``on`` is set. Edits count like messages.
    """

    def __init__(self, burst: int = 3) -> None:
        """``burst`` messages may come at once in a chat."""
        self.on = False
        self._burst = burst
        self._chats: dict[int, float] = {}
        self._recent: deque[float] = deque()

    def check(self, method: str, chat_id: int, now: float) -> None:
        """Count one call at ``now`` (seconds); raises 429 where it is one too many."""
        if not self.on or not method.startswith(_MESSAGES) or method == "sendchataction":
            return
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        # The moment by which all messages of this chat are paid for, one second each.
        paid = max(self._chats.get(chat_id, now), now)
        too_early = paid - now - (self._burst - 1)
        if too_early > 0:
            raise too_many(ceil(too_early))
        if len(self._recent) >= 30:
            raise too_many(1)
        self._chats[chat_id] = paid + 1
        self._recent.append(now)
