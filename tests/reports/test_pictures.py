"""Evidence pictures: small and in place; a broken one is told in a word and stops nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from bot.reports.pictures import small_copy
from storage.values import Attachment
from tests.reports.ratings import FORMS, note_on, photo, rating_of
from tests.reports.reading import printed, words_of

DAMAGED = "已损坏或格式无法打印"
EMPTY = "文件是空的"
HEIC = "HEIC格式的图片无法打印"
GONE = "副本缺失"


def a_picture(
    path: Path, size: tuple[int, int] = (1600, 1200), kind: str = "JPEG", mode: str = "RGB"
) -> Path:
    Image.new(mode, size, 120 if mode == "L" else None).save(path, kind)
    return path


def report_with(data: Path, *attachments: Attachment) -> bytes:
    return printed(rating_of(FORMS["interview"], notes=(note_on("q2", "看图", *attachments),)), data)


def pictures_in(pdf: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages)


def test_pictures_stand_under_their_question(tmp_path: Path) -> None:
    a_picture(tmp_path / "a.jpg")
    a_picture(tmp_path / "b.png", (300, 900), "PNG", "RGBA")
    pdf = report_with(
        tmp_path, photo(1, "a.jpg"), photo(2, "b.png", kind="document", name="现场.png", mime="image/png")
    )
    assert pictures_in(pdf) == 2
    assert "现场.png" in words_of(pdf)
    assert DAMAGED not in words_of(pdf)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", EMPTY),
        (b"no picture at all", DAMAGED),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400, HEIC),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, DAMAGED),
        (b"GIF89a", DAMAGED),
    ],
    ids=["0 bytes", "words", "HEIC", "SVG", "broken PNG", "broken GIF"],
)
def test_what_is_no_picture_is_told_in_a_word(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "x.jpg").write_bytes(content)
    a_picture(tmp_path / "a.jpg")
    pdf = report_with(tmp_path, photo(1, "x.jpg"), photo(2, "a.jpg"))
    assert words_of(pdf).count(sentence) == 1
    assert pictures_in(pdf) == 1


def test_a_picture_broken_off_in_the_middle_is_told_in_a_word(tmp_path: Path) -> None:
    whole = a_picture(tmp_path / "a.jpg").read_bytes()
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    assert DAMAGED in words_of(report_with(tmp_path, photo(1, "half.jpg")))


def test_a_missing_copy_and_one_never_made_are_told_apart(tmp_path: Path) -> None:
    words = words_of(
        report_with(tmp_path, photo(1, "gone.jpg"), photo(2, None), photo(3, None, state="too-big"))
    )
    assert words.count(GONE) == 1
    assert "图片尚未存下" in words
    assert "图片太大" in words


def test_recordings_and_files_are_named(tmp_path: Path) -> None:
    voice = photo(1, "v.ogg", kind="voice", mime="audio/ogg")
    paper = photo(2, "p.bin", kind="document", name="简历.docx", mime="application/msword")
    words = words_of(report_with(tmp_path, voice, paper))
    assert "▪录音" in words
    assert "▪文件：简历.docx" in words


def test_a_large_picture_becomes_small_and_upright(tmp_path: Path) -> None:
    """An orientation of 6 says that the camera was turned: 4000 × 3000 is to be seen as 3000 × 4000."""
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (4000, 3000)).save(tmp_path / "big.jpg", exif=turned)
    assert small_copy(tmp_path / "big.jpg", tmp_path / "small.jpg") is None
    with Image.open(tmp_path / "small.jpg") as small:
        assert small.size == (525, 700)
    assert (tmp_path / "small.jpg").stat().st_size < 100_000


def test_two_hundred_pictures_are_all_there(tmp_path: Path) -> None:
    a_picture(tmp_path / "a.jpg", (200, 150))
    pdf = report_with(tmp_path, *(photo(n, "a.jpg") for n in range(200)))
    assert pictures_in(pdf) >= 1
    assert len(PdfReader(BytesIO(pdf)).pages) > 9
