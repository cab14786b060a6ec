"""Screens around the evaluations: menu, forms, drafts, history, languages, help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal

from bot.codec import Act
from bot.screens.screen import (
    LABEL_ROOM,
    Button,
    Screen,
    Style,
    bold,
    clip,
    esc,
    lines,
    noticed,
    packed,
    quote,
    rows_of,
    short,
    width,
)
from bot.screens.wording import moment, number
from bot.texts import LANGUAGES, Texts
from rubrics.model import Form
from storage.values import Evaluation

FORMS_PAGE = 12
"""Forms on one page of the menu."""
LIST_PAGE = 8
"""Drafts or handed-in evaluations on one page of a list."""

_LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One evaluation in a list, with its subject's name, its form's short title and how far it is answered.

    ``evaluator`` is who rated, where that is not the person who looks.
    """

    evaluation: Evaluation
    name: str
    short: str
    answered: int = 0
    of: int = 0
    evaluator: str = ""


def menu_screen(
    t: Texts,
    forms: Sequence[Form] | None,
    drafts: Sequence[Entry],
    page: int = 0,
    *,
    doors: Sequence[Button] = (),
    more: Button | None = None,
    notice: str | None = None,
) -> Screen:
    """The start: open drafts first, then every form, then the ``doors`` to whatever else this person may do.

    ``forms`` is ``None`` for somebody who does not rate; ``more`` leads to what is done less often.
    """
    last = [Button(t("❓ Help"), Act("help")), *([more] if more else [])]
    if forms is None:
        ways = (*packed(doors), tuple(last))
        return Screen(
            lines(noticed(notice), f"<b>{t('Kaoping')}</b>", t("What would you like to see?")), ways
        )
    pages = max(1, -(-len(forms) // FORMS_PAGE))
    page = min(max(page, 0), pages - 1)
    part = forms[page * FORMS_PAGE : (page + 1) * FORMS_PAGE]
    resume = [(_draft_button(t, entry, "primary"),) for entry in drafts[:2]]
    buttons = [Button(f.short, Act("form", None, None, (f.id,))) for f in part]
    turn = [
        *([Button("◀", Act("menu", None, None, (str(page - 1),)))] if page else []),
        *([Button("▶", Act("menu", None, None, (str(page + 1),)))] if page + 1 < pages else []),
    ]
    return Screen(
        lines(
            f"<b>{t('Kaoping')}</b>",
            t("Choose a form and rate question by question; every answer is kept at once.")
            if forms
            else t(
                "There is no form to choose: none could be read. The owner finds the reasons with: {command}",
                command="<code>kaoping check</code>",
            ),
            "",
            quote([f"<b>{esc(f.short)}</b> {esc(f.title)}" for f in part], expandable=True),
            # Next to the buttons: above so many, what just happened would be off the top of a phone's screen.
            None if notice is None else f"\n{bold(notice)}",
        ),
        (
            *resume,
            *rows_of(buttons, most=2),
            *([tuple(turn)] if turn else []),
            *packed(doors),
            *packed([Button(t("✏️ Drafts"), Act("drafts")), Button(t("🗂 History"), Act("history")), *last]),
        ),
    )


def more_screen(t: Texts, doors: Sequence[Button], *, notice: str | None = None) -> Screen:
    """The rooms behind "more"."""
    return Screen(
        lines(noticed(notice), f"<b>{t('More')}</b>", t("What would you like to see?")),
        (*rows_of(doors, most=2), (Button(t("☰ Menu"), Act("menu")),)),
    )


def _draft_button(t: Texts, entry: Entry, style: Style | None = None, place: int | None = None) -> Button:
    name = entry.name or t("no name yet")
    label = _label(f"{_numbered(place)}▶ {short(name, 12)}", entry.short, f"{entry.answered}/{entry.of}")
    return Button(label, Act("resume", entry.evaluation.id), style)


def _numbered(place: int | None) -> str:
    return "" if place is None else f"{place}. "


def _label(name: str, title: str, end: str) -> str:
    """A label of one evaluation; where it is too long for a button, the form's title gives way."""
    room = LABEL_ROOM - width(name) - width(end) - 4
    return short(f"{name} · {short(title, max(room, 4))} {end}".rstrip())


def drafts_screen(
    t: Texts, entries: Sequence[Entry], page: int, total: int, zone: tzinfo, *, notice: str | None = None
) -> Screen:
    """Drafts, the latest first; a tap resumes at the very question."""
    told = [
        f"{place}. {bold(e.name or t('no name yet'))} · {esc(e.evaluation.form_title)} "
        f"{e.answered}/{e.of} · {moment(e.evaluation.updated_at, zone)}"
        for place, e in enumerate(entries, page * LIST_PAGE + 1)
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Drafts')}</b> · {total}",
            "",
            *told,
            t("No drafts. Begin with a form.") if not entries else None,
        ),
        (
            *((_draft_button(t, e, place=n),) for n, e in enumerate(entries, page * LIST_PAGE + 1)),
            *_pages("drafts", page, total),
            (Button(t("☰ Menu"), Act("menu")),),
        ),
    )


def history_screen(
    t: Texts,
    entries: Sequence[Entry],
    page: int,
    total: int,
    zone: tzinfo,
    *,
    query: str = "",
    notice: str | None = None,
) -> Screen:
    """Handed-in evaluations, the latest first; typed words search subject and form."""
    told = [_entry(t, e, place, zone) for place, e in enumerate(entries, page * LIST_PAGE + 1)]
    empty = t("Nothing found for {query}.", query=bold(query)) if query else t("Nothing handed in yet.")
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('History')}</b> · {total}" + (f" · 🔍 {bold(query)}" if query else ""),
            "",
            *told,
            empty if not entries else None,
            "",
            f"<i>{t('Type a name or a form to search.')}</i>",
        ),
        (
            *(
                (
                    Button(
                        _label(_numbered(n) + short(e.name, 12), e.short, e.evaluation.grade or ""),
                        Act("result", e.evaluation.id),
                    ),
                )
                for n, e in enumerate(entries, page * LIST_PAGE + 1)
            ),
            *_pages("history", page, total),
            (
                *([Button(t("✕ All"), Act("history", None, None, ("0", "all")))] if query else []),
                Button(t("☰ Menu"), Act("menu")),
            ),
        ),
    )


