"""Screens of people: the list, one person's page, and the questions before anything about them changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.access import Role
from bot.codec import Act
from bot.screens.roles import role_label
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, packed, rows_of, short
from bot.screens.wording import moment, told
from bot.texts import Texts
from storage.open_work import OpenWork
from storage.roster import Member
from storage.units import Unit

LIST_PAGE = 10
"""People on one page."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What the one who looks may do with a person. ``end`` are roles they may end: id and words.

    ``named``: an owner by the settings; ``me``: it is their own page.
    """

    grant: bool
    end: tuple[tuple[int, str], ...]
    suspend: bool
    let_in: bool
    hand_over: bool
    named: bool
    me: bool


def people_screen(
    t: Texts,
    people: Sequence[tuple[Member, Sequence[str]]],
    page: int,
    total: int,
    *,
    may_units: bool,
    notice: str | None = None,
) -> Screen:
    """Everyone whom the reader may see, with their roles; from here to invitations and units."""
    places = list(enumerate(people, page * LIST_PAGE + 1))
    more = [
        Button(t("➕ Invite"), Act("invite")),
        Button(t("🎟 Invitations"), Act("invites")),
        *([Button(t("🏢 Units"), Act("units"))] if may_units else []),
        Button(t("☰ Menu"), Act("menu")),
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('People')}</b> · {total}",
            "",
            *[f"{place}. {_line(t, member, roles)}" for place, (member, roles) in places],
        ),
        (
            *rows_of(
                [
                    Button(short(f"{place}. {_name(one)}", 14), _about("person", one))
                    for place, (one, _) in places
                ],
                most=2,
            ),
            *_pages(Act("people"), page, total),
            *packed(more),
        ),
    )


def person_screen(
    t: Texts, one: Member, roles: Sequence[str], zone: tzinfo, *, ways: Ways, notice: str | None = None
) -> Screen:
    """One person: what they are, when they were last here, what is open; and what can be done."""
    active = moment(one.active_at, zone) if one.active_at else t("never")
    since = one.suspended_at
    changes = [
        *([Button(t("➕ Role"), _about("grant", one))] if ways.grant else []),
        *([Button(t("📤 Hand over"), _about("heirs", one, "handover"))] if ways.hand_over else []),
        *([Button(t("⛔ Suspend"), _about("suspend", one), "danger")] if ways.suspend else []),
        *([Button(t("✅ Let in again"), _about("letin", one), "success")] if ways.let_in else []),
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>👤 {esc(clip(_name(one), 60))}</b>" + (f" · {t('you')}" if ways.me else ""),
            told(t, t("Telegram id"), f"<code>{one.id}</code>"),
            "",
            *[f"· {esc(role)}" for role in roles],
            t("No role.") if not roles else None,
            f"<b>{t('⛔ Suspended since {moment}', moment=moment(since, zone))}</b>" if since else None,
            "",
            told(t, t("Last active"), active),
            told(t, t("Still open"), open_words(t, one)),
            f"\n<i>{t('Owner by the settings: cannot be suspended here.')}</i>" if ways.named else None,
        ),
        (
            *packed(changes),
            *((Button(short(t("✕ End: {role}", role=role)), _ending(id)),) for id, role in ways.end),
            (Button(t("👥 People"), Act("people")), Button(t("☰ Menu"), Act("menu"))),
        ),
    )


def open_words(t: Texts, one: Member) -> str:
    """How much of somebody's is open."""
    return work_words(t, one.drafts, one.due, one.watched)


def work_words(t: Texts, drafts: int, due: int, watched: int = 0) -> str:
    """So many drafts, so many occurrences of plans that are not closed, so many plans watched over."""
    parts = [
        *([t.n("{n} draft", "{n} drafts", drafts)] if drafts else []),
        *([t.n("{n} due by plan", "{n} due by plan", due)] if due else []),
        *([t.n("{n} plan to watch over", "{n} plans to watch over", watched)] if watched else []),
    ]
    return t(", ").join(parts) if parts else t("nothing")


