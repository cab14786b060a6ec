"""Texts in the person's language, from gettext catalogues.

The source of every text is English and stands where it is used, as ``t("…")``; ``bot/locale`` holds a catalogue
for each language, read when it is first needed. Values are filled in by name: ``t("{n} open", n=3)``.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("zh", "en")
"""The languages the interface speaks; the first is the default."""

LOCALE = Path(__file__).parent / "locale"


class Texts:
    """The interface in one language: call it with an English text to get that language's."""

    def __init__(self, language: str) -> None:
        """Read the catalogue of ``language`` (one of :data:`LANGUAGES`)."""
        self.language = language
        self._catalogue = _catalogue(language)

    def __call__(self, text: str, /, **values: object) -> str:
        """The text in this language with ``values`` filled in."""
        found = self._catalogue.gettext(text)
        return found.format(**values) if values else found

    def n(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Singular or plural by ``count``, which fills ``{n}``."""
        return self._catalogue.ngettext(one, many, count).format(n=count, **values)


@cache
def texts(language: str) -> Texts:
    """The texts of a language, read once."""
    return Texts(language)


def language_of(chosen: str | None, telegram: str | None, default: str) -> str:
    """Which language to speak: the one chosen by /language, else Telegram's if we speak it, else the default."""
    for wanted in (chosen, (telegram or "").split("-")[0].lower()):
        if wanted in LANGUAGES:
            return wanted
    return default


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    # Compiled in memory from the .po, so that no catalogue can be older than its source.
    from babel.messages.mofile import write_mo  # start-up: only where texts are shown
    from babel.messages.pofile import read_po

    path = LOCALE / language / "LC_MESSAGES" / "kaoping.po"
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
