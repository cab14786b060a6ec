"""Screens of invitations: choosing whom to invite to what, the link, the list, and what a guest sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.access import Role
from bot.codec import Act
from bot.screens.roles import role_about, role_in_unit, role_label
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, packed, rows_of, short
from bot.screens.wording import moment, told
from bot.texts import Texts
from storage.units import Unit

DAYS = (1, 7, 30)
"""For how many days an invitation can hold."""
USES = (1, 5, 20)
"""How many people one can let in."""
LIST_PAGE = 8
"""Invitations on one page."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation as people see it: to what, by whom, until when, for how many. Names are not escaped."""

    id: int
    role: str
    unit: str | None
    maker: str
    expires_at: datetime
    uses: int
    used: int = 0


def choose_role_screen(t: Texts, roles: Sequence[Role], *, notice: str | None = None) -> Screen:
    """To which role to invite."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('New invitation')}</b>",
            "",
            *[told(t, bold(role_label(t, role)), esc(role_about(t, role))) for role in roles],
            "",
            f"<b>{t('Whom do you invite?')}</b>",
        ),
        (
            *packed(Button(role_label(t, role), _invite(role)) for role in roles),
            _ways(t, Act("people")),
        ),
    )


def choose_unit_screen(
    t: Texts, role: str, units: Sequence[Unit], *, may_add: bool, back: Act, notice: str | None = None
) -> Screen:
    """To which unit; an owner can type the name of a new one."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('New invitation')}</b> · {esc(role_label(t, role))}",
            "",
            f"<b>{t('For which unit?')}</b>",
            f"<i>{t('Type a name to make a new unit.')}</i>" if may_add else None,
            t("There is no unit yet.") if not units else None,
        ),
        (
            *rows_of([Button(short(u.name, 28), _invite(role, str(u.id))) for u in units], most=2),
            _ways(t, back),
        ),
    )


def choose_days_screen(t: Texts, role: str, unit: str | None, unit_id: str, *, back: Act) -> Screen:
    """For how long it holds."""
    return Screen(
        lines(
            f"<b>{t('New invitation')}</b> · {esc(role_in_unit(t, role, unit))}",
            "",
            f"<b>{t('For how long is the link valid?')}</b>",
        ),
        (
            tuple(
                Button(
                    t.n("{n} day", "{n} days", days),
                    _invite(role, unit_id, str(days)),
                    "primary" if days == 7 else None,
                )
                for days in DAYS
            ),
            _ways(t, back),
        ),
    )


def choose_uses_screen(
    t: Texts, role: str, unit: str | None, unit_id: str, days: int, *, back: Act
) -> Screen:
    """For how many people."""
    return Screen(
        lines(
            f"<b>{t('New invitation')}</b> · {esc(role_in_unit(t, role, unit))} · "
            + t.n("{n} day", "{n} days", days),
            "",
            f"<b>{t('How many people may join by it?')}</b>",
        ),
        (
            tuple(
                Button(
                    t.n("{n} person", "{n} people", uses),
                    _invite(role, unit_id, str(days), str(uses)),
                    "primary" if uses == 1 else None,
                )
                for uses in USES
            ),
            _ways(t, back),
        ),
    )


def made_screen(
    t: Texts, offer: Offer, zone: tzinfo, *, link: str = "", start: str = "", notice: str | None = None
) -> Screen:
    """The invitation that was made; with its link only this once, and without it whenever drawn again."""
    fresh = [
        *([t("Send this link on (a tap copies it):"), f"<code>{esc(link)}</code>"] if link else []),
        *([t("Or to be sent to this bot:"), f"<code>{esc(start)}</code>"] if start else []),
        "",
        f"<i>{t('It is shown only now: nobody can look it up later, only revoke it.')}</i>",
    ]
    again = [
        f"<i>{t('Its link was shown when it was made. If it is lost, revoke this one and make another.')}</i>"
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>🎟 {t('Invitation')}</b> · {esc(role_in_unit(t, offer.role, offer.unit))}",
            *_terms(t, offer, zone),
            "",
            *(fresh if start else again),
        ),
        (
            (Button(t("➕ Another"), Act("invite")), Button(t("🎟 Invitations"), Act("invites"))),
            (Button(t("☰ Menu"), Act("menu")),),
        ),
    )