def grant_role_screen(t: Texts, one: Member, roles: Sequence[Role], *, notice: str | None = None) -> Screen:
    """Which role to give."""
    return Screen(
        lines(noticed(notice), f"<b>➕ {esc(clip(_name(one), 60))}</b>", "", t("Which role do they get?")),
        (
            *packed(Button(role_label(t, role), _about("grant", one, role)) for role in roles),
            _back(t, one),
        ),
    )


def grant_unit_screen(
    t: Texts, one: Member, role: str, units: Sequence[Unit], *, notice: str | None = None
) -> Screen:
    """In which unit."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>➕ {esc(clip(_name(one), 60))}</b> · {esc(role_label(t, role))}",
            "",
            t("For which unit?") if units else t("They have this role in every unit already."),
        ),
        (
            *rows_of(
                [Button(short(u.name, 28), _about("grant", one, role, str(u.id))) for u in units], most=2
            ),
            _back(t, one),
        ),
    )


def end_role_screen(
    t: Texts,
    one: Member,
    membership_id: int,
    role: str,
    *,
    last: bool,
    watch: str = "",
    notice: str | None = None,
) -> Screen:
    """Before a role ends. ``watch``: to whom goes what they watch over (marked up), empty where nothing does."""
    hand_over = last and (one.drafts > 0 or one.due > 0)
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('End this role?')}</b>",
            f"{bold(clip(_name(one), 60))} · {esc(role)}",
            "",
            t("It is their only one: they cannot come in any more then.") if last else None,
            t("Still open: {what}. Hand it over first, or it stays with nobody.", what=open_words(t, one))
            if hand_over
            else None,
            t("What they watch over goes to {name}.", name=watch) if watch else None,
            t("What they handed in stays."),
        ),
        (
            *(
                [(Button(t("📤 Hand over"), _about("heirs", one, "handover"), "primary"),)]
                if hand_over
                else []
            ),
            (Button(t("✕ End it"), _ending(membership_id, "yes"), "danger"),),
            _back(t, one),
        ),
    )


def suspend_screen(
    t: Texts,
    one: Member,
    heir: Member | None,
    *,
    stays: OpenWork,
    watch: str = "",
    notice: str | None = None,
) -> Screen:
    """Before somebody is suspended: what becomes of what is open.

    ``stays``: what the heir cannot take over; ``watch``: to whom goes what they watch over (marked up).
    """
    name = heir.name if heir else ""
    to_do = one.drafts > 0 or one.due > 0
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Suspend {name}?', name=esc(clip(_name(one), 60)))}</b>",
            "",
            t(
                "Whatever they send or press is refused then. Their roles are kept for when they are let in again."
            ),
            t("What they handed in stays. Invitations they made are revoked."),
            "",
            told(t, t("Still open"), open_words(t, one)) if one.open_work else None,
            t("It goes to {name}.", name=bold(clip(name, 60))) if heir else None,
            _staying(t, name, stays) if heir else None,
            t("It stays with them, where nobody works on it: better hand it over.")
            if to_do and not heir
            else None,
            t("What they watch over goes to {name}.", name=watch) if watch else None,
        ),
        (
            *(
                [(Button(t("📤 Hand over to…"), _about("heirs", one, "suspend"), "primary"),)]
                if to_do and not heir
                else []
            ),
            (
                Button(
                    t("⛔ Suspend and hand over") if heir else t("⛔ Suspend"),
                    _about("suspend", one, str(heir.id) if heir else "-", "yes"),
                    "danger",
                ),
            ),
            _back(t, one),
        ),
    )


def heirs_screen(
    t: Texts,
    why: str,
    one: Member,
    candidates: Sequence[Member],
    page: int,
    total: int,
    *,
    notice: str | None = None,
) -> Screen:
    """Who takes over what is open."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>📤 {esc(clip(_name(one), 60))}</b> · {open_words(t, one)}",
            "",
            t("Who takes it over?") if candidates else t("There is nobody here who could take it over."),
        ),
        (
            *rows_of([Button(short(_name(c), 14), _about(why, one, str(c.id))) for c in candidates], most=2),
            *_pages(Act("heirs", None, None, (str(one.id), why)), page, total),
            _back(t, one),
        ),
    )


