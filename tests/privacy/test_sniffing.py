"""Files are kept by what they are: the sender's name and the kind Telegram tells decide nothing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bot.evidence import copies_of, place_of, sweep_parts
from bot.privacy.sniffing import ending_of, stored_ending
from storage.values import Attachment


def picture(kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(written, kind)
    return written.getvalue()


def archive(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return written.getvalue()


def attachment(name: str, mime: str, kind: str = "document", id: int = 12_345) -> Attachment:
    return Attachment(id, 1, kind, "f", "u", name, mime, None, 1, 1, None, "wanted", 0)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (picture("JPEG"), ".jpg"),
        (picture("PNG"), ".png"),
        (picture("WEBP"), ".webp"),
        (b"%PDF-1.7\n", ".pdf"),
        (b"OggS" + bytes(60), ".ogg"),
        ("面试记录\n第二行".encode(), ".txt"),
        ("面试记录".encode("gb18030"), ".txt"),
        (("字" * 5000).encode(), ".txt"),
        (b"<html><script>alert(1)</script>", ".txt"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ".txt"),
        (b"MZ\x90\x00" + bytes(60), ".bin"),
        (b"\x7fELF" + bytes(60), ".bin"),
        (b"\x00\x01\x02", ".bin"),
        (b"", ".bin"),
    ],
)
def test_the_ending_is_that_of_the_content(content: bytes, ending: str) -> None:
    assert ending_of(content) == ending


def test_an_archive_that_would_burst_is_looked_at_and_not_unpacked() -> None:
    bomb = archive(bomb=bytes(50_000_000))  # a thousandth of that, packed
    assert len(bomb) < 100_000
    assert ending_of(bomb) == ".zip"


@pytest.mark.parametrize(("kind", "mime"), [("photo", ""), ("document", "image/jpeg")])
def test_what_claims_to_be_a_picture_and_is_none_opens_nothing(kind: str, mime: str) -> None:
    for content in (b"MZ\x90\x00", b"%PDF-1.7", "文字".encode(), archive(a=b"b")):
        assert stored_ending(content, kind, mime) == ".bin"
    assert stored_ending(picture("PNG"), kind, mime) == ".png"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../../b.png", "..\\..\\x.exe", "x.php\x00.jpg", "a" * 5000]
)
def test_a_copy_lies_where_the_program_says(name: str) -> None:
    place = place_of(attachment(name, "application/x-php"), b"%PDF-1.7")
    assert place == Path("evidence/0012/12345.pdf")


def test_every_copy_of_a_file_is_found_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "evidence" / "0012"
    folder.mkdir(parents=True)
    for name in ("12345.jpg", "12345.part", "123456.jpg", "1234.jpg", "12346.jpg"):
        (folder / name).write_bytes(b"x")
    assert [p.name for p in copies_of(tmp_path, 12_345)] == ["12345.jpg", "12345.part"]
    sweep_parts(tmp_path)
    assert [p.name for p in copies_of(tmp_path, 12_345)] == ["12345.jpg"]
