"""The audit trail as people read it: a line for each row, the newest first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.codec import Act
from bot.screens.roles import role_words
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, packed
from bot.texts import Texts
from storage.audit import Action
from storage.audit_reading import Wanted
from storage.chain import Entry

PAGE = 10
"""Rows on one screen."""

GROUPS: Mapping[str, frozenset[str]] = {
    "saw": frozenset({Action.SAW, Action.REVEALED}),
    "made": frozenset(
        {
            Action.BEGAN,
            Action.HANDED_IN,
            Action.DISCARDED,
            Action.BEGAN_AMENDMENT,
            Action.AMENDED,
            Action.EDITED,
            Action.REMOVED,
            Action.RENAMED,
        }
    ),
    "told": frozenset(
        {Action.RELEASED, Action.UNRELEASED, Action.ANSWERED, Action.DISPUTED, Action.SETTLED}
        | {Action.GROUP_ADDED, Action.GROUP_CHOSEN}
    ),
    "out": frozenset({Action.EXPORTED, Action.HANDED_OUT}),
    "erased": frozenset({Action.ERASED, Action.KEPT_LONGER, Action.HIRED, Action.NOT_HIRED}),
    "plans": frozenset(
        {Action.PLANNED, Action.PLAN_CHANGED, Action.PLAN_PAUSED, Action.PLAN_RESUMED, Action.PLAN_ENDED}
        | {Action.OFFERED, Action.TAKEN_OVER, Action.EXCUSED, Action.EXPLAINED}
    ),
    "people": frozenset(
        {Action.INVITED, Action.REVOKED, Action.JOINED, Action.LEFT, Action.GRANTED, Action.ENDED}
        | {Action.SUSPENDED, Action.LET_IN, Action.HANDED_OVER}
        | {Action.UNIT_ADDED, Action.UNIT_RENAMED, Action.UNIT_MERGED, Action.UNIT_REMOVED}
    ),
}
"""Kinds of acts that a button filters; every act is in exactly one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which part of the trail is on the screen: page, group, filter, and how many rows that filter leaves."""

    page: int
    group: str
    wanted: Wanted
    total: int


def group_label(t: Texts, group: str) -> str:
    """A kind of acts on a button."""
    return {
        "saw": t("👁 Seen"),
        "made": t("✏️ Rated"),
        "out": t("⬇ Exported"),
        "erased": t("🗑 Erased"),
        "plans": t("📅 Plans"),
        "people": t("👥 People"),
        "told": t("📨 Released"),
    }.get(group, t("All"))


def audit_screen(
    t: Texts,
    rows: Sequence[Entry],
    names: Mapping[int, str],
    shown: Shown,
    zone: tzinfo,
    *,
    notice: str | None = None,
) -> Screen:
    """One page of the trail; ``names`` are those of people that are known, by Telegram id."""
    wanted = shown.wanted
    filters = [
        *([esc(clip(names.get(wanted.actor, str(wanted.actor)), 30))] if wanted.actor is not None else []),
        *([t("No. {n}", n=wanted.object_id)] if wanted.object_id else []),
    ]
    pages = max(1, -(-shown.total // PAGE))
    chosen = [
        Button(("● " if key == shown.group else "") + group_label(t, key), _to(0, key))
        for key in ("", *GROUPS)
    ]
    turn = [
        *([Button("◀", _to(shown.page - 1, shown.group))] if shown.page else []),
        *([Button("▶", _to(shown.page + 1, shown.group))] if shown.page + 1 < pages else []),
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Audit trail')}</b> · {shown.total}"
            + (f" · 🔍 {' · '.join(filters)}" if filters else ""),
            "",
            *[_line(t, row, names, zone) for row in rows],
            t("Nothing here.") if not rows else None,
            "",
            f"<i>{t('Type a name, or the number of an evaluation, to filter.')}</i>",
        ),
        (
            *packed(chosen),
            *([tuple(turn)] if turn else []),
            (
                *(
                    [Button(t("✕ All"), Act("audit", None, None, ("0", shown.group, "all")))]
                    if filters
                    else []
                ),
                *([Button(t("⬇ CSV file"), Act("auditfile"))] if rows else []),
                Button(t("☰ Menu"), Act("menu")),
            ),
        ),
    )


def _to(page: int, group: str) -> Act:
    return Act("audit", None, None, (str(page), group))


def _line(t: Texts, row: Entry, names: Mapping[int, str], zone: tzinfo) -> str:
    who = names.get(row.actor) or (t("command line") if row.actor == 0 else str(row.actor))
    about = object_words(t, row.object_kind, row.object_id)
    said = t(", ").join(
        detail_words(t, key, value) for key, value in details_of(row).items() if value is not None
    )
    return (
        f"<code>{row.seq}</code> {moment_words(row.at, zone)} {bold(clip(who, 16))} "
        f"{esc(action_words(t, row.action))} {esc(about)}"
        + (f" <i>{esc(clip(said, 70))}</i>" if said else "")
    )


def moment_words(at: str, zone: tzinfo) -> str:
    """A row's moment in local time; as it stands where somebody tampered with it."""
    try:
        return f"{datetime.fromisoformat(at).astimezone(zone):%m-%d %H:%M}"
    except (TypeError, ValueError):
        return esc(clip(str(at), 20))


