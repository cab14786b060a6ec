"""Every message about a bad form: each by a form that breaks that rule alone, at the right line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rubrics.findings import Finding, Rule, finding
from rubrics.library import check_file, load_forms
from rubrics.model import Form
from rubrics.reading import MOST_BYTES, examine, read_form
from tests.rubrics.bad_forms import ADVICE, REFUSED, Bad
from tests.rubrics.form_texts import LEVELS, MET, POINTS

FILES = frozenset(
    {
        Rule.UNREADABLE,
        Rule.TOO_LARGE,
        Rule.NOT_UTF8,
        Rule.EMPTY,
        Rule.NOT_A_FORM,
        Rule.TOO_MANY,
        Rule.SAME_FORM,
        Rule.NO_DIRECTORY,
    }
)
"""Rules about whole files, which the tests at the end break."""


def named(bad: Bad) -> str:
    return f"{bad.rule.code}-{bad.rule.name}"


def marked_line(bad: Bad) -> int:
    """The line that carries the mark; without one, where the questions of that form are."""
    lines = bad.text().splitlines()
    marked = [number for number, line in enumerate(lines, 1) if line.endswith("#!")]
    if marked:
        (line,) = marked
        return line
    return next(number for number, line in enumerate(lines, 1) if "q1" in line or "id: p2" in line)


@pytest.mark.parametrize("text", [POINTS, LEVELS, MET])
def test_the_good_forms_are_good(text: str) -> None:
    assert isinstance(read_form(text, "good.yaml"), Form)
    assert examine(text, "good.yaml").findings == ()


@pytest.mark.parametrize("bad", REFUSED, ids=named)
def test_a_bad_form_is_refused_with_the_rule_the_line_and_the_sentence(bad: Bad) -> None:
    findings = read_form(bad.text(), "forms/bad.yaml")
    assert not isinstance(findings, Form)
    (told,) = (one for one in findings)
    assert (told.rule, told.line, told.problem) == (bad.rule, marked_line(bad), bad.problem)
    assert str(told).startswith(f"forms/bad.yaml:{told.line}  {bad.rule.code} {bad.problem}\n    ")


@pytest.mark.parametrize("bad", ADVICE, ids=named)
def test_advice_refuses_nothing(bad: Bad) -> None:
    reading = examine(bad.text(), "forms/bad.yaml")
    (told,) = reading.findings
    assert isinstance(reading.form, Form)
    assert reading.faults == ()
    assert (told.rule, told.line, told.problem) == (bad.rule, marked_line(bad), bad.problem)


def test_every_rule_is_broken_by_some_test() -> None:
    assert {bad.rule for bad in (*REFUSED, *ADVICE)} | FILES == set(Rule)


def test_codes_are_unique_and_without_gaps() -> None:
    codes = [rule.code for rule in Rule]
    refusing = sorted(code for code in codes if code.startswith("R"))
    advising = sorted(code for code in codes if code.startswith("W"))
    assert refusing == [f"R{number:03}" for number in range(1, len(refusing) + 1)]
    assert advising == [f"W{number:03}" for number in range(1, len(advising) + 1)]
    assert len(codes) == len(refusing) + len(advising)


@pytest.mark.parametrize("rule", list(Rule), ids=lambda rule: rule.code)
def test_a_rule_says_what_is_wrong_and_what_to_do(rule: Rule) -> None:
    assert rule.problem.endswith(".")
    assert rule.remedy.endswith((".", "}"))


def test_no_word_of_a_sentence_is_left_out() -> None:
    for bad in (*REFUSED, *ADVICE):
        for told in examine(bad.text(), "bad.yaml").findings:
            assert not re.search(r"\{[a-z_]+\}", str(told)), str(told)
            assert "None" not in str(told)


def test_a_finding_reads_as_agreed() -> None:
    form = POINTS.replace(
        "  - id: safety\n    title: 安全\n    max: 60\n",
        "  - id: safety\n    title: 安全\n    max: 100\n",
    )
    form = form.replace(
        "          - {points: 20, text: 每月}\n          - {points: 10, text: 每季}\n",
        "          - {points: 25, text: 每月}\n          - {points: 10, text: 每季}\n",
    )
    form = form.replace(
        "      - id: drills\n",
        "      - {id: extinguishers, kind: points, title: 灭火器, text: 灭火器, max: 30}\n      - id: drills\n",
    ).replace("total: 100\n", "")
    # Section "safety" stands on line 15 of the form, so 26 lines above it make that line 41.
    (told,) = check(("# …\n" * 26) + form, "forms/site.yaml")
    assert str(told) == (
        'forms/site.yaml:41  R012 section "safety": points add up to 95, the section says 100.\n'
        "    exits 40, extinguishers 30, drills 25. Raise one by 5, or leave out the section's maximum."
    )


def test_too_many_points_are_to_be_lowered() -> None:
    (told,) = check(POINTS.replace("    max: 60\n", "    max: 50\n").replace("total: 100\n", ""))
    assert told.remedy == "exits 40, drills 20. Lower one by 10, or leave out the section's maximum."


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        (
            "        step: 0.5\n",
            "        stpe: 0.5\n",
            'Did you mean "step"? Possible here: '
            "id, title, text, guidance, required, na, source, title_source, cut, kind, min, max, step.",
        ),
        (
            "        kind: points\n",
            "        kind: point\n",
            'Did you mean "points"? Possible: '
            "level, points, anchored, banded, checklist, deductions, inspection, choice, text.",
        ),
        (
            "suggest: {优秀: 留用,",
            "suggest: {优秀的: 留用,",
            'Did you mean "优秀"? The grades are: 优秀, 良好, 较差.',
        ),
        ("combine_by: origin", "combine_by: orign", 'Did you mean "origin"? There are: origin.'),
        ("who: evaluator", "who: boss", "Possible: evaluator, subject."),
    ],
)
def test_what_may_have_been_meant_is_offered(old: str, new: str, remedy: str) -> None:
    (told,) = check(POINTS.replace(old, new))
    assert told.remedy == remedy


def test_a_file_too_large_is_refused_unread() -> None:
    (told,) = check("#" * (MOST_BYTES + 1))
    assert (told.rule, told.line) == (Rule.TOO_LARGE, 1)
    assert told.problem == "the file has 1000001 bytes; a form has at most 1000000."


def test_a_file_that_is_not_utf_8_is_told_with_the_line() -> None:
    (told,) = check(b"id: site\ntitle: \xb9\xa4\xb5\xd8\n")
    assert (told.rule, told.line) == (Rule.NOT_UTF8, 2)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "~\n"])
def test_an_empty_file_is_told(text: str) -> None:
    (told,) = check(text)
    assert (told.rule, told.line) == (Rule.EMPTY, 1)


@pytest.mark.parametrize(("text", "line"), [("- id: site\n", 1), ("\njust words\n", 2)])
def test_a_file_that_is_no_mapping_is_told(text: str, line: int) -> None:
    (told,) = check(text)
    assert (told.rule, told.line) == (Rule.NOT_A_FORM, line)


def test_a_file_with_more_faults_than_anybody_reads_is_told_in_part() -> None:
    findings = check(MET + "".join(f"key{number}: x\n" for number in range(101)))
    # The form ends on line 29; the hundredth of the keys below is on line 129.
    assert [one.line for one in findings[:100]] == list(range(30, 130))
    (more,) = findings[100:]
    assert (more.rule, more.line) == (Rule.TOO_MANY, 129)


def test_a_hundred_faults_are_all_told() -> None:
    findings = check(MET + "".join(f"key{number}: x\n" for number in range(100)))
    assert {one.rule for one in findings} == {Rule.UNKNOWN_KEY}
    assert len(findings) == 100


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (told,) = check_file(tmp_path / "gone.yaml")
    assert told.rule is Rule.UNREADABLE
    assert told.problem == "the file cannot be read: No such file or directory."


def test_a_directory_that_cannot_be_read_is_told_and_the_shipped_forms_are_there(tmp_path: Path) -> None:
    library = load_forms(tmp_path / "gone")
    (told,) = library.findings
    assert told.rule is Rule.NO_DIRECTORY
    assert len(library.forms) == 11


def test_two_files_of_one_directory_cannot_have_one_id(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(MET, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("# another\n" + MET, encoding="utf-8")
    (told,) = load_forms(tmp_path).findings
    assert (told.rule, told.file, told.line) == (Rule.SAME_FORM, str(tmp_path / "b.yaml"), 2)
    assert told.problem == 'the id "patrol" is taken by a.yaml in the same directory.'


def test_words_in_braces_are_taken_as_they_are() -> None:
    told = finding(Rule.NOT_ALLOWED, "f.yaml", place="x", key="y", given="{0}", nearest="", allowed="z")
    assert told.problem == 'x: "y" cannot be "{0}".'


def check(source: str | bytes, name: str = "bad.yaml") -> tuple[Finding, ...]:
    findings = read_form(source, name)
    assert not isinstance(findings, Form)
    return findings
