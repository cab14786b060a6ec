"""The notes on the question that is open."""

from __future__ import annotations

from bot.rating import Rating
from bot.screens.brought import eye, noted
from bot.screens.screen import Button, Screen, bold, lines, noticed, rows_of
from bot.screens.wording import headline
from bot.texts import Texts

_NOTES_LISTED = 24


def notes_screen(t: Texts, rating: Rating, *, revealed: bool = False, notice: str | None = None) -> Screen:
    """The notes on the current question, each with a button to take it away."""
    notes = list(enumerate(rating.notes_on(rating.cursor.id), 1))
    listed = notes[-_NOTES_LISTED:]
    earlier = len(notes) - len(listed)
    return Screen(
        lines(
            noticed(notice),
            headline(rating.form, rating.name),
            bold(rating.cursor.title),
            "",
            t.n("… and {n} earlier", "… and {n} earlier", earlier) if earlier else None,
            *[f"{place}. {noted(t, rating, note, revealed=revealed)}" for place, note in listed],
            t("No notes here.") if not notes else None,
        ),
        (
            *rows_of(
                (Button(t("🗑 Remove {n}", n=place), rating.act("unnote", note.id)) for place, note in listed),
                most=3,
            ),
            *eye(t, rating, "notes", revealed=revealed),
            (Button(t("◀ Question"), rating.act("go", rating.form.position[rating.cursor.id])),),
        ),
    )
