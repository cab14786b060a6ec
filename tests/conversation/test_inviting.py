"""Inviting and joining: the link, one confirmation, and a clear sentence for every way it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.sandbox import Sandbox
from storage import invitations, memberships, people, roster, units
from storage.audit import newest
from tests.conversation.living import LivingBot
from tests.phone import INTERVIEWER, STRANGER, SUPERVISOR, NotOnScreen, Phone, words

Someone = Callable[[int], Phone]
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def start_of(phone: Phone) -> str:
    """The start argument on the card of an invitation just made."""
    found = re.search(r"/start (j_[\w-]{32})$", str(phone.card["text"]), re.MULTILINE)
    assert found, phone.screen
    return found[1]


def invite(owner: Phone, *taps: str) -> str:
    """Make an invitation by these taps; its start argument."""
    owner.types("/invite")
    for label in taps:
        owner.taps(label)
    return start_of(owner)


def evaluator_link(owner: Phone, people: str = "1 人") -> str:
    return invite(owner, "✍️ 评价人", "客服部", "7 天", people)


def stored(bot: LivingBot, sql: str) -> list[tuple[object, ...]]:
    assert bot.storage is not None
    return bot.storage.run_now(lambda conn: [tuple(row) for row in conn.execute(text(sql))])


@pytest.fixture
def owner(someone: Someone) -> Phone:
    return someone(SUPERVISOR)


@pytest.fixture
def stranger(someone: Someone) -> Phone:
    return someone(STRANGER)


def test_a_stranger_joins_with_one_confirmation_that_names_who_invites_to_what(
    owner: Phone, stranger: Phone, bot: LivingBot
) -> None:
    link = evaluator_link(owner)
    stranger.types(f"/start {link}").sees_on_card("吴敏", "邀请您", "客服部评价人", "有效期至")
    assert stranger.buttons == ["✅ 加入", "不用了"]
    stranger.taps("加入").sees_on_card("欢迎！您已加入：客服部评价人", "选择一张表")
    stranger.taps("面试评价").sees_on_card("姓名")
    assert stored(bot, "SELECT role, unit_id, granted_by FROM membership WHERE person_id = 1004") == [
        ("evaluator", 1, SUPERVISOR)
    ]


def test_a_link_sent_as_a_message_opens_it_too(owner: Phone, stranger: Phone) -> None:
    link = evaluator_link(owner)
    for sent in (f"吴敏发来的：https://t.me/kaoping_bot?start={link}", f"请发 /start {link}", link):
        stranger.types(sent).sees_on_card("邀请您以 客服部评价人 的身份加入").taps("不用了")
    stranger.types("j_ump over here, please").sees("本机器人仅供内部使用")


def test_the_link_comes_as_a_picture_to_send_on(owner: Phone, sandbox: Sandbox) -> None:
    link = evaluator_link(owner)
    sandbox.until(lambda: any("photo" in m for m in owner.from_bot), 10, "no picture came")
    photo = next(m for m in owner.from_bot if "photo" in m)
    username = sandbox.world.bot()["username"]
    assert words(photo).endswith(f"https://t.me/{username}?start={link}")
    assert "吴敏 邀请您以 客服部评价人 的身份加入" in words(photo)
    assert f"https://t.me/{username}?start={link}" in words(owner.card)


def test_the_card_with_the_link_stays_and_the_menu_comes_below(owner: Phone) -> None:
    evaluator_link(owner)
    card = owner.card["message_id"]
    owner.taps("☰ 菜单")
    assert owner.card["message_id"] > card
    assert any(m["message_id"] == card and "/start j_" in words(m) for m in owner.messages)


def test_whoever_declines_leaves_nothing(owner: Phone, stranger: Phone, bot: LivingBot) -> None:
    stranger.types(f"/start {evaluator_link(owner)}").taps("不用了").sees("没有加入", "没有保存您的任何信息")
    assert stored(bot, "SELECT chat_id FROM chat WHERE chat_id = 1004") == []
    assert stored(bot, "SELECT id FROM person WHERE id = 1004") == []
    assert stored(bot, "SELECT used FROM invitation") == [(0,)]
    stranger.types("你好").sees("仅供内部使用")


def test_a_guest_gets_nothing_but_the_card(owner: Phone, stranger: Phone, bot: LivingBot) -> None:
    stranger.types(f"/start {evaluator_link(owner)}")
    card = stranger.card["message_id"]
    for data in ("form.-.-.interview", "menu.-.-", "people.-.-", "join.-.-.99", "grant.-.-.1004.owner"):
        stranger.sandbox.taps(STRANGER, card, data)
        stranger.waits()
    for line in ("/people", "/start interview", "张三"):
        stranger.types(line).sees("仅供内部使用")
    assert stored(bot, "SELECT COUNT(*) FROM membership WHERE person_id = 1004") == [(0,)]
    assert stored(bot, "SELECT COUNT(*) FROM evaluation") == [(0,)]
    stranger.taps_old(card, "加入").sees_on_card("欢迎")


def test_somebody_known_joins_by_a_second_role(owner: Phone, someone: Someone, bot: LivingBot) -> None:
    link = invite(owner, "🧭 主管", "客服部", "1 天", "1 人")
    inspector = someone(1002)
    inspector.types(f"/start {link}").sees_on_card("客服部主管").taps("加入").sees_on_card(
        "您已加入：客服部主管"
    )
    inspector.types("/people").sees_on_card("周强", "客服部主管 · 客服部评价人")


def test_a_known_person_declines_and_all_stays(owner: Phone, someone: Someone) -> None:
    link = invite(owner, "🧭 主管", "客服部", "1 天", "1 人")
    someone(1002).types(f"/start {link}").taps("不用了").sees_on_card("一切照旧", "选择一张表")


def test_two_taps_join_once(owner: Phone, stranger: Phone, bot: LivingBot) -> None:
    stranger.types(f"/start {evaluator_link(owner, '5 人')}").taps_twice("加入").sees_on_card("选择一张表")
    assert stored(bot, "SELECT used FROM invitation") == [(1,)]
    assert stored(bot, "SELECT COUNT(*) FROM membership WHERE person_id = 1004") == [(1,)]


def test_it_works_though_the_bot_is_rebuilt_in_between(owner: Phone, stranger: Phone, bot: LivingBot) -> None:
    stranger.types(f"/start {evaluator_link(owner)}")
    bot.rebuild()
    stranger.taps("加入").sees_on_card("欢迎")


def test_an_owner_makes_a_unit_on_the_way(owner: Phone, bot: LivingBot) -> None:
    owner.types("/invite").taps("主管").types(" 工程部 ").sees_on_card("工程部主管", "几天内有效")
    owner.taps("30 天").taps("20 人").sees_on_card("工程部主管", "0/20")
    assert stored(bot, "SELECT name FROM unit ORDER BY id") == [("客服部",), ("工程部",)]
    owner.types("/invite").taps("主管").types("工程部").sees_on_card("几天内有效")  # the one there is
    assert stored(bot, "SELECT COUNT(*) FROM unit") == [(2,)]


def test_a_supervisor_invites_evaluators_into_own_units_only(
    owner: Phone, stranger: Phone, bot: LivingBot
) -> None:
    owner.types("/units").types("工程部").sees_on_card("已添加")
    stranger.types(f"/start {invite(owner, '🧭 主管', '工程部', '7 天', '1 人')}").taps("加入")
    stranger.types("/invite").sees_on_card("哪个部门")
    assert [label for label in stranger.buttons if "部" in label] == ["工程部"]
    stranger.types("新部门").sees_on_card("没有保存")
    stranger.taps("工程部").taps("1 天").taps("1 人").sees_on_card("工程部评价人")
    card = stranger.card["message_id"]
    for data in ("invite.-.-.supervisor.2.7.1", "invite.-.-.evaluator.1.7.1", "invite.-.-.owner.-.7.1"):
        stranger.sandbox.taps(STRANGER, card, data)
        stranger.waits()
    assert stored(bot, "SELECT role, unit_id FROM invitation ORDER BY id") == [
        ("supervisor", 2),
        ("evaluator", 2),
    ]
    stranger.types("/invitations").sees_on_card("邀请 · 1", "工程部评价人")
    owner.types("/invitations").sees_on_card("邀请 · 1", "0/1")


def test_two_taps_make_one_invitation(owner: Phone, bot: LivingBot) -> None:
    owner.types("/invite").taps("评价人").taps("客服部").taps("7 天").taps_twice("1 人")
    assert stored(bot, "SELECT COUNT(*) FROM invitation") == [(1,)]


# Every way it cannot be


def test_whoever_made_it_cannot_use_it(owner: Phone) -> None:
    owner.types(f"/start {evaluator_link(owner)}").sees("这是您自己发起的邀请")


def test_one_that_is_used_up(owner: Phone, stranger: Phone, sandbox: Sandbox, someone: Someone) -> None:
    link = evaluator_link(owner)
    stranger.types(f"/start {link}").taps("加入").sees_on_card("欢迎")
    late = newcomer(sandbox, 1005)
    late.types(f"/start {link}").sees("名额已用完")
    with pytest.raises(NotOnScreen):
        late.button("加入")


def newcomer(sandbox: Sandbox, person_id: int) -> Phone:
    from bot.sandbox.people import Person

    sandbox.world.admit([Person(person_id, {"zh": "后来者"})])
    return Phone(sandbox, person_id)


def test_one_that_is_used_up_between_the_card_and_the_tap(
    owner: Phone, stranger: Phone, sandbox: Sandbox, bot: LivingBot
) -> None:
    link, late = evaluator_link(owner), newcomer(sandbox, 1005)
    stranger.types(f"/start {link}").sees_on_card("邀请您")
    late.types(f"/start {link}").taps("加入").sees_on_card("欢迎")
    stranger.taps("加入").sees("名额已用完")
    assert stored(bot, "SELECT chat_id FROM chat WHERE chat_id = 1004") == []


def test_the_same_person_twice(owner: Phone, stranger: Phone) -> None:
    link = evaluator_link(owner, "5 人")
    stranger.types(f"/start {link}").taps("加入").sees_on_card("欢迎")
    stranger.types(f"/start {link}").sees_on_card("您已用过这个邀请")


def test_somebody_who_has_the_role_already_uses_nothing_up(
    owner: Phone, someone: Someone, bot: LivingBot
) -> None:
    someone(INTERVIEWER).types(f"/start {evaluator_link(owner)}").sees_on_card("您已经加入：客服部评价人")
    assert stored(bot, "SELECT used FROM invitation") == [(0,)]


def test_an_expired_one(owner: Phone, stranger: Phone, bot: LivingBot) -> None:
    link = evaluator_link(owner)
    assert bot.storage is not None
    bot.storage.run_now(
        lambda conn: conn.execute(text("UPDATE invitation SET expires_at = '2026-01-01 00:00:00.000000'"))
    )
    stranger.types(f"/start {link}").sees("已过期")


def test_a_revoked_one(owner: Phone, stranger: Phone) -> None:
    link = evaluator_link(owner)
    stranger.types(f"/start {link}")
    owner.types("/invitations").sees_on_card("客服部评价人 · 0/1").taps("撤销 1").sees_on_card(
        "没有有效的邀请"
    )
    stranger.taps("加入").sees("已被撤销")
    stranger.types(f"/start {link}").sees("已被撤销")


@pytest.mark.parametrize("argument", ["j_", "j_x", "j_" + "A" * 32, "j_%00", "j_字"])
def test_an_unknown_one(stranger: Phone, bot: LivingBot, argument: str) -> None:
    stranger.types(f"/start {argument}").sees("没有这个邀请")
    assert stored(bot, "SELECT chat_id FROM chat") == []


def test_one_to_a_unit_that_was_removed(owner: Phone, stranger: Phone) -> None:
    owner.types("/units").types("工程部")
    link = invite(owner, "✍️ 评价人", "工程部", "7 天", "1 人")
    owner.types("/units").taps("工程部").taps("删除").taps("🗑 删除").sees_on_card("已删除：工程部")
    stranger.types(f"/start {link}").sees("已被撤销")


def test_one_whose_maker_may_not_invite_any_more(owner: Phone, stranger: Phone, bot: LivingBot) -> None:
    assert bot.storage is not None
    bot.storage.run_now(
        lambda conn: invitations.add_invitation(
            conn,
            "of-the-inspector",
            role="evaluator",
            unit_id=1,
            made_by=1002,
            uses=1,
            expires_at=datetime.now(UTC) + timedelta(days=1),
            now=NOW,
        )
    )
    stranger.types("/start j_of-the-inspector").sees("已被撤销")


def test_an_invitation_does_not_lift_a_suspension(owner: Phone, someone: Someone, bot: LivingBot) -> None:
    link = evaluator_link(owner, "5 人")
    assert bot.storage is not None
    bot.storage.run_now(lambda conn: roster.suspend(conn, 1002, NOW))
    inspector = someone(1002)
    inspector.types(f"/start {link}").sees("邀请不能恢复")
    assert stored(bot, "SELECT used FROM invitation") == [(0,)]


# What is kept of it


def test_the_token_is_kept_nowhere(owner: Phone, stranger: Phone, bot: LivingBot, tmp_path: Path) -> None:
    token = evaluator_link(owner).removeprefix("j_")
    stranger.types(f"/start j_{token}").taps("加入")
    bot.stop()
    held = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert held
    assert [path for path in held if token.encode() in path.read_bytes()] == []
    bot.start()


def test_it_is_shown_once(owner: Phone, bot: LivingBot) -> None:
    link = evaluator_link(owner)
    owner.types("/invitations").sees_on_card("客服部评价人").does_not_see(f"/start {link}\n{link}")
    assert link not in words(owner.card)


def test_the_trail_tells_who_invited_and_who_joined(owner: Phone, stranger: Phone, bot: LivingBot) -> None:
    stranger.types(f"/start {evaluator_link(owner)}").taps("加入")
    assert bot.storage is not None
    rows = bot.storage.run_now(lambda conn: newest(conn, 10))
    assert [(row.actor, row.action, row.object_kind, row.object_id, row.details) for row in rows] == [
        (SUPERVISOR, "invited", "invitation", "1", '{"days":7,"role":"evaluator","unit":1,"uses":1}'),
        (STRANGER, "joined", "invitation", "1", '{"role":"evaluator","unit":1}'),
    ]


def test_guests_who_never_answer_are_forgotten(owner: Phone, stranger: Phone, bot: LivingBot) -> None:
    stranger.types(f"/start {evaluator_link(owner)}")
    assert bot.storage is not None
    later = datetime.now(UTC) + timedelta(days=1)
    assert bot.storage.run_now(lambda conn: invitations.forget_guests(conn, later)) == 1
    assert stored(bot, "SELECT chat_id FROM chat WHERE chat_id = 1004") == []
    assert bot.storage.run_now(lambda conn: people.person(conn, SUPERVISOR)) is not None
    assert bot.storage.run_now(lambda conn: (units.units(conn), memberships.everyone(conn)))
