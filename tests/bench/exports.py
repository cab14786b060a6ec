"""What an export of very many answers takes, in a process of its own as in the bot: time, and memory at most."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.exporting.columns import Table
from bot.exporting.order import Format, Order, order_to_json
from storage.scope import EVERYTHING
from tests.bench.filled import ANSWERS_EACH, fill
from tests.bench.processes import peak_mib

KINDS = (
    (Format.XLSX, Table.EVALUATIONS),
    (Format.CSV, Table.ANSWERS),
    (Format.CSV, Table.EVALUATIONS),
    (Format.JSONL, Table.EVALUATIONS),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What one export took, the start of its process included, and how large its file is."""

    kind: str
    seconds: float
    cpu_seconds: float
    peak_mib: float
    file_mib: float


def exports(answers: int) -> Iterator[Exported]:
    """Each kind of export of so many answers; filling the database is not counted."""
    with TemporaryDirectory() as directory:
        url = fill(Path(directory) / "kaoping.sqlite3", answers // ANSWERS_EACH)
        for kind, table in KINDS:
            name = f"{kind.value} of {table.value}" if kind is Format.CSV else kind.value
            yield _exported(url, Order(EVERYTHING, kind, "zh", "Asia/Shanghai", table=table), name, directory)


def _exported(url: str, order: Order, name: str, directory: str) -> Exported:
    target = Path(directory) / "out"
    # Nothing here to give way to.
    job = {"url": url, "order": order_to_json(order), "target": str(target), "niceness": 0}
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bot.exporting.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(job).encode())
        process.stdin.close()
        peak, said = 0.0, b""
        for line in process.stdout:
            said = line
            # Not what wait4 tells of memory: that begins with what this process had when it forked.
            with suppress(OSError):
                peak = max(peak, peak_mib(process.pid))
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    taken = time.perf_counter() - begun
    assert json.loads(said)["ended"] == "made", said
    cpu = used.ru_utime + used.ru_stime
    return Exported(name, taken, cpu, peak, target.stat().st_size / (1 << 20))
