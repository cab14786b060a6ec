"""Screens of exports: which form, which days, which kind of file; and how far one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.codec import Act
from bot.privacy.masking import masked
from bot.screens.screen import Button, Screen, bold, esc, lines, noticed, packed, rows_of, short
from bot.screens.wording import bar
from bot.texts import Texts

ALL = "_"
"""What stands for all forms in a button; no form's id can be this."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen so far, in words; empty where nothing is."""

    subject: str = ""
    form: str = ""
    span: str = ""


def form_screen(
    t: Texts, forms: Sequence[tuple[str, str]], chosen: Chosen, *, notice: str | None = None
) -> Screen:
    """Which form: ``forms`` are ids and short titles. A typed name keeps one person or place only."""
    buttons = [Button(short(title), _act(id)) for id, title in forms]
    return Screen(
        lines(
            noticed(notice),
            _head(t, chosen),
            t("What was handed in, as a table. Which form?"),
            "",
            f"<i>{t('Type a name to export one person or place only.')}</i>",
        ),
        (
            (Button(t("All forms"), _act(ALL), "primary"),),
            *rows_of(buttons, most=2),
            *_subject_off(t, chosen),
            (Button(t("☰ Menu"), Act("menu")),),
        ),
    )


def span_screen(
    t: Texts, form_id: str, spans: Mapping[str, str], chosen: Chosen, *, notice: str | None = None
) -> Screen:
    """Which days of handing in: ``spans`` are codes and what they are called."""
    return Screen(
        lines(noticed(notice), _head(t, chosen), t("Handed in when?")),
        (
            *packed(Button(words, _act(form_id, code)) for code, words in spans.items()),
            *_subject_off(t, chosen),
            (Button(t("◀ Back"), Act("export")), Button(t("☰ Menu"), Act("menu"))),
        ),
    )


def format_screen(t: Texts, form_id: str, span: str, chosen: Chosen, *, notice: str | None = None) -> Screen:
    """Which kind of file."""
    kinds = {
        "xlsx": t("Excel (XLSX)"),
        "csv": t("CSV: evaluations"),
        "csva": t("CSV: answers"),
        "jsonl": t("JSON Lines"),
    }
    return Screen(
        lines(
            noticed(notice),
            _head(t, chosen),
            t("Which kind of file?"),
            "",
            t("Excel holds evaluations, answers and criteria on three sheets. JSON Lines is for programs."),
            t("The file holds personal data, phone numbers too. That it was made stands in the audit trail."),
        ),
        (
            *((Button(words, _act(form_id, span, kind)),) for kind, words in kinds.items()),
            (Button(t("◀ Back"), _act(form_id)), Button(t("☰ Menu"), Act("menu"))),
        ),
    )


def namesakes_screen(
    t: Texts, name: str, found: Sequence[tuple[int, str]], *, notice: str | None = None
) -> Screen:
    """Who of several of one name: ``found`` are their numbers and what tells them apart."""
    return Screen(
        lines(noticed(notice), t("Several are called {name}. Which one?", name=bold(masked(name)))),
        (
            *(
                (Button(short(masked(words)), Act("exportwho", None, None, (str(id),))),)
                for id, words in found
            ),
            (Button(t("◀ Back"), Act("export")),),
        ),
    )


def progress_screen(t: Texts, name: str, done: int, of: int) -> Screen:
    """The message that fills up, with the way to stop it. ``of`` is 0 before it is known how many there are."""
    how_far = f"{bar(done, of)} {100 * done // of}%" if of else t("waiting…")
    return Screen(
        lines(t("📊 Preparing {name}", name=bold(name)), how_far),
        ((Button(t("✕ Cancel"), Act("exportstop")),),),
    )


def _head(t: Texts, chosen: Chosen) -> str:
    parts = [esc(part) for part in (masked(chosen.subject), chosen.form, chosen.span) if part]
    return " · ".join([f"<b>{t('Export')}</b>", *parts]) + "\n"


def _subject_off(t: Texts, chosen: Chosen) -> tuple[tuple[Button, ...], ...]:
    if not chosen.subject:
        return ()
    label = t("✕ Not only {name}", name=short(masked(chosen.subject), 14))
    return ((Button(label, Act("exportwho", None, None, ("0",))),),)


def _act(*args: str) -> Act:
    return Act("export", None, None, args)
