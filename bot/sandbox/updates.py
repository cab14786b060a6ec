"""The queue of updates: kept until a bot confirms them, exactly as Telegram keeps them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from bot.sandbox.errors import Json

LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds a bot gets only when it asks for them by name."""


class UpdateQueue:
    """Updates in order of their ids. Nothing leaves it but by confirmation."""

    def __init__(self, first_id: int = 700_000_001) -> None:
        """Empty; the first update gets ``first_id``."""
        self._next_id = first_id
        self._waiting: deque[Json] = deque()
        self._allowed: frozenset[str] | None = None

    def __len__(self) -> int:
        """How many wait for confirmation."""
        return len(self._waiting)

    @property
    def last_id(self) -> int:
        """The id given last."""
        return self._next_id - 1

    @property
    def allowed(self) -> list[str]:
        """The kinds asked for; empty where the bot never said."""
        return sorted(self._allowed or ())

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Take only these kinds from now on; an empty list means the usual ones, ``None`` leaves it as it was."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def wanted(self, kind: str) -> bool:
        """Whether the bot gets this kind."""
        return kind in self._allowed if self._allowed else kind not in LEFT_OUT_BY_DEFAULT

    def put(self, kind: str, payload: Json) -> int | None:
        """Queue an update and return its id, or ``None`` where the bot does not want this kind."""
        if not self.wanted(kind):
            return None
        update_id = self._next_id
        self._next_id += 1
        self._waiting.append({"update_id": update_id, kind: payload})
        return update_id

    def confirm(self, offset: int) -> None:
        """Forget everything with an id below ``offset``; a negative one keeps only so many from the end."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        else:
            while self._waiting and self._waiting[0]["update_id"] < offset:
                self._waiting.popleft()

    def confirmed(self, update_id: int) -> bool:
        """Whether this one is out of the queue."""
        return not self._waiting or self._waiting[0]["update_id"] > update_id

    def first(self, limit: int) -> list[Json]:
        """At most ``limit`` of what waits, oldest first."""
        return [update for update, _ in zip(self._waiting, range(limit), strict=False)]

    def clear(self) -> None:
        """Forget everything (``drop_pending_updates``)."""
        self._waiting.clear()
