"""The room of exports: which form, which days, which kind of file; everything chosen is in the chat's view.

The view is ``export:<subject>:<form>:<span>``, each empty until it is chosen; buttons carry form, span and kind.
"""

from __future__ import annotations

from datetime import date

from bot.access import Action
from bot.codec import Act
from bot.comparing.spans import Span, present
from bot.conversation.browsing_views import page_of
from bot.conversation.errand import Errand
from bot.conversation.room import CommandEntry, Door, Room, TapEntry, ViewEntry
from bot.conversation.turn import Turn
from bot.screens import exporting as screens
from bot.screens.exporting import ALL, Chosen
from bot.screens.screen import Screen
from bot.texts import Texts
from storage.exporting import forms_kept, subject_named, subjects_called
from storage.scope import Scope
from storage.traces import About

_KINDS = {
    "xlsx": ("xlsx", "evaluations"),
    "csv": ("csv", "evaluations"),
    "csva": ("csv", "answers"),
    "jsonl": ("jsonl", "evaluations"),
}
"""What a button asks for: the kind of file, and which table of it."""
_EVERYTHING = "all"
_NAMESAKES = 8
_QUERY = 60


def span_of(code: str, today: date) -> Span | None:
    """The days that a button means; ``None`` for all there are."""
    match code:
        case "m":
            return present(today, "month")
        case "pm":
            return present(today, "month").before()
        case "q":
            return present(today, "quarter")
        case "pq":
            return present(today, "quarter").before()
        case "y":
            return present(today, "year")
        case _:
            return None


def spans_offered(t: Texts, today: date) -> dict[str, str]:
    """The spans to choose from: codes, and what they are called."""
    words = {
        "m": t("This month"),
        "pm": t("Last month"),
        "q": t("This quarter"),
        "pq": t("Last quarter"),
        "y": t("This year"),
    }
    named = {code: (span_of(code, today), said) for code, said in words.items()}
    return {code: f"{said} {span.name}" if span else said for code, (span, said) in named.items()} | {
        _EVERYTHING: t("All days")
    }


def _begin(turn: Turn, argument: str) -> None:
    turn.show("export:::")
    if argument.strip():
        _typed(turn, ":::", argument)


def _tapped(turn: Turn, act: Act) -> None:
    """A form, a span or a kind of file; the subject chosen before stays."""
    form, span, kind = act.word(0), act.word(1), act.word(2)
    subject = _subject_part(turn)
    known = form == ALL or form in _forms(turn)
    if (form and not known) or (span and span not in spans_offered(turn.t, turn.today)):
        turn.toast = turn.t("This button is not known any more. Here is where you are.")
        return
    turn.show(f"export:{subject}:{form}:{span}")
    if kind in _KINDS and form and span:
        _order(turn, subject, form, span, kind)


def _order(turn: Turn, subject: str, form: str, span: str, kind: str) -> None:
    days = span_of(span, turn.today)
    first, last = (days.first.isoformat(), days.last.isoformat()) if days else ("", "")
    wanted = ("" if form == ALL else form, page_of(subject), first, last, *_KINDS[kind])
    turn.errands.append(Errand("export", wanted))
    turn.toast = turn.t("📊 The file is being prepared; it comes below.")


def _stop(turn: Turn, _act: Act) -> None:
    turn.errands.append(Errand("export-stop"))
    turn.toast = turn.t("Export cancelled; nothing is left of it.")


def _who(turn: Turn, act: Act) -> None:
    """One of several of a name; number 0 takes the subject off again."""
    wanted = act.number(0) or 0
    if wanted and subject_named(turn.conn, wanted, _scope(turn)) is None:
        turn.toast = turn.t("This button is not known any more. Here is where you are.")
        return
    turn.show(f"export:{wanted or ''}::")


def _typed(turn: Turn, _argument: str, text: str) -> None:
    """A typed name keeps one person or place, among those whose results the sender may take away."""
    name = " ".join(text.split())[:_QUERY]
    found = subjects_called(turn.conn, name, _NAMESAKES, _scope(turn))
    turn.told_of(About(subjects=tuple(one.id for one in found)))
    if not found:
        turn.notice = turn.t(
            "Nothing was handed in about anybody called {name} that you may export.", name=name
        )
    elif len(found) == 1:
        turn.show(f"export:{found[0].id}::")
    else:
        turn.show(f"exportwho:{name}")


def _screen(turn: Turn, argument: str) -> Screen:
    subject, form, span = [*argument.split(":"), "", "", ""][:3]
    forms = _forms(turn)
    found = subject_named(turn.conn, page_of(subject), _scope(turn)) if subject else None
    title = turn.t("All forms") if form == ALL else forms.get(form, "")
    spans = spans_offered(turn.t, turn.today)
    chosen = Chosen(found.name if found else "", title, spans.get(span, ""))
    if not title:
        return screens.form_screen(turn.t, list(forms.items()), chosen, notice=turn.notice)
    if not chosen.span:
        return screens.span_screen(turn.t, form, spans, chosen, notice=turn.notice)
    return screens.format_screen(turn.t, form, span, chosen, notice=turn.notice)


def _namesakes(turn: Turn, argument: str) -> Screen | None:
    found = subjects_called(turn.conn, argument, _NAMESAKES, _scope(turn))
    kinds = [(one.id, turn.t("{name} · no. {n}", name=one.name, n=one.id)) for one in found]
    return screens.namesakes_screen(turn.t, argument, kinds, notice=turn.notice) if found else None


def _forms(turn: Turn) -> dict[str, str]:
    """Ids and short titles of the forms there are, and titles of those that were removed since."""
    present_ones = {form.id: form.short for form in turn.house.forms.values()}
    return present_ones | {id: title for id, title in forms_kept(turn.conn) if id not in present_ones}


def _subject_part(turn: Turn) -> str:
    view, _, argument = turn.chat.view.partition(":")
    return argument.partition(":")[0] if view == "export" else ""


def _scope(turn: Turn) -> Scope:
    return turn.standing.scope(Action.EXPORT)


EXPORTING = Room(
    commands={"export": CommandEntry(Action.EXPORT, _begin, lambda t: t("Results as a table"))},
    taps={
        "export": TapEntry(Action.EXPORT, _tapped),
        "exportwho": TapEntry(Action.EXPORT, _who),
        "exportstop": TapEntry(Action.EXPORT, _stop),
    },
    views={
        "export": ViewEntry(Action.EXPORT, _screen, _typed),
        "exportwho": ViewEntry(Action.EXPORT, _namesakes, _typed),
    },
    doors=(Door(Action.EXPORT, lambda t: t("⬇ Export"), "export", second=True),),
    help=(
        (
            Action.EXPORT,
            lambda t: t(
                "/export sends what was handed in as Excel, CSV or JSON Lines, by form, name and days."
            ),
        ),
    ),
)
