"""What was agreed for each of the eleven forms, written down by hand: the tests hold the shipped files to it."""

from __future__ import annotations

TITLES = {
    "interview": "客服人员面试评价表",
    "performance": "客户服务部员工绩效考核表(客户服务类)",
    "property": "物业客服考核表",
    "probation": "试用期客服员考核表",
    "competency": "客服人员岗位能力评价表",
    "department": "客服部员工考核表",
    "representative": "客服代表考核表",
    "quality": "C2、客服品质检查考核标准及评分表",
    "work": "客服人员工作考核表",
    "general": "客服人员考核表",
    "pr-agency": "宝侖公关公司客服人员素质测评表",
}

# Form → (section id, title, criterion ids), in the order they are asked.
SECTIONS = {
    "interview": [
        ("appearance", "举止仪表", "q1"),
        ("motivation", "求职动机", "q2 q3 q4"),
        ("communication", "沟通协调能力", "q5 q6 q7"),
        ("learning", "学习创新能力", "q8 q9 q10 q11"),
        ("expertise", "专业技能", "q12 q13 q14 q15"),
        ("emotion", "情绪性", "emotion"),
        ("ambition", "上进心", "ambition"),
        ("values", "价值观", "values"),
        ("responsibility", "责任心", "responsibility"),
        ("belonging", "归属感", "belonging"),
    ],
    "performance": [
        ("satisfaction", "顾客满意度", "satisfaction"),
        ("teamwork", "团队合作", "teamwork"),
        ("problem-solving", "问题解决能力", "problem-solving"),
        ("knowledge", "专业知识", "knowledge"),
    ],
    "property": [
        ("attitude", "服务态度", "attitude-friendly attitude-proactive attitude-effort"),
        ("phone", "电话接听", "phone-prompt phone-effective"),
        ("complaint", "投诉处理", "complaint-prompt complaint-effective"),
        ("documents", "文件处理", "documents"),
        ("teamwork", "团队协作", "teamwork"),
        ("efficiency", "工作效率", "efficiency"),
    ],
    "probation": [
        ("attendance", "准时出勤", "attendance"),
        ("knowledge", "专业知识", "knowledge"),
        ("attitude", "服务态度", "attitude"),
        ("teamwork", "团队合作", "teamwork"),
        ("problem-solving", "问题解决", "problem-solving"),
    ],
    "competency": [
        ("knowledge", "专业知识", "knowledge-1 knowledge-2 knowledge-3"),
        ("communication", "沟通能力", "communication-1 communication-2 communication-3"),
        ("problem-solving", "问题解决能力", "problem-solving-1 problem-solving-2 problem-solving-3"),
        ("attitude", "服务态度", "attitude-1 attitude-2 attitude-3"),
    ],
    "department": [
        ("service", "服务规范", "service-1 service-2 service-3 service-4"),
        ("knowledge", "专业知识", "knowledge-1 knowledge-2"),
        ("handling", "问题处理", "handling-1 handling-2 handling-3 handling-4"),
        ("confidentiality", "信息保密", "confidentiality-1 confidentiality-2"),
        ("patrol", "定期巡检", "patrol-1 patrol-2"),
        ("complaint", "投诉处理", "complaint-1 complaint-2 complaint-3"),
        ("leader", "领导满意度", "leader"),
        ("team", "团队建设", "obedience teamwork innovation"),
    ],
    "representative": [
        ("service", "服务质量", "service-attitude service-solving service-accuracy"),
        ("knowledge", "专业知识", "knowledge-products knowledge-information"),
        ("teamwork", "团队合作", "team-performance team-departments"),
        ("efficiency", "工作效率", "efficiency-speed efficiency-handling"),
    ],
    "quality": [
        ("appearance", "仪容仪表与礼仪", "q01 q02 q03 q04 q05"),
        ("business", "业务知识", "q06"),
        ("training", "培训与考核记录", "q07 q08"),
        ("premises", "现场环境", "q09 q10 q11"),
        ("records", "台账与资料", "q12 q13 q14 q15"),
        ("complaints", "投诉与回访", "q16 q17"),
        ("payments", "收费催缴", "q18 q19 q20"),
        ("renovation", "装修管理", "q21"),
    ],
    "work": [
        ("knowledge", "专业知识与技能", "knowledge-1 knowledge-2 knowledge-3"),
        ("service", "服务态度与效率", "service-1 service-2 service-3"),
        ("quality", "工作质量与效果", "quality-1 quality-2 quality-3"),
        ("growth", "自我学习与提升", "growth-1 growth-2 growth-3"),
    ],
    "general": [
        ("attitude", "工作态度", "attitude"),
        ("service", "服务质量", "service"),
        ("efficiency", "工作效率", "efficiency"),
        ("problem-solving", "问题解决能力", "problem-solving"),
    ],
    "pr-agency": [
        ("ability", "业务能力", "ability"),
        ("knowledge", "工作知识", "knowledge"),
        ("efficiency", "效率", "efficiency"),
        ("cooperation", "合作精神", "cooperation"),
        ("attendance", "出勤", "attendance"),
    ],
}

