"""The result card: total, percent, grade, sections, recommendation, and whose decisions they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo

from bot.codec import Act
from bot.privacy.masking import masked, masked_value
from bot.rating import Rating
from bot.screens.review import section_answers
from bot.screens.room import clipped_to, lines_within, room_beside, size
from bot.screens.screen import Button, Screen, bold, clean, clip, esc, lines, packed, quote, short
from bot.screens.wording import (
    bracketed,
    grading_source,
    listed,
    moment,
    note_words,
    number,
    rule_words,
    score_words,
    since_words,
    source_words,
    told,
    unmet_words,
)
from bot.texts import Texts
from rubrics.fields import FieldValue, shown
from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    Form,
    FormField,
    GradeField,
    LevelCriterion,
    PointsCriterion,
    Source,
)
from rubrics.scoring import NoGrade, Score, SectionScore
from storage.values import Evaluation

_ONE_LINE = 40
"""Characters of a field that still read well behind its label."""
_MORE = 20
"""Room for the words that tell how many notes are not shown."""


_LINES_AT_ONCE = 5
"""With more lines than this the sections fold, so that a phone shows grade and recommendation without scrolling."""
_SAID_BY_FIGURE = (LevelCriterion, PointsCriterion, AnchoredCriterion, BandedCriterion)
"""Where a section has one such criterion, its figure is its answer."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a result is shown with.

    ``later`` is the amendment that took its place, ``earlier`` the evaluation it amends; ``evaluator`` who rated,
    where that is not the person who looks; ``revealed``: phone numbers and the like are shown in full, where they
    are masked otherwise; ``said`` are lines and ``more`` buttons of other rooms; ``back`` leads to
    where the person came from.
    """

    later: Evaluation | None = None
    earlier: Evaluation | None = None
    evaluator: str = ""
    may_amend: bool = True
    revealed: bool = False
    said: tuple[str, ...] = ()
    more: tuple[Button, ...] = ()
    back: Act | None = None


def result_screen(t: Texts, rating: Rating, zone: tzinfo, beside: Beside | None = None) -> Screen:
    """A handed-in evaluation with all that explains its score."""
    beside = beside or Beside()
    evaluation, form = rating.evaluation, rating.form
    sections = _sections(t, rating)
    head = [
        headline_of(t, rating),
        _standing(t, rating, zone, beside.later, beside.earlier),
        t("rated by {name}", name=esc(clip(beside.evaluator, 40))) if beside.evaluator else None,
        *beside.said,
        "",
        *_figures(t, rating),
        quote(sections, expandable=len(sections) > _LINES_AT_ONCE),
        _left_out(t, rating),
        unmet_words(t, form, rating.score),
    ]
    tail = [_measures(t, rating), _signatures(t, rating)]
    decisions = quote(lines_within(_decisions(t, form), room_beside([*head, *tail])), expandable=True)
    facts, notes = _words(t, rating, zone, room_beside([*head, *tail, decisions]), revealed=beside.revealed)
    text = lines(*head, *facts, *tail, notes, decisions)
    shown_text = text if beside.revealed else masked(text)
    buttons = [
        *_eye(t, rating, beside, shown_text != text),
        Button(t("📄 Report"), Act("report", evaluation.id)),
        Button(t("🖼 Picture"), Act("picture", evaluation.id)),
        *(
            [Button(t("✎ Amend"), Act("amend", evaluation.id))]
            if beside.may_amend and not beside.later
            else []
        ),
        *([Button(t("∑ All sources"), Act("sources", evaluation.id))] if form.combine_by else []),
        *beside.more,
        Button(short(t("＋ Next: {form}", form=form.short)), Act("form", None, None, (form.id,))),
    ]
    return Screen(
        shown_text,
        (
            *packed(buttons),
            (
                *(
                    [Button(t("◀ Back"), beside.back)]
                    if beside.back
                    else [Button(t("🗂 History"), Act("history"))]
                ),
                Button(t("☰ Menu"), Act("menu")),
            ),
        ),
    )


def headline_of(t: Texts, rating: Rating) -> str:
    """Form, subject and number of the evaluation."""
    return f"🏁 {bold(rating.form.title)}\n{bold(rating.name)} · {t('No. {n}', n=rating.evaluation.id)}"


def _eye(t: Texts, rating: Rating, beside: Beside, something_masked: bool) -> list[Button]:
    """The button that shows what is masked, where anything is; or masks it again."""
    if beside.revealed:
        return [Button(t("🙈 Mask"), Act("result", rating.evaluation.id))]
    facts = any(masked_value(field, value) != shown(value) for field, value in _facts(rating))
    return [Button(t("👁 Show"), Act("reveal", rating.evaluation.id))] if facts or something_masked else []


def _words(
    t: Texts, rating: Rating, zone: tzinfo, room: int, *, revealed: bool
) -> tuple[list[str], str | None]:
    """People's own words, fields and notes, sharing what room the figures leave in one message."""
    handed_in = rating.evaluation.submitted_at
    today = handed_in.astimezone(zone).date() if handed_in else None
    facts = _facts(rating)
    beside = sum(size(_fact(t, field, "\n", value, today)) + 1 for field, value in facts)
    for_notes = min(room // 3, size(_notes(t, rating, room) or ""))
    words = [shown(value) if revealed else masked_value(field, value) for field, value in facts]
    cut = clipped_to([clean(said) for said in words], room - beside - for_notes)
    told_facts = [
        _fact(t, field, words, value, today) for (field, value), words in zip(facts, cut, strict=True)
    ]
    return told_facts, _notes(t, rating, room - sum(size(fact) + 1 for fact in told_facts))


def _standing(
    t: Texts, rating: Rating, zone: tzinfo, later: Evaluation | None, earlier: Evaluation | None
) -> str:
    evaluation = rating.evaluation
    when = moment(evaluation.submitted_at, zone) if evaluation.submitted_at else ""
    parts = [t("handed in {when}", when=when)]
    if earlier:
        reason = esc(clip(evaluation.amend_reason or "", 200))
        of = earlier.id
        parts.append(
            t("amends no. {n}: {reason}", n=of, reason=reason) if reason else t("amends no. {n}", n=of)
        )
    if later:
        parts.append(t("⚠️ amended by no. {n}", n=later.id))
    return "\n".join(parts)


def _figures(t: Texts, rating: Rating) -> list[str | None]:
    result = rating.score
    words = score_words(t, rating.form, result)
    grade = rating.grade
    title = f"<b>{esc(grade)}</b>" if grade else f"<b>{t('No grade')}</b>"
    own = rating.override
    return [
        f"{title}　{words}" if words else title,
        why_no_grade(t, rating.form, result.no_grade),
        rule_words(rating.form, result.grade),
        t(
            "Grade by the evaluator; computed: {computed}. Reason: {reason}",
            computed=esc(result.grade or "—"),
            reason=esc(clip(own.reason, 300)),
        )
        if own
        else None,
        next_grade(t, rating.form, result) if not own else None,
    ]


def why_no_grade(t: Texts, form: Form, reason: NoGrade | None) -> str | None:
    """Why there is no grade, in one sentence, or ``None`` where there is one."""
    match reason:
        case None:
            return None
        case NoGrade.MISSING:
            return t("No grade yet: required answers are missing.")
        case NoGrade.NOTHING_APPLIES:
            return t("No score and no grade: nothing of this form applies.")
        case NoGrade.RULES:
            return t("No grade for several evaluations together: this form grades by single answers.")
        case NoGrade.TOO_FEW_RATED:
            return t(
                "No grade: fewer than half of the {n} criteria were rated (house rule). The total stands.",
                n=len(list(form.scored())),
            )


def next_grade(t: Texts, form: Form, result: Score) -> str | None:
    """How far the next grade is, or ``None`` at the top and where grades follow rules."""
    if result.next_grade is None:
        return None
    if form.scoring == "levels":
        return t(
            "{needed} more to {grade}",
            needed=number(result.next_grade.needed),
            grade=esc(result.next_grade.label),
        )
    return t(
        "{needed} percentage points more to {grade}",
        needed=number(result.next_grade.needed),
        grade=esc(result.next_grade.label),
    )


def _sections(t: Texts, rating: Rating) -> list[str]:
    """What each section brings, with its answers; one left out whole is told among what is left out."""
    left_out = set(rating.score.left_out)
    gone = {s.id for s in rating.form.sections if left_out.issuperset(c.id for c in s.criteria)}
    figures = {s.id: s for s in rating.score.sections}
    lines_told = []
    for section in rating.form.sections:
        if section.id in gone or section.id not in figures:
            continue
        if len(rating.form.sections) > 1:
            lines_told.append(told(t, esc(section.title), _section(t, figures[section.id])))
        if len(section.criteria) > 1 or not isinstance(section.criteria[0], _SAID_BY_FIGURE):
            lines_told.append(section_answers(t, rating, section))
    return lines_told


def _section(t: Texts, section: SectionScore) -> str:
    if section.total is None or section.max is None:
        return t("left out")
    return f"<b>{number(section.total)}</b> / {number(section.max)}"


def _left_out(t: Texts, rating: Rating) -> str | None:
    if not rating.score.left_out:
        return None
    titles = listed(t, [rating.form.by_id[i].title for i in rating.score.left_out])
    return t("Left out ({n}): {titles}", n=len(rating.score.left_out), titles=esc(clip(titles, 300)))


def _facts(rating: Rating) -> list[tuple[FormField, FieldValue]]:
    """What is filled in around the rating: head fields without the name, then closing fields."""
    form = rating.form
    about = [*form.subject.fields[1:], *form.opening, *form.closing]
    return [
        (f, rating.fields[f.id]) for f in about if not isinstance(f, GradeField) and f.id in rating.fields
    ]


def _fact(t: Texts, field: FormField, words: str, value: FieldValue, today: date | None) -> str:
    """One filled-in field; long words begin on a line of their own."""
    long = len(words) > _ONE_LINE or "\n" in words
    line = told(t, esc(field.label), f"\n{esc(words)}" if long else bold(words))
    return line + since_words(t, field, value, today) if today else line


def _measures(t: Texts, rating: Rating) -> str | None:
    measures, grade = rating.form.measures, rating.grade
    if measures is None or grade is None or grade not in measures.by_grade:
        return None
    title = esc(measures.title) + bracketed(t, source_words(t, measures.source))
    return told(t, title, esc(measures.by_grade[grade]))


def _signatures(t: Texts, rating: Rating) -> str | None:
    signed = [
        told(t, esc(s.label), bold(rating.signatures[s.id]))
        for s in rating.form.signatures
        if s.id in rating.signatures
    ]
    return "✍️ " + " · ".join(signed) if signed else None


def _notes(t: Texts, rating: Rating, room: int) -> str | None:
    """Notes and evidence, as many as there is room for, and how many more there are."""
    if not rating.notes:
        return None
    place = rating.form.position
    every = [told(t, t("Question {n}", n=place.get(n.item, 0) + 1), note_words(t, n)) for n in rating.notes]
    head = t("Notes and evidence:")
    kept = lines_within(every, room - size(head) - _MORE)
    rest = len(every) - len(kept)
    more = [t.n("… and {n} more", "… and {n} more", rest)] if rest else []
    return quote([head, *kept, *more], expandable=True)


def _decisions(t: Texts, form: Form) -> list[str]:
    """What the form's author decided, and what is the house's, apart: no paper passes ours off as the form's."""
    every = [t("What this rests on:")]
    sources: tuple[Source, ...] = ("form", "house")
    for source in sources:
        said = [d.text for d in form.decisions if d.source == source]
        if grading_source(form) == source and not said:
            said.append(t("the grades"))
        if said:
            every.append(f"<b>{source_words(t, source)}</b>")
            every.extend(f"· {esc(text)}" for text in said)
    return every
