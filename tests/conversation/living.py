"""The bot alive in a thread, and a phone whose owner does not notice that the bot is rebuilt at every step."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from bot.app import utc_now
from bot.desk import Clock, Desk
from bot.polling import Source
from bot.running import open_storage, serve
from bot.sandbox import Sandbox
from bot.settings import Settings, read_settings
from bot.trying import OWNERS
from rubrics.library import Library
from storage.engine import Storage
from tests.conversation.offline import furnished_database
from tests.phone import Phone

STARTING = 10.0


class LivingBot:
    """The whole bot against a stand-in for Telegram: start, stop, and start again on the same database."""

    def __init__(
        self, sandbox: Sandbox, library: Library, directory: Path, clock: Clock = utc_now, **given: Any
    ) -> None:
        self.settings: Settings = read_settings(
            env_file=None,
            telegram_token=sandbox.token,
            telegram_api_url=sandbox.url,
            kaoping_data=directory,
            kaoping_owners=OWNERS,
            **given,
        )
        self.sandbox = sandbox
        self.library = library
        self.clock = clock
        self.desk: Desk | None = None
        if not directory.exists():
            directory.mkdir(mode=0o700)
            if self.settings.database_url is None:  # migrating is tested elsewhere; a copy saves its time
                (directory / "kaoping.sqlite3").write_bytes(furnished_database())
        self.storage: Storage | None = None
        self._poller: Source | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._ended: Future[None] = Future()

    def start(self) -> LivingBot:
        """Start, and wait until it is ready to fetch."""
        up: Future[None] = Future()
        self._ended = Future()
        self.storage = open_storage(self.settings)
        self._thread = threading.Thread(target=self._live, args=(self.storage, up), name="bot", daemon=True)
        self._thread.start()
        up.result(STARTING)
        self.sandbox.drawing.append(self.drawn)
        return self

    def _live(self, storage: Storage, up: Future[None]) -> None:
        async def main() -> None:
            self._loop = asyncio.get_running_loop()

            def ready(poller: Source) -> None:
                self._poller = poller
                up.set_result(None)

            def began(desk: Desk) -> None:
                self.desk = desk

            await serve(self.settings, self.library, storage, clock=self.clock, ready=ready, began=began)

        try:
            asyncio.run(main())
        except BaseException as error:
            self._ended.set_exception(error)
            if not up.done():
                up.set_exception(error)
        else:
            self._ended.set_result(None)
        finally:
            storage.close()

    def stop(self) -> None:
        """Stop; a fault of the bot is raised here."""
        if self._thread is None or self._loop is None or self._poller is None:
            return
        if self.drawn in self.sandbox.drawing:
            self.sandbox.drawing.remove(self.drawn)
        self._loop.call_soon_threadsafe(self._poller.stop)
        self._thread.join(STARTING)
        assert not self._thread.is_alive(), "the bot does not stop"
        self._thread = None
        self._ended.result(0)

    def inside(self, act: Callable[[Desk], None]) -> None:
        """Do something where the bot lives."""
        assert self._loop is not None

        async def acting() -> None:
            assert self.desk is not None
            act(self.desk)

        asyncio.run_coroutine_threadsafe(acting(), self._loop).result(STARTING)

    def drawn(self, seconds: float) -> None:
        """Whatever the bot meant to draw in chats is drawn, when this returns.

        So is what a turn has the reminders and the keeper do beside it. Files that are being made are not waited
        for: tests look at what happens meanwhile.
        """
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(self._all_drawn(), self._loop).result(seconds)

    async def _all_drawn(self) -> None:
        assert self.desk is not None
        shower, reminders, keeper = self.desk.shower, self.desk.reminders, self.desk.keeper
        await shower.settled()
        while True:
            beside = {*reminders._wanted, *keeper._tasks, *keeper._sweeps}
            if reminders._sending is not None and not reminders._sending.done():
                beside.add(reminders._sending)
            if not beside:
                return
            await asyncio.wait(beside)
            await shower.settled()

    def has_sent_reports(self) -> None:
        """No report is under way any more, when this returns."""
        assert self.desk is not None
        assert self._loop is not None
        reporter = self.desk.reporter

        async def sent() -> None:
            while under_way := [*reporter._under_way.values()]:
                await asyncio.wait(under_way)

        asyncio.run_coroutine_threadsafe(sent(), self._loop).result(STARTING)

    def tick(self) -> None:
        """One whole tick of the reminders: when it returns, all that is due by the clock is sent."""
        assert self.desk is not None
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(self.desk.reminders.tick(), self._loop).result(STARTING)

    def sweep(self) -> None:
        """Whatever is to be drawn anew or taken away in chats is, when this returns."""
        assert self.desk is not None
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(self.desk.sweep(), self._loop).result(STARTING)

    def rebuild(self) -> None:
        """Stop it and start it anew: whatever it had in memory is gone."""
        self.stop()
        self.start()


class RestlessPhone(Phone):
    """A phone on which the bot is rebuilt before every step."""

    def __init__(self, sandbox: Sandbox, bot: LivingBot, person_id: int) -> None:
        super().__init__(sandbox, person_id)
        self._bot = bot

    def _acts(self, act: Callable[[], object], wait: bool) -> Phone:
        self._bot.rebuild()
        return super()._acts(act, wait)

    def _press(self, button: Any, times: int, wait: bool) -> Phone:
        self._bot.rebuild()
        return super()._press(button, times, wait)
