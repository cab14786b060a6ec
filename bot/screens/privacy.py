"""Screens about forgetting: whom to erase, what that means, what it left, and who is due to be erased by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.codec import Act
from bot.privacy.masking import masked
from bot.privacy.retention import erased_from
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, short
from bot.screens.wording import listed
from bot.texts import Texts
from storage.erasing import Weight
from storage.holding import Namesake
from storage.retaining import Notice
from storage.traces import Fate
from storage.values import Person

NOTICES = 6
"""Candidates in one message: each has a row of buttons, and a phone shows them all."""


@dataclass(frozen=True, slots=True)
class Left:
    """What was erased: how much, what became of messages about it in chats, and in whose chats some are left."""

    subject_id: int
    evaluations: int
    notes: int
    files: int
    in_chats: Fate
    chats_of: tuple[str, ...]


def kind_words(t: Texts, kind: str) -> str:
    """What kind of subject it is."""
    return {"candidate": t("candidate"), "employee": t("employee")}.get(kind, t("site"))


def forget_screen(
    t: Texts,
    found: Sequence[Namesake],
    due: int,
    zone: tzinfo,
    *,
    more: bool = False,
    notice: str | None = None,
) -> Screen:
    """Ask whom to erase; ``found`` are those of the name that was typed, ``more`` of whom do not fit here."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>🗑 {t('Erase a person')}</b>",
            "",
            t("There are several of this name. Which one?")
            if found
            else t(
                "Type the name of the candidate or employee, or the Telegram id of someone who used the bot, and "
                "send it. Nothing is erased yet."
            ),
            *(esc(_told_apart(t, one, zone)) for one in found),
            t(
                "There are more of this name than fit here: “kaoping subject forget” on the machine takes any by --id."
            )
            if more
            else None,
        ),
        (
            *(
                (Button(short(_namesake(t, one)), Act("forget", None, None, (str(one.id),))),)
                for one in found
            ),
            *(((Button(t("⏳ Due to be erased ({n})", n=due), Act("retention")),),) if due else ()),
            (Button(t("☰ Menu"), Act("menu")),),
        ),
    )


def _namesake(t: Texts, one: Namesake) -> str:
    count = t.n("{n} evaluation", "{n} evaluations", one.evaluations)
    return f"{masked(one.name)} · {kind_words(t, one.kind)} #{one.id} · {count}"


def _told_apart(t: Texts, one: Namesake, zone: tzinfo) -> str:
    """What tells somebody from their namesakes: who rated them last, by which form, when."""
    if one.last_at is None:
        return t("#{id}: never rated", id=one.id)
    day = f"{one.last_at.astimezone(zone):%Y-%m-%d}"
    return t("#{id}: last {day}, {form}, by {name}", id=one.id, day=day, form=one.last_form, name=one.last_by)


def confirm_screen(t: Texts, weight: Weight) -> Screen:
    """What erasing somebody takes away, what stays, and what it cannot reach; asked once more."""
    counted = [
        t.n("{n} evaluation handed in", "{n} evaluations handed in", weight.evaluations),
        *([t.n("{n} draft", "{n} drafts", weight.drafts)] if weight.drafts else []),
        t.n("{n} note", "{n} notes", weight.notes),
        t.n("{n} file", "{n} files", weight.files),
    ]
    return Screen(
        lines(
            f"<b>🗑 {t('Erase {name} for good?', name=esc(masked(weight.name)))}</b>",
            f"{kind_words(t, weight.kind)} #{weight.subject_id} · {' · '.join(counted)}",
            "",
            t(
                "Goes: the name, what the form's head says of them, every typed word, signatures, notes, files. "
                "Drafts are discarded."
            ),
            t(
                "Stays: ratings, scores and grades, without a name, as “{label}”; and the audit trail, "
                "which holds no names.",
                label=t("Erased #{n}", n=weight.subject_id),
            ),
            t(
                "Messages and reports about them in chats are removed, too, as far as Telegram allows. Cannot be "
                "reached from here: exported files and older backups. Delete those by hand."
            ),
            "",
            f"<b>{t('This cannot be undone.')}</b>",
        ),
        (
            (Button(t("🗑 Erase for good"), Act("erase", None, None, (str(weight.subject_id),)), "danger"),),
            (Button(t("◀ No, keep it"), Act("menu")),),
        ),
    )


def user_screen(t: Texts, person: Person, *, still_in: bool) -> Screen:
    """Someone who uses the bot and asks to be forgotten; first they have to be out."""
    ask = (
        t(
            "They still have a role. Suspend them first, which hands over their open work; then come back here."
        )
        if still_in
        else t(
            "Their name here goes and their roles end. What they handed in stays under their Telegram id, a number."
        )
    )
    button = (
        Button(t("👥 People"), Act("people"))
        if still_in
        else Button(t("🗑 Erase for good"), Act("eraseuser", None, None, (str(person.id),)), "danger")
    )
    return Screen(
        lines(
            f"<b>🗑 {t('Erase {name} for good?', name=esc(person.name))}</b>",
            f"<code>{person.id}</code>",
            "",
            ask,
        ),
        ((button,), (Button(t("◀ No, keep it"), Act("menu")),)),
    )


