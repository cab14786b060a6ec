"""Small wordings that several screens share: values, grades, dates, names of things."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from decimal import Decimal

from bot.privacy.sniffing import UNKNOWN, claims_picture
from bot.screens.screen import bold, clip, esc
from bot.texts import Texts
from rubrics.answers import (
    Answer,
    Deducted,
    Inspected,
    NotApplicable,
    Pointed,
    Rated,
    Ticked,
    Written,
)
from rubrics.fields import FieldValue, whole_years
from rubrics.model import (
    BandGrade,
    ChecklistCriterion,
    Criterion,
    DeductionCriterion,
    Form,
    FormField,
    InspectionCriterion,
    NearestGrade,
    PlainField,
    RuleGrade,
    Source,
)
from rubrics.points import points_of
from rubrics.scoring import Score
from rubrics.walk import is_met
from storage.values import Attachment, Note


def number(value: Decimal | int) -> str:
    """A number without needless zeros: ``8``, ``8.5``, ``90.48``."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def listed(t: Texts, words: Iterable[str]) -> str:
    """Several things in one line, set apart as the reader's language does."""
    return t(", ").join(words)


def told(t: Texts, label: str, value: str) -> str:
    """A label and its value, both escaped already."""
    return t("{label}: {value}", label=label, value=value)


def bracketed(t: Texts, words: str) -> str:
    """Words in brackets, escaped already."""
    return t(" ({words})", words=words)


def answer_words(t: Texts, criterion: Criterion, answer: Answer) -> str:
    """An answer in a few words, not escaped."""
    match criterion, answer:
        case _, NotApplicable():
            return criterion.na or t("not applicable")
        case _, Rated(level=level):
            return level
        case _, Pointed(points=points):
            return t("{points} points", points=number(points))
        case ChecklistCriterion(), Ticked():
            return tick_words(t, criterion, answer)
        case DeductionCriterion(reasons=reasons), Deducted(counts=counts):
            words = {r.id: r for r in reasons}
            parts = [words[i].text if words[i].once else f"{words[i].text}×{n}" for i, n in counts]
            lost = deduction_words(t, criterion, answer)
            return told(t, lost, listed(t, parts)) if parts else lost
        case InspectionCriterion(), Inspected():
            return inspection_words(t, criterion, answer)
        case _, Written(text=text):
            return text
        case _:
            raise ValueError(f"{criterion.id}: {answer!r} is no answer to it")


def brief_words(t: Texts, criterion: Criterion, answer: Answer) -> str:
    """An answer in as few words as a button holds beside others, not escaped."""
    match criterion, answer:
        case ChecklistCriterion(options=options), Ticked(options=ticked):
            return f"{len(ticked)}/{len(options)}"
        case DeductionCriterion(), Deducted():
            return deduction_words(t, criterion, answer)
        case InspectionCriterion(), Inspected():
            return f"{answer.defects} {criterion.unit}" if not answer.flags else t("not met")
        case _:
            return answer_words(t, criterion, answer)


def tick_words(t: Texts, criterion: ChecklistCriterion, answer: Ticked) -> str:
    """How many are ticked, and their points unless every tick is one point."""
    n, count = len(answer.options), len(criterion.options)
    if all(option.points == 1 for option in criterion.options):
        return t("{n} of {all} ticked", n=n, all=count)
    points = number(points_of(criterion, answer, {}) or Decimal(0))
    return t("{n} of {all} ticked, {points} points", n=n, all=count, points=points)


def deduction_words(t: Texts, criterion: DeductionCriterion, answer: Deducted) -> str:
    """How many points come off, the floor heeded."""
    lost = criterion.max - (points_of(criterion, answer, {}) or Decimal(0))
    return t("−{points} points", points=number(lost)) if lost else t("nothing deducted")


def inspection_words(t: Texts, criterion: InspectionCriterion, answer: Inspected) -> str:
    """Verdict, defects and flags at a glance: ``✅ 2 处``, ``❌ 0 处、无记录``."""
    mark = "✅" if is_met(criterion, answer) else "❌"
    flags = [f.text for f in criterion.flags if f.id in answer.flags]
    return f"{mark} {listed(t, [f'{answer.defects} {criterion.unit}', *flags])}"


