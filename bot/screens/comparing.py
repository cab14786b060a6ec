"""Comparisons on the card: candidates, two of them, one subject over time, the sites' league, a form's health."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from decimal import Decimal

from bot.codec import Act
from bot.comparing.candidates import MOST_COMPARED, Candidate, Pair, Ranking, Side, closest
from bot.comparing.health import EvaluatorMean, Health
from bot.comparing.league import League, LeagueRow
from bot.comparing.spans import Span
from bot.comparing.tallies import CriterionTally
from bot.comparing.trend import Change, Trend
from bot.screens.room import lines_within
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, packed, rows_of, short
from bot.screens.wording import bracketed, listed, number, told
from bot.texts import Texts
from rubrics.model import Form
from storage.comparing import Known

PAGE = 10
"""Candidates, sites or subjects on one page."""
FORMS_PAGE = 12
_RECENT = 8
"""Results of a trend told in words; the picture has them all."""
_FEW = 5
"""Changes and failures told at once."""
_ROOM = 3400
"""Characters of a card's lines, the rest being left for its head and its hints."""


def hub_screen(t: Texts, *, judges: bool, notice: str | None = None) -> Screen:
    """What can be compared."""
    ways = [
        (t("🥇 Candidates"), "rank", t("everyone rated with a form, by total; the two closest side by side")),
        (t("📈 Trend"), "whose", t("one person or place over time")),
        (t("🏢 Sites"), "league", t("the quarter's league, and what fails most")),
        *([(t("🩺 Form"), "health", t("grades, spread, strict and mild evaluators"))] if judges else []),
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Comparisons')}</b>",
            "",
            *(told(t, f"<b>{label}</b>", words) for label, _, words in ways),
        ),
        (
            *packed(Button(label, Act("compare", None, None, (op,))) for label, op, _ in ways),
            (Button(t("☰ Menu"), Act("menu")),),
        ),
    )


def forms_screen(t: Texts, op: str, forms: Sequence[Form], page: int, *, notice: str | None = None) -> Screen:
    """Which form it is about; ``op`` is where the choice leads."""
    page = min(max(page, 0), max(0, (len(forms) - 1) // FORMS_PAGE))
    part = forms[page * FORMS_PAGE : (page + 1) * FORMS_PAGE]
    buttons = [Button(f.short, Act(op, None, None, (f.id,))) for f in part]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Comparisons')}</b>",
            t("Which form?") if forms else t("There is no form for this: no form here is about sites."),
        ),
        (
            *rows_of(buttons, most=2),
            *_pages("compare", (op,), page, len(forms), FORMS_PAGE),
            _ways(t),
        ),
    )


def rank_screen(
    t: Texts,
    ranking: Ranking,
    part: Sequence[Candidate],
    page: int,
    spans: Sequence[Span],
    *,
    notice: str | None = None,
) -> Screen:
    """Candidates by total. ``part`` are those of this page, with what was recommended."""
    form, span, amount = ranking.form, ranking.span, ranking.amount
    two = closest(ranking.candidates)
    near = []
    if two:
        near = [
            (Button(_pair_label(t, *two), Act("pair", two[0].latest, None, (str(two[1].latest), span.name))),)
        ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Candidates')}</b> · {bold(form.title)}",
            f"{esc(span.name)} · {t.n('{n} rated', '{n} rated', amount.subjects)}"
            f" · {t.n('{n} evaluation', '{n} evaluations', amount.evaluations)}",
            "",
            *[_candidate(t, one) for one in part],
            *_of_ranking(t, ranking),
        ),
        (
            *near,
            *_pages("rank", (form.id, span.name), page, len(ranking.candidates), PAGE),
            *_spans("rank", form, span, spans),
            _ways(t),
        ),
    )


def _candidate(t: Texts, one: Candidate) -> str:
    parts = [f"<b>{number(one.percent)}%</b>", esc(one.grade or t("no grade"))]
    if one.said:
        parts.append(esc(clip("/".join(one.said), 30)))
    if one.count > 1:
        parts.append(t("mean of {n}", n=one.count))
    return f"{one.place}. {bold(clip(one.name, 24))} · {' · '.join(parts)}"


