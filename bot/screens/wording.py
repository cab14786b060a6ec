"""Small wordings that several screens share: values, grades, dates, names of things."""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import Decimal

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
from rubrics.model import (
    BandGrade,
    ChecklistCriterion,
    Criterion,
    DeductionCriterion,
    Form,
    InspectionCriterion,
    NearestGrade,
    RuleGrade,
    Source,
)
from rubrics.scoring import Score
from rubrics.walk import is_met
from storage.values import Note


def number(value: Decimal | int) -> str:
    """A number without needless zeros: ``8``, ``8.5``, ``90.48``."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def answer_words(t: Texts, criterion: Criterion, answer: Answer) -> str:
    """An answer in a few words, not escaped."""
    match criterion, answer:
        case _, NotApplicable():
            return criterion.na or t("not applicable")
        case _, Rated(level=level):
            return level
        case _, Pointed(points=points):
            return t("{points} points", points=number(points))
        case ChecklistCriterion(options=options), Ticked(options=ticked):
            return t("{n} of {all} ticked", n=len(ticked), all=len(options))
        case DeductionCriterion(reasons=reasons), Deducted(counts=counts):
            words = {r.id: r for r in reasons}
            parts = [words[i].text if words[i].once else f"{words[i].text}×{n}" for i, n in counts]
            return "、".join(parts) if parts else t("nothing deducted")
        case InspectionCriterion(), Inspected():
            return inspection_words(t, criterion, answer)
        case _, Written(text=text):
            return text
        case _:
            raise ValueError(f"{criterion.id}: {answer!r} is no answer to it")


def inspection_words(t: Texts, criterion: InspectionCriterion, answer: Inspected) -> str:
    """Defects and flags with the verdict: ``2 处 · 达标``."""
    found = f"{answer.defects} {criterion.unit}"
    flags = "、".join(f.text for f in criterion.flags if f.id in answer.flags)
    verdict = t("met") if is_met(criterion, answer) else t("not met")
    return " · ".join(part for part in (found, flags, verdict) if part)


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


def note_words(t: Texts, note: Note) -> str:
    """A note in one line: what was written and what hangs on it; escaped."""
    kinds = [attachment_words(t, a.kind) for a in note.attachments]
    counted = [f"{k}×{kinds.count(k)}" if kinds.count(k) > 1 else k for k in dict.fromkeys(kinds)]
    parts = [*counted, *([esc(clip(note.text.replace("\n", " "), 120))] if note.text else [])]
    return " ".join(parts)


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


def bar(done: int, of: int, cells: int = 12) -> str:
    """A progress bar; it is full only when all is done, and shows something as soon as anything is."""
    full = 0 if of == 0 else done * cells // of
    full = max(full, 1) if done else 0
    return "▰" * full + "▱" * (cells - full)
