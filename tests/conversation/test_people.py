"""People: seen by those who may, suspended and let in again, roles given and ended, work handed over, leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from storage import memberships, people, units
from storage.audit import newest
from tests.conversation.living import LivingBot
from tests.conversation.test_interview import begin
from tests.conversation.test_inviting import evaluator_link, stored
from tests.phone import INSPECTOR, INTERVIEWER, STRANGER, SUPERVISOR, Phone

Someone = Callable[[int], Phone]
NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def owner(someone: Someone) -> Phone:
    return someone(SUPERVISOR)


@pytest.fixture
def boss(someone: Someone, bot: LivingBot) -> Phone:
    """The stranger as supervisor of the one unit, no owner."""
    grant(bot, STRANGER, "supervisor", 1)
    return someone(STRANGER)


def grant(bot: LivingBot, person_id: int, role: memberships.RoleName, unit_id: int | None) -> None:
    assert bot.storage is not None

    def work(conn: object) -> None:
        if people.person(conn, person_id) is None:  # type: ignore[arg-type]  # a Connection
            people.remember_person(conn, person_id, "陌生人", NOW)  # type: ignore[arg-type]  # a Connection
        memberships.grant(conn, person_id, role, unit_id, by=SUPERVISOR, now=NOW)  # type: ignore[arg-type]  # a Connection

    bot.storage.run_now(work)


def roles(bot: LivingBot, person_id: int) -> list[tuple[object, ...]]:
    return stored(
        bot,
        f"SELECT role, unit_id FROM membership WHERE person_id = {person_id} AND ended_at IS NULL ORDER BY id",
    )


def acts(bot: LivingBot) -> list[str]:
    assert bot.storage is not None
    rows = bot.storage.run_now(lambda conn: newest(conn, 50))
    return [f"{row.actor} {row.action} {row.object_kind} {row.object_id} {row.details}" for row in rows]


# Looking


def test_an_owner_sees_everyone_with_roles_and_both_of_who_has_two(owner: Phone) -> None:
    owner.types("/people").sees_on_card("成员 · 3", "吴敏 · 管理员 · 客服部主管", "林晓 · 客服部评价人")
    assert owner.rows[-1][-1] == "☰ 菜单"
    owner.taps("林晓").sees_on_card("👤 林晓", "1001", "客服部评价人", "最近使用：从未", "未完成：无")


def test_one_door_leads_to_people_invitations_and_units(owner: Phone) -> None:
    owner.types("/menu").taps("更多").taps("👥 成员").sees_on_card("成员 · 3")
    owner.taps("邀请列表").sees_on_card("没有有效的邀请").taps("👥 成员").taps("🏢 部门").sees_on_card(
        "部门 · 1"
    )


def test_a_supervisor_sees_the_people_of_own_units_only(owner: Phone, boss: Phone, bot: LivingBot) -> None:
    assert bot.storage is not None
    bot.storage.run_now(lambda conn: units.add_unit(conn, "工程部", by=SUPERVISOR, now=NOW))
    grant(bot, 1007, "evaluator", 2)
    owner.types("/people").sees_on_card("成员 · 5")
    boss.types("/people").sees_on_card("成员 · 4").does_not_see("1007", "🏢 部门")
    boss.sandbox.taps(STRANGER, boss.card["message_id"], "person.-.-.1007")
    boss.waits().sees("没有此人")


def test_an_evaluator_sees_nobody(someone: Someone) -> None:
    someone(INSPECTOR).types("/people").sees("您没有这项权限").does_not_see("👥 成员")


# Suspending


def test_a_suspended_person_gets_one_sentence_and_can_be_let_in_again(
    owner: Phone, someone: Someone, bot: LivingBot
) -> None:
    inspector = someone(INSPECTOR)
    inspector.types("/menu")
    owner.types("/people").taps("周强").taps("停用").sees_on_card("停用 周强？")
    begun = inspector.button("素质测评")
    owner.taps("⛔ 停用").sees_on_card("停用", "自 ")
    inspector.sees("使用权限已被管理员或主管停用").does_not_see("素质测评")
    inspector.types("/drafts").sees("使用权限已被管理员或主管停用")
    inspector.taps_again(begun)
    assert "使用权限已被管理员或主管停用" in inspector.last_toast
    assert stored(bot, "SELECT COUNT(*) FROM evaluation") == [(0,)]
    owner.types("/people").sees_on_card("⛔ 周强").taps("周强").taps("恢复").sees_on_card("已恢复")
    inspector.types("/menu").sees_on_card("选择一张表")
    assert acts(bot) == [
        '1003 suspended person 1002 {"invitations":0}',
        "1003 let-in person 1002 {}",
    ]


def test_suspending_hands_drafts_over_and_the_old_card_is_dead(
    owner: Phone, someone: Someone, bot: LivingBot
) -> None:
    interviewer, inspector = someone(INTERVIEWER), someone(INSPECTOR)
    inspector.types("/menu")
    begin(interviewer, "张三").taps("良好").taps("良好").sees_on_card("3/20")
    old = interviewer.button("优秀")
    owner.types("/people").taps("林晓").sees_on_card("未完成：1 份草稿").taps("停用")
    owner.taps("移交给").sees_on_card("由谁接手").taps("周强").sees_on_card("移交给 周强")
    owner.taps("停用并移交").sees_on_card("自 ", "未完成：无")
    interviewer.taps_again(old).sees("使用权限已被管理员或主管停用")
    inspector.types("/drafts").taps("张三").sees_on_card("3/20").taps("优秀").sees_on_card("4/20")
    assert stored(bot, "SELECT evaluator_id, status FROM evaluation") == [(INSPECTOR, "draft")]
    assert acts(bot)[-2:] == [
        '1003 handed-over person 1001 {"drafts":1,"occurrences":0,"plans":0,"to":1002}',
        '1003 suspended person 1001 {"invitations":0}',
    ]


def test_after_a_hand_over_alone_the_old_card_reaches_the_draft_no_more(
    owner: Phone, someone: Someone, bot: LivingBot
) -> None:
    interviewer = someone(INTERVIEWER)
    begin(interviewer, "张三").taps("良好").sees_on_card("2/20")
    old = interviewer.button("优秀")
    owner.types("/people").taps("林晓").taps("移交").taps("周强").taps("📤 移交").sees_on_card(
        "已移交给 周强：1 份草稿"
    )
    before = stored(bot, "SELECT COUNT(*) FROM answer")
    interviewer.taps_again(old).sees_on_card("选择一张表")
    interviewer.types("一句备注").types("/drafts").sees_on_card("没有草稿")
    assert stored(bot, "SELECT COUNT(*) FROM answer") == before
    assert stored(bot, "SELECT COUNT(*) FROM note") == [(0,)]


def test_open_occurrences_go_along(owner: Phone, bot: LivingBot) -> None:
    assert bot.storage is not None
    bot.storage.run_now(
        lambda conn: [
            conn.execute(text(line))
            for line in (
                "INSERT INTO subject (id, kind, name, name_key, fields, created_by, created_at, used_at)"
                " VALUES (1, 'site', '阳光花园', '阳光花园', '{}', 1003, '2026-07-01', '2026-07-01')",
                "INSERT INTO plan (id, form_id, form_title, subject_id, every, due, at, ladder, timezone, from_date,"
                " evaluator_id, supervisor_id, made_by, made_at, state, revision, changed_at, next_at) VALUES"
                " (1, 'quality', '检查', 1, 'month', 'last-day', '09:00', '', 'Asia/Shanghai', '2026-07-01',"
                " 1002, 1003, 1003, '2026-07-01 00:00:00', 'active', 0, '2026-07-01 00:00:00', '2099-01-01 00:00:00')",
                "INSERT INTO occurrence (id, plan_id, period, first_day, due, days, at, timezone, late_at, missed_at,"
                " form_id, subject_id, evaluator_id, supervisor_id, state, opened_at, next_at) VALUES"
                " (1, 1, '2026-07', '2026-07-01', '2026-07-31', '0', '09:00', 'Asia/Shanghai', '2099-01-01 00:00:00',"
                " '2099-02-01 00:00:00', 'quality', 1, 1002, 1003, 'scheduled', '2026-07-01 00:00:00',"
                " '2099-01-01 00:00:00')",
            )
        ]
    )
    owner.types("/people").taps("周强").sees_on_card("未完成：1 项计划内任务").taps("停用").taps("移交给")
    owner.taps("林晓").taps("停用并移交").sees_on_card("未完成：无")
    assert stored(bot, "SELECT evaluator_id FROM occurrence") == [(INTERVIEWER,)]
    assert stored(bot, "SELECT evaluator_id FROM plan") == [(INTERVIEWER,)]


def test_a_confirmation_that_is_not_on_the_card_any_more_does_nothing(owner: Phone, bot: LivingBot) -> None:
    owner.types("/people").taps("周强").taps("停用")
    confirm = owner.button("⛔ 停用")
    owner.taps("返回").taps_again(confirm).sees("那张卡片已过期")
    assert stored(bot, "SELECT suspended_at FROM person WHERE id = 1002") == [(None,)]


def test_invitations_of_a_suspended_person_let_nobody_in(
    owner: Phone, boss: Phone, someone: Someone, bot: LivingBot
) -> None:
    boss.types("/invite").taps("客服部").taps("7 天").taps("1 人").sees_on_card("/start j_")
    owner.types("/people").taps("陌生人").taps("停用").taps("⛔ 停用").sees_on_card("自 ")
    assert stored(bot, "SELECT revoked_by FROM invitation") == [(SUPERVISOR,)]


def test_a_supervisor_suspends_evaluators_all_of_whose_units_are_theirs(boss: Phone, bot: LivingBot) -> None:
    boss.types("/people").taps("周强")
    assert "⛔ 停用" in boss.buttons
    assert bot.storage is not None
    bot.storage.run_now(lambda conn: units.add_unit(conn, "工程部", by=SUPERVISOR, now=NOW))
    grant(bot, INSPECTOR, "evaluator", 2)
    boss.types("/people").taps("周强").sees_on_card("工程部评价人")
    assert "⛔ 停用" not in boss.buttons
    boss.types("/people").taps("吴敏")
    assert "⛔ 停用" not in boss.buttons
    for person_id in (INSPECTOR, SUPERVISOR, STRANGER):
        boss.sandbox.taps(STRANGER, boss.card["message_id"], f"suspend.-.-.{person_id}")
        boss.waits()
        boss.sandbox.taps(STRANGER, boss.card["message_id"], f"suspend.-.-.{person_id}.-.yes")
        boss.waits()
    assert stored(bot, "SELECT COUNT(*) FROM person WHERE suspended_at IS NOT NULL") == [(0,)]


def test_an_owner_of_the_settings_cannot_be_suspended_and_that_is_said(
    owner: Phone, someone: Someone, bot: LivingBot
) -> None:
    grant(bot, INTERVIEWER, "owner", None)
    other = someone(INTERVIEWER)
    other.types("/people").taps("吴敏").sees_on_card("由设置指定的管理员：不能在此停用")
    assert "⛔ 停用" not in other.buttons
    other.sandbox.taps(INTERVIEWER, other.card["message_id"], f"suspend.-.-.{SUPERVISOR}")
    other.waits().sees("KAOPING_OWNERS")
    owner.types("/leave").sees_on_card("KAOPING_OWNERS", "由设置")


# Roles


def test_a_role_is_given_and_ended(owner: Phone, someone: Someone, bot: LivingBot) -> None:
    inspector = someone(INSPECTOR)
    inspector.types("/menu")
    owner.types("/people").taps("周强").taps("➕ 角色").taps("主管").taps("客服部").sees_on_card("已授予")
    assert roles(bot, INSPECTOR) == [("evaluator", 1), ("supervisor", 1)]
    owner.taps("结束：客服部主管").sees_on_card("结束这个角色").taps("✕ 结束").sees_on_card("已结束")
    assert roles(bot, INSPECTOR) == [("evaluator", 1)]
    assert acts(bot) == [
        '1003 granted person 1002 {"role":"supervisor","unit":1}',
        '1003 ended person 1002 {"role":"supervisor","unit":1}',
    ]


def test_ending_the_only_role_of_somebody_with_drafts_offers_to_hand_them_over(
    owner: Phone, someone: Someone
) -> None:
    begin(someone(INTERVIEWER), "张三").taps("良好")
    owner.types("/people").taps("林晓").taps("结束：客服部评价人")
    owner.sees_on_card("这是其唯一的角色", "1 份草稿").taps("移交").taps("周强").taps("📤 移交")
    owner.sees_on_card("已移交给 周强")


def test_whose_role_was_ended_is_a_stranger_again(owner: Phone, someone: Someone) -> None:
    inspector = someone(INSPECTOR)
    inspector.types("/menu")
    owner.types("/people").taps("周强").taps("结束：客服部评价人").taps("✕ 结束")
    inspector.types("/menu").sees("仅供内部使用")


# Leaving


def test_leaving_asks_and_hands_open_work_to_the_supervisor(
    owner: Phone, someone: Someone, bot: LivingBot
) -> None:
    interviewer = someone(INTERVIEWER)
    owner.types("/menu")  # a bot can write only to people who wrote to it
    begin(interviewer, "张三").taps("良好")
    interviewer.types("/leave").sees_on_card("确定退出", "客服部评价人", "1 份草稿", "将移交给 吴敏")
    interviewer.taps("不，留下").types("/leave").taps("退出").sees("您已退出")
    interviewer.types("/menu").sees("仅供内部使用")
    owner.types("/drafts").sees_on_card("张三")
    assert roles(bot, INTERVIEWER) == []
    assert acts(bot)[-2:] == [
        '1001 handed-over person 1001 {"drafts":1,"occurrences":0,"plans":0,"to":1003}',
        '1001 left person 1001 {"to":1003}',
    ]


def test_whoever_left_can_be_invited_again(owner: Phone, someone: Someone, bot: LivingBot) -> None:
    interviewer = someone(INTERVIEWER)
    interviewer.types("/leave").taps("退出")
    interviewer.types(f"/start {evaluator_link(owner)}").taps("加入").sees_on_card("欢迎")
    assert roles(bot, INTERVIEWER) == [("evaluator", 1)]


@pytest.mark.parametrize("bot_owners", [frozenset()], ids=["no owner in the settings"])
def test_the_last_owner_stays(someone: Someone, last_owner: Phone, bot: LivingBot) -> None:
    last_owner.types("/leave").sees_on_card("必须始终有一位管理员")
    last_owner.sandbox.taps(INTERVIEWER, last_owner.card["message_id"], "quit.-.-.yes")
    last_owner.waits()
    last_owner.types("/people").taps("林晓").taps("结束：管理员").taps("✕ 结束").sees_on_card(
        "必须始终有一位管理员"
    )
    assert ("owner", None) in roles(bot, INTERVIEWER)
    last_owner.taps("返回").types("/people").taps("周强").taps("➕ 角色").taps("管理员").sees_on_card(
        "已授予"
    )
    last_owner.types("/leave").taps("退出").sees("您已退出")
    someone(INSPECTOR).types("/people").sees_on_card("成员")


@pytest.fixture
def last_owner(someone: Someone, bot: LivingBot, bot_owners: frozenset[int]) -> Phone:
    bot.settings.kaoping_owners = bot_owners
    grant(bot, INTERVIEWER, "owner", None)
    bot.rebuild()
    return someone(INTERVIEWER)
