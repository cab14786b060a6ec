"""Groups: what is posted in which, chosen in private by owners and supervisors; and what is said in a group.

In a group the bot does nothing with evaluations. It answers commands with a link into a private chat, and who
presses a button there is told the same, whoever they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.access import Action, Standing
from bot.codec import Act
from bot.conversation.managing import standing_here
from bot.conversation.room import CommandEntry, Door, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.screens import groups as screens
from bot.screens.screen import Screen
from storage import audit, groups, units
from storage.groups import Group


@dataclass(frozen=True, slots=True)
class Added:
    """The bot was added to a group by somebody, or taken out (``there`` is false)."""

    chat_id: int
    title: str
    by: int
    there: bool


def group_changed(conn: Connection, standing: Standing, change: Added, now: datetime) -> Group | None:
    """Note that the bot was added to a group or taken out; the group, where who added it may choose posts there."""
    if not change.there:
        groups.left(conn, change.chat_id, now)
        return None
    if not standing.may_ever(Action.POST_IN_GROUP):
        return None
    unit = None if standing.owner else min(standing.supervises, default=None)
    groups.joined(conn, change.chat_id, change.title, unit, by=change.by, now=now)
    _record(conn, audit.Action.GROUP_ADDED, change.by, change.chat_id, now)
    return groups.group(conn, change.chat_id)


def _record(conn: Connection, action: audit.Action, actor: int, chat_id: int, now: datetime) -> None:
    audit.record(
        conn, actor=actor, action=action, object_kind="group", object_id=chat_id, details={}, now=now
    )


def _mine(turn: Turn, group: Group | None) -> Group | None:
    """The group, where the sender may choose what is posted there: they supervise its unit, or own the house."""
    if group is None or group.left_at is not None:
        return None
    may = turn.standing.may(Action.POST_IN_GROUP, unit_id=group.unit_id)
    return group if may else None


def stop_posts(turn: Turn, person_id: int) -> int:
    """Post nothing more where somebody chose it who may not any more; in how many groups that was.

    To be called when a role of theirs has ended, or they were suspended. Whoever may can choose it again.
    """
    standing = standing_here(turn, person_id)
    stopped = [
        one
        for one in groups.groups(turn.conn)
        if one.posts
        and one.chooser == person_id
        and not standing.may(Action.POST_IN_GROUP, unit_id=one.unit_id)
    ]
    for one in stopped:
        groups.stop(turn.conn, one.id)
        _record(turn.conn, audit.Action.GROUP_CHOSEN, turn.sender.id, one.id, turn.now)
    return len(stopped)


def _list(turn: Turn, _argument: str) -> Screen:
    mine = [one for one in groups.groups(turn.conn) if _mine(turn, one)]
    return screens.groups_screen(turn.t, mine, _names(turn), turn.house.bot_name, notice=turn.notice)


def _one(turn: Turn, argument: str) -> Screen | None:
    group = _mine(turn, groups.group(turn.conn, int(argument))) if _number(argument) else None
    if group is None:
        return None
    return screens.group_screen(turn.t, group, _names(turn), _choices(turn), notice=turn.notice)


def _names(turn: Turn) -> dict[int, str]:
    return {unit.id: unit.name for unit in units.units(turn.conn)}


def _choices(turn: Turn) -> list[int | None]:
    """The units of which the sender may have something posted; ``None`` stands for all of them."""
    if turn.standing.may(Action.POST_IN_GROUP):
        return [None, *_names(turn)]
    return [unit for unit in _names(turn) if unit in turn.standing.supervises]


def _number(text: str) -> bool:
    return text.removeprefix("-").isdigit() and text.isascii() and len(text) < 18


def _open(turn: Turn, act: Act) -> None:
    turn.show(f"group:{act.word(0)}" if _number(act.word(0)) else "groups")


def _choose(turn: Turn, act: Act) -> None:
    """Switch a kind of post on or off, or take another unit."""
    group = _mine(turn, groups.group(turn.conn, int(act.word(0)))) if _number(act.word(0)) else None
    if group is None:
        turn.toast = turn.t("The bot is not in this group any more, or the group is not yours.")
        turn.show("groups")
        return
    unit, done, digest = group.unit_id, group.posts_done, group.posts_digest
    match act.word(1):
        case "done":
            done = not done
        case "digest":
            digest = not digest
        case "unit":
            wanted = act.number(2) or None
            if wanted not in _choices(turn):
                turn.refuse()
                return
            unit = wanted
    groups.choose(turn.conn, group.id, unit_id=unit, done=done, digest=digest, by=turn.sender.id)
    _record(turn.conn, audit.Action.GROUP_CHOSEN, turn.sender.id, group.id, turn.now)
    turn.show(f"group:{group.id}")


GROUPING = Room(
    commands={
        "groups": CommandEntry(
            Action.POST_IN_GROUP,
            lambda turn, _: turn.show("groups"),
            lambda t: t("What is posted in groups"),
        )
    },
    taps={
        "groups": TapEntry(Action.POST_IN_GROUP, lambda turn, _: turn.show("groups")),
        "group": TapEntry(Action.POST_IN_GROUP, _open),
        "grouppost": TapEntry(Action.POST_IN_GROUP, _choose),
    },
    views={
        "groups": ViewEntry(Action.POST_IN_GROUP, _list),
        "group": ViewEntry(Action.POST_IN_GROUP, _one),
    },
    doors=(Door(Action.POST_IN_GROUP, lambda t: t("💬 Groups"), "groups", second=True),),
    help=(
        (
            Action.POST_IN_GROUP,
            lambda t: t(
                "Add the bot to a group to have done inspections and digests posted there; /groups chooses what. "
                "Nobody is named in a group, and nothing is rated there."
            ),
        ),
    ),
)
