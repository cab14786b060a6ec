"""``kaoping report``: by the installed command, on a database that the conversation filled."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path
from typing import IO, Any

import pytest
from PIL import Image

from tests.command_line.kaoping import Said, command, kaoping
from tests.reports.reading import words_of
from tests.reports.records import fill


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with evaluation 1 handed in and evaluation 2 a draft."""
    return fill(tmp_path_factory.mktemp("filled") / "data")


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(filled, tmp_path / "data")


def report(data: Path, number: object, out: Path | str) -> Said:
    return kaoping("report", str(number), out, cwd=data.parent, KAOPING_DATA=data)


def at_once(data: Path, number: object, out: Path, *options: str) -> Said:
    """The same within this process: no second start to wait for."""
    return command("report", str(number), out, *options, settings={"KAOPING_DATA": str(data)})


def exported(data: Path) -> list[dict[str, Any]]:
    """What the trail says was made."""
    rows = command("audit", "list", "--json", settings={"KAOPING_DATA": str(data)}).told
    return [row for row in rows if row["action"] == "exported"]


def test_the_report_is_written_and_its_place_told(data: Path) -> None:
    """Ten criteria at 8 points: 80 of 100, 良好."""
    out = data.parent / "out.pdf"
    said = report(data, 1, out)
    assert (said.status, said.out.strip(), said.err) == (0, str(out), "")
    words = words_of(out.read_bytes())
    for shown in ("物业客服考核表", "张三", "80/100", "等级良好", "王主管"):
        assert shown in words
    assert [p.name for p in data.parent.iterdir() if p.name.endswith(".part")] == []


def test_into_a_directory_it_goes_under_its_own_name(data: Path) -> None:
    said = at_once(data, 1, data.parent)
    assert said.status == 0
    assert Path(said.out.strip()).name == "物业客服考核表_张三_2026-11-23.pdf"
    assert Path(said.out.strip()).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("number", "out", "sentence"),
    [
        (2, "o.pdf", "not handed in"),
        (99, "o.pdf", "There is no evaluation 99"),
        (1, "o.docx", ".pdf (the filled-in form) or .png (the score card)"),
        (1, "missing/o.pdf", "cannot be written"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    data: Path, number: int, out: str, sentence: str
) -> None:
    said = at_once(data, number, data.parent / out)
    assert said.status == 2
    assert sentence in said.err
    assert not (data.parent / out).exists()


def test_a_name_that_ends_in_png_gets_the_score_card(data: Path) -> None:
    out = data.parent / "out.png"
    said = at_once(data, 1, out)
    assert (said.status, said.out.strip(), said.err) == (0, str(out), "")
    with Image.open(out) as picture:
        assert (picture.format, picture.width) == ("PNG", 1080)


def test_each_report_stands_in_the_audit_trail(data: Path) -> None:
    """The command line is nobody of the chat: 0."""
    at_once(data, 1, data.parent / "out.pdf")
    at_once(data, 1, data.parent / "out.png")
    assert [(row["actor"], row["details"]["as"]) for row in exported(data)] == [(0, "pdf"), (0, "png")]
    assert command("audit", "verify", settings={"KAOPING_DATA": str(data)}).status == 0


def test_what_is_there_already_stays_unless_it_is_to_be_written_over(data: Path) -> None:
    """Refused, nothing was made, and nothing is in the trail."""
    out, own = data.parent / "out.png", data.parent / "物业客服考核表_张三_2026-11-23.pdf"
    for path, target in ((out, out), (own, data.parent)):
        path.write_bytes(b"from before")
        said = at_once(data, 1, target)
        assert said.status == 2
        assert f"{path} is there already and was left as it is. --force writes over it." in said.err
        assert path.read_bytes() == b"from before"
    assert exported(data) == []
    assert at_once(data, 1, out, "--force").status == 0
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_whoever_had_it_made_may_read_it(data: Path) -> None:
    """Whatever the umask lets through, and whoever could read what was there before."""
    out = data.parent / "out.png"
    out.write_bytes(b"from before")
    out.chmod(0o644)
    before = os.umask(0)
    try:
        assert at_once(data, 1, out, "--force").status == 0
    finally:
        os.umask(before)
    assert out.stat().st_mode & 0o777 == 0o600


def test_without_room_on_the_disk_nothing_half_is_left(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(part: Path) -> IO[bytes]:
        part.write_bytes(b"%PDF-1.7 and no more")
        raise OSError(errno.ENOSPC, "No space left on device")

    out = data.parent / "out.pdf"
    out.write_bytes(b"from before")
    monkeypatch.setattr("bot.report_command._opened", half)
    said = at_once(data, 1, out, "--force")
    assert said.status == 2
    assert "out.pdf: cannot be written (No space left on device). Nothing was written." in said.err
    assert out.read_bytes() == b"from before"
    assert [path.name for path in data.parent.iterdir() if path.name.endswith(".part")] == []
