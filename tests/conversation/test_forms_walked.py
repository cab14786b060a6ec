"""Ten forms walked on a phone, from the deep link to the result; every figure was worked out by hand."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox import Sandbox
from tests.conversation.living import LivingBot
from tests.conversation.walking import CarefulPhone, card_of, hands_in, in_order, rates, ticks, types_all
from tests.phone import INTERVIEWER, Phone


@pytest.fixture
def careful(sandbox: Sandbox, bot: LivingBot) -> Phone:
    return CarefulPhone(sandbox, INTERVIEWER)


def test_performance_by_the_rules_of_the_form(careful: Phone) -> None:
    """3 + 4 + 3 + 1 = 11, a mean of 2.75, 68.75 %. Three of four at 良好 or above is more than half: 良好."""
    careful.types("/start performance").sees_on_card("客户服务部员工绩效考核表", "共 4 题")
    careful.types("王芳").sees_on_card("考核周期*")
    careful.types("去年冬天").sees_on_card("这不像考核周期", "没有改动任何内容")
    careful.types("2026年11月").sees_on_card("考核周期*：2026-11", "绩效目标设定：—")
    careful.taps("绩效目标设定").types("满意度").sees_on_card("这一行缺少标准：“满意度”。没有改动")
    careful.types("满意度 | 95%以上\n首次响应：5分钟内").sees_on_card("满意度 | 95%以上\n首次响应 | 5分钟内")
    careful.taps("开始评价").sees_on_card("1/4 · 顾客满意度", "及时回应客户问题", "Meets Expectations")
    rates(careful, "良好", "优秀", "良好", "不符合要求")
    careful.sees_on_card("得分：2.75 / 4 · 68.75% · 良好", "员工在大多数考核指标上表现良好")
    careful.taps("✎ 绩效反馈").types("已与本人面谈").sees_on_card("绩效反馈：已与本人面谈")
    careful.taps("给予适当的奖励 ★")
    in_order(
        hands_in(careful),
        "良好　2.75 / 4 · 68.75%",
        "员工在大多数考核指标上表现良好,达到预期水平。",
        "顾客满意度：3 / 4",
        "专业知识：1 / 4",
        "考核周期：2026-11",
        "绩效目标设定：\n满意度 | 95%以上\n首次响应 | 5分钟内",
        "绩效反馈：已与本人面谈",
        "绩效奖励和改进计划：给予适当的奖励",
        "评估人签名：王考核",
        "表格规定",
        "评级标准的四句话是原表的原文",
        "本系统规定",
        "“多个”按两项及以上计",
    )


@pytest.mark.parametrize(
    ("levels", "grade", "plan"),
    [
        ("优秀 优秀 优秀 优秀", "4 / 4 · 100% · 优秀", "给予适当的奖励 ★"),
        ("优秀 优秀 优秀 良好", "3.75 / 4 · 93.75% · 良好", "给予适当的奖励 ★"),
        ("优秀 优秀 一般 一般", "3 / 4 · 75% · 一般", "制定改进计划 ★"),
        ("优秀 优秀 不符合要求 不符合要求", "2.5 / 4 · 62.5% · 不符合要求", "制定改进计划 ★"),
    ],
)
def test_performance_grades_by_words_and_not_by_the_total(
    careful: Phone, levels: str, grade: str, plan: str
) -> None:
    careful.types("/start performance").types("王芳")
    first = careful.buttons[0]
    careful.taps(first).sees_on_card(f"考核周期*：{first}")
    rates(careful.taps("开始评价"), *levels.split()).sees_on_card(grade)
    assert plan in careful.buttons


def test_property_typed_and_tapped_and_signed_by_both(careful: Phone) -> None:
    """26 + 16 + 16 + 10 + 9 + 7 = 84 of 100, 6 short of 优秀."""
    careful.types("/start property").types("李四").sees_on_card("1/10 · 服务态度", "1–10 分")
    careful.types("11").sees_on_card("这里不能填 11：请输入 1 到 10 的整数分。没有改动任何内容。", "1/10")
    careful.types("0").sees_on_card("这里不能填 0：", "1/10")
    careful.types("8.5分").sees_on_card("这里不能填 8.5分：", "1/10")
    careful.types("８").sees_on_card("2/10")
    careful.types("八").sees_on_card("3/10", "尽力解决疑难")
    careful.types("业主当面致谢").sees_on_card("📝 已记下", "业主当面致谢", "3/10")
    rates(careful, "10", "9").types("7分").sees_on_card("6/10 · 投诉处理")
    rates(careful, "6", "10", "10", "9", "7").sees_on_card("得分：84 / 100 · 84% · 良好")
    careful.taps("✎ 评估结论").types("胜任").taps("✎ 备注").types("下季度复评")
    careful.taps("✍️ 被评估人员签名").sees_on_card("84 / 100 · 84% · 良好", "请把手机交给被评估人")
    careful.types("李四").sees_on_card("被评估人员签名：李四", "评估人员签名：— *")
    in_order(
        hands_in(careful, "✍️ 评估人员签名"),
        "良好　84 / 100 · 84%",
        "距“优秀”还差 6 个百分点",
        "服务态度：26 / 30",
        "电话接听：16 / 20",
        "投诉处理：16 / 20",
        "文件处理：10 / 10",
        "团队协作：9 / 10",
        "工作效率：7 / 10",
        "评估结论：胜任",
        "备注：下季度复评",
        "评估人员签名：王考核 · 被评估人员签名：李四",
        "备注与证据：\n第 3 题：业主当面致谢",
        "表格规定",
        "没有0分",
        "本系统规定",
        "每个评分点只打整数分",
    )


def test_property_is_handed_in_without_the_one_who_is_not_there(careful: Phone) -> None:
    """Ten times 9 is 90: 优秀 begins there, and nothing is above it."""
    rates(careful.types("/start property").types("李四"), *["9"] * 10).sees_on_card("—（可不签）")
    result = hands_in(careful, "✍️ 评估人员签名")
    assert "优秀　90 / 100 · 90%" in result
    assert "再高" not in result
    assert "被评估人员签名" not in result


def test_probation_takes_only_the_points_of_its_sentences(careful: Phone) -> None:
    """8 + 15 + 25 + 15 + 20 = 83; with 30 for the third it is 88, 2 short of 优秀."""
    careful.types("/start probation").types("甲").taps("到职日")
    careful.types("2099-12-31").sees_on_card("这一天还没有到。没有改动任何内容。")
    careful.types("去年三月").sees_on_card("这不像日期")
    careful.types("2024年3月1日").sees_on_card("到职日：2024-03-01").taps("开始评价")
    careful.sees_on_card("10 无迟到、早退或缺勤", "2 超过3次迟到、早退或缺勤")
    careful.taps("8").types("十五").sees_on_card("3/5")
    careful.types("12").sees_on_card("这里不能填 12：请从 30、25、20、15、10 分中选一个。没有改动")
    rates(careful, "25", "15", "20").sees_on_card("得分：83 / 100 · 83% · 良好")
    careful.taps("总览").taps("3✓").sees_on_card("✓ 25 分").taps("30")
    careful.sees_on_card("得分：88 / 100 · 88% · 良好")
    in_order(
        hands_in(careful),
        "良好　88 / 100 · 88%",
        "距“优秀”还差 2 个百分点",
        "准时出勤：8 / 10",
        "服务态度：30 / 30",
        "到职日：2024-03-01",
        "每项只取评分细则所列的分数",
    )


def test_competency_of_one_source(careful: Phone) -> None:
    """11/3, 3, 8/3 and 3 make 37/3 over four sections: 3.08 of 4, 77.08 %; 优秀 begins at 3.5."""
    careful.types("/start competency").types("王五").sees_on_card("评价来源*", "通过客户反馈和上级评估")
    careful.types("同事").sees_on_card("请点选下面的按钮。没有改动任何内容。")
    careful.types("客户").sees_on_card("1/12 · 专业知识")
    rates(careful, "优秀", "优秀", "良好").sees_on_card("4/12 · 沟通能力")
    rates(careful, "良好", "良好", "良好", "一般", "良好", "良好", "优秀", "良好", "一般")
    in_order(
        hands_in(careful),
        "良好　3.08 / 4 · 77.08%",
        "再高 0.42 分即为优秀",
        "专业知识：3.67 / 4",
        "沟通能力：3 / 4",
        "问题解决能力：2.67 / 4",
        "服务态度：3 / 4",
        "评价来源：客户",
    )
    careful.taps("∑ 多方综合").sees_on_card("客户：3.08 / 4（1 份）", "尚无来自：上级")


def test_department_with_deductions_once_and_half_points(careful: Phone) -> None:
    """2.5 + 2.5 + 8 + 4 + 3.5 + 5 + 3.5 + 4.5 = 33.5 of 45, 74.44 %, 5.56 short of 良好."""
    careful.types("/start department").types("赵六").sees_on_card("☐ 语气：扣 0.5 分")
    rates(careful, "☐ 语气", "☐ 铃响", "☐ 语调", "☑ 语调").sees_on_card("☑ 语气：扣 0.5 分", "☐ 语调：")
    careful.taps("完成 · 扣 1 分").sees_on_card("0–1 分，每档 0.5 分")
    careful.types("零点五").taps("1").types("0.3")
    careful.sees_on_card("这里不能填 0.3：请输入 0 到 1 分，每档 0.5 分。没有改动任何内容。", "4/21")
    rates(careful, "0", "1.5", "1", "完成 · 不扣分", "2")
    careful.taps("☐ 1. 确定").taps("完成 ·").taps("☐ 造成").sees_on_card(
        "☑ 造成业主服务投诉或扩大影响：扣 3 分"
    )
    careful.taps("完成 · 扣 3 分").taps("总览").sees_on_card(
        "✓ 1. 仪容与接听 — 扣 1 分：语气、铃响超过三声",
        "✓ 7. 处理客户咨询 — 不扣分",
        "✓ 9. 确定相关责任人 — 选中 1/2，2 分",
    )
    careful.taps("回到题目")
    rates(careful, "2", "2", "2", "1.5", "2", "2").sees_on_card("其后各条（4分）被截去")
    rates(careful, "1", "3.5", "2", "2", "0.5").sees_on_card("得分：33.5 / 45 · 74.44% · 一般")
    in_order(
        hands_in(careful),
        "一般　33.5 / 45 · 74.44%",
        "距“良好”还差 5.56 个百分点",
        "服务规范：2.5 / 5",
        "专业知识：2.5 / 3",
        "问题处理：8 / 13",
        "信息保密：4 / 4",
        "定期巡检：3.5 / 4",
        "投诉处理：5 / 6",
        "领导满意度：3.5 / 4",
        "团队建设：4.5 / 6",
        "只考核看得清的各条，共45分",
    )


def test_representative_shows_what_each_level_looks_like(careful: Phone) -> None:
    """Means of 3, 1.5, 4 and 2.5 make 11 over four: 2.75 of 4, 68.75 %, nearest to 良好; 优秀 begins at 3.5."""
    careful.types("/start representative").types("孙七")
    careful.sees_on_card("需改进 不友好、无耐心", "优秀 热情、耐心、友好")
    rates(careful, "优秀", "良好", "一般", "需改进", "一般", "优秀", "优秀", "一般", "良好")
    in_order(
        hands_in(careful),
        "良好　2.75 / 4 · 68.75%",
        "再高 0.75 分即为优秀",
        "服务质量：3 / 4",
        "专业知识：1.5 / 4",
        "团队合作：4 / 4",
        "工作效率：2.5 / 4",
        "管理措施（本系统规定）：保持并鼓励",
    )


def test_quality_turns_at_the_threshold_and_asks_for_what_to_mend(careful: Phone) -> None:
    """One of 21 does not apply; four of the 20 are not met: 16/20 is 80 %, where 良好 begins."""
    none = "没有问题 · 达标"
    careful.types("/start quality").types("翠湖花园").sees_on_card("检查周期*").types("2026-Q4")
    careful.sees_on_card("1/21", "抽样：3人", "▫️ 0 / 3 处 · 3 处以上为不达标")
    rates(careful, "＋1", "＋1").sees_on_card("✅ 2 / 3 处 · 达标")
    careful.taps("＋1").sees_on_card("❌ 3 / 3 处 · 不达标").taps("−1").sees_on_card("✅ 2 / 3 处 · 达标")
    careful.types("-1").sees_on_card("这里不能填 -1：请输入发现的处数（0 或以上的整数）。")
    careful.types("2.5").sees_on_card("这里不能填 2.5：", "✅ 2 / 3 处 · 达标")
    careful.types("3 处").sees_on_card("❌ 3 / 3 处 · 不达标")
    rates(careful, "完成 · 不达标", none, "不适用").types("２").sees_on_card("4/21", "✅ 2 / 3 处 · 达标")
    rates(careful, "完成 · 达标", none, none).sees_on_card("7/21", "单项 3 处以上为不达标")
    careful.taps("☐ 培训计划或记录缺失").sees_on_card("❌ 0 / 3 处 · 不达标")
    rates(careful, "完成 · 不达标", *[none] * 5).types("两处").sees_on_card("13/21", "❌ 2 / 2 处 · 不达标")
    rates(careful, "完成 · 不达标", *[none] * 6).sees_on_card("20/21", "1 项以上为不达标")
    rates(careful, "＋1", "完成 · 不达标", none).sees_on_card("得分：达标 16/20 · 80% · 良好")
    careful.sees_on_card("❌ 不达标（4 项），需整改：目测检查(3人)、培训记录、租装住录入、催缴会议纪要")
    careful.taps("✎ 整改要求").sees_on_card("培训记录：❌ 0 处、培训计划或记录缺失", "租装住录入：❌ 2 处")
    careful.types("补齐培训记录，李主管，月底前")
    in_order(
        hands_in(careful),
        "良好　达标 16/20 · 80%",
        "距“优秀”还差 10 个百分点",
        "仪容仪表与礼仪：3 / 4",
        "业务知识：1 / 1",
        "培训与考核记录：1 / 2",
        "现场环境：3 / 3",
        "台账与资料：3 / 4",
        "投诉与回访：2 / 2",
        "收费催缴：2 / 3",
        "装修管理：1 / 1",
        "未计入（1 项）：目测检查(2人)",
        "❌ 不达标（4 项），需整改：",
        "检查周期：2026-Q4",
        "整改要求：补齐培训记录，李主管，月底前",
    )


def test_quality_where_nothing_applies_has_no_score_and_says_why(careful: Phone) -> None:
    careful.types("/start quality").types("空置项目").types("2026-11")
    rates(careful, *["不适用"] * 21).sees_on_card("还没有得分")
    result = hands_in(careful)
    assert "没有等级" in result
    assert "没有得分和等级：本表各项均不适用。" in result
    assert "未计入（21 项）" in result
    assert result.count("未计入") == 1


def test_work_takes_the_mean_of_three_and_two_signatures(careful: Phone) -> None:
    """8 + 9 + 5 + 28/3 = 94/3 of 40: 31.33, 78.33 %, 1.67 short of 良好."""
    careful.types("/start work").types("周八")
    types_all(careful, ["7", "十", "７分", "10", "7", "10"])
    rates(careful, "0", "10", "5", "9", "9", "10").sees_on_card("得分：31.33 / 40 · 78.33% · 一般")
    careful.taps("✎ 评语").types("记录要更细").taps("✍️ 被考核人员签字").types("周八")
    in_order(
        hands_in(careful, "✍️ 考核人员签字"),
        "一般　31.33 / 40 · 78.33%",
        "距“良好”还差 1.67 个百分点",
        "专业知识与技能：8 / 10",
        "服务态度与效率：9 / 10",
        "工作质量与效果：5 / 10",
        "自我学习与提升：9.33 / 10",
        "评语：记录要更细",
        "被考核人员签字：周八 · 考核人员签字：王考核",
    )


def test_general_counts_ticks_and_takes_five_texts(careful: Phone) -> None:
    """5 + 4 + 4 + 4 = 17 of 19: 89.47 %, 0.53 short of 优秀."""
    careful.types("/start general").types("吴九").taps("职位").types("客服专员").sees_on_card(
        "职位：客服专员"
    )
    careful.taps("开始评价").sees_on_card("每勾选一项得 1 分", "☐ 6. 主动研究,不断提高业务技能")
    ticks(careful, 1, 2, 3, 4, 5).sees_on_card("2/4")
    ticks(careful, 1, 2, 3, 4)
    ticks(careful, 1, 2, 3, 4)
    ticks(careful, 1, 2, 3, 4).sees_on_card("得分：17 / 19 · 89.47% · 良好")
    for label in ("业务能力", "服务质量", "工作态度", "工作效率", "问题解决能力"):
        careful.taps(f"✎ 综合评价·{label}").types(f"{label}稳定").sees_on_card(
            f"综合评价·{label}：{label}稳定"
        )
    careful.taps("✍️ 签字").sees_on_card("经考核,以上评价属实。").taps("返回")
    in_order(
        hands_in(careful, "✍️ 签字"),
        "良好　17 / 19 · 89.47%",
        "距“优秀”还差 0.53 个百分点",
        "工作态度：5 / 6",
        "服务质量：4 / 5",
        "工作效率：4 / 4",
        "问题解决能力：4 / 4",
        "职位：客服专员",
        "综合评价·业务能力：业务能力稳定",
        "问题解决能力：问题解决能力稳定",
        "签字：王考核",
    )


def test_a_checklist_without_a_tick_and_a_form_in_its_lowest_grade(careful: Phone) -> None:
    """No tick at all is an answer: 0 of 19 is 0 %, 60 short of 一般."""
    careful.types("/start general").types("吴九").taps("开始评价")
    rates(careful, *["完成 · 一项未选"] * 4).sees_on_card("得分：0 / 19 · 0% · 较差")
    assert "距“一般”还差 60 个百分点" in hands_in(careful, "✍️ 签字")


def test_pr_agency_with_bands_ticks_and_counted_deductions(careful: Phone) -> None:
    """17 + 9 + 16 + 16 + 3 = 61 of 100: 需要努力, 9 short of 普通. Attendance: 2 × 1 and 1 × 5 off 10."""
    careful.types("/start pr-agency").types("郑十").taps("开始评价").sees_on_card("30–25 客户应付能力极强")
    careful.taps("24–20").sees_on_card("24–20 有极好的交际能力").taps("换一档").taps("19–15")
    careful.taps("17").sees_on_card("2/5", "☐ 1. 经常询问客服问题（2 分）")
    ticks(careful, 2, 3, 5).sees_on_card("平均效率110%以上").taps("16").sees_on_card("每勾选一项得 2 分")
    ticks(careful, 1, 2, 3, 4, 6, 7, 9, 10).sees_on_card("旷工：每日扣 5 分")
    rates(careful, "旷工 ＋", "旷工 ＋", "旷工 ＋").sees_on_card("×3")
    assert "完成 · 扣 10 分" in careful.buttons
    rates(careful, "旷工 −", "旷工 −", "请假 ＋", "请假 ＋").taps("2 次").sees("请用 − 和 ＋ 调整")
    careful.taps("完成 · 扣 7 分").sees_on_card("出勤 扣 7 分：请假×2、旷工×1", "61 / 100 · 61% · 需要努力")
    careful.taps("✎ 备注").types("试岗三个月")
    in_order(
        hands_in(careful),
        "需要努力　61 / 100 · 61%",
        "距“普通”还差 9 个百分点",
        "业务能力：17 / 30",
        "工作知识：9 / 20",
        "效率：16 / 20",
        "合作精神：16 / 20",
        "出勤：3 / 10",
        "备注：试岗三个月",
        "60分以下为“差”",
        "本系统规定",
        "出勤扣分扣完10分为止",
    )


def test_a_band_can_be_typed_and_is_shown_when_one_comes_back(careful: Phone) -> None:
    careful.types("/start pr-agency").types("郑十").taps("开始评价")
    careful.types("31").sees_on_card("这里不能填 31：请输入 0 到 30 的整数分").types("二十二").sees_on_card(
        "2/5"
    )
    careful.taps("上一题").sees_on_card("✓ 22 分")
    assert "● 24–20" in careful.buttons
    careful.taps("24–20").taps("●22").sees_on_card("2/5")
    assert "☐ 3. 了解客户需求" in card_of(careful)


def test_years_of_service_are_worked_out_from_the_day_one_was_hired(careful: Phone) -> None:
    """Hired on 1 January 2020: on any day of a year all years since 2020 are full."""
    careful.types("/start pr-agency").types("郑十").taps("到职日").types("2020.1.1")
    years = datetime.now(ZoneInfo("Asia/Shanghai")).year - 2020
    careful.sees_on_card(f"到职日：2020-01-01（年资 {years} 年）").taps("开始评价")
    rates(careful, "30–25", "30", "完成 · 一项未选", "0", "完成 · 一项未选", "完成 · 不扣分")
    assert f"到职日：2020-01-01（年资 {years} 年）" in hands_in(careful)
