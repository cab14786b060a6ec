"""For every rule a form can break, a form that breaks it and no other.

Each case changes one passage of a good form; ``#!`` at the end of a line marks where the finding belongs.
"""

from __future__ import annotations

from typing import NamedTuple

from rubrics.findings import Rule
from tests.rubrics.form_texts import LEVELS, MET, POINTS, changed


class Bad(NamedTuple):
    """A rule, the good form, the passage and what it becomes, the sentence a person reads."""

    rule: Rule
    form: str
    old: str
    new: str
    problem: str

    def text(self) -> str:
        return changed(self.form, self.old, self.new)


SYNTAX = (
    Bad(
        Rule.NOT_YAML,
        MET,
        "title: 围墙, text: 查看围墙, threshold: 1}",
        "title: 围墙, text: 查看围墙, threshold: 1 #!",
        "YAML cannot read this: a bracket is opened here and not closed, or a comma is missing.",
    ),
    Bad(
        Rule.NOT_YAML,
        MET,
        "text: 查看地面\n",
        "text: 查看: 地面 #!\n",
        'YAML cannot read this: a second ": " stands on this line, or the line is indented too far.',
    ),
    Bad(
        Rule.NOT_YAML,
        MET,
        "text: 查看地面\n",
        "text: '查看地面 #!\n",
        "YAML cannot read this: a quotation mark is opened here and never closed.",
    ),
    Bad(
        Rule.NOT_YAML,
        MET,
        "short: 巡检\n",
        "short: @巡检 #!\n",
        "YAML cannot read this: a text cannot begin with this character.",
    ),
    Bad(
        Rule.NOT_YAML,
        MET,
        "short: 巡检\n",
        'short: "\\巡检" #!\n',
        "YAML cannot read this: a backslash in double quotes means something else.",
    ),
    Bad(
        Rule.TAB,
        MET,
        "  kind: site\n",
        "\tkind: site #!\n",
        "a tab stands where YAML wants spaces.",
    ),
    Bad(
        Rule.CONTROL_CHARACTER,
        MET,
        "short: 巡检\n",
        "short: 巡\x07检 #!\n",
        "an invisible character stands here (U+0007).",
    ),
    Bad(
        Rule.SEVERAL_DOCUMENTS,
        MET,
        "不达标, at_least: 0}\n",
        "不达标, at_least: 0}\n--- #!\nid: more\n",
        "a second document begins here.",
    ),
    Bad(
        Rule.DUPLICATE_KEY,
        MET,
        "    max: 2\n",
        "    max: 2\n    max: 3 #!\n",
        '"max" stands here and on line 13.',
    ),
    Bad(
        Rule.ALIAS,
        MET,
        "    title: 场地\n    max: 2\n",
        "    title: &yard 场地\n    max: *yard #!\n",
        'an alias, "*yard", stands here.',
    ),
    Bad(Rule.TAG, MET, "    max: 2\n", "    max: !!int 2 #!\n", 'a tag, "!!int", stands here.'),
    Bad(
        Rule.ODD_KEY,
        MET,
        "short: 巡检\n",
        "short: 巡检\n[language]: zh #!\n",
        "a list or mapping stands where a key should.",
    ),
    Bad(
        Rule.TOO_DEEP,
        MET,
        "short: 巡检\n",
        f"short: {'[' * 20}巡检{']' * 20} #!\n",
        "lists and mappings are nested more than 20 deep here.",
    ),
)

