"""Killed in the middle of erasing: everybody is erased whole or not at all, and the rest is done at the next start."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.evidence import copies_of
from bot.privacy.finishing import finish_erasures
from storage import audit, subjects, tables
from storage.chain import Whole
from storage.engine import Storage
from tests.privacy.records import evaluation_of, hand_in, note, say
from tests.storage.scene import NOW, WANG, address

COUNT = 60


def fill(conn: Connection, data: Path) -> dict[int, int]:
    """Candidates with words and a file each: attachment by subject."""
    files = {}
    folder = data / "evidence" / "0000"
    folder.mkdir(parents=True)
    for place in range(1, COUNT + 1):
        who = subjects.add_subject(conn, kind="candidate", name=f"候选{place:03}", created_by=WANG, now=NOW)
        evaluation = evaluation_of(conn, who)
        say(conn, evaluation, "@name", who.name)
        say(conn, evaluation, "@remarks", f"评语{place:03}")
        files[who.id] = note(conn, evaluation, f"备注{place:03}", place, f"简历{place:03}")
        hand_in(conn, evaluation)
        (folder / f"{files[who.id]}.pdf").write_text(f"正文{place:03}", encoding="utf-8")
    return files


@pytest.mark.kill
@pytest.mark.parametrize("begun", [1, 17])
def test_a_kill_leaves_everybody_whole_or_erased(path: Path, tmp_path: Path, begun: int) -> None:
    data = tmp_path / "data"
    with Storage(address(path)) as storage:
        files = storage.run_now(partial(fill, data=data))
    command = [sys.executable, "-m", "tests.privacy.erasing_one_by_one", address(path), str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(begun):
            process.stdout.readline()
        process.kill()  # wherever it is by now with the last one
    with Storage(address(path)) as storage:
        assert finish_erasures(storage, data, lambda: NOW)
        gone = set(
            storage.run_now(lambda conn: conn.execute(select(tables.erasure.c.subject_id)).scalars().all())
        )
        assert begun - 1 <= len(gone) < COUNT
        for subject_id, file in files.items():
            known = storage.run_now(partial(subjects.subject, id=subject_id))
            assert known is not None
            assert (known.erased_at is not None) == (subject_id in gone)
            assert bool(copies_of(data, file)) == (subject_id not in gone)
        assert isinstance(audit.verify(storage), Whole)
    left = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for subject_id in files:
        there = [
            f"{word}{subject_id:03}".encode() in left for word in ("候选", "评语", "备注", "简历", "正文")
        ]
        assert there == [subject_id not in gone] * 5
