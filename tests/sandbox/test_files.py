"""Files: fetched by path, refused above 20 MB, measured by their first bytes."""

from __future__ import annotations

import struct

import pytest

from bot.sandbox.files import picture_size, plain_picture
from tests.sandbox.conftest import ME, Caller


def test_a_file_is_fetched_by_its_path(bot: Caller) -> None:
    sent = bot.sandbox.sends_document(ME, b"words", name="a.txt")["document"]
    told = bot.call("getFile", file_id=sent["file_id"])
    assert (told["file_size"], told["file_path"]) == (5, "documents/file_1.txt")
    assert bot.http.get(f"/file/bot{bot.sandbox.token}/{told['file_path']}").content == b"words"
    assert bot.http.get(f"/file/bot1:wrong/{told['file_path']}").status_code == 401
    assert bot.http.get(f"/file/bot{bot.sandbox.token}/documents/other").status_code == 404


def test_above_20_mb_there_is_no_fetching(bot: Caller) -> None:
    limit = 20 * 1024 * 1024
    held = bot.sandbox.sends_document(ME, size=limit)["document"]
    large = bot.sandbox.sends_document(ME, size=limit + 1)["document"]
    assert (held["file_size"], large["file_size"]) == (20_971_520, 20_971_521)
    assert bot.call("getFile", file_id=held["file_id"])["file_path"]
    assert bot.refusal("getFile", file_id=large["file_id"]) == (400, "Bad Request: file is too big")
    assert bot.refusal("getFile", file_id="other") == (400, "Bad Request: invalid file_id")


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (plain_picture(3, 2), (3, 2)),
        (b"GIF89a" + struct.pack("<HH", 7, 5), (7, 5)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x05\x00\x07xxxx", (7, 5)),
        (b"RIFF????WEBPVP8X" + b"\0" * 8 + b"\x06\0\0" + b"\x04\0\0", (7, 5)),
        (b"RIFF????WEBPVP8L" + b"\0" * 4 + b"\x2f" + (6 | 4 << 14).to_bytes(4, "little") + b"\0" * 8, (7, 5)),
        (b"RIFF????WEBPVP8 " + b"\0" * 10 + struct.pack("<HH", 7, 5), (7, 5)),
        (b"\xff\xd8", (0, 0)),
        (b"<svg/>", (0, 0)),
        (b"", (0, 0)),
    ],
)
def test_measures_pictures(data: bytes, size: tuple[int, int]) -> None:
    assert picture_size(data) == size
