"""Making or changing a plan: form, subjects, how often; then one card with everything and its next dates."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.codec import Act
from bot.plan_draft import Draft
from bot.privacy.masking import masked
from bot.screens.plan_words import (
    FREQUENCY_ORDER,
    due_words,
    every_words,
    ladder_words,
    occurrence_lines,
    offered_rules,
    rule_words,
)
from bot.screens.screen import (
    Button,
    Screen,
    bold,
    clip,
    esc,
    lines,
    noticed,
    packed,
    quote,
    rows_of,
    short,
)
from bot.screens.wording import bracketed, told
from bot.texts import Texts
from rubrics.due_rules import read_due_rule
from rubrics.model import Form
from rubrics.plans import comes_within
from rubrics.schedule import Occurrence
from storage.subjects import name_key
from storage.values import Subject

PAGE = 8
"""Known subjects offered at a time."""
TIMES = ("08:00", "09:00", "10:00", "14:00", "17:00")
LADDERS = ("14,7,3,1,0", "7,3,1,0", "3,1,0", "1,0", "0")
_NAMED = 12
"""So many subjects are named on the card; the rest is counted."""


def act(draft: Draft, op: str, *args: str) -> Act:
    """What a button of this draft carries."""
    return Act(op, None, draft.number, args)


def _cancel(t: Texts, draft: Draft) -> Button:
    return Button(t("✕ Cancel"), act(draft, "plandrop"))


def forms_screen(t: Texts, draft: Draft, forms: Sequence[Form], notice: str | None = None) -> Screen:
    """Which form comes due?"""
    return Screen(
        lines(
            noticed(notice),
            f"📅 <b>{t('New plan')}</b>",
            t("Which form comes due again and again?")
            if forms
            else t("There is no form to choose: none could be read."),
        ),
        (
            *rows_of((Button(f.short, act(draft, "planform", f.id)) for f in forms), most=2),
            (_cancel(t, draft),),
        ),
    )


def subjects_screen(
    t: Texts,
    draft: Draft,
    form: Form,
    known: Sequence[Subject],
    chosen: Sequence[str],
    more: bool,
    notice: str | None = None,
) -> Screen:
    """For whom or where: known ones to tick, typed ones ticked already; then how often, which leads on."""
    ticks = [
        *(
            Button(short(f"☑ {masked(name)}"), act(draft, "planname", name_mark(name), "0"), "primary")
            for name in draft.names
        ),
        *(_tick(draft, one) for one in known),
    ]
    pages = [
        *([Button(t("◀ Earlier page"), act(draft, "planpage", str(draft.page - 1)))] if draft.page else []),
        *([Button(t("More ▶"), act(draft, "planpage", str(draft.page + 1)))] if more else []),
    ]
    often = [
        Button(every_words(t, every), act(draft, "planevery", every), "success") for every in FREQUENCY_ORDER
    ]
    return Screen(
        lines(
            noticed(notice),
            f"📅 <b>{t('New plan')}</b> · {bold(form.short)}",
            "",
            _who(t, form, bool(known)),
            told(t, t("Chosen ({n})", n=draft.count), esc(_named(t, chosen))) if draft.count else None,
            f"\n<b>{t('How often?')}</b>" if draft.count else None,
        ),
        (
            *rows_of(ticks, most=2),
            *([tuple(pages)] if pages else []),
            *(rows_of(often, most=3) if draft.count else ()),
            (Button(t("◀ Another form"), act(draft, "planstep", "form")), _cancel(t, draft)),
        ),
    )


def twins_screen(
    t: Texts,
    draft: Draft,
    form: Form,
    same: Sequence[tuple[Subject, str]],
    notice: str | None = None,
) -> Screen:
    """Several have a typed name: which is meant? ``same``: each with what tells it from the others."""
    places = list(enumerate(same, 1))
    return Screen(
        lines(
            noticed(notice),
            f"📅 <b>{t('New plan')}</b> · {bold(form.short)}",
            "",
            *[f"{place}. {esc(clip(hint, 100))}" for place, (_, hint) in places],
        ),
        (
            *rows_of(
                [
                    Button(short(f"{place}. {hint}", 17), act(draft, "planpick", str(one.id), "1"))
                    for place, (one, hint) in places
                ],
                most=2,
            ),
            (Button(t("None of these"), act(draft, "planpage", "0")), _cancel(t, draft)),
        ),
    )


def _tick(draft: Draft, one: Subject) -> Button:
    there = one.id in draft.subjects
    label = short(f"{'☑' if there else '☐'} {masked(one.name)}", 17)
    return Button(
        label, act(draft, "planpick", str(one.id), "0" if there else "1"), "primary" if there else None
    )


def name_mark(name: str) -> str:
    """A short mark of a typed name, for its button."""
    return f"{zlib.crc32(name_key(name).encode()):08x}"


def _who(t: Texts, form: Form, known: bool) -> str:
    match form.subject.kind:
        case "site":
            if known:
                return t("Which sites? Tick them, or type names, one a line.")
            return t("Which sites? Type their names, one a line.")
        case _:
            if known:
                return t("For whom? Tick them, or type names, one a line.")
            return t("For whom? Type the names, one a line.")


def _named(t: Texts, names: Sequence[str]) -> str:
    told_names = t(", ").join(clip(masked(name), 30) for name in names[:_NAMED])
    if len(names) > _NAMED:
        return t("{named} and {n} more", named=told_names, n=len(names) - _NAMED)
    return told_names


@dataclass(frozen=True, slots=True)
class Offer:
    """What a draft's card is drawn from besides the draft: names by id, who may be chosen, the next periods.

    ``kept`` are the periods that stay as they are when a plan is changed; ``warnings`` are whole sentences.
    """

    form_title: str
    subjects: Sequence[str]
    evaluators: Sequence[int]
    supervisors: Sequence[int]
    units: Mapping[int, str]
    people: Mapping[int, str]
    days_before: Sequence[int] = ()
    periods: Sequence[Occurrence] = ()
    kept: Sequence[str] = ()
    warnings: Sequence[str] = ()

    def name(self, id: int | None) -> str:
        """What somebody is called."""
        return "" if id is None else self.people.get(id, str(id))

    def unit(self, id: int | None) -> str:
        """What a unit is called; empty for none."""
        return "" if id is None else self.units.get(id, "")


def card_screen(t: Texts, draft: Draft, offer: Offer, notice: str | None = None) -> Screen:
    """The whole plan with its next periods, before it is saved."""
    ready = draft.evaluator is not None
    save = t("✅ Save") if draft.count < 2 else t("✅ Save {n} plans", n=draft.count)
    choosing = [
        Button(short(offer.name(id)), act(draft, "planset", "evaluator", str(id)), "primary")
        for id in offer.evaluators
    ]
    return Screen(
        lines(
            noticed(notice),
            f"📅 <b>{t('Change the plan') if draft.plan else t('New plan')}</b> · {bold(offer.form_title)}",
            f"{bold(_named(t, offer.subjects))}"
            + (bracketed(t, t("one plan each, {n} plans", n=draft.count)) if draft.count > 1 else ""),
            "",
            *facts(t, draft.every, draft.due, draft.at, offer.days_before),
            told(t, t("Rated by"), bold(offer.name(draft.evaluator)) if ready else "—")
            + bracketed(t, told(t, t("watched over by"), esc(offer.name(draft.supervisor)))),
            " · ".join(
                part
                for part in (esc(offer.unit(draft.unit)), told(t, t("Time zone"), esc(draft.timezone)))
                if part
            ),
            "",
            f"<b>{t('Next')}</b>",
            quote([occurrence_lines(t, one) for one in offer.periods]),
            *(f"ℹ️ {esc(masked(words))}" for words in offer.warnings),
            (
                t(
                    "A change acts from the next period on; {periods} stays as it is.",
                    periods=esc(t(", ").join(offer.kept)),
                )
                if offer.kept
                else None
            ),
            None if ready else f"\n<b>{t('Who rates?')}</b>",
        ),
        (
            *(((Button(save, act(draft, "plansave"), "success"),),) if ready else packed(choosing)),
            *packed(_steps(t, draft, offer)),
            (
                *([] if draft.plan else [Button(t("◀ Back"), act(draft, "planstep", "subjects"))]),
                _cancel(t, draft),
            ),
        ),
    )


def facts(t: Texts, every: str, due: str, at: str, days_before: Sequence[int]) -> list[str]:
    """A plan's terms in lines."""
    return [
        told(t, t("Due"), bold(due_words(t, every, due))),
        told(t, t("Reminders"), esc(ladder_words(t, every, at, days_before))),
    ]


