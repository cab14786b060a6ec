"""Around the evaluations: drafts, history, amendments, languages, help, strangers."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox import Sandbox
from storage.people import person
from tests.conversation.living import LivingBot
from tests.conversation.test_interview import begin
from tests.conversation.test_taps import signed_and_ready
from tests.phone import INSPECTOR, STRANGER, Phone, words


def test_several_drafts_resume_at_the_very_question(phone: Phone) -> None:
    begin(phone, "张三").taps("良好").taps("良好").sees_on_card("3/20")
    phone.types("/start property").types("李四").sees_on_card("1/10")
    phone.taps("8").sees_on_card("2/10")
    phone.types("/drafts").sees_on_card("草稿 · 2", "张三", "李四")
    phone.taps("▶ 张三").sees_on_card("3/20", "张三")
    phone.types("/drafts").taps("▶ 李四").sees_on_card("2/10", "李四")


def test_discarding_asks_once(steady: Phone) -> None:
    begin(steady).taps("良好").taps("总览").taps("丢弃").sees_on_card("已答 1 题")
    steady.taps("不，保留").sees_on_card("▸ 2.")
    steady.taps("丢弃").taps("确定丢弃").sees_on_card("已丢弃")
    steady.types("/drafts").sees_on_card("没有草稿")


def test_later_keeps_the_draft_and_says_how_to_come_back(steady: Phone) -> None:
    begin(steady).taps("良好").taps("总览").taps("稍后继续").sees_on_card("/drafts")
    steady.taps("▶ 张三").sees_on_card("2/20")


def test_history_finds_by_subject_and_by_form(steady: Phone) -> None:
    signed_and_ready(steady).taps("提交")
    steady.types("/history").sees_on_card("历史 · 1", "张三", "客服人员面试评价表", "良好")
    steady.types("李四").sees_on_card("没有找到")
    steady.types("面试").sees_on_card("历史 · 1", "张三")
    steady.taps("张三").sees_on_card("第 1 号", "3 / 4 · 75%")
    steady.taps("返回").sees_on_card("历史 · 1")


def test_an_amendment_leaves_the_first_as_it_was_and_both_stay(phone: Phone) -> None:
    signed_and_ready(phone).taps("提交").sees("第 1 号")
    phone.taps("更正").sees_on_card("为什么要更正")
    phone.types("第一题点错了").sees_on_card("正在更正第 1 号", "20/20")
    phone.taps("题目").taps("较差").taps("签名").types("王面试").taps("提交")
    phone.sees("第 2 号", "更正第 1 号：第一题点错了", "2.8 / 4 · 70%")
    phone.types("/history").sees_on_card("历史 · 2", "已更正")
    phone.taps("张三 · 面试评价 良好")
    phone.sees_on_card("第 2 号")
    assert len([m for m in phone.from_bot if "第 1 号" in str(m.get("text"))]) >= 1


def test_a_note_of_the_first_cannot_be_taken_away_in_its_amendment(steady: Phone) -> None:
    begin(steady).types("原件上的备注")
    for _ in range(20):
        steady.taps("良好")
    steady.taps("推荐 ★").taps("签名").types("王面试").taps("提交").taps("更正").types("理由")
    steady.taps("题目").sees_on_card("原件上的备注")
    steady.taps("备注（1）").taps("删除 1").sees("不能删除")
    steady.sees_on_card("1. 原件上的备注")


def test_an_amended_evaluation_cannot_be_amended_again(steady: Phone) -> None:
    signed_and_ready(steady).taps("提交")
    amend = steady.button("更正")
    steady.taps("更正").types("理由").taps("签名").types("王面试").taps("提交").sees("第 2 号")
    steady.taps_again(amend).sees("已被更正过")


def test_several_sources_are_combined(steady: Phone) -> None:
    """上级 all 良好 3, 客户 all 优秀 4: the mean of the sources is 3.5, 87.5 %, and a half goes up to 优秀."""
    for source, level in (("上级", "良好"), ("客户", "优秀")):
        steady.types("/start competency").types("王五")
        if source == "客户":
            steady.taps("同一个")
        steady.taps(source)
        for _ in range(12):
            steady.taps(level)
        steady.taps("签名").types("主管").taps("提交").sees("岗位能力评价表")
    steady.taps("多方综合").sees_on_card("优秀", "3.5 / 4 · 87.5%", "上级：3 / 4", "客户：4 / 4")


def test_the_interface_speaks_english_by_telegram_or_by_choice(steady: Phone, sandbox: Sandbox) -> None:
    sandbox.speaks(steady.person_id, "en-GB")
    steady.types("/start").sees_on_card("Choose a form and rate question by question")
    steady.taps("面试评价").sees_on_card("Type the candidate's name", "客服人员面试评价表")
    steady.types("/language").taps("中文").sees_on_card("按钮和提示所用的语言")
    steady.types("/help").sees_on_card("使用说明")


def test_an_unknown_form_and_an_unknown_command_lead_somewhere(steady: Phone) -> None:
    steady.types("/start nonsense").sees_on_card("没有名为“nonsense”的表格")
    steady.types("/nonsense").sees_on_card("没有 /nonsense 这个命令")


def test_a_stranger_gets_one_sentence_with_their_id_and_nothing_is_stored(
    someone: Callable[[int], Phone], bot: LivingBot
) -> None:
    stranger = someone(STRANGER)
    stranger.types("/start interview").sees("1004", "不会被保存")
    stranger.sends_photo("看看").types("我要用")
    assert all("1004" in str(m["text"]) for m in stranger.from_bot)
    assert bot.storage is not None
    tables = ("chat", "evaluation", "note", "attachment", "subject", "audit")
    counts = bot.storage.run_now(
        lambda conn: [conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables]
    )
    assert counts == [0] * len(tables)
    assert bot.storage.run_now(lambda conn: person(conn, STRANGER)) is None


def test_nobody_can_touch_the_evaluation_of_another(someone: Callable[[int], Phone], steady: Phone) -> None:
    begin(steady).taps("良好")
    foreign = steady.button("优秀")
    inspector = someone(INSPECTOR)
    inspector.types("/start")
    inspector.sandbox.taps(INSPECTOR, inspector.card["message_id"], foreign.data or "")
    inspector.waits().sees("已过期")
    inspector.types("/history").sees_on_card("历史 · 0")
    steady.taps("总览").sees_on_card("▸ 2. 求职首选公司\n")


def test_in_a_group_the_bot_points_to_a_private_chat(
    someone: Callable[[int], Phone], sandbox: Sandbox
) -> None:
    group = sandbox.says_in_group(INSPECTOR, "/start")["chat"]["id"]

    def told() -> bool:
        return any("私聊" in words(message) for message in sandbox.world.chats[group].messages.values())

    sandbox.until(told, 5, "no word in the group")


def test_a_channel_post_is_no_business_of_the_bot(steady: Phone, sandbox: Sandbox) -> None:
    sandbox.posts_in_channel("公告")
    begin(steady).taps("良好").sees_on_card("2/20")
