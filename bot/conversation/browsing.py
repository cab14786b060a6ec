"""Taps that belong to no open evaluation: forms, drafts, history, languages, help."""

from __future__ import annotations

from collections.abc import Callable

from bot.codec import Act
from bot.conversation.turn import Turn
from bot.texts import LANGUAGES
from storage import evaluations, people


def begin_form(turn: Turn, form_id: str) -> None:
    """Open a form by its id; one that is not there is told, and the menu shown."""
    form = turn.house.forms.get(form_id)
    if form is None:
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


def _result(turn: Turn, act: Act) -> None:
    _handed_in(turn, act, "result")


def _sources(turn: Turn, act: Act) -> None:
    _handed_in(turn, act, "sources")


def _report(turn: Turn, act: Act) -> None:
    """Have the report made; what the chat shows stays as it is."""
    found = turn.load(act.evaluation) if act.evaluation is not None else None
    if found is None or found.evaluation.status not in {"submitted", "amended"}:
        turn.toast = turn.t("This evaluation is not there.")
        return
    turn.report = found.evaluation.id
    turn.toast = turn.t("📄 The report is being made; it comes below.")


def _amend(turn: Turn, act: Act) -> None:
    """Ask for the reason of an amendment; one already begun is opened instead."""
    found = turn.load(act.evaluation) if act.evaluation is not None else None
    if found is None:
        turn.toast = turn.t("This evaluation is not there.")
        return
    begun = evaluations.amendments(turn.conn, found.evaluation.id)
    draft = next((e for e in begun if e.status == "draft"), None)
    if draft is not None:
        turn.open(draft)
        turn.notice = turn.t("This amendment is already begun.")
    elif found.evaluation.status != "submitted":
        turn.toast = turn.t("It was amended already: amend the later one.")
    else:
        _handed_in(turn, act, "amend")


def _handed_in(turn: Turn, act: Act, view: str) -> None:
    found = turn.load(act.evaluation) if act.evaluation is not None else None
    if found is None or found.evaluation.status not in {"submitted", "amended"}:
        turn.toast = turn.t("This evaluation is not there.")
        return
    turn.show(f"{view}:{found.evaluation.id}")


TAPS: dict[str, Callable[[Turn, Act], None]] = {
    "form": _form,
    "menu": _menu,
    "drafts": _drafts,
    "history": _history,
    "help": _help,
    "language": _language,
    "resume": _resume,
    "result": _result,
    "sources": _sources,
    "report": _report,
    "amend": _amend,
}
"""Acts that need no live card, by name. None of them changes an evaluation."""