VALUES = (
    Bad(
        Rule.UNKNOWN_KEY,
        POINTS,
        "        step: 0.5\n",
        "        step: 0.5\n        treshold: 3 #!\n",
        'question "exits" has no "treshold".',
    ),
    Bad(
        Rule.MISSING_KEY,
        POINTS,
        "      - id: exits\n        kind: points\n",
        "      - kind: points #!\n",
        'question 1 lacks "id".',
    ),
    Bad(
        Rule.MISSING_KEY,
        MET,
        "{id: p2, kind: inspection,",
        "{id: p2,",
        'question "p2" lacks "kind".',
    ),
    Bad(
        Rule.NOT_ALLOWED,
        POINTS,
        "        kind: points\n",
        "        kind: point #!\n",
        'question "exits": "kind" cannot be "point".',
    ),
    Bad(
        Rule.NOT_ALLOWED,
        POINTS,
        "scoring: points\n",
        "scoring: sum #!\n",
        'the form: "scoring" cannot be "sum".',
    ),
    Bad(
        Rule.EMPTY_VALUE,
        POINTS,
        "    title: 安全\n",
        "    title: #!\n",
        'section "safety": nothing stands after "title".',
    ),
    Bad(
        Rule.EMPTY_VALUE,
        POINTS,
        "total: 100\n",
        "total: ~ #!\n",
        'the form: nothing stands after "total".',
    ),
    Bad(
        Rule.NOT_TEXT,
        POINTS,
        "    title: 安全\n",
        "    title: [安全] #!\n",
        'section "safety": "title" is a text, and a list stands here.',
    ),
    Bad(
        Rule.NOT_A_LIST,
        LEVELS,
        "  labels: [优, 良, 劣]\n",
        "  labels: 优 #!\n",
        'grade: "labels" is a list, and "优" stands here.',
    ),
    Bad(
        Rule.NOT_A_MAPPING,
        POINTS,
        "measures:\n  title: 措施\n  by_grade:\n    优秀: 表彰\n    良好: 鼓励\n    较差: 辅导\n",
        "measures: 表彰 #!\n",
        'the form: "measures" has parts with names, and "表彰" stands here.',
    ),
    Bad(
        Rule.NOT_A_NUMBER,
        POINTS,
        "        max: 40\n",
        "        max: 40分 #!\n",
        'question "exits": "max" is a number, and "40分" stands here.',
    ),
    Bad(
        Rule.NOT_WHOLE,
        MET,
        "        threshold: 3\n",
        "        threshold: 2.5 #!\n",
        'question "p1": "threshold" is a whole number, and "2.5" stands here.',
    ),
    Bad(
        Rule.NOT_TRUE_OR_FALSE,
        POINTS,
        "- {id: person, label: 本人, who: subject, required: false}",
        "- {id: person, label: 本人, who: subject, required: No} #!",
        'signature "person": "required" is true or false, and "No" stands here.',
    ),
    Bad(
        Rule.OUT_OF_RANGE,
        MET,
        "        threshold: 3\n",
        "        threshold: 0 #!\n",
        'question "p1": "threshold" is 0, and must be at least 1.',
    ),
    Bad(
        Rule.OUT_OF_RANGE,
        LEVELS,
        "{label: 好, value: 3}",
        "{label: 好, value: 101} #!",
        'level "好": "value" is 101, and must be at most 100.',
    ),
    Bad(
        Rule.BAD_ID,
        POINTS,
        "      - id: exits\n",
        "      - id: Exits_1 #!\n",
        'question "Exits_1": "Exits_1" cannot be an id.',
    ),
    Bad(
        Rule.BAD_LANGUAGE,
        POINTS,
        "total: 100\n",
        "total: 100\nlanguage: Chinese #!\n",
        'the form: "Chinese" is not a language.',
    ),
    Bad(
        Rule.TOO_LONG,
        POINTS,
        "short: 工地考核\n",
        "short: 一二三四五六七八九十一二三四五 #!\n",
        'the form: "short" has 15 characters; 14 are allowed.',
    ),
    Bad(
        Rule.TOO_FEW,
        POINTS,
        "units: [month, quarter]}",
        "units: []} #!",
        'field "period": "units" has no entries; 1 or more are needed.',
    ),
)

