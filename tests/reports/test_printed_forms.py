"""All eleven forms printed, and read back: what is on the paper is what was answered."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rubrics.answers import Deducted, Inspected, NotApplicable, Pointed, Rated, Ticked
from rubrics.maxima import maximum
from rubrics.model import (
    AnchoredCriterion,
    ChecklistCriterion,
    DeductionCriterion,
    Form,
    InspectionCriterion,
    LevelCriterion,
    PointsCriterion,
)
from tests.reports.ratings import FORMS, answer_to, rating_of
from tests.reports.reading import holes, printed_form, spots, squeezed, words_of

EVERY = pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: str(form.id))


@EVERY
def test_every_question_is_there_in_the_forms_order(form: Form) -> None:
    words = words_of(printed_form(form.id))
    places = [words.index(squeezed(criterion.text)) for criterion in form.criteria]
    assert len(places) == len(form.criteria)
    assert all(squeezed(section.title) in words for section in form.sections)


@EVERY
def test_no_character_is_without_a_glyph(form: Form) -> None:
    assert holes(printed_form(form.id)) == 0


@EVERY
def test_head_closing_fields_signatures_and_result_are_there(form: Form) -> None:
    rating = rating_of(form)
    words = words_of(printed_form(form.id))
    for field in form.fields.values():
        assert squeezed(field.label) in words
        value = rating.fields.get(field.id)
        if isinstance(value, str):
            assert squeezed(value) in words
    for signature in form.signatures:
        name = "王面试" if signature.who == "evaluator" else "张三"
        assert squeezed(f"{signature.label}：{name}2026-11-23 14:30") in words
    assert f"得分率{str(rating.score.percent).rstrip('0').rstrip('.')}%等级{rating.grade}" in words
    assert all(squeezed(decision.text) in words for decision in form.decisions)
    assert "第7号" in words


@EVERY
def test_the_forms_decisions_and_the_houses_stand_apart(form: Form) -> None:
    words = words_of(printed_form(form.id))
    house = words.index("本系统规定：", words.index("评分依据"))
    for decision in form.decisions:
        assert (words.rindex(squeezed(decision.text)) > house) == (decision.source == "house")


@pytest.mark.parametrize("form_id", ["interview", "performance", "competency"])
def test_the_chosen_level_is_ticked_in_its_column(form_id: str) -> None:
    form = FORMS[form_id]
    printed = spots(printed_form(form_id))
    columns = {level.label: next(s.x for s in printed if s.text == level.label) for level in form.levels}
    ticks = [min(columns, key=lambda label: abs(columns[label] - s.x)) for s in printed if s.text == "√"]
    answers = [answer_to(form, c, place) for place, c in enumerate(form.criteria)]
    assert ticks == [answer.level for answer in answers if isinstance(answer, Rated)]


def test_a_level_that_has_a_sentence_is_ticked_before_its_sentence() -> None:
    form = FORMS["representative"]
    words = words_of(printed_form(form.id))
    for place, criterion in enumerate(form.criteria):
        answer = answer_to(form, criterion, place)
        assert isinstance(criterion, LevelCriterion)
        assert isinstance(answer, Rated)
        assert squeezed(f"√ {criterion.anchors[answer.level]}") in words
    assert words.count("√") == len(form.criteria)


def test_what_was_not_covered_and_what_does_not_apply_is_said_in_its_row() -> None:
    interview, quality = FORMS["interview"], FORMS["quality"]
    for form, word in ((interview, "未考察"), (quality, "不适用")):
        words = words_of(printed_form(form.id))
        for place, criterion in enumerate(form.criteria):
            if isinstance(answer_to(form, criterion, place), NotApplicable):
                tail = "".join(squeezed(line) for line in criterion.guidance)
                assert squeezed(criterion.text) + tail + word in words


@pytest.mark.parametrize("form_id", ["property", "work", "probation", "general", "department", "pr-agency"])
def test_points_stand_behind_their_question_with_the_maximum_before_them(form_id: str) -> None:
    form = FORMS[form_id]
    words = words_of(printed_form(form_id))
    starts = [words.index(squeezed(criterion.text)) for criterion in form.criteria]
    ends = [*starts[1:], words.index("总分", starts[-1])]
    for criterion, start, end in zip(form.criteria, starts, ends, strict=True):
        answer = answer_to(form, criterion, form.position[criterion.id])
        match criterion, answer:
            case ((PointsCriterion() | AnchoredCriterion()), Pointed(points=points)):
                assert f"{maximum(criterion)}{points.normalize():f}" in words[start:end]
            case ChecklistCriterion(options=options), Ticked(options=ticked):
                for option in options:
                    box = "☑" if option.id in ticked else "☐"
                    assert box + squeezed(option.text) in words[start:end]
            case DeductionCriterion(reasons=reasons), Deducted(counts=((happened, _),)):
                for reason in reasons:
                    box = "☑" if reason.id == happened else "☐"
                    assert box + squeezed(reason.text) in words[start:end]


def test_an_inspection_shows_threshold_defects_flags_and_verdict() -> None:
    """q04: 3 defects at a threshold of 3 fail it; q07: 2 of 3, but the plan is missing; q01: none."""
    words = words_of(printed_form("quality"))
    assert "检查3处0处达标" not in words
    first, fourth, seventh = (words.index(f"{n}.{_text(n)}") for n in (1, 4, 7))
    assert "3处0处达标" in words[first : first + 90]
    assert "3处3处不达标" in words[fourth : fourth + 90]
    assert "☑培训计划或记录缺失单项3处2处不达标" in words[seventh : seventh + 90]
    assert "11.现场卫生" in words[words.index("未计入（1项）") :]
    assert "整改" in words


def _text(number: int) -> str:
    criterion = FORMS["quality"].criteria[number - 1]
    assert isinstance(criterion, InspectionCriterion)
    assert isinstance(answer_to(FORMS["quality"], criterion, number - 1), Inspected | NotApplicable)
    return squeezed(criterion.text)


def test_the_table_has_its_heading_on_every_page_it_reaches() -> None:
    printed = spots(printed_form("quality"))
    pages = {s.page for s in printed if s.text.startswith(("1. ", "21. "))}
    assert pages == {0, 1}
    assert {s.page for s in printed if s.text == "检查方法"} == pages


def test_pages_are_counted_and_named_from_the_second_on() -> None:
    printed = spots(printed_form("department"))
    feet = [s for s in printed if s.y < 45]
    assert [s.text for s in feet if "/" in s.text] == ["1 / 2", "2 / 2"]
    (running,) = [s for s in printed if s.text.startswith("客服部员工考核表") and "第 7 号" in s.text]
    assert running.page == 1


def test_a_section_is_not_torn_over_two_pages() -> None:
    form = FORMS["department"]
    printed = spots(printed_form("department"))
    page_of = {
        n: next(s.page for s in printed if f"{s.text} ".startswith(f"{n}. "))
        for n in range(1, len(form.criteria) + 1)
    }
    for one, other in pairwise(form.criteria):
        if form.section_of[one.id] is form.section_of[other.id]:
            assert page_of[form.position[one.id] + 1] == page_of[form.position[other.id] + 1]


def test_years_are_worked_out_on_the_day_of_handing_in() -> None:
    """Hired on 1 March 2024, handed in on 23 November 2026: two full years."""
    assert "2024-03-01（年资2年）" in words_of(printed_form("pr-agency"))


def test_goals_stand_beside_their_measures() -> None:
    words = words_of(printed_form("performance"))
    assert "绩效目标设定衡量办法缩短等待时间平均不超过3分钟提高满意度95%以上" in words