def _of_ranking(t: Texts, ranking: Ranking) -> Iterable[str]:
    amount = ranking.amount
    if not amount.evaluations:
        yield t("Nothing with a score was handed in with this form in this span. Choose another span.")
    elif amount.subjects == 1:
        yield t("Only one here: there is nobody to compare with. Choose a longer span.")
    if amount.subjects > MOST_COMPARED:
        yield ""
        yield t(
            "These are the first {n} of {all}: choose a shorter span for fewer.",
            n=MOST_COMPARED,
            all=amount.subjects,
        )
    yield from _unscored(t, amount.unscored)


def _pair_label(t: Texts, left: Candidate, right: Candidate) -> str:
    return short(t("⚖️ Closest: {a} | {b}", a=short(left.name, 8), b=short(right.name, 8)))


def pair_screen(t: Texts, pair: Pair, span: Span, again: Act) -> Screen:
    """Two candidates side by side, by indicator; the picture comes below, and ``again`` sends it once more."""
    told_lines = [_side_by_side(i.left, i.right, i.title) for i in pair.indicators]
    return Screen(
        lines(
            f"<b>{t('Side by side')}</b> · {esc(pair.form.title)} · {esc(span.name)}",
            "",
            _side(t, "A", pair.left),
            _side(t, "B", pair.right),
            t("Apart: {n} percentage points", n=number(abs(pair.apart))),
            "",
            "<code>     A        B</code>",
            *lines_within(told_lines, _ROOM),
            *_changed(t, pair.changed),
        ),
        (
            (
                Button(t("🖼 Picture"), again),
                Button(t("◀ Back"), Act("rank", None, None, (pair.form.id, span.name))),
            ),
            _ways(t),
        ),
    )


def _side(t: Texts, letter: str, side: Side) -> str:
    many = bracketed(t, t("mean of {n}", n=side.count)) if side.count > 1 else ""
    grade = esc(side.grade or t("no grade"))
    return f"{letter} {bold(clip(side.name, 30))} <b>{number(side.percent)}%</b> {grade}{many}"


def _side_by_side(left: Decimal | None, right: Decimal | None, title: str) -> str:
    """Figures first, so that columns stand straight whatever the width of the words."""
    if left is None or right is None or left == right:
        mark = "=" if left is not None and left == right else " "
    else:
        mark = ">" if left > right else "<"
    return f"<code>{_six(left)} {esc(mark)} {_six(right)}</code> {esc(clip(title, 20))}"


def _six(figure: Decimal | None) -> str:
    return f"{'—' if figure is None else number(figure):>6}"


def subjects_screen(
    t: Texts,
    form: Form,
    found: Sequence[Known],
    page: int,
    more: bool,
    query: str,
    *,
    notice: str | None = None,
) -> Screen:
    """Whose trend: those with a result by this form, the latest first; typed words search their names."""
    buttons = [(Button(short(f"{one.name} · {one.count}"), Act("trend", one.latest)),) for one in found]
    empty = t("Nothing found for {query}.", query=bold(query)) if query else t("Nothing handed in yet.")
    turn = [
        *([Button("◀", Act("whose", None, None, (form.id, str(page - 1))))] if page else []),
        *([Button("▶", Act("whose", None, None, (form.id, str(page + 1))))] if more else []),
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Trend')}</b> · {bold(form.title)}" + (f" · 🔍 {bold(query)}" if query else ""),
            "",
            t("Who or what? The number is how many results there are.") if found else empty,
            f"<i>{t('Type a name to search.')}</i>",
        ),
        (*buttons, *([tuple(turn)] if turn else []), _ways(t)),
    )