# Form → (total, the most each criterion can bring, in order).
POINTS = {
    "property": (100, [10] * 10),
    "probation": (100, [10, 20, 30, 20, 20]),
    "department": (45, [2, 1, 1, 1, 2, 1, 2, 2, 4, 5, 2, 2, 2, 2, 2, 2, 2, 4, 2, 2, 2]),
    "work": (40, [10] * 12),
    "general": (19, [6, 5, 4, 4]),
    "pr-agency": (100, [30, 20, 20, 20, 10]),
}

# The maxima that the forms print for their sections.
SECTION_MAXIMA = {
    "property": {
        "attitude": 30,
        "phone": 20,
        "complaint": 20,
        "documents": 10,
        "teamwork": 10,
        "efficiency": 10,
    },
    "probation": {"attendance": 10, "knowledge": 20, "attitude": 30, "teamwork": 20, "problem-solving": 20},
    "department": {"confidentiality": 4, "patrol": 4, "leader": 4},
    "work": {"knowledge": 10, "service": 10, "quality": 10, "growth": 10},
    "pr-agency": {"ability": 30, "knowledge": 20, "efficiency": 20, "cooperation": 20, "attendance": 10},
}

FOUR_LEVELS = [("较差", 1), ("一般", 2), ("良好", 3), ("优秀", 4)]
LEVELS: dict[str, list[tuple[str, int]]] = {
    "interview": FOUR_LEVELS,
    "performance": [("不符合要求", 1), ("一般", 2), ("良好", 3), ("优秀", 4)],
    "competency": FOUR_LEVELS,
    "representative": [("需改进", 1), ("一般", 2), ("良好", 3), ("优秀", 4)],
}

HOUSE_BANDS: list[tuple[str, object]] = [("优秀", 90), ("良好", 80), ("一般", 60), ("较差", 0)]
BANDS: dict[str, list[tuple[str, object]]] = {
    **dict.fromkeys(["property", "probation", "department", "quality", "work", "general"], HOUSE_BANDS),
    "pr-agency": [("特别优秀", 90), ("优秀", 80), ("普通", 70), ("需要努力", 60), ("差", 0)],
}

# Form → the fields of its head, those before the questions, those after them. A star: required.
FIELDS = {
    "interview": (
        "name* 姓名, sex 性别, age 年龄, education 学历, phone 联系电话",
        "",
        "remarks 其他说明, overall 综合评价, recommendation* 建议",
    ),
    "performance": (
        "name* 姓名, department 部门, position 职位",
        "period* 考核周期, goals 绩效目标设定",
        "feedback 绩效反馈, action 绩效奖励和改进计划",
    ),
    "property": ("name* 姓名", "", "conclusion 评估结论, remarks 备注"),
    "probation": ("name* 姓名, hired 到职日", "", ""),
    "competency": ("name* 姓名", "source* 评价来源", ""),
    "department": ("name* 姓名", "", ""),
    "representative": ("name* 姓名", "", ""),
    "quality": ("name* 项目", "period* 检查周期", "corrective 整改要求"),
    "work": ("name* 姓名", "", "comment 评语"),
    "general": (
        "name* 姓名, position 职位, department 部门",
        "",
        "overall-ability 综合评价·业务能力, overall-service 综合评价·服务质量, overall-attitude 综合评价·工作态度, "
        "overall-efficiency 综合评价·工作效率, overall-problem-solving 综合评价·问题解决能力",
    ),
    "pr-agency": (
        "name* 姓名, department 部门, position 职务, supervisor 主管, hired 到职日",
        "",
        "remarks 备注",
    ),
}

