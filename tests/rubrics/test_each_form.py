"""What is peculiar to each of the eleven shipped forms."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rubrics.model import (
    AnchoredCriterion,
    BandedCriterion,
    ChecklistCriterion,
    ChoiceField,
    DeductionCriterion,
    InspectionCriterion,
    LevelCriterion,
    PlainField,
    PointsCriterion,
    RuleGrade,
)
from tests.rubrics.agreed_forms import TITLES
from tests.rubrics.shipped_forms import form, shipped

# interview


def test_every_interview_rating_can_be_not_covered() -> None:
    assert [c.na for c in form("interview").criteria] == ["未考察"] * 20


def test_only_interview_and_quality_have_a_way_out() -> None:
    assert {f.id for f in shipped().values() if any(c.na for c in f.criteria)} == {"interview", "quality"}


def test_recommendation_follows_the_grade() -> None:
    recommendation = form("interview").fields["recommendation"]
    assert isinstance(recommendation, ChoiceField)
    assert recommendation.options == ("强烈推荐", "推荐", "后备", "不予以考虑")
    assert recommendation.suggest == {
        "优秀": "强烈推荐",
        "良好": "推荐",
        "一般": "后备",
        "较差": "不予以考虑",
    }
    assert form("interview").fields["overall"].kind == "grade"


def test_questions_of_the_interview_are_asked_in_full() -> None:
    asked = form("interview").by_id
    assert asked["q1"].text == "体格外貌,穿着打扮,举止行为,礼节风度,精神面貌,文化修养"
    assert asked["q6"].text == (
        "请讲一次这样的经历:你使一个非常不满的客户改变了看法。是什么问题?你是怎样使客户回心转意的?"
    )
    assert asked["q15"].text == (
        "给我讲一个你曾经遇到的这样的一个问题:和你打交道的一位客户要求解决问题的方法和公司利益发生冲突。"
        "你是怎样解决这个矛盾的?"
    )


# performance


def test_performance_is_graded_by_the_words_of_the_form() -> None:
    grade = form("performance").grade
    assert isinstance(grade, RuleGrade)
    assert [(r.grade, r.all, r.at_least, r.level, r.most, r.otherwise) for r in grade.rules] == [
        ("优秀", "优秀", None, None, None, False),
        ("不符合要求", None, 2, "不符合要求", None, False),
        ("良好", None, None, None, "良好", False),
        ("一般", None, None, None, None, True),
    ]
    assert grade.labels == ("优秀", "良好", "一般", "不符合要求")


def test_performance_levels_carry_their_english_names() -> None:
    assert [level.note for level in form("performance").levels] == [
        "Below Expectations",
        "Needs Improvement",
        "Meets Expectations",
        "Exceeds Expectations",
    ]


def test_performance_shows_four_considerations_each() -> None:
    assert [len(c.guidance) for c in form("performance").criteria] == [4, 4, 4, 4]


def test_reward_or_plan_follows_the_grade() -> None:
    action = form("performance").fields["action"]
    assert isinstance(action, ChoiceField)
    assert action.suggest == {
        "优秀": "给予适当的奖励",
        "良好": "给予适当的奖励",
        "一般": "制定改进计划",
        "不符合要求": "制定改进计划",
    }


# property, work


def test_property_has_no_zero_and_work_has() -> None:
    for id, low in [("property", 1), ("work", 0)]:
        for c in form(id).criteria:
            assert isinstance(c, PointsCriterion)
            assert [c.min, c.max, c.step] == [Decimal(low), Decimal(10), Decimal(1)]


@pytest.mark.parametrize("id", TITLES)
def test_only_work_takes_the_mean_of_a_section(id: str) -> None:
    assert {s.combine for s in form(id).sections} == {"mean" if id == "work" else "sum"}


# probation


def test_anchors_of_probation() -> None:
    found = {c.id: [a.points for a in c.anchors] for c in form("probation").criteria if c.kind == "anchored"}
    assert found == {
        "attendance": [10, 8, 6, 4, 2],
        "knowledge": [20, 15, 10, 5],
        "attitude": [30, 25, 20, 15, 10],
        "teamwork": [20, 15, 10, 5],
        "problem-solving": [20, 15, 10, 5],
    }


# competency


def test_competency_is_combined_by_its_source() -> None:
    source = form("competency").fields["source"]
    assert isinstance(source, ChoiceField)
    assert source.options == ("上级", "客户")
    assert form("competency").combine_by == "source"
    assert [f.id for f in shipped().values() if f.combine_by] == ["competency"]


# department


def test_deductions_of_department() -> None:
    found = {
        c.id: [(r.id, r.text, r.points, r.once) for r in c.reasons]
        for c in form("department").criteria
        if isinstance(c, DeductionCriterion)
    }
    half = Decimal("0.5")
    assert found == {
        "service-1": [
            ("appearance", "仪容仪表", half, True),
            ("tone", "语气", half, True),
            ("intonation", "语调", half, True),
            ("three-rings", "铃响超过三声", half, True),
        ],
        "handling-1": [("inaccurate", "不准确", 1, True), ("late", "不及时", 1, True)],
        "handling-4": [
            ("coordination", "不能较好地协调内部相关部门", 2, True),
            ("escalated", "造成业主服务投诉或扩大影响", 3, True),
        ],
    }


def test_the_rest_of_department() -> None:
    handling = form("department").by_id["handling-3"]
    assert isinstance(handling, ChecklistCriterion)
    found: list[object] = [(o.id, o.points) for o in handling.options]
    assert found == [("owner", 2), ("opinion", 2)]
    rest = [c for c in form("department").criteria if isinstance(c, PointsCriterion)]
    assert len(rest) == 17
    assert {(c.min, c.step) for c in rest} == {(Decimal(0), Decimal("0.5"))}


def test_department_says_what_is_cut_off() -> None:
    cut = {c.id: c.cut for c in form("department").criteria if c.cut}
    assert list(cut) == ["complaint-3", "leader", "obedience"]
    assert "4分" in cut["complaint-3"]
    assert "4分" in cut["leader"]
    assert "2分" in cut["obedience"]


# representative


def test_each_level_of_representative_has_its_sentence() -> None:
    for c in form("representative").criteria:
        assert isinstance(c, LevelCriterion)
        assert set(c.anchors) == {"优秀", "良好", "一般", "需改进"}
        assert len(set(c.anchors.values())) == 4


def test_measures_follow_the_grade_of_a_representative() -> None:
    measures = form("representative").measures
    assert measures is not None
    assert measures.by_grade == {
        "优秀": "表彰与晋升考虑",
        "良好": "保持并鼓励",
        "一般": "辅导与培训",
        "需改进": "限期改进计划",
    }


# quality

_THRESHOLDS = dict(zip((f"q{n:02}" for n in range(1, 22)), map(int, "333333333333232232213"), strict=True))
_FLAGS = {
    "q07": "培训计划或记录缺失",
    "q08": "考核缺失",
    "q17": "无记录",
    "q18": "无方案",
    "q19": "无记录",
    "q20": "无记录",
    "q21": "无记录",
}


def test_thresholds_and_flags_of_quality() -> None:
    inspected = [c for c in form("quality").criteria if isinstance(c, InspectionCriterion)]
    assert {c.id: c.threshold for c in inspected} == _THRESHOLDS
    assert {c.id: [(f.id, f.text) for f in c.flags] for c in inspected if c.flags} == {
        id: [("missing", text)] for id, text in _FLAGS.items()
    }
    assert [c.id for c in inspected if c.single] == ["q07", "q18"]
    assert [c.id for c in inspected if c.unit == "项"] == ["q05", "q09", "q12", "q20"]
    assert {c.unit for c in inspected} == {"处", "项"}
    assert {c.na for c in inspected} == {"不适用"}


def test_a_threshold_is_what_the_printed_line_says() -> None:
    for c in form("quality").criteria:
        assert isinstance(c, InspectionCriterion)
        assert f"{c.threshold}{c.unit}以上" in c.guidance[0]
        assert c.single == ("单项" in c.guidance[0])
        assert c.sample is None or any(part in c.text for part in (c.sample, c.sample.split("(")[0]))


# general


def test_ticks_of_general_count_one_each() -> None:
    for c, count in zip(form("general").criteria, (6, 5, 4, 4), strict=True):
        assert isinstance(c, ChecklistCriterion)
        found: list[object] = [(o.id, o.points) for o in c.options]
        assert found == [(str(n), 1) for n in range(1, count + 1)]


def test_general_is_signed_as_true() -> None:
    assert form("general").signatures[0].statement == "经考核,以上评价属实。"


# pr-agency


def test_bands_of_ability() -> None:
    ability = form("pr-agency").by_id["ability"]
    assert isinstance(ability, BandedCriterion)
    found: list[object] = [(b.high, b.low) for b in ability.bands]
    assert found == [(30, 25), (24, 20), (19, 15), (14, 10), (9, 0)]
    assert ability.bands[0].text == "客户应付能力极强,有良好的应对客户能力"
    assert ability.bands[4].text == "表现欠佳,不能按时完成任务"
    assert ability.cut is not None
    assert "19至15" in ability.cut


def test_checklists_of_pr_agency() -> None:
    knowledge, cooperation = (form("pr-agency").by_id[id] for id in ("knowledge", "cooperation"))
    assert isinstance(knowledge, ChecklistCriterion)
    assert isinstance(cooperation, ChecklistCriterion)
    found: list[object] = [(o.id, o.text, o.points) for o in knowledge.options]
    assert found == [
        ("1", "经常询问客服问题", 2),
        ("2", "常提新的方法建议", 3),
        ("3", "了解客户需求", 3),
        ("4", "了解客户情况,对于客户品质优劣能评定", 3),
        ("5", "会处理新的问题", 3),
        ("6", "能协助主管处理客户问题", 2),
        ("7", "知道如何应对刁蛮客户", 2),
        ("8", "能了解客户性质好坏", 2),
    ]
    assert [(o.id, o.text) for o in cooperation.options] == [
        ("1", "准时上下班"),
        ("2", "遵守公司各项规定"),
        ("3", "遵守各项安全规定"),
        ("4", "接受工作调动"),
        ("5", "愿意接待他人不愿接待的人"),
        ("6", "愿意协助新同事"),
        ("7", "很少与人发生口角"),
        ("8", "乐意参加各项团体活动"),
        ("9", "易接受他人意见"),
        ("10", "整洁习惯良好"),
    ]
    assert {o.points for o in cooperation.options} == {Decimal(2)}


def test_efficiency_and_attendance_of_pr_agency() -> None:
    efficiency, attendance = (form("pr-agency").by_id[id] for id in ("efficiency", "attendance"))
    assert isinstance(efficiency, AnchoredCriterion)
    anchors: list[object] = [(a.text, a.points) for a in efficiency.anchors]
    assert anchors == [
        ("平均效率110%以上", 20),
        ("平均效率100%以上", 16),
        ("平均效率达90%以上", 12),
        ("平均效率达80%以上", 8),
        ("平均效率达75%以上", 4),
        ("平均效率未达75%", 0),
    ]
    assert isinstance(attendance, DeductionCriterion)
    assert attendance.floor == 0
    reasons: list[object] = [(r.id, r.text, r.points, r.once, r.unit) for r in attendance.reasons]
    assert reasons == [
        ("leave", "请假", 1, False, "次"),
        ("late", "迟到", 1, False, "次"),
        ("absent", "旷工", 5, False, "日"),
    ]


def test_years_of_service_come_from_the_date_of_hire() -> None:
    hired = form("pr-agency").fields["hired"]
    assert isinstance(hired, PlainField)
    assert (hired.kind, hired.since) == ("date", "年资")