def trend_screen(t: Texts, trend: Trend, zone: tzinfo, again: Act) -> Screen:
    """One subject over time in words; the picture comes below, and ``again`` sends it once more."""
    scored = trend.scored
    latest = [
        f"{result.at.astimezone(zone):%Y-%m-%d} · "
        + (
            f"<b>{number(result.percent)}%</b> {esc(result.grade or t('no grade'))}"
            if result.percent is not None
            else t("without a score")
        )
        for result in trend.results[-_RECENT:]
    ]
    return Screen(
        lines(
            f"<b>{t('Trend')}</b> · {bold(trend.name)}",
            esc(trend.form.title),
            "",
            *latest,
            *_of_trend(t, trend),
            "" if len(scored) > 1 else None,
            _changes(t, t("Improved"), trend.improved) if len(scored) > 1 else None,
            _changes(t, t("Fell"), trend.fell) if len(scored) > 1 else None,
            told(t, f"<b>{t('Failed twice running')}</b>", _listed(t, trend.failed_twice)),
            *_changed(t, trend.changed),
        ),
        (
            (
                *([Button(t("🖼 Picture"), again)] if scored else []),
                Button(t("◀ Others"), Act("whose", None, None, (trend.form.id,))),
            ),
            _ways(t),
        ),
    )


def _of_trend(t: Texts, trend: Trend) -> Iterable[str]:
    if trend.earlier:
        yield t(
            "Shown are the latest {n} of {all} results.",
            n=len(trend.results),
            all=len(trend.results) + trend.earlier,
        )
    yield from _unscored(t, trend.unscored)
    if not trend.scored:
        yield t("None of them has a score, so there is nothing to draw.")
    elif len(trend.scored) == 1:
        yield t("Only one result so far: a trend begins with the second.")


def _changes(t: Texts, label: str, changes: Sequence[Change]) -> str:
    words = [f"{clip(c.title, 20)} {number(c.before)}→{number(c.after)}%" for c in changes]
    return told(t, f"<b>{label}</b>", _listed(t, words))


def _listed(t: Texts, words: Sequence[str]) -> str:
    if not words:
        return t("none")
    rest = len(words) - _FEW
    more = " " + t.n("… and {n} more", "… and {n} more", rest) if rest > 0 else ""
    return esc(listed(t, words[:_FEW])) + more


def league_screen(t: Texts, league: League, page: int, spans: Sequence[Span], span: Span) -> Screen:
    """The sites of a quarter with their places in the one before, completion, and what fails most."""
    form = league.form
    empty = t("Nothing with a score was handed in with this form in this span. Choose another span.")
    return Screen(
        lines(
            f"<b>{t('Sites')}</b> · {bold(form.title)}",
            f"{esc(span.name)} · {t.n('{n} site', '{n} sites', league.sites)}"
            f" · {t.n('{n} evaluation', '{n} evaluations', league.evaluations)}",
            t("Done of what plans made due: {done}/{due}", done=league.done, due=league.due)
            if league.due
            else t("No plan made anything due here in this quarter."),
            "",
            *[_league_row(t, row) for row in league.rows],
            empty if not league.evaluations else None,
            t("Only one here: there is nothing to compare with.") if league.sites == 1 else None,
            *_unscored(t, league.unscored),
            *_most_failed(t, league.failed),
            *_changed(t, league.changed),
            *_unknown(t, league.unknown),
        ),
        (
            *(
                [(Button(t("🖼 Picture"), Act("league", None, None, (form.id, span.name, str(page), "p"))),)]
                if league.rows
                else []
            ),
            *_pages("league", (form.id, span.name), page, league.sites, PAGE),
            *_spans("league", form, span, spans),
            _ways(t),
        ),
    )


def _league_row(t: Texts, row: LeagueRow) -> str:
    parts = [f"<b>{number(row.percent)}%</b>", moved(t, row)]
    if row.count > 1:
        parts.append(t("mean of {n}", n=row.count))
    if row.due is not None:
        parts.append(t("plan {done}/{due}", done=row.done, due=row.due))
    return f"{row.place}. {bold(clip(row.name, 24))} · {' · '.join(parts)}"


def moved(t: Texts, row: LeagueRow) -> str:
    """Where a site comes from: its place in the quarter before."""
    if row.before is None:
        return t("new")
    arrow = "▲" if row.before > row.place else "▼" if row.before < row.place else "＝"
    return t("{arrow} was {n}.", arrow=arrow, n=row.before)


def _most_failed(t: Texts, failed: Sequence[CriterionTally]) -> Iterable[str]:
    if failed:
        yield ""
        yield f"<b>{t('Fails most often')}</b>"
        for one in failed[:_FEW]:
            yield f"{esc(clip(one.title, 24))} {one.failed}/{one.count} · {number(one.failed_percent)}%"


