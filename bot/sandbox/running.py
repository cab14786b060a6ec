"""The stand-in as a thing to hold: started in a thread of its own, spoken to from any other."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn

from bot.sandbox import acts
from bot.sandbox.errors import ApiError, Json
from bot.sandbox.faults import Fault
from bot.sandbox.files import Kind, plain_picture
from bot.sandbox.parameters import Upload
from bot.sandbox.people import Person, usual_people
from bot.sandbox.server import app
from bot.sandbox.serving import Server
from bot.sandbox.settling import Mark, dealt_with, mark, settle
from bot.sandbox.world import Call, Tap, World

T = TypeVar("T")
TOKEN = "7000000001:AA-a-token-for-this-machine-only"  # noqa: S105 - opens nothing but this stand-in
PATIENCE = 10.0
"""Seconds a wait lasts before it fails."""


class Sandbox:
    """Telegram on this machine. A context manager: inside it the server runs.

    Acts (``types``, ``taps``, …) are what people do; they return what was sent. All of it may be called from any
    thread. ``clock`` gives Unix seconds. Port 0 takes a free one.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = TOKEN,
        people: Iterable[Person] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Nothing runs yet: see :meth:`start`."""
        self.token = token
        self.drawing: list[Callable[[float], None]] = []
        """Bots that live in this process, each by what returns when all that it meant to draw is drawn."""
        self.world = World(token, clock)
        self.world.admit(usual_people() if people is None else people)
        self._host, self._port = host, port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    # The server

    @property
    def url(self) -> str:
        """The server's address, and the page's; a bot's base URL is this and ``/bot``."""
        return f"http://{self._host}:{self._port}"

    def page_url(self, person_id: int | None = None, start: str | None = None) -> str:
        """The page, opened as a person and, with ``start``, by a deep link."""
        asked = {"as": person_id, "start": start}
        query = "&".join(f"{name}={value}" for name, value in asked.items() if value is not None)
        return f"{self.url}/?{query}" if query else f"{self.url}/"

    def start(self) -> Self:
        """Start serving; returns when calls are answered. Raises ``OSError`` where the port is taken."""
        listening = socket.create_server((self._host, self._port), backlog=512)
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(
            app(self.world),
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=120,
            timeout_graceful_shutdown=2,
        )
        up: Future[None] = Future()
        self._server = Server(config, lambda: up.set_result(None))
        self._thread = threading.Thread(
            target=self._serve, args=(config, listening, up), name="sandbox", daemon=True
        )
        self._thread.start()
        up.result(PATIENCE)
        return self

    def _serve(self, config: uvicorn.Config, listening: socket.socket, up: Future[None]) -> None:
        assert self._server is not None  # noqa: S101 - start() made it
        try:
            with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner, listening:
                self._loop = runner.get_loop()
                runner.run(self._server.serve(sockets=[listening]))
        finally:
            if not up.done():
                up.set_exception(RuntimeError("the stand-in for Telegram did not start"))

    def stop(self) -> None:
        """Stop serving: open polls and streams end."""
        if self._thread is None or self._loop is None or self._server is None:
            return
        server = self._server

        def leave() -> None:
            self.world.events.close()
            server.leave()

        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(leave)
        self._thread.join(PATIENCE)
        self._thread = None

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def do(self, act: Callable[[], T]) -> T:
        """Run ``act`` where the world lives, between two calls of the bot, and hand back what it returns."""
        if threading.current_thread() is self._thread or self._thread is None:
            return act()
        done: Future[T] = Future()

        def run() -> None:
            try:
                done.set_result(act())
            except BaseException as error:
                done.set_exception(error)

        self._running().call_soon_threadsafe(run)
        return done.result(PATIENCE)

    def _running(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            raise RuntimeError("the sandbox is not started")
        return self._loop

    def _wait(self, waiting: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(waiting, self._running()).result()

    def until(self, condition: Callable[[], object], seconds: float = PATIENCE, what: str = "") -> None:
        """Wait until ``condition`` holds; it is looked at after every event, where the world lives.

        Raises ``TimeoutError`` naming ``what`` when it never did.
        """
        if not self._wait(self.world.events.until(condition, seconds)):
            raise TimeoutError(what or "what was waited for did not happen")

    def mark(self, person_id: int) -> Mark:
        """Where things stand in a chat, to be given to :meth:`settle` after an act."""
        return self.do(lambda: mark(self.world, person_id))

    def settle(self, since: Mark, tap: Tap | None = None, seconds: float = PATIENCE) -> None:
        """Wait until the bot has dealt with what was done since ``since``: see :mod:`bot.sandbox.settling`."""
        if not self.drawing:
            self._wait(settle(self.world, since, tap, seconds))
            return
        self._wait(dealt_with(self.world, tap, seconds))
        for drawn in tuple(self.drawing):
            drawn(seconds)

    # Looking

    def messages(self, person_id: int) -> list[Json]:
        """The chat as it is now, oldest first."""
        return self.do(lambda: list(self.world.phone(person_id).messages.values()))

    def toasts(self, person_id: int) -> list[str]:
        """What the answers to this person's taps said."""
        return self.do(lambda: list(self.world.phone(person_id).toasts))

    def calls(self) -> list[Call]:
        """The calls bots made, oldest first (the last few thousand, polls left out)."""
        return self.do(lambda: list(self.world.calls))

    def pending(self) -> int:
        """How many updates wait for confirmation."""
        return self.do(lambda: len(self.world.updates))

    # Acts

    def types(self, person_id: int, text: str, reply_to: int | None = None) -> list[Json]:
        """Send text."""
        return self.do(lambda: acts.types(self.world, person_id, text, reply_to))

    def edits(self, person_id: int, message_id: int, text: str) -> Json:
        """Change an own message."""
        return self.do(lambda: acts.edits(self.world, person_id, message_id, text))

    def taps(self, person_id: int, message_id: int, data: str) -> Tap:
        """Press a button by what it carries; an old screen's button may be pressed too."""
        return self.do(lambda: acts.taps(self.world, person_id, message_id, data))

    def taps_at(self, person_id: int, message_id: int, row: int, column: int) -> Tap:
        """Press the button in this place."""
        return self.do(lambda: acts.taps_at(self.world, person_id, message_id, row, column))

    def sends_photos(self, person_id: int, *pictures: bytes, caption: str = "") -> list[Json]:
        """Send photos (an album when several; a plain one when none is given)."""
        uploads = [Upload("photo.png", data, "image/png") for data in pictures or (plain_picture(),)]
        return self._files(person_id, "photo", uploads, caption=caption)

    def sends_voice(self, person_id: int, data: bytes = b"OggS", duration: int = 3) -> Json:
        """Send a voice note of so many seconds."""
        upload = Upload("voice.ogg", data, "audio/ogg")
        return self._files(person_id, "voice", [upload], duration=duration)[0]

    def sends_document(
        self,
        person_id: int,
        data: bytes = b"",
        *,
        name: str = "notes.txt",
        caption: str = "",
        size: int | None = None,
    ) -> Json:
        """Send a file. With ``size`` it weighs so many bytes (zeros; claimed only, where no bot could fetch it)."""
        if size is not None and size <= 20 * 1024 * 1024:
            data = data.ljust(size, b"\0")
        return self._files(person_id, "document", [Upload(name, data, "")], caption=caption, size=size)[0]

    def _files(
        self,
        person_id: int,
        kind: Kind,
        uploads: list[Upload],
        *,
        caption: str = "",
        duration: int = 0,
        size: int | None = None,
    ) -> list[Json]:
        return self.do(
            lambda: acts.sends_files(
                self.world, person_id, kind, uploads, caption=caption, duration=duration, size=size
            )
        )

    def sends_sticker(self, person_id: int, emoji: str = "👍") -> Json:
        """Send a sticker."""
        return self.do(lambda: acts.sends_sticker(self.world, person_id, emoji))

    def sends_location(self, person_id: int, latitude: float = 31.23, longitude: float = 121.47) -> Json:
        """Send a place."""
        return self.do(lambda: acts.sends_location(self.world, person_id, latitude, longitude))

    def sends_contact(self, person_id: int, name: str = "张三", number: str = "+8613800000000") -> Json:
        """Send somebody's number."""
        return self.do(lambda: acts.sends_contact(self.world, person_id, name, number))

    def sends_poll(
        self, person_id: int, question: str = "午饭?", options: tuple[str, ...] = ("面", "饭")
    ) -> Json:
        """Send a poll."""
        return self.do(lambda: acts.sends_poll(self.world, person_id, question, list(options)))

    def says_in_group(self, person_id: int, text: str) -> Json:
        """Write in the group the bot is in."""
        return self.do(lambda: acts.says_in_group(self.world, person_id, text))

    def adds_to_group(self, person_id: int, there: bool = True) -> None:
        """Add the bot to the group, or take it out."""
        self.do(lambda: acts.adds_to_group(self.world, person_id, there))

    def posts_in_channel(self, text: str) -> Json:
        """Post in the channel the bot is in."""
        return self.do(lambda: acts.posts_in_channel(self.world, text))

    def blocks(self, person_id: int, blocked: bool = True) -> None:
        """Shut the bot out, or let it in again."""
        self.do(lambda: acts.blocks(self.world, person_id, blocked))

    def speaks(self, person_id: int, language_code: str | None) -> None:
        """Set the language of a person's app."""
        self.do(lambda: acts.speaks(self.world, person_id, language_code))

    # Trouble

    def refuses(
        self, method: str, code: int, description: str, *, times: int = 1, retry_after: int | None = None
    ) -> None:
        """The next calls of ``method`` (``*``: any but ``getUpdates``) are refused like this."""
        error = ApiError(code, description, retry_after)
        self.do(lambda: self.world.faults.add(Fault(method, times, "refuse", error)))

    def hangs(self, method: str, times: int = 1) -> None:
        """The next calls get no answer."""
        self.do(lambda: self.world.faults.add(Fault(method, times, "hang")))

    def drops(self, method: str, times: int = 1, *, done: bool = False) -> None:
        """The next calls break off, not done; or ``done``, and the bot cannot know."""
        self.do(lambda: self.world.faults.add(Fault(method, times, "lose" if done else "drop")))

    def doubles_taps(self, times: int = 1, extra: int = 1) -> None:
        """The next taps are delivered once more, or ``extra`` times more."""

        def switch() -> None:
            self.world.faults.taps_doubled, self.world.faults.extra_taps = times, extra

        self.do(switch)

    def limits_rate(self, on: bool = True) -> None:
        """Keep Telegram's limits from now on."""
        self.do(lambda: setattr(self.world.limits, "on", on))

    def forgets_before(self, person_id: int, message_id: int) -> None:
        """Messages older than this one are inaccessible: a tap on them comes with date 0."""
        self.do(lambda: setattr(self.world.phone(person_id), "held_from", message_id))

    def passes(self, *, hours: float = 0, seconds: float = 0) -> None:
        """Let time go by at the server."""
        self.do(lambda: self.world.passes(hours * 3600 + seconds))

    def recovers(self) -> None:
        """No more trouble."""
        self.do(self.world.faults.clear)
