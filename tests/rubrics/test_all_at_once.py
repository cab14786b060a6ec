"""A bad form is refused with all its faults at once: what cannot be read hides nothing that can."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.reading import examine
from tests.rubrics.form_texts import LEVELS, MET, POINTS, changed

DESK = """\
id: desk
title: 前台考核表
short: 前台
scoring: points
total: 90
subject:
  kind: employee
  fields:
    - {id: name, label: 姓名, kind: name, required: true}
sections:
  - id: service
    title: 服务
    max: 60
    criteria:
      - {id: greeting, kind: points, title: 问候, text: 主动问候, max: 10}
      - {id: phone, kind: points, title: 电话, text: 接听电话, max: 10, step: 0.3}
      - id: phone
        kind: anchored
        title: 记录
        text: 填写记录
        anchors: [{points: 5, text: 齐全}, {points: 5, text: 有缺}]
      - id: manner
        kind: banded
        title: 举止
        text: 举止得体
        bands: [{high: 20, low: 10, text: 得体}, {high: 8, low: 0, text: 随便}]
      - {id: mood, kind: level, title: 情绪, text: 情绪稳定}
grade:
  by: bands
  bands:
    - {label: 合格, at_least: 60}
    - {label: 不合格, at_least: 0}
"""

WITHIN_THE_DESK = [(16, "R059"), (17, "R030"), (21, "R061"), (26, "R066"), (27, "R040"), (27, "R043")]
"""What each question of the desk breaks by itself: a step, an id, anchors, bands, and a kind twice."""

SUMS_OF_THE_DESK = [(5, "R034"), (11, "R012")]
"""60 for 90; and 10, 10, 5 and 20 make 45 for 60."""

GREETING = "      - {id: greeting, kind: points, title: 问候, text: 主动问候, max: 10}\n"


def told(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in examine(text, "form.yaml").findings]


def problems(text: str) -> list[str]:
    return [one.problem for one in examine(text, "form.yaml").findings]


def greeting(entry: str) -> str:
    """The desk with another first question."""
    return changed(DESK, GREETING, f"      - {entry}\n")


def test_the_faults_of_a_form_that_can_be_read_are_told_at_once() -> None:
    assert told(DESK) == [*SUMS_OF_THE_DESK, *WITHIN_THE_DESK]


def test_a_question_that_cannot_be_read_hides_no_fault_of_its_neighbours() -> None:
    text = greeting("{id: greeting, kind: points, title: 问候, text: *ref, max: 1o}")
    assert told(text) == [(15, "R010"), (15, "R022"), *WITHIN_THE_DESK]


def test_no_sum_is_told_while_the_section_s_own_maximum_is_unknown() -> None:
    assert told(changed(DESK, "    max: 60\n", "    max: 6o\n")) == [(13, "R022"), *WITHIN_THE_DESK]


@pytest.mark.parametrize(
    ("entry", "faults"),
    [
        ("{id: greeting, kind: points, title: 问候, text: 主动问候, max: 10, required: No}", ["R024"]),
        ("{id: greeting, kind: points, title: 问候, text: 主动问候, max: 10, min: none}", ["R022"]),
        ("{id: Greeting, kind: points, title: 问候, text: 主动问候, max: 10}", ["R026"]),
        ("{id: greeting, kind: points, title: 问候, text: 主动问候, max: 10, na: *ref}", ["R010"]),
        ("{id: greeting, kind: points, title: , text: *ref, max: 10}", ["R010", "R018"]),
    ],
)
def test_a_value_no_sum_is_made_of_hides_no_sum(entry: str, faults: list[str]) -> None:
    assert told(greeting(entry)) == [
        *SUMS_OF_THE_DESK,
        *((15, code) for code in faults),
        *WITHIN_THE_DESK,
    ]


@pytest.mark.parametrize(
    ("entry", "faults"),
    [
        ("{id: greeting, kind: pionts, title: 问候, text: 主动问候, max: 10}", ["R017"]),
        ("{id: greeting, title: 问候, text: 主动问候, max: 10}", ["R016"]),
        ("{id: greeting, kind: *ref, title: 问候, text: 主动问候, max: 10}", ["R010"]),
        ("{id: greeting, kind: pionts, title: [问候], max: 10}", ["R017", "R016", "R019"]),
        ("{id: name, kind: pionts, title: 问候, text: 主动问候, max: 10}", ["R017"]),
        ("*ref", ["R010"]),
        ("greeting", ["R021"]),
    ],
)
def test_a_question_of_unknown_kind_is_read_as_far_as_all_kinds_agree(entry: str, faults: list[str]) -> None:
    clash = [(9, "R030")] if "id: name" in entry else []
    assert sorted(told(greeting(entry))) == sorted(
        [*clash, *((15, code) for code in faults), *WITHIN_THE_DESK]
    )


@pytest.mark.parametrize("key", ["title", "text"])
def test_words_that_cannot_be_read_hide_nothing(key: str) -> None:
    places = list(re.finditer(rf"(?<=\b{key}: )\w+", DESK))
    assert len(places) > 5
    everything = [*SUMS_OF_THE_DESK, *WITHIN_THE_DESK]
    for place in places:
        text = DESK[: place.start()] + "[]" + DESK[place.end() :]
        line = DESK.count("\n", 0, place.start()) + 1
        assert sorted(told(text)) == sorted([*everything, (line, "R019")]), place


def test_one_band_that_is_wrong_in_itself_hides_no_gap_between_others() -> None:
    text = changed(
        POINTS,
        "          - {high: 7, low: 4, text: 尚可}\n          - {high: 3, low: 0, text: 不好}\n",
        "          - {high: 6, low: 4, text: 尚可}\n          - {high: 0.5, low: 0, text: 不好}\n",
    )
    assert told(text) == [(44, "R066"), (45, "R063")]


def test_a_list_with_too_few_entries_hides_nothing_of_those_it_has() -> None:
    text = changed(
        DESK,
        "[{points: 5, text: 齐全}, {points: 5, text: 有缺}]",
        "[{points: -5, text: 齐全}]",
    )
    expected = [one for one in WITHIN_THE_DESK if one != (21, "R061")]
    assert sorted(told(text)) == sorted([(21, "R029"), (21, "R060"), *expected])


def test_what_levels_are_called_is_checked_while_one_has_no_worth() -> None:
    text = changed(LEVELS, "{label: 中, value: 2}", "{label: 中, value: two}")
    text = changed(text, "中: 平常, 好: 周到", "中等: 平常, 好: 周到")
    assert told(text) == [(12, "R023"), (24, "R042")]


def test_grades_are_checked_while_a_threshold_cannot_be_read() -> None:
    text = changed(POINTS, "{label: 良好, at_least: 80}", "{label: 良好, at_least: 80分}")
    text = changed(text, "    较差: 辅导\n", "    最差:\n")  # of no grade, and nothing stands after it
    text = changed(text, "suggest: {优秀: 留用", "suggest: {优: 留用")
    assert told(text) == [(67, "R022"), (75, "R072"), (78, "R070"), (81, "R018"), (81, "R071")]


def test_fields_are_checked_while_a_neighbour_cannot_be_read() -> None:
    text = changed(POINTS, "combine_by: origin\n", "combine_by: source\n")
    text = changed(text, "units: [month, quarter]", "units: month")
    assert told(text) == [(6, "R075"), (14, "R020")]
    text = changed(POINTS, "label: 来源, kind: choice, required: true", "label: [来源], kind: choice")
    assert told(text) == [(13, "R019"), (13, "R076")]


def test_a_part_whose_id_cannot_be_read_is_called_by_what_stands_there() -> None:
    assert problems(changed(changed(DESK, "id: service", "id: Service"), "total: 90\n", "total: 60\n"))[
        0:2
    ] == [
        'section "Service": "Service" cannot be an id.',
        'section "Service": points add up to 45, the section says 60.',
    ]
    text = changed(
        MET,
        "{id: p2, kind: inspection, title: 围墙, text: 查看围墙, threshold: 1}",
        "{kind: points, title: 围墙, text: 查看围墙, max: 10}",
    )
    (unnamed, unfit) = problems(text)
    assert unnamed == 'question 2 lacks "id".'
    assert unfit == 'question "?": kind "points" does not fit scoring "met".'


def test_no_word_put_in_place_of_another_is_taken_for_one_of_the_form() -> None:
    text = changed(MET, "id: p1", "id: P1")
    for word in ("x1", "x1x", "x2x"):
        assert told(changed(text, "id: p2", f"id: {word}")) == [(15, "R026")]


def test_a_unit_or_signer_that_cannot_be_read_is_no_second_one() -> None:
    assert told(changed(POINTS, "units: [month, quarter]", "units: [monat, month]")) == [(14, "R017")]
    assert told(changed(POINTS, "label: 本人, who: subject", "label: 本人, who: him")) == [(84, "R017")]
    assert told(changed(POINTS, "label: 考核人, who: evaluator", "label: 考核人, who: me")) == [(83, "R017")]


@given(st.sampled_from((POINTS, LEVELS, MET)), st.data())
def test_however_many_values_cannot_be_read_no_other_rule_is_said_to_be_broken(
    text: str, data: st.DataObject
) -> None:
    values = list(re.finditer(r"(?<=\w: )[^,{}\[\]\n]+(?=[,}\]\n])", text))
    chosen = data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=6, unique_by=re.Match.start))
    for place in sorted(chosen, key=re.Match.start, reverse=True):
        value = data.draw(st.sampled_from(["", "[]", "{a: b}", "*ref"]))
        text = text[: place.start()] + value + text[place.end() :]
    codes = {one.code for one in examine(text, "form.yaml").findings}
    assert codes
    assert all(code == "R010" or "R015" <= code <= "R029" for code in codes)
