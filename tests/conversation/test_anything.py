"""Whatever is tapped, typed, repeated or restarted: nothing acknowledged is lost, nothing lands elsewhere.

The sequences are Hypothesis's; what must hold is written down here without the code that makes it hold.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.codec import LIMIT, decode, encode
from bot.sandbox.entities import parse
from bot.showing import fitted
from storage.answers import latest
from storage.values import StoredAnswer
from tests.conversation.offline import Offline, offline, the_forms

EXAMPLES = int(os.environ.get("KAOPING_EXAMPLES", "24"))
"""Sequences tried; a long campaign sets more."""
FORMS = sorted(the_forms())
WORDS = [
    "8",
    "８.5分",
    "三",
    "11",
    "-1",
    "很好",
    "张三",
    "2026-11",
    "13800138000",
    "<b>x</b>&",
    "\u202e反",
    "👩‍💼",
    "字" * 1600,
]

STEP = st.one_of(
    st.tuples(st.just("tap"), st.integers(0, 40)),
    st.tuples(st.just("tap"), st.integers(0, 5)),
    st.tuples(st.just("again"), st.integers(0, 0)),
    st.tuples(st.just("stale"), st.integers(0, 10_000)),
    st.tuples(st.just("type"), st.integers(0, len(WORDS) - 1)),
    st.tuples(st.just("photo"), st.integers(0, 2)),
    st.tuples(st.just("edit"), st.integers(1, 30)),
    st.tuples(st.just("command"), st.integers(0, 4)),
    st.tuples(st.just("restart"), st.just(0)),
)

Logs = Mapping[int, list[StoredAnswer]]


def logs(chat: Offline) -> dict[int, list[StoredAnswer]]:
    return {e.id: chat.log(e.id) for e in chat.evaluations()}


def step(chat: Offline, kind: str, number: int) -> tuple[int | None, str | None]:
    """Do one thing; the evaluation and, for an answer button, the criterion it may touch."""
    match kind:
        case "tap" if chat.buttons:
            button = chat.buttons[number % len(chat.buttons)]
            chat.presses(button, chat.shown[-1][0])
            return button.act.evaluation, None
        case "again" if chat.buttons:
            button = chat.buttons[0]
            card = chat.shown[-1][0]
            chat.presses(button, card)
            before = logs(chat)
            chat.presses(button, card)
            assert {k: [r.id for r in v] for k, v in logs(chat).items() if k in before} == {
                k: [r.id for r in v] for k, v in before.items() if k in logs(chat)
            }
            return button.act.evaluation, None
        case "stale":
            card, screen = chat.shown[number % len(chat.shown)]
            old = [b for row in screen.rows for b in row]
            if old:
                button = old[number % len(old)]
                chat.presses(button, card)
                return button.act.evaluation, None
        case "type":
            chat.types(WORDS[number])
        case "photo":
            chat.sends("说明" if number else "", "album" if number == 2 else None)
        case "edit":
            chat.edits(number, "改过的话")
        case "command":
            name = ("start", "drafts", "history", "help", "language")[number]
            chat.commands(name)
        case "restart":
            chat.restart()
            chat.types("重启之后")
    return None, None


def check_screen(chat: Offline) -> None:
    screen = chat.screen
    assert chat.buttons, f"no way on from\n{screen.text}"
    for button in chat.buttons:
        data = encode(button.act)
        assert len(data.encode()) <= LIMIT
        assert decode(data) == button.act
        assert button.label.strip()
    text, _ = parse(fitted(screen.text), "HTML")
    assert 0 < len(text) <= 4096


def check_logs(before: Logs, after: Logs) -> None:
    for evaluation_id, rows in before.items():
        if evaluation_id in after:
            assert after[evaluation_id][: len(rows)] == rows, "an answer was changed or removed"
        else:
            assert rows == [], "an evaluation with answers vanished"


def touched(before: Logs, after: Logs) -> set[tuple[int, str]]:
    """What was newly written: criteria by evaluation (fields and signatures follow other rules)."""
    return {
        (evaluation_id, row.item)
        for evaluation_id, rows in after.items()
        for row in rows[len(before.get(evaluation_id, [])) :]
        if row.item[0] not in "@#" and row.revision >= 0
    }


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FORMS), st.lists(STEP, min_size=5, max_size=40))
def test_any_sequence_keeps_what_was_acknowledged_and_leaves_a_way_on(
    form: str, steps: list[tuple[str, int]]
) -> None:
    with offline() as chat:
        chat.commands("start", form)
        chat.types("某某")
        check_screen(chat)
        for kind, number in steps:
            before = logs(chat)
            at = {e.id: e.cursor for e in chat.evaluations()}
            revisions = {e.id: e.revision for e in chat.evaluations()}
            status = {e.id: e.status for e in chat.evaluations()}
            step(chat, kind, number)
            after = logs(chat)
            check_screen(chat)
            check_logs(before, after)
            changed = touched(before, after)
            if kind in {"type", "photo", "edit", "command", "restart"}:
                assert all(at[e] in (None, item) for e, item in changed), "words answered another question"
            if kind == "stale":
                for evaluation_id, item in changed:
                    assert at[evaluation_id] in (None, item) or _undo(after[evaluation_id]), (
                        "an old button reached a question that is not open"
                    )
            for evaluation_id in before:
                if status[evaluation_id] != "draft":
                    assert after[evaluation_id] == before[evaluation_id], "something handed in was changed"
            now = {e.id: e.revision for e in chat.evaluations()}
            assert all(now[e] >= revisions[e] for e in revisions if e in now)


def _undo(rows: list[StoredAnswer]) -> bool:
    return bool(rows) and any(row.undoes is not None for row in rows[-2:])


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), min_size=20, max_size=20))
def test_every_rating_is_kept_exactly_however_often_the_bot_dies_before_it_draws(
    taps: list[tuple[int, bool, bool]],
) -> None:
    """Each tap may be delivered twice, and the bot may die after the commit and before drawing."""
    levels = ("较差", "一般", "良好", "优秀")
    with offline() as chat:
        chat.commands("start", "interview")
        chat.types("张三")
        chat.taps("开始")
        for level, twice, dies in taps:
            button = next(b for b in chat.buttons if b.label == levels[level])
            card = chat.shown[-1][0]
            chat.presses(button, card)
            if dies:
                chat.restart()
            if twice:
                chat.presses(button, card)
        kept = latest(chat.log(1))
        ids = [c.id for c in the_forms()["interview"].criteria]
        assert [kept[i].value for i in ids] == [f'"{levels[level]}"' for level, _, _ in taps]
