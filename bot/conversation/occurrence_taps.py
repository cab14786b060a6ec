"""What a reminder's buttons do: start or go on, put off, hand over, let go this time, and why something was missed.

The buttons stand under messages of their own. What needs words is asked on the card, and an evaluation that was
open there is open again afterwards.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.access import Action
from bot.codec import Act
from bot.conversation import head
from bot.conversation.browsing_views import page_of
from bot.conversation.closing_due import period_field
from bot.conversation.errand import Errand
from bot.conversation.plan_offers import person_name, raters
from bot.conversation.room import TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.privacy.masking import masked
from bot.reminding import acts
from bot.reminding.acts import Refused
from bot.reminding.closing import begun_for
from bot.reminding.items import work_items
from bot.reminding.letters import reminder_of
from bot.reminding.notices import notice_again
from bot.screens.due import hand_screen, later_screen, reason_screen, with_back
from bot.screens.paging import paged
from bot.screens.reminder import settled_screen, settled_words
from bot.screens.screen import Screen, clip
from bot.screens.wording import moment
from rubrics.model import Form
from rubrics.periods import read_period
from storage import audit, evaluations, occurrences, reminders, subjects
from storage.occurrences import KeptOccurrence
from storage.traces import About
from storage.values import Evaluation
from storage.work_items import WorkItem

_WORK = Action.WORK_OCCURRENCE
_TELL = Errand("remind")
"""What is to be told of an act is told at once, not with the next tick."""
_CAME_FROM = {"board": "board", "due": "due", "duemore": "due", "work": "due"}
"""To which list a reason leads back, by the view in which it was asked for."""


def for_others(turn: Turn, one: KeptOccurrence) -> bool:
    """Whether the sender may work on an occurrence that is not theirs: in their units, or as its supervisor."""
    return turn.standing.may(_WORK, person_id=one.evaluator_id, unit_id=one.unit_id) or turn.standing.may(
        Action.BOARD, person_id=one.supervisor_id, unit_id=one.unit_id
    )


def item_of(turn: Turn, id: int) -> WorkItem | None:
    """An occurrence with all that belongs to it."""
    return next(iter(work_items(turn.conn, [id])), None)


def reminder(turn: Turn, item: WorkItem) -> Screen:
    """The reminder of an occurrence as it stands: with its buttons, or how it ended."""
    one = item.occurrence
    if one.closed:
        closer = person_name(turn, one.closed_by) if one.closed_by else None
        return settled_screen(turn.t, item, closer, one.zone)
    return reminder_of(turn.conn, turn.house, turn.t, item, turn.now, turn.standing)


def _workable(turn: Turn, act: Act) -> KeptOccurrence | None:
    """The open occurrence a button names, where the sender may work on it; told, and drawn anew, where not."""
    id = act.number(0)
    found = occurrences.occurrence(turn.conn, id, hold=True) if id else None
    if found is None:
        turn.toast = turn.t("This task is not there any more.")
    elif not for_others(turn, found):
        turn.toast = (
            turn.t("This is with {name} now.", name=person_name(turn, found.evaluator_id))
            if turn.standing.may_ever(_WORK)
            else turn.t("This is not open to you here. /help tells what is.")
        )
    elif found.closed:
        turn.toast = closed_words(turn, found)
        _redraw(turn, found.id)
    else:
        return found
    return None


def closed_words(turn: Turn, one: KeptOccurrence) -> str:
    """How an occurrence ended."""
    closer = person_name(turn, one.closed_by) if one.closed_by else None
    return clip(settled_words(turn.t, one, closer, one.zone), 190)


def refusal_words(turn: Turn, why: Refused, one: KeptOccurrence | None = None) -> str:
    """Why an act did not happen."""
    t = turn.t
    match why:
        case Refused.UNKNOWN:
            return t("This task is not there any more.")
        case Refused.CLOSED:
            return closed_words(turn, one) if one else t("This task is settled already.")
        case Refused.NOT_YOURS:
            return t("This is not open to you here. /help tells what is.")
        case Refused.TOO_LATE:
            return t("That moment is past, or comes only after it is missed.")
        case Refused.SAME_PERSON:
            return t("They have it already.")
        case Refused.NOT_OFFERED:
            return t("This is not offered to you any more.")
        case Refused.NO_REASON:
            return t("That message has no readable text.")
        case Refused.NOT_MISSED:
            return t("It is not missed, so it wants no reason.")


def _on_card(turn: Turn) -> bool:
    """Whether the tap was on the card of an occurrence, and not on a reminder."""
    return turn.tapped == turn.chat.card_message_id and turn.chat.view.startswith("work:")


def _redraw(turn: Turn, id: int, mode: str = "") -> None:
    """Draw the tapped reminder anew, in one of its modes; on the card that is a view."""
    if _on_card(turn):
        turn.show(f"work:{id}:{mode}")
        return
    item = item_of(turn, id)
    # Under other messages (a notice, the list of what is due) the buttons stay as they are.
    if item is not None and turn.tapped is not None and turn.tapped != turn.chat.card_message_id:
        screen = _in_mode(turn, item, mode)
        turn.asides.append(
            (turn.tapped, paged(screen, turn.page, lambda page: Act("rpage", args=(str(id), str(page)))))
        )


def _in_mode(turn: Turn, item: WorkItem, mode: str) -> Screen:
    plain = reminder(turn, item)
    one = item.occurrence
    if one.closed:
        return plain
    match mode:
        case "later":
            return later_screen(turn.t, one.id, plain, acts.put_off_choices(one, turn.now), turn.now)
        case "hand":
            others = [id for id in raters(turn, one.unit_id) if id != one.evaluator_id]
            return hand_screen(turn.t, one.id, plain, [(id, person_name(turn, id)) for id in others])
        case _:
            return plain


def work_view(turn: Turn, argument: str) -> Screen | None:
    """An occurrence as the card: as a reminder would show it now."""
    first, _, mode = argument.partition(":")
    item = item_of(turn, page_of(first))
    if item is None or not for_others(turn, item.occurrence):
        return None
    return with_back(turn.t, _in_mode(turn, item, mode), turn.notice)


def open_work(turn: Turn, act: Act) -> None:
    """Show an occurrence as the card."""
    turn.show(f"work:{act.number(0) or 0}:")


def start(turn: Turn, act: Act) -> None:
    """Open the evaluation of an occurrence, form and subject set; a draft that is there is gone on with."""
    one = _workable(turn, act)
    if one is None:
        return
    form = turn.house.forms.get(one.form_id)
    subject = subjects.subject(turn.conn, one.subject_id)
    draft = _draft_of(turn, one)
    if draft is None and form is None:
        turn.toast = turn.t(
            "Its form is not there any more, so it cannot be started. Your supervisor is told; it is kept."
        )
        return
    if subject is None or subject.erased_at is not None:
        turn.toast = turn.t("Whom or what it is about was erased. Ask your supervisor to end the plan.")
        return
    if draft is not None:
        turn.open(draft)
        rating = turn.rating()
        if rating is not None and rating.evaluation.view == "discard":
            turn.move(rating, "q")
    elif form is not None:
        turn.begin(form)
        _tell_period(turn, form, one.period)
        rating = turn.rating()
        if rating is None:
            return
        head.use_subject(turn, rating, subject)
    opened = turn.rating()
    if opened is not None:
        begun_for(turn.conn, one.id, opened.evaluation)
    if not _is_list(turn):
        _redraw(turn, one.id)


def _is_list(turn: Turn) -> bool:
    return turn.tapped == turn.chat.card_message_id


def _draft_of(turn: Turn, one: KeptOccurrence) -> Evaluation | None:
    """The sender's draft for it: the one begun for it, else one of the same form and subject begun elsewhere."""
    drafts = evaluations.of_subject(turn.conn, one.subject_id, one.form_id, ["draft"])
    mine = [draft for draft in drafts if draft.evaluator_id == turn.sender.id and draft.amends_id is None]
    return next((d for d in mine if d.id == one.evaluation_id), next(iter(mine), None))