def unmet_words(t: Texts, form: Form, score: Score) -> str | None:
    """Which items are not met and want corrective action, escaped; ``None`` where all are met."""
    if not score.unmet:
        return None
    titles = clip(listed(t, [form.by_id[i].title for i in score.unmet]), 600)
    return t("❌ Not met ({n}), corrective action wanted: {titles}", n=len(score.unmet), titles=esc(titles))


def rule_words(form: Form, grade: str | None) -> str | None:
    """The form's own sentence for a grade that follows from rules, escaped; ``None`` where there is none."""
    if not isinstance(form.grade, RuleGrade):
        return None
    sentence = next((rule.text for rule in form.grade.rules if rule.grade == grade), None)
    return f"<i>{esc(sentence)}</i>" if sentence else None


def since_words(t: Texts, field: FormField, value: FieldValue, today: date) -> str:
    """What is worked out from a date, in brackets behind it: ``（年资 2 年）``; else nothing."""
    if not isinstance(field, PlainField) or not field.since or not isinstance(value, str):
        return ""
    years = whole_years(value, today)
    if years is None:
        return ""
    return bracketed(t, f"{esc(field.since)} {t.n('{n} year', '{n} years', years)}")


def source_words(t: Texts, source: Source) -> str:
    """Whose decision something is."""
    return t("by the form") if source == "form" else t("house rule")


def score_words(t: Texts, form: Form, score: Score) -> str | None:
    """Total and percent in one line, or ``None`` where there is no score."""
    if score.total is None or score.max is None or score.percent is None:
        return None
    total, top, percent = number(score.total), number(score.max), number(score.percent)
    if form.scoring == "met":
        return t("{total} of {max} met · {percent}%", total=total, max=top, percent=percent)
    return f"{total} / {top} · {percent}%"


def grading_source(form: Form) -> Source:
    """Who decided how the grade is read off the figures."""
    match form.grade:
        case BandGrade(source=source) | NearestGrade(source=source) | RuleGrade(source=source):
            return source


def note_words(t: Texts, note: Note, room: int = 120) -> str:
    """A note in one line: what hangs on it, files by name, and the first ``room`` characters written; escaped."""
    kinds = [_attached(t, a) for a in note.attachments]
    counted = [f"{k}×{kinds.count(k)}" if kinds.count(k) > 1 else k for k in dict.fromkeys(kinds)]
    parts = [*counted, *([esc(clip(note.text.replace("\n", " "), room))] if note.text else [])]
    return " ".join(parts)


def _attached(t: Texts, attachment: Attachment) -> str:
    name = [esc(clip(attachment.name, 30))] if attachment.name not in {"", "document"} else []
    if (attachment.path or "").endswith(UNKNOWN) and claims_picture(attachment.kind, attachment.mime):
        return " ".join((t("⚠️ no picture, though it says so"), *name))
    if attachment.kind == "document" and name:
        return f"📎 {name[0]}"
    return attachment_words(t, attachment.kind)


def attachment_words(t: Texts, kind: str) -> str:
    """What kind of file it is, with its sign."""
    match kind:
        case "photo":
            return t("🖼 picture")
        case "voice" | "audio":
            return t("🎤 recording")
        case "video" | "video_note" | "animation":
            return t("🎬 video")
        case _:
            return t("📎 file")


def moment(when: datetime, zone: tzinfo) -> str:
    """A moment as people here write it, to the minute."""
    return when.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def headline(form: Form, name: str) -> str:
    """The first line of every card: the form and whom it is about; escaped."""
    return f"{bold(form.short)} · {bold(name)}" if name else bold(form.short)


def bar(done: int, of: int, cells: int = 8) -> str:
    """A progress bar; it is full only when all is done, and shows something as soon as anything is."""
    full = 0 if of == 0 else done * cells // of
    full = max(full, 1) if done else 0
    return "▰" * full + "▱" * (cells - full)