NAMES = (
    Bad(
        Rule.DUPLICATE_ID,
        POINTS,
        "  - id: order\n",
        "  - id: safety #!\n",
        'the id "safety" is taken: it stands on line 16, too.',
    ),
    Bad(
        Rule.DUPLICATE_ID,
        POINTS,
        "      - id: tools\n",
        "      - id: exits #!\n",
        'the id "exits" is taken: it stands on line 20, too.',
    ),
    Bad(
        Rule.DUPLICATE_ID,
        POINTS,
        "{id: hired, label: 到职日, kind: date, since: 年资}",
        "{id: tools, label: 到职日, kind: date, since: 年资} #!",
        'the id "tools" is taken: it stands on line 46, too.',
    ),
    Bad(
        Rule.DUPLICATE_ID,
        POINTS,
        "{id: person, label: 本人,",
        "{id: evaluator, label: 本人, #!\n    ",
        'the id "evaluator" is taken: it stands on line 83, too.',
    ),
    Bad(
        Rule.DUPLICATE_ID,
        POINTS,
        "{id: counted, text: 清点, points: 5}",
        "{id: clean, text: 清点, points: 5} #!",
        'the id "clean" is taken: it stands on line 51, too.',
    ),
    Bad(
        Rule.DUPLICATE_ID,
        POINTS,
        "{id: leave, text: 请假, points: 1, unit: 次}",
        "{id: late, text: 请假, points: 1, unit: 次} #!",
        'the id "late" is taken: it stands on line 60, too.',
    ),
    Bad(
        Rule.DUPLICATE_ID,
        MET,
        "{id: unsafe, text: 有危险}",
        "{id: missing, text: 有危险} #!",
        'the id "missing" is taken: it stands on line 22, too.',
    ),
    Bad(
        Rule.SAME_LABEL,
        MET,
        "{id: unsafe, text: 有危险}",
        "{id: unsafe, text: 无记录} #!",
        'question "p1": two buttons read "无记录"; the other is on line 22.',
    ),
    Bad(
        Rule.SAME_LABEL,
        LEVELS,
        "        na: 未考察\n",
        "        na: 中 #!\n",
        'question "q1": two buttons read "中"; the other is on line 12.',
    ),
    Bad(
        Rule.SAME_LABEL,
        POINTS,
        "options: [留用, 再议]",
        "options: [留用, 再议, 留 用] #!",
        'field "advice": two buttons read "留 用"; the other is on line 74.',
    ),
    Bad(
        Rule.SAME_LABEL,
        POINTS,
        "units: [month, quarter]}",
        "units: [month, month]} #!",
        'field "period": two buttons read "month"; the other is on line 14.',
    ),
    Bad(
        Rule.SAME_LABEL,
        MET,
        "{label: 不达标, at_least: 0}",
        "{label: 达标, at_least: 0} #!",
        'grade: two buttons read "达标"; the other is on line 28.',
    ),
    Bad(
        Rule.TOO_MANY_BUTTONS,
        LEVELS,
        "options: [网上, 熟人]}",
        f"options: [{', '.join(f'渠道{number}' for number in range(91))}]}} #!",
        'question "origin": 91 entries need a button each; 90 fit.',
    ),
    Bad(
        Rule.CARD_TOO_LONG,
        LEVELS,
        "      - id: q2\n        kind: level\n",
        f"      - id: q2 #!\n        kind: level\n        guidance: [{'长' * 1500}, {'文' * 1497}]\n",
        'question "q2": its words have 3001 characters in all; 3000 fit on one card.',
    ),
)

