"""The score card: a result as one picture for the chat, readable on a phone without zooming. Pure.

Every figure on it is a word or a number; colours and lengths only repeat them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from bot.rating import Rating
from bot.screens.result import why_no_grade
from bot.screens.screen import clip
from bot.screens.wording import listed, moment, number, score_words
from bot.texts import Texts
from rubrics.grading import steps
from rubrics.model import BandGrade, ChoiceField, Form
from rubrics.scoring import Score, SectionScore
from storage.values import Evaluation

Tone: TypeAlias = Literal["best", "good", "low", "worst", "none"]
"""Which colour stands behind the grade."""

_FEWEST_AXES = 3
_MOST_AXES = 12
_MOST_BARS = 30
_NAME = 40
_SENTENCE = 90


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its title, its figure in words, and how much of its maximum that is (0 to 1)."""

    title: str
    figure: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A grade on the scale, and the figure it begins at, where it begins at one."""

    label: str
    begins: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a score card, all words ready to print.

    ``mark`` is where the figure lies on the scale of grades, 0 at its left end and 1 at its right;
    ``rings`` are the lines of a radar: how far out, and what is written on them.
    """

    language: str
    title: str
    name: str
    line: str
    grade: str
    tone: Tone
    total: str
    percent: str
    scale: tuple[Segment, ...]
    mark: float | None
    explained: tuple[str, ...]
    heading: str
    shape: Literal["radar", "bars"]
    parts: tuple[Part, ...]
    rings: tuple[tuple[float, str], ...]
    facts: tuple[tuple[str, str], ...]
    standing: str
    foot: tuple[str, ...]
    colon: str


def card_values(card: Card) -> dict[str, Any]:
    """A card as values that JSON can hold."""
    return asdict(card)


def score_card(t: Texts, rating: Rating, zone: tzinfo, *, code: str, later: Evaluation | None = None) -> Card:
    """The score card of a handed-in evaluation, in the language of ``t``.

    ``code`` verifies it; ``later`` is the amendment that took its place.
    """
    form, result, evaluation = rating.form, rating.score, rating.evaluation
    words = score_words(t, form, result)
    shape: Literal["radar", "bars"] = "radar" if comparable(result.sections) else "bars"
    rings = _rings(form, result.sections) if shape == "radar" else ()
    return Card(
        language=form.language,
        title=form.title,
        name=clip(rating.name, _NAME),
        line=moment(evaluation.submitted_at, zone) if evaluation.submitted_at else "",
        grade=rating.grade or t("No grade"),
        tone=tone_of(form.grades, rating.grade),
        total=words.partition(" · ")[0] if words else "—",
        # Out of 100 the percent is the total.
        percent=f"{number(result.percent)}%" if result.percent is not None and result.max != 100 else "",
        scale=_scale(form, rating.grade),
        mark=mark_of(form, result),
        explained=_explained(t, rating),
        heading=_heading(t, rings),
        shape=shape,
        parts=_parts(t, result.sections, shape),
        rings=rings,
        facts=_facts(rating),
        standing=t("This evaluation was amended: no. {n} took its place.", n=later.id) if later else "",
        foot=(
            f"{t('No. {n}', n=evaluation.id)} · {t('record {n}', n=evaluation.revision)}",
            t("Verify: /verify {code}", code=code),
        ),
        colon=t("{label}: {value}", label="", value=""),
    )


def comparable(sections: Sequence[SectionScore]) -> bool:
    """Whether sections can stand around one middle: three to twelve with a figure, of the same maximum."""
    counted = [s for s in sections if s.exact_total is not None and s.exact_max]
    return _FEWEST_AXES <= len(counted) <= _MOST_AXES and len({s.exact_max for s in counted}) == 1


def tone_of(grades: Sequence[str], grade: str | None) -> Tone:
    """The colour of a grade: the best and the worst have their own, those between share two."""
    if grade is None or grade not in grades:
        return "none"
    place = grades.index(grade)
    if place == 0:
        return "best"
    if place == len(grades) - 1:
        return "worst"
    return "good" if 2 * place < len(grades) else "low"


