"""A stand-in for Telegram that is only good for load: as little work per call as Python allows.

It believes whatever a bot sends. (The stand-in for trying the bot and for its tests, which checks and renders
everything, is ``bot.sandbox``.) Runs as a process of its own, ``python -m tests.bench.stand_in FD``, where FD
is its end of a pipe on which it takes a ``Play`` and tells how it goes (``tests.bench.messages``).
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import cast

import uvloop

from tests.bench.crowd import BOT, Crowd, drawn_message
from tests.bench.handed_in import READER, report_tap
from tests.bench.messages import Closed, Listening, Opened, Play, Played, Polled, Report, Stuck
from tests.bench.wire import Request, buttons, reply, take_request

PATIENCE = 10.0
"""Seconds without a new screen for anybody after which a bot counts as stuck."""

_OK = reply(b'{"ok":true,"result":true}')
_ME = reply(b'{"ok":true,"result":%b}' % BOT.encode())
_SENT = reply(
    b'{"ok":true,"result":{"message_id":9,"date":1,"chat":{"id":%d,"type":"private"},"text":"-"}}' % READER
)
_NO_UPDATES = reply(b'{"ok":true,"result":[]}')
_CONFLICT = reply(
    b'{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}',
    b"409 Conflict",
)


class Updates:
    """The bot's update queue: long polling, confirmed by ``offset``, kept until then."""

    def __init__(self) -> None:
        """Begin empty, with nobody polling."""
        self._loop = asyncio.get_running_loop()
        self._pending: deque[tuple[int, str]] = deque()
        self._next_id = 1
        self._limit = 100
        self._poller: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None

    def add(self, update: str) -> None:
        """Queue an update. A waiting poll is answered at the end of this turn of the loop, with all there is."""
        self._pending.append((self._next_id, f'{{"update_id":{self._next_id},{update}}}'))
        self._next_id += 1
        if self._poller is not None and len(self._pending) == 1:
            self._loop.call_soon(self._answer)

    def poll(self, transport: asyncio.Transport, offset: int, limit: int, timeout: float) -> None:
        """Answer now, when something comes, or after ``timeout`` seconds. One poll at a time, as with Telegram."""
        while self._pending and self._pending[0][0] < offset:
            self._pending.popleft()
        if self._poller is not None:
            self._finish(_CONFLICT)
        self._poller, self._limit = transport, limit
        if self._pending:
            self._answer()
        else:
            self._timer = self._loop.call_later(timeout, self._answer)

    def _answer(self) -> None:
        if self._poller is None:
            return
        batch = [text for _, text in list(self._pending)[: self._limit]]
        body = f'{{"ok":true,"result":[{",".join(batch)}]}}'.encode()
        self._finish(reply(body) if batch else _NO_UPDATES)

    def _finish(self, answer: bytes) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._poller is not None and not self._poller.is_closing():
            self._poller.write(answer)
        self._poller = self._timer = None


class Telegram:
    """The Bot API methods, played against a crowd of evaluators."""

    def __init__(self, pipe: Connection) -> None:
        """Tell ``pipe`` of the first poll."""
        self._pipe = pipe
        self._polled = False
        self.updates = Updates()
        self.crowd = Crowd(0)
        self.requests = 0
        self.reports = 0
        self._tapped_for = 0
        self._evaluations = 0

    def want_reports(self, count: int) -> None:
        """Tap for so many reports, and from now on for another one whenever one has come."""
        # Twice as many evaluations take turns, so that none is tapped for while its report is still under way.
        self._evaluations = 2 * count
        for _ in range(count):
            self._want_one()

    def _want_one(self) -> None:
        self.updates.add(report_tap(self._tapped_for % self._evaluations + 1))
        self._tapped_for += 1

    def call(self, request: Request, transport: asyncio.Transport) -> None:
        """Answer one call on its connection (``getUpdates`` perhaps later)."""
        self.requests += 1
        match request.method:
            case "getUpdates":
                self._poll(request.parameters, transport)
            case "sendMessage" | "editMessageText":
                transport.write(self._draw(request.parameters))
            case "sendDocument":
                self.reports += 1
                transport.write(_SENT)
                if self._evaluations:
                    self._want_one()
            case "getMe":
                transport.write(_ME)
            case _:
                transport.write(_OK)

    def _poll(self, parameters: dict[str, object], transport: asyncio.Transport) -> None:
        def number(name: str, default: int) -> int:
            return int(str(parameters.get(name, default)))

        self.updates.poll(transport, number("offset", 0), number("limit", 100), number("timeout", 0))
        if not self._polled:
            self._polled = True
            self._pipe.send(Polled())

    def _draw(self, parameters: dict[str, object]) -> bytes:
        if self._evaluations and str(parameters["chat_id"]) == str(READER):
            return _SENT
        person = self.crowd[int(str(parameters["chat_id"]))]
        message_id = int(str(parameters.get("message_id", 0))) or person.next_message_id()
        text, markup = str(parameters["text"]), str(parameters.get("reply_markup", ""))
        update = self.crowd.shown(person, message_id, text, buttons(markup), markup)
        if update is not None:
            self.updates.add(update)
        return reply(b'{"ok":true,"result":%b}' % drawn_message(person, message_id, text, markup).encode())


