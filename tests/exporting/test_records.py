"""Reading for exports: what is chosen, what stands on a page, and that nobody is held up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import update

from storage import tables
from storage.engine import Storage
from storage.errors import StorageUnavailable
from storage.exporting import Named, Records, Said, Selection, forms_kept, subject_named, subjects_called
from storage.scope import EVERYTHING, Scope
from tests.exporting.scene import WANG, ZHOU, subject, utc


def chosen(records: Records, **wanted: object) -> list[int]:
    return list(records.chosen(Selection(**{"scope": EVERYTHING, **wanted})))  # type: ignore[arg-type]  # by name


def test_drafts_are_left_out_and_what_was_amended_is_there(records: Records) -> None:
    assert chosen(records) == [1, 2, 3, 4]


def test_by_form_and_by_subject(records: Records) -> None:
    assert chosen(records, form_id="property") == [1, 4]
    assert chosen(records, subject_id=1) == [1, 4]
    assert chosen(records, form_id="quality", subject_id=1) == []


def test_a_span_holds_its_beginning_and_not_its_end(records: Records) -> None:
    assert chosen(records, since=utc(11, 25, 3), until=utc(11, 26, 2)) == [3]
    assert chosen(records, since=utc(11, 26, 2)) == [2, 4]
    assert chosen(records, until=utc(11, 20, 1, 30)) == []


@pytest.mark.parametrize(
    ("scope", "readable"),
    [
        (Scope(), []),
        (Scope(evaluator=ZHOU), [2]),
        (Scope(units=frozenset({1})), [1, 3, 4]),
        (Scope(units=frozenset({2})), []),
        (Scope(units=frozenset({1}), evaluator=ZHOU), [1, 2, 3, 4]),
    ],
)
def test_nobody_reads_beyond_their_scope(records: Records, scope: Scope, readable: list[int]) -> None:
    assert chosen(records, scope=scope) == readable


def test_forms_come_once_each_and_only_those_that_are_wanted(records: Records) -> None:
    assert len(records.forms(Selection(EVERYTHING))) == 3
    (body,) = records.forms(Selection(EVERYTHING, subject_id=1)).values()
    assert "物业客服考核表" in body


def test_pages_hold_everything_once_whatever_their_size(records: Records) -> None:
    def all_of(size: int) -> tuple[list[int], list[Said], int]:
        pages = list(records.pages([1, 2, 3, 4], size))
        return (
            [one.id for page in pages for one in page.evaluations],
            [said for page in pages for said in page.said],
            sum(len(page.remarks) for page in pages),
        )

    assert all_of(1) == all_of(3) == all_of(400)
    ids, said, remarks = all_of(400)
    assert ids == [1, 2, 3, 4]
    # 1: 11 answers, 3 fields, 1 signature; 2: 4; 3: 3; 4: 10 criteria and the conclusion copied, 1 corrected.
    assert len(said) == 15 + 4 + 3 + 12
    assert remarks == 2 + 2, "the notes of 1, and again with 4, which amends it"


def test_names_stand_beside_the_ids(records: Records) -> None:
    (page,) = records.pages([1, 2])
    first, second = page.evaluations
    assert (first.subject, first.subject_kind, first.evaluator, first.unit) == (
        "张三",
        "employee",
        "王敏",
        "一部",
    )
    assert (second.subject, second.evaluator, second.unit) == ("+1号小区", "周强", None)
    assert first.handed_in == utc(11, 20, 1, 30)
    assert (first.total, first.max, first.percent, first.grade) == ("80", "100", "80", "良好")


def test_removed_notes_are_not_there(records: Records, address: str) -> None:
    with Storage(address) as storage:
        storage.run_now(lambda conn: conn.execute(update(tables.note).values(removed_at=utc(11, 21, 0))))
    (page,) = records.pages([1])
    assert list(page.remarks) == []


def test_between_two_pages_the_log_can_be_written_and_emptied(records: Records, database: Path) -> None:
    pages = records.pages([1, 2, 3, 4], 1)
    next(pages)
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as bot:
        bot.execute("UPDATE subject SET name = '王五'")
        busy, *_ = bot.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert busy == 0, "a reader that still looks keeps the log from being emptied"
    assert [page.evaluations[0].subject for page in pages] == ["王五"] * 3


def test_a_bot_in_the_middle_of_writing_holds_up_no_reading(records: Records, database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as bot:
        bot.execute("BEGIN IMMEDIATE")
        bot.execute("UPDATE evaluation SET status = 'void'")
        assert chosen(records) == [1, 2, 3, 4]
        bot.execute("ROLLBACK")


def test_nothing_can_be_changed_through_it(records: Records) -> None:
    with pytest.raises(StorageUnavailable), records._look() as conn:
        conn.execute(update(tables.subject).values(name=""))


def test_a_database_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "kaoping.sqlite3"
    with pytest.raises(StorageUnavailable, match="cannot be opened"), Records(f"sqlite:///{path}"):
        pass
    assert not path.parent.exists()


def test_subjects_are_found_by_name_and_number_within_a_scope(address: str) -> None:
    zhang = Named(1, "employee", "张三")
    theirs, others = Scope(evaluator=WANG), Scope(evaluator=ZHOU)
    with Storage(address) as storage:
        storage.run_now(lambda conn: subject(conn, "employee", "张三"))  # of whom nothing was handed in
        assert storage.run_now(lambda conn: subjects_called(conn, " 张三 ", 8)) == [zhang]
        assert storage.run_now(lambda conn: subjects_called(conn, "张三", 8, theirs)) == [zhang]
        assert storage.run_now(lambda conn: subjects_called(conn, "张三", 8, others)) == []
        assert storage.run_now(lambda conn: subject_named(conn, 1)) == zhang
        assert storage.run_now(lambda conn: subject_named(conn, 1, others)) is None
        assert [id for id, _ in storage.run_now(forms_kept)] == ["department", "property", "quality"]
