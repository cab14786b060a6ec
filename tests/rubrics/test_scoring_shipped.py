"""The eleven forms, scored by hand."""

from decimal import Decimal

import pytest

from rubrics.answers import JsonValue
from rubrics.scoring import NextGrade, NoGrade, Score
from tests.rubrics.shipped import FORMS, in_order, rate
from tests.rubrics.small_forms import figures

NA: JsonValue = {"na": True}
INITIALS = {"差": "较差", "般": "一般", "良": "良好", "优": "优秀", "不": "不符合要求", "需": "需改进"}


def labels(initials: str) -> list[JsonValue]:
    """Levels written with one sign each; ``-`` for not applicable, spaces between sections."""
    return [NA if sign == "-" else INITIALS[sign] for sign in initials.replace(" ", "")]


def levels(form: str, initials: str) -> Score:
    return rate(form, in_order(form, *labels(initials)))


def sections(result: Score) -> list[str]:
    return [figures(section) for section in result.sections]


def ticks(*numbers: int) -> list[JsonValue]:
    return [str(number) for number in numbers]


# 1 interview


def test_interview_is_the_mean_of_its_ten_sections() -> None:
    # 4, 10/3, 7/3, 13/4, 10/4, 3, 4, 3, 4, 2: 377/12 over ten is 3.141666…; of 4: 78.541666…
    result = levels("interview", "优 优良良 般般良 良良良优 般般良良 良优良优般")
    assert (figures(result), result.grade) == ("3.14/4 78.54%", "良好")
    assert result.next_grade == NextGrade("优秀", Decimal("0.36"))
    assert sections(result) == [
        "4/4 100%",
        "3.33/4 83.33%",
        "2.33/4 58.33%",
        "3.25/4 81.25%",
        "2.5/4 62.5%",
        "3/4 75%",
        "4/4 100%",
        "3/4 75%",
        "4/4 100%",
        "2/4 50%",
    ]


@pytest.mark.parametrize(
    ("rated", "told", "grade"),
    [
        ("优 优优优 优优优 优优优优 优优优优 优优优优优", "4/4 100%", "优秀"),
        ("优 优优优 优优优 优优优优 优优优优 良良良良良", "3.5/4 87.5%", "优秀"),
        # one third less in one section: 3.5 − 1/30 = 3.4666…; of 4: 86.666…
        ("优 优优良 优优优 优优优优 优优优优 良良良良良", "3.47/4 86.67%", "良好"),
        ("良 良良良 良良良 良良良良 良良良良 般般般般般", "2.5/4 62.5%", "良好"),
        # a quarter less in one section: 2.475, of 4: 61.875
        ("良 良良良 良良良 良良良良 良良良般 般般般般般", "2.48/4 61.88%", "一般"),
        ("般 般般般 般般般 般般般般 般般般般 差差差差差", "1.5/4 37.5%", "一般"),
        ("差 般般般 般般般 般般般般 般般般般 差差差差差", "1.4/4 35%", "较差"),
        ("差 差差差 差差差 差差差差 差差差差 差差差差差", "1/4 25%", "较差"),
    ],
)
def test_interview_grade_is_the_nearest_level(rated: str, told: str, grade: str) -> None:
    result = levels("interview", rated)
    assert (figures(result), result.grade) == (told, grade)


def test_interview_with_ten_rated_has_a_grade() -> None:
    # 4, 8/3 (3 3 2), 3 (3 3 3), 11/4 → only three of the four rated: 3: (4 + 8/3 + 3 + 3)/4 = 19/6
    result = levels("interview", "优 良良般 良良良 良优般- ---- -----")
    assert (figures(result), result.grade, result.no_grade) == ("3.17/4 79.17%", "良好", None)
    assert len(result.left_out) == 10
    assert [s.left_out for s in result.sections] == [False] * 4 + [True] * 6


def test_interview_with_nine_rated_has_a_total_and_no_grade() -> None:
    # 4, 8/3, 3, (3 + 4)/2 = 3.5: 79/6 over four is 3.291666…; of 4: 82.291666…
    result = levels("interview", "优 良良般 良良良 良优-- ---- -----")
    assert (figures(result), result.grade) == ("3.29/4 82.29%", None)
    assert (result.no_grade, result.next_grade) == (NoGrade.TOO_FEW_RATED, None)


