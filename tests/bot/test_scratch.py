"""Directories of a process: where they lie, and that a kill leaves none for long."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot.scratch import SCRATCH, clear_scratch, scratch


def names(data: Path) -> list[str]:
    return sorted(path.name for path in (data / SCRATCH).iterdir())


def test_a_directory_of_its_own_in_the_data_directory_that_goes_at_the_end(tmp_path: Path) -> None:
    with scratch(tmp_path / SCRATCH) as place:
        assert place.parent == tmp_path / SCRATCH
        assert place.stat().st_mode & 0o077 == 0
        (place / "1.jpg").write_bytes(b"x")
    assert names(tmp_path) == []


def test_what_a_killed_process_left_is_cleared_and_what_is_in_use_stays(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from bot.scratch import scratch\n"
        "with scratch(Path(sys.argv[1]) / 'scratch') as place:\n"
        "    (place / '1.jpg').write_bytes(b'x'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert killed.returncode == -9
    assert len(names(tmp_path)) == 1
    with scratch(tmp_path / SCRATCH) as place:
        assert clear_scratch(tmp_path / SCRATCH)
        assert names(tmp_path) == [place.name]
        assert place.name.startswith(f"{os.getpid()}-")


def test_where_nothing_was_printed_there_is_nothing_to_clear(tmp_path: Path) -> None:
    assert clear_scratch(tmp_path / SCRATCH)


def test_other_names_and_other_peoples_directories_are_left_alone(tmp_path: Path) -> None:
    for name in ("kaoping-try-999999999-x", "999999999-x", "kaoping-try-old"):
        (tmp_path / name).mkdir()
    assert clear_scratch(tmp_path, "kaoping-try-")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["999999999-x", "kaoping-try-old"]
