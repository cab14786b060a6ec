"""The catalogues kept up to date with the code: ``make texts`` (``python -m tests.catalogues``).

Texts are found in the syntax tree, since they also stand inside f-strings, which Babel's own extractor does not
read on every Python that we support. Merging and writing is Babel's.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.texts import LANGUAGES, LOCALE

BOT = LOCALE.parent


def texts_in(source: str) -> Iterator[str | tuple[str, str]]:
    """Every text in a module: ``t("…")``, and ``t.n("…", "…", count)`` as a pair."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name == "t" and len(words) == 1:
            yield words[0]
        elif name == "n" and len(words) == 2:
            yield words[0], words[1]


def extracted() -> Catalog:
    """All texts of the bot."""
    catalogue = Catalog(charset="utf-8")
    for path in sorted(BOT.rglob("*.py")):
        if "sandbox" not in path.relative_to(BOT).parts:
            for text in texts_in(path.read_text(encoding="utf-8")):
                catalogue.add(text)
    return catalogue


def catalogue_path(language: str) -> Path:
    """Where a language's catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / "kaoping.po"


def stored(language: str) -> Catalog:
    """A language's catalogue as it is stored."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring every catalogue to the texts of the code; English says what the code says."""
    template = extracted()
    for language in LANGUAGES:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = stored(language) if path.exists() else Catalog(locale=language, charset="utf-8")
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if language == "en":
            for message in catalogue:
                if message.id:
                    message.string = message.id
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, omit_header=True, sort_output=True, ignore_obsolete=True)


if __name__ == "__main__":
    update()