def test_interview_with_nothing_rated_has_neither() -> None:
    result = levels("interview", "- --- --- ---- ---- -----")
    assert (figures(result), result.grade) == ("-/- -%", None)
    assert result.no_grade is NoGrade.NOTHING_APPLIES


def test_interview_under_way() -> None:
    result = rate("interview", {"q1": "优秀", "q2": "一般", "q3": NA})
    assert (figures(result), result.no_grade) == ("3/4 75%", NoGrade.MISSING)
    assert len(result.missing) == 17
    assert result.missing[:2] == ("q4", "q5")


# 2 performance


@pytest.mark.parametrize(
    ("rated", "told", "grade"),
    [
        ("优优优优", "4/4 100%", "优秀"),
        ("优优优良", "3.75/4 93.75%", "良好"),
        ("不不优优", "2.5/4 62.5%", "不符合要求"),
        ("不不不不", "1/4 25%", "不符合要求"),
        ("不优优优", "3.25/4 81.25%", "良好"),
        ("般良良良", "2.75/4 68.75%", "良好"),
        ("般般良优", "2.75/4 68.75%", "一般"),
        ("不般良优", "2.5/4 62.5%", "一般"),
        ("般般般般", "2/4 50%", "一般"),
    ],
)
def test_performance_goes_by_the_words_of_the_form(rated: str, told: str, grade: str) -> None:
    result = levels("performance", rated)
    assert (figures(result), result.grade, result.next_grade) == (told, grade, None)


# 3 property


@pytest.mark.parametrize(
    ("points", "told", "grade", "needed"),
    [
        ([10] * 10, "100/100 100%", "优秀", None),
        ([9] * 10, "90/100 90%", "优秀", None),
        ([9] * 9 + [8], "89/100 89%", "良好", 1),
        ([8] * 10, "80/100 80%", "良好", 10),
        ([8] * 9 + [7], "79/100 79%", "一般", 1),
        ([6] * 10, "60/100 60%", "一般", 20),
        ([6] * 9 + [5], "59/100 59%", "较差", 1),
        ([1] * 10, "10/100 10%", "较差", 50),
    ],
)
def test_property_adds_ten_times_ten(
    points: list[JsonValue], told: str, grade: str, needed: int | None
) -> None:
    result = rate("property", in_order("property", *points))
    assert (figures(result), result.grade) == (told, grade)
    assert (result.next_grade.needed if result.next_grade else None) == (needed and Decimal(needed))


def test_property_by_section() -> None:
    result = rate("property", in_order("property", 9, 8, 7, 10, 9, 6, 7, 8, 10, 5))
    assert (figures(result), result.grade) == ("79/100 79%", "一般")
    assert sections(result) == [
        "24/30 80%",
        "19/20 95%",
        "13/20 65%",
        "8/10 80%",
        "10/10 100%",
        "5/10 50%",
    ]


# 4 probation


@pytest.mark.parametrize(
    ("points", "told", "grade"),
    [
        ([10, 20, 30, 20, 20], "100/100 100%", "优秀"),
        ([10, 20, 25, 20, 15], "90/100 90%", "优秀"),
        ([4, 20, 30, 20, 15], "89/100 89%", "良好"),
        ([8, 15, 25, 15, 20], "83/100 83%", "良好"),
        ([10, 15, 25, 15, 15], "80/100 80%", "良好"),
        ([4, 15, 30, 15, 15], "79/100 79%", "一般"),
        ([10, 10, 20, 10, 10], "60/100 60%", "一般"),
        ([4, 10, 20, 10, 15], "59/100 59%", "较差"),
        ([2, 5, 10, 5, 5], "27/100 27%", "较差"),
    ],
)
def test_probation_adds_its_anchors(points: list[JsonValue], told: str, grade: str) -> None:
    result = rate("probation", in_order("probation", *points))
    assert (figures(result), result.grade) == (told, grade)


# 5 competency