def _steps(t: Texts, draft: Draft, offer: Offer) -> list[Button]:
    labels = {
        "due": t("Due day"),
        "at": t("Time"),
        "evaluator": t("Who rates"),
        "every": t("How often"),
        "ladder": t("Days before"),
        "zone": t("Time zone"),
        "supervisor": t("Supervisor"),
        "unit": t("Unit"),
    }
    hidden = set()
    if draft.evaluator is None:
        hidden.add("evaluator")
    if len(offer.supervisors) < 2:
        hidden.add("supervisor")
    if draft.plan or len(offer.units) < 2:
        hidden.add("unit")
    return [
        Button(label, act(draft, "planstep", step)) for step, label in labels.items() if step not in hidden
    ]


def step_screen(t: Texts, draft: Draft, offer: Offer, notice: str | None = None) -> Screen:
    """One part of the plan to be chosen or typed; going back leaves it as it is."""
    ask, field, choices = _choices(t, draft, offer)
    chosen = {
        "every": draft.every,
        "due": draft.due,
        "at": draft.at,
        "ladder": draft.ladder,
        "zone": draft.timezone,
        "evaluator": str(draft.evaluator),
        "supervisor": str(draft.supervisor),
        "unit": str(draft.unit),
    }[field]
    buttons = [
        Button(
            short(f"● {label}" if value == chosen else label),
            act(draft, "planset", field, carried(value)),
            "primary" if value == chosen else None,
        )
        for value, label in choices
    ]
    return Screen(
        lines(
            noticed(notice),
            f"📅 {bold(offer.form_title)} · {esc(_named(t, offer.subjects))}",
            "",
            ask,
        ),
        (
            *rows_of(buttons, most=3 if field in {"every", "due", "at"} else 2),
            (Button(t("◀ Back"), act(draft, "planstep", "card")),),
        ),
    )


