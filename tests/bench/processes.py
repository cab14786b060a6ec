"""What a running process has cost so far, read from ``/proc``: itself and all its descendants."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in (_PROC / str(pid) / "task").glob("*/children"):
        for child in children.read_text().split():
            yield from _family(int(child))


def cpu_seconds(pid: int) -> float:
    """CPU seconds used, user and system, all threads; to a hundredth."""
    total = 0
    for member in _family(pid):
        fields = (_PROC / str(member) / "stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def peak_mib(pid: int) -> float:
    """The most memory ever resident (VmHWM), in MiB; the sum over descendants where there are any."""
    total = 0
    for member in _family(pid):
        peak = re.search(r"VmHWM:\s*(\d+) kB", (_PROC / str(member) / "status").read_text())
        total += int(peak[1]) if peak else 0
    return total / 1024