def test_competency_is_the_mean_of_its_four_sections() -> None:
    # 11/3, 3, 8/3, 4: 40/3 over four is 10/3; of 4: 83.333…
    result = levels("competency", "优优良 良良良 般良良 优优优")
    assert (figures(result), result.grade) == ("3.33/4 83.33%", "良好")
    assert result.next_grade == NextGrade("优秀", Decimal("0.17"))
    assert sections(result) == ["3.67/4 91.67%", "3/4 75%", "2.67/4 66.67%", "4/4 100%"]


@pytest.mark.parametrize(
    ("rated", "told", "grade"),
    [
        ("优优优 优优优 良良良 良良良", "3.5/4 87.5%", "优秀"),
        # 3.5 − 1/12 = 3.41666…; of 4: 85.41666…
        ("优优优 优优良 良良良 良良良", "3.42/4 85.42%", "良好"),
        ("良良良 良良良 般般般 般般般", "2.5/4 62.5%", "良好"),
        ("良良良 良良般 般般般 般般般", "2.42/4 60.42%", "一般"),
        ("般般般 般般般 差差差 差差差", "1.5/4 37.5%", "一般"),
        ("般般般 般般差 差差差 差差差", "1.42/4 35.42%", "较差"),
    ],
)
def test_competency_grade_is_the_nearest_level(rated: str, told: str, grade: str) -> None:
    result = levels("competency", rated)
    assert (figures(result), result.grade) == (told, grade)


# 6 department


DEPARTMENT: dict[str, JsonValue] = {
    "service-1": [],
    "service-2": 1,
    "service-3": 1,
    "service-4": 1,
    "knowledge-1": 2,
    "knowledge-2": 1,
    "handling-1": [],
    "handling-2": 2,
    "handling-3": ["owner", "opinion"],
    "handling-4": [],
    "confidentiality-1": 2,
    "confidentiality-2": 2,
    "patrol-1": 2,
    "patrol-2": 2,
    "complaint-1": 2,
    "complaint-2": 2,
    "complaint-3": 2,
    "leader": 4,
    "obedience": 2,
    "teamwork": 2,
    "innovation": 2,
}


@pytest.mark.parametrize(
    ("changed", "told", "grade"),
    [
        ({}, "45/45 100%", "优秀"),
        ({"leader": 0, "service-2": Decimal("0.5")}, "40.5/45 90%", "优秀"),
        ({"leader": 0, "service-2": 0}, "40/45 88.89%", "良好"),
        ({"leader": 0, "handling-4": ["coordination", "escalated"]}, "36/45 80%", "良好"),
        (
            {"leader": 0, "handling-4": ["coordination", "escalated"], "service-1": ["tone"]},
            "35.5/45 78.89%",
            "一般",
        ),
        ({"service-1": ["appearance", "tone", "intonation", "three-rings"]}, "43/45 95.56%", "优秀"),
        ({"service-1": {"tone": 1, "three-rings": 1}}, "44/45 97.78%", "优秀"),
        ({"handling-1": ["inaccurate", "late"]}, "43/45 95.56%", "优秀"),
        ({"handling-3": ["owner"]}, "43/45 95.56%", "优秀"),
        ({"handling-4": ["coordination"]}, "43/45 95.56%", "优秀"),
        ({"handling-4": ["escalated"]}, "42/45 93.33%", "优秀"),
    ],
)
def test_department_is_scored_over_the_legible_45(
    changed: dict[str, JsonValue], told: str, grade: str
) -> None:
    result = rate("department", DEPARTMENT | changed)
    assert (figures(result), result.grade) == (told, grade)


def test_department_by_section() -> None:
    changed: dict[str, JsonValue] = {
        "service-1": ["appearance", "tone"],
        "service-2": Decimal("0.5"),
        "knowledge-1": Decimal("1.5"),
        "handling-1": ["late"],
        "handling-3": ["owner"],
        "handling-4": ["escalated"],
        "patrol-2": Decimal("1.5"),
        "complaint-3": 1,
        "leader": 3,
        "innovation": 1,
    }
    result = rate("department", DEPARTMENT | changed)
    assert sections(result) == [
        "3.5/5 70%",
        "2.5/3 83.33%",
        "7/13 53.85%",
        "4/4 100%",
        "3.5/4 87.5%",
        "5/6 83.33%",
        "3/4 75%",
        "5/6 83.33%",
    ]
    assert (figures(result), result.grade) == ("33.5/45 74.44%", "一般")
    assert result.next_grade == NextGrade("良好", Decimal("5.56"))