def carried(value: str) -> str:
    """A value as a button carries it, which knows neither commas nor slashes."""
    return value.replace(",", "_").replace("/", "::")


def uncarried(word: str, field: str) -> str:
    """The value that a button carries for a field; only ladders and zones differ."""
    match field:
        case "ladder":
            return word.replace("_", ",")
        case "zone":
            return word.replace("::", "/")
        case _:
            return word


def _choices(t: Texts, draft: Draft, offer: Offer) -> tuple[str, str, list[tuple[str, str]]]:
    """What is asked, the field, and the buttons: value and label."""
    match draft.step:
        case "every":
            return t("<b>How often?</b>"), "every", [(e, every_words(t, e)) for e in FREQUENCY_ORDER]
        case "due":
            rules = [
                (text, rule_words(t, rule))
                for text in offered_rules(draft.every)
                if (rule := read_due_rule(text))
            ]
            return _ask_due(t, draft.every), "due", rules
        case "at":
            ask = t("<b>At what time do the reminders come?</b> Choose it, or type it like 09:30.")
            return ask, "at", [(at, at) for at in TIMES]
        case "ladder":
            ask = t(
                "<b>On how many days before the due day?</b> Choose, or type the days with commas, like 10,5,2,0. "
                "0 is the day itself."
            )
            plain = [("", t("as usual"))]
            return ask, "ladder", plain + [(one, one) for one in ladders(draft.every)]
        case "zone":
            ask = t(
                "<b>In which time zone do its days begin and end?</b> Choose it, or type it like Asia/Shanghai."
            )
            return ask, "zone", [(zone, city) for city, zone in cities(t).items()]
        case "supervisor":
            people = [(str(id), offer.name(id)) for id in offer.supervisors]
            return t("<b>Who watches over it?</b>"), "supervisor", people
        case "unit":
            return t("<b>Of which unit?</b>"), "unit", [(str(id), name) for id, name in offer.units.items()]
        case _:
            people = [(str(id), offer.name(id)) for id in offer.evaluators]
            return t("<b>Who rates?</b>"), "evaluator", people


def ladders(every: str) -> list[str]:
    """The ladders that are offered for a frequency: those that can come within its period."""
    return [one for one in LADDERS if comes_within(one, every)]


def cities(t: Texts) -> dict[str, str]:
    """The time zones that are offered, by their cities as the reader calls them."""
    return {
        t("Shanghai"): "Asia/Shanghai",
        t("Hong Kong"): "Asia/Hong_Kong",
        t("Singapore"): "Asia/Singapore",
        t("Tokyo"): "Asia/Tokyo",
        t("London"): "Europe/London",
    }


def _ask_due(t: Texts, every: str) -> str:
    match every:
        case "day":
            return t("<b>On which days?</b>")
        case "week":
            return t("<b>Due on which day of the week?</b>")
        case "month":
            return t("<b>Due on which day of the month?</b> Choose it, or type day-12 or workday-3.")
        case _:
            return t("<b>Due on which day of its last month?</b> Choose it, or type day-12 or workday-3.")
