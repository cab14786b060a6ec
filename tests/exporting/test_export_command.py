"""``kaoping export``: by the installed command where it matters, else within this process."""

from __future__ import annotations

import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import load_workbook

from storage.audit import newest
from storage.engine import Storage
from tests.command_line.kaoping import COMMAND, PATIENCE, Said, command, environment
from tests.exporting.scene import begin, hand_in, say, subject, utc
from tests.kill.test_storage_trouble import _OWN_MOUNTS, small_disk_possible


def export(data: Path, *words: object, **settings: str) -> Said:
    return command("export", *map(str, words), settings={"KAOPING_DATA": str(data), **settings})


@pytest.fixture
def data(database: Path) -> Path:
    return database.parent


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.xlsx"


def only(out: Path) -> bool:
    """Whether nothing stands beside the data directory but this file."""
    return {path.name for path in out.parent.iterdir()} <= {"data", out.name}


def test_the_file_is_written_and_its_place_and_count_told(data: Path, out: Path) -> None:
    said = export(data, "--form", "property", "--from", "2026-11-20", "--to", "2026-11-20", out)
    assert (said.status, said.out, said.err) == (0, f"{out}\n", "1 evaluation\n")
    assert [row[0].value for row in load_workbook(out)["考评"].iter_rows(min_row=2)] == [1]
    assert only(out)


def test_it_stands_in_the_audit_trail_by_ids(data: Path, out: Path) -> None:
    export(data, "--subject", "张三", "--to", "2026-11-30", out)
    with Storage(f"sqlite:///{data / 'kaoping.sqlite3'}") as storage:
        (row,) = storage.run_now(lambda conn: newest(conn, 5))
    assert (row.actor, row.action, row.object_kind, row.object_id) == (0, "exported", "evaluations", "0")
    assert row.details == '{"as":"xlsx","count":2,"form":null,"from":null,"subject":1,"to":"2026-11-30"}'


def test_the_last_day_is_a_local_one(data: Path, out: Path) -> None:
    """The inspection was handed in on 30 November in London, and on 1 December in Shanghai."""
    assert export(data, "--form", "quality", "--to", "2026-11-30", out).status == 2
    assert (
        export(data, "--form", "quality", "--to", "2026-11-30", out, KAOPING_TIMEZONE="Europe/London").status
        == 0
    )


def test_headings_are_in_the_language_that_is_set(data: Path, out: Path) -> None:
    export(data, out, KAOPING_LANGUAGE="en")
    assert load_workbook(out).sheetnames == ["Evaluations", "Answers", "Criteria"]