def erased_screen(t: Texts, left: Left) -> Screen:
    """What was erased, and what is left to do by hand."""
    return Screen(
        lines(
            f"<b>✅ {t('Erased #{n}', n=left.subject_id)}</b>",
            "",
            t(
                "Nothing personal is held any more. Evaluations: {evaluations}, notes: {notes}, files: {files}.",
                evaluations=left.evaluations,
                notes=left.notes,
                files=left.files,
            ),
            *_in_chats(t, left),
            t("Older backups and exported files still hold them; delete those, or let them run out."),
            t("Their name typed again is somebody new."),
        ),
        ((Button(t("☰ Menu"), Act("menu")),),),
    )


def discarded_screen(t: Texts) -> Screen:
    """What an evaluator finds in place of the draft they had open."""
    return Screen(
        lines(
            f"<b>🗑 {t('This draft is discarded')}</b>",
            "",
            t(
                "The data of the person it was about were erased. Nothing is left to do here; your other drafts stay."
            ),
        ),
        ((Button(t("☰ Menu"), Act("menu")),),),
    )


def _in_chats(t: Texts, left: Left) -> list[str]:
    """What became of the messages about them."""
    fate, said = left.in_chats, []
    if fate.wanted:
        said.append(
            t.n(
                "{n} message in chats is being removed …",
                "{n} messages in chats are being removed …",
                fate.wanted,
            )
        )
    if fate.gone:
        said.append(
            t.n("{n} message in chats was removed.", "{n} messages in chats were removed.", fate.gone)
        )
    if fate.left:
        names = listed(t, [clip(name, 30) for name in left.chats_of])
        said.append(
            t.n(
                "⚠️ {n} message could not be removed (Telegram lets a bot remove what people sent for 48 hours only).",
                "⚠️ {n} messages could not be removed (Telegram lets a bot remove what people sent for 48 hours only).",
                fate.left,
            )
            + (" " + t("Ask them to delete it in their chat: {names}", names=esc(names)) if names else "")
        )
    return said


def notice_screen(
    t: Texts,
    notices: Sequence[Notice],
    days: int,
    zone: tzinfo,
    *,
    own_card: bool = False,
    notice: str | None = None,
) -> Screen:
    """Candidates who are erased soon by themselves; each can be kept longer or marked as hired.

    ``own_card``: it is what the chat shows now, not a message of its own.
    """
    told = [
        f"{place}. {bold(masked(one.name))} · {_fate(t, one, zone)}" for place, one in enumerate(notices, 1)
    ]
    rows = tuple(_choices(t, place, one, days) for place, one in enumerate(notices, 1))
    return Screen(
        lines(
            noticed(notice),
            f"<b>⏳ {t('Candidates about to be erased')}</b>",
            t(
                "Not hired, and not evaluated for {n} days. Nothing needs to be done for them to be erased.",
                n=days,
            )
            if notices
            else t("No candidate is due to be erased."),
            "",
            *told,
        ),
        (*rows, *(((Button(t("☰ Menu"), Act("menu")),),) if own_card else ())),
    )


def _fate(t: Texts, one: Notice, zone: tzinfo) -> str:
    """What becomes of a candidate."""
    if one.hired:
        return t("✓ hired, stays")
    if one.kept_until is not None:
        return t("✓ kept until {day}", day=f"{one.kept_until.astimezone(zone):%Y-%m-%d}")
    return t("erased on {day}", day=_day(one, zone))


def _choices(t: Texts, place: int, one: Notice, days: int) -> tuple[Button, ...]:
    """The row of a candidate. Who is decided on keeps a row, so that no other row moves under a finger."""
    if one.hired:
        return (Button(t("{place}. ↩ Not hired", place=place), _on("washired", one, "0")),)
    hired = Button(t("{place}. Was hired", place=place), _on("washired", one))
    if one.kept_until is not None:
        return (hired,)
    return Button(t("{place}. Keep {n} more days", place=place, n=days), _on("keeplonger", one)), hired


def _day(one: Notice, zone: tzinfo) -> str:
    return f"{_moment(one).astimezone(zone):%Y-%m-%d}"


def _moment(one: Notice) -> datetime:
    return erased_from(one.told_at or one.made_at, one.due_at)


def _on(op: str, one: Notice, *more: str) -> Act:
    return Act(op, None, None, (str(one.subject_id), *more))


def done_words(t: Texts, erased: Sequence[int]) -> str:
    """What the owners are told after candidates were erased by themselves."""
    labels = listed(t, [t("Erased #{n}", n=id) for id in erased[:20]])
    return t.n(
        "🗑 {n} candidate was erased as announced: {labels}",
        "🗑 {n} candidates were erased as announced: {labels}",
        len(erased),
        labels=labels + ("…" if len(erased) > 20 else ""),
    )