def _tell_period(turn: Turn, form: Form, period: str) -> None:
    """A form that asks for the period it is about is told that of the occurrence."""
    rating = turn.rating()
    field = period_field(form)
    if rating is not None and field is not None and read_period(period, field.units) is not None:
        turn.keep(rating, f"@{field.id}", period)


def _later(turn: Turn, act: Act) -> None:
    """Ask until when, or put off until the chosen moment."""
    one = _workable(turn, act)
    if one is None:
        return
    choices = acts.put_off_choices(one, turn.now)
    wanted = next((until for choice, until in choices if choice == act.word(1)), None)
    if not choices:
        turn.toast = turn.t("There is no later moment left before it is missed.")
    elif not act.word(1):
        _redraw(turn, one.id, "later")
    elif wanted is None:
        turn.toast = refusal_words(turn, Refused.TOO_LATE)
        _redraw(turn, one.id, "later")
    else:
        done = acts.put_off(turn.conn, one.id, one.evaluator_id, wanted, turn.now)
        turn.toast = (
            refusal_words(turn, done, one)
            if isinstance(done, Refused)
            else turn.t(
                "⏰ The next reminder comes {when}. The due date stays.", when=moment(wanted, one.zone)
            )
        )
        _redraw(turn, one.id)


def _hand(turn: Turn, act: Act) -> None:
    """Ask to whom, or ask the chosen one."""
    one = _workable(turn, act)
    if one is None:
        return
    to = act.number(1)
    if to is None:
        _redraw(turn, one.id, "hand")
        return
    if to not in raters(turn, one.unit_id):
        turn.toast = turn.t("That one is not there any more. Choose another.")
        _redraw(turn, one.id, "hand")
        return
    if one.offered_to == to:
        turn.toast = turn.t("{name} is asked already.", name=person_name(turn, to))
        return
    done = acts.offer(turn.conn, one.id, turn.sender.id, to, turn.now, for_others=True)
    if not isinstance(done, Refused) and to == turn.sender.id:
        done = acts.accept(turn.conn, one.id, to, turn.now)
    turn.errands.append(_TELL)
    if isinstance(done, Refused):
        turn.toast = refusal_words(turn, done, one)
    elif to == turn.sender.id:
        turn.record(audit.Action.TAKEN_OVER, "occurrence", one.id)
        turn.toast = turn.t("It is yours now.")
    else:
        turn.record(audit.Action.OFFERED, "occurrence", one.id, to=to)
        turn.toast = turn.t("{name} is asked. Until they accept, it stays here.", name=person_name(turn, to))
    _redraw(turn, one.id)


