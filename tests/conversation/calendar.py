"""A bot whose clock a test moves, and what several tests of plans say again and again."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox import Sandbox
from tests.conversation.living import LivingBot
from tests.phone import Phone

CHINA = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
"""A Monday morning; the fourth quarter is due on Thursday 31 December."""


class WallClock:
    """One clock for Telegram and the bot; it stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)

    def seconds(self) -> float:
        return self.now.timestamp()


class Days:
    """Moves the clock and lets the bot look at it."""

    def __init__(self, clock: WallClock, bot: LivingBot) -> None:
        self.clock = clock
        self.bot = bot

    def go_to(self, day: str, time: str = "09:00") -> None:
        """It is that day and local time now; everything due is sent when this returns."""
        self.clock.now = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=CHINA)
        self.bot.tick()
        assert self.bot.desk is not None

    def tick(self) -> None:
        self.bot.tick()


def plans_a_quarter(supervisor: Phone, *sites: str, evaluator: str = "周强") -> Phone:
    """The supervisor's shortest way: form, subjects, frequency, who, Save."""
    supervisor.types("/plans").taps("＋ 新计划").taps("品质检查").types("\n".join(sites or ("阳光花园",)))
    return supervisor.taps("每季度").taps(evaluator).taps("✅ 保存")


def inspects(phone: Phone) -> Phone:
    """Every item met, signed, handed in; the evaluation is open already."""
    for _ in range(21):
        phone.taps("无问题")
    return phone


def last_words(sandbox: Sandbox, person_id: int) -> str:
    """The newest message of a chat."""
    return str(sandbox.messages(person_id)[-1].get("text", ""))