SUMS = (
    Bad(
        Rule.SECTION_SUM,
        POINTS,
        "  - id: safety\n    title: 安全\n    max: 60\n    criteria:\n      - id: exits\n        kind: points\n"
        "        title: 出口\n        text: 出口畅通\n        max: 40\n",
        "  - id: safety #!\n    title: 安全\n    max: 60\n    criteria:\n      - id: exits\n        kind: points\n"
        "        title: 出口\n        text: 出口畅通\n        max: 42.5\n",
        'section "safety": points add up to 62.5, the section says 60.',
    ),
    Bad(
        Rule.FORM_TOTAL,
        POINTS,
        "total: 100\n",
        "total: 90 #!\n",
        "sections add up to 100, the form says 90.",
    ),
    Bad(
        Rule.MEAN_UNEQUAL,
        POINTS,
        "    title: 安全\n    max: 60\n",
        "    title: 安全\n    max: 60\n    combine: mean #!\n",
        'section "safety" is a mean, but its maxima differ: exits 40, drills 20.',
    ),
    Bad(
        Rule.MEAN_MAX,
        POINTS.replace("max: 40\n        step", "max: 20\n        step"),
        "    title: 安全\n    max: 60\n",
        "    title: 安全\n    max: 60 #!\n    combine: mean\n",
        'section "safety" is a mean of 20 at most, the section says 60.',
    ),
    Bad(
        Rule.SCALE_MAX,
        LEVELS,
        "total: 3\n",
        "total: 100 #!\n",
        "the form: total is 100, but levels reach 3 here.",
    ),
    Bad(
        Rule.SCALE_MAX,
        MET,
        "    max: 2\n",
        "    max: 10 #!\n",
        'section "yard": max is 10, but inspection items reach 2 here.',
    ),
    Bad(
        Rule.NO_POINTS,
        POINTS.replace("max: 40\n    criteria", "max: 30\n    criteria").replace("total: 100", "total: 90"),
        "      - id: tools\n        kind: checklist\n        title: 工具\n        text: 工具整齐\n        options:\n"
        "          - {id: clean, text: 干净, points: 5}\n          - {id: counted, text: 清点, points: 5}\n",
        "      - id: tools #!\n        kind: checklist\n        title: 工具\n        text: 工具整齐\n        options:\n"
        "          - {id: clean, text: 干净, points: 0}\n",
        'question "tools": it can bring no points.',
    ),
    Bad(
        Rule.MEAN_NEEDS_POINTS,
        MET,
        "    max: 2\n",
        "    max: 2\n    combine: mean #!\n",
        'section "yard" is a mean, but inspection items are counted.',
    ),
)

SCALES = (
    Bad(
        Rule.LEVELS_MISSING,
        LEVELS,
        "levels:\n  - {label: 差, value: 1}\n  - {label: 中, value: 2}\n  - {label: 好, value: 3}\n",
        "",
        'question "q1" needs levels, and the form has none.',
    ),
    Bad(
        Rule.LEVEL_ORDER,
        LEVELS,
        "{label: 中, value: 2}",
        "{label: 中, value: 1} #!",
        'level "中" is worth 1, but the one before it 1.',
    ),
    Bad(
        Rule.UNKNOWN_LEVEL,
        LEVELS,
        "anchors: {差: 粗鲁, 中: 平常, 好: 周到}",
        "anchors: {差: 粗鲁, 中: 平常, 良好: 周到} #!",
        'question "q1": "良好" is not a level.',
    ),
    Bad(
        Rule.UNKNOWN_LEVEL,
        LEVELS,
        "- {grade: 优, all: 好, text: 全好}",
        "- {grade: 优, all: 优, text: 全好} #!",
        'the rule for "优": "优" is not a level.',
    ),
    Bad(
        Rule.KIND_UNFIT,
        MET,
        "- {id: p2, kind: inspection, title: 围墙, text: 查看围墙, threshold: 1}",
        "- {id: p2, kind: points, title: 围墙, text: 查看围墙, max: 10} #!",
        'question "p2": kind "points" does not fit scoring "met".',
    ),
    Bad(
        Rule.NOTHING_SCORED,
        MET.replace("    max: 2\n", "").replace("total: 2\n", "")[
            : MET.index("sections:") - len("total: 2\n")
        ]
        + MET[MET.index("grade:") :],
        "grade:",
        "sections: #!\n  - id: only\n    title: 只有文字\n    criteria:\n"
        "      - {id: words, kind: text, title: 印象, text: 一句话}\ngrade:",
        "no question of the form brings a score.",
    ),
)

