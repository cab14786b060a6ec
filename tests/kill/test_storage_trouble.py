"""When the records cannot be written: one clear sentence, nothing lost, and afterwards all goes on by itself."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from storage.migrating import ensure_current
from tests.kill.conftest import at_first_question
from tests.kill.process import RealBot
from tests.kill.records import ratings, rows
from tests.phone import INSPECTOR, INTERVIEWER, Phone

pytestmark = pytest.mark.kill

_OWN_MOUNTS = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--mount")
_SMALL_DISK = (*_OWN_MOUNTS, "sh", "-c", 'mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@"')
NOT_KEPT = "还没有保存"


def small_disk_possible(place: Path) -> bool:
    """Whether this machine lets a process have a little disk of its own."""
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run((*_SMALL_DISK, str(place), "true"), capture_output=True, timeout=20, check=False)
    return tried.returncode == 0


def fill(filler: Path) -> None:
    """Write until there is no room for another byte."""
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def times_said(phone: Phone, words: str) -> int:
    return phone.text.count(words)


def test_on_a_full_disk_a_person_is_told_once_and_the_taps_land_when_there_is_room(
    sandbox: Sandbox, new_bot: Callable[..., RealBot], tmp_path: Path
) -> None:
    bot = new_bot()
    bot.data.mkdir(parents=True)
    if not small_disk_possible(bot.data):
        pytest.skip("no small disk of its own for a process here: unshare and mount are not allowed")
    bot.through = (*_SMALL_DISK, str(bot.data))
    bot.start()
    phone, other = (
        at_first_question(Phone(sandbox, INTERVIEWER)),
        at_first_question(Phone(sandbox, INSPECTOR), "李四"),
    )
    disk = Path(f"/proc/{bot.process.pid}/root{bot.data}")
    fill(disk / "filler")

    phone.taps("优秀", wait=False).types("说话清楚", wait=False).sends_photo("工牌", wait=False)
    other.taps("较差", wait=False)
    for one in (phone, other):
        one.sees(f"{NOT_KEPT}：磁盘已满")
    bot.until(lambda: bot.log.count("database cannot be written") >= 5, "it did not try again")
    assert [times_said(one, NOT_KEPT) for one in (phone, other)] == [1, 1]
    phone.sees_on_card("1/20")

    (disk / "filler").unlink()
    phone.sees_on_card("2/20", "说话清楚", "工牌")
    other.sees_on_card("2/20").taps("一般").sees_on_card("3/20")
    phone.taps("良好").sees_on_card("3/20")
    bot.until(
        lambda: (
            [f.stat().st_size > 0 for f in disk.glob("evidence/*/*.png")] == [True]
            or [f.stat().st_size > 0 for f in disk.glob("evidence/*/*.jpg")] == [True]
        ),
        "no copy of the picture",
    )
    # SQLite would follow the link to this process's own disks, so a copy is read.
    for name in ("kaoping.sqlite3", "kaoping.sqlite3-wal"):
        shutil.copy(disk / name, tmp_path / name)
    found = ratings(tmp_path / "kaoping.sqlite3")
    assert sorted(found) == [("q1", "优秀"), ("q1", "较差"), ("q2", "一般"), ("q2", "良好")]
    assert "Traceback" not in bot.log
    assert bot.stop() == 0


def test_where_not_a_byte_can_be_written_not_even_to_the_log_the_taps_land_later(
    phone: Phone, bot: RealBot
) -> None:
    _, most = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (0, most))
    phone.taps("优秀", wait=False).types("说话清楚", wait=False).sees(NOT_KEPT)
    phone.sees_on_card("1/20")
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (most, most))
    phone.sees_on_card("2/20", "说话清楚")
    assert times_said(phone, NOT_KEPT) == 1
    assert ratings(bot.database) == [("q1", "优秀")]
    assert bot.stop() == 0


def test_a_picture_that_could_not_be_copied_for_want_of_room_is_copied_later(
    phone: Phone, bot: RealBot
) -> None:
    """The note is kept in what room there is; the file is fetched again by itself."""
    copies = bot.data / "evidence" / "0000"
    copies.parent.mkdir(exist_ok=True)
    copies.write_text("in the way")
    phone.sends_photo("工牌").sees_on_card("工牌")
    bot.logs("evidence not copied yet")
    copies.unlink()
    stored = "SELECT count(*) FROM attachment WHERE state = 'stored'"
    bot.until(lambda: rows(bot.database, stored) == [(1,)], "the picture was never copied")
    assert len(list(copies.iterdir())) == 1


def test_while_another_program_holds_the_database_a_person_is_told_and_then_all_goes_on(
    phone: Phone, bot: RealBot
) -> None:
    """The tap, and the copying of a picture that met the same trouble on its way."""
    copies = bot.data / "evidence" / "0000"
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as other:
        bot.sandbox.hangs("getFile")
        phone.sends_photo("工牌").sees_on_card("工牌")
        other.execute("BEGIN IMMEDIATE")
        # The bot waits five seconds by itself before it says anything.
        phone.taps("优秀", wait=False).sees(f"{NOT_KEPT}：数据库暂时写不进去")
        bot.logs("evidence not copied yet", seconds=20)
        other.execute("ROLLBACK")
    phone.sees_on_card("2/20").taps("良好").sees_on_card("3/20")
    assert ratings(bot.database) == [("q1", "优秀"), ("q2", "良好")]
    assert times_said(phone, NOT_KEPT) == 1
    bot.until(
        lambda: copies.is_dir() and len(list(copies.iterdir())) == 1, "the picture was never copied", 20
    )


def test_a_database_of_a_newer_version_is_left_alone(new_bot: Callable[..., RealBot]) -> None:
    bot = new_bot()
    bot.data.mkdir(parents=True)
    ensure_current(f"sqlite:///{bot.database}")
    with closing(sqlite3.connect(bot.database)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    before = bot.database.read_bytes()
    assert bot.launch().ends() == 2
    assert "newer version of Kaoping" in bot.log
    assert "Nothing was changed" in bot.log
    assert "Traceback" not in bot.log
    assert bot.database.read_bytes() == before


def test_a_file_that_is_no_database_is_told_at_the_start_and_left_alone(
    new_bot: Callable[..., RealBot],
) -> None:
    bot = new_bot()
    bot.data.mkdir(parents=True)
    bot.database.write_text("Dear diary, " * 500)
    assert bot.launch().ends() == 2
    assert "that the file is a Kaoping database" in bot.log
    assert "Traceback" not in bot.log
    assert bot.database.read_text() == "Dear diary, " * 500
