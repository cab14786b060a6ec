"""The result card: total, percent, grade, sections, recommendation, and whose decisions they rest on."""

from __future__ import annotations

from datetime import tzinfo

from bot.codec import Act
from bot.rating import Rating
from bot.screens.screen import TEXT_LIMIT, Button, Screen, bold, clip, esc, quote
from bot.screens.wording import grading_source, moment, note_words, number, score_words, source_words
from bot.texts import Texts
from rubrics.fields import shown
from rubrics.model import Form, GradeField, Source
from rubrics.scoring import NoGrade, Score, SectionScore
from storage.values import Evaluation


def result_screen(
    t: Texts,
    rating: Rating,
    zone: tzinfo,
    *,
    later: Evaluation | None = None,
    earlier: Evaluation | None = None,
    back: Act | None = None,
) -> Screen:
    """A handed-in evaluation with all that explains its score.

    ``later`` is the amendment that took its place, ``earlier`` the evaluation it amends; ``back`` leads to where
    the person came from.
    """
    evaluation = rating.evaluation
    head = [
        headline_of(t, rating),
        _standing(t, rating, zone, later, earlier),
        "",
        *_figures(t, rating),
    ]
    tail = [
        quote(_sections(t, rating)),
        _left_out(t, rating),
        _unmet(t, rating),
        *_closing(rating),
        _measures(t, rating),
        _signatures(rating),
        _notes(t, rating),
        quote(_decisions(t, rating.form), expandable=True),
    ]
    buttons = [
        *([] if later else [Button(t("✎ Amend"), Act("amend", evaluation.id))]),
        Button(t("＋ Next: {form}", form=rating.form.short), Act("form", None, None, (rating.form.id,))),
    ]
    combine = [(Button(t("∑ All sources"), Act("sources", evaluation.id)),)] if rating.form.combine_by else []
    return Screen(
        fitting([*head, *tail]),
        (
            tuple(buttons),
            *combine,
            (
                *([Button(t("◀ Back"), back)] if back else [Button(t("🗂 History"), Act("history"))]),
                Button(t("☰ Menu"), Act("menu")),
            ),
        ),
    )


def headline_of(t: Texts, rating: Rating) -> str:
    """Form, subject and number of the evaluation."""
    return f"🏁 {bold(rating.form.title)}\n{bold(rating.name)} · {t('No. {n}', n=rating.evaluation.id)}"


def fitting(parts: list[str | None]) -> str:
    """The parts that fit into one message, whole, in order; what does not fit is told."""
    text = ""
    for part in parts:
        if part is None:
            continue
        if len(text) + len(part) + 1 > TEXT_LIMIT - 2:
            return text + "\n…"
        text = f"{text}\n{part}" if text else part
    return text


def _standing(
    t: Texts, rating: Rating, zone: tzinfo, later: Evaluation | None, earlier: Evaluation | None
) -> str:
    evaluation = rating.evaluation
    when = moment(evaluation.submitted_at, zone) if evaluation.submitted_at else ""
    parts = [t("handed in {when}", when=when)]
    if earlier:
        reason = esc(clip(evaluation.amend_reason or "", 200))
        parts.append(t("amends no. {n}: {reason}", n=earlier.id, reason=reason))
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
    if len(rating.form.sections) == 1:
        return []
    return [f"{esc(s.title)}: {_section(t, s)}" for s in rating.score.sections]


def _section(t: Texts, section: SectionScore) -> str:
    if section.total is None or section.max is None:
        return t("left out")
    return f"<b>{number(section.total)}</b> / {number(section.max)}"


def _left_out(t: Texts, rating: Rating) -> str | None:
    if not rating.score.left_out:
        return None
    titles = "、".join(rating.form.by_id[i].title for i in rating.score.left_out)
    return t("Left out ({n}): {titles}", n=len(rating.score.left_out), titles=esc(clip(titles, 300)))


def _unmet(t: Texts, rating: Rating) -> str | None:
    if not rating.score.unmet:
        return None
    titles = "、".join(rating.form.by_id[i].title for i in rating.score.unmet)
    return t(
        "❌ Not met ({n}), corrective action wanted: {titles}", n=len(rating.score.unmet), titles=esc(titles)
    )


def _closing(rating: Rating) -> list[str]:
    form = rating.form
    about = [*form.subject.fields[1:], *form.opening, *form.closing]
    return [
        f"{esc(f.label)}: {bold(clip(shown(rating.fields[f.id]), 300))}"
        for f in about
        if not isinstance(f, GradeField) and f.id in rating.fields
    ]


def _measures(t: Texts, rating: Rating) -> str | None:
    measures, grade = rating.form.measures, rating.grade
    if measures is None or grade is None or grade not in measures.by_grade:
        return None
    text = esc(measures.by_grade[grade])
    return f"{esc(measures.title)} ({source_words(t, measures.source)}): {text}"


def _signatures(rating: Rating) -> str | None:
    signed = [
        f"{esc(s.label)}: {bold(rating.signatures[s.id])}"
        for s in rating.form.signatures
        if s.id in rating.signatures
    ]
    return "✍️ " + " · ".join(signed) if signed else None


def _notes(t: Texts, rating: Rating) -> str | None:
    if not rating.notes:
        return None
    place = rating.form.position
    told = [f"{place.get(n.item, 0) + 1}. {note_words(t, n)}" for n in rating.notes]
    return quote([t("Notes and evidence:"), *told], expandable=True)


def _decisions(t: Texts, form: Form) -> list[str]:
    """What the form's author decided, and what is the house's, apart: no paper passes ours off as the form's."""
    told = [t("What this rests on:")]
    sources: tuple[Source, ...] = ("form", "house")
    for source in sources:
        said = [d.text for d in form.decisions if d.source == source]
        if grading_source(form) == source:
            said.insert(0, t("the grades"))
        if said:
            told.append(f"<b>{source_words(t, source)}</b>")
            told.extend(f"· {esc(text)}" for text in said)
    return told
