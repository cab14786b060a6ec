"""No button of plans, due lists, boards and reminders is cut on a phone, in either language."""

from __future__ import annotations

import pytest

from bot.sandbox import Sandbox
from tests.conversation.calendar import Days
from tests.conversation.living import LivingBot
from tests.conversation.walking import CarefulPhone
from tests.phone import INSPECTOR, SUPERVISOR

STEPS = {
    "zh-hans": (
        "＋ 新计划",
        "每半年",
        "周强",
        "✅ 保存",
        "截止日",
        "提醒时间",
        "提前天数",
        "时区",
        "评价人",
        "频率",
        "返回",
    ),
    "en": (
        "＋ New plan",
        "half-yearly",
        "Zhou Qiang",
        "✅ Save",
        "Due day",
        "Time",
        "Days before",
        "Time zone",
        "Who rates",
        "How often",
        "Back",
    ),
}


@pytest.mark.parametrize("language", STEPS)
def test_no_label_is_cut(telegram: Sandbox, planning: LivingBot, days: Days, language: str) -> None:
    new, often, who, save, *steps, back = STEPS[language]
    supervisor, inspector = CarefulPhone(telegram, SUPERVISOR), CarefulPhone(telegram, INSPECTOR)
    for phone in (supervisor, inspector):
        telegram.speaks(phone.person_id, language)
        phone.types("/start")
    supervisor.types("/plans").taps(new).taps("品质检查")
    supervisor.types("阳光花园国际社区二期\n碧水湾\n翠湖天地御苑高层住宅北区\nUpper Riverside Gardens Estate")
    supervisor.taps(often).taps(who)
    for step in steps:
        supervisor.taps(step).taps(back)
    supervisor.taps(save).taps("1. ").types("/board")
    days.tick()
    inspector.types("/due").taps("⋯").taps("1. ").taps("⏰").taps(back).taps("👥").taps(back)
    days.go_to("2026-12-24")
    inspector.taps("⏰").taps(back)
    days.go_to("2027-01-04")
    inspector.types("/due")
    supervisor.types("/board")
    days.go_to("2027-01-20")
    supervisor.types("/board").types("/plans").taps("1. ")
