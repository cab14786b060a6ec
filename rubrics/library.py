"""The forms there are: the shipped ones and the owner's; and a form as it is kept with an evaluation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rubrics.findings import Finding, Rule, finding
from rubrics.model import Form
from rubrics.reading import MOST_BYTES, Reading, examine

SHIPPED = Path(__file__).parent / "forms"
"""The forms that come with the program; their file names begin with their number."""


@dataclass(frozen=True)
class Library:
    """The forms by id, shipped ones first, in the order they are offered; and why others are not among them."""

    forms: Mapping[str, Form]
    findings: tuple[Finding, ...] = ()


def load_forms(directories: Path | Iterable[Path] | None = None) -> Library:
    """The shipped forms and those of the owner's directories (``*.yaml``, ``*.yml``, by file name).

    A form of a later directory replaces one of the same id, in its place. A bad file hides no other: what is
    wrong with it is among the findings, and so is a directory that cannot be read. Never raises.
    """
    own = [directories] if isinstance(directories, Path) else list(directories or ())
    forms: dict[str, Form] = {}
    findings: list[Finding] = []
    for directory in (SHIPPED, *own):
        found, faults = _load(directory)
        forms |= found
        findings += faults
    return Library(MappingProxyType(forms), tuple(findings))


def check_file(path: Path, *, advice: bool = False) -> tuple[Finding, ...]:
    """Everything that refuses the form file, in the order of lines; with ``advice``, what could be better, too."""
    reading = read_file(path)
    return reading.findings if advice else reading.faults


def read_file(path: Path) -> Reading:
    """The form in a file and everything found. A file that cannot be read is a finding, too."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return Reading(None, (finding(Rule.UNREADABLE, str(path), why=error.strerror or error),))
    return examine(data, str(path))


def _load(directory: Path) -> tuple[dict[str, Form], list[Finding]]:
    """The good forms of a directory, by id, and what is wrong with the others."""
    try:
        paths = sorted(path for path in directory.iterdir() if path.suffix in {".yaml", ".yml"})
    except OSError as error:
        return {}, [finding(Rule.NO_DIRECTORY, str(directory), why=error.strerror or error)]
    forms: dict[str, Form] = {}
    files: dict[str, Path] = {}
    findings: list[Finding] = []
    for path in paths:
        reading = read_file(path)
        findings += reading.faults
        if (form := reading.form) is None:
            continue
        if form.id in forms:
            words = {"id": form.id, "other": files[form.id].name}
            findings.append(finding(Rule.SAME_FORM, str(path), reading.id_line, **words))
            continue
        forms[form.id], files[form.id] = form, path
    return forms, findings


def form_to_json(form: Form) -> str:
    """The whole form as canonical JSON: equal forms give equal text, and :func:`form_from_json` gives it back."""
    return json.dumps(_plain(form.model_dump()), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def form_from_json(text: str) -> Form:
    """The form that :func:`form_to_json` wrote.

    :raises ValueError: if the text is none (``pydantic.ValidationError`` is one).
    """
    return Form.model_validate_json(text)


def digest(form: Form) -> str:
    """The SHA-256 of the form's JSON, in hexadecimal: equal forms have the same."""
    return sha256(form_to_json(form).encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            # 10, 10.0 and 1E+1 are the same number and so the same text.
            return f"{value.normalize() + 0:f}"
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part) for part in value]
        case _:
            return value
