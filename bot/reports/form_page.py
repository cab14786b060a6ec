"""A handed-in evaluation as a page: head, table, result, closing fields, signatures, decisions. Pure."""

from __future__ import annotations

from datetime import tzinfo

from bot.rating import Rating
from bot.reports.page import Column, Entry, Group, Layout, Mark, Page, Said, Signed
from bot.reports.remarks import lines_of, remarks_on
from bot.reports.rows import row_of
from bot.screens.feedback import Release, story
from bot.screens.result import why_no_grade
from bot.screens.wording import bracketed, grading_source, listed, moment, number, score_words, source_words
from bot.texts import Texts
from rubrics.fields import shown, whole_years
from rubrics.model import (
    ChoiceField,
    ClosingField,
    FormField,
    GoalsField,
    GradeField,
    LevelCriterion,
    OpeningField,
    PlainField,
    RuleGrade,
    Section,
    Source,
)
from storage.answers import latest
from storage.values import Evaluation

_TOGETHER = 30
"""Lines of a section that is still kept on one page."""
_ONE_LINE = 20
"""Characters of a value that may share a line with another field."""


def form_page(
    t: Texts,
    rating: Rating,
    zone: tzinfo,
    *,
    code: str = "",
    earlier: Evaluation | None = None,
    later: Evaluation | None = None,
    released: Release | None = None,
) -> Page:
    """The page of a handed-in evaluation.

    ``t`` speaks the form's language; ``code`` verifies the page; ``earlier`` is the evaluation it amends,
    ``later`` the one that amends it; ``released`` tells of its release to the person assessed.
    """
    form, evaluation = rating.form, rating.evaluation
    layout = layout_of(rating)
    return Page(
        language=form.language,
        title=form.title,
        about=form.about or "",
        running=f"{form.title}　{rating.name}　{t('No. {n}', n=evaluation.id)}",
        foot=_foot(t, evaluation, later, code),
        standing=_standing(t, evaluation, earlier, later),
        head=_head(t, rating, zone),
        goals=_goals(rating),
        goals_head=(_goals_label(rating), t("Measure of success")),
        layout=layout,
        anchored=any(isinstance(c, LevelCriterion) and c.anchors for c in form.criteria),
        columns=_columns(t, rating, layout),
        groups=tuple(_group(t, rating, section, layout) for section in form.sections),
        figures=_figures(t, rating),
        explained=_explained(t, rating),
        closing=_closing(rating),
        signatures=_signatures(rating, zone),
        feedback=tuple(story(t, released, zone)) if released else (),
        decisions=_decisions(t, rating),
        fixed={
            "notes": t("Note"),
            "signed": t("Signature"),
            "feedback": t("Feedback of the person assessed"),
            "decisions": t("What this rests on"),
            "colon": t("{label}: {value}", label="", value=""),
        },
    )


def layout_of(rating: Rating) -> Layout:
    """Which table a form is printed as."""
    match rating.form.scoring:
        case "levels":
            return "levels"
        case "met":
            return "inspection"
        case "points":
            return "points"


def _foot(t: Texts, evaluation: Evaluation, later: Evaluation | None, code: str) -> str:
    parts = [t("No. {n}", n=evaluation.id), t("record {n}", n=evaluation.revision)]
    if evaluation.amends_id is not None:
        parts.append(t("amends no. {n}", n=evaluation.amends_id))
    if later is not None:
        parts.append(t("amended by no. {n}", n=later.id))
    if code:
        parts.append(t("Verify: /verify {code}", code=code))
    return " · ".join(parts)


def _standing(
    t: Texts, evaluation: Evaluation, earlier: Evaluation | None, later: Evaluation | None
) -> tuple[str, ...]:
    said = []
    if earlier is not None:
        of, reason = earlier.id, evaluation.amend_reason  # which is gone where the person was erased
        said.append(
            t("amends no. {n}: {reason}", n=of, reason=reason) if reason else t("amends no. {n}", n=of)
        )
    if later is not None:
        said.append(t("This evaluation was amended: no. {n} took its place.", n=later.id))
    return tuple(said)


def _head(t: Texts, rating: Rating, zone: tzinfo) -> tuple[Entry, ...]:
    fields = [f for f in (*rating.form.subject.fields, *rating.form.opening) if not isinstance(f, GoalsField)]
    handed_in = rating.evaluation.submitted_at
    when = [Entry(t("Handed in"), moment(handed_in, zone))] if handed_in else []
    return (*(_filled(t, rating, field, zone) for field in fields), *when)


def _filled(t: Texts, rating: Rating, field: OpeningField | ClosingField, zone: tzinfo) -> Entry:
    """A field as the paper has it: an empty one stays, with nothing behind its label."""
    value = rating.name if field.id == rating.form.subject.fields[0].id else ""
    if field.id in rating.fields:
        value = shown(rating.fields[field.id])
    value += _since(t, rating, field, value, zone)
    return Entry(field.label, value, wide=len(value) > _ONE_LINE or "\n" in value)


def _since(t: Texts, rating: Rating, field: FormField, value: str, zone: tzinfo) -> str:
    """What is worked out from a date on the day of handing in, in brackets: ``（年资 2 年）``."""
    handed_in = rating.evaluation.submitted_at
    if not isinstance(field, PlainField) or not field.since or handed_in is None:
        return ""
    years = whole_years(value, handed_in.astimezone(zone).date())
    if years is None:
        return ""
    return bracketed(t, f"{field.since} {t.n('{n} year', '{n} years', years)}")


