"""The bots that are compared: real processes, with nothing of this machine's settings in their environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.crowd import evaluator_ids

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "123456789:" + "A" * 35
MOST_EVALUATORS = 500

_FOREIGN = ("TELEGRAM_", "KAOPING_", "DATABASE_URL", "LOG_LEVEL")
_STOPPING = 15.0


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot to play against: its name in the tables, its module, and the command that runs it."""

    name: str
    module: str
    command: tuple[str, ...]

    @property
    def missing(self) -> str | None:
        """Why it cannot be run here; None when it can."""
        return None if find_spec(self.module) else f"there is no {self.module} yet"


def _ours(name: str) -> Bot:
    module = f"tests.bench.{name}_bot"
    return Bot(name, module, (sys.executable, "-m", module))


PLAIN = _ours("plain")
ECHO = _ours("echo")
KAOPING = Bot("kaoping", "bot.command_line", (str(Path(sys.executable).with_name("kaoping")), "run"))


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that has been started."""

    process: subprocess.Popen[bytes]
    output: Path

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def ended(self) -> str | None:
        """What it said last, if it has ended by itself; None while it runs."""
        if self.process.poll() is None:
            return None
        said = self.output.read_text(errors="replace").strip().splitlines()[-12:]
        return "\n".join([f"ended with code {self.process.returncode}", *said])


def settings(port: int, directory: Path) -> Mapping[str, str]:
    """The environment of a bot that talks to the stand-in on ``port`` and keeps its data in ``directory``."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_FOREIGN) and not name.lower().endswith("_proxy")
    }
    return kept | {
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{directory / 'kaoping.db'}",
        "KAOPING_DATA": str(directory),
        "KAOPING_OWNERS": ",".join(map(str, evaluator_ids(MOST_EVALUATORS))),
        "LOG_LEVEL": "WARNING",
    }


@contextmanager
def started(bot: Bot, port: int, prepare: Callable[[Path], None] | None = None) -> Iterator[Running]:
    """Run ``bot`` in a directory of its own; on leaving, ask it to stop, then kill it.

    The directory is empty, or what ``prepare`` makes of it.
    """
    with TemporaryDirectory(prefix="kaoping-bench-") as name:
        directory = Path(name)
        if prepare is not None:
            prepare(directory)
        output = directory / "output.log"
        with output.open("wb") as log:
            process = subprocess.Popen(
                bot.command,
                cwd=directory,
                env=settings(port, directory),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            yield Running(process, output)
        finally:
            process.terminate()
            try:
                process.wait(_STOPPING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
