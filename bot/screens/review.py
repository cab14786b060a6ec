"""Before handing in: everything at a glance, what is open, closing fields, signatures."""

from __future__ import annotations

from datetime import date

from bot.rating import Rating
from bot.screens.brought import eye, reason_words, said, value_words
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, quote, rows_of, short
from bot.screens.wording import (
    bar,
    bracketed,
    headline,
    listed,
    rule_words,
    score_words,
    told,
    unmet_words,
)
from bot.texts import Texts
from rubrics.fields import suggested
from rubrics.model import ChoiceField, FormField, GradeField, Section, Signature
from rubrics.walk import open_signatures

_OPEN_SHOWN = 6
OVERVIEW_PAGE = 24
"""Questions on one page of the overview."""


def review_screen(t: Texts, rating: Rating, *, revealed: bool = False, notice: str | None = None) -> Screen:
    """Open questions first, each with a button; then sections, the score so far, closing fields, signatures."""
    form = rating.form
    done = len(form.criteria) - len([c for c in form.criteria if c.id not in rating.answers])
    return Screen(
        lines(
            noticed(notice),
            headline(form, rating.name),
            f"{bar(done, len(form.criteria))} {done}/{len(form.criteria)} · {t('Review')}",
            "",
            _open(t, rating),
            quote(
                [_section(t, rating, s, revealed=revealed) for s in form.sections],
                expandable=len(form.criteria) > 12,
            ),
            _score(t, rating),
            rule_words(form, rating.score.grade),
            unmet_words(t, form, rating.score),
            *[_closing(t, rating, field, revealed=revealed) for field in form.closing],
            *[_signature(t, rating, s) for s in form.signatures],
            "",
            _next_step(t, rating),
        ),
        (
            *_open_rows(t, rating),
            *_recommendation_rows(rating),
            *_closing_rows(rating),
            *_signature_rows(t, rating),
            *_hand_in_rows(t, rating),
            *eye(t, rating, "review", revealed=revealed),
            (
                Button(t("◀ Questions"), rating.act("go", form.position[rating.cursor.id])),
                Button(t("☰ Overview"), rating.act("view", "overview")),
                Button(t("✎ Details"), rating.act("view", "about")),
            ),
        ),
    )


def _open(t: Texts, rating: Rating) -> str | None:
    count = len(rating.missing)
    if not count:
        return None
    return f"⚠️ <b>{t.n('{n} question is still open', '{n} questions are still open', count)}</b>\n"


def _section(t: Texts, rating: Rating, section: Section, *, revealed: bool) -> str:
    return f"<b>{esc(section.title)}</b> {section_answers(t, rating, section, revealed=revealed)}"


def section_answers(t: Texts, rating: Rating, section: Section, *, revealed: bool = False) -> str:
    """The answers of a section in one line, each behind its question's short title; escaped."""
    parts = []
    for c in section.criteria:
        answer = rating.answers.get(c.id)
        words = "—" if answer is None else clip(said(t, rating, c, answer, revealed=revealed), 40)
        mark = " 📝" if c.id in rating.noted else ""
        title = (
            "" if len(section.criteria) == 1 and c.title == section.title else f"{esc(clip(c.title, 12))} "
        )
        parts.append(f"{title}{esc(words)}{mark}")
    return " · ".join(parts)


def _score(t: Texts, rating: Rating) -> str:
    words = score_words(t, rating.form, rating.score)
    if words is None:
        return f"\n{t('No score yet.')}"
    name = t("Score") if not rating.missing else t("Score so far")
    grade = f" · {bold(rating.score.grade)}" if rating.score.grade else ""
    return "\n" + told(t, name, words + grade)


def _closing(t: Texts, rating: Rating, field: FormField, *, revealed: bool) -> str | None:
    if isinstance(field, GradeField):
        return told(t, esc(field.label), _grade(t, rating, revealed=revealed))
    value = rating.fields.get(field.id)
    if value is not None:
        return told(
            t, esc(field.label), bold(clip(value_words(rating, field, value, revealed=revealed), 400))
        )
    return told(t, esc(field.label), f"—{' *' if field.required else ''}")


