"""The schema for editors: what is kept is what the model says, and it takes the shipped forms and refuses bad ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from rubrics.library import SHIPPED
from rubrics.schema import FILE, schema, written
from tests.rubrics.form_texts import LEVELS, MET, POINTS, changed

VALIDATOR = Draft202012Validator(schema())
SHIPPED_FILES = sorted(SHIPPED.glob("*.yaml"))


def complaints(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(yaml.safe_load(text))]


def test_the_kept_schema_is_the_one_of_the_model() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "run: python -m rubrics.schema"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(FILE.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SHIPPED_FILES, ids=lambda path: path.stem)
def test_a_shipped_form_names_the_schema_and_validates(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../form.schema.json\n")
    assert (path.parent / "../form.schema.json").resolve() == FILE.resolve()
    assert complaints(text) == []


@pytest.mark.parametrize("text", [POINTS, LEVELS, MET])
def test_good_forms_validate(text: str) -> None:
    assert complaints(text) == []


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        (POINTS, "title: 工地考核表\n", ""),
        (POINTS, "title: 工地考核表\n", "titel: 工地考核表\n"),
        (POINTS, "        kind: points\n", "        kind: point\n"),
        (POINTS, "        max: 40\n", "        max: 40分\n"),
        (POINTS, "        max: 40\n", '        max: "40"\n'),
        (POINTS, "        max: 40\n", ""),
        (POINTS, "        max: 40\n", "        max:\n"),
        (POINTS, "      - id: exits\n", "      - id: Exits\n"),
        (POINTS, "required: false}", "required: 1}"),
        (POINTS, "who: evaluator", "who: boss"),
        (POINTS, "short: 工地考核", "short: 一二三四五六七八九十一二三四五"),
        (MET, "        threshold: 3\n", "        threshold: 0\n"),
        (MET, "        threshold: 3\n", "        threshold: 2.5\n"),
        (LEVELS, "labels: [优, 良, 劣]", "labels: [优]"),
        (LEVELS, "anchors: {差: 粗鲁,", "anchors: {差: [粗鲁],"),
    ],
)
def test_a_bad_form_does_not_validate(form: str, old: str, new: str) -> None:
    assert complaints(changed(form, old, new)) != []


def test_numbers_are_numbers() -> None:
    assert complaints(changed(POINTS, "        max: 40\n", "        max: 40.5\n")) == []


def test_every_key_is_explained() -> None:
    for where, key in keys(schema()):
        assert key.get("description", "").endswith("."), where


def test_examples_and_defaults_are_allowed_themselves() -> None:
    whole = schema()
    for where, key in keys(whole):
        one = Draft202012Validator({**key, "$defs": whole["$defs"]})
        for value in (*key.get("examples", ()), *([key["default"]] if "default" in key else ())):
            assert one.is_valid(value), (where, value)


def keys(whole: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for model, part in {"Form": whole, **whole["$defs"]}.items():
        for name, key in part.get("properties", {}).items():
            yield f"{model}.{name}", key