@pytest.mark.parametrize(
    ("lost", "percent", "grade"),
    # Of 45 points, 27 are 60 percent: 18 lost; half a point more is 58.888…
    [(18, "60", "一般"), (Decimal("18.5"), "58.89", "较差")],
)
def test_department_at_the_lowest_edge(lost: Decimal, percent: str, grade: str) -> None:
    # confidentiality, patrol and complaint are 14 points; the leader's satisfaction is 4
    none = {id: 0 for id in DEPARTMENT if id.startswith(("confidentiality", "patrol", "complaint", "leader"))}
    more: dict[str, JsonValue] = {"service-2": 1 - (lost - 18)}
    result = rate("department", DEPARTMENT | none | more)
    assert (result.percent, result.grade) == (Decimal(percent), grade)


# 7 representative


def test_representative_is_the_mean_of_its_four_sections() -> None:
    # 10/3, 5/2, 4, 5/2: 37/3 over four is 3.08333…; of 4: 77.08333…
    result = levels("representative", "优良良 良般 优优 般良")
    assert (figures(result), result.grade) == ("3.08/4 77.08%", "良好")
    assert result.next_grade == NextGrade("优秀", Decimal("0.42"))


@pytest.mark.parametrize(
    ("rated", "told", "grade"),
    [
        ("优优优 优优 良良 良良", "3.5/4 87.5%", "优秀"),
        # 3.5 − 1/12
        ("优优良 优优 良良 良良", "3.42/4 85.42%", "良好"),
        ("良良良 良良 般般 般般", "2.5/4 62.5%", "良好"),
        # 2.5 − 1/8 = 2.375; of 4: 59.375
        ("良良良 良般 般般 般般", "2.38/4 59.38%", "一般"),
        ("般般般 般般 需需 需需", "1.5/4 37.5%", "一般"),
        ("般般般 般需 需需 需需", "1.38/4 34.38%", "需改进"),
    ],
)
def test_representative_grade_is_the_nearest_level(rated: str, told: str, grade: str) -> None:
    result = levels("representative", rated)
    assert (figures(result), result.grade) == (told, grade)


# 8 quality

THRESHOLDS = dict.fromkeys((f"q{n:02}" for n in range(1, 22)), 3) | {
    "q13": 2,
    "q15": 2,
    "q16": 2,
    "q18": 2,
    "q19": 2,
    "q20": 1,
}
FLAGGED = ("q07", "q08", "q17", "q18", "q19", "q20", "q21")
CLEAN: dict[str, JsonValue] = {id: {"defects": 0} for id in THRESHOLDS}


@pytest.mark.parametrize(("id", "threshold"), THRESHOLDS.items())
def test_quality_items_fail_at_their_threshold_and_not_before(id: str, threshold: int) -> None:
    below = rate("quality", CLEAN | {id: {"defects": threshold - 1, "flags": []}})
    assert (figures(below), below.unmet) == ("21/21 100%", ())
    for defects in (threshold, threshold + 1, 100):
        at = rate("quality", CLEAN | {id: {"defects": defects, "flags": []}})
        assert (figures(at), at.unmet) == ("20/21 95.24%", (id,))


@pytest.mark.parametrize("id", FLAGGED)
def test_quality_items_fail_by_a_flag_whatever_the_count(id: str) -> None:
    result = rate("quality", CLEAN | {id: {"defects": 0, "flags": ["missing"]}})
    assert (figures(result), result.unmet) == ("20/21 95.24%", (id,))


