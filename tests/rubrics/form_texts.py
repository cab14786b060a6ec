"""Three small forms as text, without fault, for tests that put one in."""

from __future__ import annotations

POINTS = """\
id: site
title: 工地考核表
short: 工地考核
scoring: points
total: 100
combine_by: origin
subject:
  kind: employee
  fields:
    - {id: name, label: 姓名, kind: name, required: true}
    - {id: hired, label: 到职日, kind: date, since: 年资}
opening:
  - {id: origin, label: 来源, kind: choice, required: true, options: [上级, 客户]}
  - {id: period, label: 周期, kind: period, units: [month, quarter]}
sections:
  - id: safety
    title: 安全
    max: 60
    criteria:
      - id: exits
        kind: points
        title: 出口
        text: 出口畅通
        max: 40
        step: 0.5
      - id: drills
        kind: anchored
        title: 演练
        text: 定期演练
        anchors:
          - {points: 20, text: 每月}
          - {points: 10, text: 每季}
          - {points: 0, text: 没有}
  - id: order
    title: 秩序
    max: 40
    criteria:
      - id: care
        kind: banded
        title: 爱护
        text: 爱护设备
        bands:
          - {high: 10, low: 8, text: 很好}
          - {high: 7, low: 4, text: 尚可}
          - {high: 3, low: 0, text: 不好}
      - id: tools
        kind: checklist
        title: 工具
        text: 工具整齐
        options:
          - {id: clean, text: 干净, points: 5}
          - {id: counted, text: 清点, points: 5}
      - id: attendance
        kind: deductions
        title: 出勤
        text: 全勤
        max: 20
        floor: 0
        reasons:
          - {id: late, text: 迟到, points: 5, once: true}
          - {id: absent, text: 旷工, points: 15, once: true}
          - {id: leave, text: 请假, points: 1, unit: 次}
grade:
  by: bands
  bands:
    - {label: 优秀, at_least: 90}
    - {label: 良好, at_least: 80}
    - {label: 较差, at_least: 0}
closing:
  - {id: overall, label: 综合评价, kind: grade}
  - id: advice
    label: 建议
    kind: choice
    options: [留用, 再议]
    suggest: {优秀: 留用, 较差: 再议}
measures:
  title: 措施
  by_grade:
    优秀: 表彰
    良好: 鼓励
    较差: 辅导
signatures:
  - {id: evaluator, label: 考核人, who: evaluator}
  - {id: person, label: 本人, who: subject, required: false}
"""

LEVELS = """\
id: talk
title: 面谈表
short: 面谈
scoring: levels
total: 3
subject:
  kind: candidate
  fields:
    - {id: name, label: 姓名, kind: name, required: true}
levels:
  - {label: 差, value: 1}
  - {label: 中, value: 2}
  - {label: 好, value: 3}
sections:
  - id: manner
    title: 举止
    max: 3
    criteria:
      - id: q1
        kind: level
        title: 礼节
        text: 礼节如何
        na: 未考察
        anchors: {差: 粗鲁, 中: 平常, 好: 周到}
      - id: q2
        kind: level
        title: 衣着
        text: 衣着如何
      - {id: origin, kind: choice, title: 渠道, text: 从何得知, options: [网上, 熟人]}
      - {id: words, kind: text, title: 印象, text: 一句话, required: false}
grade:
  by: rules
  labels: [优, 良, 劣]
  rules:
    - {grade: 优, all: 好, text: 全好}
    - {grade: 劣, at_least: 2, level: 差, text: 两差}
    - {grade: 良, otherwise: true, text: 其余}
"""

MET = """\
id: patrol
title: 巡检表
short: 巡检
scoring: met
total: 2
subject:
  kind: site
  fields:
    - {id: name, label: 项目, kind: name, required: true}
sections:
  - id: yard
    title: 场地
    max: 2
    criteria:
      - id: p1
        kind: inspection
        title: 地面
        text: 查看地面
        threshold: 3
        na: 不适用
        flags:
          - {id: missing, text: 无记录}
          - {id: unsafe, text: 有危险}
      - {id: p2, kind: inspection, title: 围墙, text: 查看围墙, threshold: 1}
grade:
  by: bands
  bands:
    - {label: 达标, at_least: 60}
    - {label: 不达标, at_least: 0}
"""


def changed(text: str, old: str, new: str) -> str:
    """The text with one passage replaced; that passage must be there once."""
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)
