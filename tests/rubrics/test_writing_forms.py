"""The guide to writing forms: its example is a good form, and it leaves no key out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import rubrics
from rubrics.model import Form
from rubrics.reading import examine, read_form
from rubrics.shapes import Leaf, ListOf, MapOf, OneOf, Record, Shape, form_shape
from tests.rubrics.form_texts import changed

GUIDE = (Path(rubrics.__file__).parent / "writing-forms.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_its_example_is_a_form_without_fault_or_advice() -> None:
    reading = examine(EXAMPLE, "example.yaml")
    assert reading.findings == ()
    assert isinstance(reading.form, Form)


def test_the_fault_it_shows_is_told_so() -> None:
    broken = changed(EXAMPLE, "- {points: 20, text: 总是如此}", "- {points: 15, text: 总是如此}")
    findings = read_form(broken, "my-form.yaml")
    assert not isinstance(findings, Form)
    (told,) = findings
    assert f"```\n{told}\n```" in GUIDE


def test_it_names_every_key_and_every_word_that_is_possible() -> None:
    prose = re.sub(r"```.*?```", "", GUIDE, flags=re.DOTALL)
    named = set(re.findall(r"[a-z_-]+", " ".join(re.findall(r"`([^`]+)`", prose))))
    assert set(words(form_shape())) - named == set()


def words(shape: Shape) -> Iterator[str]:
    match shape:
        case Leaf(allowed=allowed):
            yield from allowed
        case ListOf(item=item) | MapOf(item=item):
            yield from words(item)
        case Record(fields=fields):
            for key, part in fields.items():
                yield key
                yield from words(part)
        case OneOf(variants=variants):
            for record in variants.values():
                yield from words(record)
