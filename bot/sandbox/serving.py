"""Serving: uvicorn, without the clocks that it starts and stops by."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn


class Server(uvicorn.Server):
    """A server that says when it is up, and goes as soon as it is told to.

    As it comes, uvicorn looks ten times a second whether it is to go, and as often whether all have left. Tests
    start and stop hundreds of these.
    """

    def __init__(self, config: uvicorn.Config, when_up: Callable[[], None]) -> None:
        """``when_up`` is called as soon as connections are taken."""
        super().__init__(config)
        self._when_up = when_up
        self._told_to_go = asyncio.Event()

    def leave(self) -> None:
        """Go; to be called where the server lives."""
        self.should_exit = True
        self._told_to_go.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._when_up()

    async def main_loop(self) -> None:
        """Keep the date in the headers right until told to go."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told_to_go.wait(), 1.0)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nobody new, let calls under way end and connections close; what takes too long is broken off."""
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        state = self.server_state
        for connection in list(state.connections):
            connection.shutdown()
        if calls := set(state.tasks):
            _, late = await asyncio.wait(calls, timeout=self.config.timeout_graceful_shutdown)
            for call in late:
                call.cancel()
        await self._all_gone(0.2)
        for connection in list(state.connections):
            connection.transport.abort()
        await self._all_gone(1.0)
        await self.lifespan.shutdown()

    async def _all_gone(self, seconds: float) -> None:
        """Until every connection is closed, at most so long: a closed one is told of a moment later."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self.server_state.connections and loop.time() < end:  # noqa: ASYNC110 - a mere set, not to be awaited
            await asyncio.sleep(0.001)