def _hand_page(turn: Turn, act: Act) -> None:
    """Another page of those it can go to."""
    one = _workable(turn, act)
    if one is not None:
        turn.page = act.number(1) or 0
        _redraw(turn, one.id, "hand")


def _take(turn: Turn, act: Act) -> None:
    """Accept what was offered."""
    id = act.number(0) or 0
    before = occurrences.occurrence(turn.conn, id)
    if before is not None and before.evaluator_id == turn.sender.id and not before.closed:
        turn.toast = turn.t("It is yours now.")
        _tell_again(turn, turn.tapped)
        return
    done = acts.accept(turn.conn, id, turn.sender.id, turn.now)
    turn.errands.append(_TELL)
    if isinstance(done, Refused):
        turn.toast = refusal_words(turn, done, before)
    else:
        turn.record(audit.Action.TAKEN_OVER, "occurrence", id)
        turn.toast = turn.t("It is yours now: /due. The reminder comes at once.")
    _tell_again(turn, turn.tapped)


def _tell_again(turn: Turn, message_id: int | None) -> None:
    """Draw a notice anew, so that what was answered asks no more."""
    if message_id is None or message_id == turn.chat.card_message_id:
        return
    screen = notice_again(turn.conn, turn.t, turn.sender.id, message_id)
    if screen is not None:
        turn.asides.append((message_id, screen))


def _decline(turn: Turn, act: Act) -> None:
    """Decline what was offered."""
    id = act.number(0) or 0
    before = occurrences.occurrence(turn.conn, id)
    done = acts.decline(turn.conn, id, turn.sender.id, turn.now)
    turn.errands.append(_TELL)
    if isinstance(done, Refused):
        turn.toast = refusal_words(turn, done, before)
    else:
        turn.toast = turn.t("Declined; {name} is told.", name=person_name(turn, done.evaluator_id))
    _tell_again(turn, turn.tapped)


def _back(turn: Turn, act: Act) -> None:
    one = _workable(turn, act)
    if one is not None:
        _redraw(turn, one.id)


def _excuse(turn: Turn, act: Act) -> None:
    """Ask on the card why it is let go this time."""
    one = _workable(turn, act)
    if one is not None:
        _ask(turn, "excuse", one.id)


def ask_why(turn: Turn, act: Act) -> None:
    """Ask on the card why it was missed."""
    id = act.number(0)
    one = occurrences.occurrence(turn.conn, id) if id else None
    if one is None:
        turn.toast = turn.t("This task is not there any more.")
    elif not may_explain(turn, one):
        turn.toast = turn.t("This is not open to you here. /help tells what is.")
    elif one.state != "missed":
        turn.toast = closed_words(turn, one) if one.closed else refusal_words(turn, Refused.NOT_MISSED)
    elif one.reason:
        turn.toast = clip(turn.t("The reason is given: {reason}", reason=masked(one.reason)), 190)
        _tell_again(turn, turn.tapped)
    else:
        _ask(turn, "why", one.id)


