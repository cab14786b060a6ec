"""The audit trail as people read it: a line for each row, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.codec import Act
from bot.screens.audit_words import (
    action_words,
    actor_words,
    detail_words,
    group_label,
    moment_words,
    object_words,
)
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, packed
from bot.texts import Texts
from rubrics.model import Form
from storage.audit import Action
from storage.audit_reading import Wanted, details_of, looks_written
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


def audit_screen(
    t: Texts,
    rows: Sequence[Entry],
    names: Mapping[int, str],
    shown: Shown,
    forms: Mapping[str, Form],
    zone: tzinfo,
    *,
    notice: str | None = None,
) -> Screen:
    """One page of the trail; ``names`` are those of people that are known, ``forms`` those in use, by their ids."""
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
            *[_line(t, row, names, forms, zone) for row in rows],
            t("Nothing here.") if not rows else None,
            None
            if all(map(looks_written, rows))
            else t(
                "⚠️ Somebody wrote into the trail past the bot: a row here is not as it was. On the server, "
                "{command} tells which.",
                command="<code>kaoping audit verify</code>",
            ),
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


def _line(t: Texts, row: Entry, names: Mapping[int, str], forms: Mapping[str, Form], zone: tzinfo) -> str:
    who = names.get(row.actor) or actor_words(t, row)
    about = object_words(t, row.object_kind, row.object_id)
    details = details_of(row)
    said = (
        t(", ").join(
            detail_words(t, key, value, forms) for key, value in details.items() if value is not None
        )
        if isinstance(details, dict)
        else str(details)
    )
    return (
        f"<code>{row.seq}</code> {moment_words(row.at, zone)} {bold(clip(who, 16))} "
        f"{esc(action_words(t, row.action))} {esc(about)}"
        + (f" <i>{esc(clip(said, 70))}</i>" if said else "")
    )
