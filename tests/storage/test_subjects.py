import pytest
from sqlalchemy import Connection

from storage import subjects
from tests.storage.scene import NOW, WANG, ZHOU, candidate, draft, later


def test_a_subject_is_kept_with_its_header_fields(conn: Connection) -> None:
    added = subjects.add_subject(
        conn,
        kind="employee",
        name="李娜",
        created_by=WANG,
        now=NOW,
        fields={"department": "客服部", "age": 31},
    )
    assert added.fields == {"department": "客服部", "age": 31}
    assert subjects.subject(conn, added.id) == added
    assert subjects.subject(conn, added.id + 1) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna  Li", "anna li"), ("ＡＮＮＡ　ＬＩ", "Anna Li"), (" 李 娜 ", "李 娜"), ("Straße", "STRASSE")],
)
def test_names_are_the_same_whatever_their_width_case_and_spacing(one: str, other: str) -> None:
    assert subjects.name_key(one) == subjects.name_key(other)


def test_other_names_are_other_names() -> None:
    assert subjects.name_key("李娜") != subjects.name_key("李 娜")


def test_two_people_can_share_a_name_and_the_one_used_last_comes_first(conn: Connection) -> None:
    first = candidate(conn, "李娜")
    second = candidate(conn, "李娜", later(1))
    subjects.add_subject(conn, kind="employee", name="李娜", created_by=WANG, now=NOW)
    assert [one.id for one in subjects.same_name(conn, "candidate", " 李娜 ")] == [second.id, first.id]
    draft(conn, first, now=later(2))
    assert [one.id for one in subjects.same_name(conn, "candidate", "李娜")] == [first.id, second.id]


def test_recent_subjects_are_those_this_evaluator_began_with_last(conn: Connection) -> None:
    li, zhao, sun = candidate(conn, "李娜"), candidate(conn, "赵敏"), candidate(conn, "孙丽")
    site = subjects.add_subject(conn, kind="site", name="翠湖花园", created_by=WANG, now=NOW)
    for whom in (li, zhao, site, li):
        draft(conn, whom)
    draft(conn, sun, evaluator=ZHOU)
    assert [one.id for one in subjects.recent_subjects(conn, "candidate", WANG, 10)] == [li.id, zhao.id]
    assert [one.id for one in subjects.recent_subjects(conn, "candidate", WANG, 1, 1)] == [zhao.id]
    assert [one.id for one in subjects.recent_subjects(conn, "site", WANG, 10)] == [site.id]


def test_header_fields_are_remembered_beside_those_of_other_forms(conn: Connection) -> None:
    li = subjects.add_subject(
        conn,
        kind="employee",
        name="李娜",
        created_by=WANG,
        now=NOW,
        fields={"department": "客服部", "post": "专员"},
    )
    subjects.remember_fields(conn, li.id, {"department": "品质部", "since": "2024-03-01"}, later(1))
    known = subjects.subject(conn, li.id)
    assert known is not None
    assert known.fields == {"department": "品质部", "post": "专员", "since": "2024-03-01"}
    assert known.used_at == later(1)


def test_a_corrected_name_is_found_by_its_new_spelling(conn: Connection) -> None:
    li = candidate(conn, "李那")
    subjects.rename_subject(conn, li.id, "李娜")
    assert [one.name for one in subjects.same_name(conn, "candidate", "李娜")] == ["李娜"]
    assert subjects.same_name(conn, "candidate", "李那") == []
