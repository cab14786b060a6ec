"""``kaoping report``: by the installed command, on a database that the conversation filled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command_line.kaoping import Said, kaoping
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
    said = report(data, 1, data.parent)
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
    said = report(data, number, data.parent / out)
    assert said.status == 2
    assert sentence in said.err
    assert not (data.parent / out).exists()
