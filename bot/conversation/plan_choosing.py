"""Whom a plan is for: known subjects ticked, names typed, and which of several with one name is meant."""

from __future__ import annotations

from dataclasses import replace

from bot.access import Action
from bot.codec import Act
from bot.conversation.plan_offers import own_units
from bot.conversation.room import TapEntry
from bot.conversation.turn import Turn
from bot.plan_draft import MOST, VIEW, Draft
from bot.privacy.masking import masked
from bot.screens import planning as screens
from bot.screens.screen import Screen
from rubrics.fields import FieldFault, read_name
from rubrics.model import Form
from storage import plan_lists, subjects
from storage.subjects import name_key
from storage.values import Subject

_TWINS = 8
"""So many of one name are asked about, those used last."""


def show(turn: Turn, draft: Draft) -> None:
    """Make the draft what the chat shows."""
    turn.show(draft.view())


def draft_of(turn: Turn, act: Act | None = None) -> Draft | None:
    """The draft of this chat, where the button belongs to it; told where it does not."""
    view, _, argument = turn.chat.view.partition(":")
    draft = Draft.read(argument) if view == VIEW and turn.chat.evaluation_id is None else None
    if draft is None or (act is not None and act.revision != draft.number):
        turn.toast = turn.t("This plan is saved or given up already. Here is where you are.")
        return None
    return draft


def _planpick(turn: Turn, act: Act) -> None:
    """Tick or untick a known subject."""
    draft = draft_of(turn, act)
    wanted = act.number(0)
    if draft is None:
        return
    found = subjects.subject(turn.conn, wanted) if wanted is not None else None
    form = turn.house.forms.get(draft.form)
    if found is None or form is None or found.kind != form.subject.kind or not turn.knows(found):
        turn.toast = turn.t("This button is not known any more. Here is where you are.")
        return
    changed = _choose(turn, draft, found, chosen=act.word(1) != "0")
    others = plan_lists.named_subjects(turn.conn, changed.twins)
    left = tuple(one.id for one in others if name_key(one.name) != name_key(found.name))
    show(turn, replace(changed, twins=left))


def _choose(turn: Turn, draft: Draft, found: Subject, *, chosen: bool) -> Draft:
    if chosen and found.id not in draft.subjects and draft.count >= MOST:
        turn.notice = turn.t("At most {n} at once. Save these first.", n=MOST)
        return draft
    changed = draft.with_subject(found.id, chosen=chosen)
    if chosen and draft.unit is None and found.unit_id in own_units(turn):
        changed = replace(changed, unit=found.unit_id)
    return changed


def _planname(turn: Turn, act: Act) -> None:
    """Take a typed name off again."""
    draft = draft_of(turn, act)
    if draft is None:
        return
    for name in draft.names:
        if screens.name_mark(name) == act.word(0):
            draft = draft.with_name(name, chosen=False)
    show(turn, draft)


def _planpage(turn: Turn, act: Act) -> None:
    draft = draft_of(turn, act)
    if draft is not None:
        show(turn, replace(draft, page=act.number(0) or 0, twins=()))


def names_typed(turn: Turn, draft: Draft, text: str) -> None:
    """Each line a name: one the sender knows is ticked, another becomes a new subject when the plan is saved."""
    form = turn.house.forms.get(draft.form)
    if form is None:
        return
    bad: list[str] = []
    twins: list[int] = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        name = read_name(line)
        if isinstance(name, FieldFault):
            bad.append(line[:30])
        elif len(known := turn.namesakes(form.subject.kind, name)) == 1:
            draft = _choose(turn, draft, known[0], chosen=True)
        elif known:
            twins += [one.id for one in known[:_TWINS]]
        elif draft.count >= MOST:
            turn.notice = turn.t("At most {n} at once. Save these first.", n=MOST)
        else:
            draft = draft.with_name(name, chosen=True)
    draft = replace(draft, twins=tuple(dict.fromkeys(twins)))
    if twins:
        turn.notice = which_words(turn)
    if bad:
        turn.notice = turn.t("Not a name, so left out: {names}", names=turn.t(", ").join(bad[:5]))
    show(turn, draft)


def which_words(turn: Turn) -> str:
    """Asks which of several is meant."""
    return turn.t("Several have this name. Tick whom you mean, or none of them.")


def subjects_screen(turn: Turn, draft: Draft, form: Form) -> Screen:
    """Whom the plan is for: known ones to tick, or those of one name to tell apart."""
    scope = turn.standing.scope(Action.PLAN)
    page = min(draft.page, 1000)
    known = plan_lists.known_subjects(
        turn.conn, form.subject.kind, scope, turn.sender.id, screens.PAGE + 1, page * screens.PAGE
    )
    names = [*draft.names, *(s.name for s in plan_lists.named_subjects(turn.conn, draft.subjects))]
    more = len(known) > screens.PAGE
    if draft.twins:
        return screens.twins_screen(turn.t, draft, form, _twins(turn, draft), turn.notice)
    return screens.subjects_screen(turn.t, draft, form, known[: screens.PAGE], names, more, turn.notice)


def _twins(turn: Turn, draft: Draft) -> list[tuple[Subject, str]]:
    """Those of one name, with what tells one from another: unit, and when each was last rated or planned for."""
    units = own_units(turn)
    return [
        (
            one,
            " · ".join(
                part
                for part in (
                    masked(one.name),
                    units.get(one.unit_id or 0, ""),
                    f"{one.used_at.astimezone(turn.house.zone):%Y-%m-%d}",
                    turn.t("No. {n}", n=one.id),
                )
                if part
            ),
        )
        for one in plan_lists.named_subjects(turn.conn, draft.twins)
    ]


CHOOSING_TAPS = {
    "planpick": TapEntry(Action.PLAN, _planpick),
    "planname": TapEntry(Action.PLAN, _planname),
    "planpage": TapEntry(Action.PLAN, _planpage),
}