@pytest.mark.parametrize(
    ("failed", "left_out", "told", "grade"),
    [
        (2, 0, "19/21 90.48%", "优秀"),
        (3, 0, "18/21 85.71%", "良好"),
        (4, 0, "17/21 80.95%", "良好"),
        (5, 0, "16/21 76.19%", "一般"),
        (8, 0, "13/21 61.9%", "一般"),
        (9, 0, "12/21 57.14%", "较差"),
        (2, 1, "18/20 90%", "优秀"),
        (4, 1, "16/20 80%", "良好"),
        (8, 1, "12/20 60%", "一般"),
        (2, 10, "9/11 81.82%", "良好"),
        (1, 20, "0/1 0%", "较差"),
        (0, 20, "1/1 100%", "优秀"),
        (21, 0, "0/21 0%", "较差"),
    ],
)
def test_quality_is_what_is_met_of_what_applies(failed: int, left_out: int, told: str, grade: str) -> None:
    ids = list(THRESHOLDS)
    unmet: dict[str, JsonValue] = {id: {"defects": 3} for id in ids[:failed]}
    gone = dict.fromkeys(ids[21 - left_out :], NA)
    result = rate("quality", CLEAN | unmet | gone)
    assert (figures(result), result.grade) == (told, grade)
    assert (result.unmet, result.left_out) == (tuple(ids[:failed]), tuple(ids[21 - left_out :]))


def test_quality_where_nothing_applies() -> None:
    result = rate("quality", dict.fromkeys(THRESHOLDS, NA))
    assert (figures(result), result.grade, result.no_grade) == ("-/- -%", None, NoGrade.NOTHING_APPLIES)


def test_quality_by_section() -> None:
    found: dict[str, JsonValue] = {"q01": {"defects": 3}, "q06": NA, "q20": {"flags": ["missing"]}}
    result = rate("quality", CLEAN | found)
    # 5 (one failed), q06 gone, 2, 3, 4, 2, 3 (one failed), 1: 18 of 20
    assert sections(result) == [
        "4/5 80%",
        "-/- -%",
        "2/2 100%",
        "3/3 100%",
        "4/4 100%",
        "2/2 100%",
        "2/3 66.67%",
        "1/1 100%",
    ]
    assert (figures(result), result.grade) == ("18/20 90%", "优秀")


# 9 work


@pytest.mark.parametrize(
    ("points", "told", "grade"),
    [
        ([10] * 12, "40/40 100%", "优秀"),
        ([9] * 12, "36/40 90%", "优秀"),
        # one point less is a third: 107/3 = 35.666…; of 40: 89.1666…
        ([9] * 11 + [8], "35.67/40 89.17%", "良好"),
        # 25/3 + 22/3 + 28/3 + 7 = 32
        ([9, 8, 8, 7, 7, 8, 10, 9, 9, 6, 8, 7], "32/40 80%", "良好"),
        # 25/3 + 22/3 + 28/3 + 20/3 = 95/3
        ([9, 8, 8, 7, 7, 8, 10, 9, 9, 6, 8, 6], "31.67/40 79.17%", "一般"),
        ([6] * 12, "24/40 60%", "一般"),
        ([6] * 11 + [5], "23.67/40 59.17%", "较差"),
        ([0] * 12, "0/40 0%", "较差"),
    ],
)
def test_work_adds_the_means_of_its_sections(points: list[JsonValue], told: str, grade: str) -> None:
    result = rate("work", in_order("work", *points))
    assert (figures(result), result.grade) == (told, grade)


def test_work_by_section() -> None:
    result = rate("work", in_order("work", 9, 8, 8, 7, 7, 8, 10, 9, 9, 6, 8, 7))
    assert sections(result) == ["8.33/10 83.33%", "7.33/10 73.33%", "9.33/10 93.33%", "7/10 70%"]
    assert result.next_grade == NextGrade("优秀", Decimal(10))


# 10 general