def health_screen(t: Texts, form: Form, health: Health | None, span: Span, spans: Sequence[Span]) -> Screen:
    """How a form is doing; ``None`` where nothing in the span has a score."""
    if health is None:
        body = [t("Nothing with a score was handed in with this form in this span. Choose another span.")]
    else:
        body = [
            t.n("{n} evaluation", "{n} evaluations", health.evaluations)
            + " · "
            + t("mean {n}%", n=number(health.mean)),
            *_unscored(t, health.unscored),
            *_changed(t, health.changed),
            *_unknown(t, health.unknown),
            "",
            *lines_within(
                [*_grades(t, health), "", *_strictness(t, health), "", *_criteria(t, health)], _ROOM
            ),
        ]
    picture = (
        [(Button(t("🖼 Picture"), Act("health", None, None, (form.id, span.name, "p"))),)] if health else []
    )
    return Screen(
        lines(f"<b>{t('How the form is doing')}</b> · {bold(form.title)}", esc(span.name), *body),
        (*picture, *_spans("health", form, span, spans), _ways(t)),
    )


def _grades(t: Texts, health: Health) -> Iterable[str]:
    yield f"<b>{t('Grades')}</b>"
    for grade, many in health.grades:
        yield f"<code>{many:>5}</code> {esc(grade or t('no grade'))}"


def _strictness(t: Texts, health: Health) -> Iterable[str]:
    yield f"<b>{t('Evaluators, strict ones first')}</b>"
    if len(health.evaluators) == 1:
        yield t("Only one evaluator here: nobody to compare with.")
    for one in health.evaluators:
        yield _evaluator(t, one)


def _evaluator(t: Texts, one: EvaluatorMean) -> str:
    few = " · " + t("too few to judge") if one.few else ""
    name = esc(clip(one.name or str(one.id), 20))
    return f"<code>{_six(one.mean)} {_signed(one.apart):>7}</code> {name} · {one.count}{few}"


def _signed(figure: Decimal) -> str:
    return f"+{number(figure)}" if figure > 0 else number(figure).replace("-", "−")


def _criteria(t: Texts, health: Health) -> Iterable[str]:
    if flat := health.flat:
        yield told(t, f"<b>{t('Never vary')}</b>", _listed(t, [one.title for one in flat]))
    yield f"<b>{t('Criteria: mean and spread in percent')}</b>"
    for one in health.criteria:
        yield f"<code>{_six(one.mean)} ±{number(one.spread):>5}</code> {esc(clip(one.title, 20))}"


def _unscored(t: Texts, many: int) -> Iterable[str]:
    if many:
        yield t.n("{n} without a score is left out.", "{n} without a score are left out.", many)


def _changed(t: Texts, changed: bool) -> Iterable[str]:
    if changed:
        yield ""
        yield t("The form changed meanwhile: criteria are matched by their id and compared in percent.")


def _unknown(t: Texts, many: int) -> Iterable[str]:
    if many:
        yield t.n(
            "{n} old evaluation is not broken down into criteria yet; look again.",
            "{n} old evaluations are not broken down into criteria yet; look again.",
            many,
        )


def _spans(op: str, form: Form, chosen: Span, spans: Sequence[Span]) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(f"● {span.name}" if span == chosen else span.name, Act(op, None, None, (form.id, span.name)))
        for span in spans
    ]
    return rows_of(buttons, most=3)


def _pages(
    op: str, args: tuple[str, ...], page: int, total: int, size: int
) -> tuple[tuple[Button, ...], ...]:
    last = max(0, -(-total // size) - 1)
    turn = [
        *([Button("◀", Act(op, None, None, (*args, str(page - 1))))] if page > 0 else []),
        *([Button("▶", Act(op, None, None, (*args, str(page + 1))))] if page < last else []),
    ]
    return (tuple(turn),) if turn else ()


def _ways(t: Texts) -> tuple[Button, ...]:
    return Button(t("📈 Compare"), Act("compare")), Button(t("☰ Menu"), Act("menu"))
