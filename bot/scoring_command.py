"""``kaoping score``: answers in, score out, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from rubrics.answer_files import read_answers, score_to_json
from rubrics.library import load_forms, read_file
from rubrics.model import Form
from rubrics.points import top_level
from rubrics.rounding import plain
from rubrics.scoring import NoGrade, Score, score


@dataclass(frozen=True)
class Scored:
    """What ``kaoping score`` found: faults, or the JSON value (``told``) and what people see (``shown``)."""

    faults: tuple[str, ...]
    told: object = None
    shown: RenderableType = ""


def score_answers(wanted: str, text: str, directory: Path | None) -> Scored:
    """Score the answers in ``text`` by the form with that id, or by the form file of that name.

    ``directory`` has forms of one's own. An array of answers gives an array of scores, in its order.
    """
    found = _form(wanted, directory)
    if not isinstance(found, Form):
        return Scored(found)
    answers = read_answers(found, text)
    if answers.faults:
        return Scored(tuple(str(fault) for fault in answers.faults))
    scores = [score(found, one) for one in answers.each]
    told = [score_to_json(one) for one in scores]
    if not answers.many:
        return Scored((), told[0], score_shown(found, scores[0]))
    shown = [
        score_shown(found, one, f"{place} of {len(scores)} · ") for place, one in enumerate(scores, start=1)
    ]
    return Scored((), told, Group(*shown) if shown else Text("The array is empty: nothing to score."))


def forms_shown(forms: Iterable[Form]) -> Table:
    """The forms as a table: id, title, number of questions, what the score is out of."""
    table = Table("id", "form", "questions", "scored out of", box=box.SIMPLE_HEAD)
    table.columns[0].no_wrap = True
    table.columns[1].overflow = "fold"
    for form in forms:
        # Text, not str: a title with [brackets] is no markup.
        table.add_row(form.id, Text(form.title), str(len(form.criteria)), _out_of(form))
    return table


def score_shown(form: Form, result: Score, before: str = "") -> RenderableType:
    """One score as people read it: figures and grade, a row for each section, then what is not in them.

    ``before`` is put before the title. What the form does not print and we decided is marked "house".
    """
    told = score_to_json(result)
    heading = Text(f"{before}{form.title}", style="bold")
    lines: list[RenderableType] = [heading]
    if result.total is not None:
        lines.append(Text(f"{told['total']} / {told['max']} · {told['percent']}%"))
    lines.append(Text(_grade(form, result)))
    lines.append(_sections(result))
    for label, ids in (
        ("not met", result.unmet),
        ("left out", result.left_out),
        ("missing", result.missing),
    ):
        if ids:
            lines.append(Text(f"{label} ({len(ids)}): {', '.join(ids)}"))
    return Group(*lines, "") if before else Group(*lines)


def _form(wanted: str, directory: Path | None) -> Form | tuple[str, ...]:
    """The form, or why there is none."""
    library = load_forms(directory)
    if wanted in library.forms:
        return library.forms[wanted]
    path = Path(wanted)
    if path.suffix in {".yaml", ".yml"}:
        reading = read_file(path)
        return reading.form or tuple(str(finding) for finding in reading.faults)
    # The form that is wanted may be one of those that could not be read.
    refused = tuple(str(finding) for finding in library.findings)
    return (f'There is no form "{wanted}". There are: {", ".join(library.forms)}.', *refused)


def _out_of(form: Form) -> str:
    if form.scoring == "levels":
        return f"{plain(top_level(form))} (levels)"
    if form.scoring == "met":
        return f"{len(tuple(form.scored()))} items met"
    return "" if form.total is None else f"{plain(form.total)} points"


_NO_GRADE = {
    NoGrade.MISSING: "no grade yet: required answers are missing",
    NoGrade.NOTHING_APPLIES: "no score and no grade: nothing of this form applies",
    NoGrade.TOO_FEW_RATED: "no grade: too few criteria were rated",
    NoGrade.RULES: "no grade: it follows from single answers",
}


def _grade(form: Form, result: Score) -> str:
    if result.grade is None:
        return _NO_GRADE[result.no_grade] if result.no_grade else "no grade"
    return f"grade: {result.grade}{' (house rule)' if form.grade.source == 'house' else ''}"


def _sections(result: Score) -> Table:
    table = Table("section", "score", "out of", "%", box=box.SIMPLE_HEAD)
    table.columns[0].overflow = "fold"
    for column in table.columns[1:]:
        column.justify = "right"
        column.no_wrap = True
    for section in result.sections:
        figures = (section.total, section.max, section.percent)
        table.add_row(Text(section.title), *("—" if number is None else plain(number) for number in figures))
    return table
