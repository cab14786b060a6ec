"""Who is evaluated: choosing or entering the subject, and the head of the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.privacy.masking import masked
from bot.rating import Rating
from bot.screens.brought import eye, said, value_words
from bot.screens.screen import Button, Screen, bold, clip, esc, lines, noticed, quote, rows_of, short
from bot.screens.wording import headline, since_words, told, unmet_words
from bot.texts import Texts
from rubrics.model import ChoiceField, Form, FormField, GoalsField, PeriodField, PlainField
from rubrics.periods import before, period_of
from storage.units import Unit
from storage.values import Subject

_UNMET_LISTED = 24
PAGE = 6
"""Earlier subjects offered at a time."""


def subject_screen(
    t: Texts, rating: Rating, earlier: Sequence[Subject], page: int, more: bool, *, notice: str | None = None
) -> Screen:
    """Ask for the subject's name, with earlier subjects as buttons (``more``: there is a next page)."""
    form = rating.form
    field = form.subject.fields[0]
    buttons = [(Button(short(masked(s.name)), rating.act("subject", s.id)),) for s in earlier]
    pages = [
        *([Button(t("◀ Earlier page"), rating.act("subjects", page - 1))] if page else []),
        *([Button(t("More ▶"), rating.act("subjects", page + 1))] if more else []),
    ]
    return Screen(
        lines(
            noticed(notice),
            f"📋 {bold(form.title)}",
            _size(t, form),
            quote([esc(form.about)], expandable=len(form.about) > 120) if form.about else None,
            "",
            f"<b>{_ask(t, form, field.label)}</b>",
            t("Or choose one of the earlier ones:") if earlier else None,
        ),
        (
            *buttons,
            *([tuple(pages)] if pages else []),
            (Button(t("✕ Another form"), rating.act("cancel")),),
        ),
    )


def _size(t: Texts, form: Form) -> str:
    count = t.n("{n} question", "{n} questions", len(form.criteria))
    if form.total is not None:
        return t("{count} · {total} points", count=count, total=f"{form.total:f}")
    return count


def _ask(t: Texts, form: Form, label: str) -> str:
    match form.subject.kind:
        case "candidate":
            return t("Type the candidate's name ({label}) and send it.", label=esc(label))
        case "employee":
            return t("Type the employee's name ({label}) and send it.", label=esc(label))
        case "site":
            return t("Type the name of the site ({label}) and send it.", label=esc(label))


def twins_screen(t: Texts, rating: Rating, name: str, same: Sequence[tuple[Subject, str]]) -> Screen:
    """A typed name is known already: the same one, or another of that name? ``same``: subject and a hint."""
    buttons = [
        (Button(short(t("Same: {hint}", hint=masked(hint))), rating.act("subject", s.id)),)
        for s, hint in same
    ]
    return Screen(
        lines(
            headline(rating.form, ""),
            "",
            t("{name} is known already. Is it the same one?", name=bold(masked(name))),
        ),
        (
            *buttons,
            (Button(t("Someone else of this name"), rating.act("namesake")),),
            (Button(t("◀ Type again"), rating.act("subjects", 0)),),
        ),
    )


def unit_screen(t: Texts, rating: Rating, name: str, units: Sequence[Unit]) -> Screen:
    """Ask once of which unit somebody new is, where the evaluator works in several."""
    return Screen(
        lines(
            headline(rating.form, ""),
            "",
            t("Of which unit is {name}? Its supervisors see the result.", name=bold(masked(name))),
        ),
        (
            *rows_of((Button(short(unit.name), rating.act("ofunit", unit.id)) for unit in units), most=2),
            (Button(t("◀ Type again"), rating.act("subjects", 0)),),
        ),
    )


