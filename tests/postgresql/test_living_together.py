"""People, plans and feedback on PostgreSQL: invited, suspended, reminded, released to, answered; and many at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from storage.audit import Whole, verify
from tests.conversation.calendar import Days, plans_a_quarter
from tests.conversation.living import LivingBot
from tests.conversation.test_inviting import evaluator_link, stored
from tests.conversation.test_reminders import inspects
from tests.conversation.walking import rates
from tests.phone import INSPECTOR, INTERVIEWER, STRANGER, SUPERVISOR, Phone

Someone = Callable[[int], Phone]


def test_a_stranger_joins_rates_and_is_suspended(someone: Someone, bot: LivingBot) -> None:
    owner, stranger = someone(SUPERVISOR), someone(STRANGER)
    stranger.types(f"/start {evaluator_link(owner)}").taps_twice("加入").sees_on_card("选择一张表")
    stranger.types("/start representative").types("李明").taps("良好").sees_on_card("2/9")
    owner.types("/people").sees_on_card("陌生人").taps("陌生人").sees_on_card("未完成：1 份草稿")
    owner.taps("停用").taps("移交给").taps("林晓")
    owner.taps("停用并移交").sees_on_card("未完成：无")
    stranger.types("/drafts").sees("使用权限已被管理员或主管停用")
    someone(INTERVIEWER).types("/drafts").sees_on_card("李明")
    assert stored(bot, "SELECT used FROM invitation") == [(1,)]


def test_an_inspection_is_planned_reminded_of_and_closed(someone: Someone, days: Days) -> None:
    inspector = someone(INSPECTOR).types("/start")
    supervisor = plans_a_quarter(someone(SUPERVISOR))
    supervisor.sees_on_card("已保存 1 个计划")
    days.go_to("2026-12-24")
    inspector.sees("🔔", "还有7天").taps("⏰").taps("1 小时后").sees("2026-12-24 10:00 再提醒")
    days.go_to("2026-12-24", "10:00")
    days.bot.rebuild()
    inspector.taps("▶ 开始检查").sees_on_card("阳光花园", "1/21")
    inspects(inspector).sees("本期检查已完成：2026-Q4，2026-12-31 周四 截止")
    days.tick()
    inspector.sees("已由周强于 2026-12-24 10:00 完成").does_not_see("▶ 开始检查").types("/due").sees_on_card(
        "没有待办"
    )
    supervisor.types("/board").sees_on_card("完成 1")
    supervisor.types("/rank").taps("📈 比较").taps("项目").taps("品质检查").sees_on_card("1. 阳光花园")


def test_feedback_is_released_disputed_and_settled(someone: Someone, days: Days, bot: LivingBot) -> None:
    wang, zhou, li = someone(INTERVIEWER), someone(SUPERVISOR), someone(STRANGER)
    wang.types("/start representative").types("李明")
    rates(wang, *("良好",) * 9).taps("签").types("王考评").taps("提交")
    zhou.types("/history").taps("李明").taps("发给本人").taps("7 天").taps("确定发出").sees("扫描图片")
    (start,) = set(re.findall(r"/start \S+", zhou.text))
    li.types(start).taps("✅").sees_on_card("发给您", "良好")
    li.taps("有异议").types("第三题不对").sees_on_card("第三题不对")
    days.tick()
    zhou.sees("异议").types("/history").taps("李明").taps("绩效反馈").taps("维持").types("已核对")
    days.tick()
    li.sees("已核对")
    assert stored(bot, "SELECT answer, outcome FROM feedback") == [("disputed", "upheld")]


def test_many_at_once_leave_every_answer_and_a_whole_trail(someone: Someone, bot: LivingBot) -> None:
    """Three people tap in parallel while the trail is followed again and again."""

    def works(person_id: int) -> None:
        phone = someone(person_id)
        for name in ("甲", "乙"):
            phone.types("/start representative").types(f"{name}{person_id}")
            rates(phone, *("良好",) * 9).taps("签").types("签名").taps("✅ 提交").types("/history")

    people = (INTERVIEWER, INSPECTOR, SUPERVISOR)
    assert bot.storage is not None
    with ThreadPoolExecutor(len(people)) as pool:
        at_work = [pool.submit(works, person_id) for person_id in people]
        while not all(one.done() for one in at_work):
            assert isinstance(verify(bot.storage), Whole)
        for one in at_work:
            one.result()
    assert stored(bot, "SELECT status, count(*) FROM evaluation GROUP BY status") == [("submitted", 6)]
    verdict = verify(bot.storage)
    # Each of six was begun and handed in, and each time somebody looked at the history.
    assert isinstance(verdict, Whole)
    assert verdict.count == 18