def hand_over_screen(
    t: Texts, one: Member, heir: Member, goes: OpenWork, stays: OpenWork, *, notice: str | None = None
) -> Screen:
    """Before open work changes hands: what goes, and what stays since it is of units where the heir does not work."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Hand over?')}</b>",
            t(
                "{what} of {name} goes to {heir}, with the plans they carry out.",
                what=work_words(t, goes.drafts, goes.due, goes.watched),
                name=bold(clip(_name(one), 60)),
                heir=bold(clip(_name(heir), 60)),
            ),
            _staying(t, heir.name, stays),
        ),
        (
            (Button(t("📤 Hand over"), _about("handover", one, str(heir.id), "yes"), "primary"),),
            _back(t, one),
        ),
    )


def _staying(t: Texts, heir: str, stays: OpenWork) -> str | None:
    if not (stays.drafts or stays.due or stays.watched):
        return None
    return t(
        "Of other units, so not for {name}: {what}. That stays.",
        name=bold(clip(heir, 60)),
        what=work_words(t, stays.drafts, stays.due, stays.watched),
    )


def handed_over_words(t: Texts, heir: str, went: OpenWork) -> str:
    """What changed hands."""
    return t(
        "Handed over to {name}: {what}.", name=heir, what=work_words(t, went.drafts, went.due, went.watched)
    )


def taken_over_words(t: Texts, by: str, drafts: int, due: int, watched: int) -> str:
    """The sentence for who takes over."""
    return t(
        "{name} handed work over to you: {what}. /drafts shows the drafts.",
        name=by,
        what=work_words(t, drafts, due, watched),
    )


def leave_screen(
    t: Texts,
    one: Member | None,
    roles: Sequence[str],
    heirs: str,
    *,
    refused: str | None,
    notice: str | None = None,
) -> Screen:
    """Before somebody leaves, or why they cannot. ``heirs``: to whom their open work goes, marked up."""
    if refused is not None:
        shown = notice if notice != refused else None
        return Screen(
            lines(noticed(shown), f"<b>{t('Leave')}</b>", "", esc(refused)),
            ((Button(t("☰ Menu"), Act("menu")),),),
        )
    work = one is not None and one.open_work > 0
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Leave this house?')}</b>",
            "",
            *[f"· {esc(role)}" for role in roles],
            "",
            t(
                "You see nothing here any more then, until somebody invites you again. What you handed in stays."
            ),
            t("Still open: {what}. It goes to {name}.", what=open_words(t, one), name=heirs)
            if one is not None and work and heirs
            else None,
        ),
        (
            (Button(t("🚪 Leave"), Act("quit", None, None, ("yes",)), "danger"),),
            (Button(t("No, stay"), Act("menu")),),
        ),
    )


def _line(t: Texts, one: Member, roles: Sequence[str]) -> str:
    mark = "⛔ " if one.suspended_at else ""
    what = " · ".join(esc(role) for role in roles) or t("No role.")
    left = f" · {open_words(t, one)}" if one.open_work and (one.suspended_at or not roles) else ""
    return f"{mark}{bold(clip(_name(one), 40))} · {what}{left}"


def _name(one: Member) -> str:
    return one.name or str(one.id)


def _about(op: str, one: Member, *more: str) -> Act:
    return Act(op, None, None, (str(one.id), *(str(part) for part in more)))


def _ending(membership_id: int, *more: str) -> Act:
    return Act("endrole", None, None, (str(membership_id), *more))


def _back(t: Texts, one: Member) -> tuple[Button, ...]:
    return (Button(t("◀ Back"), _about("person", one)), Button(t("☰ Menu"), Act("menu")))


def _pages(to: Act, page: int, total: int) -> tuple[tuple[Button, ...], ...]:
    last = max(0, -(-total // LIST_PAGE) - 1)
    turn = [
        *([Button("◀", Act(to.op, None, None, (*to.args, str(page - 1))))] if page > 0 else []),
        *([Button("▶", Act(to.op, None, None, (*to.args, str(page + 1))))] if page < last else []),
    ]
    return (tuple(turn),) if turn else ()
