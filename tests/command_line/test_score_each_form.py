"""``kaoping score --json`` for each of the eleven forms, with figures worked out by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.kaoping import command, kaoping

EXCELLENT, GOOD, FAIR, POOR = "优秀", "良好", "一般", "较差"
NA = {"na": True}


def inspected(**others: Any) -> dict[str, Any]:
    """All 21 items without a defect, but for these."""
    clean = {f"q{number:02}": {"defects": 0} for number in range(1, 22)}
    return clean | others


def level_answers(**lists: str) -> dict[str, str]:
    """``knowledge="优秀 一般"`` is knowledge-1 and knowledge-2."""
    return {f"{id}-{n}": label for id, labels in lists.items() for n, label in enumerate(labels.split(), 1)}


# Sections: 4 · 8/3 · 3.5 · 2.75 · 2.75 · 3 · 4 · 3 · 2, belonging drops out; 83/3 over 9 is 83/27 = 3.074;
# of 4: 83/108 = 76.85 %; nearest to 3.
INTERVIEW = {
    "q1": EXCELLENT,
    **{"q2": GOOD, "q3": FAIR, "q4": GOOD},
    **{"q5": EXCELLENT, "q6": GOOD, "q7": NA},
    **{"q8": GOOD, "q9": GOOD, "q10": GOOD, "q11": FAIR},
    **{"q12": FAIR, "q13": FAIR, "q14": GOOD, "q15": EXCELLENT},
    **{"emotion": GOOD, "ambition": EXCELLENT, "values": GOOD, "responsibility": FAIR, "belonging": NA},
}
# (4 + 4 + 4 + 1) / 4 = 3.25; 81.25 %; not all 优秀, one 不符合要求 only, more than half at 良好 or above.
PERFORMANCE = {
    "satisfaction": EXCELLENT,
    "teamwork": EXCELLENT,
    "problem-solving": EXCELLENT,
    "knowledge": "不符合要求",
}
# 27 + 15 + 15 + 8 + 10 + 7 = 82.
PROPERTY = {
    **{"attitude-friendly": 9, "attitude-proactive": 8, "attitude-effort": 10},
    **{"phone-prompt": 7, "phone-effective": 8, "complaint-prompt": 9, "complaint-effective": 6},
    **{"documents": 8, "teamwork": 10, "efficiency": 7},
}
# 8 + 15 + 25 + 10 + 20 = 78.
PROBATION = {"attendance": 8, "knowledge": 15, "attitude": 25, "teamwork": 10, "problem-solving": 20}
# Sections 11/3 · 8/3 · 10/3 · 4: 41/3 over 4 is 41/12 = 3.4167, below 3.5; of 4: 41/48 = 85.4167 %.
COMPETENCY = {
    **level_answers(knowledge="优秀 优秀 良好", communication="良好 良好 一般"),
    **level_answers(attitude="优秀 优秀 优秀"),
    **{"problem-solving-1": EXCELLENT, "problem-solving-2": GOOD, "problem-solving-3": GOOD},
}
# (2 − 0.5 − 0.5) + 0.5 + 1 + 1 = 3.5 · 2.5 · (2 − 1) + 2 + 2 + (5 − 2) = 8 · 3.5 · 3 · 5.5 · 3.5 · 4.5:
# 34 of 45 = 75.5556 %.
DEPARTMENT = {
    **{"service-1": ["tone", "three-rings"], "service-2": 0.5, "service-3": 1, "service-4": 1},
    **{"knowledge-1": 1.5, "knowledge-2": 1},
    **{"handling-1": ["late"], "handling-2": 2, "handling-3": ["owner"], "handling-4": ["coordination"]},
    **{"confidentiality-1": 2, "confidentiality-2": 1.5, "patrol-1": 1, "patrol-2": 2},
    **{"complaint-1": 2, "complaint-2": 2, "complaint-3": 1.5, "leader": 3.5},
    **{"obedience": 2, "teamwork": 1.5, "innovation": 1},
}
# Sections 11/3 · 2.5 · 3 · 2.5: 35/3 over 4 is 35/12 = 2.9167; of 4: 35/48 = 72.9167 %; nearest to 3.
REPRESENTATIVE = {
    **{"service-attitude": EXCELLENT, "service-solving": GOOD, "service-accuracy": EXCELLENT},
    **{"knowledge-products": FAIR, "knowledge-information": GOOD},
    **{"team-performance": GOOD, "team-departments": GOOD},
    **{"efficiency-speed": EXCELLENT, "efficiency-handling": "需改进"},
}
# 19 apply; not met: q02 (3 of 3), q08 (flag), q13 (2 of 2), q20 (1 of 1). q14 is met with 2 of 3.
# 15 of 19 = 78.947 %.
QUALITY = inspected(
    q02={"defects": 3},
    q05=NA,
    q08={"defects": 0, "flags": ["missing"]},
    q13={"defects": 2},
    q14={"defects": 2},
    q20={"defects": 1},
    q21=NA,
)
# 9 + 22/3 + 29/3 + 17/3 = 95/3 = 31.667 of 40: 95/120 = 79.1667 %: still below 80.
WORK = {
    **{"knowledge-1": 8, "knowledge-2": 9, "knowledge-3": 10, "service-1": 7, "service-2": 7, "service-3": 8},
    **{"quality-1": 10, "quality-2": 10, "quality-3": 9, "growth-1": 6, "growth-2": 5, "growth-3": 6},
}
# 5 + 4 + 4 + 3 = 16 ticks of 19 = 84.2105 %.
GENERAL = {
    "attitude": ["1", "2", "3", "5", "6"],
    "service": ["1", "2", "3", "4"],
    "efficiency": ["1", "2", "3", "4"],
    "problem-solving": ["1", "3", "4"],
}
# 22 + (2+3+3+3+2+2 = 15) + 16 + 9 × 2 + (10 − 1 − 2 × 1 = 7) = 78.
AGENCY = {
    "ability": 22,
    "knowledge": ["1", "2", "3", "5", "6", "7"],
    "efficiency": 16,
    "cooperation": ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    "attendance": {"leave": 1, "late": 2},
}

CASES = [
    pytest.param("interview", INTERVIEW, "3.07", "4", "76.85", "良好", ["q7", "belonging"], id="interview"),
    pytest.param("performance", PERFORMANCE, "3.25", "4", "81.25", "良好", [], id="performance"),
    pytest.param("property", PROPERTY, "82", "100", "82", "良好", [], id="property"),
    pytest.param("probation", PROBATION, "78", "100", "78", "一般", [], id="probation"),
    pytest.param("competency", COMPETENCY, "3.42", "4", "85.42", "良好", [], id="competency"),
    pytest.param("department", DEPARTMENT, "34", "45", "75.56", "一般", [], id="department"),
    pytest.param("representative", REPRESENTATIVE, "2.92", "4", "72.92", "良好", [], id="representative"),
    pytest.param("quality", QUALITY, "15", "19", "78.95", "一般", ["q05", "q21"], id="quality"),
    pytest.param("work", WORK, "31.67", "40", "79.17", "一般", [], id="work"),
    pytest.param("general", GENERAL, "16", "19", "84.21", "良好", [], id="general"),
    pytest.param("pr-agency", AGENCY, "78", "100", "78", "普通", [], id="pr-agency"),
]


@pytest.mark.parametrize(("form", "answers", "total", "most", "percent", "grade", "left_out"), CASES)
def test_each_form_is_scored(
    form: str,
    answers: dict[str, Any],
    total: str,
    most: str,
    percent: str,
    grade: str,
    left_out: list[str],
) -> None:
    Path("answers.json").write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    said = command("score", form, "answers.json", "--json")
    assert (said.status, said.err) == (0, "")
    told = said.told
    assert list(told) == ["form", "total", "max", "percent", "grade", "sections", "left_out", "missing"]
    assert (told["form"], told["total"], told["max"]) == (form, total, most)
    assert (told["percent"], told["grade"]) == (percent, grade)
    assert (told["left_out"], told["missing"]) == (left_out, [])
    for section in told["sections"]:
        assert list(section) == ["id", "title", "total", "max", "percent"]
        for figure in (section["total"], section["max"], section["percent"]):
            assert figure is None or re.fullmatch(r"\d+(\.\d{1,2})?", figure)


@pytest.mark.parametrize(("form", "answers", "total", "most", "percent", "grade", "left_out"), CASES)
def test_each_form_is_set_out_for_people(
    form: str,
    answers: dict[str, Any],
    total: str,
    most: str,
    percent: str,
    grade: str,
    left_out: list[str],
) -> None:
    said = command("score", form, "-", given=json.dumps(answers))
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines()[1] == f"{total} / {most} · {percent}%"
    assert said.out.splitlines()[2].removesuffix(" (house rule)") == f"grade: {grade}"
    assert ("left out" in said.out) == bool(left_out)
    assert "missing" not in said.out


def test_the_json_to_the_letter(here: Path) -> None:
    (here / "answers.json").write_text(json.dumps(PROBATION), encoding="utf-8")
    said = kaoping("score", "probation", "answers.json", "--json", cwd=here)
    assert (said.status, said.err) == (0, "")
    assert said.told == {
        "form": "probation",
        "total": "78",
        "max": "100",
        "percent": "78",
        "grade": "一般",
        "sections": [
            {"id": "attendance", "title": "准时出勤", "total": "8", "max": "10", "percent": "80"},
            {"id": "knowledge", "title": "专业知识", "total": "15", "max": "20", "percent": "75"},
            {"id": "attitude", "title": "服务态度", "total": "25", "max": "30", "percent": "83.33"},
            {"id": "teamwork", "title": "团队合作", "total": "10", "max": "20", "percent": "50"},
            {"id": "problem-solving", "title": "问题解决", "total": "20", "max": "20", "percent": "100"},
        ],
        "left_out": [],
        "missing": [],
    }


def test_a_section_with_nothing_rated_has_null_for_figures() -> None:
    said = command("score", "interview", "-", "--json", given=json.dumps(INTERVIEW))
    by_id = {section["id"]: section for section in said.told["sections"]}
    assert by_id["belonging"] == {
        "id": "belonging",
        "title": "归属感",
        "total": None,
        "max": None,
        "percent": None,
    }
    assert (by_id["motivation"]["total"], by_id["motivation"]["percent"]) == ("2.67", "66.67")


def test_what_was_not_met_is_named_for_people() -> None:
    said = command("score", "quality", "-", given=json.dumps(QUALITY))
    assert "not met (4): q02, q08, q13, q20\n" in said.out
    assert "left out (2): q05, q21\n" in said.out
