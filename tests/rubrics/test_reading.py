"""Reading a form file: what each value becomes, what is told at once, what is kept."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rubrics import nodes
from rubrics.findings import Finding, Rule
from rubrics.library import (
    SHIPPED,
    check_file,
    digest,
    form_from_json,
    form_to_json,
    load_forms,
    read_file,
)
from rubrics.model import Form, LevelCriterion, PointsCriterion
from rubrics.reading import examine, read_form
from tests.rubrics.bad_forms import REFUSED, SYNTAX, Bad
from tests.rubrics.form_texts import LEVELS, MET, POINTS, changed


def form_of(text: str | bytes) -> Form:
    form = read_form(text, "form.yaml")
    assert isinstance(form, Form), [str(one) for one in form]
    return form


def told(text: str | bytes) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in examine(text, "form.yaml").findings]


def test_a_number_is_exactly_what_was_written() -> None:
    (exits, *_) = form_of(POINTS).criteria
    assert isinstance(exits, PointsCriterion)
    assert (exits.max, exits.step, exits.min) == (Decimal(40), Decimal("0.5"), Decimal(0))


@pytest.mark.parametrize("word", ["No", "yes", "on", "12:30", "2026-11-30", "1e3", "0x1F", "true", "1_000"])
def test_text_stays_text_whatever_it_looks_like(word: str) -> None:
    assert form_of(changed(MET, "text: 查看地面", f"text: {word}")).by_id["p1"].text == word


def test_an_id_of_digits_is_text() -> None:
    assert form_of(changed(MET, "- id: p1", "- id: 007")).criteria[0].id == "007"


def test_white_space_at_the_ends_of_a_text_is_dropped_and_inside_is_kept() -> None:
    form = form_of(changed(MET, "text: 查看地面", "text: |\n          查看\n          地面\n"))
    assert form.by_id["p1"].text == "查看\n地面"


def test_a_byte_order_mark_is_no_fault() -> None:
    assert form_of(b"\xef\xbb\xbf" + MET.encode()).id == "patrol"


def test_line_ends_of_windows_are_no_fault() -> None:
    assert form_of(MET.replace("\n", "\r\n")) == form_of(MET)


def test_quoted_numbers_and_truths_are_taken() -> None:
    form = form_of(changed(POINTS, "        max: 40\n", '        max: "40"\n        required: "false"\n'))
    assert not form.criteria[0].required


@pytest.mark.parametrize(
    "number", [".5", "1e2", "１０", "1_0", "1/2", "0x10", "NaN", "1234567", "0.12345", "+1"]
)
def test_a_number_is_written_in_plain_digits(number: str) -> None:
    assert told(changed(POINTS, "        max: 40\n", f"        max: {number}\n")) == [(24, "R022")]


def test_keys_of_anchors_may_be_named_like_keys_of_the_form() -> None:
    text = LEVELS.replace("label: 差", "label: required").replace("差: 粗鲁", "required: 粗鲁")
    text = text.replace("level: 差", "level: required")
    (q1, *_) = form_of(text).criteria
    assert isinstance(q1, LevelCriterion)
    assert q1.anchors["required"] == "粗鲁"


def test_all_faults_are_told_at_once_in_the_order_of_lines() -> None:
    text = changed(
        POINTS, "title: 工地考核表\n", "titel: 工地考核表\n"
    )  # line 2; the title is missing: line 1
    text = changed(text, "total: 100\n", "total: 99\n")  # line 5, a sum of sections
    text = changed(text, "kind: date, since", "kind: day, since")  # line 11
    text = changed(text, "    max: 60\n", "    max: 60\n    max: 61\n")  # line 19; all below moves by one
    text = changed(text, "points: 0, text: 没有", "points: 15, text: 没有")  # told at the list, line 31
    text = changed(text, "high: 7, low: 4", "high: 6, low: 4")  # line 45
    text = changed(text, "at_least: 80", "at_least: 95")  # line 68
    text = changed(text, "较差: 辅导\n", "最差: 辅导\n")  # line 82, and none for 较差: line 79
    assert told(text) == [
        (1, "R016"),
        (2, "R015"),
        (5, "R034"),
        (11, "R017"),
        (19, "R009"),
        (31, "R061"),
        (45, "R066"),
        (68, "R046"),
        (79, "R070"),
        (82, "R071"),
    ]


def test_no_sum_is_told_while_one_of_its_parts_is_unknown() -> None:
    text = changed(POINTS, "        max: 40\n", "        max: forty\n")
    assert told(text) == [(24, "R022")]
    text = changed(POINTS, "        kind: points\n", "        kind: pionts\n")
    assert told(text) == [(21, "R017")]


def test_nothing_is_said_of_a_step_while_the_key_may_be_misspelt() -> None:
    # Without its step of 0.5 this would not come out even.
    text = changed(POINTS, "        step: 0.5\n", "        min: 0.5\n        stpe: 0.5\n")
    assert told(text) == [(26, "R015")]


def test_the_other_sections_sum_is_told_while_one_is_unknown() -> None:
    text = changed(POINTS, "        max: 40\n", "        max: forty\n")
    text = changed(text, "    title: 秩序\n    max: 40\n", "    title: 秩序\n    max: 41\n")
    assert told(text) == [(24, "R022"), (34, "R012")]


def test_an_advice_is_told_beside_a_fault_and_refuses_nothing_itself() -> None:
    text = changed(LEVELS, "        title: 衣着\n", "        title: 礼节\n")
    assert [one.code for one in examine(text, "f").findings] == ["W005"]
    assert isinstance(read_form(text, "f"), Form)
    text = changed(text, "value: 3", "value: 2")  # then 3 is no longer the most of form and section
    reading = examine(text, "f")
    assert [one.code for one in reading.faults] == ["R037", "R041", "R037"]
    assert [one.code for one in reading.findings] == ["R037", "R041", "R037", "W005"]


@pytest.mark.parametrize("bad", SYNTAX, ids=lambda bad: bad.problem[:40])
def test_the_python_parser_tells_the_same_as_libyaml(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = examine(bad.text(), "f").findings
    monkeypatch.setattr(nodes, "_FAST", yaml.BaseLoader)
    assert examine(bad.text(), "f").findings == fast


@pytest.mark.parametrize(
    "text", ["[" * 300_000, "- " * 300_000, "{a: " * 200_000, "a: &a [*a]", "? [a]\n: b"]
)
def test_a_hostile_file_ends_in_a_sentence(text: str) -> None:
    assert examine(text, "f").faults


@given(st.text(alphabet=st.sampled_from("ab:-[]{}#&*!|>'\"%@` \n\t,?~01\x00\u2028\ud800é考"), max_size=60))
def test_whatever_the_text_there_is_an_answer(text: str) -> None:
    findings = read_form(text, "f")
    assert not isinstance(findings, Form)
    assert all(str(one).startswith("f:") for one in findings)
    assert findings


@given(st.sampled_from((POINTS, LEVELS, MET)), st.data())
def test_a_form_with_any_line_left_out_is_a_form_or_refused_in_words(text: str, data: st.DataObject) -> None:
    lines = text.splitlines()
    gone = data.draw(st.integers(0, len(lines) - 1))
    text = "\n".join(lines[:gone] + lines[gone + 1 :])
    reading = examine(text, "f")
    assert (reading.form is None) == bool(reading.faults)
    assert all(1 <= one.line < len(lines) for one in reading.findings)


@given(st.sampled_from((POINTS, LEVELS, MET)), st.data())
def test_a_form_with_any_value_replaced_is_a_form_or_refused_in_words(text: str, data: st.DataObject) -> None:
    lines = text.splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[place].partition(":")
    value = data.draw(
        st.sampled_from(["", "~", "x", "-1", "0", "1.5", "true", "[]", "{}", "[a]", "{a: b}", "'"])
    )
    lines[place] = f"{key}{colon} {value}"
    reading = examine("\n".join(lines), "f")
    assert (reading.form is None) == bool(reading.faults)


def test_the_eleven_forms_are_there_in_their_order_without_advice() -> None:
    assert list(load_forms().forms) == [
        "interview",
        "performance",
        "property",
        "probation",
        "competency",
        "department",
        "representative",
        "quality",
        "work",
        "general",
        "pr-agency",
    ]
    for path in sorted(SHIPPED.iterdir()):
        assert check_file(path, advice=True) == ()


def test_the_owners_forms_come_last_and_a_bad_file_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: broken\n", encoding="utf-8")
    (tmp_path / "b.yml").write_text(MET, encoding="utf-8")
    (tmp_path / "c.txt").write_text("no form", encoding="utf-8")
    library = load_forms(tmp_path)
    assert list(library.forms)[11:] == ["patrol"]
    assert {one.file for one in library.findings} == {str(tmp_path / "a.yaml")}


def test_an_owners_form_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(changed(MET, "id: patrol", "id: quality"), encoding="utf-8")
    library = load_forms([tmp_path])
    assert library.findings == ()
    assert library.forms["quality"].title == "巡检表"
    assert list(library.forms) == list(load_forms().forms)


def test_a_shipped_form_stays_where_the_owners_is_bad(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("id: quality\n", encoding="utf-8")
    library = load_forms(tmp_path)
    assert library.forms["quality"] == load_forms().forms["quality"]
    assert library.findings


def test_a_directory_named_like_a_form_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (told,) = load_forms(tmp_path).findings
    assert told.rule is Rule.UNREADABLE


def test_a_form_in_a_file_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(MET, encoding="utf-8")
    reading = read_file(path)
    assert reading.form == form_of(MET)
    assert check_file(path) == ()
    path.write_text(REFUSED[0].text(), encoding="utf-8")
    (told,) = check_file(path)
    assert isinstance(told, Finding)
    assert told.file == str(path)


@pytest.mark.parametrize("id", load_forms().forms)
def test_a_form_comes_back_from_its_json_as_it_was(id: str) -> None:
    form = load_forms().forms[id]
    assert form_from_json(form_to_json(form)) == form


def test_equal_forms_have_one_digest_and_others_another() -> None:
    form = form_of(POINTS)
    assert digest(form_of(changed(POINTS, "        max: 40\n", "        max: 40.00\n"))) == digest(form)
    assert digest(form_from_json(form_to_json(form))) == digest(form)
    assert digest(form_of(changed(POINTS, "出口畅通", "出口通畅"))) != digest(form)
    assert len(digest(form)) == 64


def test_numbers_in_json_are_exact_text() -> None:
    form = form_of(changed(POINTS, "        step: 0.5\n", "        step: 0.50\n"))
    assert '"step":"0.5"' in form_to_json(form)
    assert '"total":"100"' in form_to_json(form)


def test_what_is_no_form_in_json_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        form_from_json('{"id": "x"}')


def test_the_eleven_forms_are_read_and_checked_in_time() -> None:
    load_forms()
    taken = []
    for _ in range(5):
        begun = time.process_time()
        load_forms()
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.15


@pytest.mark.parametrize("text", [POINTS, LEVELS, MET])
@pytest.mark.parametrize("value", ["", "x", "-1", "[]", "{a: b}"])
def test_a_value_the_model_refuses_leads_no_other_check_astray(text: str, value: str) -> None:
    values = list(re.finditer(r"(?<=\w: )[^,{}\[\]\n]+(?=[,}\]\n])", text))
    assert len(values) > 30
    for one in values:
        findings = examine(text[: one.start()] + value + text[one.end() :], "f").findings
        codes = [finding.code for finding in findings]
        by_the_model = ["R015" <= code <= "R029" for code in codes]
        assert all(by_the_model) or not any(by_the_model), (one.group(), codes)
