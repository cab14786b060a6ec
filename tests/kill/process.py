"""The bot as its owner runs it: a real process, killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.sandbox import Sandbox

KAOPING = str(Path(sys.executable).with_name("kaoping"))
STARTING = 20.0
STOPPING = 20.0
"""Seconds until a start or a stop counts as failed; both take about one, more where the machine is busy."""
_FOREIGN = ("TELEGRAM_", "KAOPING_", "DATABASE_", "LOG_", "PYTEST", "COV_")
_LOOK = 0.5


class Ended(AssertionError):
    """The process ended though it should run; says what it logged."""


class RealBot:
    """``kaoping run`` against a stand-in, with nothing of this machine's settings. Inside ``with`` it runs.

    ``owners`` may use it; ``through`` is a command that the process is started by; ``more`` are settings.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        directory: Path,
        owners: Iterable[int],
        *,
        through: Sequence[str] = (),
        **more: str,
    ) -> None:
        self.sandbox = sandbox
        self.directory = directory
        self.data = Path(more.get("KAOPING_DATA", directory / "data"))
        self.log_path = directory / "kaoping.log"
        self.through = tuple(through)
        self._environment = clean_environment() | {
            "TELEGRAM_TOKEN": sandbox.token,
            "TELEGRAM_API_URL": sandbox.url,
            "KAOPING_DATA": str(self.data),
            "KAOPING_OWNERS": ",".join(map(str, owners)),
            **more,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process started last."""
        assert self._process is not None, "never started"
        return self._process

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "kaoping.sqlite3"

    @property
    def log(self) -> str:
        """All that was logged, by every process so far."""
        return self.log_path.read_text(encoding="utf-8", errors="replace") if self.log_path.exists() else ""

    def launch(self) -> Self:
        """Start it, and wait for nothing."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                (*self.through, KAOPING, "run"),
                cwd=self.directory,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    def start(self) -> Self:
        """Start it, and wait until it asks for updates."""
        before = self.sandbox.world.poller
        self.launch()
        self.until(lambda: self.sandbox.world.poller is not before, "it never asked for updates", STARTING)
        return self

    def kill(self) -> None:
        """SIGKILL: the process has no say."""
        self.process.kill()
        self.process.wait(STOPPING)

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.ends()

    def ends(self, seconds: float = STOPPING) -> int:
        """Wait for its end; the exit status."""
        return self.process.wait(seconds)

    def until(self, condition: Callable[[], object], what: str, seconds: float = 10.0) -> None:
        """Wait until ``condition`` holds, looked at after every event of the stand-in, as long as it runs."""
        end = time.monotonic() + seconds
        while True:
            # In short stretches, since neither the end of a process nor a line in a file is an event there.
            try:
                self.sandbox.until(condition, min(_LOOK, max(0.0, end - time.monotonic())), what)
            except TimeoutError:
                if self.process.poll() is not None:
                    raise Ended(f"{what}: ended with {self.process.returncode}\n{self.log}") from None
                if time.monotonic() >= end:
                    raise AssertionError(f"{what}\n{self.log}") from None
            else:
                return

    def logs(self, text: str, seconds: float = 10.0) -> None:
        """Wait until this stands in the log."""
        self.until(lambda: text in self.log, f"never logged {text!r}", seconds)

    def end(self) -> None:
        """End it, whatever state it is in."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self.end()


def clean_environment() -> dict[str, str]:
    """This environment without settings, proxies and what the test run left in it."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_FOREIGN) and not name.lower().endswith("_proxy")
    } | {"PYTHONWARNINGS": ""}
