"""A house for trying permissions: one of everything that is mine, of my unit, and foreign.

``OWN`` things are mine but lie in the other unit, so that only whose they are can allow anything; ``UNIT`` things
are a colleague's in my unit; ``FOREIGN`` ones somebody else's in the other unit. Each carries a word of its own
(:data:`MARKS`) that nobody may read who may not see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.access import Relation, Role
from storage import memberships, people, tables, units
from storage.engine import Storage
from tests.conversation.offline import ME as OFFLINE_ME
from tests.conversation.offline import START, Offline, empty_database, the_forms

ME, COLLEAGUE, OUTSIDER = OFFLINE_ME.id, 2002, 2003
MY_UNIT, OTHER_UNIT = 1, 2
RELATIONS = (Relation.OWN, Relation.UNIT, Relation.FOREIGN)
WHOSE: Mapping[Relation, tuple[int, int]] = {
    Relation.OWN: (ME, OTHER_UNIT),
    Relation.UNIT: (COLLEAGUE, MY_UNIT),
    Relation.FOREIGN: (OUTSIDER, OTHER_UNIT),
}
"""Person and unit of the things in each relation."""
MARKS: Mapping[Relation, str] = {
    Relation.OWN: "甲自己",
    Relation.UNIT: "乙同部",
    Relation.FOREIGN: "丙外部",
}
"""The names of the subjects in each relation."""
DRAFTED: Mapping[Relation, str] = {relation: f"{mark[0]}草稿" for relation, mark in MARKS.items()}
"""The names of those of whom there are drafts only: one's own stand in one's menu."""
NAMES: Mapping[int, str] = {ME: "我本人", COLLEAGUE: "同事钱", OUTSIDER: "外人孙"}
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)
PAST = datetime(2026, 11, 1, tzinfo=UTC)
FIRST: Mapping[str, int] = {
    "subject": 11,
    "drafted": 16,
    "assessed": 19,
    "evaluation": 21,
    "draft": 31,
    "note": 36,
    "plan": 41,
    "occurrence": 51,
    "missed": 61,
    "invitation": 71,
    "release": 81,
    "released": 91,
    "group": -101,
}
"""The id of the own thing of each kind; that of the unit is one more, the foreign one two more."""


def thing(kind: str, relation: Relation) -> int:
    """The id of a thing."""
    place = RELATIONS.index(relation)
    if kind == "person":
        return WHOSE[relation][0]
    if kind == "unit":
        return WHOSE[relation][1]
    if kind == "membership":
        return {Relation.OWN: 1, Relation.UNIT: 2, Relation.FOREIGN: 3}[relation]
    return FIRST[kind] + place if FIRST[kind] > 0 else FIRST[kind] - place


@cache
def house_of(role: Role) -> bytes:
    """The database of a house in which I have this one role."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "house.sqlite3"
        path.write_bytes(_handed_in())
        with Storage(f"sqlite:///{path}") as storage:
            storage.run_now(lambda conn: _furnish(conn, role))
        return path.read_bytes()