def caption_words(t: Texts, offer: Offer, zone: tzinfo, link: str) -> str:
    """What stands under the QR picture, to be sent on as it is; plain text."""
    return t(
        "{maker} invites you to join as {role}. Open the link or scan the picture, valid until {until}.\n{link}",
        maker=offer.maker,
        role=role_in_unit(t, offer.role, offer.unit),
        until=moment(offer.expires_at, zone),
        link=link,
    )


def invitations_screen(
    t: Texts, offers: Sequence[Offer], page: int, total: int, zone: tzinfo, *, notice: str | None = None
) -> Screen:
    """The invitations that still let somebody in, the latest first, each with its way to be revoked."""
    places = list(enumerate(offers, page * LIST_PAGE + 1))
    last = max(0, -(-total // LIST_PAGE) - 1)
    turn = [
        *([Button("◀", Act("invites", None, None, (str(page - 1),)))] if page > 0 else []),
        *([Button("▶", Act("invites", None, None, (str(page + 1),)))] if page < last else []),
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Invitations')}</b> · {total}",
            "",
            *[_listed(t, place, offer, zone) for place, offer in places],
            t("No invitation is open.") if not offers else None,
        ),
        (
            *rows_of(
                [
                    Button(t("✕ Revoke {n}", n=place), Act("revoke", None, None, (str(offer.id),)), "danger")
                    for place, offer in places
                ],
                most=3,
            ),
            *([tuple(turn)] if turn else []),
            (Button(t("➕ Invite"), Act("invite")), Button(t("👥 People"), Act("people"))),
            (Button(t("☰ Menu"), Act("menu")),),
        ),
    )


def join_screen(t: Texts, offer: Offer, what: str, zone: tzinfo) -> Screen:
    """What somebody sees who opened a link: who invites them, and to do what (``what``, escaped)."""
    assessed = offer.role == "subject"
    return Screen(
        lines(
            f"<b>✉️ {t('Invitation')}</b>",
            "",
            t("{maker} invites you {what}.", maker=bold(clip(offer.maker, 60)), what=what),
            None if assessed else f"<i>{esc(role_about(t, offer.role))}</i>",
            "",
            told(t, t("Valid until"), moment(offer.expires_at, zone)),
            t("Nothing of you is kept until you open it: then your Telegram id and the name shown there are.")
            if assessed
            else t(
                "Nothing of you is kept until you join: then your Telegram id and the name shown there are."
            ),
        ),
        (
            (
                Button(
                    t("✅ It is me") if assessed else t("✅ Join"),
                    Act("join", None, None, (str(offer.id),)),
                    "success",
                ),
                Button(t("No, thanks"), Act("nojoin", None, None, (str(offer.id),))),
            ),
        ),
    )


def _terms(t: Texts, offer: Offer, zone: tzinfo) -> list[str]:
    return [
        told(t, t("Made by"), esc(clip(offer.maker, 60))),
        told(t, t("Valid until"), moment(offer.expires_at, zone)),
        told(t, t("Joined"), f"{offer.used}/{offer.uses}"),
    ]


def _listed(t: Texts, place: int, offer: Offer, zone: tzinfo) -> str:
    until = t("until {moment}", moment=moment(offer.expires_at, zone))
    return (
        f"{place}. {bold(role_in_unit(t, offer.role, offer.unit))} · {offer.used}/{offer.uses} · "
        f"{until} · {esc(clip(offer.maker, 20))}"
    )


def _ways(t: Texts, back: Act) -> tuple[Button, ...]:
    return (Button(t("◀ Back"), back), Button(t("☰ Menu"), Act("menu")))


def _invite(*chosen: str) -> Act:
    return Act("invite", None, None, tuple(str(part) for part in chosen))
