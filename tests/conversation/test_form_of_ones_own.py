"""A twelfth form with what the eleven lack: words and choices as questions, a long scale, optional questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation import typed
from bot.sandbox import Sandbox
from rubrics.library import load_forms
from tests.conversation.living import LivingBot
from tests.conversation.walking import CarefulPhone, in_order, rates, result_of
from tests.phone import INTERVIEWER, Phone

SHIFTS = """\
id: shifts
title: 前台班组考核与交接情况汇总评定表
short: 前台班组考核与交接汇总评定表
scoring: points
subject:
  kind: site
  fields:
    - {id: name, label: 班组, kind: name, required: true}
sections:
  - id: all
    title: 全部
    criteria:
      - {id: score, kind: points, max: 100, title: 总体, text: 总体印象如何}
      - id: calls
        kind: deductions
        max: 10
        title: 来电
        text: 来电的接听
        reasons:
          - {id: missed, text: 未接来电而且当日没有回拨, points: 2}
          - {id: rude, text: 能够在高峰时段安抚情绪激动的业主却没有去做, points: 3, once: true}
      - {id: shift, kind: choice, title: 班次, text: 看的是哪一班, options: [早班, 晚班]}
      - {id: words, kind: text, title: 印象, text: 写下最深的印象}
      - {id: extra, kind: points, max: 5, title: 附加, text: 附加分, required: false}
grade:
  by: bands
  bands:
    - {label: 合格, at_least: 60}
    - {label: 不合格, at_least: 0}
"""


@pytest.fixture
def careful(sandbox: Sandbox, tmp_path: Path) -> Iterator[Phone]:
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "shifts.yaml").write_text(SHIFTS, encoding="utf-8")
    library = load_forms(forms)
    assert library.findings == ()
    bot = LivingBot(sandbox, library, tmp_path / "data").start()
    yield CarefulPhone(sandbox, INTERVIEWER)
    bot.stop()


def test_it_is_walked_like_any_other(careful: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """80 + (10 − 2×2 − 3) = 83 of 110, since the optional five were not asked for: 75.45 %."""
    careful.types("/start").taps("前台班组考核与交接汇总评定表").types("甲组")
    careful.sees_on_card("0–100 分 请输入分数并发送。").types("一百零一").sees_on_card(
        "请输入 0 到 100 的整数分"
    )
    careful.types("八十").sees_on_card("2/5", "未接来电而且当日没有回拨：每次扣 2 分")
    rates(careful, "未接来… ＋", "未接来… ＋", "☐ 能够在高峰").taps("完成 · 扣 7 分")
    careful.sees_on_card("看的是哪一班").taps("晚班").sees_on_card("请输入文字并发送")
    monkeypatch.setattr(typed, "_SPLIT_WITHIN", timedelta(seconds=-1))  # as if time went by between the two
    careful.types("交接" * 2001).sees_on_card("太长了：这里最多 4000 字。没有改动任何内容。", "4/5")
    careful.types("交接" * 2000).sees_on_card("5/5").taps("核对")
    careful.sees_on_card("得分：83 / 110 · 75.45% · 合格", "班次 晚班", "印象 交接交接", "附加 —")
    careful.taps("✅ 提交").sees("第 1 号")
    in_order(result_of(careful), "合格　83 / 110 · 75.45%", "表格规定\n· 等级的划分")
