"""A comparison as a picture: what the template (``chart.typ``) draws. All words ready, all figures shares of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from bot.comparing.candidates import Pair, Side
from bot.comparing.health import Health
from bot.comparing.league import League
from bot.comparing.trend import Course, Trend
from bot.reports.sheet import Sheet
from bot.screens.comparing import moved
from bot.screens.screen import clip
from bot.screens.wording import number
from bot.texts import Texts
from storage.traces import About

TEMPLATE = "../comparing/chart"
"""From where the press has its templates."""
_NAME = 26
_TITLE = 30
_MOST_LINES = 24
"""Lines of bars in one picture; a phone shows no more without zooming."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture to be made, the words under it, and whose results it shows (places are never erased)."""

    values: Mapping[str, Any]
    caption: str
    about: About | None = None

    @property
    def sheet(self) -> Sheet:
        """What the press makes it from."""
        return Sheet(TEMPLATE, self.values, "png")


def trend_chart(t: Texts, trend: Trend, zone: tzinfo) -> Chart:
    """The total over time with the grade bands behind, and each section small below it."""
    days = [f"{result.at.astimezone(zone):%y-%m-%d}" for result in trend.results]
    values = {
        "kind": "trend",
        "total": [_share(result.percent) for result in trend.results],
        "figures": ["" if r.percent is None else number(r.percent) for r in trend.results],
        "days": days,
        "bands": [{"label": band.label, "begins": _exact(band.begins)} for band in trend.bands],
        "sections": [_small(course) for course in trend.sections[:_MOST_LINES]],
        "labels": {"total": t("Total in percent"), "sections": t("Sections, first to last")},
    }
    return _chart(t, values, trend.name, trend.form.title)


def pair_chart(t: Texts, pair: Pair, span: str) -> Chart:
    """Two candidates as pairs of bars, one above the other, told apart by letter and pattern."""
    values = {
        "kind": "pair",
        "sides": [_side(t, "A", pair.left), _side(t, "B", pair.right)],
        "lines": [
            {"title": clip(i.title, _TITLE), "bars": [_bar(i.left), _bar(i.right)]}
            for i in pair.indicators[:_MOST_LINES]
        ],
    }
    title = f"{clip(pair.left.name, _NAME)} | {clip(pair.right.name, _NAME)}"
    return _chart(t, values, title, f"{pair.form.title} · {span}")


def league_chart(t: Texts, league: League) -> Chart:
    """The sites of a page as bars, with their places before, and what fails most."""
    values = {
        "kind": "league",
        "lines": [
            {
                "title": f"{row.place}. {clip(row.name, _NAME)}",
                "beside": moved(t, row),
                "bars": [_bar(row.percent)],
            }
            for row in league.rows
        ],
        "failed": [
            {
                "title": clip(one.title, _TITLE),
                "beside": f"{one.failed}/{one.count}",
                "bars": [_bar(one.failed_percent)],
            }
            for one in league.failed[:5]
        ],
        "labels": {"failed": t("Fails most often")},
    }
    return _chart(t, values, t("Sites"), f"{league.form.title} · {league.quarter}")


def health_chart(t: Texts, health: Health) -> Chart:
    """Grades as bars, and every criterion's mean with its spread as a line through it."""
    every = sum(many for _, many in health.grades)
    values = {
        "kind": "health",
        "grades": [
            {
                "title": grade or t("no grade"),
                "beside": "",
                "bars": [{"share": many / every, "figure": f"{many}"}],
            }
            for grade, many in health.grades
        ],
        "criteria": [
            {
                "title": clip(one.title, _TITLE),
                "mean": _exact(one.mean),
                "low": max(0.0, _exact(one.mean - one.spread)),
                "high": min(1.0, _exact(one.mean + one.spread)),
                "figure": f"{number(one.mean)} ±{number(one.spread)}",
                "flat": one.never_varies,
            }
            for one in health.criteria[: 2 * _MOST_LINES]
        ],
        "labels": {
            "grades": t("Grades"),
            "criteria": t("Criteria: mean and spread in percent"),
            "flat": t("never varies"),
        },
    }
    about = t.n("{n} evaluation", "{n} evaluations", health.evaluations)
    return _chart(t, values, t("How the form is doing"), f"{health.form.title} · {health.span} · {about}")


def _chart(t: Texts, values: Mapping[str, Any], title: str, line: str) -> Chart:
    words = {"language": t.language, "title": title, "line": line}
    return Chart({**words, **values}, f"{title} · {line}"[:1000])


def _side(t: Texts, letter: str, side: Side) -> Mapping[str, str]:
    return {
        "letter": letter,
        "name": clip(side.name, _NAME),
        "figure": f"{number(side.percent)}%",
        "grade": side.grade or t("no grade"),
    }


def _small(course: Course) -> Mapping[str, Any]:
    there = [percent for percent in course.percents if percent is not None]
    ends: Sequence[Decimal] = (there[0], there[-1])
    return {
        "title": clip(course.title, _TITLE),
        "points": [_share(percent) for percent in course.percents],
        "figure": f"{number(ends[0])} → {number(ends[1])}" if len(there) > 1 else number(ends[0]),
    }


def _bar(percent: Decimal | None) -> Mapping[str, Any]:
    if percent is None:
        return {"share": None, "figure": "—"}
    return {"share": _exact(percent), "figure": number(percent)}


def _share(percent: Decimal | None) -> float | None:
    return None if percent is None else _exact(percent)


def _exact(percent: Decimal) -> float:
    """A percent as a share: only for drawing, where a dot is coarser than any rounding."""
    return float(percent / 100)
