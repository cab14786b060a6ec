"""Pages: links lead somewhere, both languages say the same, and what they quote is what is said."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from rubrics.library import SHIPPED
from tests.docs.pages import PAGES, ROOT, TO_COME, anchors, links, name, read

ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    lost = []
    for link in links(page):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if link in TO_COME and not target.exists():
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached = {ENGLISH}
    while True:
        found = {
            (page.parent / link.partition("#")[0]).resolve()
            for page in reached
            for link in links(page)
            if link.partition("#")[0].endswith(".md")
        }
        if found <= reached:
            break
        reached |= {page for page in found if page.exists()}
        if not {page for page in found if page.exists()} - reached:
            break
    apart = {ROOT / "CHANGELOG.md"}
    assert [name(page) for page in PAGES if page not in reached | apart] == []


def test_both_readmes_have_the_same_parts_links_and_tables() -> None:
    english, chinese = read(ENGLISH), read(CHINESE)
    for mark in (r"^#+ ", r"^\|", r"^- \*\*", r"^\d\. "):
        assert len(re.findall(mark, english, re.MULTILINE)) == len(re.findall(mark, chinese, re.MULTILINE)), (
            mark
        )
    assert {*links(ENGLISH)} - {"README.zh.md"} == {*links(CHINESE)} - {"README.md"}


def test_the_number_of_forms_is_the_number_told() -> None:
    assert len(list(SHIPPED.glob("*.yaml"))) == 11
    assert "Eleven customer-service forms" in read(ENGLISH)
    assert "十一张" in read(CHINESE)


def test_troubles_are_quoted_as_they_are_told() -> None:
    sources = [path for room in ("bot", "storage") for path in sorted((ROOT / room).rglob("*.py"))]
    # Sentences run over several lines in the code.
    code = re.sub(r'"\s*f?"', "", "\n".join(path.read_text(encoding="utf-8") for path in sources)).lower()
    quoted = re.findall(r'^\| "([^"]+)"', read(ROOT / "docs" / "running.md"), re.MULTILINE)
    assert quoted
    assert [part for words in quoted for part in words.lower().split(": ") if part not in code] == []


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    version = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["version"]
    headings = re.findall(r"^## (\S+)", read(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == version
