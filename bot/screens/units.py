"""Screens of units: the list, one unit's page, and the ways to rename, empty and remove it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.codec import Act
from bot.screens.screen import Button, Screen, bold, esc, lines, noticed, packed, rows_of, short
from bot.screens.wording import told
from bot.texts import Texts
from storage.units import Contents, Unit

LIST_PAGE = 10
"""Units on one page."""


def units_screen(
    t: Texts,
    units: Sequence[tuple[Unit, Contents]],
    page: int,
    total: int,
    *,
    notice: str | None = None,
) -> Screen:
    """All units; a typed name adds one."""
    last = max(0, -(-total // LIST_PAGE) - 1)
    turn = [
        *([Button("◀", Act("units", None, None, (str(page - 1),)))] if page > 0 else []),
        *([Button("▶", Act("units", None, None, (str(page + 1),)))] if page < last else []),
    ]
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('Units')}</b> · {total}",
            "",
            *["· " + told(t, bold(unit.name), esc(contents_words(t, held))) for unit, held in units],
            t("There is no unit yet.") if not units else None,
            "",
            f"<i>{t('Type a name to add a unit.')}</i>",
        ),
        (
            *rows_of([Button(short(unit.name, 28), _about("unit", unit)) for unit, _ in units], most=2),
            *([tuple(turn)] if turn else []),
            (Button(t("👥 People"), Act("people")), Button(t("☰ Menu"), Act("menu"))),
        ),
    )


def unit_screen(t: Texts, unit: Unit, held: Contents, *, notice: str | None = None) -> Screen:
    """One unit."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>🏢 {esc(unit.name)}</b>",
            told(t, t("In it"), esc(contents_words(t, held))),
        ),
        (
            *packed(
                [
                    Button(t("✏️ Rename"), _about("unitname", unit)),
                    Button(t("🗑 Remove"), _about("unitgone", unit), "danger"),
                ]
            ),
            (Button(t("🏢 Units"), Act("units")), Button(t("☰ Menu"), Act("menu"))),
        ),
    )


def rename_screen(t: Texts, unit: Unit, *, notice: str | None = None) -> Screen:
    """Ask for another name."""
    return Screen(
        lines(
            noticed(notice),
            f"<b>🏢 {esc(unit.name)}</b>",
            "",
            f"<b>{t('What is it called now? Type the name and send it.')}</b>",
        ),
        (_back(t, unit),),
    )


def remove_screen(
    t: Texts, unit: Unit, held: Contents, others: Sequence[Unit], *, notice: str | None = None
) -> Screen:
    """Before a unit goes; where something is in it, where that shall go."""
    if held.empty:
        return Screen(
            lines(
                noticed(notice),
                f"<b>{t('Remove {name}?', name=esc(unit.name))}</b>",
                "",
                t("Nothing is in it. What was handed in there keeps its place; open invitations to it end."),
            ),
            ((Button(t("🗑 Remove"), _about("unitgone", unit, "yes"), "danger"),), _back(t, unit)),
        )
    return Screen(
        lines(
            noticed(notice),
            f"<b>{t('{name} is not empty', name=esc(unit.name))}</b>",
            told(t, t("In it"), esc(contents_words(t, held))),
            "",
            t("Nothing of it may be lost, so it is not removed like this. Move everything into another unit:")
            if others
            else t(
                "Nothing of it may be lost, so it is not removed like this. Add another unit to move it to."
            ),
        ),
        (
            *rows_of(
                [Button(short(f"→ {one.name}", 28), _about("unitmove", unit, str(one.id))) for one in others],
                most=2,
            ),
            _back(t, unit),
        ),
    )


def move_screen(t: Texts, unit: Unit, target: Unit, held: Contents, *, notice: str | None = None) -> Screen:
    """Before everything of a unit goes into another; what becomes of the roles."""
    people = held.roles > 0
    return Screen(
        lines(
            noticed(notice),
            f"<b>{esc(unit.name)} → {esc(target.name)}</b>",
            told(t, t("In it"), esc(contents_words(t, held))),
            "",
            t(
                "Subjects, drafts, plans and what was handed in go to {target}, and {name} is removed.",
                target=bold(target.name),
                name=bold(unit.name),
            ),
            t("What about the roles that people have in it?") if people else None,
        ),
        (
            *(
                [
                    (Button(t("→ Move the roles, too"), _moving(unit, target, "move"), "primary"),),
                    (Button(t("✕ End the roles"), _moving(unit, target, "end"), "danger"),),
                ]
                if people
                else [(Button(t("→ Move and remove"), _moving(unit, target, "move"), "primary"),)]
            ),
            _back(t, unit),
        ),
    )


def contents_words(t: Texts, held: Contents) -> str:
    """How much is in a unit."""
    parts = [
        *([t.n("{n} role", "{n} roles", held.roles)] if held.roles else []),
        *([t.n("{n} subject", "{n} subjects", held.subjects)] if held.subjects else []),
        *([t.n("{n} draft", "{n} drafts", held.drafts)] if held.drafts else []),
        *([t.n("{n} plan", "{n} plans", held.plans)] if held.plans else []),
    ]
    return t(", ").join(parts) if parts else t("nothing")


def _about(op: str, unit: Unit, *more: str) -> Act:
    return Act(op, None, None, (str(unit.id), *more))


def _moving(unit: Unit, target: Unit, roles: str) -> Act:
    return _about("unitmove", unit, str(target.id), roles)


def _back(t: Texts, unit: Unit) -> tuple[Button, ...]:
    return (Button(t("◀ Back"), _about("unit", unit)), Button(t("☰ Menu"), Act("menu")))
