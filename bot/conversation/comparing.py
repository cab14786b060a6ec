"""The room of comparisons: what is compared, by which form, over which span; everything is in the chat's view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.access import Action, Standing
from bot.codec import Act
from bot.comparing.chart import Chart, health_chart, league_chart, pair_chart, trend_chart
from bot.comparing.reading import Reader
from bot.comparing.spans import Span, offered, present, quarters, span_named
from bot.conversation.browsing_views import page_of
from bot.conversation.errand import Errand
from bot.conversation.room import CommandEntry, Door, Room, TapEntry, ViewEntry
from bot.conversation.turn import House, Turn
from bot.screens import comparing as screens
from bot.screens.screen import Screen
from bot.texts import Texts
from rubrics.model import Form
from storage import audit
from storage.traces import About

_PICTURE = "p"
"""The last argument of a button that wants the picture of what it shows."""
_QUERY = 60


def chart_of(conn: Connection, house: House, standing: Standing, t: Texts, view: str) -> Chart | None:
    """The picture of a view, or ``None`` where there is nothing to draw or nothing this person may see."""
    name, _, argument = view.partition(":")
    entry = COMPARING.views.get(name)
    if entry is None or not standing.may_ever(entry.action):
        return None
    reader = Reader(conn, house, standing.scope(entry.action))
    first, second, third = _three(argument)
    match name:
        case "trend":
            trend = reader.trend(page_of(first))
            found = trend_chart(t, trend, house.zone) if trend and trend.scored else None
            return found and replace(found, about=About(evaluations=(page_of(first),)))
        case "pair" if span := span_named(third):
            pair = reader.pair(page_of(first), page_of(second), span)
            found = pair_chart(t, pair, span.name) if pair else None
            return found and replace(found, about=About(evaluations=(page_of(first), page_of(second))))
        case "league" if (form := house.forms.get(first)) and (span := span_named(second)):
            league = reader.league(form, span, page_of(third), screens.PAGE)
            return league_chart(t, league) if league.rows else None
        case "health" if (form := house.forms.get(first)) and (span := span_named(second)):
            health = reader.health(form, span)
            return health_chart(t, health) if health else None
        case _:
            return None


def _compare(turn: Turn, act: Act) -> None:
    turn.show(f"compare:{act.word(0)}:{act.number(1) or 0}")


def _command(turn: Turn, argument: str) -> None:
    """``/rank``, or ``/rank interview`` at once."""
    form = turn.house.forms.get(argument.strip())
    if form is None:
        turn.show("compare:rank:0")
        if argument.strip():
            turn.notice = turn.t(
                "There is no form “{id}” (any more). Choose one of these.", id=argument.strip()[:40]
            )
    else:
        _look(turn, f"rank:{form.id}:{present(turn.today, 'quarter').name}:0", form.id)


def _over(turn: Turn, act: Act) -> None:
    """Candidates, league or health: form, span and page, with whatever is not told as it is at first."""
    form = turn.house.forms.get(act.word(0))
    if form is None:
        _gone(turn)
        return
    whole = present(turn.today, "year" if act.op == "health" else "quarter")
    span = span_named(act.word(1)) or whole
    view = f"{act.op}:{form.id}:{span.name}"
    if act.op != "health":
        view += f":{act.number(2) or 0}"
    _look(turn, view, form.id)
    if act.args[-1] == _PICTURE:
        _draw(turn, view)


def _pair(turn: Turn, act: Act) -> None:
    """Two candidates, each by an evaluation: opened with the picture."""
    other, span = act.number(0), span_named(act.word(1))
    if act.evaluation is None or other is None or span is None:
        _gone(turn)
        return
    view = f"pair:{act.evaluation}:{other}:{span.name}"
    if _pair_screen(turn, view.partition(":")[2]) is None:
        _gone(turn)
        return
    turn.record(audit.Action.SAW, "evaluation", act.evaluation, view="pair", other=other)
    turn.show(view)
    _draw(turn, view)


def _trend(turn: Turn, act: Act) -> None:
    """One subject over time, by an evaluation of it: opened with the picture."""
    reader = _reader(turn)
    trend = reader.trend(act.evaluation) if act.evaluation is not None else None
    if act.evaluation is None or trend is None:
        turn.toast = turn.t("This evaluation is not there.")
        return
    view = f"trend:{act.evaluation}"
    turn.record(audit.Action.SAW, "evaluation", act.evaluation, view="trend")
    turn.show(view)
    if trend.scored:
        _draw(turn, view)


def _subjects(turn: Turn, act: Act) -> None:
    """A page of those whose trend can be looked at; a search stays while pages are turned."""
    form = turn.house.forms.get(act.word(0))
    if form is None:
        _gone(turn)
        return
    view, _, argument = turn.chat.view.partition(":")
    searched = view == "whose" and argument.partition(":")[0] == form.id and len(act.args) > 1
    query = _three(argument)[2] if searched else ""
    turn.show(f"whose:{form.id}:{act.number(1) or 0}:{query}")


def _searched(turn: Turn, argument: str, text: str) -> None:
    turn.told_of_name(text)
    turn.show(f"whose:{argument.partition(':')[0]}:0:{' '.join(text.split())[:_QUERY]}")


def _look(turn: Turn, view: str, form: str) -> None:
    turn.record(audit.Action.SAW, "comparison", turn.sender.id, view=view.partition(":")[0], form=form)
    turn.show(view)


def _draw(turn: Turn, view: str) -> None:
    turn.errands.append(Errand("chart", (view,)))
    turn.toast = turn.t("🖼 The picture is being drawn; it comes below.")


def _gone(turn: Turn) -> None:
    turn.show("compare::0")
    turn.notice = turn.t("That comparison is not there any more. Choose anew.")


def _reader(turn: Turn, action: Action = Action.COMPARE) -> Reader:
    return Reader(turn.conn, turn.house, turn.standing.scope(action))


def _hub(turn: Turn, argument: str) -> Screen:
    op, page, _ = _three(argument)
    judges = turn.standing.may_ever(Action.JUDGE_FORM)
    if op in {"rank", "whose", "league"} or (op == "health" and judges):
        return screens.forms_screen(turn.t, op, _forms(turn.house, op), page_of(page), notice=turn.notice)
    return screens.hub_screen(turn.t, judges=judges, notice=turn.notice)


def _forms(house: House, op: str) -> Sequence[Form]:
    """The forms of a comparison; a league is of sites."""
    return [form for form in house.forms.values() if op != "league" or form.subject.kind == "site"]


def _rank_screen(turn: Turn, argument: str) -> Screen | None:
    form, span, page = _of_span(turn, argument)
    if form is None or span is None:
        return None
    reader = _reader(turn)
    ranking = reader.ranking(form, span)
    page = min(page, max(0, (len(ranking.candidates) - 1) // screens.PAGE))
    part = ranking.candidates[page * screens.PAGE : (page + 1) * screens.PAGE]
    told = reader.recommended(ranking, part)
    return screens.rank_screen(turn.t, ranking, told, page, offered(turn.today), notice=turn.notice)


def _pair_screen(turn: Turn, argument: str) -> Screen | None:
    left, right, name = _three(argument)
    span = span_named(name)
    pair = _reader(turn).pair(page_of(left), page_of(right), span) if span else None
    if pair is None or span is None:
        return None
    again = Act("pair", page_of(left), None, (right, span.name))
    return screens.pair_screen(turn.t, pair, span, again)


def _trend_screen(turn: Turn, argument: str) -> Screen | None:
    trend = _reader(turn).trend(page_of(argument))
    if trend is None:
        return None
    return screens.trend_screen(turn.t, trend, turn.house.zone, Act("trend", page_of(argument)))


def _subjects_screen(turn: Turn, argument: str) -> Screen | None:
    name, page_word, query = _three(argument)
    form, page = turn.house.forms.get(name), page_of(page_word)
    if form is None:
        return None
    found = _reader(turn).known(form, turn.now, query, screens.PAGE + 1, page * screens.PAGE)
    more = len(found) > screens.PAGE
    return screens.subjects_screen(turn.t, form, found[: screens.PAGE], page, more, query, notice=turn.notice)


def _league_screen(turn: Turn, argument: str) -> Screen | None:
    form, span, page = _of_span(turn, argument)
    if form is None or span is None:
        return None
    league = _reader(turn).league(form, span, page, screens.PAGE)
    return screens.league_screen(turn.t, league, page, quarters(turn.today), span)


def _health_screen(turn: Turn, argument: str) -> Screen | None:
    form, span, _ = _of_span(turn, argument)
    if form is None or span is None:
        return None
    health = _reader(turn, Action.JUDGE_FORM).health(form, span)
    return screens.health_screen(turn.t, form, health, span, offered(turn.today))


def _of_span(turn: Turn, argument: str) -> tuple[Form | None, Span | None, int]:
    form, span, page = _three(argument)
    return turn.house.forms.get(form), span_named(span), page_of(page)


def _three(argument: str) -> tuple[str, str, str]:
    first, _, rest = argument.partition(":")
    second, _, third = rest.partition(":")
    return first, second, third


_taps: dict[str, tuple[Action, Callable[[Turn, Act], None]]] = {
    "compare": (Action.COMPARE, _compare),
    "rank": (Action.COMPARE, _over),
    "pair": (Action.COMPARE, _pair),
    "trend": (Action.COMPARE, _trend),
    "whose": (Action.COMPARE, _subjects),
    "league": (Action.COMPARE, _over),
    "health": (Action.JUDGE_FORM, _over),
}

COMPARING = Room(
    commands={"rank": CommandEntry(Action.COMPARE, _command, lambda t: t("Compare candidates"))},
    taps={op: TapEntry(action, run) for op, (action, run) in _taps.items()},
    views={
        "compare": ViewEntry(Action.COMPARE, _hub),
        "rank": ViewEntry(Action.COMPARE, _rank_screen),
        "pair": ViewEntry(Action.COMPARE, _pair_screen),
        "trend": ViewEntry(Action.COMPARE, _trend_screen),
        "whose": ViewEntry(Action.COMPARE, _subjects_screen, _searched),
        "league": ViewEntry(Action.COMPARE, _league_screen),
        "health": ViewEntry(Action.JUDGE_FORM, _health_screen),
    },
    doors=(Door(Action.COMPARE, lambda t: t("📈 Compare"), "compare"),),
    help=(
        (
            Action.COMPARE,
            lambda t: t(
                "📈 Compare: candidates by total (/rank), one person or site over time, the sites' league."
            ),
        ),
    ),
)