def about_screen(
    t: Texts, rating: Rating, today: date, *, revealed: bool = False, notice: str | None = None
) -> Screen:
    """The head of the form: what is known of the subject and this evaluation, each line to be changed by a tap.

    What the evaluator did not enter here is masked unless it is ``revealed``.
    """
    form = rating.form
    fields = head_fields(form)
    begun = bool(rating.answers)
    start = Button(
        t("▶ Continue") if begun else t("▶ Start"),
        rating.act("begin"),
        "success" if not _required_open(rating) else None,
    )
    return Screen(
        lines(
            noticed(notice),
            f"📋 {bold(form.title)}",
            "",
            told(t, f"{esc(form.subject.fields[0].label)}*", bold(rating.name)),
            *[_line(t, rating, field, today, revealed=revealed) for field in fields],
            "\n" + t("Everything without * can stay empty.") if fields else None,
        ),
        (
            (start,),
            *rows_of(
                (
                    Button(
                        short(f"{'✓ ' if f.id in rating.fields else ''}{f.label}{'*' if f.required else ''}"),
                        rating.act("field", f.id),
                    )
                    for f in fields
                ),
                most=3,
            ),
            *eye(t, rating, "about", revealed=revealed),
            (
                Button(
                    short(t("✎ Another {label}", label=form.subject.fields[0].label)),
                    rating.act("subjects", 0),
                ),
            ),
        ),
    )


def head_fields(form: Form) -> tuple[FormField, ...]:
    """The fields asked before the questions, without the name."""
    return (*form.subject.fields[1:], *form.opening)


def _required_open(rating: Rating) -> bool:
    return any(f.required and f.id not in rating.fields for f in head_fields(rating.form))


def _line(t: Texts, rating: Rating, field: FormField, today: date, *, revealed: bool) -> str:
    value = rating.fields.get(field.id)
    label = esc(field.label) + ("*" if field.required else "")
    if value is None:
        return told(t, label, "—")
    words = clip(value_words(rating, field, value, revealed=revealed), 400)
    return told(t, label, f"\n{esc(words)}" if "\n" in words else bold(words)) + since_words(
        t, field, value, today
    )


def field_screen(
    t: Texts, rating: Rating, field: FormField, today: date, *, notice: str | None = None
) -> Screen:
    """Ask for one field: buttons where there is a choice, else a typed line; it can be skipped or cleared."""
    form, value = rating.form, rating.fields.get(field.id)
    match field:
        case ChoiceField(options=options):
            ask = t("Choose:")
            rows = rows_of(
                Button(
                    f"● {o}" if o == value else o,
                    rating.act("set", field.id, place),
                    "primary" if o == value else None,
                )
                for place, o in enumerate(options)
            )
        case PeriodField(units=units):
            ask = t("Choose the period, or type one such as {example}.", example=period_of(today, units[0]))
            offered = [p for unit in units for p in (period_of(today, unit), before(today, unit))]
            rows = rows_of(
                (
                    Button(f"● {p}" if p == value else p, rating.act("set", field.id, place))
                    for place, p in enumerate(offered)
                ),
                most=2,
            )
        case _:
            ask = _how(t, field)
            rows = ()
    last = [
        Button(t("◀ Back"), rating.act("leave")),
        *([Button(t("Clear"), rating.act("clear", field.id))] if value is not None else []),
    ]
    return Screen(
        lines(
            noticed(notice),
            headline(form, rating.name),
            "",
            bold(field.label) + ("*" if field.required else ""),
            f"<i>{esc(field.hint)}</i>" if field.hint else None,
            told(t, t("Now"), esc(clip(value_words(rating, field, value), 1500)))
            if value is not None
            else None,
            *(_to_mend(t, rating) if field in form.closing else []),
            "",
            ask,
        ),
        (*rows, tuple(last)),
    )


def _to_mend(t: Texts, rating: Rating) -> list[str | None]:
    """The items not met with what was found: what words about corrective action are about."""
    form, score = rating.form, rating.score
    found = [
        told(t, esc(form.by_id[i].title), esc(said(t, rating, form.by_id[i], rating.answers[i])))
        for i in score.unmet[:_UNMET_LISTED]
    ]
    return [unmet_words(t, form, score) if len(score.unmet) > len(found) else None, quote(found)]


def offered_periods(field: PeriodField, today: date) -> list[str]:
    """The periods whose buttons a period field shows, in their order."""
    return [p for unit in field.units for p in (period_of(today, unit), before(today, unit))]


def _how(t: Texts, field: FormField) -> str:
    match field:
        case GoalsField():
            return t("Type one goal a line with how it is measured: goal | measure.")
        case PlainField(kind="phone"):
            return t("Type the phone number.")
        case PlainField(kind="age"):
            return t("Type the age in years.")
        case PlainField(kind="date"):
            return t("Type the date, for example 2024-03-01.")
        case _:
            return t("Type it and send it.")