def _grade(t: Texts, rating: Rating, *, revealed: bool) -> str:
    own, computed = rating.override, rating.score.grade
    if own:
        return t(
            "{own} (computed: {computed}; because: {reason})",
            own=bold(own.grade),
            computed=esc(computed or "—"),
            reason=esc(clip(reason_words(rating, own.reason, revealed=revealed), 300)),
        )
    return t("{grade} (computed)", grade=bold(computed)) if computed else "—"


def _signature(t: Texts, rating: Rating, signature: Signature) -> str:
    name = rating.signatures.get(signature.id)
    wanted = " *" if signature.required else bracketed(t, t("optional"))
    return f"✍️ {told(t, esc(signature.label), bold(name) if name else '—' + wanted)}"


def _next_step(t: Texts, rating: Rating) -> str:
    if rating.missing:
        return t("Answer what is open; then sign and hand in.")
    if rating.missing_fields:
        labels = listed(t, [rating.form.fields[i].label for i in rating.missing_fields])
        return t("Still needed: {labels}.", labels=esc(labels))
    if not rating.ready:
        return t("Everything is filled in. Sign, then hand in.")
    return t("Ready. After handing in it can only be changed by an amendment.")


def _open_rows(t: Texts, rating: Rating) -> tuple[tuple[Button, ...], ...]:
    form = rating.form
    shown_ids = rating.missing[:_OPEN_SHOWN]
    buttons = [
        Button(f"{form.position[i] + 1}. {clip(form.by_id[i].title, 12)}", rating.act("go", form.position[i]))
        for i in shown_ids
    ]
    rest = len(rating.missing) - len(shown_ids)
    more = [Button(t("… {n} more", n=rest), rating.act("view", "overview"))] if rest else []
    return rows_of([*buttons, *more], most=2)


def _recommendation_rows(rating: Rating) -> tuple[tuple[Button, ...], ...]:
    """Choices of a required closing field stand right here: one tap, the suggested one with a star."""
    rows: list[tuple[Button, ...]] = []
    for field in rating.form.closing:
        if not isinstance(field, ChoiceField) or rating.missing:
            continue
        chosen, offered = rating.fields.get(field.id), suggested(field, rating.grade)
        rows.extend(
            rows_of(
                Button(
                    f"● {o}" if o == chosen else f"{o} ★" if o == offered and chosen is None else o,
                    rating.act("set", field.id, place),
                    "primary" if o == chosen else None,
                )
                for place, o in enumerate(field.options)
            )
        )
    return tuple(rows)


def _closing_rows(rating: Rating) -> tuple[tuple[Button, ...], ...]:
    buttons = []
    for field in rating.form.closing:
        if isinstance(field, GradeField):
            if rating.score.grade is not None:
                buttons.append(Button(f"✎ {field.label}", rating.act("view", "grade")))
        elif not isinstance(field, ChoiceField):
            mark = "✓" if field.id in rating.fields else "✎"
            buttons.append(Button(short(f"{mark} {field.label}"), rating.act("field", field.id)))
    return rows_of(buttons, most=3)


def _signature_rows(t: Texts, rating: Rating) -> tuple[tuple[Button, ...], ...]:
    if not rating.complete:
        return ()
    due = {s.id for s in open_signatures(rating.form, rating.signatures)}
    return tuple(
        (
            Button(
                short(
                    t("✍️ Sign: {label}", label=s.label) if s.id not in rating.signatures else f"✓ {s.label}"
                ),
                rating.act("sign", place),
                "primary" if s.id in due else None,
            ),
        )
        for place, s in enumerate(rating.form.signatures)
    )


def _hand_in_rows(t: Texts, rating: Rating) -> tuple[tuple[Button, ...], ...]:
    return ((Button(t("✅ Hand in"), rating.act("handin"), "success"),),) if rating.ready else ()


def sign_screen(t: Texts, rating: Rating, signature: Signature, today: date, *, notice: str | None) -> Screen:
    """Ask for a signature: the full name, typed."""
    ask = (
        t("Sign by typing your full name and sending it.")
        if signature.who == "evaluator"
        else t("Hand the phone over. The person evaluated signs by typing their full name.")
    )
    score = score_words(t, rating.form, rating.score)
    return Screen(
        lines(
            noticed(notice),
            headline(rating.form, rating.name),
            f"{score} · {bold(rating.grade)}" if score and rating.grade else score,
            "",
            f"✍️ {bold(signature.label)} · {today.isoformat()}",
            f"<i>{esc(signature.statement)}</i>" if signature.statement else None,
            "",
            ask,
        ),
        ((Button(t("◀ Back"), rating.act("view", "review")),),),
    )


