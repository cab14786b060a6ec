"""``kaoping subject``: all that is held on someone in a file, and nothing of them left on request."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from storage import audit, subjects
from storage.chain import Whole
from storage.engine import Storage
from tests.command_line.kaoping import Said, command
from tests.privacy.records import PHONE, SECRETS, zhang
from tests.storage.scene import NOW, WANG, address


@pytest.fixture
def data(path: Path) -> Path:
    """A data directory with Zhang in it, and a copy of her file."""
    with Storage(address(path)) as storage:
        storage.run_now(zhang)
    copy = path.parent / "evidence" / "0000" / "1.pdf"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"%PDF resume")
    path.rename(path.parent / "kaoping.sqlite3")
    return path.parent


@pytest.fixture
def records(data: Path) -> Iterator[Storage]:
    with Storage(address(data / "kaoping.sqlite3")) as opened:
        yield opened


def subject(data: Path, *words: str | Path, given: str = "") -> Said:
    return command("subject", *words, given=given, settings={"KAOPING_DATA": str(data)})


def test_a_row_of_the_trail_that_somebody_wrote_into_is_handed_out_as_it_stands(
    data: Path, records: Storage
) -> None:
    for written in ("details = CAST(x'7bff7d' AS TEXT)", "at = 'some day'"):
        records.run_now(lambda conn, to=written: conn.execute(text(f"UPDATE audit SET {to}")).rowcount)  # type: ignore[misc]  # a default is no parameter
    out = data / "out.zip"
    said = subject(data, "export", "张小凤", out)
    assert (said.status, said.err) == (0, "")
    with zipfile.ZipFile(out) as archive:
        assert "<td class=at>some day</td>" in archive.read("summary.html").decode()
        told = json.loads(archive.read("data.json"))
    assert [entry["details"] for entry in told["audit"]] == ["{\ufffd}"] * 2


def test_everything_held_is_in_the_archive(data: Path, records: Storage) -> None:
    out = data / "out.zip"
    said = subject(data, "export", "张小凤", out)
    assert (said.status, said.err) == (0, "")
    assert said.out.strip() == f"{out} (3 evaluations, files: 1)"
    with zipfile.ZipFile(out) as archive:
        assert sorted(archive.namelist()) == ["data.json", "evidence/1.pdf", "summary.html"]
        assert archive.read("evidence/1.pdf") == b"%PDF resume"
        told = archive.read("data.json").decode()
        page = archive.read("summary.html").decode()
    assert [secret for secret in SECRETS if secret not in told] == []
    on_the_page = {*SECRETS} - {"file-of-zhang", PHONE}
    assert [secret for secret in on_the_page if secret not in page] == []
    assert PHONE in page
    assert "<td>已提交</td>" in page or "<td>handed in</td>" in page
    rows = json.loads(told)["held"]
    assert [row["id"] for row in rows["evaluation"]] == [1, 2, 3]
    assert rows["subject"][0]["fields"] == {"phone": PHONE}
    assert [e["action"] for e in json.loads(told)["audit"]] == ["handed-in", "handed-in"]
    assert out.stat().st_mode & 0o777 == 0o600


def test_that_it_was_handed_out_stands_in_the_trail(data: Path, records: Storage) -> None:
    subject(data, "export", "张小凤", data / "out.json")
    (last,) = records.run_now(lambda conn: audit.newest(conn, 1))
    assert (last.actor, last.action, last.object_kind, last.object_id) == (0, "handed-out", "subject", "1")


def test_json_alone_has_the_data_and_says_that_files_are_missing(data: Path) -> None:
    said = subject(data, "export", "张小凤", data / "out.json")
    assert "without files" in said.out
    assert (
        json.loads((data / "out.json").read_text(encoding="utf-8"))["held"]["subject"][0]["name"] == "张小凤"
    )


def test_the_page_is_safe_whatever_a_name_holds(data: Path, records: Storage) -> None:
    records.run_now(lambda conn: subjects.rename_subject(conn, 1, "<script>alert(1)</script>"))
    subject(data, "export", "<script>alert(1)</script>", data / "out.zip")
    with zipfile.ZipFile(data / "out.zip") as archive:
        assert "<script>" not in archive.read("summary.html").decode()


def test_of_several_of_one_name_the_ids_are_told(data: Path, records: Storage) -> None:
    def namesake(conn: Connection) -> None:
        subjects.add_subject(conn, kind="employee", name="张小凤", created_by=WANG, now=NOW)

    records.run_now(namesake)
    said = subject(data, "export", "张小凤", data / "out.zip")
    assert said.status == 2
    assert said.err.splitlines()[0] == "2 are called 张小凤. Say which one with --id:"
    assert {line.split()[1] for line in said.err.splitlines()[1:]} == {"1", "2"}
    assert subject(data, "export", "张小凤", data / "out.zip", "--id", "2").status == 0
    assert subject(data, "export", "张小凤", data / "out.zip", "--id", "7").status == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "无名氏", "out.zip"), "Nobody called 无名氏 is held here"),
        (("forget", "无名氏", "--yes"), "Nobody called 无名氏 is held here"),
        (("export", "张小凤", "out.txt"), "end the name with .zip or .json"),
        (("export", "张小凤", "/no/such/place/out.zip"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_told(data: Path, words: tuple[str, ...], told: str) -> None:
    said = subject(data, *words)
    assert said.status == 2
    assert told in said.err


def test_without_records_it_says_so(tmp_path: Path) -> None:
    said = subject(tmp_path, "export", "张小凤", tmp_path / "out.zip")
    assert said.status == 2
    assert "there is no file" in said.err


def test_forgetting_asks_and_a_no_changes_nothing(data: Path, records: Storage) -> None:
    said = subject(data, "forget", "张小凤", given="n\n")
    assert said.status == 2
    assert "2 handed in, 1 drafts, 2 notes, 1 files" in said.out
    assert "Nothing was erased" in said.err
    assert records.run_now(lambda conn: subjects.same_name(conn, "candidate", "张小凤"))


def test_forgetting_leaves_no_byte_in_the_data_directory(data: Path, records: Storage) -> None:
    said = subject(data, "forget", "张小凤", "--yes")
    assert (said.status, said.err) == (0, "")
    assert "已删除 #1" in said.out
    assert "backups" in said.out
    left = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
    assert [secret for secret in SECRETS if secret.encode() in left] == []
    assert not (data / "evidence" / "0000" / "1.pdf").exists()
    assert isinstance(audit.verify(records), Whole)


def test_what_is_held_on_someone_erased_is_figures(data: Path, records: Storage) -> None:
    subject(data, "forget", "张小凤", "--yes")
    said = subject(data, "export", "张小凤", data / "out.zip", "--id", "1")
    assert said.status == 0
    with zipfile.ZipFile(data / "out.zip") as archive:
        told = archive.read("data.json").decode() + archive.read("summary.html").decode()
    assert [secret for secret in SECRETS if secret in told] == []
    assert "优秀" in told
    assert subject(data, "forget", "已删除 #1", "--yes").status == 2