@cache
def _handed_in() -> bytes:
    """One evaluation handed in over the conversation, to be copied."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "one.sqlite3"
        path.write_bytes(empty_database())
        chat = Offline(path)
        chat.commands("start", "property")
        chat.types("样本")
        for _ in range(10):
            chat.taps("8")
        chat.taps("签名")
        chat.types("王主管")
        chat.taps("提交")
        chat.storage.close()
        return path.read_bytes()


def _furnish(conn: Connection, role: Role) -> None:
    for person_id, name in NAMES.items():
        people.remember_person(conn, person_id, name, START, "zh-hans")
    for name in ("我们部", "别的部"):
        units.add_unit(conn, name, by=OUTSIDER, now=START)
    held: tuple[tuple[int, Role, int | None], ...] = (
        (ME, role, MY_UNIT if role in {Role.SUPERVISOR, Role.EVALUATOR} else None),
        (COLLEAGUE, Role.EVALUATOR, MY_UNIT),
        (OUTSIDER, Role.EVALUATOR, OTHER_UNIT),
    )
    for person_id, has, unit_id in held:
        memberships.grant(conn, person_id, has.value, unit_id, by=OUTSIDER, now=START)
    conn.execute(update(tables.chat).values(view="menu", evaluation_id=None, last_message_id=0))
    for relation in RELATIONS:
        _things(conn, relation)


def _things(conn: Connection, relation: Relation) -> None:
    person_id, unit_id = WHOSE[relation]
    subject = _copied(
        conn,
        "subject",
        1,
        id=thing("subject", relation),
        name=MARKS[relation],
        name_key=MARKS[relation],
        created_by=person_id,
        unit_id=unit_id,
    )
    drafted = _copied(
        conn,
        "subject",
        1,
        id=thing("drafted", relation),
        name=DRAFTED[relation],
        name_key=DRAFTED[relation],
        created_by=person_id,
        unit_id=unit_id,
    )
    # Whoever has a result of this subject released to them may not change any other of it.
    assessed_subject = _copied(
        conn,
        "subject",
        1,
        id=thing("assessed", relation),
        name=MARKS[relation],
        name_key=f"assessed {relation}",
        created_by=OUTSIDER,
        unit_id=OTHER_UNIT,
    )
    for kind, status in (
        ("evaluation", "submitted"),
        ("draft", "draft"),
        ("release", "submitted"),
        ("released", "submitted"),
    ):
        mine = relation is Relation.OWN and kind == "released"
        _evaluation(
            conn,
            thing(kind, relation),
            {"draft": drafted, "released": assessed_subject}.get(kind, subject),
            # A result about me was rated by somebody else.
            *((OUTSIDER, OTHER_UNIT) if kind == "released" else (person_id, unit_id)),
            status=status,
            mark=(DRAFTED if kind == "draft" else MARKS)[relation],
        )
        if kind == "draft":
            # Begun by me, and handed over unless it is mine.
            _row(
                conn,
                "note",
                id=thing("note", relation),
                evaluation_id=thing("draft", relation),
                item=the_forms()["property"].criteria[0].id,
                text="先前记的",
                chat_id=ME,
                message_id=thing("note", relation),
                created_at=PAST,
            )
        if kind in {"release", "released"}:
            assessed = ME if mine else (3001 if kind == "release" else person_id)
            _feedback(conn, thing(kind, relation), assessed, disputed=kind == "release")
    _plan(conn, relation, subject)
    _row(
        conn,
        "invitation",
        id=thing("invitation", relation),
        token_hash=f"hash {relation}",
        role="evaluator",
        unit_id=unit_id,
        made_by=person_id,
        made_at=PAST,
        expires_at=FUTURE,
        uses=5,
        used=0,
    )
    _row(
        conn,
        "group_chat",
        id=thing("group", relation),
        title=f"群{MARKS[relation]}",
        unit_id=unit_id,
        posts_done=False,
        posts_digest=False,
        added_by=person_id,
        added_at=PAST,
    )


def _evaluation(
    conn: Connection, id: int, subject: int, person_id: int, unit_id: int, *, status: str, mark: str
) -> None:
    _copied(
        conn,
        "evaluation",
        1,
        id=id,
        subject_id=subject,
        evaluator_id=person_id,
        unit_id=unit_id,
        status=status,
        view="q",
    )
    answer = tables.answer
    for row in conn.execute(select(answer).where(answer.c.evaluation_id == 1)).mappings().all():
        kept = {key: value for key, value in row.items() if key != "id"}
        value = f'"{mark}"' if row["value"] == '"样本"' else row["value"]
        conn.execute(insert(answer), {**kept, "evaluation_id": id, "value": value})


def _feedback(conn: Connection, id: int, person_id: int, *, disputed: bool) -> None:
    said: dict[str, Any] = {}
    if disputed:
        said = {"answer": "disputed", "words": "不同意", "answered_at": START, "seen_at": START}
    _row(
        conn,
        "feedback",
        id=id,
        evaluation_id=id,
        released_by=OUTSIDER,
        released_at=PAST,
        answer_by=FUTURE,
        person_id=person_id,
        **said,
    )


def _plan(conn: Connection, relation: Relation, subject: int) -> None:
    person_id, unit_id = WHOSE[relation]
    about = {
        "form_id": "property",
        "subject_id": subject,
        "unit_id": unit_id,
        "evaluator_id": person_id,
        "supervisor_id": person_id,
    }
    times = {"at": "09:00", "timezone": "Asia/Shanghai"}
    _row(
        conn,
        "plan",
        id=thing("plan", relation),
        **about,
        **times,
        form_title="物业客服考核表",
        every="month",
        due="last-day",
        ladder="",
        from_date="2026-01-01",
        made_by=OUTSIDER,
        made_at=PAST,
        state="active",
        revision=0,
        changed_at=PAST,
        next_at=FUTURE,
    )
    for kind, period, state in (("occurrence", "2026-11", "open"), ("missed", "2026-10", "missed")):
        _row(
            conn,
            "occurrence",
            id=thing(kind, relation),
            plan_id=thing("plan", relation),
            **about,
            **times,
            period=period,
            first_day=f"{period}-01",
            due=f"{period}-30",
            days="0",
            late_at=FUTURE,
            missed_at=FUTURE + timedelta(days=30),
            state=state,
            opened_at=PAST,
            next_at=FUTURE if state == "open" else None,
            closed_at=PAST if state == "missed" else None,
        )


def _row(conn: Connection, table: str, /, **values: Any) -> None:
    conn.execute(insert(tables.metadata.tables[table]), values)


def _copied(conn: Connection, table_name: str, like: int, /, **changes: Any) -> int:
    table = tables.metadata.tables[table_name]
    row = conn.execute(select(table).where(table.c.id == like)).mappings().one()
    conn.execute(insert(table), {**row, **changes})
    return int(changes["id"])
