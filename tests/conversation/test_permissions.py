"""Every role, every handler, on what is one's own, of one's unit and foreign, over the conversation itself.

A handler that is registered without a line here fails: there is no way in that was not tried. Where the table of
permissions refuses, nothing is written but the chat and the trail, nothing is sent, and not a word of the thing is
to be read; where it allows, something happens or is to be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine, event

from bot.access import Action, Relation, Role, Standing
from bot.codec import Act, encode
from bot.conversation.incoming import Command, Edited, Incoming, Sender, Sent, Tap, Typed
from bot.conversation.rooms import COMMANDS, TAPS, VIEWS
from bot.conversation.taking import INCOMING, take
from bot.conversation.taps import _ON_CARD  # the names of buttons on questions, which no room may take
from bot.conversation.turn import House, Outcome
from bot.evidence import FILE_LIMIT
from storage import chats, people
from storage.engine import build_engine
from storage.opening import live_roles
from storage.values import Chat, NewAttachment
from tests.conversation.house import DRAFTED, MARKS, ME, NAMES, RELATIONS, WHOSE, house_of, thing
from tests.conversation.offline import START, the_forms

WRITTEN_ANYWAY = {"chat", "audit", "audit_tip"}
REFUSED = "没有这项权限"
ROLES = (Role.OWNER, Role.SUPERVISOR, Role.EVALUATOR, Role.SUBJECT)
CARD = 5


@dataclass(frozen=True)
class Try:
    """How to reach a handler: on which kind of thing (``""``: none), with which arguments and view.

    ``{id}`` stands for the thing. ``quiet``: where it is allowed, nothing of it shows (it wants more than this try).
    ``never``: relations in which even who may is refused, by a rule of its own.
    """

    on: str = ""
    args: tuple[str, ...] = ()
    evaluation: bool = False
    revision: int | None = None
    view: str = "menu"
    quiet: bool = False
    never: frozenset[Relation] = frozenset()

    def act(self, op: str, id: int | None) -> Act:
        args = tuple(part.format(id=id) for part in self.args)
        return Act(op, id if self.evaluation else None, self.revision, args)


ANYTIME = Try()
"""Concerns no one thing: the role alone decides."""
_SELF = frozenset({Relation.OWN})


def evaluation(*args: str, view: str = "menu", quiet: bool = False) -> Try:
    return Try("evaluation", args, evaluation=True, view=view, quiet=quiet)


def about(on: str, *args: str, view: str = "menu", quiet: bool = False) -> Try:
    return Try(on, ("{id}", *args), view=view, quiet=quiet)


def plan() -> Try:
    return Try("plan", ("{id}",), revision=0)


TAPS_TRIED: dict[str, Try] = {
    "form": Try(args=("interview",)),
    "menu": ANYTIME,
    "turnpage": Try(args=("1",)),
    "more": ANYTIME,
    "drafts": ANYTIME,
    "history": ANYTIME,
    "help": ANYTIME,
    "language": Try(args=("zh",)),
    "resume": Try("draft", evaluation=True),
    "result": evaluation(),
    "sources": evaluation(),
    "report": evaluation(),
    "picture": evaluation(),
    "amend": evaluation(),
    "due": ANYTIME,
    "duemore": ANYTIME,
    "duestart": about("occurrence"),
    "rstart": about("occurrence"),
    "rsnooze": about("occurrence", quiet=True),
    "rhand": about("occurrence", quiet=True),
    "rpage": about("occurrence", "1", quiet=True),
    "rexcuse": about("occurrence"),
    "rback": about("occurrence", quiet=True),
    "rtake": about("occurrence", quiet=True),
    "rdecline": about("occurrence", quiet=True),
    "rwhy": about("missed"),
    "rleave": ANYTIME,
    "work": about("occurrence"),
    "plans": ANYTIME,
    "plan": plan(),
    "planchange": plan(),
    "planpause": plan(),
    "planresume": plan(),
    "planend": plan(),
    "planendyes": plan(),
    **dict.fromkeys(
        (
            "plannew",
            "planform",
            "planpick",
            "planname",
            "planpage",
            "planevery",
            "planstep",
            "planset",
            "plansave",
            "plandrop",
        ),
        ANYTIME,
    ),
    "board": ANYTIME,
    "boardwhy": about("missed"),
    "compare": ANYTIME,
    "rank": Try(args=("interview",)),
    "pair": evaluation("{id}", "2026-Q4", quiet=True),
    "trend": evaluation(),
    "whose": Try(args=("property",)),
    "league": Try(args=("quality",)),
    "health": Try(args=("interview",)),
    "export": ANYTIME,
    "exportwho": about("subject"),
    "exportstop": ANYTIME,
    "release": evaluation(),
    "releasenow": evaluation("7", view="release:{id}:7"),
    "feedlink": about("release", quiet=True),
    "unrelease": about("release"),
    "unreleasenow": about("release", view="unrelease:{id}", quiet=True),
    "feedback": about("release"),
    "feedbacks": ANYTIME,
    "uphold": about("release", f"{START:%Y%m%d%H%M%S%f}"),
    "changed": about("release", quiet=True),
    "mine": ANYTIME,
    "released": about("released"),
    "details": about("released"),
    "gotit": about("released"),
    "dispute": about("released", quiet=True),
    "undispute": about("released", quiet=True),
    "undisputenow": about("released", view="undispute:{id}", quiet=True),
    "verify": ANYTIME,
    "audit": ANYTIME,
    "auditfile": ANYTIME,
    "groups": ANYTIME,
    "group": about("group"),
    "grouppost": about("group", "done"),
    "forget": about("subject"),
    "erase": about("subject", view="forgetting:{id}"),
    "eraseuser": about("person", view="forgetuser:{id}", quiet=True),
    "retention": ANYTIME,
    "keeplonger": about("subject", quiet=True),
    "washired": about("subject"),
    "reveal": evaluation(),
    "hired": evaluation("1"),
    "people": ANYTIME,
    "person": about("person"),
    "grant": about("person"),
    "endrole": Try("membership", ("{id}",), never=_SELF),
    "suspend": Try("person", ("{id}", "-", "yes"), view="suspend:{id}:-", never=_SELF),
    "letin": Try("person", ("{id}",), quiet=True, never=_SELF),
    "heirs": about("person", "handover"),
    "handover": about("person", str(ME), "yes", view=f"handover:{{id}}:{ME}", quiet=True),
    "quit": ANYTIME,
    "invite": ANYTIME,
    "invites": ANYTIME,
    "revoke": about("invitation"),
    "join": ANYTIME,
    "nojoin": ANYTIME,
    "units": ANYTIME,
    "unit": about("unit"),
    "unitname": about("unit"),
    "unitgone": about("unit"),
    "unitmove": about("unit", "1", quiet=True),
}

VIEWS_TRIED: dict[str, Try] = {
    "discarded": ANYTIME,
    "drafts": ANYTIME,
    "history": ANYTIME,
    "result": Try("evaluation", view="result:{id}"),
    "final": Try("evaluation", view="final:{id}"),
    "sources": Try("evaluation", view="sources:{id}"),
    "amend": Try("evaluation", view="amend:{id}"),
    "language": ANYTIME,
    "due": ANYTIME,
    "duemore": ANYTIME,
    "work": Try("occurrence", view="work:{id}:"),
    "excuse": Try("occurrence", view="excuse:{id}:"),
    "why": Try("missed", view="why:{id}:"),
    "plans": ANYTIME,
    "plan": Try("plan", view="plan:{id}"),
    "planend": Try("plan", view="planend:{id}"),
    "planning": ANYTIME,
    "board": ANYTIME,
    "compare": ANYTIME,
    "rank": Try(view="rank:property:2026-Q4:0"),
    "pair": Try("evaluation", view="pair:{id}:{id}:2026-Q4", quiet=True),
    "trend": Try("evaluation", view="trend:{id}"),
    "whose": Try(view="whose:property:0:"),
    "league": Try(view="league:quality:2026-Q4:0"),
    "health": Try(view="health:property:2026"),
    "export": Try("subject", view="export:{id}::"),
    "exportwho": Try(view="exportwho:甲"),
    "release": Try("evaluation", view="release:{id}"),
    "unrelease": Try("release", view="unrelease:{id}", quiet=True),
    "feedback": Try("release", view="feedback:{id}"),
    "feedbacks": ANYTIME,
    "uphold": Try("release", view=f"uphold:{{id}}:{START:%Y%m%d%H%M%S%f}"),
    "mine": ANYTIME,
    "released": Try("released", view="released:{id}"),
    "details": Try("released", view="details:{id}"),
    "dispute": Try("released", view="dispute:{id}", quiet=True),
    "undispute": Try("released", view="undispute:{id}", quiet=True),
    "verify": ANYTIME,
    "audit": ANYTIME,
    "groups": ANYTIME,
    "group": Try("group", view="group:{id}"),
    "forget": ANYTIME,
    "forgetting": Try("subject", view="forgetting:{id}"),
    "forgetuser": Try("person", view="forgetuser:{id}", quiet=True),
    "forgotten": Try("subject", view="forgotten:{id}", quiet=True),
    "retention": ANYTIME,
    "revealed": Try("evaluation", view="revealed:{id}"),
    "people": ANYTIME,
    "person": Try("person", view="person:{id}"),
    "grant": Try("person", view="grant:{id}"),
    "endrole": Try("membership", view="endrole:{id}", never=_SELF),
    "suspend": Try("person", view="suspend:{id}:-", never=_SELF),
    "heirs": Try("person", view="heirs:handover:{id}:0"),
    "handover": Try("person", view=f"handover:{{id}}:{ME}", quiet=True),
    "leave": ANYTIME,
    "invite": ANYTIME,
    "invited": Try(view="invited:71"),
    "invites": ANYTIME,
    "join": ANYTIME,
    "units": ANYTIME,
    "unit": Try("unit", view="unit:{id}"),
    "unitname": Try("unit", view="unitname:{id}"),
    "unitgone": Try("unit", view="unitgone:{id}"),
    "unitmove": Try("unit", view="unitmove:{id}:1", quiet=True),
}


@dataclass
class Tried:
    """What came of a try."""

    outcome: Outcome
    written: set[str] = field(default_factory=set)

    @property
    def read(self) -> str:
        screen = self.outcome.screen
        labels = "\n".join(b.label for row in screen.rows for b in row) if screen else ""
        return "\n".join([screen.text if screen else "", labels, self.outcome.toast, self.outcome.say])

    @property
    def did(self) -> bool:
        """Whether anything was written or is to be sent; a nudge to the reminders sends nothing of its own."""
        return bool(self.written or [one for one in self.outcome.errands if one.kind != "remind"])


class Door:
    """Somebody with one role before the house; every try is undone afterwards."""

    def __init__(self, role: Role, directory: Path) -> None:
        path = directory / f"{role}.sqlite3"
        path.write_bytes(house_of(role))
        self.engine: Engine = build_engine(f"sqlite:///{path}")
        self.house = House(the_forms(), ZoneInfo("Asia/Shanghai"), "zh", FILE_LIMIT)
        self.me = Sender(ME, NAMES[ME], "zh-hans")
        self.written: set[str] = set()
        event.listen(self.engine, "after_cursor_execute", self._note)
        with self._undone() as conn:
            person = people.person(conn, ME)
            assert person is not None
            self.standing: Standing = self.house.standing(person, live_roles(conn, ME))

    def tries(self, incoming: Incoming, view: str = "menu", evaluation_id: int | None = None) -> Tried:
        with self._undone() as conn:
            chats.save_chat(conn, Chat(ME, evaluation_id, view, CARD, 1), START)
            self.written.clear()
            outcome = take(conn, self.house, incoming, START + timedelta(days=1))
            return Tried(outcome, self.written - WRITTEN_ANYWAY)

    def taps(self, data: str, view: str = "menu") -> Tried:
        return self.tries(Tap(self.me, CARD, "q", data), view)

    @contextmanager
    def _undone(self) -> Iterator[Connection]:
        with self.engine.connect() as conn, conn.begin() as transaction:
            yield conn
            transaction.rollback()

    def _note(self, _conn: object, cursor: object, statement: str, *_rest: object) -> None:
        verb, *words = statement.split(maxsplit=3)
        if verb in {"INSERT", "UPDATE", "DELETE"} and getattr(cursor, "rowcount", 0) != 0:
            self.written.add(words[0] if verb == "UPDATE" else words[1].strip('"'))


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Role, Door]]:
    directory = tmp_path_factory.mktemp("houses")
    made = {role: Door(role, directory) for role in ROLES}
    yield made
    for door in made.values():
        door.engine.dispose()


def may(door: Door, action: Action, how: Try, relation: Relation) -> bool:
    """What the table says of this cell."""
    if not how.on:
        return door.standing.may_ever(action)
    if how.on in {"unit", "subject"} and action in {Action.MANAGE_UNITS, Action.FORGET}:
        return door.standing.may(action)
    person_id, unit_id = WHOSE[relation]
    if how.on == "released" and relation is not Relation.OWN:
        person_id = 0
    return door.standing.may(action, person_id=person_id, unit_id=unit_id)


def marks(how: Try, relation: Relation) -> str:
    """A word that is to be read only by those who may."""
    match how.on:
        case "person" | "membership":
            return NAMES[WHOSE[relation][0]]
        case "draft":
            return DRAFTED[relation]
        case "unit":
            return {1: "我们部", 2: "别的部"}[WHOSE[relation][1]]
        case _:
            return MARKS[relation]


def check(told: Tried, cell: str, how: Try, relation: Relation, *, allowed: bool) -> list[str]:
    """What is wrong with what came of a cell."""
    if not how.on:
        refused = REFUSED in told.read
        wrong = [] if allowed is not refused else [f"{cell}: {'refused' if refused else 'not refused'}"]
        if not allowed and told.did:
            wrong.append(f"{cell}: refused, and did {told.written or told.outcome.errands}")
        return wrong
    seen = marks(how, relation) in told.read
    if allowed and relation not in how.never:
        ok = how.quiet or seen or told.did
        return [] if ok and REFUSED not in told.read else [f"{cell}: allowed, but\n{told.read[:300]}"]
    wrong = []
    if told.did:
        wrong.append(f"{cell}: not allowed, but did {told.written or told.outcome.errands}")
    if seen and not allowed:
        wrong.append(f"{cell}: not allowed, but can be read\n{told.read[:300]}")
    return wrong


def cells(how: Try) -> tuple[Relation, ...]:
    return RELATIONS if how.on else (Relation.OWN,)


def id_of(how: Try, relation: Relation) -> int | None:
    return thing(how.on, relation) if how.on else None


def test_every_button_and_view_has_a_line_here_and_no_room_takes_the_name_of_a_question_s_button() -> None:
    assert set(TAPS_TRIED) == set(TAPS)
    assert set(VIEWS_TRIED) == set(VIEWS)
    assert not set(TAPS) & {*_ON_CARD, "a", "p", "tick", "count", "defects", "flag"}


@pytest.mark.parametrize("role", ROLES)
def test_every_button(doors: dict[Role, Door], role: Role) -> None:
    door, wrong = doors[role], []
    for op, how in TAPS_TRIED.items():
        for relation in cells(how):
            id = id_of(how, relation)
            told = door.taps(encode(how.act(op, id)), how.view.format(id=id))
            allowed = may(door, TAPS[op].action, how, relation)
            wrong += check(told, f"{role} {op} {relation}", how, relation, allowed=allowed)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_every_view_also_where_it_was_opened_before_a_role_ended(doors: dict[Role, Door], role: Role) -> None:
    door, wrong = doors[role], []
    for name, how in VIEWS_TRIED.items():
        for relation in cells(how):
            id = id_of(how, relation)
            view = how.view.format(id=id) if how.view != "menu" else name
            told = door.taps("nothing.-.-", view)
            allowed = may(door, VIEWS[name].action, how, relation)
            if how.on:
                wrong += check(told, f"{role} {name} {relation}", how, relation, allowed=allowed)
            elif not allowed:
                there = [mark for mark in MARKS.values() if mark in told.read]
                wrong += [f"{role} {name}: not allowed, but {there} can be read"] if there else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_words_typed_into_a_view_one_may_not_see_do_nothing(doors: dict[Role, Door], role: Role) -> None:
    door, wrong = doors[role], []
    for name, how in VIEWS_TRIED.items():
        if VIEWS[name].typed is None:
            continue
        for relation in cells(how):
            id = id_of(how, relation)
            view = how.view.format(id=id) if how.view != "menu" else name
            told = door.tries(Typed(door.me, 7, "一句话"), view)
            if not may(door, VIEWS[name].action, how, relation) and told.did:
                wrong.append(f"{role} {name} {relation}: did {told.written or told.outcome.errands}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_every_command(doors: dict[Role, Door], role: Role) -> None:
    door, wrong = doors[role], []
    for name, entry in COMMANDS.items():
        told = door.tries(Command(door.me, 7, name, ""))
        allowed = door.standing.may_ever(entry.action)
        wrong += check(told, f"{role} /{name}", ANYTIME, Relation.OWN, allowed=allowed)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_lists_show_what_one_may_see_and_nothing_else(doors: dict[Role, Door], role: Role) -> None:
    door = doors[role]
    for name, action in (
        ("history:0:", Action.SEE),
        ("plans:0", Action.PLAN),
        ("board:0", Action.BOARD),
        ("feedbacks:0", Action.RELEASE),
        ("whose:property:0:", Action.COMPARE),
        ("groups", Action.POST_IN_GROUP),
    ):
        read = door.taps("nothing.-.-", name).read
        shown = {relation for relation in RELATIONS if MARKS[relation] in read}
        expected = {
            relation
            for relation in RELATIONS
            if door.standing.may(action, person_id=WHOSE[relation][0], unit_id=WHOSE[relation][1])
        }
        assert shown <= expected, (name, read)
        assert shown or not expected, (name, read)


def test_every_kind_of_message_names_who_may_send_it() -> None:
    assert set(INCOMING) == set(get_args(Incoming))


@pytest.mark.parametrize("role", ROLES)
def test_what_is_written_sent_or_changed_lands_in_drafts_of_ones_own_alone(
    doors: dict[Role, Door], role: Role
) -> None:
    """Also where the chat still stands in a draft that was handed over, or its note was made of my message."""
    door, wrong = doors[role], []
    picture = NewAttachment("photo", "f", "u", "a.jpg", "image/jpeg", 1000)
    for relation in RELATIONS:
        person_id, unit_id = WHOSE[relation]
        allowed = door.standing.may(Action.EVALUATE, person_id=person_id, unit_id=unit_id)
        for incoming in (
            Typed(door.me, 107, "一句话"),
            Sent(door.me, 107, "一张照片", None, picture),
            Edited(door.me, thing("note", relation), "后来改的"),
        ):
            told = door.tries(incoming, evaluation_id=thing("draft", relation))
            if ("note" in told.written) is not allowed or (told.did and not allowed):
                wrong.append(f"{role} {type(incoming).__name__} {relation}: {told.written}, {allowed=}")
    assert not wrong, "\n".join(wrong)


def test_a_stranger_and_a_suspended_person_reach_nothing(doors: dict[Role, Door]) -> None:
    door = doors[Role.OWNER]
    stranger = Sender(4004, "陌生", "zh-hans")
    with door.engine.begin() as conn:
        conn.exec_driver_sql(f"UPDATE person SET suspended_at = '2026-01-01 00:00:00.000000' WHERE id = {ME}")
    try:
        for who, words in ((stranger, "仅供内部使用"), (door.me, "停用")):
            for op, how in TAPS_TRIED.items():
                if op in {"join", "nojoin"} and who is stranger:
                    continue
                id = id_of(how, Relation.UNIT)
                told = door.tries(Tap(who, CARD, "q", encode(how.act(op, id))), how.view.format(id=id))
                assert words in told.read, op
                assert not told.did, op
            for name in COMMANDS:
                told = door.tries(Command(who, 7, name, ""))
                assert words in told.read, name
                assert not told.did, name
    finally:
        with door.engine.begin() as conn:
            conn.exec_driver_sql(f"UPDATE person SET suspended_at = NULL WHERE id = {ME}")
