"""What belongs to no open evaluation: forms, drafts, history, results, languages, help."""

from __future__ import annotations

from bot.access import Action
from bot.codec import Act
from bot.conversation import browsing_views as views
from bot.conversation import handing_in
from bot.conversation.errand import Errand
from bot.conversation.joining import is_invitation, open_as_member
from bot.conversation.room import CommandEntry, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.rating import Rating
from bot.texts import LANGUAGES
from storage import evaluations, people
from storage.traces import About


def begin_form(turn: Turn, form_id: str) -> None:
    """Open a form by its id; one that is not there is told, and the menu shown."""
    form = turn.house.forms.get(form_id)
    if not turn.standing.may_ever(Action.EVALUATE):
        turn.show("menu")
        turn.refuse()
    elif form is None:
        turn.show("menu")
        turn.notice = turn.t("There is no form “{id}” (any more). Choose one of these.", id=form_id[:40])
    else:
        turn.begin(form)


def _form(turn: Turn, act: Act) -> None:
    begin_form(turn, act.word(0))


def _menu(turn: Turn, act: Act) -> None:
    turn.show(f"menu:{act.number(0) or 0}")


def _drafts(turn: Turn, act: Act) -> None:
    turn.show(f"drafts:{act.number(0) or 0}")


def _history(turn: Turn, act: Act) -> None:
    """A page of the history; a search stays until it is taken off."""
    view, _, argument = turn.chat.view.partition(":")
    query = argument.partition(":")[2] if view == "history" and act.word(1) != "all" else ""
    turn.show(f"history:{act.number(0) or 0}:{query}")


def _help(turn: Turn, _act: Act) -> None:
    turn.show("help")


def _language(turn: Turn, act: Act) -> None:
    code = act.word(0)
    if code not in {*LANGUAGES, "auto"}:
        turn.toast = turn.t("This button is not known any more. Here is where you are.")
        return
    people.choose_language(turn.conn, turn.sender.id, None if code == "auto" else code)
    turn.forget_language()
    turn.show("language")


def _resume(turn: Turn, act: Act) -> None:
    found = evaluations.evaluation(turn.conn, act.evaluation) if act.evaluation is not None else None
    if found is None or found.evaluator_id != turn.sender.id or found.status != "draft":
        turn.toast = turn.t("This draft is not there any more.")
        turn.show("drafts:0")
        return
    turn.open(found)
    rating = turn.rating()
    if rating is not None and found.view == "discard":
        turn.move(rating, "q")


def _report(turn: Turn, act: Act) -> None:
    """Have the report or the picture made; what the chat shows stays as it is."""
    found = _handed_in(turn, act)
    if found is not None:
        turn.errands.append(Errand(act.op, (found.evaluation.id,)))
        turn.toast = (
            turn.t("🖼 The picture is being made; it comes below.")
            if act.op == "picture"
            else turn.t("📄 The report is being made; it comes below.")
        )


def _amend(turn: Turn, act: Act) -> None:
    """Ask for the reason of an amendment; one already begun by the same person is opened instead."""
    found = _handed_in(turn, act)
    if found is None:
        return
    if not turn.may_on(Action.AMEND, found.evaluation):
        turn.refuse(found.evaluation)
        return
    if found.subject is not None and found.subject.erased_at is not None:
        turn.toast = turn.t("That person is erased already.")
        return
    begun = evaluations.amendments(turn.conn, found.evaluation.id)
    draft = next((e for e in begun if e.status == "draft" and e.evaluator_id == turn.sender.id), None)
    if draft is not None:
        turn.open(draft)
        turn.notice = turn.t("This amendment is already begun.")
    elif found.evaluation.status != "submitted":
        turn.toast = turn.t("It was amended already: amend the later one.")
    else:
        turn.show(f"amend:{found.evaluation.id}")