def _entry(t: Texts, entry: Entry, place: int, zone: tzinfo) -> str:
    evaluation = entry.evaluation
    when = moment(evaluation.submitted_at, zone) if evaluation.submitted_at else ""
    amended = f" · {t('amended')}" if evaluation.status == "amended" else ""
    grade = f" · {bold(evaluation.grade)}" if evaluation.grade else ""
    percent = f" {number(Decimal(evaluation.percent))}%" if evaluation.percent else ""
    by = f" · {esc(clip(entry.evaluator, 20))}" if entry.evaluator else ""
    return f"{place}. {bold(entry.name)} · {esc(evaluation.form_title)}{grade}{percent} · {when}{by}{amended}"


def _pages(op: str, page: int, total: int) -> tuple[tuple[Button, ...], ...]:
    last = max(0, -(-total // LIST_PAGE) - 1)
    turn = [
        *([Button("◀", Act(op, None, None, (str(page - 1),)))] if page > 0 else []),
        *([Button("▶", Act(op, None, None, (str(page + 1),)))] if page < last else []),
    ]
    return (tuple(turn),) if turn else ()


def language_screen(t: Texts, chosen: str | None) -> Screen:
    """Choose the interface's language; forms keep their own. ``chosen=None`` follows Telegram."""
    auto = t("As in Telegram")
    return Screen(
        lines(
            f"<b>{t('Language')}</b>",
            "",
            t("The language of buttons and messages. Forms keep their own."),
        ),
        (
            tuple(
                Button(
                    f"● {_LANGUAGE_NAMES[code]}" if code == chosen else _LANGUAGE_NAMES[code],
                    Act("language", None, None, (code,)),
                )
                for code in LANGUAGES
            ),
            (Button(auto if chosen else f"● {auto}", Act("language", None, None, ("auto",))),),
            (Button(t("☰ Menu"), Act("menu")),),
        ),
    )


def help_screen(
    t: Texts,
    limit_megabytes: int,
    commands: Sequence[tuple[str, str]],
    more: Sequence[str] = (),
    *,
    rates: bool = True,
) -> Screen:
    """How to work with the bot, in one screen: for those who rate, then ``more`` of their rooms, then commands.

    With the rating, which is what most come for, the rooms are folded up.
    """
    points = [f"· {esc(p)}" for p in _rating_points(t, limit_megabytes)] if rates else []
    rooms = [f"· {esc(p)}" for p in more]
    return Screen(
        lines(
            f"<b>{t('Help')}</b>",
            "",
            *points,
            *([quote(rooms, expandable=True)] if points else rooms),
            "",
            *[f"/{name} {text}" for name, text in commands],
        ),
        ((Button(t("☰ Menu"), Act("menu")),),),
    )


def _rating_points(t: Texts, limit_megabytes: int) -> list[str]:
    return [
        t("Choose a form, name the person or place, then tap: one tap answers and moves on."),
        t("Numbers can be tapped or typed (8, ８, 8.5分, 八)."),
        t(
            "Whatever you type, say, photograph or send as a file while a question is open becomes its note "
            "or evidence. Files up to {n} MB are also copied to the bot's own store.",
            n=limit_megabytes,
        ),
        t("◀ ▶ and ☰ lead through the questions; ↩ takes the last tap back; choosing again corrects."),
        t("You can stop at any time: every answer is kept. /drafts leads back to the very question."),
        t("At the end: review, closing fields, signature by typing the name, hand in."),
        t("What is handed in is never overwritten: ✎ Amend makes an amendment with a reason, and both stay."),
        t("📄 Report under a result sends the filled-in form as PDF, to print and file."),
    ]


def amend_screen(t: Texts, entry: Entry, *, notice: str | None = None) -> Screen:
    """Ask for the reason of an amendment."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Amendment')}</b> · {t('No. {n}', n=entry.evaluation.id)}",
            f"{bold(entry.name)} · {esc(entry.evaluation.form_title)}",
            "",
            t("The handed-in evaluation stays as it is; the amendment begins with its answers."),
            f"<b>{t('Why is it amended? Type the reason and send it.')}</b>",
        ),
        ((Button(t("◀ Back"), Act("result", entry.evaluation.id)),),),
    )