GRADES = (
    Bad(
        Rule.GRADE_UNFIT,
        MET,
        "  by: bands\n  bands:\n    - {label: 达标, at_least: 60}\n    - {label: 不达标, at_least: 0}\n",
        "  by: nearest #!\n",
        'a grade by "nearest" needs scoring "levels"; this form has "met".',
    ),
    Bad(
        Rule.GRADE_ORDER,
        POINTS,
        "{label: 良好, at_least: 80}",
        "{label: 良好, at_least: 90} #!",
        'grade "良好" begins at 90, but the one above it at 90.',
    ),
    Bad(
        Rule.GRADE_TOP,
        POINTS,
        "{label: 优秀, at_least: 90}",
        "{label: 优秀, at_least: 100.5} #!",
        'grade "优秀" begins at 100.5; nobody can reach more than 100 percent.',
    ),
    Bad(
        Rule.GRADE_BOTTOM,
        POINTS,
        "{label: 较差, at_least: 0}",
        "{label: 较差, at_least: 60} #!",
        'the last grade, "较差", begins at 60; it must begin at 0.',
    ),
    Bad(
        Rule.LEAST_RATED,
        LEVELS,
        LEVELS[LEVELS.index("  by: rules") :],
        "  by: nearest\n  least_rated_percent: 150 #!\n",
        "least_rated_percent is 150; it goes from 0 to 100.",
    ),
    Bad(
        Rule.RULE_CONDITION,
        LEVELS,
        "- {grade: 优, all: 好, text: 全好}",
        "- {grade: 优, all: 好, most: 好, text: 全好} #!",
        'the rule for "优" has 2 conditions; it needs one.',
    ),
    Bad(
        Rule.RULE_CONDITION,
        LEVELS,
        "- {grade: 优, all: 好, text: 全好}",
        "- {grade: 优, text: 全好} #!",
        'the rule for "优" has no conditions; it needs one.',
    ),
    Bad(
        Rule.RULE_HALF,
        LEVELS,
        "- {grade: 劣, at_least: 2, level: 差, text: 两差}",
        "- {grade: 劣, at_least: 2, text: 两差} #!",
        'the rule for "劣" has "at_least" without "level".',
    ),
    Bad(
        Rule.RULE_NO_END,
        LEVELS,
        "- {grade: 良, otherwise: true, text: 其余}",
        "- {grade: 良, most: 中, text: 其余} #!",
        'the last rule, for "良", does not always hold.',
    ),
    Bad(
        Rule.RULE_UNREACHED,
        LEVELS,
        "    - {grade: 良, otherwise: true, text: 其余}\n",
        "    - {grade: 良, otherwise: true, text: 其余}\n    - {grade: 良, most: 中, text: 其余} #!\n",
        'the rule for "良" is never reached: the one on line 37 always holds.',
    ),
    Bad(
        Rule.RULE_NEVER,
        LEVELS,
        "- {grade: 劣, at_least: 2, level: 差, text: 两差}",
        "- {grade: 劣, at_least: 3, level: 差, text: 三差} #!",
        'the rule for "劣" wants 3 questions at one level; the form has 2.',
    ),
    Bad(
        Rule.RULE_GRADE,
        LEVELS,
        "    - {grade: 优, all: 好, text: 全好}\n",
        "    - {grade: 优, all: 好, text: 全好}\n    - {grade: 优等, most: 好, text: 多好} #!\n",
        'a rule gives "优等", which is not among the labels.',
    ),
    Bad(
        Rule.GRADE_UNGIVEN,
        LEVELS,
        "labels: [优, 良, 劣]",
        "labels: [优, 良, 可, 劣] #!",
        'no rule gives "可".',
    ),
)

