"""Several evaluations of one subject by one form, from several sources, seen together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.codec import Act
from bot.privacy.masking import masked
from bot.rating import Rating
from bot.screens.result import why_no_grade
from bot.screens.screen import Button, Screen, bold, esc, lines, quote
from bot.screens.wording import bracketed, listed, moment, number, told
from bot.texts import Texts
from rubrics.combining import CombinedScore, combine
from rubrics.fields import shown
from rubrics.model import Form


def combined_screen(t: Texts, asked_from: Rating, ratings: Sequence[Rating], zone: tzinfo) -> Screen:
    """The combined figures of one subject's handed-in evaluations, by source."""
    form = asked_from.form
    together = combine(form, [(source_of(r), r.score) for r in ratings])
    each = [
        told(
            t,
            esc(source_of(r)),
            f"{number(r.score.total)} · {moment(r.evaluation.submitted_at, zone)}",
        )
        for r in ratings
        if r.score.total is not None and r.evaluation.submitted_at is not None
    ]
    return Screen(
        lines(
            f"∑ {bold(form.title)}",
            f"{bold(masked(asked_from.name))} · {t('All sources together')}",
            "",
            *_figures(t, form, together),
            quote([_source(t, together, place) for place in range(len(together.sources))]),
            t("Nothing yet from: {sources}", sources=esc(listed(t, together.absent)))
            if together.absent
            else None,
            quote(
                [
                    told(t, esc(s.title), f"<b>{number(s.total)}</b>")
                    for s in together.sections
                    if s.total is not None
                ]
            ),
            quote(each, expandable=True),
            t(
                "Not all were rated on the same version of the form; sections of the same id were taken together."
            )
            if len({r.evaluation.form_digest for r in ratings}) > 1
            else None,
            t("Each source counts the same; within a source its evaluations do (house rule)."),
        ),
        ((Button(t("◀ Back"), Act("result", asked_from.evaluation.id)),),),
    )


def source_of(rating: Rating) -> str:
    """Which source an evaluation says it is."""
    value = rating.fields.get(rating.form.combine_by or "")
    return shown(value) if value is not None else ""


def _figures(t: Texts, form: Form, together: CombinedScore) -> list[str]:
    if together.total is None or together.max is None:
        return [t("No score yet.")]
    why = why_no_grade(t, form, together.no_grade)
    grade = bold(together.grade) if together.grade else f"<b>{t('No grade')}</b>"
    percent = "" if together.percent is None else f" · {number(together.percent)}%"
    figures = f"{grade}　{number(together.total)} / {number(together.max)}{percent}"
    return [figures, why] if why else [figures]


def _source(t: Texts, together: CombinedScore, place: int) -> str:
    source = together.sources[place]
    count = t.n("{n} evaluation", "{n} evaluations", source.count)
    figures = f"<b>{number(source.total)}</b> / {number(source.max)}"
    return told(t, esc(source.source), figures + bracketed(t, count))