@pytest.mark.parametrize(
    ("ticked", "told", "grade", "needed"),
    [
        ((6, 5, 4, 4), "19/19 100%", "优秀", None),
        ((6, 5, 4, 3), "18/19 94.74%", "优秀", None),
        ((6, 5, 3, 3), "17/19 89.47%", "良好", "0.53"),
        ((6, 4, 3, 3), "16/19 84.21%", "良好", "5.79"),
        ((5, 4, 3, 3), "15/19 78.95%", "一般", "1.05"),
        ((4, 3, 2, 3), "12/19 63.16%", "一般", "16.84"),
        ((4, 3, 2, 2), "11/19 57.89%", "较差", "2.11"),
        ((0, 0, 0, 0), "0/19 0%", "较差", "60"),
    ],
)
def test_general_counts_ticks(ticked: tuple[int, ...], told: str, grade: str, needed: str | None) -> None:
    lists = [ticks(*range(1, count + 1)) for count in ticked]
    result = rate("general", in_order("general", *lists))
    assert (figures(result), result.grade) == (told, grade)
    assert (result.next_grade.needed if result.next_grade else None) == (needed and Decimal(needed))


# 11 pr-agency

AGENCY: dict[str, JsonValue] = {
    "ability": 30,
    "knowledge": ticks(1, 2, 3, 4, 5, 6, 7, 8),
    "efficiency": 20,
    "cooperation": ticks(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    "attendance": {},
}


@pytest.mark.parametrize(
    ("changed", "told", "grade"),
    [
        ({}, "100/100 100%", "特别优秀"),
        ({"ability": 20}, "90/100 90%", "特别优秀"),
        ({"ability": 19}, "89/100 89%", "优秀"),
        # 24 + 15 (all but 2 and 8) + 16 + 18 + 7
        (
            {
                "ability": 24,
                "knowledge": ticks(1, 3, 4, 5, 6, 7),
                "efficiency": 16,
                "cooperation": ticks(1, 2, 3, 4, 5, 6, 7, 8, 9),
                "attendance": {"late": 2, "leave": 1},
            },
            "80/100 80%",
            "优秀",
        ),
        ({"ability": 9}, "79/100 79%", "普通"),
        ({"ability": 0}, "70/100 70%", "普通"),
        ({"ability": 0, "attendance": {"late": 1}}, "69/100 69%", "需要努力"),
        ({"ability": 0, "attendance": {"absent": 2}}, "60/100 60%", "需要努力"),
        ({"ability": 0, "attendance": {"absent": 1, "late": 6}}, "60/100 60%", "需要努力"),
        ({"ability": 0, "attendance": {"absent": 30, "late": 60}}, "60/100 60%", "需要努力"),
        (
            {"ability": 0, "attendance": {"absent": 2}, "knowledge": ticks(2, 3, 4, 5, 6, 7)},
            "56/100 56%",
            "差",
        ),
        ({"attendance": {"absent": 1, "leave": 4}}, "91/100 91%", "特别优秀"),
        ({"efficiency": 0}, "80/100 80%", "优秀"),
    ],
)
def test_pr_agency_has_bands_of_its_own(changed: dict[str, JsonValue], told: str, grade: str) -> None:
    result = rate("pr-agency", AGENCY | changed)
    assert (figures(result), result.grade) == (told, grade)


def test_pr_agency_just_below_its_lowest_edge() -> None:
    # ability 0, attendance 0, and one tick of 2 fewer among 20: 58; with 1 point of ability 59
    low = AGENCY | {"ability": 1, "attendance": {"absent": 2}, "cooperation": ticks(*range(1, 10))}
    result = rate("pr-agency", low)
    assert (figures(result), result.grade) == ("59/100 59%", "差")
    assert result.next_grade == NextGrade("需要努力", Decimal(1))


def test_pr_agency_knowledge_is_worth_the_column_of_points() -> None:
    worth = [2, 3, 3, 3, 3, 2, 2, 2]
    for number, points in enumerate(worth, start=1):
        assert rate("pr-agency", {"knowledge": ticks(number)}).points == {"knowledge": points}


# all of them


def test_all_eleven_are_scored_above() -> None:
    assert list(FORMS) == [
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


@pytest.mark.parametrize("form", FORMS)
def test_nothing_answered_is_no_score_yet_with_everything_missing(form: str) -> None:
    result = rate(form, {})
    assert (figures(result), result.grade, result.no_grade) == ("-/- -%", None, NoGrade.MISSING)
    assert result.missing == tuple(c.id for c in FORMS[form].scored())