def test_into_a_directory_it_goes_under_a_name_of_its_own(data: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    said = export(
        data,
        "--form",
        "quality",
        "--subject",
        "+1号小区",
        "--to",
        "2026-12-31",
        "--format",
        "CSV",
        tmp_path / "there",
    )
    name = "C2、客服品质检查考核标准及评分表 +1号小区_evaluations_2026-12-31.csv"
    assert said.out.strip() == str(tmp_path / "there" / name)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--form", "proberty", "o.csv"], "There is no form 'proberty' (is property meant?)."),
        (["--form", "x", "o.csv"], "There is no form 'x' (kaoping forms lists them)."),
        (["--from", "2026-12-01", "--to", "2026-11-01", "o.csv"], "--from 2026-12-01 is after --to 2026-11-01."),
        (["--from", "1.11.2026", "o.csv"], "--from: '1.11.2026' is no day; write it like 2026-11-23."),
        (["--from", "2027-01-01", "o.csv"], "Nothing was handed in from 2027-01-01, so there is nothing to export."),
        (["--form", "interview", "o.csv"], "Nothing was handed in by interview, so"),
        (["--subject", "nobody", "o.csv"], "There is nobody and nothing called 'nobody' here."),
        (["--subject", "99", "o.csv"], "There is nobody and nothing called '99' here."),
        (["o.txt"], "which kind of file? Say --format xlsx, csv or jsonl, or end the name so."),
        (["--format", "pdf", "o.pdf"], "--format: 'pdf' is not possible; it is one of xlsx, csv, jsonl."),
        (["--table", "answer", "o.csv"], "--table: 'answer' is not possible; it is one of evaluations, answers"),
        (["--table", "answers", "o.xlsx"], "--table is for CSV only: xlsx holds all of it."),
        (["missing/o.csv"], "there is no directory"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_sentence_and_nothing_is_written(
    data: Path, tmp_path: Path, words: list[str], sentence: str
) -> None:
    said = export(data, *words[:-1], tmp_path / words[-1])
    assert (said.status, said.out) == (2, "")
    assert sentence in said.err
    assert "Nothing was written." in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_file_that_is_there_stays_unless_forced(data: Path, out: Path) -> None:
    out.write_text("earlier")
    said = export(data, out)
    assert (said.status, out.read_text()) == (2, "earlier")
    assert "is there already and was left as it is. --force writes over it." in said.err
    assert export(data, "--force", out).status == 0
    assert out.read_bytes().startswith(b"PK")


def test_several_of_one_name_are_told_apart_by_their_numbers(data: Path, out: Path) -> None:
    with Storage(f"sqlite:///{data / 'kaoping.sqlite3'}") as storage:

        def another(conn):  # type: ignore[no-untyped-def]  # a turn
            begun = begin(conn, "property", subject(conn, "employee", "张三"), utc(11, 28, 1))
            say(conn, begun, "teamwork", 9)
            hand_in(conn, begun, utc(11, 28, 2), "9", "10", "90", "优秀")

        storage.run_now(another)
    said = export(data, "--subject", "张三", out)
    assert said.status == 2
    assert "Several are called '张三': 1 (employee), 4 (employee). Give --subject the number" in said.err
    assert export(data, "--subject", "4", out).err == "1 evaluation\n"


def test_without_room_on_the_disk_a_sentence_and_no_file(data: Path, tmp_path: Path) -> None:
    if not small_disk_possible(tmp_path):
        pytest.skip("no small disk of its own for a process here: unshare and mount are not allowed")
    little = tmp_path / "little"
    little.mkdir()
    # The disk is gone with the process, so it is listed from within, by the same shell.
    script = (
        'mount -t tmpfs -o size=16k tmpfs "$0" && head -c 12000 /dev/zero > "$0/filler";'
        '"$@" "$0/o.xlsx"; echo "status $?"; ls -A "$0"'
    )
    ended = subprocess.run(
        [*_OWN_MOUNTS, "sh", "-c", script, str(little), str(COMMAND), "export"],
        env=environment(KAOPING_DATA=data),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "o.xlsx: cannot be written (No space left on device). Nothing was written" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr
    assert ended.stdout == "status 2\nfiller\n"


def test_interrupted_it_says_that_nothing_was_written(
    data: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.exporting.making.evaluation_row", interrupted)
    said = export(data, out)
    assert (said.status, said.out, said.err) == (130, "", "Stopped. Nothing was written.\n")
    assert not out.exists()
    assert only(out)


def test_ended_in_the_middle_it_leaves_nothing(tmp_path: Path, many_rows: Path) -> None:
    (tmp_path / "data").mkdir()
    shutil.copy(many_rows, tmp_path / "data" / "kaoping.sqlite3")
    with subprocess.Popen(
        [COMMAND, "export", str(tmp_path / "o.xlsx")],
        env=environment(KAOPING_DATA=tmp_path / "data"),
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        _until_begun(tmp_path, running)
        running.send_signal(signal.SIGTERM)
        _, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, err) == (130, "Stopped. Nothing was written.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def _until_begun(directory: Path, running: subprocess.Popen[str]) -> None:
    while not list(directory.glob(".o.xlsx.*.part")):
        with suppress(subprocess.TimeoutExpired):
            running.wait(0.01)
        assert running.returncode is None, "it ended before it was stopped"
