"""Groups: the list, what is posted in one, and the words said in a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.codec import Act
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, packed, short
from bot.texts import Texts
from storage.groups import Group

_AT_ONCE = 20
"""Lines of one post."""


def groups_screen(
    t: Texts, found: Sequence[Group], names: Mapping[int, str], bot_name: str, *, notice: str | None = None
) -> Screen:
    """The groups of somebody; how the bot gets into one."""
    told = [f"· {bold(clip(one.title, 40))} · {_posts(t, one, names)}" for one in found]
    how = t(
        "Add {bot} to a group as a member; it appears here.", bot=esc(f"@{bot_name}" if bot_name else "…")
    )
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Groups')}</b>",
            "",
            *told,
            t("No group yet.") if not told else None,
            "",
            how,
        ),
        (
            *((Button(short(one.title), Act("group", None, None, (str(one.id),))),) for one in found),
            (Button(t("☰ Menu"), Act("menu")),),
        ),
    )


def _posts(t: Texts, group: Group, names: Mapping[int, str]) -> str:
    posts = [
        *([t("done inspections")] if group.posts_done else []),
        *([t("digest")] if group.posts_digest else []),
    ]
    said = t(" and ").join(posts) if posts else t("nothing is posted")
    return f"{esc(said)} ({esc(unit_name(t, group.unit_id, names))})"


def unit_name(t: Texts, unit_id: int | None, names: Mapping[int, str]) -> str:
    """A unit's name; all of them for ``None``."""
    return t("all units") if unit_id is None else names.get(unit_id, t("a unit that was removed"))


def group_screen(
    t: Texts,
    group: Group,
    names: Mapping[int, str],
    choices: Sequence[int | None],
    *,
    notice: str | None = None,
) -> Screen:
    """What is posted in one group, to be switched."""

    def switch(label: str, word: str, on: bool) -> Button:
        return Button(f"{'☑' if on else '☐'} {label}", Act("grouppost", None, None, (str(group.id), word)))

    units = [
        Button(
            short(("● " if unit == group.unit_id else "") + unit_name(t, unit, names)),
            Act("grouppost", None, None, (str(group.id), "unit", str(unit or 0))),
        )
        for unit in choices
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{esc(clip(group.title, 60))}</b>",
            "",
            t("What may be posted in this group? Names of people never are."),
        ),
        (
            (switch(t("When an inspection is done"), "done", group.posts_done),),
            (switch(t("The digest of each period"), "digest", group.posts_digest),),
            *packed(units),
            (Button(t("◀ Back"), Act("groups")), Button(t("☰ Menu"), Act("menu"))),
        ),
    )


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was handed in: its form, and the place with its grade; neither for a person."""

    form_title: str
    place: str | None
    grade: str | None


def done_screen(t: Texts, done: Sequence[Done]) -> Screen:
    """What was done since the last post, a line each."""
    told = [
        "✅ " + " · ".join(esc(clip(part, 60)) for part in (one.place, one.form_title, one.grade) if part)
        for one in done[:_AT_ONCE]
    ]
    more = len(done) - len(told)
    return Screen(
        lines(
            f"<b>{t('Done')}</b>",
            *told,
            t.n("… and {n} more", "… and {n} more", more) if more > 0 else None,
        )
    )


def welcome_words(t: Texts) -> str:
    """Said in a group after somebody added the bot who may choose what is posted there."""
    return t("Hello. Nothing is posted here until it is chosen in a private chat.")


def private_words(t: Texts) -> str:
    """The answer to a command in a group."""
    return t("Evaluations are for a private chat only. Open a chat with me and send /start.")


def private_link(bot_name: str, argument: str) -> str:
    """A link into the private chat, with what was wanted in the group."""
    return f"https://t.me/{bot_name}?start={argument}" if argument else f"https://t.me/{bot_name}"