class Client(asyncio.Protocol):
    """One connection of the bot's."""

    def __init__(self, telegram: Telegram) -> None:
        """All connections share one ``telegram``."""
        self._telegram = telegram
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's do not inherit from it

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        assert self._transport is not None
        self._buffer += data
        while request := take_request(self._buffer):
            self._telegram.call(request, self._transport)


class Match:
    """One ``Play``, from the first ``/start`` to the last card."""

    def __init__(self, telegram: Telegram, play: Play) -> None:
        """Seat the crowd; ``run`` begins."""
        self._telegram = telegram
        self._play = play
        self._crowd = telegram.crowd = Crowd(play.evaluators, play.ratings_each)

    async def run(self, pipe: Connection) -> Report:
        """Play it all; give back what was measured, or that the bot got stuck."""
        begun = time.perf_counter()
        if self._play.reports:
            self._telegram.want_reports(self._play.reports)
        for update in self._crowd.begin():
            self._telegram.updates.add(update)
        if not await self._until(lambda: self._crowd.everyone_rated and _since(begun) >= self._play.warm_up):
            return Stuck(self._crowd.waiting()[:3])
        self._crowd.waits.clear()
        self._telegram.requests = self._telegram.reports = 0
        opened = time.perf_counter()
        pipe.send(Opened())
        alive = await self._until(lambda: self._over(_since(opened)))
        seconds, waits = _since(opened), tuple(self._crowd.waits)
        requests, reports = self._telegram.requests, self._telegram.reports
        pipe.send(Closed())
        if not alive:
            return Stuck(self._crowd.waiting()[:3])
        self._crowd.stopped = True
        await self._until(lambda: not self._crowd.waiting())
        return Played(seconds, waits, requests, self._crowd.waiting(), reports)

    def _over(self, seconds: float) -> bool:
        taps = self._play.taps
        return (
            seconds >= self._play.seconds
            or (taps is not None and len(self._crowd.waits) >= taps)
            or self._crowd.everyone_done
        )

    async def _until(self, condition: Callable[[], bool]) -> bool:
        """Wait for ``condition``; False when before it held nobody had been shown anything new for too long."""
        while not condition():
            if _since(self._crowd.last_shown) > PATIENCE:
                return False
            await asyncio.sleep(0.02)
        return True


def _since(moment: float) -> float:
    return time.perf_counter() - moment


async def serve(pipe: Connection) -> None:
    """Serve on a free loopback port and play a match whenever told to, until the pipe closes."""
    telegram = Telegram(pipe)
    server = await asyncio.get_running_loop().create_server(lambda: Client(telegram), "127.0.0.1", 0)
    pipe.send(Listening(server.sockets[0].getsockname()[1]))
    with suppress(EOFError):
        while True:
            # In a thread: a reader of the loop would make the pipe non-blocking, and a long report fail.
            play = await asyncio.to_thread(pipe.recv)
            pipe.send(await Match(telegram, play).run(pipe))


if __name__ == "__main__":
    gc.disable()  # short-lived, and a pause of its own must not count as the bot's
    uvloop.run(serve(Connection(int(sys.argv[1]))))
