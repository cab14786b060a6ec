"""What happens, told to whoever watches: pages, waiting tests, long polls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import Json

_LOOK_AGAIN = 0.05
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person could see: its place in the stream, what it is, whose chat, and what it carries."""

    number: int
    kind: str
    chat_id: int
    data: Json = field(default_factory=dict)

    def body(self) -> Json:
        """The event as the page gets it."""
        return {"seq": self.number, "kind": self.kind, "chat": self.chat_id, **self.data}


class Events:
    """The stream. Lives on the server's loop; every event wakes everyone who waits."""

    def __init__(self) -> None:
        """Nothing happened yet."""
        self.number = 0
        self._readers: set[asyncio.Queue[Event | None]] = set()
        self._waiting: set[asyncio.Future[None]] = set()
        self.closed = False

    def emit(self, kind: str, chat_id: int, **data: Any) -> None:
        """Tell everyone."""
        self.number += 1
        if self._readers:
            event = Event(self.number, kind, chat_id, data)
            for reader in self._readers:
                reader.put_nowait(event)
        self.wake()

    def wake(self) -> None:
        """Let everyone who waits look again, without an event."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def open(self) -> asyncio.Queue[Event | None]:
        """A queue that gets every event from now on, and ``None`` at the end."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._readers.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[Event | None]) -> None:
        """No more events into this queue."""
        self._readers.discard(queue)

    def hang_up(self) -> None:
        """End every stream; who wants to go on listening connects again."""
        for reader in self._readers:
            reader.put_nowait(None)

    def close(self) -> None:
        """The server goes: streams end, long polls answer."""
        self.closed = True
        self.hang_up()
        self.wake()

    async def change(self, seconds: float) -> None:
        """Until something happens, at most so long."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait((future,), timeout=max(0.0, seconds))
        finally:
            self._waiting.discard(future)
            future.cancel()

    async def until(self, condition: Callable[[], object], seconds: float) -> bool:
        """Until ``condition`` holds, at most so long; whether it does.

        It is looked at after every event, and now and then without one: it may ask for a file or a row of the bot.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not condition():
            if self.closed or loop.time() >= end:
                return False
            await self.change(min(_LOOK_AGAIN, end - loop.time()))
        return True