def details_of(row: Entry) -> Mapping[str, object]:
    """The details, or nothing where somebody tampered with them."""
    try:
        found = json.loads(row.details)
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def object_words(t: Texts, kind: str, id_: str) -> str:
    """What a row is about."""
    match kind:
        case "evaluation":
            return t("No. {n}", n=id_)
        case "history":
            return t("History")
        case "audit":
            return t("Audit trail")
        case "plan":
            return t("plan {id}", id=id_)
        case "occurrence":
            return t("task {id}", id=id_)
        case "person":
            return t("person {id}", id=id_)
        case "subject":
            return t("subject {id}", id=id_)
        case "evaluations":
            return t("Evaluations")
        case "comparison":
            return t("Comparisons")
        case "invitation":
            return t("invitation {id}", id=id_)
        case "feedback":
            return t("release {id}", id=id_)
        case "note":
            return t("note {id}", id=id_)
        case "unit":
            return t("unit {id}", id=id_)
        case "group":
            return t("group {id}", id=id_)
        case _:
            return f"{kind} {id_}"


def detail_words(t: Texts, key: str, value: object) -> str:
    """One of the details; a word this version does not know as it is."""
    keys = {
        "view": t("what"),
        "as": t("kind of file"),
        "page": t("page"),
        "days": t("days"),
        "feedback": t("release"),
        "form": t("form"),
        "subject": t("subject"),
        "role": t("role"),
        "unit": t("unit"),
        "grade": t("grade"),
        "revision": t("revision"),
        "searched": t("searched"),
        "evaluation": t("evaluation"),
        "evaluations": t("evaluations"),
        "amends": t("amends"),
        "by": t("by no."),
        "to": t("to"),
        "uses": t("people"),
    }
    values = {
        "True": t("yes"),
        "False": t("no"),
        "result": t("result"),
        "sources": t("several sources"),
        "released": t("what was released"),
        "verify": t("verdict on a report"),
        "trend": t("trend"),
        "pair": t("side by side"),
    }
    said = role_words(t, str(value)) if key == "role" else str(value)
    return f"{keys.get(key, key)} {values.get(said, said)}"


def action_words(t: Texts, action: str) -> str:
    """What was done, in the reader's language; a word this version does not know as it is."""
    words = {
        Action.BEGAN: t("began"),
        Action.HANDED_IN: t("handed in"),
        Action.DISCARDED: t("discarded"),
        Action.BEGAN_AMENDMENT: t("began an amendment"),
        Action.AMENDED: t("amended"),
        Action.EDITED: t("rewrote"),
        Action.REMOVED: t("removed"),
        Action.RENAMED: t("renamed"),
        Action.SAW: t("looked at"),
        Action.REVEALED: t("revealed"),
        Action.EXPORTED: t("exported"),
        Action.HANDED_OUT: t("handed out what is held"),
        Action.ERASED: t("erased"),
        Action.KEPT_LONGER: t("kept longer"),
        Action.HIRED: t("marked as hired"),
        Action.NOT_HIRED: t("marked as not hired"),
        Action.RELEASED: t("released"),
        Action.UNRELEASED: t("took the release back"),
        Action.ANSWERED: t("answered"),
        Action.DISPUTED: t("disputed"),
        Action.SETTLED: t("settled"),
        **_people_words(t),
        **_plan_words(t),
    }
    known = {str(key): value for key, value in words.items()}
    return known.get(action, action.replace("-", " "))


def _plan_words(t: Texts) -> dict[Action, str]:
    return {
        Action.PLANNED: t("made a plan"),
        Action.PLAN_CHANGED: t("changed a plan"),
        Action.PLAN_PAUSED: t("paused a plan"),
        Action.PLAN_RESUMED: t("resumed a plan"),
        Action.PLAN_ENDED: t("ended a plan"),
        Action.OFFERED: t("offered"),
        Action.TAKEN_OVER: t("took over"),
        Action.EXCUSED: t("excused"),
        Action.EXPLAINED: t("gave the reason of a miss"),
    }


def _people_words(t: Texts) -> dict[Action, str]:
    return {
        Action.INVITED: t("invited"),
        Action.REVOKED: t("revoked an invitation"),
        Action.JOINED: t("joined"),
        Action.LEFT: t("left"),
        Action.GRANTED: t("gave a role"),
        Action.ENDED: t("ended a role"),
        Action.SUSPENDED: t("suspended"),
        Action.LET_IN: t("let in again"),
        Action.HANDED_OVER: t("handed over"),
        Action.UNIT_ADDED: t("added a unit"),
        Action.UNIT_RENAMED: t("renamed a unit"),
        Action.UNIT_MERGED: t("merged units"),
        Action.UNIT_REMOVED: t("removed a unit"),
        Action.GROUP_ADDED: t("added the bot to a group"),
        Action.GROUP_CHOSEN: t("chose posts of a group"),
    }