SIGNATURES = {
    "interview": [("evaluator", "面试评价人签名", True)],
    "performance": [("evaluator", "评估人签名", True)],
    "property": [("evaluator", "评估人员签名", True), ("subject", "被评估人员签名", False)],
    "probation": [("evaluator", "考核人签名", True)],
    "competency": [("evaluator", "评价人签名", True)],
    "department": [("evaluator", "考核人签名", True)],
    "representative": [("evaluator", "考核人签名", True)],
    "quality": [("evaluator", "检查人签名", True)],
    "work": [("subject", "被考核人员签字", False), ("evaluator", "考核人员签字", True)],
    "general": [("evaluator", "签字", True)],
    "pr-agency": [("evaluator", "测评人签名", True)],
}

# Everything marked as our decision, titles of criteria aside. Nothing more, nothing less.
HOUSE = {
    "interview": {
        "scoring",
        "grade",
        "criterion emotion",
        "criterion ambition",
        "criterion values",
        "criterion responsibility",
        "criterion belonging",
        "suggest of recommendation",
    },
    "performance": {
        "scoring",
        "field name",
        "field department",
        "field position",
        "field period",
        "suggest of action",
        "signature evaluator",
    },
    "property": {"grade"},
    "probation": {"grade", "field name", "field hired", "signature evaluator"},
    "competency": {"scoring", "levels", "grade", "field name", "field source", "signature evaluator"},
    "department": {
        "grade",
        "field name",
        "section service",
        "section knowledge",
        "section handling",
        "signature evaluator",
    },
    "representative": {"scoring", "grade", "field name", "measures 管理措施", "signature evaluator"},
    "quality": {
        "scoring",
        "grade",
        "field name",
        "field period",
        "field corrective",
        "section appearance",
        "section business",
        "section training",
        "section premises",
        "section records",
        "section complaints",
        "section payments",
        "section renovation",
        "signature evaluator",
    },
    "work": {
        "grade",
        "combine of knowledge",
        "combine of service",
        "combine of quality",
        "combine of growth",
    },
    "general": {"scoring", "grade"},
    "pr-agency": {"anchors of efficiency", "band 19-15", "signature evaluator"},
}

# The criteria whose short title the form itself prints; all other titles are ours.
PRINTED_TITLES = {
    "interview": "q1 emotion ambition values responsibility belonging",
    "performance": "satisfaction teamwork problem-solving knowledge",
    "property": "documents teamwork efficiency",
    "probation": "attendance knowledge attitude teamwork problem-solving",
    "competency": "",
    "department": "leader obedience teamwork innovation",
    "representative": "service-attitude service-solving service-accuracy team-performance",
    "quality": "",
    "work": "",
    "general": "attitude service efficiency problem-solving",
    "pr-agency": "ability knowledge efficiency cooperation attendance",
}

# Words that a decision of the house must be told in, form by form.
TOLD = {
    "interview": ["未考察", "相对位置", "行为事件", "权重相同", "不足一半", "建议按综合评价", "学历", "简称"],
    "performance": ["多个", "大多数", "平均分", "制定改进计划", "表头", "签名栏"],
    "property": ["整数分", "90分以上为优秀", "可以空缺", "简称"],
    "probation": ["90分以上为优秀", "到职日", "签名栏"],
    "competency": ["如优秀、良好、一般、较差等", "权重相同", "来源", "签名栏"],
    "department": ["45分", "截去4分", "0.5分为一档", "服务规范", "90%以上为优秀", "签名栏"],
    "representative": ["综合得分", "最接近", "限期改进计划", "签名栏"],
    "quality": ["检查标准一栏缺失", "无方案", "适用项数", "90%以上为优秀", "整改", "检查周期"],
    "work": ["三条的平均分", "90%以上为优秀", "可以空缺", "简称"],
    "general": ["记1分", "90%以上为优秀", "可以不填", "由谁签字"],
    "pr-agency": ["16、12、8", "截去", "不计负分", "归较高的一档", "工资", "签名栏"],
}
