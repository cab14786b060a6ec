"""``kaoping score``: answers in, score out, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rubrics.answer_files import read_answers, score_to_json
from rubrics.library import check_file, load_forms
from rubrics.reading import read_form

from rubrics.model import Form
from rubrics.scoring import NoGrade, Score, score


@dataclass(frozen=True)
class Scored:
    """What ``kaoping score`` found: faults, or the JSON value and the words to print."""

    faults: tuple[str, ...]
    told: object = None
    words: str = ""


def score_answers(wanted: str, text: str, directory: Path | None) -> Scored:
    """Score the answers in ``text`` by the form with that id, or by the form file of that name."""
    found = _form(wanted, directory)
    if not isinstance(found, Form):
        return Scored(found)
    answers = read_answers(found, text)
    if answers.faults:
        return Scored(tuple(str(fault) for fault in answers.faults))
    scores = [score(found, one) for one in answers.each]
    told = [score_to_json(one) for one in scores]
    words = "\n\n".join(_words(found, one) for one in scores)
    return Scored((), told if answers.many else told[0], words)


def _form(wanted: str, directory: Path | None) -> Form | tuple[str, ...]:
    forms = load_forms(directory).forms
    if wanted in forms:
        return forms[wanted]
    path = Path(wanted)
    if path.suffix in {".yaml", ".yml"} and path.is_file():
        faults = tuple(str(finding) for finding in check_file(path))
        form = None if faults else read_form(path.read_text(encoding="utf-8"), str(path))
        return form if isinstance(form, Form) else faults
    return (f"There is no form {wanted!r}. There are: {', '.join(forms)}.",)


_NO_GRADE = {
    NoGrade.MISSING: "no grade: required answers are missing",
    NoGrade.NOTHING_APPLIES: "no score: nothing of this form applies",
    NoGrade.TOO_FEW_RATED: "no grade: too few criteria rated",
}


def _words(form: Form, result: Score) -> str:
    told = score_to_json(result)
    lines = [form.title]
    if result.total is not None:
        lines.append(f"{told['total']} / {told['max']} · {told['percent']}%")
    lines.append(result.grade or (_NO_GRADE[result.no_grade] if result.no_grade else "no grade"))
    for section in result.sections:
        figures = "—" if section.total is None else f"{section.total:f} / {section.max:f}"
        lines.append(f"  {section.title}: {figures}")
    if result.left_out:
        lines.append(f"left out: {', '.join(result.left_out)}")
    if result.missing:
        lines.append(f"missing: {', '.join(result.missing)}")
    return "\n".join(lines)