def _handed_in(turn: Turn, act: Act) -> Rating | None:
    """The handed-in evaluation a button names; told where it is not there, or not theirs to see."""
    found = turn.load(act.evaluation) if act.evaluation is not None else None
    if found is None or found.evaluation.status not in {"submitted", "amended"}:
        turn.toast = turn.t("This evaluation is not there.")
        return None
    return found


def _look(turn: Turn, act: Act) -> None:
    """A result, or what it is combined from."""
    found = _handed_in(turn, act)
    if found is not None:
        turn.show(f"{act.op}:{found.evaluation.id}")


def _start(turn: Turn, argument: str) -> None:
    if is_invitation(argument):
        open_as_member(turn, argument)
    elif argument:
        begin_form(turn, argument)
    else:
        turn.show("menu")


def _search(turn: Turn, text: str) -> None:
    turn.told_of_name(text)
    turn.show(f"history:0:{' '.join(text.split())[:60]}")


def _searched(turn: Turn, _argument: str, text: str) -> None:
    _search(turn, text)


def _reason_typed(turn: Turn, argument: str, text: str) -> None:
    rating = turn.load(int(argument)) if argument.isascii() and argument.isdigit() else None
    if rating is None or rating.evaluation.status != "submitted":
        turn.show("menu")
        turn.notice = turn.t("It was amended already: amend the later one.")
    elif not turn.may_on(Action.AMEND, rating.evaluation):
        turn.refuse(rating.evaluation)
    elif rating.subject is not None and rating.subject.erased_at is not None:
        turn.show("menu")
        turn.notice = turn.t("That person is erased already.")
    else:
        turn.told_of(About(evaluations=(rating.evaluation.id,)))
        handing_in.amend(turn, rating, text)


def _turn_page(turn: Turn, act: Act) -> None:
    """Another page of whatever the card shows, where that is a very long list."""
    turn.page = act.number(0) or 0


_HERE = Action.LOOK_AROUND

BROWSING = Room(
    commands={
        "start": CommandEntry(_HERE, _start, lambda t: t("Menu: choose a form")),
        "menu": CommandEntry(_HERE, lambda turn, _: turn.show("menu")),
        "forms": CommandEntry(_HERE, lambda turn, _: turn.show("menu")),
        "drafts": CommandEntry(
            Action.EVALUATE, lambda turn, _: turn.show("drafts"), lambda t: t("Continue a draft")
        ),
        "history": CommandEntry(Action.SEE, _search, lambda t: t("Find what was handed in")),
        "language": CommandEntry(_HERE, lambda turn, _: turn.show("language"), lambda t: t("中文 / English")),
        "help": CommandEntry(_HERE, lambda turn, _: turn.show("help"), lambda t: t("How it works")),
    },
    taps={
        "form": TapEntry(Action.EVALUATE, _form),
        "menu": TapEntry(_HERE, _menu),
        "turnpage": TapEntry(_HERE, _turn_page),
        "drafts": TapEntry(Action.EVALUATE, _drafts),
        "history": TapEntry(Action.SEE, _history),
        "help": TapEntry(_HERE, _help),
        "more": TapEntry(_HERE, lambda turn, _: turn.show("more")),
        "language": TapEntry(_HERE, _language),
        "resume": TapEntry(Action.EVALUATE, _resume),
        "result": TapEntry(Action.SEE, _look),
        "sources": TapEntry(Action.SEE, _look),
        "report": TapEntry(Action.SEE, _report),
        "picture": TapEntry(Action.SEE, _report),
        "amend": TapEntry(Action.AMEND, _amend),
    },
    views={
        "drafts": ViewEntry(Action.EVALUATE, views.drafts),
        "history": ViewEntry(Action.SEE, views.history, _searched),
        "result": ViewEntry(Action.SEE, views.result_),
        "final": ViewEntry(Action.SEE, views.final),
        "sources": ViewEntry(Action.SEE, views.sources),
        "amend": ViewEntry(Action.AMEND, views.amend, _reason_typed),
        "language": ViewEntry(_HERE, views.language),
    },
)
"""The menu and the help are shown by ``present``, since they tell of all rooms."""