def _goals_field(rating: Rating) -> GoalsField | None:
    fields = (*rating.form.subject.fields, *rating.form.opening)
    return next((field for field in fields if isinstance(field, GoalsField)), None)


def _goals_label(rating: Rating) -> str:
    field = _goals_field(rating)
    return field.label if field else ""


def _goals(rating: Rating) -> tuple[tuple[str, str], ...]:
    """Goals with their measures; the empty row of the paper where none was set."""
    field = _goals_field(rating)
    if field is None:
        return ()
    found = rating.fields.get(field.id)
    goals = found if isinstance(found, list) else []
    return tuple((str(goal[0]), str(goal[1])) for goal in goals if len(goal) == 2) or (("", ""),)


def _columns(t: Texts, rating: Rating, layout: Layout) -> tuple[Column, ...]:
    match layout:
        case "levels":
            levels = [Column(level.label, level.note or "") for level in rating.form.levels]
            return (Column(t("Indicator")), Column(t("What is rated")), *levels)
        case "points":
            return (Column(t("Item")), Column(t("What is rated")), Column(t("Full")), Column(t("Points")))
        case "inspection":
            return (
                Column(t("Item")),
                Column(t("Method of checking")),
                Column(t("Threshold")),
                Column(t("Found")),
                Column(t("Verdict")),
            )


def _group(t: Texts, rating: Rating, section: Section, layout: Layout) -> Group:
    rows = tuple(row_of(t, rating, section, c, layout, remarks_on(t, rating, c)) for c in section.criteria)
    lines = sum(lines_of(row) for row in rows)
    return Group(section.title, _section_figure(t, rating, section), lines <= _TOGETHER, rows)


def _section_figure(t: Texts, rating: Rating, section: Section) -> str:
    """What the section comes to; nothing where its one row says so already."""
    found = next((s for s in rating.score.sections if s.id == section.id), None)
    if found is None or (len(section.criteria) == 1 and section.combine == "sum"):
        return ""
    if found.total is None or found.max is None:
        return t("left out")
    return f"{number(found.total)} / {number(found.max)}"


def _figures(t: Texts, rating: Rating) -> tuple[Entry, ...]:
    result = rating.score
    words = score_words(t, rating.form, result)
    total = words.partition(" · ")[0] if words else "—"
    percent = f"{number(result.percent)}%" if result.percent is not None else "—"
    return (
        Entry(t("Total"), total),
        Entry(t("Percent"), percent),
        Entry(t("Grade"), rating.grade or t("No grade")),
    )


def _explained(t: Texts, rating: Rating) -> tuple[str, ...]:
    """All that explains the figures: override, why no grade, the rule, what is left out, what is not met."""
    form, result, own = rating.form, rating.score, rating.override
    titles = {c.id: f"{form.position[c.id] + 1}. {c.title}" for c in form.criteria}
    said = [
        t(
            "Grade by the evaluator; computed: {computed}. Reason: {reason}",
            computed=result.grade or "—",
            reason=own.reason,
        )
        if own
        else None,
        why_no_grade(t, form, result.no_grade),
        _rule(rating),
        t(
            "Left out ({n}): {titles}",
            n=len(result.left_out),
            titles=listed(t, [titles[i] for i in result.left_out]),
        )
        if result.left_out
        else None,
        t(
            "Not met ({n}), corrective action wanted: {titles}",
            n=len(result.unmet),
            titles=listed(t, [titles[i] for i in result.unmet]),
        )
        if result.unmet
        else None,
        _measure(t, rating),
    ]
    return tuple(sentence for sentence in said if sentence)


def _rule(rating: Rating) -> str | None:
    if not isinstance(rating.form.grade, RuleGrade):
        return None
    return next((r.text for r in rating.form.grade.rules if r.grade == rating.score.grade), None)


def _measure(t: Texts, rating: Rating) -> str | None:
    measures, grade = rating.form.measures, rating.grade
    if measures is None or grade is None or grade not in measures.by_grade:
        return None
    label = measures.title + bracketed(t, source_words(t, measures.source))
    return t("{label}: {value}", label=label, value=measures.by_grade[grade])


def _closing(rating: Rating) -> tuple[Entry, ...]:
    return tuple(_closed(rating, field) for field in rating.form.closing)


def _closed(rating: Rating, field: ClosingField) -> Entry:
    if isinstance(field, GradeField):
        marks = tuple(Mark(grade == rating.grade, grade) for grade in rating.form.grades)
        return Entry(field.label, "", marks, wide=True)
    value = rating.fields.get(field.id)
    if isinstance(field, ChoiceField):
        return Entry(field.label, "", tuple(Mark(o == value, o) for o in field.options), wide=True)
    return Entry(field.label, shown(value) if value is not None else "", wide=True)


def _signatures(rating: Rating, zone: tzinfo) -> tuple[Signed, ...]:
    rows = latest(rating.log)
    return tuple(
        Signed(
            label=signature.label,
            name=rating.signatures.get(signature.id, ""),
            when=moment(rows[f"#{signature.id}"].at, zone) if signature.id in rating.signatures else "",
            statement=signature.statement or "",
        )
        for signature in rating.form.signatures
    )


def _decisions(t: Texts, rating: Rating) -> tuple[Said, ...]:
    """The form's own decisions and the house's, apart."""
    every = []
    sources: tuple[Source, ...] = ("form", "house")
    for source in sources:
        said = [d.text for d in rating.form.decisions if d.source == source]
        if grading_source(rating.form) == source and not said:
            said.append(t("the grades"))
        if said:
            every.append(Said(source_words(t, source), tuple(said)))
    return tuple(every)
