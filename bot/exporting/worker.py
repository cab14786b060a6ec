"""``python -m bot.exporting.worker``: makes one export in a process of its own, for ``bot.exporting.workshop``.

It reads its job from standard input (the database's address may hold a password, so it is no argument) and says
on standard output, a line of JSON each time, how far it is and how it ended.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from pathlib import Path
from typing import Any

from bot.exporting.making import NothingToExport, export_to
from bot.exporting.order import order_from_json
from storage.errors import Reason, StorageUnavailable

MEMORY = 1 << 31
"""Bytes of address space: a hundred megabytes are used, and what goes wrong ends this process and no other."""

_AUTOGROUP = Path("/proc/self/autogroup")
_FULL = {errno.ENOSPC, errno.EDQUOT}


def main() -> None:
    """Make the export."""
    job = json.load(sys.stdin)
    _give_way(job["niceness"])
    try:
        made = export_to(
            job["url"],
            order_from_json(job["order"]),
            Path(job["target"]),
            lambda done, of: _say(done=done, of=of),
            lambda _evaluations: None,
        )
    except NothingToExport:
        _say(ended="nothing")
    except BrokenPipeError:
        return  # who wanted it has gone, and what was written has, too
    except StorageUnavailable as error:
        _say(ended="full" if error.reason is Reason.FULL else "unreadable", why=str(error)[:500])
    except Exception as error:
        # Whatever it is, the one who waits for it must hear of it.
        full = isinstance(error, OSError) and error.errno in _FULL
        _say(ended="full" if full else "fault", why=f"{type(error).__name__}: {error}"[:500])
    else:
        _say(ended="made", evaluations=made)


def _give_way(niceness: int) -> None:
    """Taps go first (``niceness`` is by how much), and the memory of this process has bounds. Windows has neither."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(niceness)
    with contextlib.suppress(OSError):
        # Where Linux shares time out by session, as on desktops, niceness counts for this session as a whole.
        if _AUTOGROUP.exists():
            _AUTOGROUP.write_text(str(niceness), encoding="ascii")
    if sys.platform != "win32":
        import resource  # not on Windows

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, most))


def _say(**told: Any) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