def grade_screen(t: Texts, rating: Rating, *, notice: str | None = None) -> Screen:
    """Choose a grade of one's own in place of the computed one, or return to the computed one."""
    computed = rating.score.grade
    own = rating.override.grade if rating.override else None
    buttons = rows_of(
        Button(f"● {g}" if g == (own or computed) else g, rating.act("grade", place))
        for place, g in enumerate(rating.form.grades)
    )
    label = rating.grade_field.label if rating.grade_field else ""
    return Screen(
        lines(
            noticed(notice),
            headline(rating.form, rating.name),
            "",
            bold(label),
            t("Computed: {grade}. Another grade wants a reason; both are kept.", grade=bold(computed or "—")),
        ),
        (*buttons, (Button(t("◀ Back"), rating.act("view", "review")),)),
    )


def reason_screen(t: Texts, rating: Rating, grade: str, *, notice: str | None = None) -> Screen:
    """Ask why the evaluator's grade differs from the computed one."""
    return Screen(
        lines(
            noticed(notice),
            headline(rating.form, rating.name),
            "",
            f"{esc(rating.score.grade or '—')} → {bold(grade)}",
            "",
            t("Why? Type the reason and send it."),
        ),
        ((Button(t("◀ Back"), rating.act("view", "grade")),),),
    )


def overview_screen(t: Texts, rating: Rating, page: int, *, notice: str | None = None) -> Screen:
    """All questions as numbered buttons: answered ✓, open ○, noted 📝; a tap jumps there."""
    form = rating.form
    count = len(form.criteria)
    pages = -(-count // OVERVIEW_PAGE)
    page = min(max(page, 0), pages - 1)
    part = form.criteria[page * OVERVIEW_PAGE : (page + 1) * OVERVIEW_PAGE]
    on_page = {c.id for c in part}
    text = []
    for section in form.sections:
        items = [c for c in section.criteria if c.id in on_page]
        if items:
            text.append(bold(section.title))
        for c in items:
            answer = rating.answers.get(c.id)
            mark = "▸" if c.id == rating.cursor.id else "✓" if answer else "○"
            words = f" — {esc(clip(said(t, rating, c, answer), 30))}" if answer else ""
            note = " 📝" if c.id in rating.noted else ""
            text.append(f"{mark} {form.position[c.id] + 1}. {esc(clip(c.title, 20))}{words}{note}")
    buttons = [
        Button(
            f"{form.position[c.id] + 1}{'✓' if c.id in rating.answers else ''}{'📝' if c.id in rating.noted else ''}",
            rating.act("go", form.position[c.id]),
            "primary" if c.id == rating.cursor.id else None,
        )
        for c in part
    ]
    turn = [
        *([Button("◀", rating.act("view", "overview", page - 1))] if page else []),
        *([Button("▶", rating.act("view", "overview", page + 1))] if page + 1 < pages else []),
    ]
    done = sum(1 for c in form.criteria if c.id in rating.answers)
    return Screen(
        lines(noticed(notice), headline(form, rating.name), f"{bar(done, count)} {done}/{count}", "", *text),
        (
            *rows_of(buttons, most=6, room=48),
            *([tuple(turn)] if turn else []),
            (
                Button(t("◀ Question"), rating.act("go", form.position[rating.cursor.id])),
                Button(t("Review ▶"), rating.act("view", "review")),
            ),
            (
                Button(t("✎ Details"), rating.act("view", "about")),
                Button(t("💾 Later"), rating.act("park")),
                Button(t("🗑 Discard"), rating.act("view", "discard")),
            ),
        ),
    )


def discard_screen(t: Texts, rating: Rating, *, notice: str | None = None) -> Screen:
    """Ask once before a draft is thrown away."""
    done = len(rating.answers)
    return Screen(
        lines(
            noticed(notice),
            headline(rating.form, rating.name),
            "",
            t.n(
                "Discard this draft with {n} answer?",
                "Discard this draft with {n} answers?",
                done,
            ),
        ),
        (
            (Button(t("🗑 Yes, discard"), rating.act("discard"), "danger"),),
            (Button(t("◀ No, keep it"), rating.act("view", "overview")),),
        ),
    )
