"""``/invite`` and ``/invitations``: role, unit, days and how many, tap by tap; then the link, shown once."""

from __future__ import annotations

from datetime import timedelta

from bot.access import Action, Role
from bot.codec import Act
from bot.conversation.browsing_views import page_of
from bot.conversation.errand import Errand
from bot.conversation.managing import INVITING as ACTIONS
from bot.conversation.managing import may_invite, out_of_date, roles_to_give, typed_name, units_to_fill
from bot.conversation.room import CommandEntry, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.screens import inviting as screens
from bot.screens.inviting import Offer
from bot.screens.screen import Screen
from storage import audit, invitations, people, units
from storage.invitations import Invitation, Secret
from storage.memberships import RoleName

PREFIX = "j_"
"""What the start argument of an invitation begins with; no id of a form does."""
NO_UNIT = "-"
"""In place of a unit for a role that belongs to none."""

_ROLE_NAMES: dict[Role, RoleName] = {
    Role.OWNER: "owner",
    Role.SUPERVISOR: "supervisor",
    Role.EVALUATOR: "evaluator",
}


def offer_of(turn: Turn, invitation: Invitation) -> Offer:
    """An invitation with the names that belong to it."""
    unit = None if invitation.unit_id is None else units.unit(turn.conn, invitation.unit_id)
    return Offer(
        invitation.id,
        invitation.role,
        unit.name if unit else None,
        maker_name(turn, invitation.made_by),
        invitation.expires_at,
        invitation.uses,
        invitation.used,
    )


def maker_name(turn: Turn, person_id: int) -> str:
    """Who made an invitation: 0 is whoever runs the bot."""
    if person_id == 0:
        return turn.t("The administrator")
    person = people.person(turn.conn, person_id)
    return person.name if person else str(person_id)


# Making one


def _screen(turn: Turn, argument: str) -> Screen | None:
    """The next thing to choose, from what was chosen so far: ``role:unit:days``."""
    t = turn.t
    role, unit_id, days = [*argument.split(":"), "", "", ""][:3]
    roles = roles_to_give(turn.standing)
    if role not in roles:
        return screens.choose_role_screen(t, roles, notice=turn.notice)
    back_to_role = Act("invite") if len(roles) > 1 else Act("people")
    unit_name = _unit_name(turn, role, unit_id)
    if unit_name is None:
        return screens.choose_unit_screen(
            t,
            role,
            units_to_fill(turn, role),
            may_add=turn.standing.may(Action.MANAGE_UNITS),
            back=back_to_role,
            notice=turn.notice,
        )
    back = back_to_role if unit_id == NO_UNIT else Act("invite", None, None, (role,))
    if page_of(days) not in screens.DAYS:
        return screens.choose_days_screen(t, role, unit_name or None, unit_id, back=back)
    back = Act("invite", None, None, (role, unit_id))
    return screens.choose_uses_screen(t, role, unit_name or None, unit_id, int(days), back=back)


def _unit_name(turn: Turn, role: str, unit_id: str) -> str | None:
    """The chosen unit's name, empty for a role without one; ``None`` where it is still to be chosen."""
    if role == Role.OWNER:
        return "" if unit_id == NO_UNIT else None
    found = units.unit(turn.conn, page_of(unit_id)) if unit_id else None
    there = found is not None and found.removed_at is None and may_invite(turn.standing, role, found.id)
    return found.name if found is not None and there else None


def _invite(turn: Turn, act: Act) -> None:
    role, unit_id, days, uses = (act.word(place) for place in range(4))
    if not role and len(roles := roles_to_give(turn.standing)) == 1:
        role = roles[0]
    if role == Role.OWNER:
        unit_id = NO_UNIT
    chosen = ":".join((role, unit_id, days)).rstrip(":")
    if not uses:
        turn.show(f"invite:{chosen}")
    elif turn.chat.view == f"invite:{chosen}":
        _make(turn, role, unit_id, page_of(days), page_of(uses))
    elif turn.chat.view.startswith("invited:"):
        turn.toast = turn.t("Already recorded.")
    else:
        out_of_date(turn)


def _make(turn: Turn, role: str, unit_id: str, days: int, uses: int) -> None:
    name = _unit_name(turn, role, unit_id) if role in roles_to_give(turn.standing) else None
    if name is None:
        turn.refuse()
        return
    if days not in screens.DAYS or uses not in screens.USES:
        out_of_date(turn)
        return
    where = None if unit_id == NO_UNIT else page_of(unit_id)
    token = invitations.new_token()
    made = invitations.add_invitation(
        turn.conn,
        token,
        role=_ROLE_NAMES[Role(role)],
        unit_id=where,
        made_by=turn.sender.id,
        uses=uses,
        expires_at=turn.now + timedelta(days=days),
        now=turn.now,
    )
    turn.record(audit.Action.INVITED, "invitation", made.id, role=role, unit=where, days=days, uses=uses)
    show_made(turn, made, token)