WITHIN = (
    Bad(
        Rule.POINTS_RANGE,
        POINTS,
        "        max: 40\n        step: 0.5\n",
        "        max: 40 #!\n        min: 40\n        step: 0.5\n",
        'question "exits": min is 40 and max is 40.',
    ),
    Bad(
        Rule.STEP_SIZE, POINTS, "        step: 0.5\n", "        step: 0 #!\n", 'question "exits": step is 0.'
    ),
    Bad(
        Rule.STEP_UNEVEN,
        POINTS,
        "        step: 0.5\n",
        "        step: 3 #!\n        min: 2\n",
        'question "exits": steps of 3 from 2 do not end at 40.',
    ),
    Bad(
        Rule.NEGATIVE,
        POINTS,
        "{points: 0, text: 没有}",
        "{points: -5, text: 没有} #!",
        'question "drills": points is -5, below 0.',
    ),
    Bad(
        Rule.ANCHOR_ORDER,
        POINTS,
        "        anchors:\n          - {points: 20, text: 每月}\n          - {points: 10, text: 每季}\n",
        "        anchors: #!\n          - {points: 10, text: 每月}\n          - {points: 20, text: 每季}\n",
        'question "drills": anchors go 10, 20, 0.',
    ),
    Bad(
        Rule.BAND_ENDS,
        POINTS,
        "{high: 7, low: 4, text: 尚可}",
        "{high: 4, low: 7, text: 尚可} #!",
        'question "care": low is 7 and high is 4.',
    ),
    Bad(
        Rule.BAND_WHOLE,
        POINTS,
        "{high: 7, low: 4, text: 尚可}",
        "{high: 7.5, low: 4, text: 尚可} #!",
        'question "care": high is 7.5; bands have whole points.',
    ),
    Bad(
        Rule.BAND_ORDER,
        POINTS,
        "          - {high: 7, low: 4, text: 尚可}\n          - {high: 3, low: 0, text: 不好}\n",
        "          - {high: 7, low: 0, text: 尚可}\n          - {high: 9, low: 8, text: 不好} #!\n",
        'question "care": the band 8-9 stands after 0-7.',
    ),
    Bad(
        Rule.BAND_OVERLAP,
        POINTS,
        "{high: 7, low: 4, text: 尚可}",
        "{high: 8, low: 4, text: 尚可} #!",
        'question "care": the bands 8-10 and 4-8 overlap.',
    ),
    Bad(
        Rule.BAND_GAP,
        POINTS,
        "{high: 7, low: 4, text: 尚可}",
        "{high: 6, low: 4, text: 尚可} #!",
        'question "care": between the bands 8-10 and 4-6 some points belong to neither.',
    ),
    Bad(
        Rule.FLOOR,
        POINTS,
        "        max: 20\n        floor: 0\n",
        "        max: 20 #!\n        floor: 20\n",
        'question "attendance": floor is 20 and max is 20.',
    ),
    Bad(
        Rule.ONCE_TOO_MUCH,
        POINTS,
        "        floor: 0\n        reasons:\n",
        "        floor: 2\n        reasons: #!\n",
        'question "attendance": reasons that happen once take off 20, and there are 18 to lose.',
    ),
    Bad(
        Rule.REASON_NOTHING,
        POINTS,
        "{id: leave, text: 请假, points: 1, unit: 次}",
        "{id: leave, text: 请假, points: -1, unit: 次} #!",
        'question "attendance", reason "leave": it takes off -1 points.',
    ),
)