def may_explain(turn: Turn, one: KeptOccurrence) -> bool:
    """Whether the sender watches over an occurrence."""
    return turn.standing.may(Action.BOARD, person_id=one.supervisor_id, unit_id=one.unit_id)


def _ask(turn: Turn, kind: str, id: int) -> None:
    """Ask for a reason; what was open on the card, evaluation or view, is kept to come back to."""
    rating = turn.rating()
    if rating is not None and rating.evaluation.status == "draft":
        turn.show(f"{kind}:{id}:{rating.evaluation.id}")
    else:
        view = turn.chat.view.partition(":")[0]
        turn.show(f"{kind}:{id}:{_CAME_FROM.get(view, '')}")


def _reason_view(turn: Turn, argument: str, *, missed: bool) -> Screen | None:
    item = item_of(turn, page_of(argument.partition(":")[0]))
    if item is None or not (may_explain if missed else for_others)(turn, item.occurrence):
        return None
    return reason_screen(turn.t, item, missed=missed, notice=turn.notice)


def _return(turn: Turn, argument: str) -> None:
    """Back to what the card showed before the reason was asked for."""
    before = argument.partition(":")[2]
    draft = evaluations.evaluation(turn.conn, page_of(before)) if before.isdecimal() else None
    if draft is not None and draft.evaluator_id == turn.sender.id and draft.status == "draft":
        turn.open(draft)
    else:
        turn.show(before if before in _CAME_FROM.values() else "menu")


def _leave(turn: Turn, _act: Act) -> None:
    view, _, argument = turn.chat.view.partition(":")
    if view in {"excuse", "why"} and turn.chat.evaluation_id is None:
        _return(turn, argument)


def _excused(turn: Turn, argument: str, text: str) -> None:
    id = page_of(argument.partition(":")[0])
    one = occurrences.occurrence(turn.conn, id, hold=True)
    if one is None or not for_others(turn, one):
        turn.show("menu")
        turn.refuse()
        return
    done = acts.excuse(turn.conn, id, turn.sender.id, text, turn.now, for_others=True)
    if done is Refused.NO_REASON:
        turn.notice = refusal_words(turn, done)
        return
    _return(turn, argument)
    turn.errands.append(_TELL)
    if isinstance(done, Refused):
        turn.notice = refusal_words(turn, done, one)
    else:
        turn.told_of(About(subjects=(one.subject_id,)))
        turn.record(audit.Action.EXCUSED, "occurrence", id)
        turn.notice = turn.t("➖ Let go this time, with the reason; the supervisor is told.")


def _explained(turn: Turn, argument: str, text: str) -> None:
    id = page_of(argument.partition(":")[0])
    one = occurrences.occurrence(turn.conn, id, hold=True)
    if one is None or not may_explain(turn, one):
        turn.show("menu")
        turn.refuse()
        return
    done = acts.give_reason(turn.conn, id, turn.sender.id, text, for_others=True)
    if done is Refused.NO_REASON:
        turn.notice = refusal_words(turn, done)
        return
    _return(turn, argument)
    if isinstance(done, Refused):
        turn.notice = refusal_words(turn, done, one)
    else:
        turn.told_of(About(subjects=(one.subject_id,)))
        turn.record(audit.Action.EXPLAINED, "occurrence", id)
        _tell_again(turn, reminders.message_telling(turn.conn, "missed", id, turn.sender.id))
        turn.notice = turn.t("The reason is kept; the next reminder mentions it.")


def _entry(run: Callable[[Turn, Act], None], action: Action = _WORK) -> TapEntry:
    return TapEntry(action, run, aside=True)


OCCURRENCE_TAPS = {
    "rstart": _entry(start),
    "rsnooze": _entry(_later),
    "rhand": _entry(_hand),
    "rpage": _entry(_hand_page),
    "rexcuse": _entry(_excuse),
    "rback": _entry(_back),
    "rtake": _entry(_take),
    "rdecline": _entry(_decline),
    "rwhy": _entry(ask_why, Action.BOARD),
    "rleave": TapEntry(Action.LOOK_AROUND, _leave),
    "work": TapEntry(_WORK, open_work),
}
OCCURRENCE_VIEWS = {
    "work": ViewEntry(_WORK, work_view),
    "excuse": ViewEntry(_WORK, lambda turn, argument: _reason_view(turn, argument, missed=False), _excused),
    "why": ViewEntry(
        Action.BOARD, lambda turn, argument: _reason_view(turn, argument, missed=True), _explained
    ),
}