def show_made(turn: Turn, made: Invitation, token: Secret) -> None:
    """Show a new invitation with its link, and have the link come as a picture below."""
    turn.token = token
    turn.show(f"invited:{made.id}")
    link = link_of(turn, token)
    if link:
        caption = screens.caption_words(turn.t, offer_of(turn, made), turn.house.zone, link)
        turn.errands.append(Errand("invitation-qr", (Secret(link), Secret(caption))))


def link_of(turn: Turn, token: str) -> str:
    """The link that opens an invitation; empty while the bot's name is not known."""
    name = turn.house.bot_name
    return f"https://t.me/{name}?start={PREFIX}{token}" if name else ""


def _made(turn: Turn, argument: str) -> Screen | None:
    made = invitations.invitation(turn.conn, page_of(argument))
    if made is None or made.made_by != turn.sender.id:
        return None
    link, start = "", ""
    if turn.token is not None:
        link, start = link_of(turn, turn.token), f"/start {PREFIX}{turn.token}"
    return screens.made_screen(
        turn.t, offer_of(turn, made), turn.house.zone, link=link, start=start, notice=turn.notice
    )


def _typed(turn: Turn, argument: str, text: str) -> None:
    """Where a unit is asked for, an owner makes a new one by its name."""
    role, unit_id = [*argument.split(":"), "", ""][:2]
    asked = role in {Role.SUPERVISOR, Role.EVALUATOR} and _unit_name(turn, role, unit_id) is None
    if not asked or not turn.standing.may(Action.MANAGE_UNITS):
        turn.notice = turn.t("Nothing is asked here, so these words were not kept.")
        return
    name = typed_name(turn, text)
    if name is None:
        return
    unit = units.add_unit(turn.conn, name, by=turn.sender.id, now=turn.now)
    if unit is not None:
        turn.record(audit.Action.UNIT_ADDED, "unit", unit.id)
    else:
        unit = units.same_name(turn.conn, name)
    if unit is not None:
        turn.show(f"invite:{role}:{unit.id}")


# Those that are open


def _seen(turn: Turn) -> list[Invitation]:
    return [one for one in invitations.open_invitations(turn.conn, turn.now) if _in_hand(turn, one)]


def _in_hand(turn: Turn, one: Invitation) -> bool:
    """Whether the sender may see and revoke an invitation: their own, or one they might have made."""
    action = ACTIONS.get(one.role)
    return action is not None and turn.standing.may(action, person_id=one.made_by, unit_id=one.unit_id)


def _list(turn: Turn, argument: str) -> Screen:
    found = _seen(turn)
    page = min(page_of(argument), max(0, (len(found) - 1) // screens.LIST_PAGE))
    part = found[page * screens.LIST_PAGE : (page + 1) * screens.LIST_PAGE]
    offers = [offer_of(turn, one) for one in part]
    return screens.invitations_screen(turn.t, offers, page, len(found), turn.house.zone, notice=turn.notice)


def _revoke(turn: Turn, act: Act) -> None:
    wanted = act.number(0)
    found = invitations.invitation(turn.conn, wanted) if wanted is not None else None
    if found is None or not _in_hand(turn, found):
        turn.toast = turn.t("This invitation is not there.")
        return
    if invitations.revoke(turn.conn, found.id, by=turn.sender.id, now=turn.now):
        turn.record(audit.Action.REVOKED, "invitation", found.id)
        turn.toast = turn.t("Revoked: its link lets nobody in any more.")
    else:
        turn.toast = turn.t("It was revoked already.")
    turn.show("invites:0")


def _begin(turn: Turn, _argument: str) -> None:
    _invite(turn, Act("invite"))


_HERE = Action.INVITE_EVALUATOR

INVITING = Room(
    commands={
        "invite": CommandEntry(_HERE, _begin, lambda t: t("Invite somebody by a link")),
        "invitations": CommandEntry(
            _HERE, lambda turn, _: turn.show("invites:0"), lambda t: t("Open invitations; revoke them")
        ),
    },
    taps={
        "invite": TapEntry(_HERE, _invite),
        "invites": TapEntry(_HERE, lambda turn, act: turn.show(f"invites:{act.number(0) or 0}")),
        "revoke": TapEntry(_HERE, _revoke),
    },
    views={
        "invite": ViewEntry(_HERE, _screen, _typed),
        "invited": ViewEntry(_HERE, _made),
        "invites": ViewEntry(_HERE, _list),
    },
    help=(
        (
            _HERE,
            lambda t: t(
                "/invite makes a link that lets people in, for as long and as many as you say; "
                "/people shows who is here."
            ),
        ),
    ),
)