AROUND = (
    Bad(
        Rule.MEASURE_MISSING,
        POINTS,
        "  by_grade:\n    优秀: 表彰\n    良好: 鼓励\n",
        "  by_grade: #!\n    优秀: 表彰\n",
        'measures say nothing for "良好".',
    ),
    Bad(
        Rule.MEASURE_UNKNOWN,
        POINTS,
        "    较差: 辅导\n",
        "    较差: 辅导\n    最差: 调岗 #!\n",
        'measures name "最差", which is no grade of this form.',
    ),
    Bad(
        Rule.SUGGEST_GRADE,
        POINTS,
        "suggest: {优秀: 留用, 较差: 再议}",
        "suggest: {优秀: 留用, 差: 再议} #!",
        'field "advice": suggest names "差", which is no grade of this form.',
    ),
    Bad(
        Rule.SUGGEST_OPTION,
        POINTS,
        "suggest: {优秀: 留用, 较差: 再议}",
        "suggest: {优秀: 留用, 较差: 辞退} #!",
        'field "advice": suggest offers "辞退", which is not among the options.',
    ),
    Bad(
        Rule.SUGGEST_EARLY,
        POINTS,
        "options: [上级, 客户]}",
        "options: [上级, 客户], suggest: {优秀: 上级}} #!",
        'field "origin": nothing can be suggested before the grade is known.',
    ),
    Bad(
        Rule.COMBINE_BY,
        POINTS,
        "combine_by: origin\n",
        "combine_by: period #!\n",
        'combine_by names "period", which is not a choice field in opening.',
    ),
    Bad(
        Rule.COMBINE_BY_OPTIONAL,
        POINTS,
        "kind: choice, required: true, options: [上级, 客户]}",
        "kind: choice, options: [上级, 客户]} #!",
        'field "origin": evaluations are combined by it, so it cannot be left open.',
    ),
    Bad(
        Rule.NAME_FIRST,
        MET,
        "{id: name, label: 项目, kind: name, required: true}",
        "{id: name, label: 项目, kind: text, required: true} #!",
        "the first field of the subject is not a name that must be given.",
    ),
    Bad(
        Rule.GRADE_FIELD_TWICE,
        POINTS,
        "  - {id: overall, label: 综合评价, kind: grade}\n",
        "  - {id: overall, label: 综合评价, kind: grade}\n  - {id: again, label: 总评, kind: grade} #!\n",
        'field "again": a form shows its grade once; see line 70.',
    ),
    Bad(
        Rule.SIGNATURE_TWICE,
        POINTS,
        "{id: person, label: 本人, who: subject, required: false}",
        "{id: person, label: 本人, who: evaluator, required: false} #!",
        'signature "person": the evaluator signs once; see line 83.',
    ),
    Bad(
        Rule.PERIOD_TWICE,
        POINTS,
        "units: [month, quarter]}\n",
        "units: [month, quarter]}\n  - {id: year, label: 年度, kind: period, units: [year]} #!\n",
        'field "year": a form has one period; see line 14.',
    ),
    Bad(
        Rule.SINCE_UNFIT,
        POINTS,
        "kind: date, since: 年资}",
        "kind: text, since: 年资} #!",
        'field "hired": since needs a date, and this is of kind "text".',
    ),
)

ADVICE = (
    Bad(
        Rule.LABEL_CUT,
        LEVELS,
        "        title: 衣着\n",
        "        title: 衣着是否整洁得体并合乎场合与季节 #!\n",
        'question "q2": "衣着是否整洁得体并合乎场合与季节" is too long for a button and will be cut on a phone.',
    ),
    Bad(
        Rule.LEVELS_UNUSED,
        MET,
        "sections:\n",
        "levels: #!\n  - {label: 差, value: 1}\n  - {label: 好, value: 2}\nsections:\n",
        "the form has levels, and no question uses them.",
    ),
    Bad(
        Rule.ANCHORS_INCOMPLETE,
        LEVELS,
        "anchors: {差: 粗鲁, 中: 平常, 好: 周到}",
        "anchors: {差: 粗鲁, 好: 周到} #!",
        'question "q1": there are anchors, but none for 中.',
    ),
    Bad(
        Rule.HOUSE_UNTOLD,
        LEVELS,
        "scoring: levels\n",
        "scoring: levels\nscoring_source: house #!\n",
        "scoring_source: it is marked source: house, but decisions tell no decision of the house.",
    ),
    Bad(
        Rule.SAME_TITLE,
        LEVELS,
        "        title: 衣着\n",
        "        title: 礼节 #!\n",
        'question "q2": the title "礼节" stands on line 21, too.',
    ),
)

REFUSED = (*SYNTAX, *VALUES, *NAMES, *SUMS, *SCALES, *GRADES, *WITHIN, *AROUND)
