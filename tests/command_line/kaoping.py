"""The command as it is installed, and the same commands within this process where many cases are needed."""

from __future__ import annotations

import http.client
import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from bot.command_line import app
from tests.conversation.offline import empty_database

COMMAND = Path(sys.executable).with_name("kaoping")
PATIENCE = 30.0
"""Seconds after which a command that does not end fails its test."""


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


def environment(**settings: str | Path) -> dict[str, str]:
    """An environment with these settings and no others of Kaoping's."""
    names = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "PYTHONPYCACHEPREFIX")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, "PYTHONUTF8": "1", **{name: str(value) for name, value in settings.items()}}


def kaoping(*words: str | Path, cwd: Path, given: str = "", **settings: str | Path) -> Said:
    """Run the installed command in ``cwd`` with ``given`` on standard input. No trace, whatever happens."""
    ended = subprocess.run(
        [COMMAND, *map(str, words)],
        cwd=cwd,
        env=environment(**settings),
        input=given.encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    said = Said(ended.returncode, ended.stdout.decode(), ended.stderr.decode())
    assert "Traceback" not in said.err, said.err
    return said


def command(*words: str | Path, given: str | bytes = "", settings: Mapping[str, str] | None = None) -> Said:
    """Run a command within this process, in the present directory."""
    ended = CliRunner().invoke(app, [str(word) for word in words], input=given, env=settings)
    if ended.exception is not None and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    return Said(ended.exit_code, ended.stdout, ended.stderr)


def with_records(directory: Path) -> None:
    """A database that is migrated already: making one is tested elsewhere and takes a second."""
    (directory / "data").mkdir(mode=0o700)
    (directory / "data" / "kaoping.sqlite3").write_bytes(empty_database())


def page_is_served_until_interrupted(words: Sequence[str | Path], cwd: Path) -> None:
    """Start ``kaoping try`` by these words, see the page answer, interrupt it, see it end in order."""
    with subprocess.Popen(
        [*words], cwd=cwd, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        try:
            assert select.select([running.stdout], [], [], PATIENCE)[0], "it says nothing"
            address = re.search(rb"Open http://127\.0\.0\.1:(\d+)/ in a browser", running.stdout.readline())
            assert address
            page = http.client.HTTPConnection("127.0.0.1", int(address[1]), timeout=PATIENCE)
            page.request("GET", "/")
            answered = page.getresponse()
            assert (answered.status, b"<html" in answered.read()) == (200, True)
            page.close()
            running.send_signal(signal.SIGINT)
            # 130 where the signal came before the bot behind the page was up.
            assert running.wait(PATIENCE) in {0, 130}
            assert b"Traceback" not in running.stderr.read()
        finally:
            running.kill()