def mark_of(form: Form, result: Score) -> float | None:
    """Where the figure lies on the scale: every grade takes the same room, and within it the figure its place."""
    begun = steps(form)[::-1]
    figure, least, most = _figures(form, result)
    if not begun or figure is None:
        return None
    edges = [step.begins if step.begins is not None and place else least for place, step in enumerate(begun)]
    place = max((n for n, edge in enumerate(edges) if figure >= edge), default=0)
    low, high = edges[place], [*edges, most][place + 1]
    within = (figure - low) / (high - low) if high > low else Decimal(0)
    return float((place + min(max(within, Decimal(0)), Decimal(1))) / len(edges))


def _figures(form: Form, result: Score) -> tuple[Decimal | None, Decimal, Decimal]:
    """The figure that the grade is read off, and the ends of its scale."""
    if isinstance(form.grade, BandGrade):
        return result.percent, Decimal(0), Decimal(100)
    values = [level.value for level in form.levels] or [0]
    return result.total, Decimal(min(values)), Decimal(max(values))


def _scale(form: Form, grade: str | None) -> tuple[Segment, ...]:
    """The form's grades, worst first."""
    begins = {step.label: step.begins for step in steps(form)}
    unit = "%" if isinstance(form.grade, BandGrade) else ""
    return tuple(
        Segment(label, f"{number(at)}{unit}" if place and (at := begins.get(label)) else "", label == grade)
        for place, label in enumerate(reversed(form.grades))
    )


def _parts(t: Texts, sections: Sequence[SectionScore], shape: str) -> tuple[Part, ...]:
    told = [section for section in sections if shape == "bars" or section.exact_total is not None]
    return tuple(_part(t, section) for section in told[:_MOST_BARS])


def _part(t: Texts, section: SectionScore) -> Part:
    if section.total is None or section.max is None or section.percent is None:
        return Part(section.title, t("left out"), None)
    figure = f"{number(section.total)} / {number(section.max)}"
    return Part(section.title, figure, float(section.percent / 100))


def _rings(form: Form, sections: Sequence[SectionScore]) -> tuple[tuple[float, str], ...]:
    """A ring for every level, or for each quarter of the points."""
    most = next(s.exact_max for s in sections if s.exact_max)
    if form.scoring == "levels":
        return tuple((float(level.value / most), f"{level.value}") for level in form.levels if level.value)
    return tuple((n / 4, number(Decimal(most.numerator) / most.denominator * n / 4)) for n in range(1, 5))


def _heading(t: Texts, rings: tuple[tuple[float, str], ...]) -> str:
    return t("By section (full: {most})", most=rings[-1][1]) if rings else t("By section")


def _explained(t: Texts, rating: Rating) -> tuple[str, ...]:
    form, result, own = rating.form, rating.score, rating.override
    said = [
        t(
            "Grade by the evaluator; computed: {computed}. Reason: {reason}",
            computed=result.grade or "—",
            reason=own.reason,
        )
        if own
        else None,
        why_no_grade(t, form, result.no_grade),
        t(
            "Not met ({n}): {titles}",
            n=len(result.unmet),
            titles=listed(t, [form.by_id[i].title for i in result.unmet]),
        )
        if result.unmet
        else None,
        t(
            "Left out ({n}): {titles}",
            n=len(result.left_out),
            titles=listed(t, [form.by_id[i].title for i in result.left_out]),
        )
        if result.left_out
        else None,
    ]
    return tuple(clip(sentence, _SENTENCE) for sentence in said if sentence)


def _facts(rating: Rating) -> tuple[tuple[str, str], ...]:
    """What the evaluator chose to recommend."""
    chosen: Mapping[str, object] = rating.fields
    return tuple(
        (field.label, str(chosen[field.id]))
        for field in rating.form.closing
        if isinstance(field, ChoiceField) and field.id in chosen
    )
